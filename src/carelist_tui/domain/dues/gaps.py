"""The gap while the service is closed: who must be held over it, and what is asked after it (standards.md, gap_cover
and gap_return). One stored row a person, read at a moment. Standard library only: on the way to the first frame.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.stored_json import read_value
from carelist_tui.domain.words import Words
from carelist_tui.domain.worklist import StoredDue

COVER, RETURN = "gap_cover", "gap_return"
HELD_BY_OTHERS = ("out_of_hours_team", "crisis_line")
"""Whom we ask what happened, once we are back."""
SOON = timedelta(hours=1)
COVER_TITLE, RETURN_TITLE = "Arrange cover while we are closed", "Ask what happened while we were closed"


@dataclass(frozen=True, slots=True)
class Closure:
    """While the service is closed for more than 24 hours: from its close until it opens."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody must be held over a closure, from `begins` until `ends` (None: open); `asks` whether somebody asks
    afterwards what happened."""

    begins: datetime
    ends: datetime | None
    words: Words
    asks: bool = True

    def stands_over(self, closure: Closure) -> bool:
        return self.begins < closure.ends and (self.ends is None or self.ends > closure.begins)


@dataclass(frozen=True, slots=True)
class Gap:
    """All that a reading of somebody's gap needs. `covers` are (when it was arranged, the route); `met` the newest
    whole contact, `heard` the newest live contact or word from a partner. `cover_from` and `cover_at` are local."""

    reasons: tuple[Reason, ...]
    covers: tuple[tuple[datetime, str], ...]
    met: datetime | None
    heard: datetime | None
    cover_from: time
    cover_at: time
    return_at: time
    given: tuple[tuple[str, str], ...] = ()
    """What of it was given to another worker: (key, worker)."""

    def owner_of(self, key: str, due: StoredDue) -> str | None:
        """Whom it was given to, else whoever is named. What was given of one closure is given of no other."""
        given = dict(self.given)
        return given.get(key, None if due.key in given else due.named_owner)

    def cover_of(self, closure: Closure, calendar: Calendar) -> list[str]:
        """The routes arranged for a closure: between the opening before it and its end."""
        opened = calendar.opens(calendar.day_of(closure.begins))
        return [route for at, route in self.covers if opened <= at < closure.ends]


def closure_at(at: datetime, calendar: Calendar) -> Closure | None:
    """The first closure that is not over at a moment: the one that runs, else the next."""
    found = calendar.closure_around(at) or calendar.closure_after(at)
    return Closure(*found) if found else None


def standing_keys(gap: Gap, person: str, at: datetime, calendar: Calendar) -> frozenset[str]:
    """The keys of what a reading at a moment gives."""
    closure, over, keys = closure_at(at, calendar), calendar.closure_before(at), set[str]()
    if closure is not None and (owed := cover_for(gap, closure, calendar)) is not None:
        keys.add(f"{COVER}:{person}:{owed.part}")
    if over is not None and is_asked_after(gap, Closure(*over), calendar):
        keys.add(f"{RETURN}:{person}:{calendar.day_of(over[0]).isoformat()}")
    return frozenset(keys)


def read_gap(due: StoredDue, person: str, at: datetime, calendar: Calendar) -> Iterator[StoredDue]:
    """What a stored gap is at a moment: cover for the closure that is not over, unless it is arranged; and what
    happened over the one that is, until somebody has heard. Of a closure long past nothing stays."""
    gap = read_value(Gap, due.detail)
    closure = closure_at(at, calendar)
    if closure is not None and (cover := _cover(due, person, gap, closure, calendar)) is not None:
        yield cover
    over = calendar.closure_before(at)
    if over is not None and (asked := _return(due, person, gap, Closure(*over), calendar)) is not None:
        yield asked


def _standing(gap: Gap, closure: Closure) -> list[Reason]:
    return [reason for reason in gap.reasons if reason.stands_over(closure)]


@dataclass(frozen=True, slots=True)
class Dated:
    """When cover is owed for a closure, and why. `part` is the day on which it begins."""

    part: str
    from_at: datetime
    due_at: datetime
    because: Words


def cover_for(gap: Gap, closure: Closure, calendar: Calendar) -> Dated | None:
    """The cover owed for a closure: while a reason stands over it, until it is arranged, or there was whole contact
    after it began to be owed. A reason that arises later than that is owed by the close."""
    day = calendar.day_of(closure.begins)
    from_at, by = calendar.at(day, gap.cover_from), calendar.at(day, gap.cover_at)
    reasons = _standing(gap, closure)
    was_met = gap.met is not None and gap.met >= from_at
    if not reasons or was_met or gap.cover_of(closure, calendar):
        return None
    arose = min(reason.begins for reason in reasons)
    late = arose.astimezone(UTC) > by.astimezone(UTC) - SOON
    return Dated(day.isoformat(), from_at, max(closure.begins, arose) if late else by, _joined(reasons))


def _cover(due: StoredDue, person: str, gap: Gap, closure: Closure, calendar: Calendar) -> StoredDue | None:
    owed = cover_for(gap, closure, calendar)
    if owed is None:
        return None
    key = f"{COVER}:{person}:{owed.part}"
    told = {"closes": closure.begins.isoformat(), "opens": closure.ends.isoformat()}
    owner = gap.owner_of(key, due)
    return replace(
        due, key=key, from_at=owed.from_at, due_at=owed.due_at, because=owed.because, named_owner=owner, detail=told
    )


def is_asked_after(gap: Gap, closure: Closure, calendar: Calendar) -> bool:
    """Whether somebody asks, once the service is open again, what happened to whom others held, or nobody did."""
    routes = gap.cover_of(closure, calendar)
    was_met = gap.met is not None and calendar.at(calendar.day_of(closure.begins), gap.cover_from) <= gap.met
    asked = any(route in HELD_BY_OTHERS for route in routes) or (not routes and not was_met)
    heard = gap.heard is not None and gap.heard >= closure.ends
    return asked and not heard and any(reason.asks for reason in _standing(gap, closure))


def _return(due: StoredDue, person: str, gap: Gap, closure: Closure, calendar: Calendar) -> StoredDue | None:
    if not is_asked_after(gap, closure, calendar):
        return None
    reasons = [reason for reason in _standing(gap, closure) if reason.asks]
    routes = gap.cover_of(closure, calendar)
    kind, day = KINDS[RETURN], calendar.day_of(closure.begins)
    held: Words = (
        ("; cover: ", ", ".join(route.replace("_", " ") for route in routes))
        if routes
        else ("; no cover was arranged",)
    )
    return replace(
        due,
        key=(key := f"{RETURN}:{person}:{day.isoformat()}"),
        named_owner=gap.owner_of(key, due),
        kind=RETURN,
        title=RETURN_TITLE,
        band=kind.band,
        band_when_high=kind.band_when_high,
        resolved_by=kind.resolved_by,
        from_at=closure.ends,
        due_at=calendar.at(calendar.day_of(closure.ends), gap.return_at),
        because=(*_joined(reasons), *held),
        detail={"closed": closure.begins.isoformat(), "opened": closure.ends.isoformat()},
    )


def _joined(reasons: list[Reason]) -> Words:
    pieces: list[str | datetime] = []
    for words in dict.fromkeys(reason.words for reason in reasons):
        pieces += ["; ", *words] if pieces else words
    return tuple(pieces)
