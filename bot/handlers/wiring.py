"""Turns plain functions of a visit into python-telegram-bot's handlers, and errors a person can mend into sentences.

A function gets the visit and what was asked for; it returns the screen to show, or shows what it must itself.
"""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler

from bot.callbacks.action import Action
from bot.callbacks.browse import Platforms, ShowService
from bot.callbacks.menu import Menu
from bot.callbacks.orders import MyOrders
from bot.context import Area, Handle, ShopContext, Visit
from bot.domain.errors import Problem, ShopError
from bot.views.problems import notice, sentence
from bot.views.screen import Row, Screen, button

_STALE = {Problem.DRAFT_GONE, Problem.SERVICE_GONE, Problem.SERVICE_NOT_ORDERABLE}
"""What a button leads to isn't there any more: the sentence takes the place of the screen, with a way on."""


def allowed(visit: Visit, area: Area) -> bool:
    return area.right is None or visit.user.may(area.right)


async def do(visit: Visit, area: Area, action: Action) -> None:
    """What a button of this area asks for, if they may."""
    if not allowed(visit, area):
        await explain(visit, _refusal(visit))
        return
    await forget_question(visit)
    await serve(visit, area.taps[type(action)], action)


def on_command(name: str, areas: Sequence[Area]) -> CommandHandler[ShopContext, None]:
    """Operators may have a command of the same name that shows more: it is in a later one of `areas`."""

    async def commanded(update: Update, context: ShopContext) -> None:  # noqa: ARG001
        visit = context.visit
        await forget_question(visit)
        open_to_them = [area for area in areas if allowed(visit, area)]
        if not open_to_them:
            await explain(visit, _refusal(visit))
            return
        await serve(visit, open_to_them[-1].commands[name], " ".join(context.args or ()))

    return CommandHandler(name, commanded)


def _refusal(visit: Visit) -> ShopError:
    return ShopError(Problem.NO_RIGHT if visit.operator else Problem.NOT_ALLOWED)


async def serve(visit: Visit, handle: Handle, asked: Any) -> None:
    try:
        screen = await handle(visit, asked)
    except ShopError as error:
        await explain(visit, error)
        return
    await visit.answer()
    if screen is not None:
        await visit.show(screen)


async def explain(visit: Visit, error: ShopError) -> None:
    """The sentence: over the tapped button, or as a message; what is stale gets a way on instead."""
    stale_button = error.problem in _STALE
    if visit.query is not None and not visit.answered and not stale_button:
        await visit.answer(notice(visit.lang, error), alert=True)
        return
    await visit.answer()
    await visit.show(Screen(sentence(visit.lang, error), (_way_on(visit, error),)))


async def stale(visit: Visit) -> None:
    """A button nobody knows: from long ago, or forged."""
    await explain(visit, ShopError(Problem.BUTTON_UNKNOWN))


async def forget_question(visit: Visit) -> None:
    """Whoever taps or commands something else isn't answering the question any more."""
    if visit.user.asked is None:
        return
    async with visit.desk.storage.transaction(passing=True) as tx:
        await tx.users.set_asked(visit.user.id, None)


def _way_on(visit: Visit, error: ShopError) -> Row:
    lang = visit.lang
    key = error.details.get("key")
    menu = button(lang.label("‹ Menu"), Menu())
    if error.problem is Problem.DRAFT_GONE:
        return (button(lang.label("📦 My orders"), MyOrders()), menu)
    if isinstance(key, int):
        return (button(lang.label("See the service"), ShowService(key)), menu)
    return (button(lang.label("🛒 New order"), Platforms()), menu)
