"""Links that open the bot's private chat right at a screen: for buttons in a group, where nothing of the shop is shown.

Anybody may send anybody such a link. So one opens only what changes nothing (`READING`); any other leads to the menu.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from bot.callbacks import pack, parse
from bot.callbacks.action import Action
from bot.callbacks.all_orders import AllOrders, OperatorOrder
from bot.callbacks.broadcast import Broadcasts, ShowBroadcast
from bot.callbacks.cockpit import Cockpit
from bot.callbacks.desk import Evidence, Unconfirmed
from bot.callbacks.money import Balances
from bot.callbacks.notifications import Notifications
from bot.callbacks.people import ShowPerson
from bot.callbacks.stock import CatalogueState
from bot.callbacks.tickets import OperatorTicket

READING: frozenset[type[Action]] = frozenset(
    {
        AllOrders,
        Balances,
        Broadcasts,
        CatalogueState,
        Cockpit,
        Evidence,
        Notifications,
        OperatorOrder,
        OperatorTicket,
        ShowBroadcast,
        ShowPerson,
        Unconfirmed,
    }
)

PREFIX = "b_"
_MOST = 64
"""Characters of a payload that Telegram takes."""


def payload_of(action: Action) -> str | None:
    """What follows `?start=`; None for what no link may open, or none can hold."""
    if type(action) not in READING:
        return None
    payload = PREFIX + urlsafe_b64encode(pack(action).encode()).decode().rstrip("=")
    return payload if len(payload) <= _MOST else None


def opened_by(payload: str) -> Action | None:
    """What the link opens; None for a payload of another kind, a forged one, and one that would change something."""
    if not payload.startswith(PREFIX) or not payload.isascii() or len(payload) > _MOST:
        return None
    packed = payload.removeprefix(PREFIX)
    try:
        data = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (Error, UnicodeDecodeError):
        return None
    action = parse(data)
    return action if type(action) in READING else None
