"""Words that keep services out of the shop: those of the settings always hold, operators add more in the chat."""

from bot.domain.blocked import BlockedWord, Effect, Words, parse_word
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act
from bot.domain.staff import Right
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.snapshot import Placed, says
from storage.storage import Transaction

_SAMPLES = 5


async def words(desk: Desk) -> Words:
    async with desk.storage.reading() as tx:
        return Words(
            settled=[(word, (await tx.stock.saying(word))[0]) for word in _settled(desk)],
            added=[
                (word, (await tx.stock.saying(word.word))[0]) for word in await tx.rules.words()
            ],
        )


async def effect(desk: Desk, text: str) -> Effect:
    """ShopError for a text that is no word, or one that is blocked already."""
    word = parse_word(text)
    async with desk.storage.reading() as tx:
        added = {added.word for added in await tx.rules.words()}
        if word in added or word in _settled(desk):
            raise ShopError(Problem.WORD_BLOCKED, word=word)
        _, count = await tx.stock.saying(word)
        return Effect(
            word=word,
            count=count,
            total=await tx.stock.orderable(),
            samples=await tx.stock.some_saying(word, limit=_SAMPLES),
        )


async def added(desk: Desk, word_id: int) -> tuple[BlockedWord, int]:
    """A word that was added in the chat, and how many services have it."""
    async with desk.storage.reading() as tx:
        found = next((word for word in await tx.rules.words() if word.id == word_id), None)
        if found is None:
            raise ShopError(Problem.WORD_GONE)
        total, _ = await tx.stock.saying(found.word)
        return found, total


async def block(desk: Desk, user_id: int, text: str) -> Placed:
    """How many services can't be ordered any more. A word that is blocked already changes nothing."""
    word = parse_word(text)
    async with desk.storage.transaction() as tx:
        await require(tx, user_id, Right.CATALOGUE)
        if word in _settled(desk) or not await tx.rules.add_word(word):
            return Placed()
        await tx.journal.add(user_id, Act.WORD_BLOCKED, desk.clock(), details={"word": word})
        return await _place(desk, tx, word)


async def unblock(desk: Desk, user_id: int, word_id: int) -> tuple[str, Placed]:
    """The word, and how many services can be ordered again."""
    async with desk.storage.transaction() as tx:
        await require(tx, user_id, Right.CATALOGUE)
        word = await tx.rules.remove_word(word_id)
        if word is None:
            raise ShopError(Problem.WORD_GONE)
        await tx.journal.add(user_id, Act.WORD_UNBLOCKED, desk.clock(), details={"word": word})
        return word, await _place(desk, tx, word)


async def _place(desk: Desk, tx: Transaction, word: str) -> Placed:
    """At all panels, in one order for everybody, so that no two wait for each other."""
    placed = Placed()
    for panel in sorted(await tx.panels.all()):
        await tx.panels.revise(panel)
        rules = await tx.rules.of(panel, desk.blocked_words)
        placed += await tx.snapshot.place(panel, rules, says(word))
    return placed


def _settled(desk: Desk) -> list[str]:
    return list(dict.fromkeys(word.casefold() for word in desk.blocked_words))
