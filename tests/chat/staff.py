"""Operators with some rights, for dialogues in which it matters who may do what."""

from bot.app import Bot
from bot.domain.journal import Act
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.usecases import staffing
from storage.journal import JournalFilter
from tests.chat.conftest import OLGA
from tests.chat.talk import Guest


async def appoint(shop: Bot, guest: Guest, *rights: Right) -> None:
    """By Olga; the guest must have been here."""
    await staffing.set_rights(shop.shop.desk, OLGA, guest.id, frozenset(rights))
    await guest.hears("You are an operator of this shop")


async def acts(shop: Bot, *but: Act) -> list[Act]:
    """What was written down, the latest first."""
    async with shop.shop.desk.storage.reading() as tx:
        found = await tx.journal.page(JournalFilter(), Place(), size=50)
    return [entry.act for entry in found.items if entry.act not in but]
