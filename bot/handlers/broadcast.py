"""Messages to many people: how operators put them together, and who is to get them."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from telegram import Message
from telegram.error import BadRequest, Forbidden
from telegram.helpers import effective_message_type

from bot.callbacks.broadcast import (
    AddOrderLink,
    AskAudienceService,
    AskBroadcastLinks,
    AskBroadcastMessage,
    Broadcasts,
    DropBroadcastLinks,
    PickAudiencePlatform,
    SetAudience,
    ShowAudience,
    ShowBroadcastMessage,
    ThrowBroadcastAway,
)
from bot.context import Area, Visit
from bot.domain.broadcast import Broadcast, BroadcastStatus, LeadsTo, Link, Source, Standing
from bot.domain.broadcast_links import MAX_LINKS, typed_links
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.domain.typed import visible
from bot.transport.patience import until_taken
from bot.transport.refusals import Refusal, classify
from bot.usecases import composing
from bot.views import audience as audience_views
from bot.views import broadcast as views
from bot.views.lang import lang
from bot.views.problems import sentence
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)

_ALBUM = 32
"""Characters of an album's id, so that a button's data can carry it."""

_ABOUT = 200
"""Characters kept of a message, to know it again by."""


async def broadcasts(visit: Visit, action: Broadcasts | str) -> Screen:
    wanted = action.page if isinstance(action, Broadcasts) else 0
    _, total = await composing.page(visit.desk, visit.user.id, offset=0, limit=0)
    page = min(max(wanted, 0), max(0, -(-total // views.PAGE) - 1))
    found, total = await composing.page(
        visit.desk, visit.user.id, offset=page * views.PAGE, limit=views.PAGE
    )
    return views.broadcasts(visit.lang, found, page=page, total=total)


async def ask_message(visit: Visit, action: AskBroadcastMessage) -> Screen:
    if action.broadcast_id:
        await _draft(visit, action.broadcast_id)
    await visit.ask(replace(action, album=""))
    return views.ask_message(visit.lang, action.broadcast_id)


async def take_message(visit: Visit, asked: AskBroadcastMessage) -> Screen | None:
    """Copied at once: what was previewed is what goes out, whatever becomes of the operator's own message."""
    message = visit.message
    if message is None:
        return None
    if message.media_group_id:
        return await _refuse_album(visit, asked, message.media_group_id[:_ALBUM])
    links: Sequence[Link] = ()
    if asked.broadcast_id:
        links = (await _draft(visit, asked.broadcast_id)).broadcast.links
    try:
        source = await _copy(visit, message, links)
    except ShopError as error:
        await visit.ask(asked)
        wrong = sentence(visit.lang, error)
        return views.ask_message(visit.lang, asked.broadcast_id, wrong=wrong)
    if asked.broadcast_id:
        shown = await composing.set_message(visit.desk, visit.user.id, asked.broadcast_id, source)
    else:
        shown = await composing.begin(visit.desk, visit.user.id, source)
    return views.compose(visit.lang, shown)


async def _refuse_album(visit: Visit, asked: AskBroadcastMessage, album: str) -> Screen | None:
    """Its pictures come one by one; that it can't be sent is said once."""
    await visit.ask(replace(asked, album=album))
    if asked.album == album:
        return None
    wrong = sentence(visit.lang, ShopError(Problem.ALBUM))
    return views.ask_message(visit.lang, asked.broadcast_id, wrong=wrong)


async def _copy(visit: Visit, message: Message, links: Sequence[Link]) -> Source:
    chat_id = visit.user.id
    try:
        copied = await until_taken(
            lambda: visit.bot.copy_message(
                chat_id, chat_id, message.message_id, reply_markup=views.keyboard(links)
            )
        )
    except BadRequest as error:
        _log.info("A message can't be copied", error=str(error))
        raise ShopError(Problem.NOT_SENDABLE) from error
    return Source(
        chat_id=chat_id,
        message_id=copied.message_id,
        media=effective_message_type(message) or "",
        about=visible(message.text or message.caption or "")[:_ABOUT],
    )


async def show_message(visit: Visit, action: ShowBroadcastMessage) -> Screen | None:
    """As people get it. A draft's screen moves below it, so that one goes on from there."""
    shown = await composing.look(visit.desk, visit.user.id, action.broadcast_id)
    source, links = shown.broadcast.source, shown.broadcast.links
    try:
        await until_taken(
            lambda: visit.bot.copy_message(
                visit.user.id,
                source.chat_id,
                source.message_id,
                reply_markup=views.keyboard(links),
            )
        )
    except BadRequest as error:
        _log.info("The message of a broadcast is gone", error=str(error))
        raise ShopError(Problem.MESSAGE_GONE) from error
    if shown.broadcast.status is not BroadcastStatus.DRAFT:
        return None
    await visit.answer()
    await visit.strip_buttons(visit.message_id)
    visit.message_id = None
    return views.compose(visit.lang, shown)


async def ask_links(visit: Visit, action: AskBroadcastLinks) -> Screen:
    shown = await _draft(visit, action.broadcast_id)
    await visit.ask(action)
    return views.ask_links(visit.lang, shown)


