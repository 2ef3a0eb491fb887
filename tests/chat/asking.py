"""What customers and operators do with questions, in tests."""

from bot.app import Bot
from bot.domain.staff import Right
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.members import Member
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.seats import Seat
from tests.chat.conftest import World
from tests.chat.talk import Guest

ZINA, ZINA_NAME = 777_001, "Zinaida"


async def replies(guest: Guest, message: SimMessage, text: str) -> SimMessage:
    """To a message in their own chat."""
    sent = guest.person.send(text, reply_to=message.message_id)
    await guest.telegram.handled()
    return sent


async def asks(guest: Guest, text: str) -> None:
    """About nothing in particular."""
    await guest.says("/support")
    await guest.taps("Something else")
    await guest.says(text)


async def copied(guest: Guest, text: str) -> SimMessage:
    """A message of the bot that says just this."""
    await guest.until(lambda: any(message.text == text for message in guest.from_bot))
    return next(message for message in guest.from_bot if message.text == text)


async def appears(seat: Seat, *parts: str) -> SimMessage:
    """Waits until a message of the bot in the group holds all of these; the newest that does."""

    def fits(message: SimMessage) -> bool:
        return message.from_bot and all(part in message.text for part in parts)

    await seat.until(lambda chat: any(fits(message) for message in chat))
    return [message for message in seat.chat if fits(message)][-1]


async def second_operator(world: World, shop: Bot) -> Guest:
    """Zina, for people and orders; nobody else has her names."""
    zina = world.guest(ZINA, ZINA_NAME)
    zina.person.username = "zina_secret"
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(ZINA, {Right.PEOPLE, Right.ORDERS}, world.clock())
    await zina.says("/start")
    return zina


async def staff_room(world: World, *guests: Guest) -> Group:
    """A group with topics, which its owner, the first of these, has made the staff room."""
    group = world.telegram.add_group("Staff", [guest.person for guest in guests], forum=True)
    group.add_bot(admin=True)
    group.seat(guests[0].person).send("/room")
    await world.settled()
    return group


def seat(group: Group, guest: Guest) -> Member:
    return group.seat(guest.person)
