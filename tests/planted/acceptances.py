"""Planted acceptances: the first whole contact, two bookings, a week without anybody, running cases, coming back."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.ladders import around
from tests.planted.telling import Planted, later, on_day

FIRST_CONTACT = (
    ("2026-03-03 10:00", "gp", "2026-03-10 17:00"),
    ("2026-03-27 18:00", "gp", "2026-04-07 17:00"),
    ("2025-10-22 10:00", "self", "2025-10-29 17:00"),
    ("2026-03-03 10:00", "step_down", "2026-03-06 10:00"),
    ("2026-03-27 12:00", "step_down", "2026-03-30 13:00"),
    ("2026-03-26 12:00", "step_down", "2026-03-30 10:00"),
    ("2026-03-03 10:00", "ward", "2026-03-05 12:00"),
    ("2026-04-02 10:00", "crisis_team", "2026-04-08 12:00"),
)
"""Accepted, from where, and by when somebody is to have met them."""


def first_contacts() -> Iterator[Planted]:
    for t, source, due in FIRST_CONTACT:
        for words, moment, verdict in around(due):
            story = Planted(f"accepted from {source}, {t}: met {words}")
            story.accepts(t, source=source)
            story.keeps(moment)
            yield story.expect("access", verdict)
    t, due = "2026-03-03 10:00", "2026-03-10 17:00"
    story = Planted("only a nod through the door")
    story.accepts(t)
    story.keeps("2026-03-04 12:00", partial=True)
    yield story.expect("access", "not").expect("no_contact_7", "counted")
    story = Planted("reached by telephone first")
    story.accepts(t)
    story.tries("2026-03-04 12:00", None, "reached")
    yield story.expect("access", "counted").expect("no_contact_7", "not")
    for words, at, verdict in (("a second before", later(due, seconds=-1), "not ripe"), ("at", due, "counted")):
        story = Planted(f"met at once, read {words} the due moment", at=at)
        story.accepts(t)
        story.keeps("2026-03-04 12:00")
        yield story.expect("access", verdict)


def out_of_reach() -> Iterator[Planted]:
    t = "2026-03-03 10:00"
    story = Planted("dies two days after the acceptance")
    story.accepts(t)
    story.dies("2026-03-05 12:00")
    yield story.expect("access", "left out: died").expect("no_contact_7", "left out: died")
    story = Planted("dies after nobody came in time")
    story.accepts(t)
    story.dies("2026-03-11 12:00")
    yield story.expect("access", "not").expect("no_contact_7", "counted")
    story = Planted("on a ward two days after the acceptance")
    story.accepts(t)
    story.goes_away("2026-03-05 12:00")
    yield story.expect("access", "left out: away").expect("no_contact_7", "left out: away")
    story = Planted("refuses two days after the acceptance, calm, able to decide")
    story.accepts(t)
    story.checks("2026-03-04 12:00")
    story.refuses("2026-03-05 12:00")
    yield story.expect("access", "left out: refused").expect("no_contact_7", "left out: refused")
    story = Planted("refuses two days after the acceptance, nobody has asked whether they can decide")
    story.accepts(t)
    story.refuses("2026-03-05 12:00")
    yield story.expect("access", "not").expect("no_contact_7", "counted")
    story = Planted("refuses two days after the acceptance, and turns red the day after")
    story.accepts(t)
    story.checks("2026-03-04 12:00")
    story.refuses("2026-03-05 12:00")
    story.turns("2026-03-06 12:00", "red")
    yield story.expect("access", "not")
    story = Planted("on a ward for three days after the acceptance, and home before anybody was late")
    story.accepts(t)
    story.goes_away("2026-03-05 12:00")
    story.returns("2026-03-08 12:00")
    yield story.expect("access", "not").expect("no_contact_7", "counted")
    story = Planted("on a ward after they were met")
    story.accepts(t)
    story.keeps("2026-03-04 12:00")
    story.goes_away("2026-03-05 12:00")
    yield story.expect("access", "counted").expect("no_contact_7", "not")


def weeks_without() -> Iterator[Planted]:
    for t, end in (("2026-03-03 10:00", "2026-03-10 10:00"), ("2026-03-26 10:00", "2026-04-02 11:00"),
                   ("2025-10-22 10:00", "2025-10-29 09:00")):  # fmt: skip
        for words, moment, verdict in around(end):
            story = Planted(f"accepted {t}, 168 hours: met {words}")
            story.accepts(t)
            story.keeps(moment)
            yield story.expect("no_contact_7", {"counted": "not", "not": "counted"}[verdict])
        story = Planted(f"accepted {t}, read a second before 168 hours", at=later(end, seconds=-1))
        story.accepts(t)
        yield story.expect("no_contact_7", "not ripe")


def two_bookings() -> Iterator[Planted]:
    t = "2026-03-06 15:00"
    for words, moment, verdict in around("2026-03-09 10:00"):
        story = Planted(f"the second contact is booked {words}")
        story.accepts(t)
        story.books(later(t, minutes=5), "2026-03-10 11:00")
        story.books(moment, "2026-03-17 11:00")
        yield story.expect("two_booked", verdict)
    story = Planted("one contact booked")
    story.accepts(t)
    story.books(later(t, minutes=5), "2026-03-10 11:00")
    yield story.expect("two_booked", "not")
    story = Planted("two booked, one missed")
    story.accepts(t)
    planned = story.books(later(t, minutes=5), "2026-03-09 09:30")
    story.books(later(t, minutes=6), "2026-03-17 11:00")
    story.misses("2026-03-09 09:30", planned=planned)
    yield story.expect("two_booked", "counted")
    for by, hours, verdict in (("service", 48, "not"), ("service", 49, "counted"), ("person", 20, "counted")):
        story = Planted(f"two booked, one cancelled by the {by} after {hours} hours")
        story.accepts(t)
        story.books(later(t, minutes=5), "2026-03-16 11:00")
        planned = story.books(later(t, minutes=6), "2026-03-17 11:00")
        body = {"planned": planned, "by": by, "reason": "another time", "told_person": "yes"}
        story.says(later(t, minutes=6, hours=hours), "contact.cancelled", body)
        yield story.expect("two_booked", verdict)
    for rule, verdict in (("FREQ=WEEKLY", "counted"), ("FREQ=MONTHLY", "not")):
        story = Planted(f"one series, {rule}")
        story.accepts(t)
        story.books(later(t, minutes=5), "2026-03-10 11:00", repeat=rule)
        yield story.expect("two_booked", verdict)
    story = Planted("a booking that was struck out")
    story.accepts(t)
    story.books(later(t, minutes=5), "2026-03-10 11:00")
    story.strikes(later(t, minutes=9), story.books(later(t, minutes=6), "2026-03-17 11:00"))
    yield story.expect("two_booked", "not")


def running_cases() -> Iterator[Planted]:
    story = Planted("a running case is brought over")
    story.accepts("2025-11-03 10:00", brought_over_on="2026-03-02", recorded="2026-03-02 08:00", is_import=True)
    yield (
        story.expect("access", "left out: before_carelist")
        .expect("two_booked", "left out: before_carelist")
        .expect("no_contact_7", "left out: before_carelist")
    )
    story = Planted("a running case is missed later")
    story.accepts("2025-11-03 10:00", brought_over_on="2026-03-02", recorded="2026-03-02 08:00", is_import=True)
    story.misses("2026-03-10 10:30")
    yield story.expect("re_engaged_7", "not")


def coming_back() -> Iterator[Planted]:
    story = Planted("discharged, and comes back")
    story.is_known("2026-03-03 10:30")
    decision = story.decides("2026-03-05 10:00", None, "agree", about="discharge", by="w-mgr", authorised_by="w-mgr")
    body = {"destination": "home", "reason": "goals_met", "note": "well", "decision": decision}
    story.says("2026-03-05 10:05", "person.discharged", body, by="w-mgr")
    story.says("2026-04-07 10:00", "person.reopened", {"reason": "unwell again"})
    story.keeps(on_day("2026-04-07", 8))
    yield story.expect("access", "counted", "not").expect("no_contact_7", "not", "counted")
    story = Planted("referred, and accepted a week later")
    body = {"ref": story.ref, "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low", "team": "North"}
    story.says("2026-03-03 10:00", "referral.received", body)
    story.accepts("2026-03-10 10:00")
    story.keeps("2026-03-12 10:00")
    yield story.expect("access", "counted")


ALL_STORIES = [
    *first_contacts(), *out_of_reach(), *weeks_without(), *two_bookings(), *running_cases(), *coming_back(),
]  # fmt: skip
