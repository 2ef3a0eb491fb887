"""Where a service belongs, as its panel wrote it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.platform import PLATFORMS, TABLE, platform_of
from bot.domain.service import ServiceType
from tests.domain.build import service

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("Instagram Followers | HQ", "instagram"),
        ("IG Likes", "instagram"),
        ("⭐️ TG Members ⭐️", "telegram"),
        ("Подписчики в Телеграме", "telegram"),
        ("𝗧𝗲𝗹𝗲𝗴𝗿𝗮𝗺 views", "telegram"),
        ("🆃🅶 premium", "telegram"),
        ("ᴛɪᴋᴛᴏᴋ likes", "tiktok"),
        ("Tik Tok saves", "tiktok"),
        ("ТикТок просмотры", "tiktok"),
        ("[YT] Watch time", "youtube"),
        ("Просмотры на Ютубе", "youtube"),
        ("X Followers", "x"),
        ("[X] Impressions", "x"),
        ("Twitter (X) Retweets", "x"),
        ("FB Page Likes", "facebook"),
        ("VK | лайки", "vk"),
        ("ВКонтакте друзья", "vk"),
        ("Одноклассники: класс", "ok"),
        ("OK.ru views", "ok"),
        ("Discord members", "discord"),
        ("Яндекс Дзен дочитывания", "dzen"),
        ("Website visitors from Facebook", "website"),
        ("Followers for Instagram and Facebook", "instagram"),
        ("İNSTAGRAM takipçi", "instagram"),
    ],
)
def test_the_first_site_in_a_name_is_the_platform(name: str, platform: str) -> None:
    assert platform_of(service(name=name, category="Bestsellers")) == platform


@pytest.mark.parametrize(
    "name",
    [
        "Instant Followers",
        "Max 10K per day",
        "Medium speed",
        "Exclusive views",
        "10 x 100 likes",
        "Booking reviews",
        "Lights and tights",
        "",
    ],
)
def test_part_of_another_word_is_no_site(name: str) -> None:
    assert platform_of(service(name=name, category="")) == "other"


def test_the_panel_own_field_comes_first_then_the_category_then_the_name() -> None:
    sold = service(name="Views for TikTok", category="YouTube views")
    assert platform_of(sold) == "youtube"
    assert (
        platform_of(service(network="Twitch", name=sold.name, category=sold.category)) == "twitch"
    )
    assert platform_of(service(network="Misc", name=sold.name, category="Hits")) == "tiktok"


def test_a_word_of_many_meanings_counts_only_alone() -> None:
    assert platform_of(service(network="MAX", category="MAX views")) == "max"
    assert platform_of(service(category="Medium", name="Claps")) == "medium"
    assert platform_of(service(category="Max speed", name="Claps")) == "other"


def test_web_traffic_that_names_no_site_is_for_websites() -> None:
    assert platform_of(service(ServiceType.WEB_TRAFFIC, name="Visits", category="All")) == "website"


@given(st.text(), st.text(), st.text())
def test_whatever_a_panel_writes_there_is_a_platform(
    network: str, category: str, name: str
) -> None:
    assert platform_of(service(network=network, category=category, name=name)) in PLATFORMS


def test_keys_fit_into_buttons() -> None:
    assert all(key.isascii() and len(key) <= 12 for key in PLATFORMS)
    assert PLATFORMS["x"] == "X (Twitter)"
    assert PLATFORMS["other"] == "Other"


def test_every_platform_is_found_by_its_own_title() -> None:
    for key in TABLE:
        if key != "other":
            assert platform_of(service(category=PLATFORMS[key])) == key


@pytest.mark.parametrize("catalogue", ["a", "b", "c"])
def test_hardly_any_service_of_a_real_catalogue_has_no_platform(catalogue: str) -> None:
    file = SAMPLES / f"catalogue-{catalogue}.json"
    if not file.exists():
        pytest.skip("the real catalogues aren't here")
    rows = json.loads(file.read_text(encoding="utf-8"))
    found = Counter(
        platform_of(
            service(
                name=row["name"], category=row["category"] or "", network=row.get("network") or ""
            )
        )
        for row in rows
    )
    assert found["other"] / len(rows) < 0.04
