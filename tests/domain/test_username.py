"""A person gives a name in whatever form they have it; the panel gets the bare one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Problem, ShopError
from bot.domain.username import MAX_USERNAME, parse_owner, parse_subscriber, parse_username


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("anna", "anna"),
        ("@anna.b_1-c", "anna.b_1-c"),
        (" @anna\u200b ", "anna"),
        ("анна", "анна"),
        ("https://instagram.com/anna/", "anna"),
        ("instagram.com/anna?igsh=1", "anna"),
        ("https://www.tiktok.com/@anna/video/1", "anna"),
        ("https://www.youtube.com/@anna", "anna"),
        ("https://www.youtube.com/channel/UC1a", "UC1a"),
        ("https://youtube.com/c/anna", "anna"),
        ("https://t.me/s/anna", "anna"),
        ("https://x.com/anna/status/1", "anna"),
        ("https://www.linkedin.com/in/anna-b", "anna-b"),
        ("https://www.reddit.com/user/anna", "anna"),
        ("https://www.facebook.com/profile.php?id=1000&ref=x", "1000"),
        ("https://vk.com/id123", "id123"),
        ("tg://resolve?domain=anna", "anna"),
    ],
)
def test_a_name_is_found_in_what_was_given(text: str, name: str) -> None:
    assert parse_username(text, "instagram") == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Problem.EMPTY),
        ("@", Problem.EMPTY),
        ("anna b", Problem.NOT_A_USERNAME),
        ("anna!", Problem.NOT_A_USERNAME),
        ("...", Problem.NOT_A_USERNAME),
        ("a" * (MAX_USERNAME + 1), Problem.NOT_A_USERNAME),
        ("https://instagram.com/p/C1/", Problem.NOT_A_USERNAME),
        ("https://instagram.com/", Problem.NOT_A_USERNAME),
        ("https://t.me/c/123/4", Problem.NOT_A_USERNAME),
        ("https://t.me/+AbC", Problem.NOT_A_USERNAME),
        ("javascript://x", Problem.NOT_A_USERNAME),
    ],
)
def test_what_names_no_account_is_refused(text: str, why: Problem) -> None:
    with pytest.raises(ShopError) as refused:
        parse_username(text, "instagram")
    assert refused.value.problem is why


def test_the_owner_of_a_comment_may_have_a_name_of_several_words() -> None:
    assert parse_owner(" Anna  O’Neil ", "facebook") == "Anna O’Neil"
    assert parse_owner("@anna", "facebook") == "anna"
    assert parse_owner("https://facebook.com/anna", "facebook") == "anna"


def test_a_private_channel_is_watched_by_its_invitation() -> None:
    assert parse_subscriber("t.me/+AbC-1", "telegram") == "https://t.me/+AbC-1"
    assert parse_subscriber("https://t.me/joinchat/AbC", "telegram") == "https://t.me/joinchat/AbC"
    assert parse_subscriber("tg://join?invite=AbC", "telegram") == "https://t.me/+AbC"
    assert parse_subscriber("https://t.me/anna", "telegram") == "anna"
    assert parse_subscriber("@anna", "telegram") == "anna"


@given(st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("@/.:+c ")))
def test_any_text_gives_a_name_or_a_reason(text: str) -> None:
    for parse in (parse_username, parse_owner, parse_subscriber):
        try:
            name = parse(text, "telegram")
        except ShopError:
            continue
        assert parse(name, "telegram") == name
        assert name.isprintable()
