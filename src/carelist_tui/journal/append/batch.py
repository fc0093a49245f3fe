"""Recording, in one transaction: what a draft means is looked up, what becomes of it is decided, and it is appended and
projected. Of each line in turn, since a line may name those before it; all are written at the end, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import nfc
from carelist_tui.domain.dues.gaps import with_back_at
from carelist_tui.domain.entries import CoverArranged, EntryErased, as_taken, check_draft, remarks_on_reading
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import is_erased
from carelist_tui.domain.entries.sentences import each_path_once
from carelist_tui.domain.entries.stored import NO_ENTRY
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.refusal import Fault, Refused, TakesAway, Tally
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.taken_away import taken_away
from carelist_tui.journal.append.decided import Decided, Place, decide
from carelist_tui.journal.append.entry_rows import entry_row
from carelist_tui.journal.append.newest_moment import newest_head, note_recorded
from carelist_tui.journal.append.references import Known
from carelist_tui.journal.append.resolved import Draft, Resolved, Unresolved
from carelist_tui.journal.append.taken_away import WAITS, erased_by_it, stands_now, taken_away_then
from carelist_tui.journal.erasure import erase
from carelist_tui.journal.projection.rebuild import project_anew
from carelist_tui.journal.projection.touched import Touched
from carelist_tui.journal.sql.entry_sql import HEAD_OF, PUT_ENTRY
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import Head

Randomness = Callable[[int], bytes]
ERASED_SINCE = tr("this entry was lawfully erased since it was recorded: what it said is not stored again")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `record` answers for an entry that is stored. `takes_away`: a sentence for each thing that stood before it
    and is gone; `remarks`: what had better be looked at."""

    id: str
    type: str
    device: str
    seq: int
    hash: str
    takes_away: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry, takes_away: Iterable[str] = (), remarks: Iterable[str] = ()) -> Receipt:
        own = entry.body.remarks() if entry.body is not None else ()
        said = tuple(dict.fromkeys((*own, *remarks)))
        return cls(entry.id, entry.type, entry.device, entry.seq, entry.hash, tuple(takes_away), said)

    def as_json(self) -> dict[str, Any]:
        """Without the lists that say nothing."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items() if v != ()}


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one worker records in one go, and when (aware)."""

    author: str
    now: datetime
    drafts: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of a batch that was not written: a receipt for each draft that would be taken, None for one
    that would be refused; and what is wrong with those, by their lines."""

    receipts: tuple[Receipt | None, ...]
    faults: tuple[Fault, ...]


class Batch:
    """One batch inside the writer's transaction. What it finds wrong is gathered; `finish` refuses all of it, or
    writes all of it. Unless it `answers`, its receipts say neither what is taken away nor what to look at. `apart`: no
    line asks anything of another, so that a story is folded once, however many of them belong in the midst of it."""

    def __init__(
        self,
        connection: Connection,
        *,
        device: str,
        author: str,
        now: datetime,
        standards: Standards,
        randomness: Randomness,
        batch: frozenset[str] = frozenset(),
        first: bool = False,
        is_import: bool = False,
        answers: bool = True,
        apart: bool = False,
    ) -> None:
        self._connection, self._randomness = connection, randomness
        self._device, self._author, self._now, self._first = device, author, now, first
        self._is_import, self._answers, self._apart = is_import, answers, apart
        self._touched = Touched(connection, standards)
        self._known = Known(connection, batch, self._touched.whose)
        self._new: list[Entry] = []
        self._receipts: dict[str, Receipt] = {}
        self._faults = Tally()
        self._line: int | None = None
        self._refused = False
        self._clock: dict[str, Head] = {}
        self._seq, self._prev = self._head()
        self._check_author()

    def sit_down(self, author: str, now: datetime) -> None:
        """From the next line on it is this worker who records, at this moment. Refuses a moment before the last one,
        and whoever does not work here by then."""
        if now < self._now:
            raise Refused(
                tr(
                    "what is recorded in turn is recorded in the order of time: {isoformat} is too early",
                    isoformat=now.isoformat(),
                )
            )
        self._author, self._now = author, now
        self._check_author()

    def _head(self) -> tuple[int, str]:
        seq, head = HEAD_OF.first(self._connection, device=self._device) or (0, NO_ENTRY)
        return seq, head

    def _check_author(self) -> None:
        worker = self._touched.roster.workers.get(self._author)
        if not self._first and (worker is None or not worker.active):
            raise Refused(
                tr(
                    "nobody works here under the id {author}: sign in with --as (or CARELIST_WORKER) as a worker "
                    "of this store, or have them added first with `carelist worker add`",
                    author=self._author,
                )
            )

    def add(self, draft: Draft | Fault, line: int | None = None) -> Receipt | None:
        """Takes one draft (with its `id`) in; None when something is wrong with it. A line that could not be read is
        given as its Fault. Refuses all where so much is wrong that the rest is not looked at."""
        if self._faults.is_full:
            raise self._faults.refused(is_all=False, last=self._line)
        self._line = line
        try:
            if isinstance(draft, Fault):
                raise Refused([draft])
            said = remarks_on_reading(draft) if self._answers else []
            draft = self._filled(as_taken(draft, self._known.type_corrected(draft)))
            if faults := check_draft(draft, now=self._now):
                raise Refused(each_path_once([*faults, *self._known.faults_in_person(draft, faults)]))
            receipt = self._take(nfc(draft))
            return replace(receipt, remarks=(*said, *receipt.remarks)) if said else receipt
        except Refused as refused:
            self._known.note_refused(draft)
            self._refused = True
            self._faults.add(refused.faults, line)
            return None

    def _filled(self, draft: Any) -> Any:
        """With what a draft may leave to the record to say."""
        if not isinstance(draft, Mapping) or draft.get("type") != CoverArranged.TYPE:
            return draft
        stored = self._known.entry(draft["id"])
        body = stored.raw.get("body") if stored is not None else None
        return with_back_at(draft, self._touched.standards.calendar, body)

    def _take(self, draft: Draft) -> Receipt:
        stored = self._known.entry(draft["id"])
        if stored is not None:
            return self._again(draft, stored)
        resolved = self._resolve(draft)
        return self._append(self._decide(resolved))

    def _again(self, draft: Draft, stored: Entry) -> Receipt:
        """The receipt of an entry that is here already. What one said that was erased is not compared, and not kept."""
        if is_erased(stored.raw):
            return Receipt.of(stored, remarks=[ERASED_SINCE])
        if not self._known.same_content(draft, stored):
            raise Refused(
                [Fault("id", tr("an entry with this id is stored with other content: nothing is overwritten"))]
            )
        if stored.id in self._receipts:
            return self._receipts[stored.id]
        zone = self._touched.standards.calendar.zone
        return Receipt.of(stored, taken_away_then(self._connection, stored, zone))

    def _resolve(self, draft: Draft) -> Resolved:
        """Whom and what a sound draft means, and how things stand."""
        person = self._known.person_of(draft)
        return Resolved(
            draft=draft,
            person=person,
            state=self._state_for(person, draft) if person else None,
            roster=self._touched.roster,
            standards=self._touched.standards,
            batch=self._known.batch,
            refused=self._known.refused,
            together=self._new,
            entries=self._known.named_in(draft),
        )

    def _state_for(self, person: str, draft: Draft) -> PersonState | None:
        if not self._apart:
            return self._touched.state(person)
        return self._touched.state_as_folded(person, parse_moment(draft["occurred_at"]))

    def _decide(self, resolved: Resolved) -> Decided:
        """What becomes of it. What a rule asks for besides is looked up, and it is decided again."""
        place = Place(
            self._device,
            self._seq,
            self._prev,
            self._author,
            self._now,
            first=self._first,
            salt=self._randomness(16),
            is_import=self._is_import,
            says_remarks=self._answers,
        )
        look_up: dict[str, Callable[[str], Any]] = {
            "entries": self._known.entry,
            "stories": self._touched.about,
            "held": self._touched.held_by,
            "sharing": self._known.alike,
            "samples": self._touched.sample,
            "ahead": lambda worker: self._touched.recorded_after(worker, self._now),
        }
        while True:
            try:
                return decide(resolved, place)
            except Unresolved as asked:
                resolved = resolved.with_part(asked.part, asked.of, look_up[asked.part](asked.of))

    def _append(self, decided: Decided) -> Receipt:
        """Takes the entry into account for the lines after it; `finish` writes it."""
        entry = decided.entry
        self._seq, self._prev = entry.seq, entry.hash
        self._new.append(entry)
        self._known.note(entry)
        if not self._answers:
            self._touched.add(entry)
            return Receipt.of(entry)
        before, erased = stands_now(self._touched, entry), erased_by_it(self._touched, self._known.to_erase, entry)
        self._touched.add(entry)
        gone = taken_away(before, stands_now(self._touched, entry), self._touched.standards.calendar.zone)
        gone += erased
        waits = [WAITS] if isinstance(entry.body, EntryErased) and not erased else []
        return self._receipts.setdefault(entry.id, Receipt.of(entry, gone, [*decided.remarks, *waits]))

    def foreseen(self, drafts: Iterable[tuple[int, Draft]]) -> Foreseen:
        """What would become of these (line, draft), each with its `id`; `finish` is not to follow. Refuses as `add`."""
        receipts = tuple(self.add(draft, line) for line, draft in drafts)
        return Foreseen(receipts, tuple(self._faults.kept))

    @property
    def heads(self) -> dict[str, Head]:
        """How far this device's entries go, with those of this batch; the newest moment too, once it is finished."""
        own = {self._device: Head(self._seq, self._seq, self._prev)} if self._seq else {}
        return own | self._clock

    def finish(self, seen: Collection[str] | None = None) -> None:
        """Refuses the whole batch with every fault, or writes it and what it stands for. Where it is said what has been
        `seen`, what takes away more than that is refused (TakesAway)."""
        if self._refused:
            raise self._faults.refused()
        gone = [sentence for receipt in self._receipts.values() for sentence in receipt.takes_away]
        if seen is not None and not set(gone) <= set(seen):
            raise TakesAway(dict.fromkeys(gone))
        if not any(worker.active for worker in self._touched.roster.workers.values()):
            raise Refused(tr("nobody would be left who works here, and nobody could record anything any more"))
        if self._new:
            rows = [entry_row(entry) for entry in self._new]
            PUT_ENTRY.run(self._connection, rows)
            told_anew = erase(self._connection, self._new)
            self._touched.write()
            if told_anew:
                project_anew(self._connection, self._touched.standards, told_anew - {""})
            note_recorded(self._connection, (row["recorded_at"] for row in rows))
            self._clock = newest_head(self._connection)
