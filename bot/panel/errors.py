"""What can come of asking a panel, other than an answer.

    PanelError
      PanelUnavailable    surely not sent, or a read that failed: nothing happened, it may be asked again later
      PanelRejected       the panel said no, and nothing happened
      PanelUndetermined   an `add`, `refill` or `cancel` left this machine and no trustworthy answer came back

Only the third is dangerous: what it was about must never be sent again by itself. No error holds a panel's key, neither
in its text nor in what the panel sent back.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.panel.reasons import Reason, Refusal


class Cause(StrEnum):
    """What went wrong on the way; for logs and operators."""

    GUARD = "held back before sending"
    DNS = "its name can't be resolved"
    CONNECT = "no connection"
    TLS = "no trusted TLS connection"
    TIMEOUT = "no answer in time"
    RESET = "the connection broke"
    TOO_LARGE = "the answer is too large"
    REDIRECT = "it redirects elsewhere"
    EMPTY = "an empty answer"
    HTML = "a web page instead of an answer"
    BROKEN = "an answer that isn't JSON"
    ODD = "an answer that can't be understood"
    CONTRADICTION = "an answer with both an error and an order"
    SERVER_ERROR = "an error inside the panel"
    BUSY = "it asks to come back later"
    OMITTED = "the answer left this one out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of one exchange: whether anything was sent, the HTTP status, the start of the body, key blacked out."""

    sent: bool
    http_status: int | None = None
    body: str = ""


class PanelError(Exception):
    """`panel` is the account's name; `evidence` what was seen."""

    def __init__(self, panel: str, said: str, evidence: Evidence) -> None:
        super().__init__(f"{panel}: {said}")
        self.panel = panel
        self.evidence = evidence


class PanelUnavailable(PanelError):  # noqa: N818 - named for what happened
    """Nothing happened; only a read may have been sent. `retry_after` is in seconds, where the panel named a time."""

    def __init__(
        self,
        panel: str,
        cause: Cause,
        evidence: Evidence,
        *,
        text: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(panel, f"{cause.value} ({text})" if text else cause.value, evidence)
        self.cause = cause
        self.text = text
        self.retry_after = retry_after


class PanelRejected(PanelError):  # noqa: N818 - named for what happened
    """A definite no. `text` is the panel's own sentence, cleaned and clipped.

    `kind` UNKNOWN means a sentence that isn't in our table: for `add` it counts as a no only if the balance didn't move.
    `order_id` is the earlier order that a duplicate error names. `retry_after` is in seconds.
    `explicit`: the answer calls itself an error; of others only the sentence is known.
    """

    def __init__(
        self,
        panel: str,
        kind: Refusal,
        reason: Reason,
        text: str,
        evidence: Evidence,
        *,
        order_id: str | None = None,
        retry_after: float | None = None,
        explicit: bool = True,
    ) -> None:
        super().__init__(panel, f"{kind.value}, {reason.value}: {text}", evidence)
        self.explicit = explicit
        self.kind = kind
        self.reason = reason
        self.text = text
        self.order_id = order_id
        self.retry_after = retry_after


class PanelUndetermined(PanelError):  # noqa: N818 - named for what happened
    """It may have happened. `order_id` is an order's id that the untrustworthy answer showed; `text` is what it said, or the
    class of the exception that cut it off.
    """

    def __init__(
        self,
        panel: str,
        cause: Cause,
        evidence: Evidence,
        *,
        text: str = "",
        order_id: str | None = None,
    ) -> None:
        super().__init__(panel, f"undetermined, {cause.value}", evidence)
        self.cause = cause
        self.text = text
        self.order_id = order_id
