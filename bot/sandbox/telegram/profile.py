"""How the bot presents itself: commands by scope and language, name, descriptions, menu button."""

from dataclasses import dataclass, field
from typing import Any

Command = dict[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a list of commands is for; ``chat_id`` and ``user_id`` are 0 where they don't apply."""

    type: str = "default"
    chat_id: int = 0
    user_id: int = 0


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[Scope, str], list[Command]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def clear(self) -> None:
        self.commands.clear()
        self.texts.clear()
        self.menu_buttons.clear()

    def commands_for(self, user_id: int, language_code: str) -> list[tuple[str, str]]:
        """What a person sees in the private chat: the first list that is set, narrowest first."""
        scopes = (Scope("chat", user_id), Scope("all_private_chats"), Scope())
        return self._first(scopes, language_code)

    def commands_in_group(
        self, chat_id: int, user_id: int, language_code: str, *, is_admin: bool
    ) -> list[tuple[str, str]]:
        """What a person sees in a group, by the same rule."""
        scopes = (
            Scope("chat_member", chat_id, user_id),
            *([Scope("chat_administrators", chat_id)] if is_admin else []),
            Scope("chat", chat_id),
            *([Scope("all_chat_administrators")] if is_admin else []),
            Scope("all_group_chats"),
            Scope(),
        )
        return self._first(scopes, language_code)

    def _first(self, scopes: tuple[Scope, ...], language_code: str) -> list[tuple[str, str]]:
        language = language_code.partition("-")[0]
        for scope in scopes:
            for spoken in (language, ""):
                if found := self.commands.get((scope, spoken)):
                    return [(command["command"], command["description"]) for command in found]
        return []

    def text(self, kind: str, language_code: str, default: str = "") -> str:
        """A name or description in that language, or the one for all languages."""
        own = self.texts.get((kind, language_code))
        return own or self.texts.get((kind, "")) or default
