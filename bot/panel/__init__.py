"""An async client for reseller panels that speak "panel API v2", in all their dialects.

    account = Account(name="main", url="https://panel.example/api/v2", key=key)
    async with Panel(account) as panel:
        catalogue = await panel.services()
        print(len(catalogue.services), await panel.balance())
        try:
            added = await panel.add(
                "1", ServiceType.DEFAULT, {Field.LINK: "https://t.me/example", Field.QUANTITY: 100}
            )
        except PanelUndetermined as error:
            ...  # it may have been placed: never send it again by itself
        else:
            print(await panel.status(added.order_id))

Ids are opaque strings, money is `Decimal` in the account's currency, times are minutes unless said otherwise. It needs
nothing of this project but `bot.domain`.
"""

from bot.panel.account import Account
from bot.panel.client import Panel
from bot.panel.errors import (
    Cause,
    Evidence,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
)
from bot.panel.health import Health
from bot.panel.reasons import Reason, Refusal
from bot.panel.results import Added, Balance, Capability, Catalogue, RefillReport

__all__ = [
    "Account",
    "Added",
    "Balance",
    "Capability",
    "Catalogue",
    "Cause",
    "Evidence",
    "Health",
    "Panel",
    "PanelError",
    "PanelRejected",
    "PanelUnavailable",
    "PanelUndetermined",
    "Reason",
    "RefillReport",
    "Refusal",
]
