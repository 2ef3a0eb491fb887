"""The texts are read out of the code as it is; every language has each of them, with the same values, tags and shape."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from string import Formatter

import pytest
import regex
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.locales.texts import catalogue_path, renew, texts, texts_of
from bot.views.lang import LANGUAGES, lang

TRANSLATED = [code for code in LANGUAGES if code != "en"]
LONGEST_LABEL = 40
"""Characters as a reader counts them: what fits one button on a phone."""


@pytest.fixture(params=TRANSLATED)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalogue(language: str) -> Catalog:
    source = catalogue_path(language).read_bytes()
    return read_po(io.BytesIO(source), locale=language, abort_invalid=True)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def ids_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """Its translation, in each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    """An English text and a translation, for every form; the plural stands for all forms but the singular's."""
    return [
        (ids_of(message)[-1], form) for message in messages(catalogue) for form in forms_of(message)
    ]


def differing(catalogue: Catalog, what: Callable[[str], object]) -> list[tuple[str, str]]:
    """The pairs in which `what` isn't the same on both sides."""
    return [pair for pair in pairs(catalogue) if what(pair[0]) != what(pair[1])]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def edges(text: str) -> tuple[str, str]:
    inner = text.strip()
    return text[: text.index(inner)], text[text.index(inner) + len(inner) :]


def emoji(text: str) -> list[str]:
    return regex.findall(r"\p{Extended_Pictographic}\N{VARIATION SELECTOR-16}?|[‹›→]", text)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.whole: list[str] = []
        self.broken = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.broken |= not self.open or self.open.pop() != tag
        self.whole.append(tag)


def tags(text: str) -> list[str]:
    """Those that are opened and closed in order; otherwise the text stands for itself, and equals no other."""
    found = _Tags(text)
    return [text] if found.broken or found.open else sorted(found.whole)


def test_there_are_texts_to_look_at() -> None:
    found = {text.ids for text in texts()}
    assert {("New order",), ("Order #{id}",), ("{n} minute", "{n} minutes")} <= found


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        ('lang.t("a")', [("a",)]),
        ('t("a")', [("a",)]),
        ('lang.t("a " "b", x=lang.label("c"))', [("a b",), ("c",)]),
        ("Html(f\"{lang.t('a')} b\")", [("a",)]),
        ('lang.n("a", "b", 3)', [("a", "b")]),
        ('X = {1: mark("a")}\nlang.t(X[1])', [("a",)]),
        ('find("a")', []),
    ],
)
def test_a_text_is_found_wherever_it_stands(source: str, ids: list[tuple[str, ...]]) -> None:
    assert sorted(text.ids for text in texts_of("x.py", source)) == ids


@pytest.mark.parametrize("source", ['lang.t(f"a{b}")', 'lang.t("a" + b)', 'lang.n("a", c(), 3)'])
def test_a_text_that_is_put_together_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"x\.py:1: the text isn't written out"):
        texts_of("x.py", source)


def test_a_text_has_one_plural_or_none() -> None:
    shapes: dict[str, set[tuple[str, ...]]] = {}
    for text in texts():
        shapes.setdefault(text.ids[0], set()).add(text.ids)
    assert [several for several in shapes.values() if len(several) > 1] == []


def test_nothing_is_left_untranslated(catalogue: Catalog) -> None:
    there = {ids_of(message) for message in messages(catalogue)}
    assert {text.ids for text in texts()} - there == set(), "run `make extract`, then translate"
    assert [m.id for m in messages(catalogue) if not all(forms_of(m)) or m.fuzzy] == []


def test_the_catalogue_is_as_the_code_has_it(language: str) -> None:
    path = catalogue_path(language)
    assert path.read_bytes() == renew(language, path.read_bytes()), "run `make extract`"


def test_nothing_obsolete_is_kept(catalogue: Catalog) -> None:
    assert list(catalogue.obsolete) == []


def test_every_plural_form_is_there(catalogue: Catalog) -> None:
    plurals = [message for message in messages(catalogue) if len(ids_of(message)) > 1]
    assert plurals
    assert [m.id for m in plurals if len(forms_of(m)) != catalogue.num_plurals] == []


def test_values_stand_in_every_form(catalogue: Catalog) -> None:
    assert differing(catalogue, placeholders) == []


def test_tags_are_whole_and_the_same(catalogue: Catalog) -> None:
    assert [text for text, _ in pairs(catalogue) if text in tags(text)] == []
    assert differing(catalogue, tags) == []


def test_blanks_at_the_edges_and_line_ends_are_the_same(catalogue: Catalog) -> None:
    assert differing(catalogue, edges) == []
    assert differing(catalogue, lambda text: text.count("\n")) == []


def test_signs_are_the_same(catalogue: Catalog) -> None:
    assert differing(catalogue, emoji) == []


def test_commands_are_the_same(catalogue: Catalog) -> None:
    assert differing(catalogue, lambda text: set(re.findall(r"(?<![\w<])/[a-z]+", text))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_takes_its_values(code: str) -> None:
    reader = lang(code)
    for text in texts():
        values = dict.fromkeys(placeholders(text.ids[-1]), "x")
        one, many = text.ids[0], text.ids[-1]
        if len(text.ids) == 1:
            shown = [reader.t(one, **values), reader.label(one, **values)]
        else:
            del values["n"]
            shown = [reader.n(one, many, count, **values) for count in (0, 1, 2, 5, 11, 21, 1000)]
        assert all(shown)
        assert [text for text in shown if "{" in text] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_label_fits_a_button(code: str) -> None:
    labels = [text.ids[0] for text in texts() if text.call == "label"]
    shown = {lang(code).label(label) for label in labels}  # values are left open, and short
    assert {one for one in shown if len(regex.findall(r"\X", one)) > LONGEST_LABEL} == set()
    assert {one for one in shown if "<" in one} == set()


def test_renewing_marks_a_changed_text_and_forgets_one_that_is_gone(language: str) -> None:
    longest = max((text.ids[0] for text in texts() if len(text.ids) == 1), key=len)
    old = Catalog(locale=language)
    old.add(longest + " As before.", string="T")
    old.add("Nobody says this.", string="N")
    written = io.BytesIO()
    write_po(written, old)
    renewed = read_po(io.BytesIO(renew(language, written.getvalue())), locale=language)
    changed = renewed.get(longest)
    assert changed is not None
    assert changed.fuzzy
    assert changed.string == "T"
    assert "Nobody says this." not in renewed
    assert list(renewed.obsolete) == []
