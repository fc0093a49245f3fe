"""Who works here, who is away and who covers, who is on duty, and so whose a Due is; beside them what else is told of
no person and makes something owed. Standard library only: this is on the way to the first frame."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from carelist_tui.domain.moments import CODED_DAYS
from carelist_tui.domain.slotted import dataclass

DUTY = "duty"
MANAGER = "manager"
SENIOR = "senior"
AUDITOR = "auditor"
SUPERVISES = (SENIOR, MANAGER)
ALL = "all"
_MORNING_ENDS = time(13)


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone who works here. `days` are working days as written; empty: all service days."""

    id: str
    name: str
    role: str
    team: str
    days: tuple[str, ...] = ()
    active: bool = True

    def works_on(self, day: date) -> bool:
        """Whether that weekday is one of theirs; whether the service is open then is not asked."""
        return not self.days or CODED_DAYS[day.weekday()].casefold() in {each[:3].casefold() for each in self.days}


@dataclass(frozen=True, slots=True)
class Cover:
    """Who holds whose people during an absence: `persons` empty means all, `by` a worker id or `duty`."""

    by: str
    persons: tuple[str, ...] = ()

    def holds(self, person: str | None) -> bool:
        return not self.persons or person in self.persons


@dataclass(frozen=True, slots=True)
class Said:
    """The entry that says something: its id, and when it occurred."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `begins`, that moment included, until `ends`; without an end, until said otherwise."""

    begins: datetime
    ends: datetime | None
    reason: str
    cover: tuple[Cover, ...] = ()
    said: Said | None = None
    """The entry that says so."""

    @property
    def covers_everybody(self) -> bool:
        """Whether somebody covers for all they hold."""
        return any(not each.persons for each in self.cover)

    def cover_of(self, person: str) -> str | None:
        """Who covers for this person: a worker id or `duty`; None where nobody does."""
        return _cover_for(self.cover, person)

    def covers(self, person: str) -> bool:
        """Whether somebody covers for this person."""
        return self.cover_of(person) is not None

    def holds_at(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class DutyTurn:
    """Who is on duty for a `part` of a day: day, morning (until 13:00 local) or afternoon."""

    part: str
    worker: str


@dataclass(frozen=True, slots=True)
class Improvement:
    """A change of the service that is open: the entry that opened it, what is to change, who sees to it, by when."""

    said: Said
    title: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here, and who has left. Where nobody is known at all (a story told by itself), everybody does.
    `auditors` are of those who work here: they record nothing, so that nobody and nothing can be theirs."""

    active: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    auditors: frozenset[str] = frozenset()

    def knows(self, worker: str) -> bool:
        """Whether somebody works, or worked, here under that id."""
        return worker in self.active or worker in self.left or not self.active

    def works_here(self, worker: str) -> bool:
        """Whether they work here, and can do what is owed."""
        return self.knows(worker) and worker not in self.left and worker not in self.auditors

    def differs_by(self, other: "Staff") -> frozenset[str]:
        """Who came, left or came back between the two, or can do what is owed in one of them alone."""
        return (self.active ^ other.active) | (self.left ^ other.left) | (self.auditors ^ other.auditors)


EVERYBODY = Staff()


@dataclass(frozen=True, slots=True)
class Roster:
    """The workers of the service, their absences and the duty turns, and what else the team's own entries make owed.
    Folded from them by `fold_roster`.

    An unknown worker is nobody's fault: shown as the id, and never an owner (standards.md, Owner).
    """

    workers: dict[str, Worker] = field(default_factory=dict)
    absences: dict[str, tuple[Absence, ...]] = field(default_factory=dict)
    turns: dict[date, tuple[DutyTurn, ...]] = field(default_factory=dict)
    """Oldest first; the newest that fits is the one that counts."""
    joined: dict[str, Said] = field(default_factory=dict)
    """Since when each worker is known here."""
    roles: dict[str, tuple[tuple[datetime, str], ...]] = field(default_factory=dict)
    """Since when each worker has had which role, the first one first."""
    supervised: dict[str, tuple[Said, date]] = field(default_factory=dict)
    """Each worker's newest supervision that counts, and when the next one is."""
    improvements: dict[str, Improvement] = field(default_factory=dict)
    """Those that are open, by the id of what opened them, the oldest first."""
    audited: dict[str, Said] = field(default_factory=dict)
    """Of each kind of audit the newest sample of which each case is scored."""
    put_off: dict[str, datetime] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    """Dues that belong to no person, by key: until when they were put off, and to whom they were passed on."""

    @property
    def left(self) -> frozenset[str]:
        """Workers who are no longer active."""
        return frozenset(worker.id for worker in self.workers.values() if not worker.active)

    @property
    def staff(self) -> Staff:
        """Who works here, and who has left."""
        here = [worker for worker in self.workers.values() if worker.active]
        auditors = frozenset(worker.id for worker in here if worker.role == AUDITOR)
        return Staff(frozenset(worker.id for worker in here), self.left, auditors)

    def role(self, worker: str) -> str | None:
        """The worker's role, None when unknown: a rule that asks for a role needs a known worker."""
        known = self.workers.get(worker)
        return known.role if known else None

    def only_scores(self, worker: str | None) -> bool:
        """Whether they are an auditor, who reads, draws samples and scores them, and records nothing else."""
        return self.role(worker or "") == AUDITOR

    def role_at(self, worker: str, at: datetime) -> str | None:
        """The role that they had at a moment; of one who is known only since later, the first one said of them."""
        known = self.roles.get(worker, ())
        before = [role for since, role in known if since <= at]
        return before[-1] if before else known[0][1] if known else self.role(worker)

    def may_supervise(self, supervisor: str, worker: str, at: datetime) -> bool:
        """Whether at that moment they were a senior or a manager, and not the worker supervised (S4:105)."""
        return supervisor != worker and self.role_at(supervisor, at) in SUPERVISES

    def name(self, worker: str) -> str:
        """The worker's name, or the id of one who is unknown."""
        known = self.workers.get(worker)
        return known.name if known else worker

    def is_away(self, worker: str, at: datetime) -> bool:
        """Whether the worker is on leave or ill at that moment, or has left."""
        known = self.workers.get(worker)
        return (known is not None and not known.active) or self.absence(worker, at) is not None

    @property
    def has_manager(self) -> bool:
        """Whether an active manager works here, in whatever team."""
        return any(each.active and each.role == MANAGER for each in self.workers.values())

    def owner(
        self,
        named: str | None,
        coordinator: str | None,
        team: str | None,
        person_id: str | None,
        at: datetime,
        zone: ZoneInfo,
    ) -> str:
        """Whose a Due is at a moment (standards.md, Owner): never nobody.

        `named` is the worker a Due names, or `duty`, or `manager`, or `senior` (the first of the team who is at work
        and not the coordinator, else a manager); else the coordinator; while that worker is away, their cover; else the
        day's duty worker; else a manager of the team; else `duty:<team>`. An id that nobody here has is passed over,
        and so is an auditor, who could do nothing about it.
        """
        if named in (MANAGER, SENIOR):
            first = self._first_of(named, team, at, but=coordinator if named == SENIOR else None)
            first = first or self._manager(team, at)
            return first or self.on_duty(team, at, zone) or self._nobody(team)
        known = [each for each in (named, coordinator) if each and (each == DUTY or self._holds(each))]
        first = known[0] if known else None
        present = self._present(first, person_id, at) if first and first != DUTY else None
        return present or self.on_duty(team, at, zone) or self._manager(team, at) or self._nobody(team)

    def also(
        self, names: Iterable[str], owner: str, team: str | None, person: str | None, at: datetime, zone: ZoneInfo
    ) -> tuple[str, ...]:
        """On whose list a Due stands besides its owner's at a moment, each once: workers by id, or whoever covers for
        them, `duty`, `manager`, `senior`. A name that nobody here has is passed over. What is nobody's (`duty:<team>`)
        stands on the list of everybody who could do it: else nobody would find it on theirs."""
        found: dict[str, None] = {}
        for name in names:
            if name == DUTY:
                worker = self.on_duty(team, at, zone)
            elif name in (MANAGER, SENIOR):
                worker = self._first_of(name, team, at)
            else:
                worker = self._present(name, person, at) if self._holds(name) else None
            if worker is not None and worker != owner:
                found[worker] = None
        if owner == self._nobody(team):
            found |= dict.fromkeys(self._whoever_could(team, at))
        return tuple(found)

    def _whoever_could(self, team: str | None, at: datetime) -> list[str]:
        """Who could do what is nobody's: whoever of the team is at work; where nobody is, a manager of any team who is,
        else whoever is; else all of the team, or of the service, until they are back."""
        acting = self._acting()
        own = [each for each in acting if each.team == team]
        present = [each for each in acting if not self.is_away(each.id, at)]
        managers = [each for each in present if each.role == MANAGER]
        at_work = [each for each in present if each.team == team] or managers or present
        return [each.id for each in at_work or own or acting]

    def _acting(self) -> list[Worker]:
        """Who works here and could do what is owed, by id: an auditor could not."""
        active = (each for each in self.workers.values() if each.active and not self.only_scores(each.id))
        return sorted(active, key=lambda each: each.id)

    def on_duty(self, team: str | None, at: datetime, zone: ZoneInfo) -> str | None:
        """The duty worker at a moment, the team's own before another team's; None when there is none at work."""
        local = at.astimezone(zone)
        part = "morning" if local.time() < _MORNING_ENDS else "afternoon"
        said = [turn.worker for turn in self.turns.get(local.date(), ()) if turn.part in ("day", part)]
        turns = [worker for worker in said if not self.only_scores(worker)]
        own = [worker for worker in turns if worker in self.workers and self.workers[worker].team == team]
        newest = (own or turns)[-1:]
        return next((worker for worker in newest if not self.is_away(worker, at)), None)

    def _holds(self, worker: str) -> bool:
        """Whether somebody here, or who was here, can be named for what is owed."""
        return worker in self.workers and not self.only_scores(worker)

    def _present(self, worker: str, person: str | None, at: datetime) -> str | None:
        """The worker, or whoever covers for them; None, which is duty, where nobody does, or they are away too: what
        somebody covers for another is not passed on to whoever covers for them (standards.md, Owner)."""
        if not self.is_away(worker, at):
            return worker
        absence = self.absence(worker, at)
        cover = _cover_for(absence.cover, person) if absence else None
        is_here = cover in self.workers and not self.is_away(cover, at) if cover is not None else False
        return cover if is_here else None

    def absence(self, worker: str, at: datetime) -> Absence | None:
        """Their absence at a moment, of several the one entered last; None while they are at work."""
        return next((a for a in reversed(self.absences.get(worker, ())) if a.holds_at(at)), None)

    def _manager(self, team: str | None, at: datetime) -> str | None:
        return self._first_of(MANAGER, team, at)

    def _first_of(self, role: str, team: str | None, at: datetime, but: str | None = None) -> str | None:
        """The first of that role, by id, who is at work and not `but`: of the team; of any, where nobody here works in
        that team who could act: a team of auditors alone is one where nobody works."""
        active = self._acting()
        own = [each for each in active if each.team == team] or active
        fitting = (each.id for each in own if each.role == role and each.id != but)
        return next((id for id in fitting if not self.is_away(id, at)), None)

    @staticmethod
    def _nobody(team: str | None) -> str:
        return f"{DUTY}:{team}" if team else DUTY


def _cover_for(cover: Iterable[Cover], person: str | None) -> str | None:
    """Who covers for this person: the cover that names them before the one for all."""
    return next((c.by for c in sorted(cover, key=lambda c: not c.persons) if c.holds(person)), None)
