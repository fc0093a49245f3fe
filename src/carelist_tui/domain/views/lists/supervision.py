"""Supervision: each that was held, when each worker's next is owed, and who had none (S0:34, S4:105)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.entries import SupervisionHeld
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.roster import AUDITOR, Roster, fold_roster
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, Values, as_day, as_moment, as_worker
from carelist_tui.domain.views.lists.person_told import Row

SUPERVISION = ListKind(
    "supervision",
    tr("Supervision held, and when each worker's next is owed"),
    (
        Column("supervisor", tr("by"), as_worker, tr("none held")),
        Column("themes", tr("about")),
        Column("decision_quality", tr("quality of decisions")),
        Column("persons", tr("people talked about")),
        Column("decisions", tr("decisions read")),
        Column("agreed", tr("agreed")),
        Column("next_on", tr("next agreed for"), as_day),
        Column("due_at", tr("next owed by"), as_moment),
    ),
    begins_with=(SupervisionHeld.TYPE,),
)

BETWEEN_TWO = ("themes", "decision_quality", "agreed")
"""What was said in it: for the worker, seniors, managers and auditors."""


def as_read_by(reader: str | None, item: Values, roster: Roster) -> Values:
    """A row as whoever is signed in may read it: of a colleague when it was held and by whom, and not what was said in
    it. Where nobody signs in (an unencrypted store) all of it is read."""
    if reader is None or reader == item["worker"] or roster.role(reader) in (*SUPERVISES, AUDITOR):
        return item
    return item | dict.fromkeys(BETWEEN_TWO)


def supervision(team: Iterable[Entry], at: datetime, standards: Standards) -> Iterator[Row]:
    """Each supervision held by a moment; and, as if open, each worker who works here then and had none."""
    zone, entries = standards.calendar.zone, list(team)
    stands = sorted(effective(list(each_once(entries).values())), key=lambda entry: entry.order)
    held = [(x, x.body) for x in stands if isinstance(x.body, SupervisionHeld) and x.occurred_at <= at]
    later = {x.id for x in stands if isinstance(x.body, SupervisionHeld) and x.occurred_at > at}
    roster = fold_roster(entry for entry in entries if entry.id not in later)
    owed = {due.detail["worker"]: due.due_at for due in team_owed(roster, {}, standards) if due.kind == "supervision"}

    def item(worker: str, entry: Entry | None, body: SupervisionHeld | None) -> Values:
        due_at = owed.get(worker)
        return {
            "entry": entry.id if entry else None,
            "at": entry.occurred_at.astimezone(zone).isoformat() if entry else None,
            "worker": worker,
            "supervisor": body.supervisor if body else None,
            "persons": len(body.persons) if body else None,
            "decisions": len(body.decisions) if body else None,
            "themes": body.themes if body else None,
            "decision_quality": body.decision_quality if body else None,
            "agreed": list(body.agreed) if body else None,
            "next_on": body.next_on.isoformat() if body else None,
            "due_at": due_at.astimezone(zone).isoformat() if due_at else None,
        }

    for entry, body in held:
        yield Row(entry.occurred_at, False, item(body.worker, entry, body))
    for worker in sorted(owed.keys() - {body.worker for _, body in held}):
        yield Row(at, True, item(worker, None, None))
