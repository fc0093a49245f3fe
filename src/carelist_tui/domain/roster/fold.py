"""From entries to the Roster, in story order, so that two laptops agree; corrections in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Protocol

from carelist_tui.domain.roster.people import ALL, Absence, Cover, DutyTurn, Roster, Worker

ROSTER_TYPES = frozenset({"worker.added", "worker.changed", "worker.away", "duty.set"})
"""The types that `fold_roster` reads; of entry.corrected it reads those that name one of these."""

CORRECTED = "entry.corrected"
StoryOrder = tuple[datetime, datetime, str, int]
Body = Mapping[str, Any]


class Recorded(Protocol):
    """What the fold needs of an Entry."""

    @property
    def id(self) -> str:
        """The entry's own id."""

    @property
    def type(self) -> str:
        """The public name of its type."""

    @property
    def order(self) -> StoryOrder:
        """Its place in the story."""

    @property
    def raw(self) -> Mapping[str, Any]:
        """The entry as written."""


def fold_roster(entries: Iterable[Recorded]) -> Roster:
    """The Roster after these entries, whatever order they come in, duplicates harmless.

    Other types are passed over, and so is a field this release can't read: an unknown worker is nobody's fault.
    """
    roster = Roster()
    for kind, body in _as_corrected(entries):
        worker = body.get("worker")
        if isinstance(worker, str):
            _CHANGES[kind](roster, worker, body)
    return roster


def _as_corrected(entries: Iterable[Recorded]) -> list[tuple[str, Body]]:
    """(type, body) in story order, each correction as if it had stood in its entry's place."""
    first: dict[str, Recorded] = {}
    for entry in sorted(entries, key=lambda entry: (entry.order, entry.id)):
        first.setdefault(entry.id, entry)
    story = list(first.values())
    corrections: dict[str, list[Recorded]] = {}
    for entry in story:
        if entry.type == CORRECTED:
            corrections.setdefault(str(_body_of(entry).get("entry")), []).append(entry)
    placed: list[tuple[StoryOrder, str, str, Body]] = []
    for entry in story:
        if entry.type in ROSTER_TYPES:
            body, order = _standing(entry, corrections, frozenset())
            if body is not None:
                placed.append((order, entry.id, entry.type, body))
    return [(kind, body) for _, _, kind, body in sorted(placed, key=lambda row: row[:2])]


def _standing(
    entry: Recorded, corrections: Mapping[str, list[Recorded]], seen: frozenset[str]
) -> tuple[Body | None, StoryOrder]:
    """The body that stands for an entry, None when it is struck out, and its place in the story."""
    for correction in reversed(corrections.get(entry.id, [])):
        if correction.id in seen:
            continue
        says, _ = _standing(correction, corrections, seen | {entry.id, correction.id})
        if says is not None:
            replacement, moved = says.get("replacement"), _moment(says.get("moved_to"))
            order = (moved, *entry.order[1:]) if moved else entry.order
            if isinstance(replacement, Mapping):
                return replacement, order
            return (None if "replacement" in says else _body_of(entry)), order
    return _body_of(entry), entry.order


def _body_of(entry: Recorded) -> Body:
    body = entry.raw.get("body")
    return body if isinstance(body, Mapping) else {}


def _known(roster: Roster, worker: str, body: Body) -> None:
    before = roster.workers.get(worker) or Worker(worker, name=worker, role="", team="")
    said = {key: str(body[key]) for key in ("name", "role", "team") if body.get(key)}
    days = tuple(map(str, body["days"])) if isinstance(body.get("days"), list | tuple) else before.days
    active = body.get("active", before.active) is not False
    roster.workers[worker] = replace(before, **said, days=days, active=active)


def _away(roster: Roster, worker: str, body: Body) -> None:
    begins, ends = _moment(body.get("from")), _moment(body.get("until"))
    if begins is None or (ends is not None and ends <= begins):
        return
    absence = Absence(begins, ends, str(body.get("reason", "")), tuple(_covers(body.get("cover"))))
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


def _on_duty(roster: Roster, worker: str, body: Body) -> None:
    try:
        day = date.fromisoformat(str(body.get("date")))
    except ValueError:
        return
    roster.turns[day] = (*roster.turns.get(day, ()), DutyTurn(str(body.get("part", "day")), worker))


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None


_CHANGES = {"worker.added": _known, "worker.changed": _known, "worker.away": _away, "duty.set": _on_duty}
