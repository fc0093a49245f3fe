"""The gap while the service is closed: who must be held over it, and what is asked after it (standards.md, gap_cover
and gap_return). One stored row a person, read at a moment. Standard library only: on the way to the first frame.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.stored_json import read_value
from carelist_tui.domain.words import Words
from carelist_tui.domain.worklist import StoredDue

COVER, RETURN = "gap_cover", "gap_return"
ARRANGED = "cover.arranged"
HELD_BY_OTHERS = ("out_of_hours_team", "crisis_line")
"""Whom we ask what happened, once we are back."""
SOON = timedelta(hours=1)
COVER_TITLE, RETURN_TITLE = tr("Arrange cover while we are closed"), tr("Ask what happened while we were closed")


@dataclass(frozen=True, slots=True)
class Closure:
    """While the service is closed: from its close until it opens. `is_night`: for no more than 24 hours."""

    begins: datetime
    ends: datetime
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody must be held over a closure, from `begins` until `ends` (None: open); `arose` is when the service
    learned of it, from which it is owed.

    `needs_cover`: before every long closure; `asks`: somebody asks afterwards what happened; `is_high`: it makes them
    high, so that it needs cover over the night after it arose as well.
    """

    begins: datetime
    ends: datetime | None
    words: Words
    arose: datetime
    needs_cover: bool = True
    asks: bool = True
    is_high: bool = False

    def stands_over(self, closure: Closure) -> bool:
        return self.begins < closure.ends and (self.ends is None or self.ends > closure.begins)


