"""Text and entities back to HTML that is safe to put into a page.

Only the tags below ever come out, everything else is escaped, and a link leads to the web, to
Telegram or to a mail or phone program, never to a script.
"""

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from bot.sandbox.telegram.entities import Entity

_SIMPLE = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}
_SAFE_LINK = re.compile(r"(?:https?://|tg://|mailto:|tel:)", re.IGNORECASE)


def render_html(text: str, entities: Sequence[Entity]) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    edges = sorted({0, len(units) // 2, *_edges(entities)})
    pieces: list[str] = []
    opened: list[Entity] = []
    for start, end in pairwise(edges):
        wanted = _covering(entities, start, end)
        kept = _common(opened, wanted)
        pieces += [_tags(entity, "")[1] for entity in reversed(opened[kept:])]
        pieces += [_tags(entity, _cut(units, entity))[0] for entity in wanted[kept:]]
        opened = wanted
        pieces.append(html.escape(_decode(units[start * 2 : end * 2])))
    pieces += [_tags(entity, "")[1] for entity in reversed(opened)]
    return "".join(pieces)


def _edges(entities: Sequence[Entity]) -> list[int]:
    return [
        edge
        for entity in entities
        for edge in (entity["offset"], entity["offset"] + entity["length"])
    ]


def _covering(entities: Sequence[Entity], start: int, end: int) -> list[Entity]:
    return [
        entity
        for entity in entities
        if entity["offset"] <= start and end <= entity["offset"] + entity["length"]
    ]


def _common(opened: list[Entity], wanted: list[Entity]) -> int:
    count = 0
    for one, other in zip(opened, wanted, strict=False):
        if one is not other:
            break
        count += 1
    return count


def _cut(units: bytes, entity: Entity) -> str:
    start = entity["offset"] * 2
    return _decode(units[start : start + entity["length"] * 2])


def _decode(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _tags(entity: Entity, shown: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind == "pre":
        language = entity.get("language")
        if not language:
            return "<pre>", "</pre>"
        return f'<pre><code class="language-{html.escape(language)}">', "</code></pre>"
    if kind in {"text_link", "url"}:
        return _link(entity.get("url") or shown)
    return "", ""


def _link(url: str) -> tuple[str, str]:
    target = url if re.match(r"[a-z][a-z0-9+.\-]*:", url, re.IGNORECASE) else f"http://{url}"
    if not _SAFE_LINK.match(target):
        target = "#"
    return f'<a href="{html.escape(target)}">', "</a>"
