"""Improvements: what the service changes in itself, who sees to it, and what came of each (S4:107)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.entries import ImprovementClosed, ImprovementOpened
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.roster import fold_roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, Values, as_choice, as_moment, as_worker
from carelist_tui.domain.views.lists.person_told import Row

IMPROVEMENTS = ListKind(
    "improvements",
    tr("Improvements, and what came of each"),
    (
        Column("title"),
        Column("owner", tr("seen to by"), as_worker),
        Column("due_at", tr("due"), as_moment),
        Column("from_entries", tr("came out of, entries"), lambda ids, _: str(len(ids))),
        Column("outcome", "", as_choice, tr("open")),
        Column("closed_at", tr("closed"), as_moment),
        Column("closed_by", tr("by"), as_worker),
        Column("what_changed", tr("what changed")),
    ),
    begins_with=(ImprovementOpened.TYPE,),
    opens=True,
    one=tr("improvement"),
    more=tr("improvements"),
)
OF_WORKERS = "worker."
"""Workers count whenever they came (surface.md, Store and identity)."""


def improvements(team: Iterable[Entry], at: datetime, standards: Standards) -> Iterator[Row]:
    """Each improvement that was opened by a moment, the oldest first: whose it is and by when as it stood then, put off
    or passed on; and what came of it by then."""
    entries = list(team)
    stands = sorted(effective(list(each_once(entries).values())), key=lambda entry: entry.order)
    told = [entry for entry in stands if entry.occurred_at <= at]
    later = {x.id for x in stands if x.occurred_at > at and not x.type.startswith(OF_WORKERS)}
    roster = fold_roster(entry for entry in entries if entry.id not in later)
    owed = {due.source: due for due in team_owed(roster, {}, standards) if due.kind == "improvement"}
    ended = {body.improvement: (entry, body) for entry in told if isinstance(body := entry.body, ImprovementClosed)}
    for entry in told:
        if isinstance(entry.body, ImprovementOpened):
            due, (closed, end) = owed.get(entry.id), ended.get(entry.id, (None, None))
            item = _as_opened(entry, entry.body, due, standards) | _as_closed(closed, end, standards)
            yield Row(entry.occurred_at, closed is None, item)


def _as_opened(entry: Entry, body: ImprovementOpened, due: Due | None, standards: Standards) -> Values:
    zone = standards.calendar.zone
    due_at, owner = (due.due_at, due.named_owner) if due is not None else (body.due_at, body.owner)
    return {
        "entry": entry.id,
        "at": entry.occurred_at.astimezone(zone).isoformat(),
        "by": entry.decided_by,
        "title": body.title,
        "owner": owner,
        "due_at": due_at.astimezone(zone).isoformat(),
        "from_entries": list(body.from_entries),
    }


def _as_closed(closed: Entry | None, end: ImprovementClosed | None, standards: Standards) -> Values:
    return {
        "outcome": end.outcome if end else None,
        "what_changed": end.what_changed if end else None,
        "closed_at": closed.occurred_at.astimezone(standards.calendar.zone).isoformat() if closed else None,
        "closed_by": closed.decided_by if closed else None,
        "open": closed is None,
    }
