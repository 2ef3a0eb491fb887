"""Single values in every spelling seen."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import to_micros
from bot.panel.wire import text, values


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("0.90", "0.90"),
        ("0.27819", "0.27819"),
        (3, "3"),
        (Decimal("100.84292"), "100.84292"),
        ("100.84292", "100.84292"),
        ("0.00", "0"),
        ("9999999999999.00", "9999999999999"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234.5", "1234.5"),
        ("12,5", "12.5"),
        ("1,000", "1000"),
        ("$1,234.50", "1234.50"),
        ("-$5", "-5"),
        ("$ -5.25", "-5.25"),
        ("12.50 USD", "12.50"),
        ("₺100", "100"),
        ("1.0E-5", "0.00001"),
        (" 7 ", "7"),
        ("-12", "-12"),
        ("−12", "-12"),
    ],
)
def test_amounts(value: Any, amount: str) -> None:
    assert values.number(value) == Decimal(amount)


@pytest.mark.parametrize(
    "value",
    [
        *(None, "", "N/A", "Unknown", "-", ".", True, False, [], {}, "1-2", "12 of 30 (40%)"),
        *(Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-999999")),
        *(10**50, "9" * 90, "1e99"),
    ],
)
def test_what_is_no_amount(value: Any) -> None:
    assert values.number(value) is None


@pytest.mark.parametrize(
    ("value", "count"),
    [
        *((12, 12), ("12", 12), ("1,000", 1000), ("12.0", 12), (Decimal("12.0"), 12)),
        *(("-5", -5), ("2147483647", 2147483647), ("12.5", None), ("", None), (None, None)),
        *(("N/A", None), ("Unknown", None), (True, None)),
    ],
)
def test_counts(value: Any, count: int | None) -> None:
    assert values.whole(value) == count


@pytest.mark.parametrize(
    ("value", "on"),
    [
        *((True, True), (1, True), ("1", True), ("true", True), ("True ", True)),
        *((False, False), (0, False), ("0", False), ("false", False), ("", False), (None, False)),
    ],
)
def test_flags(value: Any, on: bool) -> None:
    assert values.flag(value) is on


@pytest.mark.parametrize(
    ("value", "name"),
    [
        *((1, "1"), ("23501", "23501"), (" 7 ", "7"), ("ord_01HGW2", "ord_01HGW2")),
        *(("007", "007"), (10**30, "1" + "0" * 30)),
        *((0, None), (-1, None), (True, None), ("0", None), ("", None), (None, None)),
        *(("success", None), ("1,2", None), ("a b1", None), (Decimal("1.5"), None), (10**60, None)),
    ],
)
def test_ids(value: Any, name: str | None) -> None:
    assert values.identifier(value) == name


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a &amp; b", "a & b"),
        ("a &amp;amp; b", "a & b"),
        ("a<br>b<br />c", "a\nb\nc"),
        ("&lt;br&gt;x&lt;b&gt;y&lt;/b&gt;", "x y".replace(" ", "")),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("x <script>alert(1)</script>y", "x y"),
        ("Followers <HQ> 1 < 2 > 0", "Followers <HQ> 1 < 2 > 0"),
        ("https://a.b/?x=1&copy=2", "https://a.b/?x=1&copy=2"),
        ("tab\there", "tab here"),
        ("nul\x00 bell\x07", "nul bell"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("🇺🇸 👨‍👩‍👧 ♻️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇺🇸 👨‍👩‍👧 ♻️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        ("cut emoji \ud83d!", "cut emoji !"),
        (None, ""),
        (5, ""),
    ],
)
def test_descriptions(raw: Any, plain: str) -> None:
    assert text.paragraphs(raw) == plain


def test_a_name_is_one_line_and_may_be_cut() -> None:
    assert text.line("a<br>b\n c") == "a b c"
    assert text.line("abcdef", limit=4) == "abc…"
    assert text.line(12) == "12"


@given(st.text())
def test_shown_text_has_no_control_characters(raw: str) -> None:
    shown = text.paragraphs(raw)
    assert all(char == "\n" or ord(char) >= 32 for char in shown)
    shown.encode()


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_plain_text_stays_what_it_is_but_for_its_blanks(raw: str) -> None:
    shown = text.paragraphs(raw)
    assert text.paragraphs(shown) == shown
    assert "".join(shown.split()) == "".join(text._CONTROL.sub("", raw).split())


@given(st.one_of(st.text(), st.integers(), st.decimals(), st.booleans(), st.none()))
def test_any_value_is_read_or_left(value: Any) -> None:
    amount = values.number(value)
    assert amount is None or amount.is_finite()
    values.whole(value)
    values.flag(value)
    values.identifier(value)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_a_plain_decimal_is_read_exactly(amount: Decimal) -> None:
    assert values.number(f"{amount:f}") == amount
    assert values.number(f"{amount:,.6f}") == amount


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0.27819", "0.27819"),
        ("0.278190001", "0.278191"),
        (Decimal("1e30"), "1000000000000"),
        ("-1e30", "-1000000000000"),
        ("N/A", None),
    ],
)
def test_money_can_be_kept_in_a_row(said: Any, kept: str | None) -> None:
    amount = values.money(said)
    assert amount == (None if kept is None else Decimal(kept))
    assert amount is None or isinstance(to_micros(amount), int)


@pytest.mark.parametrize("said", [10**25, "1" * 30, -(10**25)])
def test_a_number_no_row_can_hold_counts_as_the_largest(said: Any) -> None:
    assert abs(values.whole(said) or 0) == 2**63 - 1
