"""People with a phone, by way of the simulated Telegram's HTTP."""

from dataclasses import dataclass
from typing import Any

from tests.process.processes import Http, until

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    telegram: Http
    id: int

    @property
    def chat(self) -> list[Message]:
        messages: list[Message] = self.telegram.get(f"/sim/users/{self.id}/chat")
        return messages

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say now."""
        return [message["text"] for message in self.chat if message["from"] == "bot"]

    def write(self, text: str) -> None:
        self.telegram.post(f"/sim/users/{self.id}/text", {"text": text})

    def tap(self, label: str) -> None:
        """Presses such a button as soon as there is one."""
        path = f"/sim/users/{self.id}/tap"

        def tapped() -> bool:
            return self.telegram.ask("POST", path, {"label": label})[0] == 200

        until(tapped, lambda: f"a button {label} in:\n{self}")

    def sees(self, words: str) -> Message:
        """Waits until a message of the bot says so; that message."""

        def look() -> Message | None:
            return next(
                (each for each in self.chat if each["from"] == "bot" and words in each["text"]),
                None,
            )

        found = until(look, lambda: f"“{words}” in:\n{self}")
        assert found is not None
        return found

    def told(self, words: str) -> int:
        """How many messages of the bot say so."""
        return sum(words in text for text in self.texts)

    def begin_order(self, link: str) -> None:
        """Up to the question for the quantity."""
        self.write("/new")
        for label in ("Instagram ·", "Instagram Likes", "2 · $", "Order this"):
            self.tap(label)
        self.sees("Send the link")
        self.write(link)
        self.sees("How many?")

    def end_order(self, quantity: int = 100) -> None:
        self.write(str(quantity))
        self.tap("Confirm")

    def __str__(self) -> str:
        return "\n".join(f"{each['from']}: {each['text']}" for each in self.chat)


def invited(telegram: Http, operator: Person, user_id: int) -> Person:
    """Somebody who followed a link of the operator's."""
    before = operator.told("https://t.me/")
    operator.write("/invite")

    def link() -> str | None:
        found = [text for text in operator.texts if "https://t.me/" in text]
        if len(found) == before:
            return None
        return next(word for word in found[-1].split() if word.startswith("https://t.me/"))

    payload = str(until(link)).rpartition("start=")[2]
    telegram.post("/sim/users", {"id": user_id, "first_name": f"Ann {user_id}"})
    person = Person(telegram, user_id)
    person.write(f"/start {payload}")
    person.sees("Hello")
    return person
