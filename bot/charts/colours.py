"""The colours, for a chat by day and by night."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """`main` and `second` are for figures, each with a paler one for what isn't over yet."""

    ground: str
    card: str
    tile: str
    text: str
    quiet: str
    line: str
    main: str
    main_pale: str
    second: str
    second_pale: str
    good: str
    bad: str


LIGHT = Colours(
    ground="#E9EEF5",
    card="#FFFFFF",
    tile="#F4F7FB",
    text="#15202B",
    quiet="#6B7A8C",
    line="#E3E9F0",
    main="#2F7DF6",
    main_pale="#A9CBFC",
    second="#12A594",
    second_pale="#9ADCD2",
    good="#0E8A6D",
    bad="#D6455D",
)
DARK = Colours(
    ground="#0B121A",
    card="#16202B",
    tile="#1E2A38",
    text="#F2F6FA",
    quiet="#8FA1B5",
    line="#263444",
    main="#4C97FF",
    main_pale="#2B5690",
    second="#2CC7B4",
    second_pale="#1C6F68",
    good="#3DD6A8",
    bad="#FF7A8E",
)
