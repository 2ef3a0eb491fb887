"""The client of one account at one panel.

`add`, `refill` and `cancel` are sent once, whatever comes back; everything else is read, and repeated with backoff. All
of it waits its turn in one line, so that the panel's rate limit holds.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

import aiohttp
import stamina
from aiolimiter import AsyncLimiter

from bot.domain.form import Answers
from bot.domain.order import Report
from bot.domain.service import ServiceType
from bot.panel import batches
from bot.panel.account import Account
from bot.panel.errors import Cause, Evidence, PanelError, PanelRejected, PanelUnavailable
from bot.panel.health import Health, Meter
from bot.panel.http import Guard, Loss, Reply, open_session, post, redirected
from bot.panel.judge import Judge
from bot.panel.lacks import Lacks
from bot.panel.reasons import Refusal
from bot.panel.redact import Redactor
from bot.panel.results import Added, Balance, Capability, Catalogue, RefillReport
from bot.panel.wire import balance as wire_balance
from bot.panel.wire import refill as wire_refill
from bot.panel.wire import services as wire_services
from bot.panel.wire import status as wire_status
from bot.panel.wire.form import add_fields

T = TypeVar("T")
Outcome = Reply | Loss

_CATALOGUE_TIMEOUT = 60.0
_ATTEMPTS = 3
_MAX_REDIRECTS = 3
_FOR_GOOD = frozenset({301, 308})
_LONGEST_WAIT = 10.0
"""Seconds; a panel that wants us to wait longer is asked again by the caller's timetable."""

_PARSED_ASIDE = 64 * 1024
"""Bytes; larger answers are parsed in a thread."""