@dataclass(frozen=True, slots=True)
class Gap:
    """All that a reading of somebody's gap needs. `covers` are (when it was arranged, the route); `met` the newest
    whole contact, `heard` the newest live contact or word from a partner; `held` the stays on a ward or in custody.
    `cover_from`, `cover_at` and `return_at` are local."""

    reasons: tuple[Reason, ...]
    covers: tuple[tuple[datetime, str], ...]
    met: datetime | None
    heard: datetime | None
    cover_from: time
    cover_at: time
    return_at: time
    held: tuple[tuple[datetime, datetime], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    """What of it was given to another worker: (key, worker)."""

    def owner_of(self, key: str, due: StoredDue) -> str | None:
        """Whom it was given to, else whoever is named. What was given of one closure is given of no other."""
        given = dict(self.given)
        return given.get(key, None if due.key in given else due.named_owner)

    def cover_of(self, closure: Closure, calendar: Calendar) -> list[str]:
        """The routes arranged for a closure: between the opening before it and its end."""
        if not self.covers:
            return []
        opened = calendar.opens(calendar.day_of(closure.begins))
        return [route for at, route in self.covers if opened <= at < closure.ends]

    def standing(self, closure: Closure) -> list[Reason]:
        return [reason for reason in self.reasons if reason.stands_over(closure)]

    def was_held_at(self, moment: datetime) -> bool:
        """Whether they were on a ward or in custody then, and are back since."""
        return any(begins <= moment < ends for begins, ends in self.held)


def closure_at(at: datetime, calendar: Calendar) -> Closure | None:
    """The first closure of more than 24 hours that is not over at a moment: the one that runs, else the next."""
    found = calendar.closure_around(at) or calendar.closure_after(at)
    return Closure(*found) if found else None


def night_at(at: datetime, calendar: Calendar) -> Closure | None:
    """The ordinary night that runs at a moment, or ends its day; None where the service closes for longer."""
    found = calendar.closure_at(at)
    return None if calendar.is_long(found) else Closure(*found, is_night=True)


def next_opening(detail: Mapping[str, Any], at: datetime, calendar: Calendar) -> datetime:
    """When the service is back after the closure that cover is asked for, by its detail as read; of no such Due, when
    it next opens after a moment."""
    opens = detail.get("opens")
    return datetime.fromisoformat(opens) if opens else calendar.closure_at(at)[1]


def with_back_at(draft: Any, calendar: Calendar, stored: Any = None) -> Any:
    """A draft as it is taken: cover that does not say when the service is back holds until it next opens; one that is
    `stored` already (a draft sent twice) says it as it did then. Every other draft stays as it is."""
    body = draft.get("body") if isinstance(draft, Mapping) and draft.get("type") == ARRANGED else None
    if not isinstance(body, Mapping) or "back_at" in body:
        return draft
    if isinstance(stored, Mapping) and "back_at" in stored:
        return {**draft, "body": {**body, "back_at": stored["back_at"]}}
    try:
        begins = parse_moment(draft["occurred_at"])
    except (KeyError, TypeError, ValueError):
        return draft  # its own check names it
    return {**draft, "body": {**body, "back_at": next_opening({}, begins, calendar).isoformat()}}


def standing_keys(gap: Gap, person: str, at: datetime, calendar: Calendar) -> frozenset[str]:
    """The keys of what a reading at a moment gives."""
    keys, over = set[str](), calendar.closure_before(at)
    if (owed := cover_at(gap, at, calendar)) is not None:
        keys.add(f"{COVER}:{person}:{owed.part}")
    if over is not None and is_asked_after(gap, Closure(*over), calendar):
        keys.add(f"{RETURN}:{person}:{calendar.day_of(over[0]).isoformat()}")
    return frozenset(keys)


def read_gap(due: StoredDue, person: str, at: datetime, calendar: Calendar) -> Iterator[StoredDue]:
    """What a stored gap is at a moment: cover for the closure that is not over, unless it is arranged; and what
    happened over the one that is, until somebody has heard. Of a closure long past nothing stays."""
    gap = read_value(Gap, due.detail)
    owed = cover_at(gap, at, calendar)
    if owed is not None:
        yield _cover(due, person, gap, owed)
    over = calendar.closure_before(at)
    if over is not None and (asked := _return(due, person, gap, Closure(*over), calendar)) is not None:
        yield asked


@dataclass(frozen=True, slots=True)
class Dated:
    """When cover is owed for a closure, and why. `part` is the day on which it begins."""

    part: str
    closure: Closure
    from_at: datetime
    due_at: datetime
    because: Words


def cover_at(gap: Gap, at: datetime, calendar: Calendar) -> Dated | None:
    """The cover owed for the first closure that is not over at a moment: the night, else the next long one."""
    owed = (cover_for(gap, closure, calendar) for closure in _not_over_at(at, calendar))
    return next((each for each in owed if each is not None), None)


@lru_cache(maxsize=64)
def _not_over_at(at: datetime, calendar: Calendar) -> tuple[Closure, ...]:
    """The night at a moment, and the next long closure. One reading asks this for each person."""
    return tuple(filter(None, (night_at(at, calendar), closure_at(at, calendar))))


def cover_for(gap: Gap, closure: Closure, calendar: Calendar) -> Dated | None:
    """The cover owed for a closure: while a reason stands over it, until it is arranged, or there was whole contact
    after it began to be owed. A reason that arises later than an hour before it is due, and each before a night, is
    owed by the close."""
    reasons = _uncovered(gap, closure, calendar)
    if not reasons:
        return None
    by = min(_cover_due(gap, closure, calendar, reason) for reason in reasons)
    from_at = min(_owed_from(gap, closure, calendar, reason) for reason in reasons)
    return Dated(calendar.day_of(closure.begins).isoformat(), closure, from_at, by, _joined(reasons))


def needed_cover(gap: Gap, closure: Closure, calendar: Calendar) -> bool:
    """Whether somebody had to hold them over a closure, arranged or not."""
    reasons = (reason for reason in gap.standing(closure) if _needs_cover(reason, closure, calendar))
    return any(gap.cover_of(closure, calendar) or not _was_met(gap, closure, calendar, each) for each in reasons)


def closures_between(since: datetime, until: datetime, calendar: Calendar) -> Iterator[Closure]:
    """Each closure, of any length, that was over after `since`, and by `until`, that moment included."""
    found = calendar.closure_at(since)
    while found[1].astimezone(UTC) <= until.astimezone(UTC):
        yield Closure(*found, is_night=not calendar.is_long(found))
        found = calendar.closure_at(found[1])


def _uncovered(gap: Gap, closure: Closure, calendar: Calendar) -> list[Reason]:
    """The reasons that need cover over a closure and have none."""
    if gap.cover_of(closure, calendar):
        return []
    return [
        reason
        for reason in gap.standing(closure)
        if _needs_cover(reason, closure, calendar) and not _was_met(gap, closure, calendar, reason)
    ]


def _needs_cover(reason: Reason, closure: Closure, calendar: Calendar) -> bool:
    """Before a night only what made them high since the service opened."""
    if not closure.is_night:
        return reason.needs_cover
    return reason.is_high and calendar.opens(calendar.day_of(closure.begins)) <= reason.arose < closure.ends


def _was_met(gap: Gap, closure: Closure, calendar: Calendar, reason: Reason) -> bool:
    """Whether there was whole contact since cover began to be owed for this reason: what arose at it, or after it, is
    not met by it."""
    return gap.met is not None and gap.met > reason.arose and gap.met >= _owed_from(gap, closure, calendar, reason)


def _owed_from(gap: Gap, closure: Closure, calendar: Calendar, reason: Reason) -> datetime:
    if closure.is_night:
        return reason.arose
    day = calendar.day_of(closure.begins)
    from_at = calendar.at(day, gap.cover_from)
    return from_at if from_at < closure.begins else calendar.opens(day)


def _cover_due(gap: Gap, closure: Closure, calendar: Calendar, reason: Reason) -> datetime:
    """16:00 of the last service day, where that is before its close; of a night, and of what arose within an hour of
    that or later, the close, or the moment it arose during the closure."""
    by = min(calendar.at(calendar.day_of(closure.begins), gap.cover_at), closure.begins)
    if closure.is_night or reason.arose.astimezone(UTC) > by.astimezone(UTC) - SOON:
        return max(closure.begins, reason.arose)
    return by


def _cover(due: StoredDue, person: str, gap: Gap, owed: Dated) -> StoredDue:
    key = f"{COVER}:{person}:{owed.part}"
    detail = {"closes": owed.closure.begins.isoformat(), "opens": owed.closure.ends.isoformat()}
    owner = gap.owner_of(key, due)
    return replace(
        due, key=key, from_at=owed.from_at, due_at=owed.due_at, because=owed.because, named_owner=owner, detail=detail
    )


def is_asked_after(gap: Gap, closure: Closure, calendar: Calendar) -> bool:
    """Whether somebody asks, once the service is open again, what happened to whom others held, or nobody did."""
    heard = gap.heard is not None and gap.heard >= closure.ends
    if heard or gap.was_held_at(closure.ends) or not any(reason.asks for reason in gap.standing(closure)):
        return False
    routes = gap.cover_of(closure, calendar)
    return any(route in HELD_BY_OTHERS for route in routes) or bool(_uncovered(gap, closure, calendar))


def _return(due: StoredDue, person: str, gap: Gap, closure: Closure, calendar: Calendar) -> StoredDue | None:
    if not is_asked_after(gap, closure, calendar):
        return None
    reasons = [reason for reason in gap.standing(closure) if reason.asks]
    routes = gap.cover_of(closure, calendar)
    kind, day = KINDS[RETURN], calendar.day_of(closure.begins)
    held: Words = (
        (tr("; cover: "), ", ".join(in_plain_words(route) for route in routes))
        if routes
        else (tr("; no cover was arranged"),)
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
