"""The log reads as sentences, whoever did what to whom, in every language."""

from collections.abc import Mapping
from string import Formatter

import pytest

from bot.domain.journal import Act, Entry, Kind
from bot.domain.journal_search import DAYS, LogWanted
from bot.domain.listing import LogListing
from bot.domain.page import Page
from bot.domain.search import Search
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views import journal
from bot.views.lang import LANGUAGES, Lang, lang
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

ANN = User(id=BIG, first_name=LONG, username="u" * 32)
PEOPLE = {BIG: ANN}
SERVICES = {BIG: LONG}

OURS = {
    "rights": " ".join(Right),
    "stream": "money",
    "way": "hourly",
    "where": "room",
    "language": "ru",
}
"""Details that are words of ours: nobody else writes them."""


def entry(act: Act, details: Mapping[str, str], kind: Kind = Kind.ORDER) -> Entry:
    return Entry(id=BIG, at=NOW, actor_id=BIG, act=act, kind=kind, number=BIG, details=details)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("act", Act)
def test_every_act_is_a_sentence_in_every_language(act: Act, code: str) -> None:
    assert act in journal._SENTENCES, (
        f"Whoever adds {act!r} writes its sentence: a line for it in _SENTENCES of bot/views/journal.py. "
        "It names nobody; {subject} is what it was done to, every other name in braces one of the details."
    )
    text = journal._SENTENCES[act]
    names = {name for _, name, _, _ in Formatter().parse(text) if name} - {"subject"}
    told = journal.sentence(lang(code), entry(act, {}), {}, {})
    assert "{" not in told
    for name in names:
        full = entry(act, {name: OURS.get(name, "Zebra")})
        shown = journal.sentence(lang(code), full, {}, {})
        assert shown != told, f"{act!r} doesn't tell its {name}"
    if code != "en":
        assert lang(code).t(text) != text, f"{act!r} has no sentence in {LANGUAGES[code]}"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_subject_has_a_name(reader: Lang, kind: Kind) -> None:
    assert kind in journal._SUBJECTS, f"{kind!r} needs a line in _SUBJECTS of bot/views/journal.py"
    assert kind in journal._KINDS, f"{kind!r} needs a line in _KINDS of bot/views/journal.py"
    assert journal.subject(reader, entry(Act.INVITED, {}, kind), {}, {})


def test_an_entry_says_when_who_and_what() -> None:
    olga = User(id=1, first_name="Olga")
    done = Entry(
        id=1,
        at=NOW,
        actor_id=1,
        act=Act.ORDER_CANCEL_ASKED,
        kind=Kind.ORDER,
        number=5,
        details={},
    )
    told = journal.deed(lang("en"), done, {1: olga}, {})
    assert told == "Jan 2, 03:04 UTC · Olga\n<b>Order #5</b>: asked the panel to cancel it"


def test_an_older_entry_without_its_details_is_still_a_sentence() -> None:
    told = journal.sentence(lang("en"), entry(Act.ORDER_FOUND, {}), {}, {})
    assert told.endswith("as its order –")


def listing(wanted: LogWanted, *entries: Entry) -> LogListing:
    return LogListing(
        search=Search(id=BIG, user_id=1, words={}),
        wanted=wanted,
        page=Page(items=entries, before=True, after=True),
        people=PEOPLE,
        services=SERVICES,
    )


@pytest.mark.parametrize("kind", Kind)
def test_the_log_with_the_worst_in_it(reader: Lang, kind: Kind) -> None:
    acts = [entry(act, dict.fromkeys(_details(act), LONG) | _ours(act), kind) for act in Act]
    for start in range(0, len(acts), 8):
        wanted = LogWanted(actor_id=BIG, kind=kind.value, number=BIG, when="2030-12-31")
        check(journal.log(reader, listing(wanted, *acts[start : start + 8])))
    check(journal.log(reader, listing(LogWanted(), *acts[:8])))
    check(journal.log(reader, listing(LogWanted(kind="no such kind"))))


def _details(act: Act) -> set[str]:
    parsed = Formatter().parse(journal._SENTENCES[act])
    return {name for _, name, _, _ in parsed if name} - {"subject"}


def _ours(act: Act) -> dict[str, str]:
    return {name: word for name, word in OURS.items() if name in _details(act)}


def test_what_the_log_can_be_narrowed_to(reader: Lang) -> None:
    actors = [(BIG - n, ANN if n else None) for n in range(200)]
    for what in ("who", "what", "when", "no such"):
        for wanted in (LogWanted(), LogWanted(kind="order", actor_id=BIG, when=DAYS[1])):
            check(journal.narrow(reader, listing(wanted), what, actors))
    check(journal.ask_words(reader))
    assert set(journal.kind_words(reader).values()) <= set(Kind)
