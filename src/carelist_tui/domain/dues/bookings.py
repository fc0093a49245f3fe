"""Contact kept up: what is booked, what should be, and how long since (S0:20, S4:10, S4:44)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.brought_over import brought_over, counted_from, is_without_history
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, joined, runs_from, start_of_day
from carelist_tui.domain.dues.interval import contact_owed_by, interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import LIVE_METHODS, SEEN_BY, choice_in_words
from carelist_tui.domain.person.facts import Booking, Fact
from carelist_tui.domain.repeats import repeat_rule

"""Booked so, somebody will be seen, in person or by video."""


def contact(ground: Ground) -> Iterator[Due]:
    """A planned contact stands; from the next service day on we ask what happened."""
    calendar, booked = ground.calendar, booked_starts(ground)
    besides = _besides(ground) if booked else []
    for start, end, booking in booked:
        place: Words = (f", {booking.place}",) if booking.place else ()
        also = joined([words for kept, words in besides if kept == (start, booking)])
        how = choice_in_words(booking.method)
        yield _of_booking(
            ground,
            booking,
            start,
            kind="contact",
            title=f"{how.capitalize()}, {choice_in_words(booking.purpose)}",
            due_at=end,
            from_at=start_of_day(calendar, start),
            because=(tr("planned for "), start, *place, *(("; ", *also) if also else ())),
        )
        asked = calendar.next_service_day_at(start, ground.numbers.unrecorded_contact_at)
        yield _of_booking(
            ground,
            booking,
            start,
            kind="unrecorded_contact",
            title=tr("Say what happened"),
            due_at=asked,
            from_at=asked,
            because=(tr("What happened at the {how} on ", how=how), start, "?"),
        )


def _besides(ground: Ground) -> list[tuple[tuple[datetime, Booking], Words]]:
    """What else a booking is for: the contact that does not stand beside it because it stands for that (load.md, 1)."""
    spoken, seen = _contact_owed(ground), _seeing_owed(ground)
    kept = [
        (_stands_for(ground, *spoken, LIVE_METHODS) if spoken else None, (tr("contact due"),)),
        (_stands_for(ground, *seen, SEEN_BY) if seen else None, _seen_words(ground, seen[0]) if seen else ()),
    ]
    return [(booked, words) for booked, words in kept if booked is not None]


def _of_booking(ground: Ground, booking: Booking, start: datetime, *, kind: str, **read: Any) -> Due:
    at = start.astimezone(ground.calendar.zone).isoformat()
    return KINDS[kind].due(
        ground.state.person,
        booking.id,
        part=at if booking.repeat else "",
        owner=booking.worker,
        detail={
            "planned": booking.id,
            "occurrence": at if booking.repeat else None,
            "at": at,
            "method": booking.method,
            "purpose": booking.purpose,
        },
        **read,
    )


def rebook(ground: Ground) -> Iterator[Due]:
    """Cancelled, and nothing else is booked: the person is not left without a date."""
    cancelled = ground.state.cancelled
    if cancelled is None or booked_starts(ground):
        return
    yield KINDS["rebook"].due(
        ground.state.person,
        cancelled.id,
        tr("Book again"),
        ground.same_day(cancelled),
        (cancelled.words + " ", cancelled.at),
        band=2 if cancelled.kind == "service" else 3,
    )


def stands_booked(ground: Ground, booking: Booking, newest: Fact) -> int:
    """How many contacts a booking stands for: beyond the newest contact one; a series that goes on counts as two
    where it comes at least as often as contact is owed. A letter, a text or an email stands for nothing, and so does
    what lies further ahead than may be booked."""
    if booking.method not in LIVE_METHODS:
        return 0
    if booking.repeat is None:
        last = ground.calendar.after(booking.at, ground.standards.limits.booking)
        return sum(newest.at < start <= last for start in occurrences(ground, booking))
    comes = occurrences(ground, booking)
    often = len(comes) > 1 and comes[1] <= ground.calendar.after(comes[0], interval_in_force(ground))
    return 2 if often else min(1, len(comes))


def _too_few_since(ground: Ground, number: int, newest: Fact, *, early: bool) -> Fact:
    """The entry that made it too few: since when so few are booked, or since when more are asked for."""
    state = ground.state
    since: Fact = state.fewer_than.get(number, newest)
    tier = ground.tier_since
    asking: list[Fact | None] = [ground.amber_since]
    asking += [tier if tier is not None and ground.standards.rank(tier.value) == 0 else None]
    if number == 2 and not early and any(asking):
        since = max(since, min(filter(None, asking), key=lambda each: each.order), key=lambda each: each.order)
        since = min(since, state.fewer_than.get(1, since), key=lambda each: each.order)
    return since


def book_contact(ground: Ground) -> Iterator[Due]:
    """Too few contacts booked ahead: two early on and while worried, else one (S4:44)."""
    state, acceptance = ground.state, ground.state.acceptance
    if acceptance is None:
        return
    newest = ground.met_or_accepted
    if newest is None or is_without_history(state, ground.standards):
        return
    early = newest.at <= ground.calendar.after(acceptance.at, ground.numbers.book_two_within)
    strictest = ground.standards.rank(ground.tier.value if ground.tier else None) == 0
    number = 2 if early or strictest or ground.counts_as != "green" else 1
    if sum(stands_booked(ground, each, newest) for each in state.bookings) >= number:
        return
    since = _too_few_since(ground, number, newest, early=early)
    came = brought_over(state, ground.standards)
    if came is not None and not ground.is_high:
        since = max(filter(None, (since, came, state.looked)), key=lambda each: each.at)
    yield KINDS["book_contact"].due(
        state.person,
        since.id,
        tr("Book the next two contacts") if number == 2 else tr("Book the next contact"),
        ground.calendar.next_service_day_at(since.clock, ground.numbers.next_day_at),
        (tr("too few booked since "), since.at),
    )


def cadence(ground: Ground) -> Iterator[Due]:
    """Live contact at least as often as the tier says, more often while early warning signs stand (S0:20)."""
    state, every = ground.state, interval_in_force(ground)
    if (owed := _contact_owed(ground)) is None:
        return
    newest, due_at = owed
    since = tr("last spoke ") if newest is state.last_contact else COUNTED[_counted_since(ground)][0]
    yield KINDS["cadence"].due(
        state.person,
        newest.id,
        tr("Be in contact"),
        due_at,
        (since, newest.at, tr("; at least every {every}", every=every), *(_signs_words(ground))),
        from_at=_kept_by(ground, newest, due_at, LIVE_METHODS),
    )


def _contact_owed(ground: Ground) -> tuple[Fact, datetime] | None:
    """From what live contact runs, and by when it is owed; None where it is not, whatever is booked."""
    newest = ground.met_or_accepted
    if newest is None or is_without_history(ground.state, ground.standards):
        return None
    return newest, contact_owed_by(ground, newest)


def _kept_by(ground: Ground, newest: Fact, due_at: datetime, methods: Container[str]) -> datetime | None:
    """Where a booking stands for contact owed by `due_at`: from when that is owed again, because nobody has said what
    came of it; None where none does."""
    kept = _stands_for(ground, newest, due_at, methods)
    if kept is None:
        return None
    return ground.calendar.next_service_day_at(kept[0], ground.numbers.unrecorded_contact_at)


def _stands_for(
    ground: Ground, newest: Fact, due_at: datetime, methods: Container[str]
) -> tuple[datetime, Booking] | None:
    """The first booking that stands for contact owed by `due_at`, with its start. One that lies too far behind it
    silences nothing, and neither does one before the `newest` contact, from which it runs (load.md, 1 and 2)."""
    last = stood_for_until(ground, due_at)
    booked = ((start, booking) for start, _, booking in booked_starts(ground) if booking.method in methods)
    return next(((start, booking) for start, booking in booked if newest.at < start <= last), None)


def stood_for_until(ground: Ground, due_at: datetime) -> datetime:
    """Until when a booking begins that stands for contact owed by `due_at` (load.md, 1)."""
    late = ground.standards.load.service_days(interval_in_force(ground))
    return ground.calendar.service_days(due_at, late) if late else due_at


def _signs_words(ground: Ground) -> list[str]:
    return [tr("; warning signs: {signs_words}", signs_words=ground.signs_words)] if ground.signs is not None else []


def too_long_unseen(ground: Ground) -> Iterator[Due]:
    """Seen in person or by video at least as often as the tier says (S1:22)."""
    if (owed := _seeing_owed(ground)) is None:
        return
    newest, due_at = owed
    last_seen = newest is ground.state.last_seen
    yield KINDS["too_long_unseen"].due(
        ground.state.person,
        newest.id,
        tr("See them in person"),
        due_at,
        (tr("last seen "), newest.at) if last_seen else _seen_words(ground, newest),
        from_at=_kept_by(ground, newest, due_at, SEEN_BY),
    )


def _seeing_owed(ground: Ground) -> tuple[Fact, datetime] | None:
    """The same of seeing them, in person or by video."""
    newest = _seen_or_accepted(ground)
    if ground.state.acceptance is None or newest is None or is_without_history(ground.state, ground.standards):
        return None
    tier = ground.standards.tier(ground.tier.value if ground.tier else None)
    return newest, ground.calendar.after(runs_from(newest), tier.in_person_every)


def _seen_words(ground: Ground, newest: Fact) -> Words:
    """`not seen since 10 Feb`, and from what that is counted where they never were."""
    counted = "" if newest is ground.state.last_seen else COUNTED[_counted_since(ground)][1]
    return (tr("not seen since {counted}", counted=counted), newest.at)


def _seen_or_accepted(ground: Ground) -> Fact | None:
    begun, seen = counted_from(ground.state, ground.standards), ground.state.last_seen
    if begun is None or seen is None:
        return begun
    return seen if ground.is_brought_over else max(begun, seen, key=lambda each: each.at)


def _counted_since(ground: Ground) -> str:
    """What contact is counted from, where none is known."""
    begun = counted_from(ground.state, ground.standards)
    if begun is None or begun is ground.state.acceptance:
        return "acceptance"
    return "booking" if begun is ground.state.looked else "import"


COUNTED = {
    "acceptance": (tr("accepted "), tr("acceptance ")),
    "booking": (tr("first booked "), tr("the first booking ")),
    "import": (tr("brought over "), tr("the import ")),
}
"""What contact is counted from, as it is said before its moment, and after `since`."""
A_CONTACT_LASTS = timedelta(hours=1)
OWED_OF_A_SERIES = 2
LONGEST_SERIES = 2000


def occurrences(ground: Ground, booking: Booking, *, while_away: bool = False) -> list[datetime]:
    """The starts of a booking that are owed: its own, or of a series the first unresolved one and the one after.

    A series keeps its local time through both clock changes. What lies within a stay that withholds contact is not
    owed; nor is what of a series falls on a closed day, whereas a single one was chosen by somebody (load.md, 7).
    `while_away`: those within a stay as well, which stand booked until somebody cancels them.
    """

    def is_owed(moment: datetime) -> bool:
        return while_away or not ground.was_away_at(moment)

    if booking.repeat is None:
        return [booking.begins] if is_owed(booking.begins) else []
    unresolved = _unresolved_starts(booking, booking.repeat, ground.calendar.zone)
    owed = (start for start in unresolved if not is_closed_on(ground, start) and is_owed(start))
    return list(islice(owed, OWED_OF_A_SERIES))


def starts_between(ground: Ground, booking: Booking, since: datetime, until: datetime) -> list[datetime]:
    """Every start of a booking from `since` to `until`, both included, that nothing has become of, owed or not."""
    if booking.repeat is None:
        return [booking.begins] if since <= booking.begins <= until else []
    starts = _unresolved_starts(booking, booking.repeat, ground.calendar.zone)
    return [start for start in takewhile(lambda start: start <= until, starts) if start >= since]


def starts_of(repeat: str, begins: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every start of a series, in its local time."""
    return (start.replace(tzinfo=zone) for start in islice(repeat_rule(repeat, begins, zone), LONGEST_SERIES))


