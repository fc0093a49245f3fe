"""Erasures: what one manager has asked for, what two have erased, and by what right (records.md, entry.erased). Of what
an erased entry said nothing is left to list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import TYPES, EntryErased
from carelist_tui.domain.entries.entry import NEWER, Entry
from carelist_tui.domain.entries.erased import asked_by, is_erased, managers_in
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, Values, as_flag, as_moment, as_worker
from carelist_tui.domain.views.lists.person_told import PersonTold, Row

ERASURES = ListKind(
    "erasures",
    tr("Erasures, and which wait for a second manager"),
    (
        Column("what"),
        Column("occurred_at", tr("of"), as_moment),
        Column("basis", tr("because")),
        Column("by", tr("asked for by"), as_worker),
        Column("seconded_by", tr("and by"), as_worker, tr("waits for a second manager")),
        Column("seconded_at", tr("on"), as_moment),
        Column("one_laptop", tr("both at one laptop:"), as_flag),
    ),
    begins_with=(EntryErased.TYPE,),
    opens=True,
    one=tr("erasure"),
    more=tr("erasures"),
)


def erasures(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Of one person's entries."""
    for first, row in _rows(told.entries, told.standards, told.managers):
        yield Row(first.occurred_at, row["open"], told.item(first) | row)


def erasures_of_nobodys(team: Iterable[Entry], at: datetime, standards: Standards) -> Iterator[Row]:
    """Of entries about no person: leave, supervision, huddles."""
    known = list(team)
    told = [each for each in effective(list(each_once(known).values())) if each.occurred_at <= at]
    for first, row in _rows(told, standards, managers_in(known)):
        around = {"entry": first.id, "at": first.occurred_at.astimezone(standards.calendar.zone).isoformat()}
        whose = {"person": None, "ref": None, "name": None, "by": first.author}
        yield Row(first.occurred_at, row["open"], around | whose | row)


def _rows(entries: list[Entry], standards: Standards, managers: frozenset[str]) -> Iterator[tuple[Entry, Values]]:
    """The first erasure of each entry, and what is said of it; by whom is said of managers alone, as it counts."""
    by_id, zone = {each.id: each for each in entries}, standards.calendar.zone
    for (_, id), asked in asked_by(entries).items():
        words = [each for each in asked if each.author in managers] or asked
        first, target = words[0], by_id.get(id)
        is_open = target is None or not is_erased(target.raw)
        second = None if is_open else next((each for each in words if each.author != first.author), None)
        kind = TYPES.get(target.type) if target is not None else None
        yield (
            first,
            {
                "erased": id,
                "what": kind.LABEL if kind is not None else NEWER,
                "occurred_at": target.occurred_at.astimezone(zone).isoformat() if target is not None else None,
                "basis": first.body.basis if isinstance(first.body, EntryErased) else None,
                "seconded_by": second.author if second is not None else None,
                "seconded_at": second.occurred_at.astimezone(zone).isoformat() if second is not None else None,
                "one_laptop": second.device == first.device if second is not None else None,
                "open": is_open,
            },
        )
