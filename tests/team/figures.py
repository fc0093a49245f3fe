"""What the lists of the simulated team come to, read at 9:00 and at 17:05 (load.md): how many Dues and rows a worker
has, how many of them are doubled, what is left, what a long weekend brings, what is typed, whether anybody is silent.

*Doubled*: of the Dues that stood on Today at 9:00 about somebody, those that fell with the very entry that settled
another of theirs: a contact made settles the booking, and with it the contact that was owed beside it. What falls with
another entry of the same form (the zone, a review) is work of its own and is not doubled.
*Clean*: a day in whose last hour and a half every worker came to the end of their list: nothing that could be done.
*A spell*: from one act that the law of silence counts to the next; *silent* where on some morning of it nobody's list
said that they waited, past the interval in force and a service day; *late* where a list did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import mean

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.worklist import Item
from tests.domain.silence import breaks_silence, is_counted, longest_silence, newest_act, silence_ends
from tests.team.lives import WORKERS
from tests.team.office import Draft, Saved
from tests.team.team import Team

MINUTES = {
    "contact.completed": 2.0, "contact.planned": 0.5, "contact.missed": 0.5, "outreach.attempted": 0.5,
    "zone.set": 0.5, "indicator.rated": 0.5, "risk_check.completed": 2.0, "decision.recorded": 4.0,
    "escalation.raised": 2.0, "review.completed": 5.0, "engagement_plan.agreed": 8.0, "risk_plan.updated": 8.0,
    "person.accepted": 4.0, "referral.received": 4.0, "handover.opened": 8.0, "supervision.held": 5.0,
    "crisis.recorded": 2.0, "person.discharged": 2.0,
}  # fmt: skip
"""Minutes that an entry takes to type: assumed, not measured. Whatever is not here takes one."""
OTHERS, OF_MANY, SHORT_REVIEW = 1.0, 0.2, 2.0
"""One of an act for many takes a fifth of a minute, and the act one."""
FOR_MANY = ("cover.arranged", "partner.contacted", "handover.item_done")
FOLLOWED = ("cadence", "too_long_unseen", "book_contact")
"""What stands for somebody who is being followed already, while a missed contact of theirs is open."""


@dataclass(slots=True)
class Morning:
    """What one worker has on their list at 9:00."""

    day: date
    worker: str
    dues: int
    rows: int
    calm_dues: int
    calm_rows: int
    """About people neither red, high, intensive nor with a sign."""
    followed: int


@dataclass(slots=True)
class Spell:
    """A stretch without an act: how it was seen on the mornings of it. `late` and `silent` count mornings."""

    since: datetime
    whose: str = ""
    late: int = 0
    silent: int = 0


def _minutes(draft: Draft) -> float:
    """What one entry takes to type; a review that asks for all seven fields more than another."""
    if draft["type"] == "review.completed" and "next_steps" not in draft["body"]:
        return SHORT_REVIEW
    return MINUTES.get(draft["type"], OTHERS)


def is_watched(team: Team, person: str) -> bool:
    """Red, high, intensive, or with a sign."""
    ground = team.office.ground(person)
    strictest = ground.standards.rank(ground.tier.value if ground.tier else None) == 0
    return strictest or ground.signs is not None or ground.is_high_at(team.office.now)


def whose(ground: Ground, at: datetime) -> str:
    """By which interval somebody is counted."""
    if ground.is_high_at(at):
        return "red or high"
    return "early warning" if ground.signs is not None else ground.tier.value if ground.tier else "intensive"


@dataclass
class Figures:
    """Everything read of a season, the first days of it left out of what is counted of lists."""

    counts_from: date
    mornings: list[Morning] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    calm_kinds: Counter[str] = field(default_factory=Counter)
    totals: dict[date, Counter[str]] = field(default_factory=dict)
    """By day, the team's Dues at 9:00 by kind."""
    doubled: Counter[str] = field(default_factory=Counter)
    """What fell with an entry that settled another: `cadence with contact`."""
    left: dict[date, Counter[str]] = field(default_factory=dict)
    """By clean day, what stood at 17:05."""
    minutes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """By type of entry, what all of it took to type, in minutes."""
    worker_days: int = 0
    silent: list[tuple[date, str, str]] = field(default_factory=list)
    """(day, person, whose interval) of every morning on which the law was broken."""
    ended: list[Spell] = field(default_factory=list)
    invisible: int = 0
    _spells: dict[str, Spell] = field(default_factory=dict)
    _morning: dict[str, dict[str, Item]] = field(default_factory=dict)
    _counts: bool = False

    def at_nine(self, team: Team, day: date) -> None:
        """The morning's reading."""
        self._counts = day >= self.counts_from
        items = team.office.today()
        self.invisible += sum(item.kind == "invisible" for item in items)
        self.totals[day] = Counter(item.kind for item in items)
        self._morning = {}
        for item in items:
            if item.person is not None:
                self._morning.setdefault(item.person.id, {})[item.key] = item
        self._weigh_silence(team, day, items)
        if not self._counts:
            return
        calm = [item for item in items if item.person is not None and not is_watched(team, item.person.id)]
        self.kinds.update(item.kind for item in items)
        self.calm_kinds.update(item.kind for item in calm)
        there = [worker for worker in WORKERS if not team.office.is_away(worker)]
        self.worker_days += len(there)
        self.mornings += [_morning_of(team, day, worker, items, calm) for worker in there]

    def at_five(self, team: Team, day: date) -> None:
        """What is left, where the day was clean."""
        if self._counts and team.is_clean:
            self.left[day] = Counter(item.kind for item in team.office.today())

    def saved(self, team: Team, saved: Saved) -> None:
        """What a form or an act for many settled, and how long it took to type."""
        if not self._counts:
            return
        many = len(saved.drafts) > 1 and saved.drafts[0]["type"] in FOR_MANY
        types = [draft["type"] for draft in saved.drafts]
        for draft in saved.drafts:
            self.minutes[draft["type"]] += OF_MANY if many else _minutes(draft)
        self.minutes[types[0]] += OTHERS if many else 0
        for person in {draft["person"] for draft in saved.drafts if "person" in draft} & self._morning.keys():
            self._fallen(team, person, types)

    def _fallen(self, team: Team, person: str, types: list[str]) -> None:
        stood = self._morning[person]
        stands = {item.key for item in team.office.owed_to(person) if item.status != "upcoming"}
        by: dict[str, list[Item]] = {}
        for key in stood.keys() - stands:
            item = stood.pop(key)
            if settles := next((type for type in types if type in item.resolved_by), None):
                by.setdefault(settles, []).append(item)
        for together in by.values():
            first, *others = sorted(together, key=lambda item: (item.kind != "contact", item.order))
            self.doubled.update(f"{item.kind} with {first.kind}" for item in others)

    def _weigh_silence(self, team: Team, day: date, items: list[Item]) -> None:
        on_list: dict[str, set[str]] = {}
        for item in items:
            if item.person is not None:
                on_list.setdefault(item.person.id, set()).add(item.kind)
        for person, ground in team.office.grounds().items():
            newest = newest_act(team.office.acts.get(person, ()), ground)
            if not is_counted(ground) or newest is None:
                continue
            spell = self._spells.setdefault(person, Spell(newest))
            if spell.since != newest:
                self.ended.append(spell)
                spell = self._spells[person] = Spell(newest)
            spell.whose = whose(ground, team.office.now)
            if team.office.now > silence_ends(newest, ground):
                spell.late += 1
                if not any(breaks_silence(kind, ground) for kind in on_list.get(person, ())):
                    spell.silent += 1
                    self.silent.append((day, person, f"{spell.whose}, {longest_silence(ground)}"))

    def spells(self) -> dict[str, tuple[int, int, int]]:
        """By whose interval: (spells, late ones, silent ones)."""
        found: dict[str, tuple[int, int, int]] = {}
        for each in (*self.ended, *self._spells.values()):
            count, late, silent = found.get(each.whose, (0, 0, 0))
            found[each.whose] = count + 1, late + bool(each.late), silent + bool(each.silent)
        return found

    def of(self, workers: tuple[str, ...] = WORKERS) -> list[Morning]:
        return [each for each in self.mornings if each.worker in workers]

    def a_wednesday(self) -> float:
        """The team's Dues on a Wednesday at 9:00."""
        days = [day for day in self.totals if day.weekday() == 2 and day >= self.counts_from]
        return mean(self.totals[day].total() for day in days) if days else 0.0


def _morning_of(team: Team, day: date, worker: str, items: list[Item], calm: list[Item]) -> Morning:
    own = [item for item in items if item.stands_with(worker)]
    own_calm = [item for item in calm if item.stands_with(worker)]
    followed = [
        item
        for item in own
        if item.kind in FOLLOWED and item.person is not None and team.office.ground(item.person.id).episode is not None
    ]
    return Morning(day, worker, len(own), _rows(own), len(own_calm), _rows(own_calm), len(followed))


def _rows(items: list[Item]) -> int:
    """One row a person, and one for each that is about nobody."""
    people = {item.person.id for item in items if item.person is not None}
    return len(people) + sum(item.person is None for item in items)
