"""The pack itself, as a value: made once, said the same on screen, on paper and in plain lines.

It is about cases and practice. Of the worker it says whom they hold, what they did, and from when until when they are
away; never why, nor how they are. Whoever on the caseload gives nothing to look at is counted and not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carelist_tui.domain.entries import SupervisionHeld
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.seeded_draw import draw
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.supervision.held_person import HeldPerson, Point
from carelist_tui.domain.views.supervision.own_work import OwnWork, Refusal

READ_TOGETHER = 2
"""So many of the decisions that said no are drawn, to be read."""
LONGEST = 3
"""So many of those longest without contact are named."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The supervision before: when it was, and what was agreed."""

    at: datetime
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwayFor:
    """From when until when the worker is away, and how many of whom they hold nobody covers for then. Why is nobody's
    business here."""

    begins: datetime
    ends: datetime | None
    uncovered: int


@dataclass(frozen=True, slots=True)
class Load:
    """Whom the worker holds: by tier (people, contacts owed in a hundred weeks) and zone, and how much is overdue."""

    tiers: tuple[tuple[str, int, int], ...]
    zones: tuple[tuple[str, int], ...]
    overdue: int

    @property
    def people(self) -> int:
        return sum(count for _, count, _ in self.tiers)

    @property
    def weight(self) -> float:
        """Contacts a week that their tiers owe."""
        return sum(hundredths for _, _, hundredths in self.tiers) / 100


@dataclass(frozen=True, slots=True)
class Pack:
    """What is looked at together. `since`: from when it is told, the last time or when the worker came."""

    worker: str
    name: str
    at: datetime
    since: datetime
    last: LastTime | None
    load: Load
    away: tuple[AwayFor, ...]
    overdue_a_week: tuple[Point, ...]
    put_off_twice: tuple[Point, ...]
    longest: tuple[Point, ...]
    missed: tuple[Point, ...]
    late_steps: tuple[Point, ...]
    noes: tuple[Refusal, ...]
    seed: int
    read: tuple[Refusal, ...]
    plans: tuple[Point, ...]
    support: tuple[Point, ...]
    authority: tuple[Point, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All that it names somebody for, in its order."""
        noes = tuple(no.point for no in self.noes)
        return (*self.overdue_a_week, *self.put_off_twice, *self.longest, *self.missed, *self.late_steps, *noes,
                *self.plans, *self.support, *self.authority)  # fmt: skip

    @property
    def people_named(self) -> tuple[str, ...]:
        """The ids of everybody who is named in it, each once."""
        return tuple(dict.fromkeys(each.person for each in self.points))

    @property
    def people_read(self) -> tuple[str, ...]:
        """The ids of those whose decisions are drawn to be read, each once."""
        return tuple(dict.fromkeys(each.point.person for each in self.read))


def last_time(worker: str, team: Iterable[Entry], roster: Roster, at: datetime) -> LastTime | None:
    """The worker's newest supervision by then that counts."""
    stands = sorted(effective(list(each_once(team).values())), key=lambda each: each.order)
    held = [
        LastTime(entry.occurred_at, body.agreed)
        for entry in stands
        if isinstance(body := entry.body, SupervisionHeld)
        and body.worker == worker
        and entry.occurred_at <= at
        and roster.may_supervise(body.supervisor, worker, entry.occurred_at)
    ]
    return held[-1] if held else None


def pack_of(
    worker: str,
    everybody: Sequence[HeldPerson],
    last: LastTime | None,
    roster: Roster,
    standards: Standards,
    at: datetime,
) -> Pack:
    """The pack of a worker at a moment. `everybody`: whomever they hold, or did anything about, as at then; the seed of
    what is drawn is that day, so the screen and the page of a day draw the same."""
    everybody = sorted(everybody, key=lambda each: each.by_name)
    held = [each for each in everybody if each.coordinator == worker]
    came = roster.joined.get(worker)
    since = last.at if last is not None else came.at if came is not None else at
    work = [OwnWork(each, worker, since, roster) for each in everybody]
    noes = sorted((no for each in work for no in each.noes()), key=lambda no: no.at)
    seed = seed_of(standards.calendar.day_of(at))
    ids = draw((no.entry for no in noes), READ_TOGETHER, seed)
    return Pack(
        worker,
        roster.name(worker),
        at,
        since,
        last,
        load_of(held),
        away_of(worker, held, roster, at),
        tuple(point for each in held for point in each.overdue_a_week()),
        tuple(point for each in held for point in each.put_off_twice()),
        _longest(held),
        tuple(point for each in work for point in each.missed()),
        tuple(point for each in work for point in each.late_steps()),
        tuple(noes),
        seed,
        tuple(no for no in noes if no.entry in ids),
        tuple(point for each in held for point in each.plans()),
        tuple(point for each in held for point in each.support()),
        tuple(point for each in work for point in each.authority_asked()),
    )


def seed_of(day: date) -> int:
    """The seed of a day: 20260303 of 3 March 2026."""
    return day.year * 10_000 + day.month * 100 + day.day


def _longest(held: Sequence[HeldPerson]) -> tuple[Point, ...]:
    found = [known for each in held if (known := each.without_contact()) is not None]
    return tuple(point for _, point in sorted(found, key=lambda known: (-known[0], known[1].whom))[:LONGEST])


def load_of(held: Sequence[HeldPerson]) -> Load:
    """Whom somebody holds, the most intensive tier first and red before amber."""
    tiers: dict[str, list[HeldPerson]] = {}
    for each in sorted(held, key=lambda each: each.ground.standards.rank(_tier(each))):
        tiers.setdefault(_tier(each), []).append(each)
    zones = Counter(each.ground.state.zone_now for each in held)
    return Load(
        tuple((tier, len(each), sum(one.hundredths() for one in each)) for tier, each in tiers.items()),
        tuple((zone, zones[zone]) for zone in ("red", "amber", "unknown", "green") if zones[zone]),
        sum(item.status == "overdue" for each in held for item in each.items),
    )


def _tier(held: HeldPerson) -> str:
    tier = held.ground.tier
    return tier.value if tier is not None else ""


def away_of(worker: str, held: Sequence[HeldPerson], roster: Roster, at: datetime) -> tuple[AwayFor, ...]:
    """The absences that are not over, the first to begin first."""
    coming = [each for each in roster.absences.get(worker, ()) if each.ends is None or each.ends > at]
    return tuple(
        AwayFor(each.begins, each.ends, sum(not each.covers(one.person) for one in held))
        for each in sorted(coming, key=lambda each: each.begins)
    )
