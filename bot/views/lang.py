"""One reader's language: texts, numbers, money and times as they read them.

Texts go into HTML messages, so every text value put into one is escaped here, unless it is `Html` already; `label` is for
buttons, which are plain. The message ids are the English texts; a language's catalogue is read once, from its .po file.
"""

import gettext
import io
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from bot.views.text import esc

LANGUAGES = {"en": "English", "ru": "Русский"}
"""Every language the bot speaks, under its own name."""

_PRECISE_BELOW = Decimal("0.01")
_CODE_BEFORE_DIGIT = re.compile(r"([A-Za-z])(?=\d)")


class Html(str):
    """Text that is HTML already, made by a view from escaped parts."""

    __slots__ = ()


class Lang:
    def __init__(self, code: str) -> None:
        self.code = code
        self._locale = Locale.parse(code)
        self._catalogue = _catalogue(code)

    def t(self, message: str, /, **values: object) -> Html:
        """The text, with its values escaped."""
        return _fill(self._catalogue.gettext(message), values)

    def n(self, one: str, many: str, count: int, /, **values: object) -> Html:
        """The text in the form that `count` asks for; `{n}` is the count, written out in the reader's way."""
        text = self._catalogue.ngettext(one, many, count)
        return _fill(text, {"n": self.number(count), **values})

    def label(self, message: str, /, **values: object) -> str:
        """The text of a button: plain, nothing escaped."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def number(self, number: int) -> str:
        return _number(self._locale, number)

    def money(self, amount: Decimal, currency: str) -> str:
        """With two to four decimals, six for what is less than a cent; never rounded down to nothing."""
        return _money(self._locale, amount, currency)

    def lasting(self, span: timedelta) -> str:
        """How long something takes: "5 minutes"."""
        return format_timedelta(span, threshold=1.2, locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """A day and time that stay true in a message that stays; where the reader lives isn't known, so in UTC."""
        day = format_skeleton("MMMd", moment, locale=self._locale)
        return f"{day}, {moment:%H:%M} UTC"

    def when(self, moment: datetime, now: datetime) -> str:
        """ "5 minutes ago" for what was lately, else the day."""
        if now - moment < timedelta(days=1):
            return format_timedelta(moment - now, add_direction=True, locale=self._locale)
        return format_date(moment, format="medium", locale=self._locale)


# The same few prices and limits stand in list after list, and Babel takes long over each.
@lru_cache(maxsize=4096)
def _number(locale: Locale, number: int) -> str:
    return str(format_decimal(number, locale=locale))


@lru_cache(maxsize=4096)
def _money(locale: Locale, amount: Decimal, currency: str) -> str:
    digits = 4 if abs(amount) >= _PRECISE_BELOW else 6
    decimals = ".00" + "#" * (digits - 2)
    if not currency:
        return str(format_decimal(amount, format=f"#,##0{decimals}", locale=locale))
    pattern = locale.currency_formats["standard"].pattern.replace(".00", decimals)
    text: str = format_currency(
        amount, currency, format=pattern, locale=locale, currency_digits=False
    )
    return _CODE_BEFORE_DIGIT.sub("\\1\u00a0", text)


def mark(message: str) -> str:
    """Says that `message` is translated where it is used."""
    return message


def _fill(text: str, values: dict[str, object]) -> Html:
    if not values:
        return Html(text)
    return Html(text.format(**{name: _safe(value) for name, value in values.items()}))


def _safe(value: object) -> object:
    return value if isinstance(value, Html) else esc(str(value))


@cache
def lang(code: str) -> Lang:
    """One of LANGUAGES."""
    return Lang(code)


def pick(*codes: str | None) -> Lang:
    """The first of these that the bot speaks ("ru-RU" is ru), else English."""
    for code in codes:
        short = (code or "").replace("_", "-").split("-")[0].lower()
        if short in LANGUAGES:
            return lang(short)
    return lang("en")


def _catalogue(code: str) -> gettext.NullTranslations:
    """English has none: its texts are the ids."""
    if code == "en":
        return gettext.NullTranslations()
    source = files("bot.locales").joinpath(code, "LC_MESSAGES", "bot.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=code, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
