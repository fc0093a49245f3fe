"""From entries to the Roster, in story order, so that two laptops agree; corrections in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from carelist_tui.domain.roster.audit_samples import AUDIT_TYPES, samples_in
from carelist_tui.domain.roster.corrections import Recorded, Told, as_corrected, moment_in
from carelist_tui.domain.roster.roster import ALL, DUTY, Absence, Cover, DutyTurn, Improvement, Roster, Said, Worker

SUPERVISION, CLOSED = "supervision.held", "improvement.closed"


def fold_roster(entries: Iterable[Recorded]) -> Roster:
    """The Roster after these entries, whatever order they come in, duplicates harmless.

    Other types are passed over, and so is a field this release can't read: an unknown worker is nobody's fault.
    """
    roster, last, audits = Roster(), list[Told](), list[Told]()
    for told in as_corrected(entries, ROSTER_TYPES):
        if told.type in AUDIT_TYPES:
            audits.append(told)
        elif told.type in _LAST:
            last.append(told)
        else:
            _CHANGES[told.type](roster, told)
    for told in last:
        _LAST[told.type](roster, told)
    for sample in samples_in(audits):
        if sample.is_scored:
            roster.audited[sample.kind] = sample.said
    for worker, absences in roster.absences.items():
        roster.absences[worker] = tuple(replace(each, cover=_real(each.cover, worker, roster)) for each in absences)
    return roster


def _real(cover: tuple[Cover, ...], away: str, roster: Roster) -> tuple[Cover, ...]:
    """The cover that is somebody's: whoever is away themselves, has left, or is nobody here covers for nobody, so that
    the cover that is needed stays owed. Asked once everybody is known: who works here may be told later."""
    staff = roster.staff
    return tuple(each for each in cover if each.by == DUTY or (each.by != away and staff.works_here(each.by)))


def _worker(told: Told) -> str | None:
    worker = told.body.get("worker")
    return worker if isinstance(worker, str) else None


def _known(roster: Roster, told: Told) -> None:
    worker, body = _worker(told), told.body
    if worker is None:
        return
    before = roster.workers.get(worker) or Worker(worker, name=worker, role="", team="")
    said = {key: str(body[key]) for key in ("name", "role", "team") if body.get(key)}
    days = tuple(map(str, body["days"])) if isinstance(body.get("days"), list | tuple) else before.days
    active = body.get("active", before.active) is not False
    roster.workers[worker] = replace(before, **said, days=days, active=active)
    roles = roster.roles.get(worker, ())
    if "role" in said and (not roles or roles[-1][1] != said["role"]):
        roster.roles[worker] = (*roles, (told.at, said["role"]))
    roster.joined.setdefault(worker, Said(told.id, told.at))


def _away(roster: Roster, told: Told) -> None:
    worker, body = _worker(told), told.body
    begins, ends = moment_in(body.get("from")), moment_in(body.get("until"))
    if worker is None or begins is None or (ends is not None and ends <= begins):
        return
    cover = tuple(_covers(body.get("cover")))
    absence = Absence(begins, ends, str(body.get("reason", "")), cover, Said(told.id, told.at))
    earlier = (_ended_by(older, begins) for older in roster.absences.get(worker, ()))
    roster.absences[worker] = (*filter(None, earlier), absence)


def _ended_by(older: Absence, begins: datetime) -> Absence | None:
    """What remains of an absence when a newer one is entered: the same beginning replaces it, and one that was left
    open ends where the newer begins. So whoever comes back says since when, and until when, they were away."""
    if older.begins == begins or (older.ends is None and older.begins > begins):
        return None
    return replace(older, ends=begins) if older.ends is None else older


def _covers(cover: Any) -> Iterable[Cover]:
    for row in cover if isinstance(cover, list | tuple) else ():
        persons = row.get("persons", ALL) if isinstance(row, Mapping) else None
        if persons == ALL or ALL in (persons or ()):
            yield Cover(str(row.get("by")))
        elif persons:
            yield Cover(str(row.get("by")), tuple(map(str, persons)))


def _on_duty(roster: Roster, told: Told) -> None:
    worker, day = _worker(told), _day(told.body.get("date"))
    if worker is not None and day is not None:
        turn = DutyTurn(str(told.body.get("part", "day")), worker)
        roster.turns[day] = (*roster.turns.get(day, ()), turn)


def _supervised(roster: Roster, told: Told) -> None:
    """Supervision by oneself or by a peer, as an earlier release took it, settles nothing (S4:105)."""
    worker, next_on = _worker(told), _day(told.body.get("next_on"))
    by = str(told.body.get("supervisor"))
    if worker is not None and next_on is not None and roster.may_supervise(by, worker, told.at):
        roster.supervised[worker] = (Said(told.id, told.at), next_on)


def _opened(roster: Roster, told: Told) -> None:
    title, owner, due_at = told.body.get("title"), told.body.get("owner"), moment_in(told.body.get("due_at"))
    if isinstance(title, str) and isinstance(owner, str) and due_at is not None:
        roster.improvements[told.id] = Improvement(Said(told.id, told.at), title, owner, due_at)


def _closed(roster: Roster, told: Told) -> None:
    roster.improvements.pop(str(told.body.get("improvement")), None)


def _put_off(roster: Roster, told: Told) -> None:
    until = moment_in(told.body.get("until"))
    if until is not None:
        roster.put_off[str(told.body.get("due"))] = until


def _passed_on(roster: Roster, told: Told) -> None:
    owner = told.body.get("owner")
    if isinstance(owner, str):
        roster.given[str(told.body.get("due"))] = owner


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


_CHANGES = {
    "worker.added": _known,
    "worker.changed": _known,
    "worker.away": _away,
    "duty.set": _on_duty,
    "due.deferred": _put_off,
    "due.reassigned": _passed_on,
    "improvement.opened": _opened,
}
_LAST = {SUPERVISION: _supervised, CLOSED: _closed}
"""What is read once all else is: who supervised may be known only since later, and what was closed be told before it
was opened."""
ROSTER_TYPES = frozenset({*_CHANGES, *_LAST, *AUDIT_TYPES})
"""The types that `fold_roster` reads of entries about no person; of entry.corrected, those that name one of these."""
