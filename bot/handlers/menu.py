"""The way in: /start, the menu, help and language."""

from bot import commands
from bot.callbacks.menu import Help, Languages, Menu, SetLanguage
from bot.context import Area, Visit
from bot.domain.order import OrderStatus
from bot.domain.staff import Right
from bot.transport.patience import until_taken
from bot.usecases import drafting
from bot.views import form as form_views
from bot.views import menu as views
from bot.views.lang import LANGUAGES, lang
from bot.views.screen import Screen


async def start(visit: Visit, _: str) -> Screen:
    """An invitation was redeemed at the door; any other payload just leads to the menu."""
    if visit.operator:
        await _publish_commands(visit)
    return await _menu(visit)


async def _publish_commands(visit: Visit) -> None:
    await until_taken(lambda: commands.publish_for(visit.bot, visit.user, visit.lang))


async def show_menu(visit: Visit, _: Menu) -> Screen:
    return await _menu(visit)


async def _menu(visit: Visit) -> Screen:
    async with visit.desk.storage.reading() as tx:
        draft = await tx.drafts.of_user(visit.user.id)
        waiting = 0
        if visit.user.may(Right.ORDERS):
            waiting = len(await tx.orders.in_status(OrderStatus.UNCONFIRMED))
    return views.menu(
        visit.lang,
        visit.user.first_name,
        draft_id=draft.id if draft else None,
        operator=visit.operator,
        unconfirmed=waiting,
    )


async def help_(visit: Visit, _: Help | str) -> Screen:
    return views.help_(visit.lang, visit.user)


async def languages(visit: Visit, _: Languages | str) -> Screen:
    return views.languages(visit.lang)


async def set_language(visit: Visit, action: SetLanguage) -> Screen:
    if action.language in LANGUAGES:
        async with visit.desk.storage.transaction() as tx:
            user = await tx.users.set_language(visit.user.id, action.language)
        if user is not None:
            visit.speak(lang(action.language), user)
            await _publish_commands(visit)
    return await _menu(visit)


async def cancel(visit: Visit, _: str) -> Screen:
    """/cancel: leaves the form, if one is open."""
    async with visit.desk.storage.reading() as tx:
        draft = await tx.drafts.of_user(visit.user.id)
    if draft is None:
        menu = await _menu(visit)
        return Screen(views.nothing_to_cancel(visit.lang), menu.rows)
    listing = await drafting.discard(visit.desk, visit.user.id)
    await visit.strip_buttons(draft.message_id)
    return form_views.left(visit.lang, listing)


AREA = Area(
    taps={Menu: show_menu, Help: help_, Languages: languages, SetLanguage: set_language},
    commands={"start": start, "help": help_, "language": languages, "cancel": cancel},
)
