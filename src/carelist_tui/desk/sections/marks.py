"""Words for what is done to several rows at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.roster import AUDITOR, Worker
from carelist_tui.domain.words import TEAM


def counted(rows: Sequence[Row], one: str, several: str = "") -> str:
    """`what is due` of one row; of more `3 things that are due`, or `3 people`."""
    return one if len(rows) == 1 else f"{len(rows)} {several or 'things that are due'}"


def whose_words(rows: Sequence[Row], most: int) -> str:
    """`KHAN Bilal, OBI Grace and 3 more`: whom these rows are about."""
    names = list(dict.fromkeys(_whose(row) for row in rows))
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _whose(row: Row) -> str:
    who = row.item.person
    return who.listed if who else TEAM


def shown_rows(rows: Sequence[Row], most: int) -> list[str]:
    """A line for each row, as many as there is room for, and how many more there are."""
    most = max(most, 1)
    lines = [f"{_whose(row)}: {row.item.title}, {row.item.because}" for row in rows[:most]]
    return lines + ([f"and {len(rows) - most} more"] if len(rows) > most else [])


def workers_here(workers: Iterable[Worker], me: Worker | None) -> list[Worker]:
    """Who works here now and may be given something: one's own team first, by name."""
    team = me.team if me else None
    return sorted(
        (w for w in workers if w.active and w.role != AUDITOR), key=lambda w: (w.team != team, w.name.casefold(), w.id)
    )


def worker_words(worker: Worker, known: str = "") -> str:
    """`Leah Obi, North: senior; holds 12`. `known` is what is to be known before something is given to them."""
    words = ", ".join(filter(None, (worker.name, worker.team)))
    return f"{words}: {known}" if known else words
