"""A Bundle of FHIR at the door: its people by the way of a caseload, then their appointments and contacts by the way of
a diary. What was recorded here is known again; of whoever does not come in nothing else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.carelist.imports.appointments_import import take_appointments
from carelist_tui.carelist.imports.caseload_import import Outcome, Steps, take_rows
from carelist_tui.catalogue import tr
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.appointments.appointment_rows import Appointment, read_row
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.csv_file import read_rows
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.sheet import Row
from carelist_tui.exchange.fhir.bundle_file import read_bundle
from carelist_tui.exchange.fhir.bundle_rows import DiaryRow, Incoming, read_incoming

if TYPE_CHECKING:
    from carelist_tui.carelist.carelist import Carelist


@dataclass(slots=True)
class BundleFile:
    """A Bundle that was read: what may come in of it; `left`: how many of what else there were."""

    incoming: Incoming
    left: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, content: bytes, mapped: Mapped) -> BundleFile:
        """The whole of a file. Refuses what is no Bundle, and then nothing of it was taken."""
        incoming = read_incoming(read_bundle(content), mapped)
        return cls(incoming, incoming.left)

    def take(self, door: Carelist, now: datetime, progress: Steps, *, dry_run: bool, update: bool) -> Iterator[Outcome]:
        """What became of each row, as it is done: people first, then what was booked for them and came of it."""
        standards = door.journal.standards
        clock = Clock(standards.calendar.zone, now, standards, tuple(door.people.workers()))
        rows = read_rows(lambda: iter(self.incoming.people), clock)
        yield from take_rows(door, rows, now, dry_run=dry_run, progress=progress, update=update)
        diary = self._rows(door, clock, dry_run=dry_run)
        yield from take_appointments(door, diary, now, dry_run=dry_run, progress=progress)

    def _rows(self, door: Carelist, clock: Clock, *, dry_run: bool) -> Iterator[Appointment]:
        """Those of the diary that are tried: of whoever is here, and not recorded here."""
        known: dict[str, bool] = {}
        for each in self.incoming.diary:
            ref = self.incoming.refs.get(each.whose, "")
            if each.fault or not ref:
                nobody = tr("says about nobody whom this Bundle has")
                yield Appointment(
                    each.number + 1,
                    faults=[
                        Fault("", each.fault or tr("entry[{number}]: {nobody}", number=each.number, nobody=nobody))
                    ],
                )
            elif not known.setdefault(ref, _is_here(door, ref)):
                self.left[f"contact of somebody who {'is not here yet' if dry_run else 'did not come in'}"] += 1
            elif _was_recorded_here(door, each):
                self.left["contact that was recorded here"] += 1
            else:
                yield _appointment(each, ref, clock)


def _appointment(row: DiaryRow, ref: str, clock: Clock) -> Appointment:
    read = read_row(Row(row.number + 1, {**row.cells, "ref": ref}), clock, mixed=False)
    if row.happened_at and read.at is not None:
        kept = read_row(Row(row.number + 1, {**row.cells, "ref": ref, "at": row.happened_at}), clock, mixed=False)
        read.happened_at = kept.at
        read.faults += [each for each in kept.faults if each not in read.faults]
    return read


def _is_here(door: Carelist, ref: str) -> bool:
    try:
        door.people.whom(ref)
    except Refused:
        return False
    return True


def _was_recorded_here(door: Carelist, row: DiaryRow) -> bool:
    """Whether it is an entry of this store that comes back."""
    entry = row.entry.partition(":")[0]
    return is_uuid(entry) and bool(door.people.entries([entry]))