class Panel:
    """Opened with `async with`, or by `open` and `close`. One instance an account: it holds the rate limit.

    Every method raises PanelError and nothing else on account of the panel: PanelUnavailable (nothing happened, ask later),
    PanelRejected (a definite no); `add`, `refill` and `cancel` also PanelUndetermined (it may have happened).
    """

    def __init__(
        self,
        account: Account,
        *,
        lacking: Iterable[Capability] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`lacking`: what an earlier run learnt that the panel lacks. `clock`: monotonic, in seconds."""
        self._account = account
        self._clock = clock
        self._lacks = Lacks(lacking, clock)
        self._meter = Meter(clock)
        self._redactor = Redactor(account.key)
        self._judge = Judge(account.name, self._redactor)
        self._url = account.url
        self._session: aiohttp.ClientSession | None = None
        pace = max(1 / account.requests_per_second, 60 / account.requests_per_minute)
        self._turn = AsyncLimiter(1, pace)

    def __repr__(self) -> str:
        return f"<Panel {self.name}>"

    @property
    def name(self) -> str:
        return self._account.name

    @property
    def lacking(self) -> frozenset[Capability]:
        """What the panel was found to lack, a day ago at most; a call for it is refused at once."""
        return self._lacks.now()

    @property
    def health(self) -> Health:
        """How well the panel answered in the last hour."""
        return self._meter.now()

    async def open(self) -> None:
        if self._session is None:
            self._session = open_session()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def services(self) -> Catalogue:
        """The whole catalogue; up to 16 MB and 60 seconds, more is refused as PanelUnavailable."""
        read = partial(self._judge.read, parse=wire_services.read_catalogue)
        return await self._read("services", {}, read, _CATALOGUE_TIMEOUT)

    async def balance(self) -> Balance:
        """What is left on the account, in its currency."""
        read = partial(self._judge.read, parse=wire_balance.read_balance)
        return await self._read("balance", {}, read)

    async def add(
        self,
        service_id: str,
        kind: ServiceType,
        answers: Answers,
        *,
        minimum: int | None = None,
        request_id: str | None = None,
        before_send: Guard | None = None,
    ) -> Added:
        """Place an order, at most once. Only the fields of the type are sent.

        `minimum` (the service's) and `request_id` are used where the account's options say that the panel wants them.
        `before_send` is called when the connection stands; if it raises, no byte is sent, and PanelUnavailable comes out.
        """
        fields = {"service": service_id, **add_fields(self._account, kind, answers, minimum)}
        if request_id is not None and self._account.request_id:
            fields["request_id"] = request_id
        return self._judge.added(await self._request("add", fields, guard=before_send))

    async def status(self, order_id: str) -> Report:
        """Where an order stands."""
        parse = partial(wire_status.read_status, order_id=order_id)
        read = partial(self._judge.read, parse=parse)
        return await self._read("status", {"order": order_id}, read)

    async def statuses(self, order_ids: Sequence[str]) -> Mapping[str, Report | PanelRejected]:
        """Where many orders stand. A refusal concerns its order only; orders that weren't answered are absent."""

        async def many(ids: tuple[str, ...]) -> Mapping[str, Report | PanelRejected]:
            parse = partial(wire_status.read_statuses, ids=ids)
            read = partial(self._judge.read_each, parse=parse)
            with self._learning(Capability.MULTI_STATUS):
                return await self._read("status", {"orders": ",".join(ids)}, read)

        learn = partial(self._lacks.learn, Capability.MULTI_STATUS)
        return await batches.read_many(order_ids, self.status, many, learn)

    async def refill(self, order_id: str, *, before_send: Guard | None = None) -> str:
        """Ask for a refill, at most once. The refill's id; "" where the panel agrees without telling one."""
        parse = partial(wire_refill.read_request, key="refill")
        with self._learning(Capability.REFILL):
            outcome = await self._request("refill", {"order": order_id}, guard=before_send)
            return self._judge.requested(outcome, parse)

    async def refills(self, order_ids: Sequence[str]) -> Mapping[str, str | PanelError]:
        """The same for many orders. Every order has an outcome, its refill's id or what it came to; nothing raises."""

        async def many(ids: tuple[str, ...]) -> Mapping[str, str | PanelError]:
            with self._learning(Capability.MULTI_REFILL):
                return await self._request_each("refill", ids)

        learn = partial(self._lacks.learn, Capability.MULTI_REFILL)
        return await batches.request_many(order_ids, self.refill, many, learn)

    async def refill_status(self, refill_id: str) -> RefillReport:
        """Where a refill stands."""
        parse = partial(wire_refill.read_refill_status, refill_id=refill_id)
        read = partial(self._judge.read, parse=parse)
        with self._learning(Capability.REFILL_STATUS):
            return await self._read("refill_status", {"refill": refill_id}, read)

    async def refill_statuses(
        self, refill_ids: Sequence[str]
    ) -> Mapping[str, RefillReport | PanelRejected]:
        """Where many refills stand. A refusal concerns its refill only; those that weren't answered are absent."""

        async def many(ids: tuple[str, ...]) -> Mapping[str, RefillReport | PanelRejected]:
            parse = partial(wire_refill.read_refill_statuses, ids=ids)
            read = partial(self._judge.read_each, parse=parse)
            with self._learning(Capability.MULTI_REFILL_STATUS):
                return await self._read("refill_status", {"refills": ",".join(ids)}, read)

        learn = partial(self._lacks.learn, Capability.MULTI_REFILL_STATUS)
        return await batches.read_many(refill_ids, self.refill_status, many, learn)

    async def cancel(self, order_ids: Sequence[str]) -> Mapping[str, PanelError | None]:
        """Ask to cancel orders, each at most once; None means requested, never that it happened.

        Every order has an outcome, nothing raises. If the panel refuses a whole batch (one bad id is enough), none of it
        was requested, so each order is asked for by itself.
        """

        async def one(order_id: str) -> str | PanelError:
            return (await self._cancel((order_id,)))[order_id]

        outcomes = await batches.request_many(order_ids, one, self._cancel, lambda: None)
        return {
            order_id: outcome if isinstance(outcome, PanelError) else None
            for order_id, outcome in outcomes.items()
        }

    async def _cancel(self, ids: tuple[str, ...]) -> Mapping[str, str | PanelError]:
        with self._learning(Capability.CANCEL):
            return await self._request_each("cancel", ids)

    @contextmanager
    def _learning(self, capability: Capability) -> Iterator[None]:
        """Refuses what the panel is known to lack, and learns from what it says."""
        if capability in self.lacking:
            raise self._judge.lacking(Evidence(sent=False))
        try:
            yield
        except PanelRejected as refusal:
            if refusal.kind is Refusal.CAPABILITY:
                self._lacks.suspect(capability)
            raise
        self._lacks.works(capability)

    async def _request_each(
        self, action: str, ids: tuple[str, ...]
    ) -> Mapping[str, str | PanelError]:
        parse = partial(wire_refill.read_requests, ids=ids, key=action)
        outcome = await self._request(action, {"orders": ",".join(ids)})
        return self._judge.requested_each(outcome, ids, parse)

    async def _read(
        self,
        action: str,
        fields: Mapping[str, str],
        understand: Callable[[Outcome], T],
        timeout: float | None = None,  # noqa: ASYNC109 - of one exchange, not of the call
    ) -> T:
        retries = stamina.retry_context(
            on=_worth_repeating, attempts=_ATTEMPTS, timeout=None, wait_initial=0.5
        )
        async for attempt in retries:
            with attempt:
                outcome = await self._follow(action, fields, timeout)
                if len(outcome.body) > _PARSED_ASIDE:
                    return await asyncio.to_thread(understand, outcome)
                return understand(outcome)
        raise AssertionError("the last attempt returns or raises")

    async def _follow(
        self,
        action: str,
        fields: Mapping[str, str],
        timeout: float | None,  # noqa: ASYNC109
    ) -> Outcome:
        """Redirects are followed for reads, on the same host, with the form; one that is for good is remembered.

        `add` never follows any, so this is also how a panel that moved to https keeps taking orders.
        """
        url, for_good = self._url, True
        for _ in range(_MAX_REDIRECTS):
            outcome = await self._request(action, fields, url=url, timeout=timeout)
            target = redirected(url, outcome)
            if target is None:
                break
            for_good = for_good and outcome.status in _FOR_GOOD
            url = target
        if for_good and isinstance(outcome, Reply) and outcome.status == 200:
            self._url = url
        return outcome

    async def _request(
        self,
        action: str,
        fields: Mapping[str, str],
        *,
        url: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
        guard: Guard | None = None,
    ) -> Outcome:
        """One exchange, once it is our turn."""
        if self._session is None:
            raise RuntimeError("open the panel before using it")
        await self._turn.acquire()
        began = self._clock()
        outcome = await post(
            self._session,
            url or self._url,
            lambda: {"key": self._account.key, "action": action, **fields},
            timeout=timeout or self._account.timeout,
            guard=guard,
        )
        self._meter.note(began, outcome)
        return replace(outcome, body=self._redactor.body(outcome.body))


def _worth_repeating(error: Exception) -> bool | float:
    """Whether to ask again, or after how many seconds."""
    if not isinstance(error, PanelUnavailable) or error.cause is Cause.TOO_LARGE:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= _LONGEST_WAIT else False
