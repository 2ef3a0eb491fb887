"""Ways that many dialogues take: to a form, to its confirm card, to an order."""

import re
from collections.abc import Callable

from bot.sandbox.telegram.messages import SimMessage
from tests.chat.talk import Guest

LIKES = 1010  # Default: 10 to 100 000, drip-feed, can be canceled
LIKES_NAME = "Instagram Likes | Instant"
FOLLOWERS = 1004  # Default: no refill, no cancel, no drip-feed
REFILLABLE = 1002  # Default with everything, one order a link
LINK = "https://instagram.com/p/Dxyz789"


async def open_service(guest: Guest, service_id: int) -> None:
    """By search: a service's id is found too."""
    await guest.says("/cancel", str(service_id))
    await guest.taps("1 ·")


async def open_form(guest: Guest, service_id: int = LIKES) -> None:
    await open_service(guest, service_id)
    await guest.taps("Order this")


async def to_confirm(
    guest: Guest, service_id: int = LIKES, link: str = LINK, quantity: int = 1000
) -> SimMessage:
    """A form of the Default type, filled in; its confirm card."""
    await open_form(guest, service_id)
    await guest.says(link, str(quantity))
    return guest.find("Check your order", link)


async def order(
    guest: Guest, service_id: int = LIKES, link: str = LINK, quantity: int = 1000
) -> SimMessage:
    """Confirmed; the order's card, which may still say that it is being placed."""
    card = await to_confirm(guest, service_id, link, quantity)
    await guest.taps("Confirm", message=card)
    await guest.until(lambda: "Order #" in card.text)
    return card


async def placed(
    guest: Guest, service_id: int = LIKES, link: str = LINK, quantity: int = 1000
) -> SimMessage:
    """The card of an order that is at the panel."""
    card = await order(guest, service_id, link, quantity)
    await guest.until(lambda: "being placed" not in card.text)
    return card


def number_of(card: SimMessage) -> int:
    """Our number of the order that a card shows."""
    return int(card.text.split("#", 1)[1].split(" ", 1)[0].strip("·\n"))


async def browse_to(guest: Guest, platform: str, category: str, name: str) -> None:
    """From the menu to a service's card, by taps; `category` is "" where the platform has a single one."""
    await guest.says("/new")
    await guest.taps(platform)
    if category:
        await find_page(guest, lambda: guest.has_button(category))
        await guest.taps(category)
    await find_page(guest, lambda: number_in_list(guest, name))
    await guest.taps(f"{number_in_list(guest, name)} ·")


async def find_page(guest: Guest, found: Callable[[], object]) -> None:
    """Turns the pages of a list until it shows what is looked for."""
    for _ in range(50):
        if found():
            return
        await guest.taps("›", message=guest.last)
    raise LookupError(f"no page shows it; the last one: {guest.text}")


def number_in_list(guest: Guest, name: str) -> str | None:
    """The number that a service has in the list on the screen."""
    found = re.search(rf"^(\d+)\. .*{re.escape(name)}", guest.text, re.MULTILINE)
    return found[1] if found else None
