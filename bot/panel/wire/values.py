"""Single values, whatever way a panel writes them. None means: it doesn't say."""

import re
from decimal import Decimal, InvalidOperation

from bot.domain.money import MAX_AMOUNT, round_charge
from bot.panel.wire.body import Json

_MAX_DIGITS = 40
_LARGEST = 2**63 - 1
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
_NUMBER_IN_TEXT = re.compile(r"[+\-−]?[^\d+\-−]{0,4}\d[\d.,'’\s]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:\-]{0,79}")
_TRUE = frozenset({"1", "true", "yes", "on", "enabled"})


def number(value: Json) -> Decimal | None:
    """A finite amount, exact: also with thousands separators, and with a sign or letters around it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**_MAX_DIGITS else None
    if isinstance(value, Decimal):
        return _sane(value)
    if isinstance(value, str) and len(value) <= 2 * _MAX_DIGITS:
        return _number_in(value.strip())
    return None


def _sane(value: Decimal) -> Decimal | None:
    """Decimal("1E+999999") is a number too, until somebody writes it out."""
    if not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MAX_DIGITS or value.adjusted() > _MAX_DIGITS:
        return None
    return value


def _number_in(text: str) -> Decimal | None:
    if _SCIENTIFIC.fullmatch(text):
        return _sane(Decimal(text))
    found = _NUMBER_IN_TEXT.search(text)
    if found is None or any(char.isdigit() for char in text[found.end() :]):
        return None
    shown = found.group()
    digits = re.sub(r"[^\d.,]", "", shown).rstrip(".,")
    try:
        amount = Decimal(_point(digits))
    except InvalidOperation:
        return None
    negative = shown[0] in "-−"
    return _sane(amount.copy_negate() if negative else amount)


def _point(digits: str) -> str:
    """With both marks the last is the point; a lone comma is one unless exactly three digits follow it."""
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        thousands, point = (",", ".") if dot > comma else (".", ",")
        return digits.replace(thousands, "").replace(point, ".")
    if comma >= 0:
        decimal_comma = digits.count(",") == 1 and len(digits) - comma != 4
        return digits.replace(",", "." if decimal_comma else "")
    return digits if digits.count(".") <= 1 else digits.replace(".", "")


def money(value: Json) -> Decimal | None:
    """An amount as it is kept: in whole micro-units, and within the bounds of what is money at all."""
    amount = number(value)
    return None if amount is None else round_charge(min(max(amount, -MAX_AMOUNT), MAX_AMOUNT))


def whole(value: Json) -> int | None:
    """A whole number: 12, "12", "1,000", "12.0"; not "12.5". One that no row can hold counts as the largest."""
    amount = number(value)
    if amount is None or amount != amount.to_integral_value():
        return None
    return min(max(int(amount), -_LARGEST), _LARGEST)


def flag(value: Json) -> bool:
    """True, 1, "1", "true"; everything else is no."""
    if isinstance(value, str):
        return value.strip().lower() in _TRUE
    return isinstance(value, int) and value == 1


def identifier(value: Json) -> str | None:
    """An id: a positive number or an opaque token with a digit in it. Not true, 0, "success", or anything with a comma."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if 0 < value < 10**_MAX_DIGITS else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not _ID.fullmatch(text) or not any(char in "123456789" for char in text):
        return None
    return text
