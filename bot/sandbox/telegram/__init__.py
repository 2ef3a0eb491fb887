"""A strict Telegram Bot API for tests and the demo: one core, and two fronts to it.

It shows what we believe Telegram does. How things look in Telegram's apps, its real flood limits
and the settlement of payments stay untested until somebody runs the bot with a real token.
"""

from bot.sandbox.telegram.core import Answer, Call, Telegram
from bot.sandbox.telegram.faults import Fault
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.members import Member
from bot.sandbox.telegram.messages import Button, SimMessage
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.seats import CallbackAnswer

__all__ = [
    "Answer",
    "Button",
    "Call",
    "CallbackAnswer",
    "Fault",
    "Group",
    "InProcessRequest",
    "Member",
    "Person",
    "SimMessage",
    "Telegram",
]
