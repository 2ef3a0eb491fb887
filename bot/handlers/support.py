"""A person asks whoever runs the shop."""

from bot.callbacks.support import AskAbout, CloseQuestion, ShowQuestion, Support, WriteMore
from bot.context import Area, Visit
from bot.domain.ticket import Spot
from bot.transport import contents
from bot.usecases import supporting
from bot.views import support as views
from bot.views.screen import Screen


async def support(visit: Visit, _: Support | str) -> Screen:
    overview = await supporting.overview(visit.desk, visit.user.id)
    return views.support(visit.lang, overview.tickets, overview.orders, visit.desk.clock())


async def ask_about(visit: Visit, action: AskAbout) -> Screen:
    order_id = action.order_id or None
    into = await supporting.goes_into(visit.desk, visit.user.id, order_id)
    await visit.ask(action)
    return views.ask(visit.lang, order_id, into)


async def take_question(visit: Visit, asked: AskAbout) -> None:
    said = await supporting.ask(
        visit.desk,
        visit.user.id,
        asked.order_id or None,
        contents.read(visit.message),
        update_id=visit.update_id,
    )
    await _show_taken(visit, said)


async def show_question(visit: Visit, action: ShowQuestion) -> Screen:
    ticket, entries = await supporting.own(visit.desk, visit.user.id, action.ticket_id)
    return views.question(visit.lang, ticket, entries, visit.desk.clock())


async def write_more(visit: Visit, action: WriteMore) -> Screen:
    ticket, _ = await supporting.own(visit.desk, visit.user.id, action.ticket_id)
    await visit.ask(action)
    return views.ask_more(visit.lang, ticket)


async def take_more(visit: Visit, asked: WriteMore) -> None:
    await add(visit, asked.ticket_id)


async def add(visit: Visit, ticket_id: int) -> None:
    """What they just sent goes into that question of theirs."""
    said = await supporting.add(
        visit.desk,
        visit.user.id,
        ticket_id,
        contents.read(visit.message),
        update_id=visit.update_id,
    )
    if not said.of_album:
        await _show_taken(visit, said)


async def _show_taken(visit: Visit, said: supporting.Said) -> None:
    """Whoever answers this message writes into the question, too."""
    shown = await visit.show(views.taken(visit.lang, said.ticket, begun=said.begun))
    async with visit.desk.storage.transaction() as tx:
        await tx.tickets.put(
            Spot(chat_id=visit.user.id, message_id=shown, ticket_id=said.ticket.id)
        )


async def close(visit: Visit, action: CloseQuestion) -> Screen:
    await supporting.close(visit.desk, visit.user.id, action.ticket_id)
    return await show_question(visit, ShowQuestion(action.ticket_id))


AREA = Area(
    taps={
        Support: support,
        AskAbout: ask_about,
        ShowQuestion: show_question,
        WriteMore: write_more,
        CloseQuestion: close,
    },
    commands={"support": support},
    answers={AskAbout: take_question, WriteMore: take_more},
)
