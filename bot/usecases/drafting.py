"""The form: started from a service's card, answered field by field, never lost.

What depends on the step the form is at, a typed message or a step back, is guarded by its update's id in the same
transaction: an update that comes twice changes the form once and shows it as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.answers import check_answers, parse_answer
from bot.domain.draft import Draft, Terms
from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field, missing, optional
from bot.domain.link import fits_platform, same_link_key
from bot.domain.order import Order
from bot.domain.service import Listing, Unorderable
from bot.usecases.desk import Desk
from storage.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A draft beside its service. `twin`: an order of the same service and link that is still running."""

    draft: Draft
    listing: Listing
    twin: Order | None = None

    @property
    def awaiting(self) -> Field | None:
        return self.draft.awaiting(self.listing.service)


async def start(desk: Desk, user_id: int, listing_key: int) -> Form:
    """A new form for this service, in place of the person's earlier one."""
    async with desk.storage.transaction() as tx:
        listing = await orderable(desk, tx, listing_key)
        draft = await tx.drafts.start(
            Draft(
                id=0,
                user_id=user_id,
                listing_key=listing.key,
                seen=Terms.of(listing.service),
                answers={},
                updated_at=desk.clock(),
            )
        )
        return Form(draft=draft, listing=listing)


async def repeat(desk: Desk, user_id: int, order_id: int) -> Form:
    """A new form with the answers of an earlier order of theirs, as far as they still fit."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.owned(order_id, user_id)
        if order is None:
            raise ShopError(Problem.ORDER_UNKNOWN)
        listing = await orderable(desk, tx, order.listing_key)
        wanted = frozenset(optional(listing.service)) & frozenset(order.fields)
        misfits = check_answers(listing.service, order.fields, wanted)
        draft = await tx.drafts.start(
            Draft(
                id=0,
                user_id=user_id,
                listing_key=listing.key,
                seen=Terms.of(listing.service),
                answers={f: v for f, v in order.fields.items() if f not in misfits},
                wanted=wanted,
                updated_at=desk.clock(),
            )
        )
        return await _form(tx, draft, listing)


async def of_user(desk: Desk, user_id: int) -> Form | None:
    """The form a typed text is for."""
    async with desk.storage.reading() as tx:
        draft = await tx.drafts.of_user(user_id)
        if draft is None:
            return None
        listing = await tx.catalogue.get(draft.listing_key)
        return None if listing is None else await _form(tx, draft, listing)


async def show(desk: Desk, user_id: int, draft_id: int) -> Form:
    return await _change(desk, user_id, draft_id, lambda draft, _: draft)


async def answer(
    desk: Desk, user_id: int, draft_id: int, text: str, *, field: Field, update_id: int
) -> Form:
    """Take `text` for `field`; raises the ShopError that says what is wrong with it, and changes nothing then.

    A link that doesn't look like the service's platform is taken, and doubted.
    """

    def take(draft: Draft, listing: Listing) -> Draft:
        value = parse_answer(
            field, text, listing.service, listing.platform, draft.answers, desk.clock().date()
        )
        doubtful = field is Field.LINK and not fits_platform(str(value), listing.platform)
        return draft.answered(field, value, doubtful=doubtful)

    return await _change(desk, user_id, draft_id, take, update_id=update_id)


async def edit(desk: Desk, user_id: int, draft_id: int, field: Field) -> Form:
    return await _change(desk, user_id, draft_id, lambda draft, _: draft.edit(field))


async def want(desk: Desk, user_id: int, draft_id: int, field: Field) -> Form:
    def add(draft: Draft, listing: Listing) -> Draft:
        return draft.want(field) if field in optional(listing.service) else draft

    return await _change(desk, user_id, draft_id, add)


async def drop(desk: Desk, user_id: int, draft_id: int, field: Field) -> Form:
    return await _change(desk, user_id, draft_id, lambda draft, _: draft.drop(field))


async def trust(desk: Desk, user_id: int, draft_id: int) -> Form:
    return await _change(desk, user_id, draft_id, lambda draft, _: draft.trusted())


async def back(
    desk: Desk, user_id: int, draft_id: int, *, update_id: int | None = None
) -> Form | Listing:
    """One step back in the form; its service, when there is nothing before."""
    async with desk.storage.transaction(passing=True) as tx:
        draft, listing = await _own(desk, tx, user_id, draft_id)
        if update_id is not None and not await tx.users.first_time(update_id, desk.clock()):
            return await _form(tx, draft, listing)
        before = draft.back(listing.service)
        if before is None:
            await tx.drafts.delete(draft.id)
            return listing
        await tx.drafts.save(replace(before, updated_at=desk.clock()))
        return await _form(tx, before, listing)


async def discard(desk: Desk, user_id: int, draft_id: int | None = None) -> Listing | None:
    """Throw the form away (their only one, without an id); the service it was for, if there was one."""
    async with desk.storage.transaction(passing=True) as tx:
        draft = await tx.drafts.of_user(user_id)
        if draft is None or draft_id not in {None, draft.id}:
            return None
        await tx.drafts.delete(draft.id)
        return await tx.catalogue.get(draft.listing_key)


async def placed_on(desk: Desk, draft_id: int, message_id: int) -> None:
    """The form is shown in this message."""
    async with desk.storage.transaction(passing=True) as tx:
        await tx.drafts.show_in(draft_id, message_id)


async def _change(
    desk: Desk,
    user_id: int,
    draft_id: int,
    change: Callable[[Draft, Listing], Draft],
    *,
    update_id: int | None = None,
) -> Form:
    async with desk.storage.transaction(passing=True) as tx:
        draft, listing = await _own(desk, tx, user_id, draft_id)
        now = desk.clock()
        if update_id is not None and not await tx.users.first_time(update_id, now):
            return await _form(tx, draft, listing)
        changed = change(draft, listing)
        if changed.awaiting(listing.service) is None:
            changed = replace(changed, seen=Terms.of(listing.service))
        if changed != draft:
            await tx.drafts.save(replace(changed, updated_at=now))
        return await _form(tx, changed, listing)


async def _own(desk: Desk, tx: Transaction, user_id: int, draft_id: int) -> tuple[Draft, Listing]:
    draft = await tx.drafts.get(draft_id)
    if draft is None or draft.user_id != user_id:
        raise ShopError(Problem.DRAFT_GONE)
    return draft, await orderable(desk, tx, draft.listing_key)


async def orderable(desk: Desk, tx: Transaction, listing_key: int) -> Listing:
    listing = await tx.catalogue.get(listing_key)
    if listing is None:
        raise ShopError(Problem.SERVICE_GONE)
    if listing.unorderable is Unorderable.HIDDEN:
        raise ShopError(Problem.SERVICE_NOT_ORDERABLE)  # without a way to look at it
    if listing.unorderable is not None or listing.panel not in desk.panels:
        raise ShopError(Problem.SERVICE_NOT_ORDERABLE, key=listing.key)
    return listing


async def _form(tx: Transaction, draft: Draft, listing: Listing) -> Form:
    """With the running twin, once the form is complete."""
    kind = listing.service.type
    if kind is None or missing(kind, draft.answers, draft.wanted) is not None:
        return Form(draft=draft, listing=listing)
    return Form(draft=draft, listing=listing, twin=await find_twin(tx, draft, listing))


async def find_twin(tx: Transaction, draft: Draft, listing: Listing) -> Order | None:
    return await tx.orders.running_twin(listing.key, link_key(draft, listing))


def link_key(draft: Draft, listing: Listing) -> str:
    """What an order is for, in the form in which two orders for the same are alike."""
    fields = draft.fields(listing.service)
    target = fields.get(Field.LINK) or fields.get(Field.USERNAME) or ""
    return same_link_key(str(target))
