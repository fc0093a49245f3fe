"""The record at the door: what is appended to it, taken in whole, adopted, or passed on by somebody who leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.keys import Keys
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Foreseen, Receipt, Sitting
    from carelist_tui.journal.take_in.entries import Taken


class Record:
    """What is recorded in an open store, by whoever is signed in."""

    def __init__(self, store: OpenStore, people: People, keys: Keys) -> None:
        self._store, self._people, self._keys = store, people, keys

    @property
    def has_recorded(self) -> bool:
        """Whether anything was appended by this door."""
        return self._store.has_recorded

    def __call__(
        self,
        drafts: Sequence[Mapping[str, Any]],
        now: datetime,
        lines: Sequence[int] | None = None,
        *,
        seen: Collection[str] | None = None,
        is_import: bool = False,
        apart: bool = False,
    ) -> list[Receipt]:
        """Appends these drafts, all or none, and gives a receipt for each; one that is here already answers as before.

        `lines` are the lines they stand on. `seen`: the sentences of what they take away that somebody has read; what
        takes away more is not recorded yet (TakesAway says all of it). Without it, the receipts alone say it.
        `is_import`: they are the rows of a caseload, which alone say that somebody was brought over. `apart`: none of
        them asks anything of another, as the appointments of a diary.
        Refuses with every fault and its line; (status 3) when the store can't be written.
        """
        return self._store.journal.record(
            drafts, author=self._author, now=now, lines=lines, seen=seen, is_import=is_import, apart=apart
        )

    def in_turn(self, sittings: Sequence[Sitting], *, is_import: bool = False) -> int:
        """Appends what several workers recorded one after the other, each at their own moment, all or none: how the
        months of a demonstration come in. Gives how many entries it was. Refuses as recording does, moments that go
        back, and in an encrypted store: there everybody signs in."""
        if self._store.key is not None:
            raise Refused(tr("this store is encrypted: whoever records signs in"))
        return self._store.journal.record_in_turn(sittings, is_import=is_import)

    @property
    def _author(self) -> str:
        if self._store.worker is None:
            raise Refused(tr("nobody is signed in: say who you are with --as WORKER, or CARELIST_WORKER"))
        return self._store.worker

    def foresee(
        self, drafts: Sequence[Mapping[str, Any]], now: datetime, *, is_import: bool = False, apart: bool = False
    ) -> Foreseen:
        """What would become of these drafts, numbered from 1, if they were recorded now; nothing is. Refuses what no
        draft can mend."""
        return self._store.journal.foresee(drafts, author=self._author, now=now, is_import=is_import, apart=apart)

    def take_in(self, raws: Iterable[Any], lines: Sequence[int] | None = None) -> Taken:
        """Takes in whole stored entries in any order, all or none; what is here already is passed over. Refuses in an
        encrypted store: nobody signed them."""
        if self._store.key is not None:
            raise Refused(
                tr(
                    "this store is encrypted, and takes in signed entries only: sync with the folder of your team, "
                    "or take "
                    "a sealed export (.carelist)"
                )
            )
        return self._store.journal.take_in(raws, lines)

    def adopt(self, text: str, now: datetime) -> Receipt:
        """These Standards hold from now on, and every Due is made by them. Refuses a file that can't be adopted, with
        the line of each fault, and the file that is in force already."""
        from carelist_tui.domain.canonical import nfc
        from carelist_tui.domain.standards import adoptable_standards

        composed = nfc(text)
        digest = adoptable_standards(composed).digest
        if digest == self._store.journal.standards.digest:
            raise Refused(tr("these Standards are in force already"))
        occurred_at = now.isoformat(timespec="seconds")
        body = {"digest": digest, "text": composed}
        return self([{"type": "standards.adopted", "occurred_at": occurred_at, "body": body}], now)[0]

    def leave(self, worker: str, to: str, now: datetime) -> list[Receipt]:
        """Somebody leaves: everyone and everything they hold becomes another's, and they work here no longer; all in
        one. Refuses a worker who is not known, has left already, or is the same as the other."""
        from carelist_tui.journal.queries.leavers import passed_on

        known = {each.id: each for each in self._people.workers()}
        for each in (worker, to):
            if each not in known or not known[each].active:
                raise Refused(tr("nobody works here under the id {value}: see `carelist worker list`", value=each))
        if worker == to:
            raise Refused(tr("what somebody holds must be passed on to somebody else"))
        with self._store.journal.store.reading() as connection:
            told = passed_on(connection, worker, to)
        leaver = known[worker]
        last: dict[str, Any] = {"worker": worker, "name": leaver.name, "role": leaver.role, "team": leaver.team}
        last |= {"active": False} | ({"days": list(leaver.days)} if leaver.days else {})
        occurred_at = now.isoformat(timespec="seconds")
        drafts = [
            {"type": kind, "occurred_at": occurred_at, "body": body} | ({"person": person} if person else {})
            for kind, person, body in (*told, ("worker.changed", None, last))
        ]
        receipts = self(drafts, now)
        self._keys.take_slot(worker)
        return receipts
