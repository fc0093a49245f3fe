"""A report as a PDF whose structure can be read aloud (PDF/UA-1): title, language, headings, lists, heads of tables.

Made by typst, the extra `pdf`, imported on use. What a report says goes in as values and is never read as typst's
markup, so nothing in it acts; how it looks stands in `report.typ`. No package is asked for, no file read, and no font
used but those that typst carries: the same report gives the same bytes on every machine. What those fonts can't draw
stands by its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, assert_never
from unicodedata import category, name

from carelist_tui.catalogue import ENGLISH, LANGUAGE, tr
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.report_parts import (
    Bars,
    Fact,
    Facts,
    Funnel,
    Grid,
    Imprint,
    Part,
    Passage,
    Plot,
    Points,
    Report,
    Section,
)
from carelist_tui.exchange.report.bars_svg import bars_alone
from carelist_tui.exchange.report.chart_svg import chart_alone
from carelist_tui.exchange.report.funnel_svg import funnel_alone

EXTRA = "carelist-tui[pdf]"
NO_EXTRA = tr(
    "a PDF needs the extra {extra}: pip install '{extra}'. Without it an .html page serves, printed from a browser",
    extra=EXTRA,
)
NOT_MADE = tr("the PDF could not be made: write the .html page instead, and print it from a browser")
BY_NAME = tr(
    "This PDF can't draw some of the letters or signs: each of them stands by its name in ‹ ›. The .html page of the "
    "same report shows them."
)
FONT = tr("Libertinus Serif")
PROBE = b'#set document(title: "probe")\n#sys.inputs.words'
_JOINERS = "\u200c\u200d"
_SILENT = (*_JOINERS, "\ufe0e", "\ufe0f")


def has_pdf() -> bool:
    """Whether the extra is there."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


def check_pdf() -> None:
    """Refuses, in a sentence, where the extra is not there."""
    if not has_pdf():
        raise Refused(NO_EXTRA)


def report_pdf(report: Report, imprint: Imprint, at: datetime) -> bytes:
    """The whole document, dated `at`, the moment that the report shows. Refuses where the extra is not there."""
    check_pdf()
    from typst import TypstError

    press, page = _Press(at), _page(report, imprint)
    source = (resources.files(__package__) / "report.typ").read_bytes()
    failed: TypstError | None = None
    for draws in (press.draws_marked, press.draws, _is_common):
        try:
            return press.pdf(source, report=json.dumps(_drawn(page, draws)))
        except TypstError as trouble:  # most often a letter that no font of it has
            failed = trouble
    raise Refused(NOT_MADE) from failed


class _Press:
    """typst, with the fonts it carries and nothing else of the machine."""

    def __init__(self, at: datetime) -> None:
        import typst

        self._fonts, self._at = typst.Fonts(include_system_fonts=False), int(at.timestamp())
        self.draws: Callable[[str], bool] = cache(self._draws)

    def pdf(self, source: bytes, **words: str) -> bytes:
        """A document of these values. Raises TypstError, for a letter that can't be drawn too."""
        import typst

        return typst.compile(
            source,
            format="pdf",
            pdf_standards="ua-1",
            font_paths=self._fonts,
            ignore_system_fonts=True,
            timestamp=self._at,
            sys_inputs=words,
        )

    def draws_marked(self, words: str) -> bool:
        """Whether their marks stand on letters that are drawn; of a letter without any it is seen when all is drawn."""
        return all(self.draws(piece) for piece in _pieces(words) if _bare(piece) != piece)

    def _draws(self, words: str) -> bool:
        """Also without their marks: a letter that has no glyph is left out below a mark that has one, unsaid."""
        from typst import TypstError

        try:
            for each in {words, _bare(words)}:
                self.pdf(PROBE, words=each)
        except TypstError:
            return False
        return True


def _bare(words: str) -> str:
    """Words without the accents and other marks upon their letters."""
    return "".join(each for each in words if not category(each).startswith("M"))


