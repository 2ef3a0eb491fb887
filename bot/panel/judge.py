"""What an exchange came to.

For reads a failure costs a repetition. For `add`, `refill` and `cancel` the question is whether it may have happened:

    nothing was sent                                  PanelUnavailable
    a well-formed answer with an id and no error      done
    a well-formed answer with an error only           PanelRejected; kind UNKNOWN if the sentence isn't a known one
    anything else once it was sent: time-out, cut,    PanelUndetermined
    HTML, empty, 3xx, 5xx, error *and* order, odd id

A caller sends again what was refused for a passing reason or the account's, so those need an answer that calls itself an
error: a success may mention heavy load or a low balance too. Of the others it is told (`explicit`), for whoever sends
elsewhere because of them.
"""

from collections.abc import Callable
from typing import TypeVar

from bot.panel.errors import (
    Cause,
    Evidence,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
)
from bot.panel.http import Loss, Reply
from bot.panel.reasons import Reason, Refusal
from bot.panel.redact import Redactor
from bot.panel.refusals import order_named_in, tells_placed, tells_requested, why_refused
from bot.panel.results import Added
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, denies, find_fault, unwrapped
from bot.panel.wire.body import Decoded, Json, decode
from bot.panel.wire.doubt import first_id, shown_orders

T = TypeVar("T")

_BODY_SHOWN = 500
_SENTENCE_SHOWN = 300

_SENT_AGAIN = frozenset({Reason.NO_FUNDS, Reason.BAD_KEY, Reason.SUSPENDED})
"""With everything that passes: what callers send again once it is mended."""


