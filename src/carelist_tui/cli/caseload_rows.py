"""The rows of a caseload through the door: each taken whole, skipped or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.cli.door import Progress
from carelist_tui.domain.refusal import MOST_COUNTED, Fault, Refused
from carelist_tui.exchange.caseload.csv_file import RowRead, column_named, keep_out

AT_ONCE = 50
"""Rows in one transaction: a row is taken whole or not at all, and others may write in between."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: taken, skipped or refused, and why."""

    line: int
    ref: str
    what: str
    why: str = ""


def take_rows(
    door: Carelist, rows: Iterable[RowRead], now: datetime, *, dry_run: bool, progress: Progress
) -> Iterator[Outcome]:
    """Takes in every row that nothing speaks against; gives what became of each, in order. Once so many were refused
    that the file is likely another one than was meant (MOST_COUNTED), the rest is not looked at."""
    remaining, refused = iter(rows), 0
    while refused < MOST_COUNTED and (part := list(islice(remaining, AT_ONCE))):
        outcomes = _take_part(door, part, now, dry_run=dry_run)
        refused += sum(each.what == "refused" for each in outcomes)
        progress.step(len(part))
        yield from sorted(outcomes, key=lambda each: each.line)


def _take_part(door: Carelist, part: list[RowRead], now: datetime, *, dry_run: bool) -> list[Outcome]:
    faulty = [row for row in part if row.faults]
    here = [row for row in part if not row.faults and _is_here(door, row, now)]
    fit = [row for row in part if not row.faults and row not in here]
    refused = {row.line: _in_words(row.faults) for row in faulty}
    faults = _try(door, fit, now, keep=not dry_run)
    while faults:
        for row in fit:
            keep_out(row, faults.get(row.line, ()))
        refused |= {row.line: _in_words(row.faults) for row in fit if row.faults}
        fit = [row for row in fit if not row.faults]
        faults = _try(door, fit, now, keep=not dry_run)
    return [
        *(Outcome(row.line, row.ref, "refused", refused[row.line]) for row in part if row.line in refused),
        *(Outcome(row.line, row.ref, "skipped", "on the caseload already, as this row says") for row in here),
        *(Outcome(row.line, row.ref, "taken", _taken(row)) for row in fit),
    ]


def _is_here(door: Carelist, row: RowRead, now: datetime) -> bool:
    """Whether this very row was taken in before: its acceptance is in the story of whoever has the identifier."""
    try:
        story = door.people.person(row.ref, now)["story"]
    except Refused:
        return False
    return any(entry["id"] == row.drafts[0]["id"] for entry in story)


def _taken(row: RowRead) -> str:
    """What was recorded, and what stays out of it or had better be looked at."""
    return "; ".join([f"{len(row.drafts)} entries", *map(str, row.remarks)])


def _try(
    door: Carelist, rows: list[RowRead], now: datetime, *, keep: bool
) -> dict[int, list[tuple[dict[str, Any], Fault]]]:
    """Records these rows in one batch; gives what is in the way of which draft, by row, and then nothing was
    recorded."""
    said = [(row, draft) for row in rows for draft in row.drafts]
    drafts = [draft for _, draft in said]
    if not keep:
        # A batch is all or nothing: behind a line that can't be recorded the others are checked, and none is kept.
        drafts.append({})
    try:
        if said:
            door.record(drafts, now, range(len(drafts)), is_import=True)
    except Refused as refused:
        faults: dict[int, list[tuple[dict[str, Any], Fault]]] = {}
        for fault in refused.faults:
            if fault.line is None:
                raise
            if fault.line < len(said):
                row, draft = said[fault.line]
                named = Fault(column_named(draft["type"], fault.path), fault.sentence)
                faults.setdefault(row.line, []).append((draft, named))
        return faults
    return {}


def _in_words(faults: Iterable[Fault]) -> str:
    return "; ".join(map(str, faults))
