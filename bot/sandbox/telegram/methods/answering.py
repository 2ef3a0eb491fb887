"""Methods that answer what a person did: a tap, an inline query, a payment."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_ANSWER_LIMIT = 200
_RESULTS_LIMIT = 50


def answer_callback_query(sim: "Telegram", params: Params) -> bool:
    text, url = params.text("text"), params.text("url")
    if utf16_length(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    own_link = f"t.me/{sim.bot['username']}?start="
    if url and not url.removeprefix("https://").lower().startswith(own_link.lower()):
        raise bad_request("URL_INVALID")
    sim.queries.answer_tap(
        params.text("callback_query_id"), text, show_alert=params.flag("show_alert"), url=url
    )
    return True


def answer_inline_query(sim: "Telegram", params: Params) -> bool:
    results = params.value("results")
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > _RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [_result_id(result) for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    sim.queries.answer_inline(params.text("inline_query_id"), results)
    return True


def answer_pre_checkout_query(sim: "Telegram", params: Params) -> bool:
    ok, reason = params.flag("ok"), params.text("error_message")
    if not ok and not reason:
        raise bad_request("error message must be non-empty")
    query_id = params.text("pre_checkout_query_id")
    sim.payments.answer_checkout(query_id, ok=ok, error_message=reason)
    return True


def refund_star_payment(sim: "Telegram", params: Params) -> bool:
    charge_id = params.text("telegram_payment_charge_id")
    sim.payments.refund(params.integer("user_id"), charge_id)
    return True


def _result_id(result: dict[str, Any]) -> str:
    if not result.get("type"):
        raise bad_request("can't parse inline query result: Can't find field \"type\"")
    result_id = str(result.get("id", ""))
    if not 1 <= len(result_id.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    return result_id


ANSWERING = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerPreCheckoutQuery": answer_pre_checkout_query,
    "refundStarPayment": refund_star_payment,
}
