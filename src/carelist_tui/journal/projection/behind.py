"""Who is behind: people about whom entries came that their rows do not say yet.

Many entries come in by several transactions, so that whoever records meanwhile waits for none of them long
(benchmarks/syncing.py): they are appended, and everybody they are about is marked; then so many people at a time are
folded, and marked no more (`catch_up.py`). A person's rows say all that came about them, or nothing of it. Whoever is
recorded about meanwhile is folded first, and what a killed process left is done by whoever opens the store next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from carelist_tui.domain.stored_json import json_text, json_value
from carelist_tui.journal.meta import BEHIND
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.person_sql import KEEP, KEPT, TAKE_KEPT
from carelist_tui.vault.connection import Connection

UNSURE = -1
"""Of somebody who is told with other records than they were: no count says what their rows lack."""
Behind = Mapping[str, int]
"""By person, how many entries came about them that their rows do not say."""


def read_behind(connection: Connection) -> Behind:
    """Who is behind; nobody, but for a moment while many entries come in."""
    kept = KEPT.value(connection, name=BEHIND)
    with reading_stored():
        return _read(kept) if kept is not None else {}


def is_damaged(kept: str) -> bool:
    """Whether what a store keeps of it can't be read, so that only making everybody afresh helps."""
    try:
        _read(kept)
    except (ValueError, TypeError):
        return True
    return False


def _read(kept: str) -> Behind:
    return {str(person): int(count) for person, count in dict(json_value(kept)).items()}


def mark_behind(
    connection: Connection, came: Iterable[str], also: Collection[str] = (), unsure: Collection[str] = ()
) -> None:
    """Marks whoever an entry that `came` is about, each as often as there are of them; and who is `also` to be written
    anew. Of those who are `unsure` no count says what their rows lack."""
    behind = {**dict.fromkeys(also, 0), **read_behind(connection)}
    for person in came:
        known = behind.get(person, 0)
        behind[person] = known + 1 if known != UNSURE else UNSURE
    _write(connection, {**behind, **dict.fromkeys(unsure, UNSURE)})


def settle_all(connection: Connection) -> None:
    """Everybody was made afresh."""
    _write(connection, {})


def settle(connection: Connection, behind: Behind, people: Collection[str]) -> None:
    """These people's rows say everything now; `behind` is who was."""
    if not behind.keys().isdisjoint(people):
        _write(connection, {person: count for person, count in behind.items() if person not in people})


def _write(connection: Connection, behind: Behind) -> None:
    if behind:
        KEEP.run(connection, [{"name": BEHIND, "value": json_text(behind)}])
    else:
        TAKE_KEPT.run(connection, [{"name": BEHIND}])
