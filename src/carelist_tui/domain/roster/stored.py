"""The Roster as JSON values: what a projection keeps and the first frame reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from carelist_tui.domain.roster.people import Absence, Cover, DutyTurn, Roster, Worker


def roster_as_json(roster: Roster) -> dict[str, Any]:
    """The Roster in JSON values, moments in UTC."""
    return {
        "workers": [[w.id, w.name, w.role, w.team, list(w.days), w.active] for w in roster.workers.values()],
        "absences": {worker: [_absence_as_json(a) for a in rows] for worker, rows in roster.absences.items()},
        "turns": {day.isoformat(): [[turn.part, turn.worker] for turn in rows] for day, rows in roster.turns.items()},
    }


def roster_from_json(value: dict[str, Any]) -> Roster:
    """The stored Roster; the inverse of `roster_as_json`."""
    return Roster(
        workers={row[0]: _worker_from_json(row) for row in value["workers"]},
        absences={worker: tuple(map(_absence_from_json, rows)) for worker, rows in value["absences"].items()},
        turns={date.fromisoformat(day): tuple(DutyTurn(*row) for row in rows) for day, rows in value["turns"].items()},
    )


def _worker_from_json(row: list[Any]) -> Worker:
    worker, name, role, team, days, active = row
    return Worker(worker, name, role, team, tuple(days), active)


def _absence_as_json(absence: Absence) -> list[Any]:
    ends = absence.ends.isoformat() if absence.ends else None
    cover = [[c.by, list(c.persons)] for c in absence.cover]
    return [absence.begins.isoformat(), ends, absence.reason, cover]


def _absence_from_json(row: list[Any]) -> Absence:
    begins, ends, reason, cover = row
    covers = tuple(Cover(by, tuple(persons)) for by, persons in cover)
    return Absence(datetime.fromisoformat(begins), datetime.fromisoformat(ends) if ends else None, reason, covers)
