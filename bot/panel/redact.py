"""Keeps a panel's key out of everything that is shown: some panels echo the request into their errors."""

import html
import json
import re
from urllib.parse import quote, quote_plus

_INSTEAD = "***"
_SHORTEST = 8


class Redactor:
    """Blacks out a key in every spelling an answer may give it: plain, in a URL, in HTML, in JSON.

    Keys of fewer than 8 characters are left alone: they can't be told from ordinary text, and blacking them out would spoil
    ids and prices.
    """

    __slots__ = ("_spellings",)

    def __init__(self, key: str) -> None:
        in_url, in_json = (quote(key, safe=""), quote_plus(key)), json.dumps(key)[1:-1]
        spellings = {
            *(key, *in_url, *map(_lower_hex, in_url)),
            *(html.escape(key), in_json, in_json.replace("/", r"\/")),
        }
        self._spellings = sorted(spellings, key=len, reverse=True) if len(key) >= _SHORTEST else []

    def text(self, text: str) -> str:
        for spelling in self._spellings:
            text = text.replace(spelling, _INSTEAD)
        return text

    def body(self, body: bytes) -> bytes:
        for spelling in self._spellings:
            body = body.replace(spelling.encode(), _INSTEAD.encode())
        return body


def _lower_hex(quoted: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda found: found.group().lower(), quoted)
