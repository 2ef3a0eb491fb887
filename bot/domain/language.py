"""Which languages the bot speaks, for those who must choose among people by theirs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Languages:
    """`spoken`: their codes; `default` is spoken to people whose own language isn't among them."""

    spoken: tuple[str, ...]
    default: str


ENGLISH = Languages(("en",), "en")
