"""The words that keep services out of the shop."""

from bot.callbacks.stock import AskUnblock, AskWord, BlockedWords, BlockWord, UnblockWord
from bot.context import Area, Visit
from bot.domain.errors import ShopError
from bot.domain.staff import Right
from bot.usecases import blocking
from bot.views import blocked as views
from bot.views.lang import Html
from bot.views.problems import sentence
from bot.views.screen import Screen


async def words(visit: Visit, asked: BlockedWords) -> Screen:
    return await _words(visit, asked.page)


async def _words(visit: Visit, page: int = 0, news: Html | None = None) -> Screen:
    return views.words(visit.lang, await blocking.words(visit.desk), page, news=news)


async def ask(visit: Visit, asked: AskWord) -> Screen:
    await visit.ask(asked)
    return views.ask(visit.lang)


async def take(visit: Visit, asked: AskWord) -> Screen:
    text = (visit.message.text if visit.message else None) or ""
    try:
        effect = await blocking.effect(visit.desk, text)
    except ShopError as error:
        await visit.ask(asked)
        return views.ask(visit.lang, wrong=sentence(visit.lang, error))
    return views.confirm(visit.lang, effect)


async def block(visit: Visit, asked: BlockWord) -> Screen:
    placed = await blocking.block(visit.desk, visit.user.id, asked.word)
    return await _words(visit, news=views.blocked(visit.lang, asked.word, placed.closed))


async def ask_unblock(visit: Visit, asked: AskUnblock) -> Screen:
    word, count = await blocking.added(visit.desk, asked.word_id)
    return views.ask_unblock(visit.lang, word, count)


async def unblock(visit: Visit, asked: UnblockWord) -> Screen:
    word, placed = await blocking.unblock(visit.desk, visit.user.id, asked.word_id)
    return await _words(visit, news=views.unblocked(visit.lang, word, placed.opened))


AREA = Area(
    right=Right.CATALOGUE,
    taps={
        BlockedWords: words,
        AskWord: ask,
        BlockWord: block,
        AskUnblock: ask_unblock,
        UnblockWord: unblock,
    },
    answers={AskWord: take},
)
