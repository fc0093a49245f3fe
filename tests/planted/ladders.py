"""Planted ladders and re-engagement: first-contact and high-risk steps, each step by itself, days 7, 14 and 28, what
was booked and what became of it, what the service learned late."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.telling import Planted, later, london, on_day, written

FIRST_CONTACT_STEP = (
    ("2026-03-03 10:30", "2026-03-04 10:30"),
    ("2026-03-03 07:30", "2026-03-04 10:00"),
    ("2026-03-03 18:00", "2026-03-05 10:00"),
    ("2026-03-06 10:30", "2026-03-09 10:00"),
    ("2026-03-28 12:00", "2026-03-30 10:00"),
    ("2026-04-02 10:30", "2026-04-07 10:00"),
)
HIGH_RISK_STEP = (
    ("2026-03-03 10:30", "2026-03-03 12:30"),
    ("2026-03-03 23:00", "2026-03-04 01:00"),
    ("2026-03-29 00:30", "2026-03-29 03:30"),
    ("2025-10-26 00:45", "2025-10-26 01:45+00:00"),
    ("2025-10-26 01:30+01:00", "2025-10-26 02:30+00:00"),
)
"""By real hours, day and night, also where the clocks change; where a time comes twice its offset is said."""


def around(due: str) -> Iterator[tuple[str, str, str]]:
    """(in words, moment, verdict) around a due moment."""
    yield "a minute before", later(due, minutes=-1), "counted"
    yield "at the due moment", due, "counted"
    yield "a minute late", later(due, minutes=1), "not"


def first_contact_ladders() -> Iterator[Planted]:
    for t, due in FIRST_CONTACT_STEP:
        for words, moment, verdict in around(due):
            story = Planted(f"missed before they were ever met, {t}: called {words}")
            story.accepts(on_day(t, -4))
            story.tries(moment, story.misses(t))
            yield story.expect("first_response", verdict).expect("steps_on_time", verdict, "not")


def high_risk_ladders() -> Iterator[Planted]:
    for t, due in HIGH_RISK_STEP:
        for words, moment, verdict in around(due):
            story = Planted(f"missed while red, {t}: called {words}")
            story.is_known(t)
            story.turns(on_day(t, -1, "12:00"), "red")
            story.tries(moment, story.misses(t))
            yield story.expect("first_response", verdict).expect("steps_on_time", verdict, "not", "not")


STEPS = (
    ("same_day_attempt", "call", "2026-03-03 17:00"),
    ("next_day_follow_up", "text", "2026-03-04 10:30"),
    ("in_person_check", "visit", "2026-03-05 10:30"),
    ("partner_notification", "call", "2026-03-06 10:30"),
)
"""A step, a fitting method, and its due moment after a miss on Tuesday 3 March at 10:30."""


def each_step() -> Iterator[Planted]:
    order = [key for key, *_ in STEPS]
    for key, method, due in STEPS:
        for words, moment, verdict in around(due):
            story = Planted(f"the step {key} is done {words}")
            story.is_known("2026-03-03 10:30")
            episode = story.misses("2026-03-03 10:30")
            to = {"to": "trusted_contact", "name": "Noor", "outcome": "no_news"} if key.startswith("partner") else {}
            outcome = {"text": "sent", "visit": "no_access"}.get(method, "no_answer")
            story.tries(moment, episode, **{"outcome": outcome, "method": method, "step": key} | to)
            yield story.expect("steps_on_time", *[verdict if each == key else "not" for each in order])


def no_later_than_the_next() -> Iterator[Planted]:
    """Missed on a Friday at 10:30: the visit (48 hours: Monday noon) is owed with the partner step, Monday 10:30."""
    for words, moment, verdict in around("2026-03-09 10:30"):
        story = Planted(f"the visit after a Friday is made {words}")
        story.is_known("2026-03-06 10:30")
        story.tries(moment, story.misses("2026-03-06 10:30"), "no_access", method="visit", step="in_person_check")
        yield story.expect("steps_on_time", "not", "not", verdict, "not")


def becoming_high() -> Iterator[Planted]:
    """Red at 11:00 the day after: the second attempt in two hours, visit and partner the same day."""
    for words, moment, verdict in around("2026-03-04 13:00"):
        story = Planted(f"red while steps run, called {words}")
        story.is_known("2026-03-04 10:00")
        episode = story.misses("2026-03-03 16:30")
        story.tries("2026-03-03 16:40", episode)
        story.turns("2026-03-04 11:00", "red")
        story.tries(moment, episode)
        yield story.expect("steps_on_time", "counted", verdict, "not", "not").expect("first_response", "counted")


def skipped_or_ended() -> Iterator[Planted]:
    t = "2026-03-03 10:30"
    story = Planted("the second step is skipped in time")
    story.is_known(t)
    episode = story.misses(t)
    story.tries("2026-03-03 12:00", episode)
    story.decides("2026-03-03 15:00", episode, "skip_step", step="next_day_follow_up", review="2026-03-05 12:00")
    yield story.expect("steps_on_time", "counted", "left out: skipped", "not", "not")
    story = Planted("the second step is skipped too late")
    story.is_known(t)
    episode = story.misses(t)
    story.tries("2026-03-03 12:00", episode)
    story.decides("2026-03-04 11:00", episode, "skip_step", step="next_day_follow_up", review="2026-03-06 12:00")
    yield story.expect("steps_on_time", "counted", "not", "not", "not")
    story = Planted("seen while two steps are still to come")
    story.is_known(t)
    episode = story.misses(t)
    story.tries("2026-03-03 12:00", episode)
    story.tries("2026-03-04 09:30", episode, "reached")
    yield story.expect("steps_on_time", "counted", "counted").expect("re_engaged_7", "counted")
    story = Planted("nobody may be told")
    story.accepts(on_day(t, -14))
    story.keeps(on_day(t, -13))
    story.misses(t)
    yield story.expect("steps_on_time", "not", "not", "not")


DAYS = (
    (7, "2026-03-03 10:30", "2026-03-10"),
    (14, "2026-03-03 10:30", "2026-03-17"),
    (28, "2026-03-03 10:30", "2026-03-31"),
    (7, "2026-03-24 23:30", "2026-03-31"),
    (7, "2025-10-21 10:30", "2025-10-28"),
    (28, "2026-02-27 10:30", "2026-03-27"),
)


def ends_of_days() -> Iterator[Planted]:
    for k, t, day in DAYS:
        end = on_day(day, 1, "00:00")
        for words, moment, verdict in (
            ("in the last second", later(end, seconds=-1), "counted"),
            ("at midnight", end, "not"),
        ):
            story = Planted(f"met {words} of day {k} after {t}")
            story.is_known(t)
            story.misses(t)
            story.keeps(moment)
            yield story.expect(f"re_engaged_{k}", verdict)
        for words, at, verdict in (
            ("a second too young", later(end, seconds=-1), "not ripe"),
            ("just ripe", end, "counted"),
        ):
            story = Planted(f"{words} for day {k} after {t}", at=at)
            story.is_known(t)
            story.misses(t)
            story.keeps(later(t, hours=20))
            yield story.expect(f"re_engaged_{k}", verdict)


def not_met() -> Iterator[Planted]:
    t = "2026-03-03 10:30"
    story = Planted("refuses contact the day after, calm and followed no longer")
    story.is_known(t)
    episode = story.misses(t)
    story.tries("2026-03-03 11:00", episode, "replied", method="text")
    story.refuses("2026-03-04 10:00")
    yield story.expect("re_engaged_7", "not").expect("first_response", "counted")
    story = Planted("refuses while a missed contact is open: that withholds nothing")
    story.is_known(t)
    story.misses(t)
    story.refuses("2026-03-03 11:00")
    yield story.expect("re_engaged_7", "not").expect("first_response", "not")
    story = Planted("refused before: once a contact is missed that withholds nothing")
    story.is_known(t)
    story.refuses("2026-03-02 12:00")
    story.misses(t)
    yield story.expect("first_response", "not").expect("re_engaged_7", "not")
    story = Planted("refused, and a senior has let the steps rest")
    story.is_known(t)
    story.refuses("2026-03-02 12:00")
    episode = story.misses(t)
    story.decides("2026-03-03 11:00", episode, "pause", by="w-sue", authorised_by="w-sue", review="2026-03-09 12:00",
                  capacity_considered="She says so clearly.")  # fmt: skip
    yield story.expect("first_response", "left out: refused").expect("re_engaged_7", "not")
    story = Planted("away on a ward already")
    story.is_known(t)
    story.goes_away("2026-03-02 12:00")
    story.misses(t)
    yield story.expect("first_response", "left out: away").expect("re_engaged_7", "left out: away")
    story = Planted("on a ward for an hour, home before the step was due")
    story.is_known(t)
    story.misses(t)
    story.goes_away("2026-03-03 12:00")
    story.returns("2026-03-03 13:00")
    yield story.expect("first_response", "not").expect("re_engaged_7", "not")
    story = Planted("on a ward from the miss on, home on the sixth day")
    story.is_known(t)
    story.misses(t)
    story.goes_away("2026-03-03 12:00")
    story.returns("2026-03-09 13:00")
    yield story.expect("first_response", "left out: away").expect("re_engaged_7", "not")
    story = Planted("a stop is reviewed by nobody, and the visit falls due after that")
    story.is_known(t)
    episode = story.misses(t)
    story.stops("2026-03-03 12:00", episode, "2026-03-05 10:00", confirmed="2026-03-03 12:30")
    story.expect("first_response_same_day", "left out: stopped")
    yield story.expect("steps_on_time", "not", "not", "not", "not")
    story = Planted("a stop ends by a decision before its review, and the first step fell due meanwhile")
    story.is_known(t)
    episode = story.misses(t)
    story.stops("2026-03-03 12:00", episode, "2026-03-05 10:00", confirmed="2026-03-03 12:30")
    story.decides("2026-03-04 09:30", episode, "escalate", review="2026-03-06 12:00")
    yield story.expect("steps_on_time", "left out: stopped", "not", "not", "not")
    story = Planted("a stop is denied by the senior it names")
    story.is_known(t)
    episode = story.misses(t)
    stop = story.stops("2026-03-03 12:00", episode, "2026-03-05 10:00")
    story.says("2026-03-03 12:30", "report.confirmed", {"about": stop, "true": False}, by="w-sue")
    yield story.expect("first_response", "not")
    story = Planted("on a holiday and home before the miss")
    story.is_known(t)
    story.goes_away("2026-02-24 12:00", "holiday")
    story.returns("2026-03-02 12:00")
    story.misses(t)
    yield story.expect("first_response", "not").expect("re_engaged_7", "not")
    story = Planted("home from an inner stay, the outer goes on")
    story.is_known(t)
    story.goes_away("2026-02-24 12:00")
    story.goes_away("2026-02-26 12:00")
    story.returns("2026-03-02 12:00")
    story.misses(t)
    yield story.expect("first_response", "left out: away")
    story = Planted("said to be dead, and it is denied")
    story.is_known(t)
    story.misses(t)
    died = story.dies("2026-03-03 12:00", confirmed=False)
    story.says("2026-03-04 10:00", "report.confirmed", {"about": died, "true": False}, by="w-sue")
    yield story.expect("first_response", "not").expect("re_engaged_7", "not")


def learned_late() -> Iterator[Planted]:
    t, learned = "2026-03-03 10:30", "2026-03-05 09:30"
    for words, moment, verdict in around("2026-03-05 17:00"):
        story = Planted(f"the miss became known two days later, called {words}")
        story.is_known(t)
        story.tries(moment, story.misses(t, learned=learned))
        yield story.expect("first_response", verdict)
    story = Planted("reached before the miss was known")
    story.is_known(t)
    story.misses(t, learned=learned)
    story.keeps("2026-03-04 12:00")
    yield story.expect("first_response", "counted").expect("re_engaged_7", "counted")
    for words, known_at, verdict in (
        ("before it was typed", "2026-03-08 11:59:59", "not"),
        ("once it was typed", "2026-03-08 12:00", "counted"),
    ):
        story = Planted(f"the attempt was typed five days later, as known {words}", known_at=known_at)
        story.is_known(t)
        story.tries("2026-03-03 12:00", story.misses(t), recorded="2026-03-08 12:00")
        yield story.expect("first_response", verdict)
    story = Planted("struck later, as known before that", known_at="2026-03-10 09:00")
    story.is_known(t)
    story.strikes("2026-03-10 10:00", story.misses(t))
    yield story.expect("first_response", "not")
    story = Planted("struck later, as had occurred before that", at="2026-03-10 09:00")
    story.is_known(t)
    story.strikes("2026-03-10 10:00", story.misses(t))
    yield story.expect("first_response")


def bookings() -> Iterator[Planted]:
    t = "2026-03-03 10:30"
    story = Planted("a booking is kept, a call between is none")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", t)
    story.keeps(on_day(t, -1))
    story.keeps(t, planned=planned)
    yield story.expect("missed_rate", "not")
    story = Planted("a booking is missed, and they are met later the same day")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", t)
    story.misses(t, planned=planned)
    story.keeps("2026-03-03 15:00", planned=planned)
    yield story.expect("missed_rate", "counted").expect("re_engaged_7", "counted")
    story = Planted("two desks differ about a booking: missed holds")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", t)
    story.misses(t, planned=planned)
    story.keeps(t, planned=planned, replaces=[], recorded="2026-03-03 12:00")
    yield story.expect("missed_rate", "counted").expect("re_engaged_7", "not").expect("first_response", "not")
    story = Planted("two desks differ about a booking, and it is settled as kept")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", t)
    missed = story.misses(t, planned=planned)
    kept = story.keeps(t, planned=planned, replaces=[], recorded="2026-03-03 12:00")
    story.keeps(t, planned=planned, replaces=[missed, kept], recorded="2026-03-03 13:00")
    yield story.expect("re_engaged_7", "counted")
    story = Planted("a booking is cancelled by the service")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", t)
    body = {"planned": planned, "by": "service", "reason": "sickness", "told_person": "yes"}
    story.says("2026-03-02 10:00", "contact.cancelled", body)
    yield story.expect("missed_rate")
    story = Planted("of a series one is kept and one missed")
    story.is_known(t)
    planned = story.books("2026-02-24 11:00", "2026-03-03 10:30", repeat="FREQ=WEEKLY")
    story.keeps("2026-03-03 10:30", planned=planned, occurrence=written(london("2026-03-03 10:30")))
    story.misses("2026-03-10 10:30", planned=planned, occurrence=written(london("2026-03-10 10:30")))
    yield story.expect("missed_rate", "not", "counted")


def same_days() -> Iterator[Planted]:
    for t, midnight in (("2026-03-03 10:30", "2026-03-04 00:00"), ("2026-03-29 00:30", "2026-03-30 00:00"),
                        ("2025-10-26 00:30", "2025-10-27 00:00")):  # fmt: skip
        for words, moment, verdict in (
            ("in the last second", later(midnight, seconds=-1), "counted"),
            ("at midnight", midnight, "not"),
        ):
            story = Planted(f"missed {t}, tried {words} of that day")
            story.is_known(t)
            story.tries(moment, story.misses(t))
            yield story.expect("first_response_same_day", verdict)
        for words, at, verdict in (("before", later(midnight, seconds=-1), "not ripe"), ("at", midnight, "counted")):
            story = Planted(f"missed {t}, tried at once, read {words} midnight", at=at)
            story.is_known(t)
            story.tries(later(t, minutes=10), story.misses(t))
            yield story.expect("first_response_same_day", verdict)


def open_long() -> Iterator[Planted]:
    """The month's end of March is midnight after the 31st, in summer time: 28 days before it lies 3 March, 23:00."""
    for words, t, verdict in (
        ("for 28 days", "2026-03-03 23:00", "not"),
        ("a second more", "2026-03-03 22:59:59", "counted"),
    ):
        story = Planted(f"open at the end of March {words}", at="2026-04-01 09:00")
        story.is_known(t)
        story.misses(t)
        yield story.expect("open_28", verdict)
    story = Planted("met a second before the end of March", at="2026-04-01 09:00")
    story.is_known("2026-02-10 10:30")
    story.misses("2026-02-10 10:30")
    story.keeps("2026-03-31 23:59:59")
    yield story.expect("open_28")


ALL_STORIES = [
    *first_contact_ladders(), *high_risk_ladders(), *each_step(), *no_later_than_the_next(), *becoming_high(),
    *skipped_or_ended(), *ends_of_days(), *not_met(), *learned_late(), *bookings(), *same_days(), *open_long(),
]  # fmt: skip
