"""Links as people paste them, made fit for a panel: a whole https address in ASCII, without tracking.

Cleaning twice changes nothing. What a link points at is never judged here: `fits_platform` is there to ask about, for a
platform has more addresses than anybody knows.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from bot.domain.errors import Problem, ShopError
from bot.domain.platform import TABLE, WEBSITE
from bot.domain.typed import visible_word

MAX_LINK = 2000

_AROUND = " \n\"'`«»“”„‘’<>"
_SCHEME = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_NAME = re.compile(r"@([\w.\-]{1,64})")
_PORTS = {"http": 80, "https": 443}
_SAFE = "!#$%&()*+,/:;=?@[]~"

_TRACKING = re.compile(
    r"utm_\w*|mc_[ce]id|_openstat|(?:fb|g|y|d|msclk|tt|ys)clid|igshi?d?|mibextid|ref_(?:src|url)|_g[al]"
)
_TRACKING_AT: Mapping[str, frozenset[str]] = {
    "x": frozenset({"s", "t", "cn", "cxt"}),
    "youtube": frozenset({"si", "feature", "pp", "t", "ab_channel", "app"}),
    "spotify": frozenset({"si", "nd", "dlsi"}),
    "soundcloud": frozenset({"si"}),
    "tiktok": frozenset(
        {
            "_t", "_r", "_d", "is_from_webapp", "is_copy_url", "sender_device", "sender_web_id", "web_id",
            "share_id", "share_app_id", "share_link_id", "share_item_id", "share_author_id", "social_share_type",
            "sec_user_id", "sec_uid", "u_code", "user_id", "timestamp", "tt_from", "refer", "source", "checksum",
            "enter_from", "enter_method", "preview_pb",
        }
    ),
    "instagram": frozenset({"hl"}),
    "threads": frozenset({"xmt", "slof"}),
    "facebook": frozenset(
        {"rdid", "share_url", "sfnsn", "wtsid", "paipv", "eav", "_rdr", "ref", "refid", "__tn__", "__cft__[0]"}
    ),
    "linkedin": frozenset({"trk", "trackingid", "lipi", "midtoken", "midsig", "rcm", "refid"}),
    "reddit": frozenset({"share_id", "rdt"}),
    "vk": frozenset({"trackcode"}),
    "pinterest": frozenset({"invite_code", "sender", "sfo"}),
}  # fmt: skip

# Their profile addresses have no @, but people write one. (VK's articles do have it.)
_NO_AT = frozenset({"telegram", "instagram", "x", "twitch", "kick"})

# One account or post under two addresses.
_SAME_HOST = {
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "twitter.com": "x.com",
    "threads.com": "threads.net",
    "vk.ru": "vk.com",
}


def clean_link(text: str, platform: str) -> str:
    """The address that `text` means, for a service of `platform`; `@name` is that platform's profile.

    A website's own query is kept whole: whoever buys visits counts them by it. ShopError: NOT_A_LINK, TOO_LONG, EMPTY.
    """
    if len(text) > MAX_LINK:
        raise ShopError(Problem.TOO_LONG, maximum=MAX_LINK)
    bare = visible_word(text).strip(_AROUND)
    if not bare:
        raise ShopError(Problem.EMPTY)
    if name := _NAME.fullmatch(bare):
        return _profile(name[1], platform)
    if bare.lower().startswith("tg:"):
        bare = _from_app(bare)
    if re.search(r"\s", bare):
        raise ShopError(Problem.NOT_A_LINK)
    link = _rebuild(bare, platform)
    if len(link) > MAX_LINK:
        raise ShopError(Problem.TOO_LONG, maximum=MAX_LINK)
    return link


def _profile(name: str, platform: str) -> str:
    known = TABLE.get(platform)
    if known is None or not known.profile:
        raise ShopError(Problem.NOT_A_LINK)
    return known.profile.format(quote(name))


def _from_app(text: str) -> str:
    """Telegram's own scheme, as its apps copy it."""
    action, _, query = text[3:].lstrip("/").partition("?")
    fields = dict(parse_qsl(query))
    if action.lower() == "join" and "invite" in fields:
        return f"https://t.me/+{quote(fields['invite'], safe='')}"
    domain = fields.pop("domain", "")
    if action.lower() != "resolve" or not _NAME.fullmatch(f"@{domain}"):
        raise ShopError(Problem.NOT_A_LINK)
    page = fields.pop("post", "") or fields.pop("appname", "")
    path = "/".join(quote(part, safe="") for part in (domain, page) if part)
    return f"https://t.me/{path}" + (f"?{urlencode(fields)}" if fields else "")


