"""What an exchange came to.

For reads a failure costs a repetition. For `add`, `refill` and `cancel` the question is whether it may have happened:

    nothing was sent                                  PanelUnavailable
    a well-formed answer with an id and no error      done
    a well-formed answer with an error only           PanelRejected; kind UNKNOWN if the sentence isn't a known one
    anything else once it was sent: time-out, cut,    PanelUndetermined
    HTML, empty, 3xx, 5xx, error *and* order, odd id
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
from bot.panel.refusals import order_named_in, why_refused
from bot.panel.results import Added
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, find_fault, is_given, unwrapped
from bot.panel.wire.body import Decoded, Json, decode

T = TypeVar("T")

_BODY_SHOWN = 500
_SENTENCE_SHOWN = 300


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
        return self._each(self.read(outcome, parse), outcome)

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
        shown = answer.get("order") if isinstance(answer, dict) else None
        order_id = values.identifier(shown)
        fault = find_fault(answer, frozenset())
        if fault is not None and not is_given(shown):
            raise self._refused_write(fault, reply, sure=fault.explicit)
        if fault is not None and fault.explicit:
            raise self._undetermined(Cause.CONTRADICTION, reply, fault.sentence, order_id)
        if order_id is None or not 200 <= reply.status < 300:
            cause = Cause.SERVER_ERROR if reply.status >= 500 else Cause.ODD
            raise self._undetermined(cause, reply, order_id=order_id)
        return Added(order_id=order_id, evidence=self.evidence(reply))

    def requested(self, outcome: Reply | Loss, parse: Callable[[Json], T | Fault | None]) -> T:
        """What `refill` or `cancel` came to, as `parse` understands it; raises any PanelError."""
        reply, value = self._written(outcome)
        if value is None and reply.status < 500:
            raise self.lacking(self.evidence(reply))
        found = parse(value)
        if isinstance(found, Fault):
            raise self._refused_write(found, reply, sure=True)
        if found is None:
            raise self._undetermined(Cause.ODD, reply)
        return found

    def requested_each(
        self,
        outcome: Reply | Loss,
        ids: tuple[str, ...],
        parse: Callable[[Json], dict[str, T | Fault] | Fault],
    ) -> dict[str, T | PanelError]:
        """The same for a batch, each entry by itself. What the answer left out may have happened."""
        found = self._each(self.requested(outcome, parse), outcome)
        omitted = PanelUndetermined(self._name, Cause.OMITTED, self.evidence(outcome))
        return {one: found.get(one, omitted) for one in ids}

    def _each(
        self, found: dict[str, T | Fault], outcome: Reply | Loss
    ) -> dict[str, T | PanelRejected]:
        return {
            one: self.refusal(entry, outcome) if isinstance(entry, Fault) else entry
            for one, entry in found.items()
        }

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
        self, fault: Fault, reply: Reply, *, sure: bool
    ) -> PanelRejected | PanelUndetermined:
        """A known sentence is a no whatever stands around it; an unknown one needs to call itself an error."""
        refusal = self.refusal(fault, reply)
        if refusal.kind is not Refusal.UNKNOWN:
            return refusal
        if reply.status >= 500:
            return self._undetermined(Cause.SERVER_ERROR, reply, fault.sentence)
        return refusal if sure else self._undetermined(Cause.ODD, reply, fault.sentence)

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
            self._name, cause, self.evidence(reply), text=sentence, order_id=order_id
        )

    def _sentence(self, said: str) -> str:
        return text.line(self._redactor.text(text.line(said)), limit=_SENTENCE_SHOWN)

    def evidence(self, outcome: Reply | Loss) -> Evidence:
        body = outcome.body.decode("utf-8", "replace")
        sent = outcome.sent if isinstance(outcome, Loss) else True
        return Evidence(sent=sent, http_status=outcome.status, body=body[:_BODY_SHOWN])
