"""The notes that are read behind a figure, whole, in words (measures.md, rule 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ntr, tr
from carelist_tui.exchange.note import Noting

Values = Mapping[str, Any]


def note_lines(
    drawn: Values, notes: Sequence[tuple[Values, Values]], names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[str]:
    """By which seed they were drawn and of how many; then each with whom it is about, every field of it that is
    filled, and what became of it since."""
    count = len(drawn["entries"])
    if not count:
        yield tr("No note stands behind this figure.")
        return
    yield ntr(
        "{count} note to read, drawn by seed {seed} of {of}:",
        "{count} notes to read, drawn by seed {seed} of {of}:",
        count,
        count=count,
        seed=drawn["seed"],
        of=drawn["of"],
    )
    for person, entry in notes:
        yield f"{person['name']}, {person['ref']}"
        noting = Noting(names, zone, {person["person"]: person["name"]})
        yield from noting.whole(entry, {each["id"]: each for each in person["story"]})
