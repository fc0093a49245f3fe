"""What is said of bookings that are not owed, and of those that are owed again, as they are recorded (load.md, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.checks.asked import Asked
from carelist_tui.domain.dues.bookings import booked_starts, is_closed_on, starts_of
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import ContactPlanned, PersonAdmitted, PersonReturned
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.facts import Away, Booking
from carelist_tui.domain.words import day_in_full, moment_in_full

MOST = 4
"""So many are named; of the others how many there are."""
AHEAD = Interval(months=3)
"""So far on closed days are looked for in a series."""


def remarks_on_days(ground: Ground, body: ContactPlanned) -> Iterator[str]:
    """What of it is not owed: the days of a series on which the service is closed, and what lies within a stay."""
    calendar = ground.calendar
    if body.repeat is not None:
        until = calendar.after(body.at, AHEAD)
        starts = takewhile(lambda start: start <= until, starts_of(body.repeat, body.at, calendar.zone))
        closed = [start for start in starts if is_closed_on(ground, start)]
        if closed:
            days = _listed(day_in_full(each.date()) for each in closed)
            yield tr(
                "the service is closed on {days}: nobody is asked to come then, and it stands for no contact", days=days
            )
    elif is_closed_on(ground, body.at):
        day = day_in_full(calendar.day_of(body.at))
        yield tr("the service is closed on {day}: it is owed all the same, because somebody chose it", day=day)
    if body.repeat is None and ground.was_away_at(body.at):
        yield tr("they are away then: it is not owed, and owed again if they are back before it")


def remarks_on_stay(asked: Asked, ground: Ground, body: PersonAdmitted) -> Iterator[str]:
    """Which bookings are not owed while they are away."""
    if not body.confirmed_with:
        return
    entry = asked.entry
    stay = Away(entry.id, entry.order, entry.clock_at, body.kind, body.where, True, body.expected_until)
    away = replace(ground, state=replace(ground.state, aways=[*ground.state.aways, stay]))
    if not away.withholds_contact(stay):
        return
    gone = [each for each in booked_starts(ground) if each[0] >= entry.occurred_at]
    if gone:
        yield tr(
            "not owed while they are away: {named}. What lies after their return is owed again",
            named=in_words(ground, gone),
        )


def remarks_on_return(asked: Asked, ground: Ground, body: PersonReturned) -> Iterator[str]:
    """Which bookings are owed again, as they stood."""
    del body
    if ground.is_away:
        back = [each for each in booked_starts(ground, while_away=True) if each[0] >= asked.entry.occurred_at]
        if back:
            yield tr("owed again: {named}", named=in_words(ground, back))


def in_words(ground: Ground, booked: Iterable[tuple[datetime, datetime, Booking]]) -> str:
    """Bookings by how and when, a few of them named."""
    zone = ground.calendar.zone
    return _listed(f"{choice_in_words(each.method)} {moment_in_full(start, zone)}" for start, _, each in booked)


def _listed(words: Iterable[str]) -> str:
    said = list(words)
    more = tr(" and {n} more", n=len(said) - MOST) if len(said) > MOST else ""
    return ", ".join(said[:MOST]) + more
