"""What is booked with somebody, and what becomes of it: kept, called off, or missed."""

from __future__ import annotations

from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.history import aims, alarms, misses, paperwork
from carelist_tui.demo.history.appointments import book, book_ahead, interval_of, met
from carelist_tui.demo.history.lives import MORNING, Booking, Life
from carelist_tui.demo.team import SUPPORTS

MISSED = {"call": 0.1, "visit": 0.12, "clinic": 0.17, "video": 0.1}
"""How often a contact is missed, by how it was to be."""
OFTEN_MISSED = 0.45
"""How often while they are out of contact already."""
_HOW = {"call": ("no_reply",), "video": ("no_reply", "left_before"), "visit": ("no_access", "no_access", "declined"),
        "clinic": ("did_not_attend",)}  # fmt: skip
_CALLED_OFF = {
    "person": ("A cold, in bed.", "Asked to move it: a funeral.", "At their sister's this week.", "Work rang."),
    "service": ("Worker ill.", "Called to a crisis elsewhere.", "Training that nobody had written down."),
    "partner": ("The clinic moved the depot.", "The surgery cancelled."),
}


def come_to(booking: Booking, life: Life) -> None:
    """A booked contact is about to be."""
    if booking not in life.bookings or life.away:
        return
    out_of_contact = life.missed is not None
    # Nobody is lost sight of in the days before the demonstration's own story.
    is_near = life.day > life.last - 4
    missed = OFTEN_MISSED if out_of_contact else MISSED[booking.method] * (0.7 if booking.purpose == "first" else 1)
    if not is_near and life.chance(missed * (1.3 if life.who.zone != "green" else 1.0)):
        life.bookings.remove(booking)
        life.minute += 15
        misses.miss(life, booking, life.teller.pick(_HOW[booking.method]))
        return
    keep(life, booking)


def keep(life: Life, booking: Booking) -> None:
    """A booked contact takes place."""
    life.bookings.remove(booking)
    meet(life, booking.method, booking.purpose, planned=booking.id)


def meet_for(life: Life, method: str, purpose: str, handover: str) -> str:
    """Contact with them as the first one of a handover."""
    return meet(life, method, purpose, handover=handover)


def call_off(booking: Booking, life: Life) -> None:
    """Somebody calls a contact off before its time; another is booked the same day."""
    if booking not in life.bookings or life.away or life.missed is not None or life.day > life.last - 4:
        return
    if life.minute >= booking.minute:
        return
    life.bookings.remove(booking)
    by = life.teller.pick(("person", "person", "person", "service", "service", "partner"))
    told = "yes" if by != "service" or life.chance(0.9) else "could_not"
    body = {"planned": booking.id, "by": by, "reason": life.teller.pick(_CALLED_OFF[by]), "told_person": told}
    life.say("contact.cancelled", body)
    if by == "person":
        life.called_off.append(life.day)
        running = [day for day in life.called_off if life.day - day <= 20]
        if len(running) > 1:
            paperwork.check(life)
    if not life.bookings:
        book(life, life.day + life.between(1, 2), booking.purpose)
    paperwork.drifted(life)


def meet(life: Life, method: str, purpose: str, **more: Any) -> str:
    """Contact with them now, and all that comes of it: gives its id."""
    signs = alarms.signs_asked(life)
    body = {
        "method": method,
        "purpose": purpose,
        "minutes": life.teller.pick((20, 30, 45, 50)),
        "how_are_they": "as_usual",
        "what_we_did": life.teller.pick(notes.WHAT_WE_DID),
        **signs,
        **aims.medication(life, purpose),
        **more,
    }
    if alarms.is_worse(life, signs):
        body["how_are_they"] = "worse"
    by, written = _by_whom(life, method), _written(life)
    if "handover" in more:
        written = {}  # whoever closes the handover looks for it
    id = life.say("contact.completed", body, author=by, **written)
    met(life, method)
    aims.follow_medication(life, body)
    alarms.answer(life, body)
    aims.look_at_aims(life)
    book_ahead(life)
    return id


def _by_whom(life: Life, method: str) -> str | None:
    """A support worker's visit, or the coordinator's own."""
    return SUPPORTS[life.who.team] if method == "visit" and life.is_met and life.chance(0.3) else None


def _written(life: Life) -> dict[str, Any]:
    """When it is written down: some days later, where somebody could not that day."""
    if life.is_high() or life.missed or life.signs or not life.is_met or life.day > life.last - 6:
        return {}
    if not life.chance(0.02):
        return {}
    return {"typed": life.day + 2, "late_reason": life.teller.pick(("no_signal", "busy", "no_device"))}


def see_to_it(life: Life) -> None:
    """Nobody waits for ever: whoever has nothing booked and is not out of contact is rung, and booked again."""
    if life.day >= life.last - 1 or life.away:
        life.plan(life.day + 1, MORNING + 20, see_to_it)
        return
    overdue = life.since + max(2, life.in_days(interval_of(life)) - life.day)
    if life.missed is None and not life.bookings and life.day >= overdue:
        meet(life, "call", "routine")
    elif life.missed is None and not life.bookings and life.is_met:
        book_ahead(life)
    life.plan(life.day + 1, MORNING + 20, see_to_it)
