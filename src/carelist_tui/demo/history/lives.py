"""Somebody's months, lived forwards: where they stand on each service day, and what lies ahead of them by the minute.

Each act is one thing that happens; it says its entries, moves what stands, and lays what follows from it on the days
to come. Acts are called in the order of the clock, so that what is told is what was known then.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.history.months import Months
from carelist_tui.demo.team import SENIORS
from carelist_tui.demo.teller import Somebody, Teller

Act = Callable[["Life"], object]
MORNING, EVENING = 9 * 60 + 5, 16 * 60 + 55
"""The first and the last minute at which anything is done."""
HIGH_AFTER_CRISIS = timedelta(days=14)


@dataclass(slots=True)
class Booking:
    """A contact that stands booked."""

    id: str
    day: int
    minute: int
    method: str
    purpose: str


@dataclass(slots=True)
class Missed:
    """A missed contact that nobody has reached them since."""

    id: str
    day: int
    minute: int
    ladder: str
    tries: int = 0
    """Attempts without an answer."""
    noes: int = 0
    skipped_high: int = 0
    """Steps set aside while they were at high risk: each is a "no" too."""
    lost_until: int = -10_000
    """Some are out of reach for weeks: until then nobody reaches them."""


@dataclass(slots=True)
class Life:
    """Somebody's months as far as they have come. Days are service days, minutes those of the day."""

    teller: Teller
    months: Months
    who: Somebody
    last: int
    """The day of the last contact that is told here: from then on the demonstration's own story goes on."""
    calm_from: int
    """From that day on nothing begins that would still be felt when that story goes on."""
    day: int = 0
    minute: int = MORNING
    bookings: list[Booking] = field(default_factory=list)
    missed: Missed | None = None
    misses: list[int] = field(default_factory=list)
    last_miss: int | None = None
    called_off: list[int] = field(default_factory=list)
    """Days on which they called a contact off."""
    reached_again: int | None = None
    """When they were last reached after a missed contact."""
    is_met: bool = False
    since: int = 0
    """The day of the last contact, or of acceptance."""
    seen: int = 0
    """The day on which they were last seen in person."""
    crisis_at: datetime | None = None
    decided_on: int | None = None
    """The newest day on which something was decided that has a review."""
    is_worrying: bool = False
    """Whether a sign of high risk stands that no later check has answered."""
    signs: int = 0
    """So many contacts without a sign end the early warning."""
    away: str | None = None
    watched_until: int | None = None
    """After a move: until then contact comes every second day."""
    to_mdt: int = -10_000
    """The day on which the MDT talks about them, or did last."""
    handed: set[str] = field(default_factory=set)
    """The handovers whose first contact has been."""
    has_left: bool = False
    paper: dict[str, int] = field(default_factory=dict)
    """By kind of review, plan or zone: the day on which it is to be looked at again."""
    indicators: list[Any] = field(default_factory=list)
    view: int = 4
    """How they see the help they get, from 0 to 10."""
    agenda: dict[int, list[tuple[int, int, Act]]] = field(default_factory=dict)
    come_to: Callable[[Booking, Life], None] = lambda _booking, _life: None
    """What becomes of a booked contact when its time comes."""
    call_off: Callable[[Booking, Life], None] = lambda _booking, _life: None
    """Somebody calls it off before."""
    meet: Callable[[Life, str, str], object] = lambda _life, _method, _purpose: None
    """Contact with them now, by this method and for this purpose."""
    meet_for: Callable[[Life, str, str, str], object] = lambda _life, _method, _purpose, _handover: None
    """The same, as the first contact of a handover."""
    see_to_it: Act = lambda _life: None
    """Sees to it each day that nobody waits for ever."""
    _order: Any = field(default_factory=count)

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.moment(self.day, self.minute)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.teller.day(self.day)

    @property
    def senior(self) -> str:
        """Who decides in their team what a coordinator may not."""
        return SENIORS[self.who.team]

    @property
    def their_signs(self) -> tuple[str, ...]:
        """The early warning signs of their plans."""
        return next((signs for signs in notes.SIGNS if signs[0] == self.who.tags.get("sign")), ())

    @property
    def is_calm(self) -> bool:
        """Whether nothing that is felt for long begins any more."""
        return self.day >= self.calm_from

    @property
    def is_near(self) -> bool:
        """Whether the demonstration's own story is about to go on."""
        return self.day >= self.last - 10

    @property
    def is_watched(self) -> bool:
        """Whether they have moved so lately that they are looked in on."""
        return self.watched_until is not None and self.day < self.watched_until

    def moment(self, day: int, minute: int) -> datetime:
        """A minute of a service day."""
        return self.teller.at(day, clock_of(minute))

    def is_high(self, at: datetime | None = None) -> bool:
        """Whether they are at high risk at that moment, or now: red, within two weeks of a crisis, or worrying."""
        in_crisis = self.crisis_at is not None and (at or self.now) <= self.crisis_at + HIGH_AFTER_CRISIS
        return self.who.zone == "red" or in_crisis or self.is_worrying

    def chance(self, share: float) -> bool:
        """Whether it happens, which it does so often."""
        return self.teller.random.random() < share

    def between(self, lowest: int, highest: int) -> int:
        """A number, both ends included."""
        return self.teller.between(lowest, max(lowest, highest))

    def in_days(self, days: int) -> int:
        """The last service day no more than so many calendar days from today; tomorrow at the earliest."""
        by, day = self.today + timedelta(days=days), self.day + 1
        while self.teller.day(day + 1) <= by:
            day += 1
        return day

    def say(self, kind: str, body: dict[str, Any], *, author: str | None = None, **more: Any) -> str:
        """Says an entry of now; the next one is a minute later. Gives its id."""
        at = more.pop("at", None) or self.now
        if "review_at" in body:
            self.decided_on = self.day
        id = self.teller.say(kind, at, body, self.who, author=author, **more)
        self.minute = min(self.minute + 1, EVENING + 60)
        return id

    def plan(self, day: int, minute: int, act: Act) -> None:
        """Lays something on a day to come, or on a later minute of today."""
        if day < self.day or (day == self.day and minute < self.minute):
            day, minute = self.day, self.minute
        heapq.heappush(self.agenda.setdefault(day, []), (minute, next(self._order), act))

    def plan_by(self, due: datetime, act: Act, *, in_time: bool) -> None:
        """Lays something on a minute before it falls due, or on one after that, where it is late."""
        day, minute = self.day, self.minute + 10
        while in_time and day < self._day_of(due):
            day, minute = day + 1, MORNING
        due_minute = self._minute_of(due) if day == self._day_of(due) else EVENING
        if in_time and minute < due_minute - 2:
            self.plan(day, self.between(minute, min(due_minute - 2, EVENING)), act)
            return
        late_day, late = self._day_of(due), self._minute_of(due) + 25
        if late_day < day or late > EVENING - 30:
            late_day, late = max(late_day + 1, day), MORNING + 35
        self.plan(late_day, self.between(late, min(late + 200, EVENING)), act)

    def _day_of(self, at: datetime) -> int:
        """The service day of a moment, or the last before it."""
        day, local = self.day, self.teller.calendar.day_of(at)
        while self.teller.day(day + 1) <= local:
            day += 1
        return day

    def _minute_of(self, at: datetime) -> int:
        local = at.astimezone(self.teller.calendar.zone)
        return local.hour * 60 + local.minute

    def live_until(self, day: int) -> None:
        """Calls what lies on each day up to this one, in the order of the clock."""
        while self.day < day and not self.has_left:
            today = self.agenda.setdefault(self.day, [])
            while today and not self.has_left:
                minute, _, act = heapq.heappop(today)
                self.minute = max(minute, self.minute)
                act(self)
            del self.agenda[self.day]
            self.day, self.minute = self.day + 1, MORNING


def clock_of(minute: int) -> str:
    """A minute of the day as the clock says it."""
    return f"{minute // 60:02}:{minute % 60:02}"
