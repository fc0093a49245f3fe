"""The Roster as JSON values: what a projection keeps and the first frame reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from carelist_tui.domain.roster.roster import Absence, Cover, DutyTurn, Roster, Said, Worker


def roster_as_json(roster: Roster) -> dict[str, Any]:
    """The Roster in JSON values, moments in UTC."""
    return {
        "workers": [[w.id, w.name, w.role, w.team, list(w.days), w.active] for w in roster.workers.values()],
        "absences": {worker: [_absence_as_json(a) for a in rows] for worker, rows in roster.absences.items()},
        "turns": {day.isoformat(): [[turn.part, turn.worker] for turn in rows] for day, rows in roster.turns.items()},
        "joined": {worker: _said_as_json(said) for worker, said in roster.joined.items()},
        "roles": {worker: [[since.isoformat(), role] for since, role in rows] for worker, rows in roster.roles.items()},
        "supervised": {
            worker: [*_said_as_json(said), day.isoformat()] for worker, (said, day) in roster.supervised.items()
        },
        "put_off": {key: until.isoformat() for key, until in roster.put_off.items()},
        "given": dict(roster.given),
    }


def roster_from_json(value: dict[str, Any]) -> Roster:
    """The stored Roster; the inverse of `roster_as_json`."""
    return Roster(
        workers={row[0]: _worker_from_json(row) for row in value["workers"]},
        absences={worker: tuple(map(_absence_from_json, rows)) for worker, rows in value["absences"].items()},
        turns={date.fromisoformat(day): tuple(DutyTurn(*row) for row in rows) for day, rows in value["turns"].items()},
        joined={worker: _said_from_json(*row) for worker, row in value["joined"].items()},
        roles={
            worker: tuple((datetime.fromisoformat(since), role) for since, role in rows)
            for worker, rows in value.get("roles", {}).items()
        },
        supervised={
            worker: (_said_from_json(id, at), date.fromisoformat(day))
            for worker, (id, at, day) in value["supervised"].items()
        },
        put_off={key: datetime.fromisoformat(until) for key, until in value["put_off"].items()},
        given=dict(value["given"]),
    )


def _worker_from_json(row: list[Any]) -> Worker:
    worker, name, role, team, days, active = row
    return Worker(worker, name, role, team, tuple(days), active)


def _said_as_json(said: Said) -> list[str]:
    return [said.id, said.at.isoformat()]


def _said_from_json(id: str, at: str) -> Said:
    return Said(id, datetime.fromisoformat(at))


def _absence_as_json(absence: Absence) -> list[Any]:
    ends = absence.ends.isoformat() if absence.ends else None
    cover = [[c.by, list(c.persons)] for c in absence.cover]
    return [
        absence.begins.isoformat(),
        ends,
        absence.reason,
        cover,
        _said_as_json(absence.said) if absence.said else None,
    ]


def _absence_from_json(row: list[Any]) -> Absence:
    begins, ends, reason, cover, said = row
    covers = tuple(Cover(by, tuple(persons)) for by, persons in cover)
    until = datetime.fromisoformat(ends) if ends else None
    return Absence(datetime.fromisoformat(begins), until, reason, covers, _said_from_json(*said) if said else None)
