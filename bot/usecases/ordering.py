"""Confirm: a draft becomes an order, once, however often and wherever it is tapped."""

from dataclasses import dataclass, replace

from bot.domain.answers import check_answers
from bot.domain.draft import Draft, Terms
from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.money import MAX_AMOUNT
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing, ServiceType
from bot.usecases import drafting, telling
from bot.usecases.desk import Desk
from storage.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """Nothing was ordered: the terms are others than the person saw. `before` are those they saw."""

    form: drafting.Form
    before: Terms


async def confirm(
    desk: Desk, user_id: int, draft_id: int, *, message_id: int | None
) -> Order | AskAgain:
    """The order that this draft is or became; or the form again, on new terms.

    The draft is locked, then the order is inserted with the draft's id as its key, and the draft goes: all in one
    transaction, so the same tap again finds the order. `message_id` is where it was tapped: the order's card from now on.
    """
    async with desk.storage.transaction() as tx:
        draft = await tx.drafts.get(draft_id)
        if draft is None or draft.user_id != user_id:
            return await _already(desk, tx, user_id, draft_id)
        listing = await drafting.orderable(desk, tx, draft.listing_key)
        if listing.service.type is None:
            raise ShopError(Problem.SERVICE_NOT_ORDERABLE, key=listing.key)
        misfits = check_answers(listing.service, draft.answers, draft.wanted)
        if misfits or draft.seen != Terms.of(listing.service):
            return await _ask_again(desk, tx, draft, listing, misfits)
        if draft.awaiting(listing.service) is not None:
            raise ShopError(Problem.FORM_INCOMPLETE)
        draft = replace(draft, message_id=message_id)
        order = await _insert(desk, tx, draft, listing, listing.service.type)
    desk.wake.lanes[order.panel].set()
    desk.wake.outbox.set()
    return order


async def _already(desk: Desk, tx: Transaction, user_id: int, draft_id: int) -> Order:
    order = await tx.orders.of_draft(draft_id)
    if order is None or order.user_id != user_id:
        raise ShopError(Problem.DRAFT_GONE)
    await telling.card(tx, order, desk.clock())
    desk.wake.outbox.set()
    return order


async def _ask_again(
    desk: Desk, tx: Transaction, draft: Draft, listing: Listing, misfits: tuple[Field, ...]
) -> AskAgain:
    """The form on the present terms; answers that don't fit any more are asked for again."""
    before = draft.seen
    for field in misfits:
        draft = draft.forget(field, listing.service)
    fresh = replace(draft, seen=Terms.of(listing.service), updated_at=desk.clock())
    await tx.drafts.save(fresh)
    twin = await drafting.find_twin(tx, fresh, listing)
    return AskAgain(form=drafting.Form(draft=fresh, listing=listing, twin=twin), before=before)


async def _insert(
    desk: Desk, tx: Transaction, draft: Draft, listing: Listing, kind: ServiceType
) -> Order:
    service, now = listing.service, desk.clock()
    quote = draft.quote(service)
    if quote.cost is not None and quote.cost > MAX_AMOUNT:
        raise ShopError(Problem.TOO_EXPENSIVE)
    order = await tx.orders.insert(
        Order(
            id=0,
            user_id=draft.user_id,
            panel=listing.panel,
            listing_key=listing.key,
            service_id=service.id,
            service_name=service.name,
            service_type=kind,
            platform=listing.platform,
            fields=draft.fields(service),
            units=None if quote.estimate else quote.units,
            rate=service.rate,
            cost=quote.cost,
            currency=listing.currency,
            status=OrderStatus.QUEUED,
            refill=service.refill,
            cancel=service.cancel,
            message_id=draft.message_id,
            average_minutes=service.average_minutes,
            created_at=now,
        ),
        draft_id=draft.id,
        link_key=drafting.link_key(draft, listing),
    )
    await tx.drafts.delete(draft.id)
    if order is None:
        return await _already(desk, tx, draft.user_id, draft.id)
    await telling.card(tx, order, now)
    return order
