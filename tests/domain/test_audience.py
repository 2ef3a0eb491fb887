import pytest

from bot.domain.audience import Audience, Ordered, changed
from bot.domain.errors import Problem, ShopError
from bot.domain.language import Languages

LANGUAGES = Languages(("en", "ru"), "en")
EVERYBODY = Audience()


@pytest.mark.parametrize(
    ("part", "value", "wanted"),
    [
        ("active", "30", Audience(active_days=30)),
        ("active", "0", EVERYBODY),
        ("language", "ru", Audience(language="ru")),
        ("language", "", EVERYBODY),
        ("ordered", "anything", Audience(ordered=Ordered.ANYTHING)),
        ("ordered", "nothing", Audience(ordered=Ordered.NOTHING)),
        ("platform", "tiktok", Audience(ordered=Ordered.PLATFORM, what="tiktok")),
        ("operators", "1", Audience(operators=True)),
        ("operators", "0", EVERYBODY),
    ],
)
def test_each_button_changes_one_thing(part: str, value: str, wanted: Audience) -> None:
    assert changed(EVERYBODY, part, value, LANGUAGES) == wanted


def test_what_was_chosen_before_stays() -> None:
    chosen = EVERYBODY
    for part, value in (("active", "7"), ("language", "en"), ("platform", "x"), ("operators", "1")):
        chosen = changed(chosen, part, value, LANGUAGES)
    assert chosen == Audience(
        active_days=7, language="en", ordered=Ordered.PLATFORM, what="x", operators=True
    )


def test_another_kind_of_orders_forgets_the_platform() -> None:
    of_platform = Audience(ordered=Ordered.PLATFORM, what="x")
    assert changed(of_platform, "ordered", "whatever", LANGUAGES) == EVERYBODY


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("active", "8"),
        ("active", "-7"),
        ("active", ""),
        ("language", "de"),
        ("ordered", "platform"),
        ("ordered", "service"),
        ("ordered", ""),
        ("platform", "nowhere"),
        ("operators", "2"),
        ("nonsense", "1"),
        ("", ""),
    ],
)
def test_what_no_button_says_is_refused(part: str, value: str) -> None:
    with pytest.raises(ShopError) as refused:
        changed(EVERYBODY, part, value, LANGUAGES)
    assert refused.value.problem is Problem.BUTTON_UNKNOWN
