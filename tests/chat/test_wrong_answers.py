"""A wrong answer is told why and asked for again; what was answered before stays."""

from dataclasses import dataclass

import pytest

from tests.chat.conftest import World
from tests.chat.ordering import LINK, open_form
from tests.chat.talk import Guest


@dataclass(frozen=True, slots=True)
class Asked:
    """`before` are the right answers up to the question; `wrong` tells for each wrong one a part of what is said."""

    service: int
    before: tuple[str, ...]
    wrong: dict[str, str]
    right: str


ASKED = {
    "link": Asked(1010, (), {"hello": "isn't a link", "two words.com": "isn't a link", "@": "isn't a link"}, LINK),
    "quantity": Asked(
        1010,
        (LINK,),
        {"many": "whole number", "9": "least is 10", "100001": "most is 100,000", "1.5": "whole number", "-5": "whole"},
        "10",
    ),
    "username": Asked(1013, (LINK,), {"two, words!": "isn't a user name", "@": "Nothing is in there"}, "anna"),
    "hashtags": Asked(1042, (LINK, "anna"), {"#": "Line 1", "two words": "Line 1"}, "#one"),
    "hashtag": Asked(1043, (LINK,), {"#one\n#two": "isn't a hashtag", "x" * 201: "at most 200"}, "one"),
    "media": Asked(1045, (LINK,), {"nonsense": "isn't a link"}, "instagram.com/p/Other"),
    "answer number": Asked(4021, ("t.me/c/1/2",), {"0": "least is 1", "101": "most is 100", "b": "whole number"}, "2"),
    "keywords": Asked(3002, ("youtu.be/abc",), {"x" * 1001: "at most 1,000"}, "shoes"),
    "groups": Asked(4003, ("t.me/one",), {"https://": "Line 1"}, "t.me/two"),
    "min": Asked(1020, ("anna",), {"19": "least is 20", "no": "whole number"}, "20"),
    "max": Asked(1020, ("anna", "50"), {"20": "can't be above", "6000": "most is 5,000"}, "60"),
    "delay": Asked(1020, ("anna", "20", "50"), {"601": "most is 600", "soon": "whole number"}, "10"),
    "country": Asked(9001, ("example.com",), {"Atlantis": "don't know that country", "X": "don't know"}, "US"),
    "device": Asked(9001, ("example.com", "US"), {"9": "isn't one of the choices", "phone": "choices"}, "1"),
    "traffic": Asked(9001, ("example.com", "US", "1"), {"4": "isn't one of the choices"}, "3"),
    "google keyword": Asked(9001, ("example.com", "US", "1", "1"), {"x" * 201: "at most 200"}, "shoes"),
    "referring page": Asked(9001, ("example.com", "US", "1", "2"), {"nowhere": "isn't a link"}, "blog.example.com"),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
async def test_a_wrong_answer_is_told_why_and_asked_again(ann: Guest, asked: Asked) -> None:
    await open_form(ann, asked.service)
    await ann.says(*asked.before)
    question = ann.text
    for answer, said in asked.wrong.items():
        await ann.says(answer)
        assert said in ann.text
        assert question.splitlines()[-1] in ann.text  # the question, or the price below it
        assert ann.has_button("Back")
    await ann.says(asked.right)
    assert "⚠️" not in ann.text
    assert all(answer in ann.text for answer in asked.before[:1])


async def test_runs_interval_and_their_total_are_checked(ann: Guest) -> None:
    await open_form(ann)
    await ann.says(LINK, "40000")
    await ann.taps("drip-feed")
    for answer, said in {"1": "least is 2", "x": "whole number", "3": "may not exceed"}.items():
        await ann.says(answer)
        assert said in ann.text
    await ann.says("2", "0")
    assert "least is 1" in ann.text
    await ann.says("1441")
    assert "most is 1,440" in ann.text
    await ann.says("30")
    assert ann.has_button("Confirm")


async def test_a_date_that_is_none_or_past_is_asked_for_again(ann: Guest) -> None:
    await open_form(ann, 1020)
    await ann.says("anna", "20", "50", "0")
    await ann.taps("Ends on")
    for answer, said in {
        "soon": "isn't a date",
        "31/02/2035": "isn't a date",
        "1.1.2020": "past",
    }.items():
        await ann.says(answer)
        assert said in ann.text
    await ann.says("2035-12-31")
    assert "31/12/2035" in ann.text
    await ann.taps("Future posts")
    await ann.says("0")
    assert "least is 1" in ann.text
    await ann.says("7")
    await ann.taps("Past posts")
    await ann.says("1001")
    assert "most is 1,000" in ann.text
    await ann.says("0")
    assert ann.has_button("Confirm")


async def test_a_link_of_another_site_is_asked_about_not_refused(world: World, ann: Guest) -> None:
    await open_form(ann)
    await ann.says("https://tiktok.com/@anna/video/1")
    assert "doesn't look like Instagram" in ann.text
    await ann.taps("Another link")
    await ann.says("https://tiktok.com/@anna/video/2")
    await ann.taps("Yes, use it")
    await ann.says("10")
    await ann.taps("Confirm")
    await world.until(lambda: world.sent)
    assert world.sent[0]["link"] == "https://tiktok.com/@anna/video/2"


async def test_a_doubted_link_may_be_replaced_by_just_sending_another(ann: Guest) -> None:
    await open_form(ann)
    await ann.says("https://tiktok.com/@anna", LINK)
    assert "How many" in ann.text
