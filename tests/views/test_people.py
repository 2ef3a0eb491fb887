"""People and operators on screens, with the names that people give themselves."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from bot.domain.invitation import Invitation
from bot.domain.listing import COUNTED
from bot.domain.page import Page
from bot.domain.person import OpenInvitations, Person
from bot.domain.staff import Operator, Right
from bot.domain.user import User
from bot.views import menu, people, team
from bot.views.lang import Lang, lang
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

OWNER = User(id=BIG, first_name=LONG, username="u" * 32, rights=frozenset({Right.OWNER}))
EVERY_KIND = [
    User(id=BIG, first_name=LONG, username="u" * 32, blocked=True, reachable=False),
    User(id=BIG, first_name="\u202e", member=True),
    User(id=1, first_name=""),
    replace(OWNER, member=True),
]
EVERY_CHOICE = [
    frozenset(chosen) for size in range(len(Right) + 1) for chosen in combinations(Right, size)
]


@pytest.mark.parametrize("user", EVERY_KIND)
def test_a_person(reader: Lang, user: User) -> None:
    found = Person(
        user=user,
        since=NOW,
        seen=NOW,
        invited_by=OWNER,
        orders=COUNTED,
        running=3,
        spent={f"<{n}>": Decimal("9876543210.123456") for n in range(9)},
    )
    for rights in EVERY_CHOICE:
        check(people.person(reader, found, replace(OWNER, rights=rights), NOW))
    check(people.person(reader, replace(found, orders=0, invited_by=None), OWNER, NOW))
    check(people.ask_block(reader, user))


def test_lists_of_people(reader: Lang) -> None:
    page = Page(items=(EVERY_KIND * 2)[: people.PAGE], before=True, after=True)
    check(people.newcomers(reader, page))
    check(people.newcomers(reader, Page(items=())))
    busy = [(user, 10**9) for user in EVERY_KIND] * 15
    for number in (-1, 0, 3, BIG):
        check(people.busiest(reader, busy, number))
    check(people.busiest(reader, [], 0))
    check(people.which_one(reader, EVERY_KIND * 2, more=True))
    check(people.ask_name(reader))


def test_signs_are_explained_where_they_stand() -> None:
    told = people.newcomers(lang("en"), Page(items=EVERY_KIND[:1])).text
    assert "🚫 blocked" in told
    assert "🛠" not in told


def test_invitations(reader: Lang) -> None:
    link = "https://t.me/" + "b" * 32 + "?start="
    check(people.invitation(reader, link + "x" * 64))
    each = Invitation(token="x" * 22, created_by=BIG, created_at=NOW)
    shown = [each] * people.INVITATIONS_PAGE
    found = OpenInvitations(shown=shown, makers={BIG: OWNER}, page=9, total=10**6)
    check(people.invitations(reader, found, lambda payload: link + payload, NOW))
    nothing = OpenInvitations(shown=[], makers={}, page=0, total=0)
    check(people.invitations(reader, nothing, lambda payload: link + payload, NOW))


@pytest.mark.parametrize("chosen", EVERY_CHOICE)
def test_what_an_operator_may_do(reader: Lang, chosen: frozenset[Right]) -> None:
    user = EVERY_KIND[0]
    for before in EVERY_CHOICE[::7]:
        known = operator(before)
        check(team.operator(reader, user, known, chosen))
    check(team.operator(reader, user, None, chosen))
    check(team.told(reader, chosen))
    check(team.saved(reader, replace(user, rights=chosen), user))
    for themselves in (True, False):
        check(team.ask_sure(reader, user, chosen, themselves=themselves))


def operator(rights: frozenset[Right], *, named: bool = False) -> Operator:
    return Operator(user_id=BIG, rights=rights, named=named, appointed_by=1, appointed_at=NOW)


def test_the_team(reader: Lang) -> None:
    everybody = [(operator(frozenset(Right), named=True), user) for user in EVERY_KIND] * 50
    for page in (-1, 0, 7, BIG):
        check(team.team(reader, [(operator(frozenset()), None), *everybody], page))
    check(team.operator(reader, EVERY_KIND[0], operator(frozenset(Right), named=True), frozenset()))
    check(team.ask_who(reader))
    check(team.which_one(reader, EVERY_KIND))
    for themselves in (True, False):
        check(team.ask_dismiss(reader, EVERY_KIND[0], themselves=themselves))
    check(team.dismissed(reader, EVERY_KIND[0], EVERY_KIND[0]))


def test_the_door_for_who_is_kept_out(reader: Lang) -> None:
    check(menu.blocked(reader))
    assert 0 < len(menu.blocked_in_short(reader)) <= 200
