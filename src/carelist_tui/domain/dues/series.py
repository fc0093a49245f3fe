"""What stands booked: single contacts, and of a series the occurrences that are owed (records.md, contact.planned)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.person.facts import Booking
from carelist_tui.domain.repeats import repeat_rule

A_CONTACT_LASTS = timedelta(hours=1)
OWED_OF_A_SERIES = 2
LONGEST_SERIES = 2000


def occurrences(ground: Ground, booking: Booking) -> list[datetime]:
    """The starts of a booking that are owed: its own, or of a series the first unresolved one and the one after.

    A series keeps its local time through both clock changes; those while away are not owed.
    """
    if booking.repeat is None:
        return [booking.begins]
    zone = ground.calendar.zone
    resolved = {each.astimezone(zone).replace(tzinfo=None) for each in booking.resolved}
    found: list[datetime] = []
    for start in islice(repeat_rule(booking.repeat, booking.begins, zone), LONGEST_SERIES):
        moment = start.replace(tzinfo=zone)
        if start in resolved or ground.was_away_at(moment):
            continue
        found.append(moment)
        if len(found) == OWED_OF_A_SERIES:
            break
    return found


def booked_starts(ground: Ground) -> list[tuple[datetime, datetime, Booking]]:
    """(start, end, booking) of every contact that stands booked and that nothing has become of."""
    found: list[tuple[datetime, datetime, Booking]] = []
    for booking in [] if ground.state.has_died else ground.state.bookings:
        lasts = booking.ends - booking.begins if booking.ends else A_CONTACT_LASTS
        found += [(start, start + lasts, booking) for start in occurrences(ground, booking)]
    return sorted(found, key=lambda each: (each[0], each[2].order))
