"""Invitations, alerts, panels and attempts."""

import asyncio
from decimal import Decimal

from bot.domain.evidence import Attempt
from bot.domain.notice import AlertKind
from storage import Storage
from storage.panels import PanelState
from tests.storage.samples import ANN, MINUTE, NOW, PANEL, Shop


async def test_an_invitation_is_used_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.invites.create("t0ken", ANN.id, NOW)

    async def use(user_id: int) -> bool:
        async with storage.transaction() as tx:
            return await tx.invites.use("t0ken", user_id, NOW)

    used = await asyncio.gather(*(use(user_id) for user_id in range(1, 6)))
    assert sorted(used) == [False] * 4 + [True]
    async with storage.transaction() as tx:
        assert not await tx.invites.use("no such", 1, NOW)


async def _raise(storage: Storage, subject: str = PANEL) -> bool:
    async with storage.transaction() as tx:
        return await tx.alerts.set(AlertKind.PANEL_DOWN, subject, NOW)


async def test_an_alert_is_told_once_until_it_clears(storage: Storage) -> None:
    assert sorted(await asyncio.gather(*(_raise(storage) for _ in range(4)))) == [False] * 3 + [
        True
    ]
    assert await _raise(storage, "other")
    async with storage.transaction() as tx:
        assert await tx.alerts.set(AlertKind.NO_FUNDS, PANEL, NOW)
        assert await tx.alerts.clear(AlertKind.PANEL_DOWN, PANEL, quiet_since=NOW) == NOW
        assert await tx.alerts.clear(AlertKind.PANEL_DOWN, PANEL, quiet_since=NOW) is None
    assert not await _raise(storage, "other")
    assert await _raise(storage)


async def test_an_alert_seen_again_lately_stays_up(storage: Storage) -> None:
    await _raise(storage)
    async with storage.transaction() as tx:
        assert not await tx.alerts.set(AlertKind.PANEL_DOWN, PANEL, NOW + 2 * MINUTE)
        quiet = await tx.alerts.clear(AlertKind.PANEL_DOWN, PANEL, quiet_since=NOW + MINUTE)
        assert quiet is None
        assert await tx.alerts.is_up(AlertKind.PANEL_DOWN, PANEL)
        quiet = await tx.alerts.clear(AlertKind.PANEL_DOWN, PANEL, quiet_since=NOW + 2 * MINUTE)
        assert quiet == NOW
        assert not await tx.alerts.is_up(AlertKind.PANEL_DOWN, PANEL)


async def test_alerts_of_one_kind_can_be_forgotten(storage: Storage) -> None:
    await _raise(storage)
    async with storage.transaction() as tx:
        await tx.alerts.set(AlertKind.NO_FUNDS, PANEL, NOW)
        await tx.alerts.forget(AlertKind.PANEL_DOWN)
        assert await tx.alerts.clear(AlertKind.PANEL_DOWN, PANEL, quiet_since=NOW) is None
        assert await tx.alerts.clear(AlertKind.NO_FUNDS, PANEL, quiet_since=NOW) == NOW


async def test_a_catalogue_is_written_by_whoever_read_it_last(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.panels.register(["main"])
        seen = await tx.panels.revision("main")
        assert await tx.panels.set_synced("main", NOW, revision=seen, changed=False)
        assert await tx.panels.set_synced("main", NOW, revision=seen, changed=True)
        assert not await tx.panels.set_synced("main", NOW + MINUTE, revision=seen, changed=True)
        seen = await tx.panels.revision("main")
        await tx.panels.revise("main")
        assert not await tx.panels.set_synced("main", NOW + MINUTE, revision=seen, changed=False)
        assert (await tx.panels.all())["main"].synced_at == NOW


async def test_what_is_known_of_a_panel_outlives_a_restart(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.panels.register(["main", "other"])
        await tx.panels.set_balance("main", Decimal("100.84292"), "USD", NOW)
        assert await tx.panels.set_synced("main", NOW + MINUTE, revision=0, changed=True)
        await tx.panels.set_lacking("main", {"refill", "cancel"})
    async with storage.transaction() as tx:
        await tx.panels.register(["main"])
        await tx.panels.set_balance("main", Decimal("-3.5"), "", NOW + MINUTE)
        known = await tx.panels.all()
    assert known == {
        "main": PanelState(
            name="main",
            currency="USD",
            balance=Decimal("-3.5"),
            balance_at=NOW + MINUTE,
            synced_at=NOW + MINUTE,
            lacking=("cancel", "refill"),
        ),
        "other": PanelState(
            name="other",
            currency="",
            balance=None,
            balance_at=None,
            synced_at=None,
            lacking=(),
        ),
    }


async def test_replicas_register_the_same_panel_at_once(storage: Storage) -> None:
    async def register() -> None:
        async with storage.transaction() as tx:
            await tx.panels.register(["main"])

    await asyncio.gather(*(register() for _ in range(4)))


async def test_an_attempt_is_written_before_and_completed_after(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        assert await tx.attempts.last(order.id) is None
        first = await tx.attempts.begin(order, epoch=1, balance_before=Decimal("10.5"), now=NOW)
        begun = await tx.attempts.last(order.id)
    unfinished = Attempt(
        id=first,
        order_id=order.id,
        panel=PANEL,
        service_id="11",
        epoch=1,
        started_at=NOW,
        ended_at=None,
        outcome="",
        http_status=None,
        answer="",
        balance_before=Decimal("10.5"),
        balance_after=None,
        hinted_order_id=None,
    )
    assert begun == unfinished
    async with shop.storage.transaction() as tx:
        second = await tx.attempts.begin(order, epoch=2, balance_before=None, now=NOW)
        await tx.attempts.end(
            second,
            outcome="undetermined",
            http_status=502,
            answer="<html>Ошибка",
            hinted_order_id="23501",
            balance_after=Decimal("10.41"),
            now=NOW + MINUTE,
        )
        assert await tx.attempts.last(order.id) == Attempt(
            id=second,
            order_id=order.id,
            panel=PANEL,
            service_id="11",
            epoch=2,
            started_at=NOW,
            ended_at=NOW + MINUTE,
            outcome="undetermined",
            http_status=502,
            answer="<html>Ошибка",
            balance_before=None,
            balance_after=Decimal("10.41"),
            hinted_order_id="23501",
        )


async def test_hints_are_gathered_from_orders_of_the_same_service_and_link(shop: Shop) -> None:
    orders = [await shop.put(n, link_key=key) for n, key in enumerate(["abc", "abc", "other"])]
    async with shop.storage.transaction() as tx:
        for order, hint in zip([*orders, orders[0]], ["7", None, "8", "7"], strict=True):
            attempt = await tx.attempts.begin(order, epoch=1, balance_before=None, now=NOW)
            await tx.attempts.end(attempt, outcome="rejected", hinted_order_id=hint, now=NOW)
        assert await tx.attempts.hints(orders[1].id) == ("7",)
        assert await tx.attempts.hints(orders[2].id) == ("8",)
