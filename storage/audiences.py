"""Who an audience is, as conditions on users. Whoever isn't in the shop, is blocked or can't be reached is in none."""

from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from bot.domain.audience import Audience, Ordered
from bot.domain.language import Languages
from bot.domain.order import OrderStatus
from storage.tables.catalogue import services
from storage.tables.orders import orders
from storage.tables.people import users
from storage.tables.staff import staff

Condition = ColumnElement[bool]


def belongs(audience: Audience, languages: Languages, now: datetime) -> Condition:
    """For a row of users: whether they are in the audience now."""
    wanted = [~users.c.blocked, users.c.reachable, _customers(operators=audience.operators)]
    if audience.active_days is not None:
        wanted.append(users.c.seen_at >= now - timedelta(days=audience.active_days))
    if audience.language is not None:
        wanted.append(_spoken_to_in(languages) == audience.language)
    wanted.extend(_ordered(audience))
    return and_(*wanted)


def called(what: str) -> Condition:
    """For a row of services: whether it has this number, or all these words in its name, category or number."""
    if what.isdecimal():
        return services.c.service_id == what
    words = what.casefold().split()
    return and_(*(services.c.search_text.contains(word, autoescape=True) for word in words))


def _customers(*, operators: bool) -> Condition:
    appointed = exists().where(staff.c.user_id == users.c.id)
    return or_(users.c.member, appointed) if operators else and_(users.c.member, ~appointed)


def _spoken_to_in(languages: Languages) -> ColumnElement[str]:
    """Chosen in the bot, else as their Telegram says ("pt-br" is pt), else the shop's."""
    client = func.lower(func.replace(users.c.client_language, "_", "-"))
    return case(
        (users.c.language.in_(languages.spoken), users.c.language),
        *((or_(client == code, client.startswith(f"{code}-")), code) for code in languages.spoken),
        else_=languages.default,
    )


def _ordered(audience: Audience) -> list[Condition]:
    theirs = select(orders.c.id).where(
        orders.c.user_id == users.c.id, orders.c.status != OrderStatus.REJECTED
    )
    match audience.ordered:
        case Ordered.WHATEVER:
            return []
        case Ordered.ANYTHING:
            return [exists(theirs)]
        case Ordered.NOTHING:
            return [~exists(theirs)]
        case Ordered.PLATFORM:
            return [exists(theirs.where(orders.c.platform == audience.what))]
        case Ordered.SERVICE:
            of_it = theirs.join(services, services.c.key == orders.c.listing_key)
            return [exists(of_it.where(called(audience.what)))]
        case _:
            assert_never(audience.ordered)
