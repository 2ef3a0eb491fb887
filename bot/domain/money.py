"""Amounts of money. `Decimal` here, whole micro-units in rows; rounded in this module only.

A charge is rounded up and a refund down, so that a fraction of a micro-unit is never given away twice.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

_MICRO = Decimal("0.000001")
_MICROS_PER_UNIT = 1_000_000
_EXACT = Context(prec=60)
"""Digits enough for any rate times any quantity."""

MAX_AMOUNT = Decimal(1_000_000_000_000)
"""More than this isn't a price; and a row couldn't hold much more."""


def round_charge(amount: Decimal) -> Decimal:
    """What is taken for `amount`, in whole micro-units."""
    return amount.quantize(_MICRO, rounding=ROUND_CEILING, context=_EXACT)


def round_refund(amount: Decimal) -> Decimal:
    """What is given back for `amount`, in whole micro-units."""
    return amount.quantize(_MICRO, rounding=ROUND_FLOOR, context=_EXACT)


def to_micros(amount: Decimal) -> int:
    """`amount` for a row. It must be whole micro-units already: rounding is a decision, not a side effect."""
    micros = amount * _MICROS_PER_UNIT
    if micros != micros.to_integral_value():
        raise ValueError("an amount must be rounded before it is stored")
    return int(micros)


def from_micros(micros: int) -> Decimal:
    """The amount a row holds."""
    return (Decimal(micros) / _MICROS_PER_UNIT).normalize() + Decimal(0)
