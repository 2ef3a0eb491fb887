"""The texts of the code, and the catalogue of a language that is renewed from them.

A text is written out where `t`, `n`, `label` or `mark` is called with it, for what a call puts together can't be found here.
Catalogues hold no dates and no line numbers: a change of the code shows in them only where a text has changed.
"""

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

CODE = Path(__file__).parents[1]
_SANDBOX = CODE / "sandbox"
_IDS = {"t": 1, "label": 1, "mark": 1, "n": 2}
"""How many of a call's arguments are texts."""


@dataclass(frozen=True, slots=True)
class Text:
    """`ids` are one text, or its singular and its plural; `call` is what it was handed to."""

    file: str
    line: int
    call: str
    ids: tuple[str, ...]


def texts() -> list[Text]:
    """By file and line. ValueError: a text isn't written out."""
    found: list[Text] = []
    for path in sorted(CODE.rglob("*.py")):
        if not path.is_relative_to(_SANDBOX):
            name = path.relative_to(CODE.parent).as_posix()
            found.extend(texts_of(name, path.read_text("utf-8")))
    return found


def texts_of(file: str, source: str) -> list[Text]:
    found = [
        Text(file, node.lineno, call, ids)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for call, ids in _written_out(file, node)
    ]
    return sorted(found, key=lambda text: text.line)


def _written_out(file: str, node: ast.Call) -> Iterator[tuple[str, tuple[str, ...]]]:
    call = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    call = node.func.id if isinstance(node.func, ast.Name) else call
    arguments = node.args[: _IDS.get(call, 0)]
    if not arguments or any(
        isinstance(each, ast.Name | ast.Subscript | ast.Attribute) for each in arguments
    ):
        return  # a text from a table, where it is marked
    ids = tuple(each.value for each in arguments if isinstance(each, ast.Constant))
    written = tuple(each for each in ids if isinstance(each, str))
    if len(written) != _IDS[call]:
        raise ValueError(f"{file}:{node.lineno}: the text isn't written out in the call of {call}")
    yield call, written


def catalogue_path(language: str) -> Path:
    return Path(__file__).parent / language / "LC_MESSAGES" / "bot.po"


def template() -> Catalog:
    """Every text, untranslated, in the order of the code."""
    catalogue = Catalog()
    for text in texts():
        ids = text.ids if len(text.ids) > 1 else text.ids[0]
        catalogue.add(ids, locations=[(text.file, text.line)])
    return catalogue


def renew(language: str, old: bytes) -> bytes:
    """The catalogue `old` with the texts of the code. What looks like an earlier text keeps its translation, as fuzzy."""
    catalogue = read_po(io.BytesIO(old), locale=language)
    catalogue.update(template())
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=0,
        omit_header=True,
        ignore_obsolete=True,
        include_previous=True,
        include_lineno=False,
    )
    return _header(language).encode() + body.getvalue().rstrip() + b"\n"


def _header(language: str) -> str:
    fields = (
        f"Language: {language}",
        f"Plural-Forms: {Catalog(locale=language).plural_forms}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return "\n".join(('msgid ""', 'msgstr ""', *(f'"{field}\\n"' for field in fields), "", ""))
