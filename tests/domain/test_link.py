"""A pasted link becomes one that a panel understands, or is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Problem, ShopError
from bot.domain.link import MAX_LINK, clean_link, fits_platform, platform_of_link, same_link_key
from bot.domain.platform import PLATFORMS, TABLE

pieces = st.lists(
    st.sampled_from(
        ["/", "a", ".", ",", "?", "&", "=", "utm_source", "t", "si", "#", "/@", "@n", "%", "ß", " ", '"', "'",
         "\\", "[", "]", ":", "+", "!", "~", "\u200b", "|", "start=1", "^", "\n", "<", "»", ";", "igsh=1"]
    )
).map("".join)  # fmt: skip
starts = st.sampled_from(
    ["", "http://", "https://", "HTTPS:/", "//", "tg://", "tg:", "javascript:", "file:///", "@", "t.me/@"]
)  # fmt: skip
hosts = st.sampled_from(
    ["t.me", "X.com", "www.youtube.com", "пример.рф", "a.b", "vk.com", "web.telegram.org/k/#@name", "localhost",
     "1.2.3.4", "u:p@x.com", "resolve?domain=abc", "join?invite=x", "a.b:8080", "[::1]"]
)  # fmt: skip
typed = st.one_of(st.text(), st.builds(lambda a, b, c: a + b + c, starts, hosts, pieces))
platforms = st.sampled_from(sorted(PLATFORMS))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://instagram.com/anna", "https://instagram.com/anna"),
        ("instagram.com/anna", "https://instagram.com/anna"),
        ("  <https://instagram.com/anna>\n", "https://instagram.com/anna"),
        ("«instagram.com/anna»", "https://instagram.com/anna"),
        ("instagram.com/anna,", "https://instagram.com/anna"),
        ("\u200ehttps://instagram.com/anna\u200f", "https://instagram.com/anna"),
        ("HTTPS://WWW.Instagram.COM/Anna", "https://www.instagram.com/Anna"),
        ("http://example.com/page", "http://example.com/page"),
        ("https:/t.me/anna", "https://t.me/anna"),
        ("//t.me/anna", "https://t.me/anna"),
        ("https://t.me./anna", "https://t.me/anna"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        (
            "пример.рф/о нас".replace(" ", "_"),
            "https://xn--e1afmkfd.xn--p1ai/%D0%BE_%D0%BD%D0%B0%D1%81",
        ),
        ("t.me/anna", "https://t.me/anna"),
        ("t.me/@anna", "https://t.me/anna"),
        ("t.me/+AbC-d_1", "https://t.me/+AbC-d_1"),
        ("https://t.me/c/123/45", "https://t.me/c/123/45"),
        ("https://web.telegram.org/k/#@anna", "https://t.me/anna"),
        ("tg://resolve?domain=anna", "https://t.me/anna"),
        ("tg://resolve?domain=anna&post=7&single", "https://t.me/anna/7"),
        ("tg://resolve?domain=shop_bot&start=ref7", "https://t.me/shop_bot?start=ref7"),
        ("tg:join?invite=AbC", "https://t.me/+AbC"),
        ("https://vk.com/@anna-story", "https://vk.com/@anna-story"),
        ("https://tiktok.com/@anna", "https://tiktok.com/@anna"),
    ],
)
def test_what_people_paste_becomes_a_whole_address(text: str, link: str) -> None:
    assert clean_link(text, "instagram") == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://instagram.com/p/C1/?igsh=MzRl&utm_source=ig", "https://instagram.com/p/C1/"),
        ("https://x.com/anna/status/1?s=20&t=Ab", "https://x.com/anna/status/1"),
        ("https://youtu.be/dQw?si=Ab&t=42", "https://youtu.be/dQw"),
        (
            "https://www.youtube.com/watch?v=dQw&list=PL1&feature=share&t=4s",
            "https://www.youtube.com/watch?v=dQw&list=PL1",
        ),
        ("https://open.spotify.com/track/1?si=9f", "https://open.spotify.com/track/1"),
        (
            "https://www.tiktok.com/@anna/video/1?_t=8&_r=1&is_from_webapp=1&sender_device=pc",
            "https://www.tiktok.com/@anna/video/1",
        ),
        (
            "https://facebook.com/story.php?story_fbid=1&id=2&mibextid=Nif&comment_id=3",
            "https://facebook.com/story.php?story_fbid=1&id=2&comment_id=3",
        ),
        ("https://facebook.com/p?__cft__%5B0%5D=AZ&a=1", "https://facebook.com/p?a=1"),
        ("https://t.me/shop_bot?start=utm_7", "https://t.me/shop_bot?start=utm_7"),
        ("https://t.me/anna/5?comment=9&single", "https://t.me/anna/5?comment=9&single"),
        ("https://t.me/anna/5?thread=3", "https://t.me/anna/5?thread=3"),
        ("https://example.com/?fbclid=1&t=2&q=x", "https://example.com/?t=2&q=x"),
        ("https://instagram.com/anna#top", "https://instagram.com/anna"),
        ("https://example.com/#/shop", "https://example.com/#/shop"),
        ("https://example.com/#prices", "https://example.com/"),
    ],
)
def test_tracking_goes_and_what_the_page_needs_stays(text: str, link: str) -> None:
    assert clean_link(text, "other") == link


def test_who_buys_visits_keeps_the_marks_they_count_them_by() -> None:
    marked = "https://shop.example.com/?utm_source=visits"
    assert clean_link(marked, "website") == marked


@pytest.mark.parametrize(
    ("platform", "link"),
    [
        ("telegram", "https://t.me/anna.b"),
        ("instagram", "https://instagram.com/anna.b"),
        ("tiktok", "https://tiktok.com/@anna.b"),
        ("x", "https://x.com/anna.b"),
        ("youtube", "https://youtube.com/@anna.b"),
        ("threads", "https://threads.net/@anna.b"),
        ("vk", "https://vk.com/anna.b"),
        ("facebook", "https://facebook.com/anna.b"),
        ("twitch", "https://twitch.tv/anna.b"),
    ],
)
def test_a_name_is_that_platforms_profile(platform: str, link: str) -> None:
    assert clean_link(" @anna.b ", platform) == link


@pytest.mark.parametrize("platform", ["website", "other", "spotify", "no-such-site"])
def test_a_name_means_nothing_where_there_are_no_profiles(platform: str) -> None:
    with pytest.raises(ShopError) as refused:
        clean_link("@anna", platform)
    assert refused.value.problem is Problem.NOT_A_LINK


@pytest.mark.parametrize(
    "text",
    [
        "anna",
        "https://",
        "hello there",
        "https://t.me/an na",
        "https://t.me/one\nhttps://t.me/two",
        "javascript:alert(1)",
        "javascript://t.me/%0aalert(1)",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "mailto:anna@example.com",
        "anna@example.com",
        "https://user:pass@example.com/",
        "https://t.me\\@example.com",
        "http://localhost/a",
        "http://printer.local/",
        "http://127.0.0.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://[::1]/",
        "https://example.com:port/",
        "https://-.com",
        "tg://resolve?phone=123",
        "tg://settings",
    ],
)
def test_what_leads_nowhere_is_refused(text: str) -> None:
    with pytest.raises(ShopError) as refused:
        clean_link(text, "telegram")
    assert refused.value.problem is Problem.NOT_A_LINK


def test_a_link_may_be_long_but_not_endless() -> None:
    for endless in ("t.me/" + "a" * MAX_LINK, "t.me/" + "я" * (MAX_LINK // 3)):
        with pytest.raises(ShopError) as refused:
            clean_link(endless, "telegram")
        assert refused.value.problem is Problem.TOO_LONG
        assert refused.value.details == {"maximum": MAX_LINK}


def test_nothing_is_no_link() -> None:
    with pytest.raises(ShopError) as refused:
        clean_link(" \u200b<>", "telegram")
    assert refused.value.problem is Problem.EMPTY


@given(typed, platforms)
def test_any_text_gives_a_clean_link_or_a_reason(text: str, platform: str) -> None:
    try:
        link = clean_link(text, platform)
    except ShopError:
        return
    assert clean_link(link, platform) == link
    assert link.startswith(("https://", "http://"))
    assert link.isascii()
    assert link.isprintable()
    assert not set(link) & set(" \"'<>\\^`{|}")
    assert len(link) <= MAX_LINK
    assert "//" not in same_link_key(link)[:2]
    fits_platform(link, platform)


@pytest.mark.parametrize(
    ("link", "platform", "fits"),
    [
        ("https://www.youtube.com/watch?v=1", "youtube", True),
        ("https://m.youtube.com/@anna", "youtube", True),
        ("https://youtu.be/1", "youtube", True),
        ("https://vm.tiktok.com/Zx/", "tiktok", True),
        ("https://telegram.me/anna", "telegram", True),
        ("https://anna.t.me/1", "telegram", True),
        ("https://twitter.com/anna", "x", True),
        ("https://t.me/anna", "instagram", False),
        ("https://notyoutube.com/1", "youtube", False),
        ("https://youtube.com.example.com/1", "youtube", False),
        ("https://instagram.com/", "instagram", False),
        ("https://example.com", "website", True),
        ("https://example.com", "other", True),
        ("https://example.com", "no-such-site", True),
    ],
)
def test_a_link_that_seems_to_be_of_another_site_is_noticed(
    link: str, platform: str, fits: bool
) -> None:
    assert fits_platform(link, platform) is fits


def test_a_name_always_fits_the_platform_it_was_given_for() -> None:
    for key, platform in TABLE.items():
        if platform.profile:
            assert fits_platform(clean_link("@anna", key), key), key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://Instagram.com/anna", "http://www.instagram.com/anna/"),
        ("https://m.youtube.com/watch?v=1", "https://youtube.com/watch/?v=1"),
        ("https://mobile.twitter.com/anna", "https://x.com/anna"),
        ("https://telegram.me/anna", "https://t.me/anna"),
        ("Anna", "anna"),
    ],
)
def test_two_spellings_of_one_link_are_the_same(one: str, other: str) -> None:
    assert same_link_key(one) == same_link_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtube.com/watch?v=1", "https://youtube.com/watch?v=2"),
        ("https://t.me/+AbC", "https://t.me/+abc"),
        ("https://t.me/anna/1", "https://t.me/anna/2"),
        ("https://meta.com/a", "https://ta.com/a"),
    ],
)
def test_links_to_different_things_stay_apart(one: str, other: str) -> None:
    assert same_link_key(one) != same_link_key(other)


@pytest.mark.parametrize(
    ("typed", "platform"),
    [
        ("https://www.instagram.com/p/Cabc123/?igsh=zzz", "instagram"),
        ("t.me/channel/5", "telegram"),
        ("youtu.be/abc", "youtube"),
        ("likes for instagram.com", None),
        ("instagram", None),
        ("example.com/page", None),
        ("...", None),
        ("javascript:alert(1).", None),
    ],
)
def test_where_a_link_leads(typed: str, platform: str | None) -> None:
    assert platform_of_link(typed) == platform
