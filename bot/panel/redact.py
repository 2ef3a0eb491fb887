"""Keeps a panel's key out of everything that is shown: some panels echo the request into their errors."""

import html
import json
import re
from urllib.parse import quote, quote_plus

_INSTEAD = "***"


class Redactor:
    """Blacks out a key in every spelling an answer may give it: plain, in a URL, in HTML, in JSON."""

    __slots__ = ("_pattern",)

    def __init__(self, key: str) -> None:
        in_json = json.dumps(key)[1:-1]
        spellings = {
            *(key, quote(key, safe=""), quote_plus(key), html.escape(key)),
            *(in_json, in_json.replace("/", r"\/")),
        }
        longest_first = sorted(filter(None, spellings), key=len, reverse=True)
        self._pattern = (
            re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
            if longest_first
            else None
        )

    def __call__(self, text: str) -> str:
        return self._pattern.sub(_INSTEAD, text) if self._pattern else text
