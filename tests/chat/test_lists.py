"""Lists: pasted as lines, or sent as a text file."""

import pytest

from tests.chat.conftest import World
from tests.chat.ordering import LINK, open_form
from tests.chat.talk import Guest

COMMENTS = 1030  # 5 to 500 comments
FIVE = "Wow\nGreat\nПривет\n🔥\nNice"


async def asked_for_comments(guest: Guest) -> None:
    await open_form(guest, COMMENTS)
    await guest.says(LINK)
    assert "comments" in guest.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.txt", FIVE.encode()),
        ("list.txt", b"\xef\xbb\xbf" + FIVE.encode()),
        ("list.txt", FIVE.replace("\n", "\r\n").encode("utf-16")),
        ("comments.csv", FIVE.encode()),
    ],
    ids=["utf-8", "with a mark at its beginning", "as Windows writes it", "csv"],
)
async def test_a_list_may_come_as_a_text_file(
    world: World, ann: Guest, name: str, content: bytes
) -> None:
    await asked_for_comments(ann)
    await ann.sends_file(name, content)
    assert "5 lines" in ann.text
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent[0]["comments"] == FIVE


async def test_a_file_that_cannot_be_used_is_told_why_and_the_question_stays(
    world: World, ann: Guest
) -> None:
    await asked_for_comments(ann)
    await ann.sends_file("photo.png", b"\x89PNG\r\n", mime_type="image/png")
    assert "text files only" in ann.text
    await ann.sends_file("list.txt", b"\xff\xfa\x80 not text")
    assert "text files only" in ann.text
    await ann.sends_file("list.txt", b"a\n" * 600_000)
    assert "too big" in ann.text
    await ann.says(FIVE)
    assert ann.has_button("Confirm")


async def test_an_empty_file_and_too_few_lines_are_asked_for_again(ann: Guest) -> None:
    await asked_for_comments(ann)
    await ann.sends_file("list.txt", b"\n \n")
    assert "Nothing is in there" in ann.text
    await ann.says("one\ntwo")
    assert "That makes 2" in ann.text
    await ann.sends_file("list.txt", "\n".join(f"line {n}" for n in range(501)))
    assert "That makes 501" in ann.text
    assert "comments" in ann.text
    await ann.says(FIVE)
    assert ann.has_button("Confirm")


async def test_the_line_that_is_wrong_is_named(ann: Guest) -> None:
    await open_form(ann, 1041)
    await ann.says(LINK, "anna\nben smith\ncarl")
    assert "Line 2" in ann.text
    assert "ben smith" in ann.text
    await ann.says("anna\nben.smith\ncarl")
    assert "How many" in ann.text


async def test_a_list_longer_than_a_message_holds_comes_as_a_file(world: World, ann: Guest) -> None:
    comments = [f"{number}: {'wonderful ' * 6}" for number in range(400)]
    await asked_for_comments(ann)
    await ann.sends_file("list.txt", "\n".join(comments))
    assert "400 lines" in ann.text
    await ann.taps("Confirm")
    await world.until(lambda: world.sent)
    assert world.sent[0]["comments"].split("\n") == [line.strip() for line in comments]


async def test_a_file_that_nobody_asked_for_is_told_what_files_are_for(ann: Guest) -> None:
    await ann.sends_file("words.txt", "tiktok views")
    assert "lists" in ann.text
    await ann.sends_file("photo.png", b"\x89PNG\r\n", mime_type="image/png")
    assert ann.has_button("Menu")
