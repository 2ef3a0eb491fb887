"""Who is an operator, and what each may do. The books say so, so that it holds at once wherever the bot runs."""

from collections.abc import Collection

from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right, may
from bot.usecases.desk import Desk
from storage.storage import Transaction


async def require(tx: Transaction, user_id: int, right: Right) -> None:
    """Raises NOT_ALLOWED for who is no operator, NO_RIGHT for one without this right."""
    rights = await tx.staff.rights(user_id)
    if not rights:
        raise ShopError(Problem.NOT_ALLOWED)
    if not may(rights, right):
        raise ShopError(Problem.NO_RIGHT)


async def name_owners(desk: Desk, admin_ids: Collection[int]) -> None:
    """At start: whoever is in the settings is an owner, and whoever was one only by them no longer is."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for operator in await tx.staff.all():
            if operator.named and operator.user_id not in admin_ids:
                await tx.staff.dismiss(operator.user_id)
        for admin_id in sorted(admin_ids):
            await tx.staff.appoint(admin_id, {Right.OWNER}, now, named=True)