def _unresolved_starts(booking: Booking, repeat: str, zone: ZoneInfo) -> Iterator[datetime]:
    """Compared by local time: an hour that comes twice, or never, is one start all the same."""
    resolved = {each.astimezone(zone).replace(tzinfo=None) for each in booking.resolved}
    return (start for start in starts_of(repeat, booking.begins, zone) if start.replace(tzinfo=None) not in resolved)


def booked_on_days_closed(now: Ground, then: Ground, at: datetime) -> list[tuple[datetime, Booking]]:
    """What one person has booked from `at` on, as far ahead as may be booked, on days that the service is open by the
    Standards of `now` and closed by those of `then`."""
    until = now.calendar.after(at, now.standards.limits.booking)
    starts = [(start, booking) for booking in now.state.bookings for start in starts_between(now, booking, at, until)]
    closed = [(start, each) for start, each in starts if is_closed_on(then, start) and not is_closed_on(now, start)]
    return sorted(closed, key=lambda each: (each[0], each[1].order))


def is_closed_on(ground: Ground, moment: datetime) -> bool:
    """Whether the service is closed all that day."""
    return not ground.calendar.is_service_day(ground.calendar.day_of(moment))


def booked_starts(ground: Ground, *, while_away: bool = False) -> list[tuple[datetime, datetime, Booking]]:
    """(start, end, booking) of every contact that stands booked, is owed, and that nothing has become of;
    `while_away`: and of those that are not owed because they lie within a stay."""
    return ground.once(("booked", while_away), lambda: _booked(ground, while_away=while_away))


def _booked(ground: Ground, *, while_away: bool) -> list[tuple[datetime, datetime, Booking]]:
    found: list[tuple[datetime, datetime, Booking]] = []
    for booking in [] if ground.state.has_died else ground.state.bookings:
        lasts = booking.ends - booking.begins if booking.ends else A_CONTACT_LASTS
        found += [(start, start + lasts, booking) for start in occurrences(ground, booking, while_away=while_away)]
    return sorted(found, key=lambda each: (each[0], each[2].order))
