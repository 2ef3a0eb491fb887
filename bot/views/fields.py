"""How each field of a form is called, asked for and shown."""

from collections.abc import Callable, Mapping

from bot.domain.form import (
    BLANK_TRAFFIC,
    FORMS,
    GOOGLE_TRAFFIC,
    REFERRER_TRAFFIC,
    Counting,
    Field,
    Value,
)
from bot.domain.platform import OTHER, PLATFORMS, WEBSITE
from bot.domain.service import Listing
from bot.views.lang import Html, Lang, mark
from bot.views.text import clip, esc

_SHOWN_LINES = 3
_SHOWN_TEXT = 300


def name(lang: Lang, field: Field) -> str:
    """A short name, for cards and buttons."""
    return _NAMES[field](lang)


def prompt(lang: Lang, field: Field, listing: Listing) -> Html:
    """What is wanted, with an example."""
    return _PROMPTS[field](lang, listing)


def shown(lang: Lang, field: Field, value: Value) -> Html:
    """An answer as the cards show it; a long list by its beginning and its length."""
    if isinstance(value, tuple):
        return _list(lang, value)
    choice = _CHOICES.get(field, {}).get(value)
    if choice is not None:
        return lang.t(choice)
    if field in {Field.INTERVAL, Field.DELAY}:
        return lang.n("{n} minute", "{n} minutes", int(value))
    if isinstance(value, int):
        return Html(lang.number(value))
    return Html(esc(clip(value, _SHOWN_TEXT)))


def choices(field: Field) -> Mapping[Value, str]:
    """The fixed answers of a field, with their texts; none for most."""
    return _CHOICES.get(field, {})


def _list(lang: Lang, value: tuple[str, ...]) -> Html:
    first = "\n".join(f"· {esc(clip(line, 60))}" for line in value[:_SHOWN_LINES])
    count = lang.n("{n} line", "{n} lines", len(value))
    more = "\n· …" if len(value) > _SHOWN_LINES else ""
    return Html(f"{count}\n{first}{more}")


_NAMES: Mapping[Field, Callable[[Lang], str]] = {
    Field.LINK: lambda lang: lang.label("Link"),
    Field.QUANTITY: lambda lang: lang.label("Quantity"),
    Field.RUNS: lambda lang: lang.label("Runs"),
    Field.INTERVAL: lambda lang: lang.label("Interval"),
    Field.COMMENTS: lambda lang: lang.label("Comments"),
    Field.USERNAMES: lambda lang: lang.label("User names"),
    Field.HASHTAGS: lambda lang: lang.label("Hashtags"),
    Field.HASHTAG: lambda lang: lang.label("Hashtag or keyword"),
    Field.USERNAME: lambda lang: lang.label("User name"),
    Field.MEDIA: lambda lang: lang.label("Post link"),
    Field.ANSWER_NUMBER: lambda lang: lang.label("Answer number"),
    Field.KEYWORDS: lambda lang: lang.label("Keywords"),
    Field.GROUPS: lambda lang: lang.label("Groups"),
    Field.MIN: lambda lang: lang.label("Minimum per post"),
    Field.MAX: lambda lang: lang.label("Maximum per post"),
    Field.DELAY: lambda lang: lang.label("Delay"),
    Field.POSTS: lambda lang: lang.label("Future posts"),
    Field.OLD_POSTS: lambda lang: lang.label("Past posts"),
    Field.EXPIRY: lambda lang: lang.label("Ends on"),
    Field.COUNTRY: lambda lang: lang.label("Country"),
    Field.DEVICE: lambda lang: lang.label("Device"),
    Field.TYPE_OF_TRAFFIC: lambda lang: lang.label("Traffic source"),
    Field.GOOGLE_KEYWORD: lambda lang: lang.label("Google keyword"),
    Field.REFERRING_URL: lambda lang: lang.label("Referring page"),
}

_DEVICES: Mapping[Value, str] = {
    1: mark("Desktop"),
    2: mark("Android"),
    3: mark("iOS"),
    4: mark("Mixed mobile"),
    5: mark("Mixed"),
}
_TRAFFIC: Mapping[Value, str] = {
    GOOGLE_TRAFFIC: mark("Google keyword"),
    REFERRER_TRAFFIC: mark("Custom referrer"),
    BLANK_TRAFFIC: mark("No referrer"),
}
_CHOICES: Mapping[Field, Mapping[Value, str]] = {
    Field.DEVICE: _DEVICES,
    Field.TYPE_OF_TRAFFIC: _TRAFFIC,
}


def _ask_link(lang: Lang, listing: Listing) -> Html:
    example = _LINK_EXAMPLES.get(listing.platform, "example.com/page")
    return lang.t(
        "Send the <b>link</b> it is for, such as <code>{example}</code>.", example=example
    )


def _ask_quantity(lang: Lang, listing: Listing) -> Html:
    service = listing.service
    return lang.t(
        "<b>How many</b>? From {min} to {max}.",
        min=lang.number(service.min),
        max=lang.number(service.max),
    )


def _ask_comments(lang: Lang, listing: Listing) -> Html:
    text = lang.t(
        "Send the <b>comments</b>, one per line, such as\n<code>Great shot!\nLove it</code>"
    )
    return Html(f"{text}\n\n{_how_many_lines(lang, listing)}{_or_file(lang)}")


