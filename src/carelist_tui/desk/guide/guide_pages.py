"""The guide: a page for each job, and how a page is said in plain lines, in a terminal as in the app.

The pages stand once, in `docs/guide`; the build takes them into the package. They are Markdown of a simple kind:
headings, paragraphs, lists, tables, commands, one picture. A page is translated whole: that of a language stands beside
its catalogue (`LANGUAGE/guide/NAME.md`). Where there is none the English one is shown, and says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

from carelist_tui.catalogue import ENGLISH, LANGUAGE, LARGEST, folder_of, in_english, tr
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused

JOBS = (
    "support-worker", "duty", "chair", "coordinator", "senior", "manager", "auditor", "service-lead", "it", "security",
)  # fmt: skip
"""The pages for a job, in the order they are offered."""
BESIDES = ("supervisor", "second-laptop", "handover")
"""Pages for something that is done now and then."""
AT_A_DESK = ("service", "retention")
"""Pages with tables and commands to type elsewhere: in the site alone, too wide and too long for a terminal."""
NAMES = (*JOBS, *BESIDES)
PAGE_OF_ROLE = {
    "support_worker": "support-worker", "coordinator": "coordinator", "senior": "senior", "manager": "manager",
    "auditor": "auditor",
}  # fmt: skip
"""The page of whoever is signed in, by their role."""
LEAD = 20
"""Columns for what a row begins with, at most: where it is longer, or has half the width, each cell has its lines."""
NOT_TRANSLATED = tr("This page is not translated yet: it is in English.")
HEADINGS = {
    in_english(each): each
    for each in (tr("Carelist, the guide"), tr("The guide"), tr("For your job"), tr("For now and then"))
}
"""Of the site (mkdocs.yml), by their English."""
_CHECKOUT = Path(__file__).parents[4] / "docs" / "guide"
_ITEM = re.compile(r"(\* |\d+\. )(.*)")
_PICTURE = re.compile(r"!\[(.*)\]\(.*\)", re.DOTALL)
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_KEY = re.compile(r"`([^`\s]{1,9})`")
_MARKS = re.compile(r"(\*\*|`|(?<!\w)\*(?=\w)|(?<=[\w.,?!])\*(?!\w))")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as it is shown: `is_strong` is a heading."""

    words: str
    is_strong: bool = False


def page_meant(said: str) -> str:
    """The name of a page as somebody says it: `Support worker`, `support`, `chair.md`. What means none is given back as
    it was said."""
    plain = "-".join(said.casefold().removesuffix(".md").replace("_", " ").replace("-", " ").split())
    begun = [name for name in NAMES if plain and name.startswith(plain)]
    return plain if plain in NAMES else begun[0] if len(begun) == 1 else said


def page_text(name: str) -> str:
    """A page in the language of this process; where it is not translated, in English, which is said below its title.
    Refuses a name that no page has."""
    if name not in NAMES:
        raise Refused(tr("the guide has no page {name}; it has {names}", name=name, names=", ".join(NAMES)))
    return translated(name) or in_english_yet(_english(name))


def title_of(name: str) -> str:
    """What a page is called: its first line."""
    return _title(translated(name) or "") or tr(_title(_english(name)))


def translated(name: str, language: str = LANGUAGE) -> str | None:
    """The page of that name beside the catalogue of a language; None where none is there that can be shown. It is
    somebody else's file: one that can't be read, has no title, or has letters that act is none."""
    path = folder_of(os.environ) / language / "guide" / f"{name}.md"
    try:
        if language == ENGLISH or path.stat().st_size > LARGEST:
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    return text if _title(text) and all(shown_text(line) == line for line in text.split("\n")) else None


def in_english_yet(text: str) -> str:
    """A page in English as it is shown in the language of this process: in another one it says so below its title."""
    if LANGUAGE == ENGLISH:
        return text
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{NOT_TRANSLATED}\n{rest}"


def _english(name: str) -> str:
    packed = files("carelist_tui") / "guide" / f"{name}.md"
    place = packed if packed.is_file() else _CHECKOUT / f"{name}.md"
    return place.read_text(encoding="utf-8")


def _title(text: str) -> str:
    first = text.partition("\n")[0].strip()
    return first.removeprefix("# ") if first.startswith("# ") else ""


def page_lines(text: str, width: int) -> list[PageLine]:
    """A page in lines no longer than `width`, without marks: its picture is said by what it shows, each row of a table
    is a line, or where its cells are long a line a cell after its heading."""
    lines: list[PageLine] = []
    for block in _blocks(text):
        if lines:
            lines.append(PageLine(""))
        lines += _lines_of(block, width)
    return lines


def _blocks(text: str) -> Iterator[str]:
    """What stands between empty lines; a heading, and commands, each alone."""
    for n, part in enumerate(text.split("```")):
        if n % 2:
            yield f"```{part.partition(chr(10))[2].rstrip()}"
        else:
            yield from (block for block in re.split(r"\n\s*\n|(?<=\n)(?=#)", part.strip()) if block.strip())


def _lines_of(block: str, width: int) -> list[PageLine]:
    if block.startswith("```"):
        return [PageLine(f"  {line}") for line in block[3:].splitlines()]
    if block.startswith("#"):
        return [PageLine(plain_words(block.lstrip("# ")), is_strong=True)]
    if block.startswith("|"):
        return [*_table_lines([_cells(row) for row in block.splitlines()], width)]
    if picture := _PICTURE.fullmatch(block.strip()):
        return _wrapped("", tr("(Picture: {plain_words})", plain_words=plain_words(_joined(picture[1]))), width)
    return [line for lead, words in _items(block) for line in _wrapped(lead, plain_words(words), width)]


def _items(block: str) -> Iterator[tuple[str, str]]:
    """(sign or number, words) of each item of a list; of a paragraph, itself."""
    starts = [n for n, line in enumerate(block.splitlines()) if n == 0 or _ITEM.match(line)]
    rows = block.splitlines()
    for begin, end in pairwise([*starts, len(rows)]):
        words = _joined("\n".join(rows[begin:end]))
        found = _ITEM.match(words)
        yield (found[1], found[2]) if found else ("", words)


def _table_lines(rows: Sequence[list[str]], width: int) -> Iterator[PageLine]:
    heads, body = rows[0], rows[2:]
    if all(len(cells) == 2 and len(cells[0]) <= min(LEAD, width // 2 - 2) for cells in body):
        room = max(len(_MARKS.sub("", lead)) for lead, _ in body)
        for lead, words in body:
            yield from _wrapped(f"{_MARKS.sub('', lead):<{room}}  ", plain_words(words), width)
        return
    for cells in body:
        for head, words in zip(heads, cells, strict=True):
            if words:
                yield from _wrapped("", plain_words(f"{head}: {words}" if head else words), width)


def _wrapped(lead: str, words: str, width: int) -> list[PageLine]:
    parts = wrap(words, max(width - len(lead), 20), break_long_words=False, break_on_hyphens=False) or [""]
    return [PageLine(f"{lead if n == 0 else ' ' * len(lead)}{part}") for n, part in enumerate(parts)]


def _cells(row: str) -> list[str]:
    return [_LINK.sub(r"\1", cell.strip()) for cell in row.strip().strip("|").split("|")]


def plain_words(text: str) -> str:
    """Words without the marks of Markdown; a key stands in brackets, so that it is no letter of the sentence."""
    return _MARKS.sub("", _KEY.sub(r"[\1]", _LINK.sub(r"\1", text)))


def _joined(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())
