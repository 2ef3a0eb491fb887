"""What each error sentence means."""

import pytest

from bot.panel import Reason, Refusal
from bot.panel.refusals import why_refused

SENTENCES = {
    Reason.QUANTITY: [
        "Quantity less than minimal 100",
        "Quantity more than maximum 10000",
        "neworder.error.min_quantity",
        "neworder.error.max_quantity",
        "Incorrect quantity",
        "Quantity must be a multiple of 10",
        "Miktar minimumdan az",
        "Количество меньше минимума",
    ],
    Reason.LINK: [
        "Bad link",
        "neworder.error.link",
        "Enter a valid link",
        "Link is not valid",
        "Invalid URL",
        "Geçersiz link",
        "Неверная ссылка",
        "Enlace no válido",
    ],
    Reason.DUPLICATE: [
        "You have active order with this link. Please wait until order being completed.",
        "neworder.error.link_duplicate",
        "You have active order with this link (#100011)",
        "У вас уже есть активный заказ с этой ссылкой",
    ],
    Reason.FIELD: [
        "Incorrect comments",
        "Incorrect username",
        "Incorrect runs",
        "Incorrect interval",
        "Incorrect delay",
        "Incorrect posts",
        "Incorrect expiry",
        "Comments field is required",
        "Invalid answer number",
        "neworder.error.comments",
    ],
    Reason.NO_REFILL: ["Refill is disabled for this service", "Refill not available"],
    Reason.NOT_COMPLETED: ["The order is not completed"],
    Reason.TOO_EARLY: [
        "The order was completed or refill was requested less than 24 hours ago",
    ],
    Reason.ALREADY_REQUESTED: ["There is already an open request for this order."],
    Reason.NOT_CANCELABLE: [
        "This order has already started and cannot be cancelled.",
        "Cancel is disabled for this service",
        "Order can't be canceled",
    ],
    Reason.BAD_KEY: [
        "Invalid API key",
        "Incorrect API key",
        "API key is incorrect",
        "Unauthorized",
        "Geçersiz API anahtarı",
        "Неверный API ключ",
    ],
    Reason.NO_FUNDS: [
        "Not enough funds on balance",
        "neworder.error.not_enough_funds",
        "Bakiyeniz yetersiz",
        "Insufficient balance",
        "Недостаточно средств на балансе",
        "Saldo insuficiente",
        "Fondos insuficientes",
    ],
    Reason.BAD_SERVICE: [
        "Incorrect service ID",
        "Service is inactive or not found",
        "Service not found",
        "Servicio no encontrado",
        "Услуга не найдена",
    ],
    Reason.SUSPENDED: ["Account suspended", "Your account has been blocked"],
    Reason.BAD_ORDER: ["Incorrect order ID", "Order not found.", "Invalid order"],
    Reason.BAD_REFILL: ["Refill not found", "Incorrect refill ID"],
    Reason.NO_SUCH_ACTION: ["Incorrect request", "Invalid action", "This action is Invalid"],
    Reason.RATE_LIMIT: ["Rate limit exceeded", "Too many requests", "Слишком много запросов"],
    Reason.MAINTENANCE: ["The panel is under maintenance, please try again later", "Bakımdayız"],
    Reason.ORDERING_DISABLED: ["Ordering is disabled", "Orders are temporarily disabled"],
    Reason.UNKNOWN: [
        "Something went wrong",
        "Our robots are asleep (E-7)",
        "error",
        "",
        "Unknown error",
        "Please try again later",
        "Incorrect request parameters or so",
    ],
}


@pytest.mark.parametrize(
    ("sentence", "reason"), [(said, reason) for reason, all_ in SENTENCES.items() for said in all_]
)
def test_sentences(sentence: str, reason: Reason) -> None:
    assert why_refused(sentence, 200) is reason
    assert why_refused(f"  {sentence.upper()}\n", 200) is reason


def test_every_reason_has_a_sentence() -> None:
    assert SENTENCES.keys() == set(Reason)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, Reason.BAD_KEY),
        (402, Reason.NO_FUNDS),
        (429, Reason.RATE_LIMIT),
        (403, Reason.UNKNOWN),
        (None, Reason.UNKNOWN),
    ],
)
def test_the_http_status_speaks_where_the_sentence_does_not(
    status: int | None, reason: Reason
) -> None:
    assert why_refused("Denied", status) is reason
    assert why_refused("Bad link", status) is Reason.LINK


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (Reason.QUANTITY, Refusal.USER),
        (Reason.DUPLICATE, Refusal.USER),
        (Reason.NO_REFILL, Refusal.USER),
        (Reason.NO_FUNDS, Refusal.OPERATOR),
        (Reason.BAD_KEY, Refusal.OPERATOR),
        (Reason.BAD_SERVICE, Refusal.OPERATOR),
        (Reason.NO_SUCH_ACTION, Refusal.CAPABILITY),
        (Reason.MAINTENANCE, Refusal.PASSING),
        (Reason.UNKNOWN, Refusal.UNKNOWN),
    ],
)
def test_whose_it_is(reason: Reason, kind: Refusal) -> None:
    assert reason.kind is kind
