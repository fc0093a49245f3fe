"""Paper of a running case that was brought over, spread over the time after; and reviews held together, which do not
come back together (load.md, 6). Each person has a place: the import writes it, so that it is one on every laptop."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.brought_over import brought_over
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.fields import PLACES
from carelist_tui.domain.person.facts import Fact
from carelist_tui.domain.person.state import PersonState

PER_CENT = 100


def how_soon(ground: Ground) -> int:
    """Whoever may be unwell first: 0 in the most intensive tier, red or high; 1 in the second, amber or with early
    warning; else 2. A zone that nobody has set counts here by the tier alone."""
    rank = ground.standards.rank(ground.tier.value if ground.tier else None)
    if ground.is_high or rank == 0:
        return 0
    return 1 if rank == 1 or ground.state.zone_now == "amber" or ground.signs is not None else 2


def first_look_by(ground: Ground, came: Fact) -> datetime:
    """By when somebody looks at who was brought over without a known contact (load.md, 6)."""
    numbers, soon = ground.numbers, how_soon(ground)
    length = (numbers.first_look_soonest, numbers.first_look_soon, numbers.first_look)[soon]
    return ground.calendar.deadline(came.clock, length, high=ground.is_high)


def place_of(state: PersonState) -> int:
    """Where they stand among the others, from 0 to below PLACES: as the import wrote it, else by a hash of their id."""
    if state.acceptance is not None and state.acceptance.place is not None:
        return state.acceptance.place
    return hashed_place(state.person)


def hashed_place(id: str) -> int:
    """The place that nothing but an id gives: the same wherever it is asked."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], "big") % PLACES


def as_paper(ground: Ground, due: Due) -> Due:
    """A Due as it stands: paper of who was brought over that was owed by then, on their own day of the time after it.
    What falls due later keeps its date, and so does what a crisis asks for."""
    kind, came = KINDS[due.kind], brought_over(ground.state, ground.standards)
    if came is None or not kind.is_paper or due.band == kind.other_band or not _was_owed(ground, due.due_at, came):
        return due
    return replace(due, due_at=_own_day(ground, came), since=came.clock)


def paper_by(ground: Ground, due_at: datetime) -> datetime:
    """The same of a date that something else may yet bring forward."""
    came = brought_over(ground.state, ground.standards)
    return due_at if came is None or not _was_owed(ground, due_at, came) else _own_day(ground, came)


def _was_owed(ground: Ground, due_at: datetime, came: Fact) -> bool:
    return ground.calendar.day_of(due_at) <= ground.calendar.day_of(came.at)


def _own_day(ground: Ground, came: Fact) -> datetime:
    """The close of their own service day of those that their paper is spread over: from the day on which somebody has
    looked who they are, whether that is still owed or not, to the end of the time."""
    calendar = ground.calendar
    last = calendar.last_day(came.at, ground.standards.load.spreads[how_soon(ground)])
    day = first = calendar.service_day_from(calendar.day_of(first_look_by(ground, came)))
    days = 1
    while (day := calendar.service_day_after(day)) <= last:
        days += 1
    own = place_of(ground.state) * days // PLACES
    return calendar.closes(calendar.service_day_after(first, own) if own else first)


def apart(ground: Ground, since: datetime, every: Interval) -> datetime:
    """When a review comes back after an interval: sooner by up to a part of it, each person's own, and never later."""
    calendar, most = ground.calendar, every.about.days * ground.standards.load.echo // PER_CENT
    sooner = place_of(ground.state) * (most + 1) // PLACES
    if not sooner:
        return calendar.after(since, every)
    return calendar.close_of(calendar.last_day(since, every) - timedelta(days=sooner))
