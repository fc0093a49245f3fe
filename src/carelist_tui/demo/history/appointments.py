"""When somebody is to be met again, and what stands booked until then."""

from __future__ import annotations

from functools import partial

from carelist_tui.demo.history.lives import Booking, Life

INTERVAL = {"intensive": (3, 1, 1), "enhanced": (7, 3, 3), "standard": (14, 7, 3), "light": (30, 14, 3)}
"""Days between contacts by tier: as a rule, with early warning signs, and at high risk."""
CALLED_OFF = 0.07
"""How often a contact is called off."""
CLOCKS = (570, 600, 630, 660, 690, 780, 810, 840, 870, 915, 945)


def interval_of(life: Life) -> int:
    """So many days may lie between contacts now."""
    ordinary, warned, high = INTERVAL[life.who.tier]
    if life.is_high():
        return high
    days = warned if life.signs else ordinary
    return min(days, 2) if life.is_watched else days


def wants_two(life: Life) -> bool:
    """Whether two contacts are to stand booked."""
    return life.who.zone != "green" or life.who.tier == "intensive" or life.signs > 0


def book_ahead(life: Life) -> None:
    """Books what is to stand booked from here on, at the end of a contact."""
    now = life.day, life.minute
    life.bookings = sorted((b for b in life.bookings if (b.day, b.minute) >= now), key=lambda b: (b.day, b.minute))
    days = interval_of(life)
    for _ in range(len(life.bookings), 2 if wants_two(life) else 1):
        after = life.bookings[-1].day if life.bookings else life.day
        ahead = life.in_days(days) - life.day
        day = after + max(1, ahead - (life.between(0, 2) if ahead > 3 else 0))
        if days > 3 and life.chance(0.06):
            day += life.between(2, 5)
        book(life, day)


def book(life: Life, day: int, purpose: str | None = None, method: str | None = None) -> None:
    """Books one contact on that day, unless the demonstration's own story has begun by then."""
    if day >= life.last:
        return
    minute = life.teller.pick(CLOCKS)
    method = method or _method(life)
    purpose = purpose or _purpose(life)
    body = {"at": life.moment(day, minute).isoformat(), "method": method, "purpose": purpose,
            "worker": life.who.coordinator}  # fmt: skip
    booking = Booking(life.say("contact.planned", body), day, minute, method, purpose)
    life.bookings.append(booking)
    life.plan(day, minute, partial(life.come_to, booking))
    if life.chance(CALLED_OFF):
        life.plan(day, minute - life.between(30, 200), partial(life.call_off, booking))


def _method(life: Life) -> str:
    if life.who.tier in ("intensive", "enhanced") or life.day - life.seen > 30:
        return str(life.teller.pick(("visit", "visit", "visit", "clinic", "call")))
    return str(life.teller.pick(("call", "call", "clinic", "visit", "video" if life.between(0, 3) == 0 else "visit")))


def _purpose(life: Life) -> str:
    depot = life.who.tags.get("depot")
    if depot and life.chance(0.25):
        return "medication"
    return "activity" if life.chance(0.1) else "routine"


def met(life: Life, method: str) -> None:
    """They were spoken to: what was open ends, and the clocks begin anew."""
    if life.missed is not None:
        life.missed, life.reached_again = None, life.day
    life.is_met, life.since = True, life.day
    if method in ("visit", "clinic", "video"):
        life.seen = life.day


def meet_soon(life: Life, purpose: str = "follow_up", method: str = "call") -> None:
    """A contact that nobody had booked, as soon as this is called."""
    if not life.away:
        life.meet(life, method, purpose)
