"""The site a service is for: read off what its panel wrote, and how that site names its people.

A key is short and never changes, for orders and buttons keep it. A platform is a row of `TABLE`. Its `names` are found where
a word begins ("telegrams", "ютуба"), its `words` only as whole words. What no row names is "other".
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.service import Service, ServiceType


@dataclass(frozen=True, slots=True)
class Platform:
    """`hosts` are its addresses, with their subdomains; `profile` is the address of the profile `{}`."""

    title: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    profile: str = ""


OTHER = "other"
WEBSITE = "website"

_P = Platform
TABLE: Mapping[str, Platform] = {
    "instagram": _P(
        "Instagram",
        ("instagram", "инстаграм"),
        ("ig", "igtv", "insta", "инста"),
        ("instagram.com", "instagr.am", "ig.me"),
        "https://instagram.com/{}",
    ),
    "telegram": _P(
        "Telegram",
        ("telegram", "telegra.ph", "telesco.pe", "телеграм", "телега"),
        ("tg", "тг"),
        ("t.me", "telegram.me", "telegram.dog", "telegra.ph", "telesco.pe"),
        "https://t.me/{}",
    ),
    "tiktok": _P(
        "TikTok",
        ("tiktok", "tik tok", "тикток", "тик ток", "тик-ток"),
        ("tt", "тт"),
        ("tiktok.com",),
        "https://tiktok.com/@{}",
    ),
    "youtube": _P(
        "YouTube",
        ("youtube", "you tube", "ютуб", "ютюб"),
        ("yt", "ют"),
        ("youtube.com", "youtu.be", "youtube-nocookie.com"),
        "https://youtube.com/@{}",
    ),
    "x": _P(
        "X (Twitter)",
        ("twitter", "твиттер", "x.com"),
        ("x",),
        ("x.com", "twitter.com"),
        "https://x.com/{}",
    ),
    "facebook": _P(
        "Facebook",
        ("facebook", "фейсбук", "фэйсбук"),
        ("fb", "фб"),
        ("facebook.com", "fb.com", "fb.watch", "fb.me", "m.me"),
        "https://facebook.com/{}",
    ),
    "vk": _P(
        "VK",
        ("vkontakte", "вконтакте", "vkplay", "vkvideo", "vk.com"),
        ("vk", "вк"),
        ("vk.com", "vk.ru", "vk.me", "vkvideo.ru", "vkplay.live", "vkplay.ru"),
        "https://vk.com/{}",
    ),
    "ok": _P(
        "Odnoklassniki",
        ("odnoklassniki", "одноклассники", "ok.ru"),
        ("ok", "ок"),
        ("ok.ru", "odnoklassniki.ru"),
        "https://ok.ru/{}",
    ),
    "threads": _P(
        "Threads",
        ("threads", "тредс"),
        (),
        ("threads.net", "threads.com"),
        "https://threads.net/@{}",
    ),
    "twitch": _P("Twitch", ("twitch", "твич"), (), ("twitch.tv",), "https://twitch.tv/{}"),
    "kick": _P("Kick", ("kick.com",), ("kick", "кик"), ("kick.com",), "https://kick.com/{}"),
    "discord": _P(
        "Discord", ("discord", "дискорд"), (), ("discord.com", "discord.gg", "discordapp.com")
    ),
    "spotify": _P(
        "Spotify", ("spotify", "спотифай"), (), ("spotify.com", "spotify.link", "spoti.fi")
    ),
    "soundcloud": _P(
        "SoundCloud",
        ("soundcloud", "sound cloud", "саундклауд"),
        (),
        ("soundcloud.com",),
        "https://soundcloud.com/{}",
    ),
    "whatsapp": _P(
        "WhatsApp", ("whatsapp", "whats app", "ватсап", "вотсап"), (), ("whatsapp.com", "wa.me")
    ),
    "linkedin": _P(
        "LinkedIn",
        ("linkedin", "linked in", "линкедин"),
        (),
        ("linkedin.com", "lnkd.in"),
        "https://linkedin.com/in/{}",
    ),
    "pinterest": _P(
        "Pinterest",
        ("pinterest", "пинтерест"),
        (),
        ("pinterest.com", "pin.it"),
        "https://pinterest.com/{}",
    ),
    "reddit": _P(
        "Reddit",
        ("reddit", "реддит"),
        (),
        ("reddit.com", "redd.it"),
        "https://reddit.com/user/{}",
    ),
    "snapchat": _P(
        "Snapchat",
        ("snapchat", "снапчат"),
        (),
        ("snapchat.com",),
        "https://snapchat.com/add/{}",
    ),
    "rutube": _P("Rutube", ("rutube", "рутуб"), (), ("rutube.ru",)),
    "dzen": _P(
        "Dzen",
        ("dzen", "дзен", "yandex zen", "яндекс дзен", "яндекс.дзен"),
        (),
        ("dzen.ru", "zen.yandex.ru"),
        "https://dzen.ru/{}",
    ),
    "max": _P("MAX", ("max.ru", "тамтам", "tamtam"), (), ("max.ru",), "https://max.ru/{}"),
    "yappy": _P("Yappy", ("yappy",), (), ("yappy.media",)),
    "likee": _P("Likee", ("likee",), (), ("likee.video", "likee.com")),
    "trovo": _P("Trovo", ("trovo",), (), ("trovo.live",)),
    "wibes": _P("Wibes", ("wibes",), (), ("wibes.ru",)),
    "viber": _P("Viber", ("viber", "вайбер"), (), ("viber.com",)),
    "bluesky": _P("Bluesky", ("bluesky",), (), ("bsky.app",), "https://bsky.app/profile/{}"),
    "mastodon": _P("Mastodon", ("mastodon",)),
    "tumblr": _P("Tumblr", ("tumblr",), (), ("tumblr.com",), "https://tumblr.com/{}"),
    "quora": _P("Quora", ("quora",), (), ("quora.com",)),
    "medium": _P("Medium", ("medium.com",), (), ("medium.com",), "https://medium.com/@{}"),
    "github": _P("GitHub", ("github",), (), ("github.com",), "https://github.com/{}"),
    "steam": _P("Steam", (), ("steam",), ("steamcommunity.com", "steampowered.com")),
    "rumble": _P("Rumble", ("rumble",), (), ("rumble.com",)),
    "dailymotion": _P("Dailymotion", ("dailymotion",), (), ("dailymotion.com", "dai.ly")),
    "vimeo": _P("Vimeo", ("vimeo",), (), ("vimeo.com",), "https://vimeo.com/{}"),
    "kwai": _P("Kwai", ("kwai",), (), ("kwai.com", "kwai-video.com")),
    "clubhouse": _P("Clubhouse", ("clubhouse",), (), ("clubhouse.com", "joinclubhouse.com")),
    "onlyfans": _P("OnlyFans", ("onlyfans",), (), ("onlyfans.com",), "https://onlyfans.com/{}"),
    "patreon": _P("Patreon", ("patreon",), (), ("patreon.com",), "https://patreon.com/{}"),
    "apple_music": _P("Apple Music", ("apple music",), (), ("music.apple.com", "itunes.apple.com")),
    "deezer": _P("Deezer", ("deezer",), (), ("deezer.com", "deezer.page.link")),
    "tidal": _P("Tidal", (), ("tidal",), ("tidal.com",)),
    "audiomack": _P(
        "Audiomack", ("audiomack",), (), ("audiomack.com",), "https://audiomack.com/{}"
    ),
    "mixcloud": _P("Mixcloud", ("mixcloud",), (), ("mixcloud.com",), "https://mixcloud.com/{}"),
    "shazam": _P("Shazam", ("shazam",), (), ("shazam.com",)),
    "pikabu": _P("Pikabu", ("pikabu", "пикабу"), (), ("pikabu.ru",), "https://pikabu.ru/@{}"),
    "shopee": _P("Shopee", ("shopee",)),
    "google": _P(
        "Google",
        ("google maps", "google review", "google play", "google business"),
        ("google",),
        ("google.com", "goo.gl", "g.page", "g.co"),
    ),
    WEBSITE: _P(
        "Website traffic",
        ("website", "web site", "web-site", "web traffic", "веб-сайт", "веб сайт", "сайт"),
    ),
    OTHER: _P("Other", ()),
}

PLATFORMS: Mapping[str, str] = {key: platform.title for key, platform in TABLE.items()}
"""Every key and what people call it."""

# Names only where they stand alone: elsewhere they are a limit and a quality.
_ALONE = ("max", "medium")

# Enclosed and small capital letters, which compatibility folding leaves alone.
_FANCY = {
    **{start + i: ord("a") + i for start in (0x1F150, 0x1F170) for i in range(26)},
    **str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
}


def _fold(text: str) -> str:
    """Letters that are drawn alike made alike: fancy alphabets, case and accents are gone."""
    plain = unicodedata.normalize("NFKD", text.translate(_FANCY)).casefold()
    return "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})


def _spellings() -> Mapping[str, tuple[str, bool]]:
    """Folded spelling → the platform's key, and whether it must be a whole word."""
    found: dict[str, tuple[str, bool]] = {}
    for key, platform in TABLE.items():
        found |= {_fold(word): (key, True) for word in platform.words}
        found |= {_fold(name): (key, False) for name in platform.names}
    return found


_SPELLINGS = _spellings()


def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_SPELLINGS, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_alternative, longest_first))})")


def _alternative(spelling: str) -> str:
    if spelling == "x":
        return r"(?<!\d )x(?![^\W_])(?! \d)"  # "10 x 100" is a product, not a site
    _, whole_word = _SPELLINGS[spelling]
    return re.escape(spelling) + (r"(?![^\W_])" if whole_word else "")


_MENTION = _pattern()


def platform_of(service: Service) -> str:
    """The key of the platform: of the network if the panel names one, else what category or name mention first."""
    for text in map(_fold, (service.network, service.category, service.name)):
        if text.strip() in _ALONE:
            return text.strip()
        if mention := _MENTION.search(text):
            return _SPELLINGS[mention.group()][0]
    return WEBSITE if service.type is ServiceType.WEB_TRAFFIC else OTHER