async def take_links(visit: Visit, asked: AskBroadcastLinks) -> Screen:
    shown = await _draft(visit, asked.broadcast_id)
    try:
        links = await composing.meant(visit.desk, typed_links(_typed(visit)))
        return await _put_links(visit, asked.broadcast_id, links)
    except ShopError as error:
        await visit.ask(asked)
        return views.ask_links(visit.lang, shown, wrong=sentence(visit.lang, error))


async def add_order_link(visit: Visit, action: AddOrderLink) -> Screen:
    """In the language of those who get it."""
    draft = (await _draft(visit, action.broadcast_id)).broadcast
    links = list(draft.links)
    if len(links) < MAX_LINKS and not any(link.to is LeadsTo.ORDER for link in links):
        readers = lang(draft.audience.language) if draft.audience.language else visit.lang
        links.append(Link(views.order_label(readers), LeadsTo.ORDER))
    return await _put_links(visit, draft.id, links)


async def drop_links(visit: Visit, action: DropBroadcastLinks) -> Screen:
    return await _put_links(visit, action.broadcast_id, [])


async def _put_links(visit: Visit, broadcast_id: int, links: Sequence[Link]) -> Screen:
    """First under the message in the chat: what Telegram takes there it takes everywhere."""
    draft = (await _draft(visit, broadcast_id)).broadcast
    await _mark(visit, draft, links)
    shown = await composing.set_links(visit.desk, visit.user.id, draft.id, links)
    return views.compose(visit.lang, shown)


async def _mark(visit: Visit, draft: Broadcast, links: Sequence[Link]) -> None:
    source = draft.source
    try:
        await until_taken(
            lambda: visit.bot.edit_message_reply_markup(
                source.chat_id, source.message_id, reply_markup=views.keyboard(links)
            )
        )
    except Forbidden as error:
        raise ShopError(Problem.MESSAGE_GONE) from error
    except BadRequest as error:
        match classify(error).refusal:
            case Refusal.NOT_MODIFIED:
                return
            case Refusal.GONE:
                raise ShopError(Problem.MESSAGE_GONE) from error
            case _:
                _log.info("Telegram refuses a broadcast's buttons", error=str(error))
                raise ShopError(Problem.LINK_REFUSED) from error


async def throw_away(visit: Visit, action: ThrowBroadcastAway) -> Screen:
    await composing.throw_away(visit.desk, visit.user.id, action.broadcast_id)
    return await broadcasts(visit, Broadcasts())


# Who gets it


async def show_audience(visit: Visit, action: ShowAudience) -> Screen:
    return _audience(visit, await _draft(visit, action.broadcast_id))


async def set_audience(visit: Visit, action: SetAudience) -> Screen:
    shown = await composing.set_audience(
        visit.desk, visit.user.id, action.broadcast_id, action.part, action.value
    )
    return _audience(visit, shown)


async def pick_platform(visit: Visit, action: PickAudiencePlatform) -> Screen:
    draft = (await _draft(visit, action.broadcast_id)).broadcast
    async with visit.desk.storage.reading() as tx:
        platforms = await tx.catalogue.platforms()
    return audience_views.pick_platform(visit.lang, draft.id, platforms)


async def ask_service(visit: Visit, action: AskAudienceService) -> Screen:
    draft = (await _draft(visit, action.broadcast_id)).broadcast
    await visit.ask(action)
    return audience_views.ask_service(visit.lang, draft.id)


async def take_service(visit: Visit, asked: AskAudienceService) -> Screen:
    await _draft(visit, asked.broadcast_id)
    try:
        shown = await composing.set_service(
            visit.desk, visit.user.id, asked.broadcast_id, visible(_typed(visit))
        )
    except ShopError as error:
        await visit.ask(asked)
        wrong = sentence(visit.lang, error)
        return audience_views.ask_service(visit.lang, asked.broadcast_id, wrong=wrong)
    return _audience(visit, shown)


def _audience(visit: Visit, shown: Standing) -> Screen:
    reach = views.reach(visit.lang, shown.reaches)
    return audience_views.audience(visit.lang, shown, reach)


def _typed(visit: Visit) -> str:
    return (visit.message.text if visit.message else None) or ""


async def _draft(visit: Visit, broadcast_id: int) -> Standing:
    """Raises BROADCAST_GONE or BROADCAST_STARTED."""
    return await composing.look_at_draft(visit.desk, visit.user.id, broadcast_id)


AREA = Area(
    right=Right.PEOPLE,
    taps={
        Broadcasts: broadcasts,
        AskBroadcastMessage: ask_message,
        ShowBroadcastMessage: show_message,
        AskBroadcastLinks: ask_links,
        AddOrderLink: add_order_link,
        DropBroadcastLinks: drop_links,
        ThrowBroadcastAway: throw_away,
        ShowAudience: show_audience,
        SetAudience: set_audience,
        PickAudiencePlatform: pick_platform,
        AskAudienceService: ask_service,
    },
    commands={"broadcast": broadcasts},
    answers={
        AskBroadcastMessage: take_message,
        AskBroadcastLinks: take_links,
        AskAudienceService: take_service,
    },
)
