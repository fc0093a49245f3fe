"""Which months of which measures sum up to something else, once a person's cases are written: their sums are taken away
in the same transaction, so that none is ever shown that does not stand for its cases (month_sums.py)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.journal.projection.people import Values
from carelist_tui.journal.rows import Row
from carelist_tui.journal.sql.case_sql import PUT_CASE, TAKE_MONTH_SUMS
from carelist_tui.vault.connection import Connection

_COLUMNS = re.findall(r":(\w+)", PUT_CASE.sql)
_NUMBER = _COLUMNS.index("number")
_TOLD = [name for name in _COLUMNS if name != "number"]
_MEASURE, _STARTS, _STOPS = (_TOLD.index(name) for name in ("measure", "starts_at", "stops_at"))
_EVER = "~"
"""Later than every moment, as text."""
Span = tuple[str, str]
Told = tuple[object, ...]


def marks_of(before: Iterable[Row], after: Iterable[Values]) -> list[Values]:
    """Of one person, whose rows were these and will be those: the measures, from when and until when what they count is
    another."""
    old, new = Counter(map(_told, before)), Counter(_told(tuple(row.values())) for row in after)
    changed: dict[str, Span] = {}
    for measure, (since, until) in _spans([*(old - new)], [*(new - old)]):
        known = changed.get(measure, (since, until))
        changed[measure] = min(known[0], since), max(known[1], until)
    return [{"measures": json.dumps(asked_by(each)), "since": a, "until": b} for each, (a, b) in changed.items()]


def take_sums(connection: Connection, marks: Sequence[Values]) -> None:
    """Takes the sums of these months away."""
    if marks:
        TAKE_MONTH_SUMS.run(connection, marks)


def asked_by(measure: str) -> list[str]:
    """The measures whose sums ask for the cases of this one."""
    return [key for key, each in MEASURES.items() if each.asks_time] if measure == ON_CASELOAD else [measure]


def _told(row: Row) -> Told:
    """A case as it is counted, whatever its number."""
    return (*row[:_NUMBER], *row[_NUMBER + 1 :])


def _spans(gone: Sequence[Told], come: Sequence[Told]) -> Iterator[tuple[str, Span]]:
    """When each of these counts for something. Of a stretch that only ends at another moment, from the earlier of the
    two ends on: what it was before, it is still."""
    left: dict[Told, list[Told]] = {}
    for each in gone:
        left.setdefault(_but_end(each), []).append(each)
    for each in come:
        same = left.get(_but_end(each)) if _is_stretch(each) else None
        if same:
            ends = _end(same.pop()), _end(each)
            yield str(each[_MEASURE]), (min(ends), max(ends))
        else:
            yield _span(each)
    yield from (_span(each) for alike in left.values() for each in alike)


def _span(told: Told) -> tuple[str, Span]:
    return str(told[_MEASURE]), (str(told[_STARTS]), _end(told) if _is_stretch(told) else str(told[_STARTS]))


def _is_stretch(told: Told) -> bool:
    key = str(told[_MEASURE])
    return key == ON_CASELOAD or (key in MEASURES and MEASURES[key].by_overlap)


def _end(told: Told) -> str:
    return str(told[_STOPS] or _EVER)


def _but_end(told: Told) -> Told:
    return (*told[:_STOPS], *told[_STOPS + 1 :])
