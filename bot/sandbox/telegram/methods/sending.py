"""Methods that put a new message into a chat."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.files import sent_file
from bot.sandbox.telegram.keyboards import any_markup, inline_markup
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.methods.addressing import readable_chat, writable_chat
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.texts import caption, message_text

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_STARS = "XTR"


def send_message(sim: "Telegram", params: Params) -> dict[str, Any]:
    chat = writable_chat(sim, params)
    words = message_text(params, sim.find_user)
    return _send(
        sim,
        chat,
        params,
        text=words.text,
        entities=words.entities,
        reply_markup=any_markup(params),
        link_preview_options=preview_options(params),
    )


def send_photo(sim: "Telegram", params: Params) -> dict[str, Any]:
    return _send_file(sim, params, "photo")


def send_document(sim: "Telegram", params: Params) -> dict[str, Any]:
    return _send_file(sim, params, "document")


def send_invoice(sim: "Telegram", params: Params) -> dict[str, Any]:
    """An invoice in Stars; other currencies need a payment provider, which isn't simulated."""
    chat = writable_chat(sim, params)
    title, description = params.text("title"), params.text("description")
    payload = params.text("payload")
    if not 1 <= utf16_length(title) <= 32:
        raise bad_request("INVOICE_TITLE_INVALID")
    if not 1 <= utf16_length(description) <= 255:
        raise bad_request("INVOICE_DESCRIPTION_INVALID")
    if not 1 <= len(payload.encode("utf-8", "surrogatepass")) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    if params.text("currency") != _STARS:
        raise bad_request("CURRENCY_INVALID")
    if params.text("provider_token"):
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    amount = _star_price(params.value("prices"))
    pay = {"inline_keyboard": [[{"text": f"Pay ⭐️{amount}", "pay": True}]]}
    markup = inline_markup(params, may_pay=True)
    if markup and not markup["inline_keyboard"][0][0].get("pay"):
        raise bad_request("BUTTON_TYPE_INVALID")
    invoice = {
        "title": title,
        "description": description,
        "start_parameter": params.text("start_parameter"),
        "currency": _STARS,
        "total_amount": amount,
    }
    content = {"invoice": invoice, "invoice_payload": payload, "reply_markup": markup or pay}
    return _send(sim, chat, params, **content)


def copy_message(sim: "Telegram", params: Params) -> dict[str, Any]:
    chat = writable_chat(sim, params)
    source = _source(sim, params, "message to copy not found")
    if source.invoice or source.service:
        raise bad_request("message can't be copied")
    words = source.text, source.entities
    if source.has_caption and params.value("caption") is not None:
        own = caption(params, sim.find_user)
        words = own.text, own.entities
    sent = _send(
        sim,
        chat,
        params,
        text=words[0],
        entities=words[1],
        media=source.media,
        reply_markup=any_markup(params),
    )
    return {"message_id": sent["message_id"]}


def forward_message(sim: "Telegram", params: Params) -> dict[str, Any]:
    chat = writable_chat(sim, params)
    source = _source(sim, params, "message to forward not found")
    if source.service:
        raise bad_request("message can't be forwarded")
    sender = source.author.as_user() if source.author else sim.bot
    origin = {"type": "user", "sender_user": sender, "date": source.date}
    return _send(
        sim,
        chat,
        params,
        text=source.text,
        entities=source.entities,
        media=source.media,
        invoice=source.invoice,
        forward_origin=source.forward_origin or origin,
    )


def preview_options(params: Params) -> dict[str, Any] | None:
    value = params.value("link_preview_options")
    if value is not None and not isinstance(value, dict):
        raise bad_request("object expected as link preview options")
    return value or None


def _send_file(sim: "Telegram", params: Params, kind: str) -> dict[str, Any]:
    chat = writable_chat(sim, params)
    words = caption(params, sim.find_user)
    markup = any_markup(params)
    media = sent_file(sim.files, params, kind)
    content = {"text": words.text, "entities": words.entities, "reply_markup": markup}
    return _send(sim, chat, params, media=media, **content)


def _send(sim: "Telegram", chat: Chat, params: Params, **content: Any) -> dict[str, Any]:
    answered = _answered(chat, params)
    topic_id = params.integer("message_thread_id") or (answered.topic_id if answered else None)
    chat.admit_bot(topic_id)
    message = sim.add_message(
        chat,
        author=None,
        topic_id=topic_id,
        reply_to=answered,
        is_protected=params.flag("protect_content"),
        **content,
    )
    return message.for_api()


def _answered(chat: Chat, params: Params) -> SimMessage | None:
    value = params.value("reply_parameters")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply parameters")
    message = chat.messages.get(value.get("message_id", 0))
    if message is None and not value.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _source(sim: "Telegram", params: Params, complaint: str) -> SimMessage:
    chat = readable_chat(sim, params, "from_chat_id")
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request(complaint)
    if message.is_protected:
        raise bad_request("CHAT_FORWARDS_RESTRICTED")
    return message


def _star_price(prices: Any) -> int:
    if not isinstance(prices, list) or not all(isinstance(price, dict) for price in prices):
        raise bad_request("can't parse prices: expected an Array of LabeledPrice")
    if len(prices) != 1:
        raise bad_request("STARS_INVOICE_INVALID")
    amount = prices[0].get("amount")
    if not prices[0].get("label") or not isinstance(amount, int) or not 1 <= amount <= 100_000:
        raise bad_request("STARS_INVOICE_INVALID")
    return amount


SENDING = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendInvoice": send_invoice,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
