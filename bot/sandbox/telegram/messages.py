"""Messages as a chat holds them, and as the Bot API and the chat page show them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.entities import Entity
from bot.sandbox.telegram.files import StoredFile
from bot.sandbox.telegram.happenings import sentence
from bot.sandbox.telegram.keyboards import Markup, shown_markup
from bot.sandbox.telegram.rendering import render_html

if TYPE_CHECKING:
    from bot.sandbox.telegram.chats import Chat
    from bot.sandbox.telegram.people import Person


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; ``data`` is what a tap sends, ``url`` where it leads."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class SimMessage:
    """One message of one chat; without an author it is the bot's. ``text`` is the caption of a file.

    It changes when the bot edits it, and is marked as deleted when it leaves the chat.
    """

    message_id: int
    chat: "Chat"
    author: "Person | None"
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply_markup: Markup | None = None
    media: StoredFile | None = None
    invoice: dict[str, Any] | None = None
    invoice_payload: str = ""
    service: dict[str, Any] = field(default_factory=dict)
    link_preview_options: dict[str, Any] | None = None
    forward_origin: dict[str, Any] | None = None
    reply_to: "SimMessage | None" = None
    thread_id: int | None = None  # outside of topics that of the first message of a row of answers
    in_topic: bool = False
    reaction: dict[str, Any] | None = None  # the bot's; a bot has one at most
    is_protected: bool = False
    edit_date: int | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def html(self) -> str:
        return render_html(self.text, self.entities)

    @property
    def from_bot(self) -> bool:
        return self.author is None

    @property
    def photo(self) -> StoredFile | None:
        return self._media_of("photo")

    @property
    def document(self) -> StoredFile | None:
        return self._media_of("document")

    @property
    def topic_id(self) -> int | None:
        return self.thread_id if self.in_topic else None

    @property
    def has_caption(self) -> bool:
        """Whether the text, if there is any, is a caption."""
        return self.media is not None and self.media.kind != "sticker"

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

    def for_api(self) -> dict[str, Any]:
        """The Bot API's Message."""
        shown: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self._sender(),
            "chat": self.chat.as_chat(),
            "date": self.date,
            **self._content(),
        }
        optional = {
            "message_thread_id": self.thread_id,
            "is_topic_message": True if self.in_topic else None,
            "edit_date": self.edit_date,
            "has_protected_content": True if self.is_protected else None,
            "forward_origin": self.forward_origin,
            "link_preview_options": self.link_preview_options,
            "reply_to_message": self._answered(),
            "reply_markup": shown_markup(self.reply_markup),
        }
        shown.update({name: value for name, value in optional.items() if value is not None})
        return shown

    def _answered(self) -> dict[str, Any] | None:
        answered = self.reply_to or self._head_of_topic()
        if answered is None:
            return None
        shown = answered.for_api()
        shown.pop("reply_to_message", None)  # Telegram goes one step back, never two
        return shown

    def _head_of_topic(self) -> "SimMessage | None":
        """In a topic, what answers nothing else answers the message that opened it."""
        head = self.chat.messages.get(self.thread_id or 0) if self.in_topic else None
        return None if head is self else head

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = dict(self.service)
        if self.media:
            content[self.media.kind] = self.media.for_api()
        if self.invoice:
            content["invoice"] = self.invoice
        words, marks = ("caption", "caption_entities") if self.media else ("text", "entities")
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
        if self.media:
            shown[self.media.kind] = self.media.for_page()
            shown["caption"] = self.text
        if self.invoice:
            shown["invoice"] = self.invoice
        if self.service:
            shown["event"] = sentence(self.service, self._sender())
        if self.reaction:
            shown["reaction"] = self.reaction.get("emoji", "★")
        if self.chat.kind != "private":
            shown["user_id"] = self.author.id if self.author else None
            shown["thread_id"] = self.topic_id
        if self.reply_to:
            shown["reply_to"] = self.reply_to.as_quoted()
        return shown

    def as_quoted(self) -> dict[str, Any]:
        """What the page shows of it above an answer to it."""
        return {
            "message_id": self.message_id,
            "from": "bot" if self.from_bot else "user",
            "text": self.text or (self.media.kind if self.media else ""),
            "user_id": self.author.id if self.author else None,
        }

    def _sender(self) -> dict[str, Any]:
        return self.author.as_user() if self.author else self.chat.sim.bot

    def _media_of(self, kind: str) -> StoredFile | None:
        return self.media if self.media and self.media.kind == kind else None


def _button_for_page(button: Button) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": button.text, "data": button.data}
    if button.url:
        shown["url"] = button.url
    return shown
