"""What is tidied, what is remembered between runs, and how bugs are told."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.notice import NoticeKind
from bot.domain.order import Order
from bot.panel import Capability
from bot.usecases import finding, housekeeping, incidents, showing
from storage.tables.people import updates
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop


async def test_updates_are_remembered_for_two_days(shop: Shop) -> None:
    form = await shop.draft()
    await shop.answer(form.draft.id, Field.QUANTITY, "20")
    seen = len(await shop.rows(updates))
    shop.clock.move(days=2)
    await housekeeping.tidy(shop.desk)
    assert len(await shop.rows(updates)) == seen == 3
    shop.clock.move(seconds=1)
    await housekeeping.tidy(shop.desk)
    assert await shop.rows(updates) == []


async def test_lists_that_operators_opened_are_kept_for_a_month(shop: Shop) -> None:
    search = await finding.open_list(shop.desk, OPERATOR)
    shop.clock.move(days=30)
    await housekeeping.tidy(shop.desk)
    await finding.listing(shop.desk, OPERATOR, search.id, size=6)
    shop.clock.move(seconds=1)
    await housekeeping.tidy(shop.desk)
    with pytest.raises(ShopError):
        await finding.listing(shop.desk, OPERATOR, search.id, size=6)


async def test_what_a_panel_lacks_is_kept_for_the_next_run(shop: Shop) -> None:
    shop.desk.panels["main"]._lacks.learn(Capability.CANCEL)
    await housekeeping.tidy(shop.desk)
    async with shop.storage.transaction() as tx:
        assert (await tx.panels.all())["main"].lacking == ("cancel",)


def _bug() -> KeyError:
    nothing: dict[str, str] = {}
    with pytest.raises(KeyError) as raised:
        nothing["secret"]
    return raised.value


async def test_a_bug_is_numbered_each_time_and_told_once(shop: Shop) -> None:
    numbers = [await incidents.report(shop.desk, _bug()) for _ in range(3)]
    assert numbers == [1, 2, 3]
    await shop.tell()
    for operator in (OPERATOR, SECOND_OPERATOR):
        (alert,) = shop.told(operator, NoticeKind.ALERT)
        assert alert.data["number"] == "1"
        assert alert.data["reason"] == "KeyError in test_housekeeping.py:_bug"
        assert "secret" not in str(alert.data)
    assert shop.told(CUSTOMER, NoticeKind.ALERT) == []


async def test_a_bug_of_an_earlier_run_is_told_again(shop: Shop) -> None:
    await incidents.report(shop.desk, _bug())
    await shop.tell()
    shop.clock.move(hours=1)
    await incidents.forget(shop.desk)
    await incidents.report(shop.desk, _bug())
    await shop.tell()
    assert len(shop.alerts()) == 2


async def test_an_order_is_shown_to_its_owner_alone(shop: Shop) -> None:
    order = await shop.order()
    shown: Order = await showing.own(shop.desk, CUSTOMER, order.id)
    assert shown == order
    for user in (STRANGER, OPERATOR):
        with pytest.raises(ShopError) as refused:
            await showing.own(shop.desk, user, order.id)
        assert refused.value.problem is Problem.ORDER_UNKNOWN