def _is_common(piece: str) -> bool:
    """Whether it is one of the letters that every font has."""
    return len(piece) == 1 and piece < "\u0180"


def _drawn(page: dict[str, Any], draws: Callable[[str], bool]) -> dict[str, Any]:
    """The page with what can't be drawn said by its name, and that this is so."""
    said: dict[str, Any] = _said(page, draws)
    return said if said == page else said | {"remark": BY_NAME}


def _said(value: Any, draws: Callable[[str], bool]) -> Any:
    match value:
        case str() if not value.isascii():
            said = _without(value, draws)
            return said if draws(said) else _without(value, _is_common)
        case list():
            return [_said(each, draws) for each in value]
        case dict():
            return {key: _said(each, draws) for key, each in value.items()}
        case _:
            return value


def _without(words: str, draws: Callable[[str], bool]) -> str:
    """Words whose letters and signs are all drawn: the others by their names."""
    return "".join(piece if piece.isascii() or draws(piece) else _named(piece) for piece in _pieces(words))


def _pieces(words: str) -> Iterator[str]:
    """Each letter or sign, with the accents and joiners upon it."""
    piece = ""
    for character in words:
        if piece and not piece.isspace() and (character in _JOINERS or category(character).startswith("M")):
            piece += character
            continue
        yield piece
        piece = character
    yield piece


def _named(piece: str) -> str:
    told = [each for each in piece if each not in _SILENT] or [*piece]
    return f"‹{', '.join(name(each, f'U+{ord(each):04X}').lower() for each in told)}›"


LONGEST_LANGUAGE = 3
"""Letters by which a PDF may say its language."""


def _page(report: Report, imprint: Imprint) -> dict[str, Any]:
    """A report as `report.typ` reads it."""
    return {
        "title": _line(report.title),
        "about": _line(report.about),
        "confidential": _line(report.confidential),
        "print": report.print,
        "sections": [_section(each) for each in report.sections],
        "imprint": _line(imprint.words),
        "remark": "",
        "margin": tr("CONFIDENTIAL"),
        "of": tr(" of "),
        "language": LANGUAGE if len(LANGUAGE) <= LONGEST_LANGUAGE else ENGLISH,
    }


def _section(section: Section) -> dict[str, Any]:
    parts = [_part(each) for each in section.parts]
    return {"title": _line(section.title), "level": section.level, "parts": parts}


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Passage():
            return {"kind": "passage", "words": _lines(part.words), "loud": part.loud}
        case Points():
            return {"kind": "points", "items": [_lines(each) for each in part.items]}
        case Facts():
            return {"kind": "facts", "rows": [_fact(each) for each in part.rows]}
        case Grid():
            rows = [[_lines(cell) for cell in row] for row in part.rows]
            heads = [_line(head) for head in part.heads]
            looks = {"narrow": part.narrow, "short_heads": part.short_heads}
            return {"kind": "grid", "caption": _line(part.caption), "heads": heads, "rows": rows} | looks
        case Plot():
            alt = _line(f"{part.title}: {part.description}")
            return {"kind": "plot", "svg": chart_alone(part, FONT), "alt": alt}
        case Bars():
            alt = _line(f"{part.title}: {part.description}")
            return {"kind": "plot", "svg": bars_alone(part, FONT), "alt": alt}
        case Funnel():
            alt = _line(f"{part.title}: {part.description}")
            return {"kind": "plot", "svg": funnel_alone(part, FONT), "alt": alt}
        case _:
            assert_never(part)


def _fact(fact: Fact) -> dict[str, str]:
    return {"title": _line(fact.title), "words": _lines(fact.words), "mark": _line(fact.mark)}


def _line(words: str) -> str:
    """Words in one line: nothing in them hides."""
    return shown_text(words, newline=" / ")


def _lines(words: str) -> str:
    """Words of several lines, which stay several."""
    return shown_text(words, newline="\n")