def _ask_usernames(lang: Lang, listing: Listing) -> Html:
    text = lang.t("Send the <b>user names</b>, one per line, such as\n<code>anna\nben.smith</code>")
    return Html(f"{text}\n\n{_how_many_lines(lang, listing)}{_or_file(lang)}")


def _how_many_lines(lang: Lang, listing: Listing) -> str:
    service = listing.service
    if service.type is None or FORMS[service.type].counting is not Counting.LINES:
        return ""
    text = lang.t(
        "From {min} to {max} lines.", min=lang.number(service.min), max=lang.number(service.max)
    )
    return f"{text} "


def _or_file(lang: Lang) -> Html:
    return lang.t("A long list can be sent as a text file (.txt).")


_PROMPTS: Mapping[Field, Callable[[Lang, Listing], Html]] = {
    Field.LINK: _ask_link,
    Field.QUANTITY: _ask_quantity,
    Field.RUNS: lambda lang, _: lang.t(
        "In <b>how many runs</b> should it come, at least 2? Each run brings the whole quantity."
    ),
    Field.INTERVAL: lambda lang, _: lang.t(
        "How many <b>minutes between two runs</b>? Such as <code>30</code>."
    ),
    Field.COMMENTS: _ask_comments,
    Field.USERNAMES: _ask_usernames,
    Field.HASHTAGS: lambda lang, _: lang.t(
        "Send the <b>hashtags</b>, one per line, such as\n<code>travel\nsunset</code>"
    ),
    Field.HASHTAG: lambda lang, _: lang.t(
        "Send the <b>hashtag or keyword</b>, such as <code>sunset</code>."
    ),
    Field.USERNAME: lambda lang, _: lang.t(
        "Send the <b>user name</b>, such as <code>anna.smith</code>. A link to the profile works too."
    ),
    Field.MEDIA: lambda lang, _: lang.t(
        "Send the <b>link to the post</b> whose likers you want, "
        "such as <code>instagram.com/p/Cabc123</code>."
    ),
    Field.ANSWER_NUMBER: lambda lang, _: lang.t(
        "Which <b>answer</b>? Send its number, counted from the top, such as <code>2</code>."
    ),
    Field.KEYWORDS: lambda lang, _: lang.t(
        "Send the <b>keywords</b>, one per line, such as\n<code>buy shoes online\nrunning shoes</code>"
    ),
    Field.GROUPS: lambda lang, _: lang.t(
        "Send the <b>links of the groups</b>, one per line, such as\n<code>t.me/group_one\nt.me/group_two</code>"
    ),
    Field.MIN: lambda lang, listing: lang.t(
        "How many <b>at least</b> on each new post? From {min} to {max}.",
        min=lang.number(listing.service.min),
        max=lang.number(listing.service.max),
    ),
    Field.MAX: lambda lang, listing: lang.t(
        "And how many <b>at most</b>? Up to {max}; each post gets a number in between.",
        max=lang.number(listing.service.max),
    ),
    Field.DELAY: lambda lang, _: lang.t(
        "How many <b>minutes after a post</b> should it start? <code>0</code> means at once."
    ),
    Field.POSTS: lambda lang, _: lang.t(
        "For how many <b>future posts</b>? Such as <code>10</code>."
    ),
    Field.OLD_POSTS: lambda lang, _: lang.t(
        "How many of the <b>latest posts</b> should get it too? Such as <code>3</code>."
    ),
    Field.EXPIRY: lambda lang, _: lang.t(
        "On which <b>day</b> should it end? Day/month/year, such as <code>31/12/2030</code>."
    ),
    Field.COUNTRY: lambda lang, _: lang.t(
        "From which <b>country</b>? Send its name or code, such as <code>US</code>, or <code>WW</code> for all."
    ),
    Field.DEVICE: lambda lang, _: lang.t("From which <b>devices</b>?"),
    Field.TYPE_OF_TRAFFIC: lambda lang, _: lang.t("Where should the <b>visitors come from</b>?"),
    Field.GOOGLE_KEYWORD: lambda lang, _: lang.t(
        "Which <b>keyword</b> should they search for? Such as <code>running shoes</code>."
    ),
    Field.REFERRING_URL: lambda lang, _: lang.t(
        "Which <b>page</b> should they come from? Such as <code>example.com/blog</code>."
    ),
}

_LINK_EXAMPLES: Mapping[str, str] = {
    "instagram": "instagram.com/p/Cabc123",
    "telegram": "t.me/channel/123",
    "tiktok": "tiktok.com/@name/video/123",
    "youtube": "youtube.com/watch?v=abc",
    "x": "x.com/name/status/123",
    "facebook": "facebook.com/page/posts/123",
    "vk": "vk.com/wall-1_2",
    "spotify": "open.spotify.com/track/abc",
    "twitch": "twitch.tv/name",
    "discord": "discord.gg/abc",
}


_PLATFORM_NAMES: Mapping[str, str] = {
    "vk": mark("VK"),
    "ok": mark("Odnoklassniki"),
    "dzen": mark("Dzen"),
    WEBSITE: mark("Website"),
    OTHER: mark("Other"),
}
"""Those that are called otherwise in other languages."""


def platform_name(lang: Lang, platform: str) -> str:
    name = _PLATFORM_NAMES.get(platform)
    return PLATFORMS.get(platform, platform) if name is None else lang.label(name)
