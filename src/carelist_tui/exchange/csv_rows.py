"""Stories and worklists as rows for a spreadsheet (CSV), in which no cell acts as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from carelist_tui.domain.plain import shown_text

ACTS = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}",
        "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""What a spreadsheet takes a formula to begin with, blanks before it or none."""
ENVELOPE = ("occurred_at", "person", "ref", "type", "in_words", "author", "on_behalf_of", "late", "late_reason",
            "struck", "corrected_by", "learned_at", "recorded_at", "id", "arose_from", "device", "seq")  # fmt: skip
NAMELESS = ("occurred_at", "person", "type", "author", "on_behalf_of", "late_reason", "learned_at", "recorded_at", "id",
            "arose_from")  # fmt: skip
_BLANKS = re.compile(r"(\s+)")
BODY = "body."
WORKLIST = ("due_at", "status", "band", "ref", "name", "zone", "tier", "title", "why", "owner", "kind", "from_at",
            "warnings", "resolved_by", "detail", "person", "source", "key")  # fmt: skip

MARK = "\ufeff"
"""What a spreadsheet begins a file of UTF-8 with: without it Excel shows JosÃ© for José."""
Told = Mapping[str, Any]


def quoted(value: Any) -> str:
    """A value as a cell: text in which nothing acts and all can be seen, a list of texts joined, else JSON; with an
    apostrophe before it where a spreadsheet would take it for a formula."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        text = "; ".join(value)
    else:
        text = "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    acts = text.startswith(("\t", "\r")) or text.lstrip().startswith(ACTS)
    shown = "".join(part if part.isspace() else shown_text(part, newline="\n") for part in _BLANKS.split(text))
    return f"'{shown}" if acts or shown.lstrip().startswith(ACTS) else shown


def as_file(lines: Iterable[str]) -> Iterator[bytes]:
    """The bytes of a file of these lines, marked as UTF-8."""
    for number, line in enumerate(lines):
        yield ("" if number else MARK).encode() + line.encode()


def story_rows(stories: Iterable[Sequence[Told]], refs: Mapping[str, str], since: datetime | None) -> Iterator[str]:
    """The story as CSV: the envelope, the entry in words, and a column for each field that a body here has."""
    kept = [entry for story in stories for entry in story if _is_since(entry, since)]
    return _rows(ENVELOPE, [{**entry, "ref": refs.get(str(entry.get("person")))} for entry in kept])


def deidentified_rows(entries: Iterable[Told]) -> Iterator[str]:
    """Entries that name nobody as CSV: what is left of the envelope, and a column for each field that a body has."""
    return _rows(NAMELESS, list(entries))


def _rows(envelope: Sequence[str], entries: Sequence[Told]) -> Iterator[str]:
    fields = sorted({field for entry in entries for field in entry.get("body", ())})
    yield from _lines([*envelope, *(BODY + field for field in fields)])
    for entry in entries:
        body = entry.get("body", {})
        yield from _lines([*(entry.get(name) for name in envelope), *(body.get(field) for field in fields)])


def worklist_rows(items: Iterable[Told]) -> Iterator[str]:
    """The worklist as CSV, in its order."""
    yield from _lines(WORKLIST)
    for item in items:
        yield from _lines([item[name] for name in WORKLIST])


def table_rows(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table as CSV: its headings, and a line each."""
    yield from _lines(headings)
    for row in rows:
        yield from _lines(row)


def _is_since(entry: Told, since: datetime | None) -> bool:
    return since is None or datetime.fromisoformat(entry["recorded_at"]) >= since


def _lines(cells: Iterable[Any]) -> Iterator[str]:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([quoted(cell) for cell in cells])
    yield text.getvalue()
