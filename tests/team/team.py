"""The simulated team at work: each service day it reads its lists at 9:00, each worker does what stands on their own,
booked contacts at their time and the rest in the order of the list, and at 17:05 the lists are read again."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from carelist_tui.demo.team import MANAGER
from carelist_tui.domain.worklist import Item
from tests.team.acts import ACTS
from tests.team.diary import Diary
from tests.team.lives import ON_DUTY, WORKERS, Life, Lives
from tests.team.office import Office

T = TypeVar("T")
OPENS, CLEANED_AT = time(9), time(17, 5)
A_PAUSE = 15
"""Minutes until a worker looks at their list again, where nothing on it can be done just now."""
EVENING = timedelta(minutes=15)
"""Nothing is begun in the last minutes of a day."""
LATE = timedelta(minutes=90)
FOR_MANY = ("gap_cover", "gap_return")
MANY_MINUTES = 5
HELD = (("out_of_hours_team", 5), ("crisis_line", 2), ("own_plan", 3))
"""By whom somebody red or high is held over a closure, and how often; all others by their own plan, or a line."""


@dataclass
class Team:
    """The team, its people as they truly are, and the day that it is."""

    office: Office
    random: Random
    people: Lives
    lives: dict[str, Life]
    diary: Diary = field(default_factory=Diary)
    sources: dict[str, str] = field(default_factory=dict)
    """Of whom was referred: by whom."""
    handed_to: dict[str, str] = field(default_factory=dict)
    """Who takes somebody on, while a handover is open."""
    today: date = date.min
    on_list: Sequence[Item] = ()
    """The list of whoever is at work just now."""
    room: int = 0
    """Minutes until their next booked contact, or the end of their day."""
    left_alone: Counter[str] = field(default_factory=Counter)
    """Kinds for which no act is known here."""
    happens: list[tuple[datetime, int, Any]] = field(default_factory=list)
    """What befalls somebody today: (when, number, what is done about it)."""
    idle: dict[str, bool] = field(default_factory=dict)
    """By worker, whether they came to the end of their list late in the day: nothing was left that could be done."""
    _tried: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    _first_seen: dict[str, datetime] = field(default_factory=dict)
    _drawn: dict[str, float] = field(default_factory=dict)
    _done_on: dict[str, date] = field(default_factory=dict)

    @property
    def manager(self) -> str:
        return MANAGER

    @property
    def is_clean(self) -> bool:
        """Whether everybody came to the end of their list."""
        return all(self.idle.values())

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random.random() * len(choices))]

    def life(self, item: Item) -> Life:
        assert item.person is not None
        return self.lives[item.person.id]

    def has(self, minutes: int) -> bool:
        """Whether there is so much time before the next booked contact."""
        return self.room >= minutes

    def may_try(self, life: Life, a_day: int, after: timedelta) -> bool:
        """Whether somebody may be tried again today."""
        today = [at for at in self._tried[life.id] if self.office.calendar.day_of(at) == self.today]
        return len(today) < a_day and not (today and self.office.now - today[-1] < after)

    def has_tried(self, life: Life) -> None:
        self._tried[life.id].append(self.office.now)

    def tried_before(self, life: Life) -> int:
        """How often somebody was tried in vain since the last contact with them, today left out."""
        last = self.office.ground(life.id).state.last_contact
        since = last.at if last is not None else datetime.min.replace(tzinfo=self.office.calendar.zone)
        return sum(at > since and self.office.calendar.day_of(at) < self.today for at in self._tried[life.id])

    def drawn(self, item: Item, least: float, most: float) -> float:
        """A number drawn once for that Due."""
        return self._drawn.setdefault(item.key, least + (most - least) * self.random.random())

    def has_waited(self, item: Item, hours: float) -> bool:
        """Whether it has stood on a list for so long."""
        since = self._first_seen.setdefault(item.key, self.office.now)
        return self.office.now - since >= timedelta(hours=hours)

    def first_today(self, key: str) -> bool:
        """Whether that is done for the first time today."""
        first = self._done_on.get(key) != self.today
        self._done_on[key] = self.today
        return first

    def is_open(self, item: Item) -> bool:
        """Whether a step could still be taken today."""
        return self.may_try(self.life(item), 3, timedelta())

    def works(self, day: date) -> None:
        """From 9:00 until the close, whoever is there."""
        calendar = self.office.calendar
        opens, closes = calendar.opens(day), calendar.closes(day)
        self.office.now = opens
        there = [worker for worker in WORKERS if not self.office.is_away(worker)]
        self.idle = dict.fromkeys(there, False)
        turns = [(opens + timedelta(minutes=number), number, worker) for number, worker in enumerate(there)]
        heapq.heapify(turns)
        while turns:
            at, number, worker = heapq.heappop(turns)
            if at > closes - EVENING:
                continue
            self._befalls(until=at)
            self.office.now = max(at, self.office.now)
            spent = self._turn(worker, closes)
            heapq.heappush(turns, (self.office.now + timedelta(minutes=spent), number, worker))
        self._befalls(until=closes)

    def _befalls(self, until: datetime) -> None:
        while self.happens and self.happens[0][0] <= until:
            at, _, act = heapq.heappop(self.happens)
            self.office.now = max(at, self.office.now)
            act()

    def _turn(self, worker: str, closes: datetime) -> int:
        """One act of a worker: gives the minutes until their next."""
        now = self.office.now
        self.on_list = self.office.list_of(worker)
        starts = [datetime.fromisoformat(item.detail["at"]) for item in self.on_list if item.kind == "contact"]
        free = min((start for start in starts if start > now + timedelta(minutes=5)), default=closes) - now
        self.room = int(free.total_seconds() // 60)
        for kind in FOR_MANY:
            if many := [item for item in self.on_list if item.kind == kind and item.owner == worker]:
                self._for_many(worker, kind, many)
                return MANY_MINUTES
        due = [item for item in self.on_list if item.kind == "contact" and self._is_now(item)]
        for item in (*due, *(item for item in self.on_list if item.kind != "contact")):
            if item.kind not in ACTS:
                self.left_alone[item.kind] += 1
                continue
            if (spent := ACTS[item.kind](self, worker, item)) is not None:
                return max(spent, 1)
        self.idle[worker] = self.idle[worker] or now > closes - LATE
        return max(1, min(A_PAUSE, self.room))

    def _is_now(self, item: Item) -> bool:
        return datetime.fromisoformat(item.detail["at"]) <= self.office.now + timedelta(minutes=5)

    def _for_many(self, worker: str, kind: str, items: list[Item]) -> None:
        """Cover for all who need it, and what became of them since: each is one act for many (load.md, 5)."""
        made = self._cover if kind == "gap_cover" else self._asked
        self.office.save(worker, [made(item) for item in items])

    def _cover(self, item: Item) -> dict[str, Any]:
        ground = self.office.ground(self.life(item).id)
        routes = [route for route, times in HELD for _ in range(times)]
        route = self.pick(routes) if ground.is_high else self.pick(("own_plan", "own_plan", "own_plan", "crisis_line"))
        body = {"route": route, "told_person": True, "back_at": item.detail["opens"]}
        return self.office.draft("cover.arranged", body, self.life(item).id)

    def _asked(self, item: Item) -> dict[str, Any]:
        said = {"direction": "in", "who": "The crisis team", "agency": "Crisis team", "summary": "Nothing heard."}
        return self.office.draft("partner.contacted", said, self.life(item).id)


def whose_turn(day: date) -> str:
    """Who is on duty."""
    return ON_DUTY[day.toordinal() % len(ON_DUTY)]
