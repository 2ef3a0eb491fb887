"""Orders being put together: one a person."""

from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.draft import Draft, Terms
from storage.tables.orders import drafts
from storage.tables.people import users


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        user_id=row.user_id,
        listing_key=row.listing_key,
        seen=Terms(row.seen_rate, row.seen_min, row.seen_max, row.seen_type),
        answers=row.answers,
        wanted=row.wanted,
        editing=row.editing,
        doubted=row.doubted,
        message_id=row.message_id,
        updated_at=row.updated_at,
    )


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "user_id": draft.user_id,
        "listing_key": draft.listing_key,
        "seen_type": draft.seen.type,
        "seen_rate": draft.seen.rate,
        "seen_min": draft.seen.min,
        "seen_max": draft.seen.max,
        "answers": draft.answers,
        "wanted": draft.wanted,
        "editing": draft.editing,
        "doubted": draft.doubted,
        "message_id": draft.message_id,
        "updated_at": draft.updated_at,
    }


class Drafts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def start(self, draft: Draft) -> Draft:
        """Store a new draft in place of the person's earlier one; its id is given here and never used again."""
        # Two at once would both find nothing to delete: whoever holds the person's row goes first.
        await self._connection.execute(
            select(users.c.id).where(users.c.id == draft.user_id).with_for_update(key_share=True)
        )
        await self._connection.execute(delete(drafts).where(drafts.c.user_id == draft.user_id))
        stored = await self._connection.execute(
            drafts.insert().values(_values(draft)).returning(*drafts.c)
        )
        return _draft(stored.one())

    async def get(self, draft_id: int) -> Draft | None:
        """The draft, locked until the transaction ends."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.id == draft_id).with_for_update()
        )
        row = found.first()
        return None if row is None else _draft(row)

    async def of_user(self, user_id: int) -> Draft | None:
        """The person's draft, locked until the transaction ends."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.user_id == user_id).with_for_update()
        )
        row = found.first()
        return None if row is None else _draft(row)

    async def save(self, draft: Draft) -> None:
        await self._connection.execute(
            update(drafts).where(drafts.c.id == draft.id).values(_values(draft))
        )

    async def show_in(self, draft_id: int, message_id: int) -> None:
        """It stands in this message from now on."""
        await self._connection.execute(
            update(drafts).where(drafts.c.id == draft_id).values(message_id=message_id)
        )

    async def delete(self, draft_id: int) -> None:
        await self._connection.execute(delete(drafts).where(drafts.c.id == draft_id))
