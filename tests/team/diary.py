"""The diary of the simulated team: on which day, at what time and how somebody is booked, as a good worker books:
within the interval in force, on a day on which the worker is there and not full, in person where that is soon owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from carelist_tui.domain.dues.bookings import booked_starts
from carelist_tui.domain.dues.interval import contact_owed_by, interval_in_force
from carelist_tui.domain.entries.choices import SEEN_BY
from carelist_tui.domain.standards.dues import SHORT

if TYPE_CHECKING:
    from carelist_tui.domain.worklist import Item
    from tests.team.lives import Life
    from tests.team.office import Draft
    from tests.team.team import Team

FULL = 8
"""So many contacts fit into a worker's day."""
SLOTS = tuple(time(9 + half // 2, 30 * (half % 2)) for half in range(1, 14))
"""Half hours from 9:30 to 15:30."""
SOONER = {"first_contact", "follow_up", "after_crisis_contact", "transition_check", "speak_to"}
"""What a booking should not lie behind either."""
VISITS = {"intensive": 0.6, "enhanced": 0.4, "standard": 0.35, "light": 0.4}
"""How often they are seen rather than rung."""
MOST = 3
"""So many bookings in one go, at the most."""


@dataclass(slots=True)
class Diary:
    """When each worker is booked on a day."""

    starts: dict[tuple[str, date], set[time]] = field(default_factory=lambda: defaultdict(set))
    leave: dict[tuple[str, date], bool] = field(default_factory=dict)
    """Days on which a worker is known to be away."""

    def load(self, worker: str, day: date) -> int:
        return len(self.starts[worker, day])

    def free(self, worker: str, day: date, until: datetime) -> list[time]:
        """The times that are left on that day, before a moment; any of them where none is left."""
        last = until.time() if until.date() == day else time(23)
        fitting = [slot for slot in SLOTS if slot < last] or list(SLOTS[:1])
        return [slot for slot in fitting if slot not in self.starts[worker, day]] or fitting


def book_ahead(team: Team, worker: str, life: Life) -> int:
    """Books as many contacts as somebody is owed, the first no later than it should be; gives how many."""
    for number in range(MOST):
        owed = {item.kind: item for item in team.office.owed_to(life.id)}
        if not (owed.keys() & {"book_contact", "rebook"}) and not _is_too_late(team, owed):
            return number
        if not _book_one(team, worker, life, owed):
            return number
    return MOST


def _is_too_late(team: Team, owed: Mapping[str, Item]) -> bool:
    """Whether contact will be owed before what is booked, on a day for which another can still be booked."""
    cadence, calendar = owed.get("cadence"), team.office.calendar
    tomorrow = calendar.service_day_after(calendar.day_of(team.office.now))
    return cadence is not None and cadence.from_at is None and calendar.day_of(cadence.due_at) >= tomorrow


def _book_one(team: Team, by: str, life: Life, owed: Mapping[str, Item]) -> bool:
    """One more contact. What lies too late is moved to where it should be; else another is booked behind the last."""
    office, ground = team.office, team.office.ground(life.id)
    newest, starts = ground.met_or_accepted, booked_starts(ground)
    if newest is None:
        return False
    every = interval_in_force(ground)
    drafts: list[Draft] = []
    ahead = [(start, booking) for start, _, booking in starts if start > office.now]
    if not ahead or _is_too_late(team, owed):
        limit = min([contact_owed_by(ground, newest), *(owed[kind].due_at for kind in SOONER if kind in owed)])
        if ahead and ahead[0][1].repeat is None:
            body = {"planned": ahead[0][1].id, "by": "service", "reason": "Moved: sooner.", "told_person": "yes"}
            drafts.append(office.draft("contact.cancelled", body, life.id))
    else:
        limit = (office.calendar.before_closure if every.about <= SHORT else office.calendar.after)(ahead[-1][0], every)
    worker = life.who.coordinator
    day = _day(team, worker, limit, sooner=0 if every.about <= SHORT else 1 if every.about <= timedelta(days=7) else 3)
    at = office.calendar.at(day, team.pick(team.diary.free(worker, day, limit.astimezone(office.calendar.zone))))
    team.diary.starts[worker, day].add(at.time())
    unseen = owed.get("too_long_unseen")
    is_seen = unseen is not None and office.calendar.after(office.calendar.after(at, every), every) > unseen.due_at
    booked = any(booking.method in SEEN_BY for _, _, booking in starts)
    in_person = (is_seen and not booked) or team.random.random() < VISITS[life.who.tier]
    body = {"at": at.isoformat(), "method": "visit" if in_person else "call", "worker": worker,
            "purpose": "first" if "first_contact" in owed else "routine"}  # fmt: skip
    office.save(by, [*drafts, office.draft("contact.planned", body, life.id)])
    return True


def _day(team: Team, worker: str, limit: datetime, sooner: int) -> date:
    """A service day no later than that and at most so many sooner, on which the worker is there: the emptiest; never
    today."""
    calendar = team.office.calendar
    first = calendar.service_day_after(calendar.day_of(team.office.now))
    last = calendar.day_of(limit)
    days: list[date] = []
    while last >= first and len(days) <= sooner + 5:
        if calendar.is_service_day(last):
            days.append(last)
        last -= timedelta(days=1)
    there = [day for day in days if not team.diary.leave.get((worker, day))]
    near = [day for day in there[: sooner + 1] if team.diary.load(worker, day) < FULL]
    further = [day for day in there if team.diary.load(worker, day) < FULL]
    choice = near or further[:1] or there[:1] or days[:1] or [first]
    return min(choice, key=lambda day: team.diary.load(worker, day))
