"""Groups: who is in them, what the bot may do there, and what it gets to hear.

The first member owns the group. A basic group has no topics, and may become a supergroup under
another id; the bot is then told at its next call where the group has gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.chats import Chat, accepted_gifts
from bot.sandbox.telegram.errors import RefusalError, bad_request, forbidden
from bot.sandbox.telegram.members import Member
from bot.sandbox.telegram.membership import GRANTED, administrator, owner, plain
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.topics import Topic, Topics

_PERMISSIONS = {
    "can_send_messages": True,
    "can_send_audios": True,
    "can_send_documents": True,
    "can_send_photos": True,
    "can_send_videos": True,
    "can_send_video_notes": True,
    "can_send_voice_notes": True,
    "can_send_polls": True,
    "can_send_other_messages": True,
    "can_add_web_page_previews": True,
    "can_react_to_messages": True,
    "can_edit_tag": False,
    "can_change_info": False,
    "can_invite_users": True,
    "can_pin_messages": False,
    "can_manage_topics": False,
}


@dataclass(slots=True, eq=False, kw_only=True)
class Group(Chat):
    """``bot_status`` is that of the bot's ChatMember, and empty as long as it was never here."""

    group_id: int
    title: str
    members: dict[int, Person]
    is_basic: bool = False
    is_forum: bool = False
    bot_status: str = ""
    bot_rights: frozenset[str] = frozenset()
    message_count: int = 1  # the first message of a group is about its creation
    upgraded_to: int | None = None
    topics: Topics = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.topics = Topics(self)

    @property
    def id(self) -> int:
        return self.group_id

    @property
    def kind(self) -> str:
        return "group" if self.is_basic else "supergroup"

    @property
    def owner(self) -> Person:
        return next(iter(self.members.values()))

    def seat(self, person: Person) -> Member:
        """The group as this person sees it."""
        return Member(person, self)

    def topic(self, topic_id: int) -> Topic:
        if topic_id not in self.topics.by_id:
            raise LookupError(f"There is no topic {topic_id} in {self.title}.")
        return self.topics.by_id[topic_id]

    # Who is in it

    def add_bot(
        self, *, by: Person | None = None, admin: bool = False, rights: Iterable[str] = GRANTED
    ) -> None:
        """Let the bot in, or give it another standing; an administrator has all these rights or fewer."""
        unknown = sorted(set(rights) - set(GRANTED))
        if unknown:
            raise ValueError(f"An administrator's rights are {', '.join(GRANTED)}, not {unknown}.")
        was_in = self.has_bot()
        self._set_bot(
            by or self.owner,
            "administrator" if admin else "member",
            frozenset(rights) if admin else frozenset(),
        )
        if not was_in:
            self._tell(by or self.owner, new_chat_members=[self.sim.bot])

    def remove_bot(self, *, by: Person | None = None) -> None:
        if not self.has_bot():
            raise ValueError(f"The bot isn't in {self.title}.")
        self._set_bot(by or self.owner, "kicked")
        self._tell(by or self.owner, left_chat_member=self.sim.bot)

    def leave(self) -> None:
        """The bot goes by itself."""
        self._set_bot(None, "left")
        self._tell(None, left_chat_member=self.sim.bot)

    def add_member(self, person: Person, *, by: Person | None = None) -> None:
        if person.id in self.members:
            raise ValueError(f"{person.first_name} is in {self.title} already.")
        self.members[person.id] = person
        self._tell(by or person, new_chat_members=[person.as_user()])

    def remove_member(self, person: Person, *, by: Person | None = None) -> None:
        self.check_person(person)
        if person is self.owner:
            raise ValueError(f"{person.first_name} owns {self.title}, and can't leave it.")
        del self.members[person.id]
        self._tell(by or person, left_chat_member=person.as_user())

    def turn_topics_on(self) -> None:
        if self.is_basic:
            raise ValueError(f"{self.title} is a basic group: only a supergroup has topics.")
        self.is_forum = True
        self.changed()

    def upgrade(self) -> "Group":
        """Make a basic group the supergroup that is returned."""
        if not self.is_basic or self.upgraded_to:
            raise ValueError(f"{self.title} is no basic group.")
        above = self.sim.add_group(self.title, list(self.members.values()))
        above.bot_status, above.bot_rights = self.bot_status, self.bot_rights
        self._tell(self.owner, migrate_to_chat_id=above.id)
        self.upgraded_to = above.id
        self.sim.add_message(above, author=self.owner, service={"migrate_from_chat_id": self.id})
        return above

    def _set_bot(
        self, by: Person | None, status: str, rights: frozenset[str] = frozenset()
    ) -> None:
        before = self.chat_member(self.sim.bot["id"])
        self.bot_status, self.bot_rights = status, rights
        after = self.chat_member(self.sim.bot["id"])
        if before != after:
            self.sim.updates.put(
                "my_chat_member",
                {
                    "chat": self.as_chat(),
                    "from": by.as_user() if by else self.sim.bot,
                    "date": self.sim.now(),
                    "old_chat_member": before,
                    "new_chat_member": after,
                },
            )
            self.changed()

    def _tell(self, author: Person | None, **service: Any) -> None:
        self.sim.add_message(self, author=author, service=service)

    # What Telegram shows of it

    def as_chat(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.kind, "title": self.title}
        return {**shown, "is_forum": True} if self.is_forum else shown

    def in_full(self) -> dict[str, Any]:
        return {"permissions": _PERMISSIONS, "accepted_gift_types": accepted_gifts(accepted=False)}

    def address(self) -> dict[str, int]:
        return {"chat_id": self.id}

    def next_message_id(self) -> int:
        """A supergroup counts its own messages, all other chats count theirs together."""
        if self.is_basic:
            return self.sim.next_message_id()
        self.message_count += 1
        return self.message_count

    def chat_member(self, user_id: int | None) -> dict[str, Any]:
        bot = self.sim.bot
        if user_id == bot["id"]:
            if self.bot_status == "administrator":
                return administrator(bot, self.bot_rights, in_supergroup=not self.is_basic)
            return plain(bot, self.bot_status or "left")
        person = self.sim.people.get(user_id or 0)
        if person is None:
            raise bad_request("user not found")
        if person is self.owner:
            return owner(person.as_user())
        return plain(person.as_user(), "member" if person.id in self.members else "left")

    # What the bot hears of it

    def has_bot(self) -> bool:
        return self.bot_status in {"member", "administrator"} and not self.upgraded_to

    def is_heard(self, message: SimMessage) -> bool:
        """Of people's talk only administrators hear all; others hear what is meant for them."""
        if message.service.get("left_chat_member") == self.sim.bot:
            return True
        if not self.has_bot():
            return False
        if message.service:
            return True
        if message.author is None:
            return False
        if self.bot_status == "administrator":
            return True
        answers_bot = message.reply_to is not None and message.reply_to.from_bot
        return answers_bot or self._commands_bot(message)

    def _commands_bot(self, message: SimMessage) -> bool:
        first = message.entities[0] if message.entities and not message.media else None
        if first is None or first["type"] != "bot_command" or first["offset"]:
            return False
        _, _, name = message.text[: first["length"]].partition("@")
        return name.lower() in {"", str(self.sim.bot["username"]).lower()}

    # Who may do what

    def check_person(self, person: Person) -> None:
        if person.id not in self.members:
            raise ValueError(f"{person.first_name} isn't in {self.title}.")
        if self.upgraded_to:
            raise ValueError(f"{self.title} is a supergroup now: {self.upgraded_to}.")

    def admit(self, person: Person, topic_id: int | None) -> None:
        self.check_person(person)
        if topic_id is None:
            return
        topic = self.topic(topic_id)
        if topic.closed and person is not self.owner and person.id != topic.creator:
            raise ValueError(f"The topic “{topic.name}” is closed.")

    def admit_bot(self, topic_id: int | None) -> None:
        if topic_id is None:
            return
        topic = self.topics.by_id.get(topic_id)
        if topic is None:
            raise bad_request(self._no_topic(topic_id))
        if topic.closed and not self.bot_manages(topic):
            raise bad_request("TOPIC_CLOSED")

    def bot_manages(self, topic: Topic) -> bool:
        return "can_manage_topics" in self.bot_rights or topic.creator is None

    def check_read(self) -> None:
        if not self.bot_status:
            raise bad_request("chat not found")
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")

    def check_write(self) -> None:
        self.check_read()
        if self.upgraded_to:
            raise RefusalError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.upgraded_to,
            )

    def check_pin(self) -> None:
        if "can_pin_messages" not in self.bot_rights:
            raise bad_request("not enough rights to manage pinned messages in the chat")

    def check_delete(self, message: SimMessage) -> None:
        own = message.from_bot and not message.service
        opens_topic = message.message_id in self.topics.by_id
        if opens_topic or not (own or "can_delete_messages" in self.bot_rights):
            raise bad_request("message can't be deleted")

    def _no_topic(self, message_id: int) -> str:
        if any(message.thread_id == message_id for message in self.messages.values()):
            return "message thread is not a forum topic thread"
        return "message thread not found"
