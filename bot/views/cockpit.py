"""The way to everything that operators do, each as far as their rights go."""

from dataclasses import dataclass

from bot.callbacks.action import Action
from bot.callbacks.all_orders import AllOrders
from bot.callbacks.broadcast import Broadcasts
from bot.callbacks.desk import Unconfirmed
from bot.callbacks.journal import Log
from bot.callbacks.menu import Menu
from bot.callbacks.money import Balances
from bot.callbacks.notifications import Notifications
from bot.callbacks.people import Invite, Newcomers
from bot.callbacks.stats import Stats
from bot.callbacks.status import Status
from bot.callbacks.stock import CatalogueState
from bot.callbacks.team import Team
from bot.callbacks.tickets import Tickets
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views.lang import Lang, mark
from bot.views.screen import Screen, bold, button, in_rows, paragraphs


@dataclass(frozen=True, slots=True)
class _Door:
    label: str
    action: Action
    right: Right | None  # None: every operator's


_DOORS = (
    _Door(mark("📦 All orders"), AllOrders(), Right.ORDERS),
    _Door(mark("❗ To decide"), Unconfirmed(), Right.ORDERS),
    _Door(mark("💰 Balance"), Balances(), Right.MONEY),
    _Door(mark("📊 Figures"), Stats(), Right.MONEY),
    _Door(mark("🗂 Services"), CatalogueState(), Right.CATALOGUE),
    _Door(mark("💬 Support"), Tickets(), Right.PEOPLE),
    _Door(mark("👥 People"), Newcomers(), Right.PEOPLE),
    _Door(mark("✉️ Invite"), Invite(), Right.PEOPLE),
    _Door(mark("🛠 Operators"), Team(), Right.OWNER),
    _Door(mark("📜 Log"), Log(), Right.OWNER),
    _Door(mark("📣 Broadcasts"), Broadcasts(), Right.PEOPLE),
    _Door(mark("🩺 Status"), Status(), None),
    _Door(mark("🔔 Notifications"), Notifications(), None),
)


def cockpit(lang: Lang, user: User) -> Screen:
    doors = [
        button(lang.label(d.label), d.action)
        for d in _DOORS
        if d.right is None or user.may(d.right)
    ]
    rows = (*in_rows(doors, 2), (button(lang.label("‹ Menu"), Menu()),))
    text = paragraphs(
        bold(lang.t("Your shop")),
        lang.t("Everything here is also a command: see /help."),
    )
    return Screen(text, rows)