class Judge:
    """`name` is the panel's, for errors. Bodies come to it with the key blacked out; a sentence is looked through again
    once its escapes are undone.
    """

    def __init__(self, name: str, redactor: Redactor) -> None:
        self._name = name
        self._redactor = redactor

    def read(self, outcome: Reply | Loss, parse: Callable[[Json], T | Fault | None]) -> T:
        """What a read came to, as `parse` understands it; raises PanelUnavailable or PanelRejected."""
        if isinstance(outcome, Loss):
            raise self._lost(outcome)
        decoded = decode(outcome.body)
        if decoded.fault is not None or 300 <= outcome.status < 400:
            raise self._unreadable(decoded, outcome)
        if decoded.value is None and outcome.status < 500:
            raise self.lacking(self.evidence(outcome))
        found = parse(decoded.value)
        if isinstance(found, Fault):
            raise self._refused_read(found, outcome)
        if found is None:
            raise self._unavailable(Cause.ODD, outcome)
        return found

    def read_each(
        self, outcome: Reply | Loss, parse: Callable[[Json], dict[str, T | Fault] | Fault]
    ) -> dict[str, T | PanelRejected]:
        """The same for a batch, each entry by itself."""
        found = self.read(outcome, parse)
        return {
            one: self.refusal(entry, outcome) if isinstance(entry, Fault) else entry
            for one, entry in found.items()
        }

    def _lost(self, loss: Loss) -> PanelUnavailable:
        return PanelUnavailable(self._name, loss.cause, self.evidence(loss), text=loss.fault)

    def _unreadable(self, decoded: Decoded, reply: Reply) -> PanelUnavailable | PanelRejected:
        status = reply.status
        if status in {401, 402}:
            return self.refusal(Fault(f"HTTP {status}"), reply)
        if status == 429:
            return self._unavailable(Cause.BUSY, reply)
        if 300 <= status < 400:
            return self._unavailable(Cause.REDIRECT, reply)
        if status >= 500:
            return self._unavailable(Cause.SERVER_ERROR, reply)
        return self._unavailable(decoded.fault or Cause.ODD, reply)

    def _refused_read(self, fault: Fault, reply: Reply) -> PanelUnavailable | PanelRejected:
        refusal = self.refusal(fault, reply)
        if refusal.kind is Refusal.PASSING:
            return self._unavailable(Cause.BUSY, reply, refusal.text)
        if refusal.kind is Refusal.UNKNOWN and reply.status >= 500:
            return self._unavailable(Cause.SERVER_ERROR, reply, refusal.text)
        return refusal

    def _unavailable(self, cause: Cause, reply: Reply, said: str = "") -> PanelUnavailable:
        evidence = self.evidence(reply)
        return PanelUnavailable(
            self._name, cause, evidence, text=said, retry_after=reply.retry_after
        )

    def added(self, outcome: Reply | Loss) -> Added:
        """What `add` came to; the strictest reading of all."""
        reply, value = self._written(outcome)
        answer = unwrapped(value)
        order_id = values.identifier(answer.get("order")) if isinstance(answer, dict) else None
        fault = find_fault(answer, frozenset())
        explicit = fault is not None and fault.explicit
        if order_id is not None and not explicit and 200 <= reply.status < 300:
            return Added(order_id=order_id, evidence=self.evidence(reply))
        shown = shown_orders(value)
        if fault is not None and not shown and not denies(answer, fault):
            raise self._refused_write(fault, reply, tells_placed)
        cause = Cause.CONTRADICTION if explicit else _odd(reply)
        said = fault.sentence if fault is not None else ""
        raise self._undetermined(cause, reply, said, first_id(shown))

    def requested(self, outcome: Reply | Loss, parse: Callable[[Json], T | Fault | None]) -> T:
        """What `refill` or `cancel` came to, as `parse` understands it; raises any PanelError."""
        reply, value = self._written(outcome)
        return self._understood(reply, value, parse)

    def requested_each(
        self,
        outcome: Reply | Loss,
        ids: tuple[str, ...],
        parse: Callable[[Json], dict[str, T | Fault] | Fault],
    ) -> dict[str, T | PanelError]:
        """The same for a batch, each entry by itself. What the answer left out may have happened."""
        reply, value = self._written(outcome)
        found = self._understood(reply, value, parse, batch=len(ids) > 1)
        omitted = PanelUndetermined(self._name, Cause.OMITTED, self.evidence(reply))
        outcomes: dict[str, T | PanelError] = dict.fromkeys(ids, omitted)
        for one, entry in found.items():
            outcomes[one] = (
                self._refused_write(entry, reply, tells_requested)
                if isinstance(entry, Fault)
                else entry
            )
        return outcomes

    def _understood(
        self,
        reply: Reply,
        value: Json,
        parse: Callable[[Json], T | Fault | None],
        *,
        batch: bool = False,
    ) -> T:
        if value is None and reply.status < 500:
            raise self.lacking(self.evidence(reply))
        found = parse(value)
        if isinstance(found, Fault):
            raise self._refused_write(found, reply, tells_requested, batch=batch)
        if found is None:
            raise self._undetermined(Cause.ODD, reply)
        return found

    def _written(self, outcome: Reply | Loss) -> tuple[Reply, Json]:
        if isinstance(outcome, Loss):
            if not outcome.sent:
                raise self._lost(outcome)
            evidence = self.evidence(outcome)
            raise PanelUndetermined(self._name, outcome.cause, evidence, text=outcome.fault)
        if 300 <= outcome.status < 400:
            raise self._undetermined(Cause.REDIRECT, outcome)
        decoded = decode(outcome.body)
        if decoded.fault is not None:
            raise self._undetermined(decoded.fault, outcome)
        return outcome, decoded.value

    def _refused_write(
        self, fault: Fault, reply: Reply, tells_yes: Callable[[str], bool], *, batch: bool = False
    ) -> PanelRejected | PanelUndetermined:
        """A no, if it is a sure one. `batch`: to many at once, after which each is asked for by itself."""
        refusal = self.refusal(fault, reply)
        if tells_yes(refusal.text):
            cause = Cause.CONTRADICTION if fault.explicit else _odd(reply)
            return self._undetermined(cause, reply, fault.sentence)
        refusal.explicit = fault.explicit or 400 <= reply.status < 500
        if refusal.explicit:
            sure = refusal.kind is not Refusal.UNKNOWN or reply.status < 500
        else:
            sure = _ends_it(refusal.reason, batch=batch)
        return refusal if sure else self._undetermined(_odd(reply), reply, fault.sentence)

    def refusal(self, fault: Fault, outcome: Reply | Loss) -> PanelRejected:
        sentence = self._sentence(fault.sentence)
        reason = why_refused(sentence, outcome.status)
        return PanelRejected(
            self._name,
            reason.kind,
            reason,
            sentence,
            self.evidence(outcome),
            order_id=order_named_in(sentence) if reason is Reason.DUPLICATE else None,
            retry_after=outcome.retry_after,
        )

    def lacking(self, evidence: Evidence) -> PanelRejected:
        """The refusal of an action that the panel doesn't have."""
        reason = Reason.NO_SUCH_ACTION
        return PanelRejected(
            self._name, reason.kind, reason, "this action is unknown here", evidence
        )

    def _undetermined(
        self, cause: Cause, reply: Reply, said: str = "", order_id: str | None = None
    ) -> PanelUndetermined:
        sentence = self._sentence(said)
        return PanelUndetermined(
            self._name,
            cause,
            self.evidence(reply),
            text=sentence,
            order_id=order_id or order_named_in(sentence),
        )

    def _sentence(self, said: str) -> str:
        return text.line(self._redactor.text(text.line(said)), limit=_SENTENCE_SHOWN)

    def evidence(self, outcome: Reply | Loss) -> Evidence:
        body = outcome.body.decode("utf-8", "replace")
        sent = outcome.sent if isinstance(outcome, Loss) else True
        return Evidence(sent=sent, http_status=outcome.status, body=body[:_BODY_SHOWN])


def _ends_it(reason: Reason, *, batch: bool) -> bool:
    """Whether a known sentence will do, without a word that it is an error: only if nothing is sent again because of it."""
    if batch:
        return reason.kind is Refusal.CAPABILITY
    return reason.kind not in {Refusal.PASSING, Refusal.UNKNOWN} and reason not in _SENT_AGAIN


def _odd(reply: Reply) -> Cause:
    return Cause.SERVER_ERROR if reply.status >= 500 else Cause.ODD
