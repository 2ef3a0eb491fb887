"""Account names as people give them: bare, with @, or as the address of a profile."""

import re
from urllib.parse import unquote, urlsplit

from bot.domain.errors import Problem, ShopError
from bot.domain.link import clean_link, fits_platform
from bot.domain.typed import visible_word

MAX_USERNAME = 64

_NAME = re.compile(rf"[\w.\-]{{1,{MAX_USERNAME}}}")
_OWNER = re.compile(rf"(?=.{{1,{MAX_USERNAME}}}$)[\w.'’\-]+(?: [\w.'’\-]+)*")

_BEFORE_NAME = frozenset(
    {"user", "u", "c", "channel", "s", "in", "company", "add", "profile", "id", "stories"}
)
_NO_PROFILE = _BEFORE_NAME | {
    "p", "reel", "reels", "tv", "watch", "shorts", "playlist", "explore", "hashtag", "joinchat", "share", "groups",
    "pages", "video", "videos", "events", "live", "i", "photo", "photo.php", "story.php", "permalink.php",
}  # fmt: skip


def parse_username(text: str, platform: str) -> str:
    """The bare name. ShopError: EMPTY, NOT_A_USERNAME."""
    word = visible_word(text)
    if "/" in word:
        return _from_address(word, platform)
    name = word.removeprefix("@").strip()
    return _checked(name, _NAME)


def parse_owner(text: str, platform: str) -> str:
    """The owner of a comment: some sites show people by a name of several words."""
    word = " ".join(visible_word(text).split())
    if " " in word and "/" not in word:
        return _checked(word, _OWNER)
    return parse_username(word, platform)


def parse_subscriber(text: str, platform: str) -> str:
    """Whom a subscription watches. A private Telegram channel has no name, its invitation stands for it."""
    if platform == "telegram" and re.search(r"/(?:\+|joinchat/)|^tg:", visible_word(text)):
        link = clean_link(text, platform)
        if fits_platform(link, platform) and re.search(r"/(?:\+|joinchat/)[\w\-]+$", link):
            return link
    return parse_username(text, platform)


def _checked(name: str, pattern: re.Pattern[str]) -> str:
    if not name:
        raise ShopError(Problem.EMPTY)
    if not pattern.fullmatch(name) or not re.search(r"[^\W_]", name):
        raise ShopError(Problem.NOT_A_USERNAME)
    return name


def _from_address(text: str, platform: str) -> str:
    try:
        link = clean_link(text, platform)
    except ShopError as error:
        raise ShopError(Problem.NOT_A_USERNAME) from error
    if number := re.search(r"(?:^|&)id=(\d+)", urlsplit(link).query):
        return number[1]  # facebook.com/profile.php?id=…
    return _checked(_account(link).removeprefix("@"), _NAME)


def _account(link: str) -> str:
    """The step of the address that names an account: /name/…, /user/name and the like."""
    steps = [unquote(step) for step in urlsplit(link).path.split("/") if step]
    prefixed = len(steps) > 1 and steps[0].lower() in _BEFORE_NAME
    if prefixed and not (steps[0] == "c" and fits_platform(link, "telegram")):  # t.me/c/<number>
        return steps[1]
    if not steps or steps[0].lower() in _NO_PROFILE:
        raise ShopError(Problem.NOT_A_USERNAME)
    return steps[0]