def _rebuild(text: str, platform: str) -> str:
    scheme = "https"
    if given := _SCHEME.match(text):
        scheme, text = given[1].lower(), text[given.end() :]
    try:
        parts = urlsplit(f"{scheme}://{text.removeprefix('//')}")
        port = parts.port
    except ValueError as error:
        raise ShopError(Problem.NOT_A_LINK) from error
    if "@" in parts.netloc:
        raise ShopError(Problem.NOT_A_LINK)
    host = _host(parts.hostname or "")
    if host == "web.telegram.org" and _NAME.fullmatch(parts.fragment):
        return _profile(parts.fragment[1:], "telegram")
    site = _platform_at(host)
    path = quote(_path(parts.path, site), safe=_SAFE)
    query = parts.query if platform == WEBSITE and site is None else _query(parts.query, site)
    route = parts.fragment if site is None and parts.fragment.startswith(("/", "!")) else ""
    return "".join(
        (
            f"{scheme}://{host}",
            f":{port}" if port not in {None, 0, _PORTS[scheme]} else "",
            path,
            f"?{quote(query, safe=_SAFE)}" if query else "",
            f"#{quote(route, safe=_SAFE)}" if route else "",
        )
    )


def _host(host: str) -> str:
    try:
        ascii_host = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise ShopError(Problem.NOT_A_LINK) from error
    # The pattern wants a dot and a last label that begins with a letter: no bare name, no number of any notation.
    if not _HOST.fullmatch(ascii_host) or ascii_host.endswith((".localhost", ".local")):
        raise ShopError(Problem.NOT_A_LINK)
    return ascii_host


def _path(path: str, site: str | None) -> str:
    """Without what a sentence leaves behind, and without an @ that leads nowhere."""
    path = path.rstrip(",;")
    if site in _NO_AT and path.startswith("/@"):
        return "/" + path.lstrip("/@")
    return path


def _query(query: str, site: str | None) -> str:
    ours = _TRACKING_AT.get(site or "", frozenset())
    kept = []
    for pair in query.split("&"):
        key = unquote(pair.partition("=")[0]).lower()
        if pair and key not in ours and not _TRACKING.fullmatch(key):
            kept.append(pair)
    return "&".join(kept)


def _platform_at(host: str) -> str | None:
    return next((key for key in TABLE if _is_host_of(key, host)), None)


def _is_host_of(platform: str, host: str) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in TABLE[platform].hosts)


def platform_of_link(text: str) -> str | None:
    """The platform that a typed link leads to; None if the text is no link, or leads to none we know."""
    word = text.strip()
    if not word or any(char.isspace() for char in word) or "." not in word:
        return None
    try:
        host = urlsplit(clean_link(word, "website")).hostname
    except ShopError:
        return None
    return _platform_at(host or "")


def fits_platform(link: str, platform: str) -> bool:
    """Whether a cleaned link is a page on the platform's site; True where its addresses aren't known."""
    known = TABLE.get(platform)
    if known is None or not known.hosts:
        return True
    parts = urlsplit(link)
    somewhere = bool(parts.path.strip("/") or parts.query)
    return _is_host_of(platform, parts.hostname or "") and somewhere


def same_link_key(link: str) -> str:
    """Equal for links to the same thing: without scheme, www, m, and a last slash. A bare name only loses its case."""
    scheme, mark, rest = link.partition("://")
    if not mark or scheme.lower() not in {"http", "https"}:
        return link.strip().casefold()
    cut = re.search(r"[/?#]", rest)
    host, tail = (rest[: cut.start()], rest[cut.start() :]) if cut else (rest, "")
    host = re.sub(r"^(?:www|m|mobile)\.", "", host.lower())
    path, mark, query = tail.partition("?")
    return _SAME_HOST.get(host, host) + path.rstrip("/") + mark + query
