"""Every command, for the list beside the text field and for the help."""

from dataclasses import dataclass

from bot.domain.staff import Right
from bot.domain.user import User
from bot.views.lang import Html, Lang, mark


@dataclass(frozen=True, slots=True)
class Command:
    """`right`: only for operators who have it; it may show more than a command of everybody's with its name."""

    name: str
    text: str
    right: Right | None = None


_ALL = (
    Command("start", mark("Menu")),
    Command("new", mark("New order")),
    Command("orders", mark("My orders")),
    Command("support", mark("Ask us something")),
    Command("language", mark("Change the language")),
    Command("cancel", mark("Leave the order form")),
    Command("help", mark("How it works")),
)
_OPERATORS = (
    Command("balance", mark("Panel balances"), Right.MONEY),
    Command("stats", mark("Figures"), Right.MONEY),
    Command("services", mark("Services"), Right.CATALOGUE),
    Command("unconfirmed", mark("Orders to decide"), Right.ORDERS),
    Command("orders", mark("All orders"), Right.ORDERS),
    Command("tickets", mark("What people ask"), Right.PEOPLE),
    Command("users", mark("People"), Right.PEOPLE),
    Command("invite", mark("Invite somebody"), Right.PEOPLE),
    Command("team", mark("Operators"), Right.OWNER),
    Command("log", mark("Who did what"), Right.OWNER),
    Command("broadcast", mark("Write to all customers"), Right.PEOPLE),
    Command("status", mark("How the bot and the panels are")),
    Command("notifications", mark("What you hear of, and how soon")),
    Command("room", mark("The staff room"), Right.OWNER),
)


def for_all() -> list[Command]:
    return list(_ALL)


def for_operator(user: User) -> list[Command]:
    """What they may do beyond everybody's. Without a right of its own a command is every operator's."""
    if not user.operator:
        return []
    return [each for each in _OPERATORS if each.right is None or user.may(each.right)]


def for_person(user: User) -> list[Command]:
    """One of a name."""
    return list({command.name: command for command in (*_ALL, *for_operator(user))}.values())


def described(lang: Lang, commands: list[Command]) -> Html:
    return Html("\n".join(f"/{command.name} – {lang.t(command.text)}" for command in commands))
