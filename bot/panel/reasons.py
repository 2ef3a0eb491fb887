"""Why a panel refuses, and whose it is to mend."""

from collections.abc import Mapping
from enum import StrEnum


class Refusal(StrEnum):
    """Whose it is to mend."""

    USER = "user"
    OPERATOR = "operator"
    CAPABILITY = "capability"  # the panel has no such action
    PASSING = "passing"  # nobody's; wait and ask again
    UNKNOWN = "unknown"


class Reason(StrEnum):
    QUANTITY = "quantity"
    LINK = "link"
    DUPLICATE = "duplicate"  # an order for the same link is running
    FIELD = "field"  # another field of the form
    NO_REFILL = "no_refill"
    NOT_COMPLETED = "not_completed"
    TOO_EARLY = "too_early"
    ALREADY_REQUESTED = "already_requested"
    NOT_CANCELABLE = "not_cancelable"
    BAD_KEY = "bad_key"
    NO_FUNDS = "no_funds"
    BAD_SERVICE = "bad_service"
    SUSPENDED = "suspended"
    BAD_ORDER = "bad_order"  # the panel doesn't know the order
    BAD_REFILL = "bad_refill"  # the panel doesn't know the refill
    NO_SUCH_ACTION = "no_such_action"
    RATE_LIMIT = "rate_limit"
    MAINTENANCE = "maintenance"
    ORDERING_DISABLED = "ordering_disabled"
    UNKNOWN = "unknown"

    @property
    def kind(self) -> Refusal:
        return _KINDS[self]


_R = Reason
_KINDS: Mapping[Reason, Refusal] = {
    reason: kind
    for kind, reasons in {
        Refusal.USER: (
            *(_R.QUANTITY, _R.LINK, _R.DUPLICATE, _R.FIELD),
            *(_R.NO_REFILL, _R.NOT_COMPLETED, _R.TOO_EARLY),
            *(_R.ALREADY_REQUESTED, _R.NOT_CANCELABLE),
        ),
        Refusal.OPERATOR: (
            *(_R.BAD_KEY, _R.NO_FUNDS, _R.BAD_SERVICE, _R.SUSPENDED),
            *(_R.BAD_ORDER, _R.BAD_REFILL),
        ),
        Refusal.CAPABILITY: (_R.NO_SUCH_ACTION,),
        Refusal.PASSING: (_R.RATE_LIMIT, _R.MAINTENANCE, _R.ORDERING_DISABLED),
        Refusal.UNKNOWN: (_R.UNKNOWN,),
    }.items()
    for reason in reasons
}
