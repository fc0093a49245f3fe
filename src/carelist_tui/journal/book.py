"""The journal of one store: the only way in, and what keeps its projections true to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Standards, default_standards
from carelist_tui.journal.append.newest_moment import keep_said, note_recorded
from carelist_tui.journal.append.resolved import Draft
from carelist_tui.journal.append.witness_check import Missing, heal, missing_from, refuse_to_number_twice
from carelist_tui.journal.erasure import erase, sweep_left
from carelist_tui.journal.meta import ADOPTIONS, BEHIND, DEVICE, DIGEST, MADE_BY, RELEASE
from carelist_tui.journal.projection.adoptions import adoptions_text, standards_now
from carelist_tui.journal.projection.behind import is_damaged
from carelist_tui.journal.projection.catch_up import Stories, catch_up
from carelist_tui.journal.projection.hand_over import can_stand, hand_over
from carelist_tui.journal.projection.people import story_of
from carelist_tui.journal.projection.rebuild import project_anew, write_meta
from carelist_tui.journal.sql.person_sql import META, PROJECTIONS
from carelist_tui.journal.store import LEFT_LYING, CommitUnsure, Store
from carelist_tui.journal.take_in.entries import Numbered, Taken, numbered_by, take_in
from carelist_tui.journal.take_in.new_name import take_name
from carelist_tui.journal.take_in.runs import Incoming, Merged, Part, append_part, merge, parts_of
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.device import finish_renewal, make_device, read_device
from carelist_tui.vault.disk import DiskRefuses, refusal_of
from carelist_tui.vault.folder import check_folder, close_umask
from carelist_tui.vault.witness import Heads, Witness, clock_head, newest_in

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Batch, Foreseen, Randomness, Receipt, Sitting

T = TypeVar("T")
APPENDED_AT_ONCE = 4_000
"""Entries of others that come in by one transaction: about a quarter of a second (benchmarks/syncing.py)."""
NOTHING_NEW: Stories = {}


class Journal:
    """One store, open for writing. Safe beside other processes and threads, each with its own or this one."""

    def __init__(
        self,
        store: Store,
        *,
        standards: Standards | None = None,
        randomness: Randomness = os.urandom,
        may_be_behind: bool = False,
    ) -> None:
        self.store = store
        self._standards = standards or default_standards()
        self._is_named, self.has_kept = True, False
        """Whether it has its name, and whether anything was appended by it."""
        self.most_at_once = APPENDED_AT_ONCE
        with suppress(DiskRefuses):  # it can be read all the same; before anything is recorded it is finished
            self._is_named = False
            finish_renewal(store.folder)
            self._is_named = True
        self.device = read_device(store.folder)
        self._randomness = randomness
        self.witness = Witness(store.folder)
        self._keep_up(may_be_behind=may_be_behind)

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes | None = None,
        *,
        standards: Standards | None = None,
        may_be_behind: bool = False,
    ) -> Journal:
        """`may_be_behind`: what another release made may stand for a while, until `catch_up` has been called, where it
        is much (projection/hand_over.py).

        Refuses (status 3) a path without a store, a damaged one, one made by a newer version, and a wrong `key`."""
        close_umask()
        return cls(Store(check_folder(folder), key), standards=standards, may_be_behind=may_be_behind)

    @classmethod
    def make(cls, folder: Path, key: bytes | None = None) -> Journal:
        """An empty store in a private folder that holds none: the device's key, the tables; under `key`, if any."""
        make_device(folder, key)
        return cls(Store.make(folder, key))

    def _keep_up(self, *, may_be_behind: bool) -> None:
        """Makes the projections afresh where other Standards, or another release, made them."""
        told = self.witness.read()
        with self.store.reading() as connection:
            made_by = dict(META.rows(connection))
            self._standards = standards_now(connection, self._standards)
            heal(self.witness, connection, told)
        adoptions = adoptions_text(self._standards)
        wanted = {DIGEST: self._standards.digest, ADOPTIONS: adoptions, RELEASE: MADE_BY}
        if BEHIND in made_by and is_damaged(made_by[BEHIND]):
            self.rebuild(to_read=True)
        elif not wanted.items() <= made_by.items():
            if not (may_be_behind and RELEASE in made_by and self._stands()):
                self.rebuild(to_read=True)
        elif BEHIND in made_by and not may_be_behind:
            self.catch_up(to_read=True)
        sweep_left(self.store)
        if made_by.get(DEVICE) != self.device:
            with suppress(DiskRefuses):
                self._is_named = False
                self.take_name()

    def _stands(self) -> bool:
        """Whether what another release made stands for a while; not where the disk takes nothing."""
        with suppress(DiskRefuses):
            return not self.store.reads_elsewhere and self.change(self._hand_over)
        return False

    def _hand_over(self, connection: Connection) -> bool:
        if may_stand := can_stand(connection):
            hand_over(connection, self._standards)
            self._note_made(connection)
        return may_stand

    def take_name(self) -> None:
        """Where this laptop has another name than the one it last recorded under, what was never sent is written again
        under the present one, with the same ids; see `appending/renaming.py`."""
        finish_renewal(self.store.folder)
        self.device = read_device(self.store.folder)
        try:
            heads = self.change(lambda connection: take_name(connection, self.device, self._standards, self.witness))
        except OSError as trouble:
            raise refusal_of(trouble) from None
        self.witness.raise_to(heads)
        self._is_named = True

    @property
    def standards(self) -> Standards:
        """The newest adopted; they know those before them. Another process's adoption is noticed."""
        with self.store.reading() as connection:
            return self.standards_in(connection)

    def standards_in(self, connection: Connection) -> Standards:
        """The newest adopted at the moment that a connection reads."""
        self._standards = standards_now(connection, self._standards)
        return self._standards

    def record(
        self,
        drafts: Sequence[Draft],
        *,
        author: str,
        now: datetime,
        lines: Sequence[int] | None = None,
        first: bool = False,
        seen: Collection[str] | None = None,
        is_import: bool = False,
        apart: bool = False,
    ) -> list[Receipt]:
        """Appends these drafts, all or none; gives a receipt for each, in order.

        `now` is aware. `lines` are the lines they stand on, for the faults. One that is here already (its id, with the
        same content) answers its earlier receipt. `first`: the entry that `init` writes, which nobody could author.
        `seen`: what somebody has been told that it takes away; what takes away more is refused (TakesAway).
        `is_import`: the rows of a caseload; `apart`: see `Batch`. Refuses with every fault of every draft; (status 3)
        when the store can't be written.
        """
        if not self._is_named:
            self.take_name()
        named = [self._with_id(draft, now) for draft in drafts]
        numbered = numbered_by(named, lines)
        return self._kept(lambda: self._record(numbered, author, now, first, seen, is_import, apart))

    def record_in_turn(self, sittings: Sequence[Sitting], *, is_import: bool = False) -> int:
        """Appends what several workers recorded one after the other, in one transaction, all or none; gives how many
        entries it was. Each is decided as `record` decides it: by its own author, at its own moment, after all those
        before it. Refuses as `record` does, and a moment that lies before the last one."""
        if not sittings:
            return 0
        if not self._is_named:
            self.take_name()
        named = [replace(x, drafts=[self._with_id(draft, x.now) for draft in x.drafts]) for x in sittings]
        return self._kept(lambda: self._record_in_turn(named, is_import))

    def _record_in_turn(self, sittings: Sequence[Sitting], is_import: bool) -> int:
        drafts = [draft for sitting in sittings for draft in sitting.drafts]
        first = sittings[0]
        with self.store.writing() as connection:
            device = self.device = read_device(self.store.folder)
            batch = self._batch(connection, drafts, device, first.author, first.now, is_import=is_import, answers=False)
            refuse_to_number_twice(self.witness, batch.heads, device)
            for sitting in sittings:
                batch.sit_down(sitting.author, sitting.now)
                for draft in sitting.drafts:
                    batch.add(draft)
            batch.finish()
        self._raise(batch.heads)
        return len(drafts)

    def foresee(
        self, drafts: Sequence[Draft], *, author: str, now: datetime, is_import: bool = False, apart: bool = False
    ) -> Foreseen:
        """What `record` would make of these, numbered from 1: nothing is written. Each stands after those before it, as
        there. Refuses what no draft can mend: an author who does not work here, a store that can't be read."""
        named = [self._with_id(draft, now) for draft in drafts]
        with self.store.reading() as connection:
            device = read_device(self.store.folder)
            batch = self._batch(connection, named, device, author, now, is_import=is_import, apart=apart)
            return batch.foreseen(enumerate(named, start=1))

    def change(self, write: Callable[[Connection], T], *, derived: bool = False) -> T:
        """What `write` does, in one transaction; all of it is kept, or none. `derived`: see `Store.writing`."""

        def written() -> T:
            with self.store.writing(derived=derived) as connection:
                return write(connection)

        return self._kept(written)

    def _kept(self, write: Callable[[], T]) -> T:
        """Writes, and once more if a COMMIT failed: it may have been committed, and then the entries are found. The
        bytes of what was erased by it go too."""
        try:
            written = write()
        except CommitUnsure:
            try:
                written = write()
            except CommitUnsure as unsure:
                raise unsure.refused from None
        sweep_left(self.store)
        return written

    def _with_id(self, draft: Draft, now: datetime) -> Draft:
        if not isinstance(draft, dict) or draft.get("id") is not None:
            return draft
        return {**draft, "id": uuid7(now, self._randomness(10))}

    def _record(
        self,
        numbered: list[Numbered],
        author: str,
        now: datetime,
        first: bool,
        seen: Collection[str] | None,
        is_import: bool,
        apart: bool,
    ) -> list[Receipt]:
        drafts = [draft for _, draft in numbered]
        with self.store.writing() as connection:
            device = self.device = read_device(self.store.folder)
            batch = self._batch(connection, drafts, device, author, now, first=first, is_import=is_import, apart=apart)
            refuse_to_number_twice(self.witness, batch.heads, device)
            receipts = [batch.add(draft, line) for line, draft in numbered]
            batch.finish(seen)
        self._raise(batch.heads)
        return [receipt for receipt in receipts if receipt is not None]

    def _batch(
        self,
        connection: Connection,
        drafts: Iterable[Draft | Fault],
        device: str,
        author: str,
        now: datetime,
        *,
        first: bool = False,
        is_import: bool = False,
        answers: bool = True,
        apart: bool = False,
    ) -> Batch:
        """A batch of these drafts, which are still to be added to it."""
        from carelist_tui.journal.append.batch import Batch  # whoever reads needs none of it (benchmarks/commands.py)

        ids = [draft.get("id") for draft in drafts if isinstance(draft, dict)]
        return Batch(
            connection,
            device=device,
            author=author,
            now=now,
            standards=self._standards,
            randomness=self._randomness,
            batch=frozenset(each for each in ids if isinstance(each, str)),
            first=first,
            is_import=is_import,
            answers=answers,
            apart=apart,
        )

    def take_in(self, raws: Iterable[Any], lines: Sequence[int] | None = None, *, one_sent: bool = False) -> Taken:
        """Takes in whole stored entries, all or none; see `take_in/entries.py`. What was here is passed over."""
        again = list(raws) if isinstance(raws, Iterator) else raws  # gone over once more where a COMMIT may have failed

        def numbered() -> Iterable[Numbered]:
            return ((None, raw) for raw in again) if lines is None else zip(lines, again, strict=True)

        taken = self.change(lambda connection: take_in(connection, numbered(), self._standards, one_sent=one_sent))
        self._raise(taken.heads)
        return taken

    def _raise(self, heads: Heads) -> None:
        self.witness.raise_to(heads)
        self.has_kept = self.has_kept or bool(heads)

    def clock_is_right(self, now: datetime) -> None:
        """Somebody said that the machine's clock, which says `now` (aware), is right: it counts again. Refuses (status
        3) a store that can't be written."""
        witnessed = newest_in(self.witness.read())
        said = self.change(lambda connection: keep_said(connection, now, witnessed))
        if witnessed is not None and witnessed > said.at:
            try:
                self.witness.set_anew(clock_head(said.at))
            except OSError as trouble:
                raise refusal_of(trouble) from None

    def missing(self) -> list[Missing]:
        """Entries that were committed here and are not here any more: nothing is recorded before they are back."""
        told = self.witness.read()
        with self.store.reading() as connection:
            return [*missing_from(connection, told)]

    def merge(self, runs: Sequence[Incoming]) -> Merged:
        """Takes in runs of other laptops' entries, each whole or not at all; see `take_in/runs.py`. Where they are so
        many that whoever records would wait, they come in by several transactions."""
        parts = list(parts_of(runs, self.most_at_once))
        if len(parts) < 2:
            merged = self.change(lambda connection: merge(connection, runs, self._standards))
            self._raise(merged.heads)
            return merged
        merged, new, stopped = Merged(), dict[str, list[Entry]](), set[str]()
        for part in parts:
            for entry in self._append(part, merged, stopped):
                new.setdefault(entry.person or "", []).append(entry)
        self.catch_up(new)
        return merged

    def _append(self, part: Part, merged: Merged, stopped: set[str]) -> list[Entry]:
        taken, came = self.change(lambda connection: append_part(connection, part, self._standards, stopped))
        sleep(LEFT_LYING)
        self._raise(taken.heads)
        merged.add(taken, part.first)
        stopped |= {part.runs[number].device for number in taken.refused}
        return came

    def catch_up(
        self,
        new: Stories = NOTHING_NEW,
        is_wanted: Callable[[], bool] = lambda: True,
        *,
        to_read: bool = False,
        left: Callable[[int], None] = lambda number: None,
    ) -> None:
        """Folds whoever is behind (projection/behind.py), some in a transaction, as long as it `is_wanted`. `new`: by
        person what came about them, as far as it is at hand. `to_read`: as `rebuild`; `left` is told how many are."""
        while is_wanted() and (number := self._derive(lambda at: self._catch_up(at, new), to_read=to_read)):
            left(number)
            sleep(LEFT_LYING)

    def _catch_up(self, connection: Connection, new: Stories) -> int:
        return catch_up(connection, self.standards_in(connection), new)

    def rebuild(self, *, to_read: bool = False) -> None:
        """Makes every projection afresh from the journal, in one transaction, one person in memory at a time.

        `to_read`: where the disk takes nothing, in a stand-in alone. Else refuses (status 3) such a disk.
        """
        self._derive(self._rebuild, to_read=to_read)

    def _derive(self, write: Callable[[Connection], T], *, to_read: bool) -> T:
        try:
            return self.change(write, derived=to_read)
        except DiskRefuses as refused:
            if not to_read or self.store.reads_elsewhere:
                raise
            self.store.read_elsewhere(refused)
            return self.change(write, derived=True)

    def _rebuild(self, connection: Connection) -> None:
        for emptied in PROJECTIONS:
            emptied.run(connection, [{}])
        erase(connection)
        project_anew(connection, self._standards)
        self._note_made(connection)

    def _note_made(self, connection: Connection) -> None:
        note_recorded(connection, ())
        write_meta(connection, {RELEASE: MADE_BY})

    def story(self, person: str) -> list[Entry]:
        """A person's entries, in story order; empty for an unknown id."""
        with self.store.reading() as connection:
            return story_of(connection, person)

    def close(self) -> None:
        self.store.close()
