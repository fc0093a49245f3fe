"""What the screens work from: the light reading at once, and the door as soon as it is needed.

Before the first frame only the glance is opened. The door's modules (models, SQL, dates: 30 MB) are imported in a
thread on the first sign that something will be written, such as turning to the queue; whoever writes first waits.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.desk.drafts import Drafting, Unfinished, begun_words
from carelist_tui.desk.idle import CaseCounts
from carelist_tui.desk.looks import NotedLooks
from carelist_tui.desk.sections.snapshot import Reading, reading_of
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.desk.undo import Undo
from carelist_tui.domain.card import Card
from carelist_tui.domain.clock import Evidence, JudgedClock, judge_clock
from carelist_tui.domain.ids import is_uuid, uuid7
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import moment_in_full
from carelist_tui.domain.worklist import Item
from carelist_tui.journal.glance import Glance
from carelist_tui.vault.drafts import Begun, Drafts
from carelist_tui.vault.folder import database_of
from carelist_tui.vault.garbage import put_off, settle_memory
from carelist_tui.vault.seal import Sealer, draft_sealer

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.journal.append.batch import Foreseen, Receipt
    from carelist_tui.journal.queries.search import Findable

T = TypeVar("T")
AHEAD_DAYS = 8
"""How far the queue looks for what comes next after a missed contact."""
CLOSED = tr("the store was closed meanwhile")
READ_ONLY = tr(
    "Carelist is open to read only: nothing can be recorded until it is started again, "
    "without --read-only, where the store can be written"
)
HEAVY = (
    "carelist_tui.domain.entries", "dateutil.rrule", "carelist_tui.journal.book", "carelist_tui.journal.append.batch"
)  # fmt: skip
"""What writing needs, whatever shows it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The moment that is read, and by when what is read was recorded; None: as it is known now."""

    at: datetime
    known_at: datetime | None

    def words(self, zone: ZoneInfo, room: int) -> str:
        """That an earlier moment is read and nothing can be recorded, in so many letters; whole if it can be."""
        at, known = moment_in_full(self.at, zone), tr("now")
        if self.known_at is not None:
            on = tr("on {moment}", moment=moment_in_full(self.known_at, zone))
            known = tr("then") if self.known_at == self.at else on
        told = (
            tr("! READING {at}, as known {known}: nothing can be recorded. q: back to now", at=at, known=known),
            tr("! READING {at}, as known {known}: nothing can be recorded. q: now", at=at, known=known),
            tr("! READING {at}, known {known}: NO RECORDING. q: now", at=at, known=known),
        )
        return next((words for words in told if len(words) <= room), told[-1])

    def read_words(self, zone: ZoneInfo) -> str:
        """As what of when a text is to be read that leaves from here."""
        known = tr("now") if self.known_at is None else tr("at {moment}", moment=moment_in_full(self.known_at, zone))
        return tr(
            "As at {moment}, as known {known}. It is no present picture.",
            moment=moment_in_full(self.at, zone),
            known=known,
        )


class Desk:
    """One worker at one store. `at` says where the clock began, for a demonstration; else it is now. With `runs` false
    it stands still there. `key` opens an encrypted store, and is held until the desk is closed."""

    read_only = False
    """Whether nothing can be recorded from here."""
    catches_up = True
    """Whether whoever is to be folded by this release is folded beside the screen, and not before it opens."""
    why_read_only = READ_ONLY
    """What is said of it where somebody would record."""
    earlier: Earlier | None = None
    """The earlier moment that is read from here; None where it is now."""
    no_lock = False
    """Whether the screen stays as it is however long no key is pressed: while a huddle goes on."""

    def __init__(self, store: Path, worker: str | None, at: datetime | None = None, *, runs: bool = True,
                 key: bytes | None = None) -> None:  # fmt: skip
        self.store = store
        self.worker = worker
        self._key = key
        self.glance = Glance.open(self._place, key, may_be_behind=self.catches_up)
        self.roster = self.glance.read_roster()
        self.kept = Drafting(Drafts(store, worker, draft_sealer(key)), self.glance.holds)
        self.looks = NotedLooks(store, self.glance, lambda: self.worker, self.now)
        self.undo = Undo(lambda: self.worker)
        with database_of(store).open("rb") as file:
            self.encrypted = not file.read(16).startswith(b"SQLite format 3")
        self._began, self._runs = at, runs
        self._evidence = Evidence() if at is not None else self.glance.clock_evidence()
        self._since = monotonic()
        self._door: Carelist | None = None
        self._waking: asyncio.Future[None] | None = None
        self._opening: asyncio.Future[None] | None = None
        self._aside: Glance | None = None
        self._beside, self._closed = Lock(), False
        self.case_counts = CaseCounts()
        """The cases that measures are summed from, made beside the screen."""
        self.waits_for: tuple[str, ...] = ()
        """Modules of whoever shows this desk that writing needs as well: they are imported with ours."""
        self.recordings = 0
        """How many were begun here."""
        self.under_way: set[asyncio.Future[Any]] = set()
        """What is being recorded."""
        self.tell: Callable[[str], None] = _nobody
        """Is told how a recording ended that nobody waits for any more."""

    @property
    def _place(self) -> Path:
        """The folder of what is read."""
        return self.store

    @property
    def present(self) -> Desk:
        """The desk at the present moment: this one, unless an earlier moment is read from here."""
        return self

    @property
    def known_at(self) -> datetime | None:
        """By when what is read here was recorded; None: as it is known now."""
        return self.earlier.known_at if self.earlier is not None else None

    def now(self) -> datetime:
        """This moment, aware; a demonstration's clock runs on from where it was set. Where the machine's clock can't be
        right it is the newest moment that is known to have come: list, card and form are then of that one moment."""
        if self._began is None:
            return self.clock.at
        passed = monotonic() - self._since if self._runs else 0.0
        return datetime.fromtimestamp(self._began.timestamp() + passed, UTC)

    @property
    def clock(self) -> JudgedClock:
        """The machine's own clock, judged; where a demonstration set another, it is never called wrong."""
        return judge_clock(datetime.now(UTC), self._evidence)

    @property
    def clock_words(self) -> str:
        """What is to be said first of the machine's clock; empty where it can be right."""
        return self.clock.words(self.zone)

    async def say_clock_is_right(self) -> None:
        """Somebody said that the machine's clock is right: kept in the store, it counts again. Raises Refused when the
        store can't be written."""
        door = await self.door()
        await asyncio.to_thread(door.clock_is_right, datetime.now(UTC))
        self._weigh(self.glance)

    def _weigh(self, glance: Glance) -> None:
        """What tells against the machine's clock, as it is now."""
        if self._began is None:
            self._evidence = glance.clock_evidence()

    @property
    def zone(self) -> ZoneInfo:
        return self.glance.calendar.zone

    @property
    def names(self) -> dict[str, str]:
        """Workers' names by id."""
        return {id: worker.name for id, worker in self.roster.workers.items()}

    @property
    def me(self) -> Worker | None:
        """Who is signed in, where they are known."""
        return self.roster.workers.get(self.worker or "")

    def today(self, at: datetime) -> Reading:
        """What is due or overdue at `at`: enough for the first frame."""
        self.roster = self.glance.read_roster()
        self._weigh(self.glance)
        return reading_of(at, self.glance.today(at), self.zone, out=self.glance.out(at))

    def ahead(self, at: datetime) -> Reading:
        """That, what comes next in the queue, and the other sections; by a connection of its own, for a thread beside
        the screen."""
        with self._beside:
            aside = self._glance_aside()
            items, standing = aside.today(at, days=AHEAD_DAYS), aside.standing_out(at)
            reading = reading_of(at, items, aside.calendar.zone, standing, aside.out(at))
            self.roster = aside.read_roster()
            self._weigh(aside)
            return reading

    def settled_today(self, at: datetime) -> list[Item]:
        """What was settled of today's list, whosever it was, as it stood then; for a thread beside the screen, once the
        desk is awake. Whoever reads meanwhile waits for one person at the most."""
        with self._beside:
            people = self._glance_aside().touched_today(at)
        items: list[Item] = []
        for person in people:
            with self._beside:
                items += self._glance_aside().settled_of(person, at)
        return items

    def everyone(self) -> list[Findable]:
        """Everybody who was ever on the caseload, ready to be searched; for a thread beside the screen."""
        with self._beside:
            return self._glance_aside().everyone()

    def _glance_aside(self) -> Glance:
        if self._closed:
            raise Refused(CLOSED, status=3)
        if self._aside is None:
            self._aside = Glance.open(self._place, self._key, may_be_behind=self.catches_up)
        return self._aside

    def unfinished(self) -> list[Unfinished]:
        """What was begun in a form and not saved, the newest first, in words for the line above the list."""
        return [Unfinished(begun, self._begun_words(begun)) for begun in self.kept.begun()]

    def _begun_words(self, begun: Begun) -> str:
        card = self.card(begun.subject) if is_uuid(begun.subject) else None
        return begun_words(begun, card, self.now(), self.zone)

    def card(self, person: str | None) -> Card | None:
        """The person's card, read at the moment that the list is read at."""
        return self.glance.card(person, self.now()) if person else None

    def wake(self) -> asyncio.Future[None]:
        """Begin to import what writing needs, once: on the first sign that something will be written. Whoever stops
        waiting for it stops it for nobody else; what was stopped or failed is begun again."""
        if self._waking is None or is_lost(self._waking):
            heavy = (*HEAVY, *self.waits_for)
            self._waking = asyncio.get_running_loop().run_in_executor(None, _import_heavy, heavy)
        return asyncio.shield(self._waking)

    async def door(self) -> Carelist:
        """The one door, opened beside the screen when first needed. Raises Refused when the store can't be written."""
        if self._door is None:
            if self._opening is None or is_lost(self._opening):
                self._opening = asyncio.ensure_future(self._come_to_the_door())
            await asyncio.shield(self._opening)
        if self._door is None:
            raise Refused(CLOSED, status=3)
        return self._door

    async def _come_to_the_door(self) -> None:
        await self.wake()
        door = await asyncio.to_thread(self._open_door)
        with self._beside:
            if not self._closed:
                self._door = door
                return
        door.close()

    async def record(
        self, drafts: Sequence[Mapping[str, Any]], *, words: str | None = None, seen: Collection[str] | None = None
    ) -> list[Receipt]:
        """Record these together through the door, all or none: the one place from which a screen records anything.

        `words` name what is done, for taking it back as one; None: it is not taken back by a key. `seen` is what they
        take away, as it was said. Once begun it goes on to its end, also where nobody waits for it any more: how it
        ended is told then. Raises Refused and TakesAway as the door does.
        """
        return await self._to_its_end(self._record(drafts, words, seen))

    async def _record(
        self, drafts: Sequence[Mapping[str, Any]], words: str | None, seen: Collection[str] | None
    ) -> list[Receipt]:
        door = await self._door_to_record()
        receipts = door.record(drafts, self.now(), lines=range(1, len(drafts) + 1), seen=seen)
        if words is not None:
            self.undo.remember([receipt.id for receipt in receipts], words)
        return receipts

    async def act(self, act: Callable[[Carelist], T]) -> T:
        """Have the door do what records by itself, beside the screen, to its end, as `record` does."""

        async def acting() -> T:
            return await asyncio.to_thread(act, await self._door_to_record())

        return await self._to_its_end(acting())

    async def _to_its_end(self, begun: Coroutine[Any, Any, T]) -> T:
        self.recordings += 1
        recording = asyncio.ensure_future(begun)
        self.under_way.add(recording)
        recording.add_done_callback(self.under_way.discard)
        try:
            return await asyncio.shield(recording)
        except asyncio.CancelledError:
            recording.add_done_callback(lambda done: self.tell(late_words(done)))
            raise

    async def _door_to_record(self) -> Carelist:
        door = await self.door()
        if not self.clock.can_be_right:
            raise Refused(
                tr(
                    "{clock_words} Nothing is recorded until somebody says that it is right",
                    clock_words=self.clock_words,
                )
            )
        self.kept.flush()
        return door

    async def foresee(self, drafts: Sequence[Mapping[str, Any]]) -> Foreseen:
        """What would become of these, if they were recorded now: whom it would be refused for, what it takes away.
        Nothing is recorded. Raises Refused as the door does."""
        door = await self.door()
        return await asyncio.to_thread(door.record.foresee, drafts, self.now())

    async def finish(self) -> None:
        """What is being recorded is recorded, or was refused, when this returns."""
        await asyncio.gather(*self.under_way, return_exceptions=True)

    def _open_door(self) -> Carelist:
        from carelist_tui.carelist import Carelist

        return Carelist.open(self.store, self.worker, key=self._key, may_be_behind=self.catches_up)

    def moment(self) -> str:
        """This moment in local time with its offset, as an entry says it."""
        return self.now().astimezone(self.zone).isoformat(timespec="seconds")

    def entry_id(self) -> str:
        """An id for an entry that is begun now."""
        return uuid7(self.now(), os.urandom(10))

    def sealer(self, purpose: str) -> Sealer:
        """What seals for this purpose what lies beside the database. Refuses (status 3) once the desk is closed."""
        if self._closed:
            raise Refused(CLOSED, status=3)
        return Sealer(self._key, purpose)

    def shut(self) -> Shut:
        """What is left of it for whoever signs in next."""
        name = self.me.name if self.me else ""
        return Shut(self.store, self.worker, name, self._began, self._runs, self._since, self.read_only, left=True)

    async def missing(self) -> list[str]:
        """Entries that were here and can no longer be found, a sentence for each laptop."""
        door = await self.door()
        return await asyncio.to_thread(door.backups.missing)

    def close(self) -> None:
        """Close the store and let go of its key; the desk is not asked again after this. What was typed, and who
        looked, is on the disk first. May be called in a thread."""
        self.kept.close()
        self.case_counts.end()
        self.looks.finish()
        with self._beside:
            self._closed, self._key = True, None
            self.glance.close()
            for each in (self._aside, self._door):
                if each is not None:
                    each.close()
            self._aside = self._door = None


def is_lost(doing: asyncio.Future[Any]) -> bool:
    """Whether it ended without having been done."""
    return doing.done() and (doing.cancelled() or doing.exception() is not None)


def late_words(recording: asyncio.Future[Any]) -> str:
    """How a recording ended that nobody waited for."""
    if recording.cancelled():
        return tr("NOT RECORDED: it was stopped before it was stored.")
    trouble = recording.exception()
    if trouble is None:
        return tr("What you recorded as you left is recorded.")
    why = f": {trouble}" if isinstance(trouble, Refused) else ""
    return tr("NOT RECORDED, as you left{why}", why=why)


def _nobody(words: str) -> None:
    """Nobody is told."""


def _import_heavy(modules: Sequence[str]) -> None:
    """Import modules politely beside a running screen, and build what reads a person's state, so that the first entry
    is recorded as fast as the next; then what lives is set aside from garbage collection."""
    put_off()
    try:
        for module in modules:
            import_module(module)
        from carelist_tui.domain.person.state import build_ways

        build_ways()
    finally:
        settle_memory()
