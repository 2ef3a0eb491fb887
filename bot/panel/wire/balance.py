"""An account's balance."""

import re

from bot.panel.results import Balance
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, find_fault, unwrapped
from bot.panel.wire.body import Json

_PAYLOAD = frozenset({"balance"})
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3,5}(?![A-Za-z])")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₺": "TRY", "₽": "RUB", "₹": "INR", "₴": "UAH"}


def read_balance(answer: Json) -> Balance | Fault | None:
    answer = unwrapped(answer)
    fault = find_fault(answer, _PAYLOAD)
    if fault is not None or not isinstance(answer, dict):
        return fault
    amount = values.money(answer.get("balance"))
    if amount is None:
        return None
    currency = text.line(answer.get("currency"), limit=16) or _currency_in(answer["balance"])
    return Balance(amount=amount, currency=currency)


def _currency_in(value: Json) -> str:
    """The letters or the sign around the amount, for panels that name no currency."""
    if not isinstance(value, str):
        return ""
    if code := _CODE.search(value):
        return code.group()
    return next((currency for sign, currency in _SIGNS.items() if sign in value), "")
