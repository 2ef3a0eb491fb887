"""Messages as a chat holds them, and as the Bot API and the chat page show them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.entities import Entity
from bot.sandbox.telegram.files import StoredFile
from bot.sandbox.telegram.keyboards import Markup, shown_markup
from bot.sandbox.telegram.rendering import render_html

if TYPE_CHECKING:
    from bot.sandbox.telegram.people import Person


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; ``data`` is what a tap sends, ``url`` where it leads."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class SimMessage:
    """One message of one private chat. ``text`` is the caption where there is a photo or a file.

    It changes when the bot edits it, and is marked as deleted when it leaves the chat.
    """

    message_id: int
    person: "Person"
    from_bot: bool
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply_markup: Markup | None = None
    photo: StoredFile | None = None
    document: StoredFile | None = None
    invoice: dict[str, Any] | None = None
    invoice_payload: str = ""
    service: dict[str, Any] = field(default_factory=dict)
    link_preview_options: dict[str, Any] | None = None
    forward_origin: dict[str, Any] | None = None
    reply_to: "SimMessage | None" = None
    is_protected: bool = False
    edit_date: int | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def html(self) -> str:
        return render_html(self.text, self.entities)

    @property
    def has_media(self) -> bool:
        return self.photo is not None or self.document is not None

    @property
    def keyboard(self) -> list[list[Button]]:
        """The inline keyboard, row by row; empty without one."""
        shown = shown_markup(self.reply_markup) or {"inline_keyboard": []}
        return [
            [Button(b["text"], b.get("callback_data"), b.get("url")) for b in row]
            for row in shown["inline_keyboard"]
        ]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.keyboard for button in row]

    def for_api(self, bot: dict[str, Any]) -> dict[str, Any]:
        """The Bot API's Message; ``bot`` is the bot's own User."""
        shown: dict[str, Any] = {
            "message_id": self.message_id,
            "from": bot if self.from_bot else self.person.as_user(),
            "chat": self.person.as_chat(),
            "date": self.date,
            **self._content(),
        }
        optional = {
            "edit_date": self.edit_date,
            "has_protected_content": True if self.is_protected else None,
            "forward_origin": self.forward_origin,
            "link_preview_options": self.link_preview_options,
            "reply_to_message": self._answered(bot),
            "reply_markup": shown_markup(self.reply_markup),
        }
        shown.update({name: value for name, value in optional.items() if value is not None})
        return shown

    def _answered(self, bot: dict[str, Any]) -> dict[str, Any] | None:
        if self.reply_to is None:
            return None
        shown = self.reply_to.for_api(bot)
        shown.pop("reply_to_message", None)  # Telegram goes one step back, never two
        return shown

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = dict(self.service)
        if self.photo:
            content["photo"] = self.photo.as_photo()
        if self.document:
            content["document"] = self.document.as_document()
        if self.invoice:
            content["invoice"] = self.invoice
        words, marks = ("caption", "caption_entities") if self.has_media else ("text", "entities")
        if self.text:
            content[words] = self.text
        if self.entities:
            content[marks] = list(self.entities)
        return content

    def for_page(self) -> dict[str, Any]:
        """What the person's side shows, as ``GET /sim/users/{id}/chat`` gives it."""
        shown: dict[str, Any] = {
            "message_id": self.message_id,
            "from": "bot" if self.from_bot else "user",
            "text": self.text,
            "html": self.html,
            "keyboard": [[_button_for_page(button) for button in row] for row in self.keyboard],
            "edits": self.edits,
            "date": self.date,
        }
        if self.photo:
            size = {"width": self.photo.width, "height": self.photo.height}
            shown["photo"] = {"file_id": self.photo.file_id, **size}
        if self.document:
            whole = self.document.as_document()
            shown["document"] = {key: whole[key] for key in ("file_id", "file_name", "file_size")}
        if self.has_media:
            shown["caption"] = self.text
        if self.invoice:
            shown["invoice"] = self.invoice
        return shown


def _button_for_page(button: Button) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": button.text, "data": button.data}
    if button.url:
        shown["url"] = button.url
    return shown
