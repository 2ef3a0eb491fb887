"""Paying in Stars: the invoice, the bot's word within ten seconds, the payment, the refund."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import bad_request, query_too_old
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.people import Person

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

CHECKOUT_LIFETIME = 10.0


@dataclass(frozen=True, slots=True)
class _Checkout:
    person: Person
    invoice: SimMessage
    asked_at: float


@dataclass(slots=True)
class Payment:
    """Stars that a person has paid; ``refunded`` when they went back."""

    user_id: int
    charge_id: str
    amount: int
    payload: str
    refunded: bool = False


@dataclass(slots=True)
class Payments:
    sim: "Telegram"
    made: list[Payment] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # the bot's reasons, as people read them
    _checkouts: dict[str, _Checkout] = field(default_factory=dict)

    def clear(self) -> None:
        self.made.clear()
        self.refused.clear()
        self._checkouts.clear()

    def checkout(self, person: Person, message: SimMessage) -> str:
        query_id = self.sim.queries.new_id()
        self._checkouts[query_id] = _Checkout(person, message, self.sim.clock())
        amount = _amount(message)
        self.sim.updates.put(
            "pre_checkout_query",
            {"id": query_id, "from": person.as_user(), **_terms(amount, message.invoice_payload)},
        )
        return query_id

    def answer_checkout(self, query_id: str, *, ok: bool, error_message: str) -> None:
        checkout = self._checkouts.pop(query_id, None)
        if checkout is None or self.sim.clock() - checkout.asked_at > CHECKOUT_LIFETIME:
            raise query_too_old()
        if not ok:
            self.refused.append(error_message)
            return
        invoice = checkout.invoice
        payment = Payment(
            user_id=checkout.person.id,
            charge_id=f"stx{self.sim.queries.new_id()}",
            amount=_amount(invoice),
            payload=invoice.invoice_payload,
        )
        self.made.append(payment)
        self._tell(checkout.person, "successful_payment", payment, provider=True)

    def refund(self, user_id: int | None, charge_id: str) -> None:
        payment = next((paid for paid in self.made if paid.charge_id == charge_id), None)
        if payment is None or payment.user_id != user_id:
            raise bad_request("CHARGE_NOT_FOUND")
        if payment.refunded:
            raise bad_request("CHARGE_ALREADY_REFUNDED")
        payment.refunded = True
        self._tell(self.sim.people[payment.user_id], "refunded_payment", payment, provider=False)

    def _tell(self, person: Person, kind: str, payment: Payment, *, provider: bool) -> None:
        details = {
            **_terms(payment.amount, payment.payload),
            "telegram_payment_charge_id": payment.charge_id,
        }
        if provider:
            details["provider_payment_charge_id"] = f"{payment.user_id}_{payment.charge_id}"
        self.sim.add_message(person.place, author=person, service={kind: details})


def _terms(amount: int, payload: str) -> dict[str, Any]:
    return {"currency": "XTR", "total_amount": amount, "invoice_payload": payload}


def _amount(message: SimMessage) -> int:
    return int(message.invoice["total_amount"]) if message.invoice else 0
