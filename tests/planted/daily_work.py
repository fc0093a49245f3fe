"""Planted days: who came, what was seen and answered, what was learned, typed late, and how often they were met."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.ladders import around
from tests.planted.telling import Planted, on_day

T = "2026-03-03 10:30"
SIGN = {"signs_seen": [{"sign": "sleeping by day", "seen": "yes"}], "plan_72h": "We ring every day."}


def answered_signs() -> Iterator[Planted]:
    for what, seen, due in (
        ("a sign", SIGN, "2026-03-06 10:30"),
        ("a trigger", {"triggers": ["acute_psychosis"]}, "2026-03-03 12:30"),
        ("the step-up point", {"step_up_reached": True}, "2026-03-03 12:30"),
    ):
        for words, moment, verdict in around(due):
            story = Planted(f"{what} is seen, decided {words}")
            story.is_known(T)
            story.keeps(T, **seen)
            story.decides(moment, None, "escalate", about="clinical_review")
            yield story.expect("signs_answered", verdict)


def learned() -> Iterator[Planted]:
    for words, moment, verdict in around("2026-03-17 17:00"):
        story = Planted(f"an incident, a learning review {words}")
        story.is_known(T)
        incident = story.says(T, "incident.recorded", {"kind": "injury", "what": "A fall on the stairs."})
        body = {"kind": "learning", "about": incident, "decisions": "a second rail", "root_cause": "no rail",
                "what_changes": "every home is looked at", "next_review_on": on_day(moment, 28)[:10]}  # fmt: skip
        story.says(moment, "review.completed", body, by="w-sue")
        yield story.expect("learning", verdict)


def zones() -> Iterator[Planted]:
    story = Planted("red, amber, and green again")
    story.is_known(T)
    for day, zone in ((0, "red"), (3, "amber"), (9, "green"), (12, "amber")):
        story.turns(on_day(T, day, "11:00"), zone)
    yield story.expect("destabilised", "counted", "not")


def elsewhere() -> Iterator[Planted]:
    for attended, verdict in (("yes", "counted"), ("no", "not"), ("not_known", "not")):
        story = Planted(f"an appointment elsewhere, attended: {attended}")
        story.is_known(T)
        body = {"what": "blood test", "on": "2026-03-02", "attended": attended}
        story.says(T, "appointment.noted", body)
        yield story.expect("follow_through", verdict)
    for words, moment, verdict in around("2026-03-03 17:00"):
        story = Planted(f"medication missed, the prescriber told {words}")
        story.is_known(T)
        story.keeps(T, purpose="medication", medication="missed")
        sharing = {"with": "Dr Patel", "basis": "direct_care", "rationale": "She prescribes it."}
        told = {"direction": "out", "who": "Dr Patel", "summary": "Two doses were missed.", "sharing": sharing}
        story.says(moment, "partner.contacted", told)
        yield story.expect("follow_through", verdict)


def who_came() -> Iterator[Planted]:
    story = Planted("met by the coordinator, by another, and by both")
    story.accepts("2026-03-02 10:00")
    story.keeps("2026-03-03 11:00")
    story.keeps("2026-03-04 11:00", by="w-ann")
    story.keeps("2026-03-05 11:00", by="w-ann", present=["w-ann", "w-tom"])
    story.keeps("2026-03-06 11:00", partial=True)
    yield story.expect("same_worker", "counted", "not", "counted")


def typed() -> Iterator[Planted]:
    story = Planted("typed after a day, and after a day and a second")
    story.accepts("2026-03-02 10:00")
    story.keeps("2026-03-03 11:00", recorded="2026-03-04 11:00")
    story.keeps("2026-03-05 11:00", recorded="2026-03-06 11:00:01")
    yield story.expect("late_entries", "not", "not", "counted")


def met(name: str, *days: str, **accepted: str) -> Planted:
    """Accepted on Monday 2 March 2026, and met on these days at 11:00."""
    story = Planted(name)
    story.accepts("2026-03-02 10:00", **accepted)
    for day in days:
        story.keeps(f"{day} 11:00")
    return story


def days_90() -> Iterator[Planted]:
    """The 90th day after 2 March is 31 May: the interval is 14 days."""
    yield met("met two weeks before the 90th day", "2026-03-03", "2026-05-18").expect("in_cadence_90", "counted")
    yield met("met three weeks before the 90th day", "2026-03-03", "2026-05-10").expect("in_cadence_90", "not")


def days_kept() -> list[tuple[Planted, int, int]]:
    """Stories with the days in cadence, of those on the caseload, from 2 to 20 March: the first is the 3rd."""
    away = met("met, and away from the 5th on", "2026-03-03")
    away.goes_away("2026-03-05 12:00")
    dead = met("met, and dies on the 5th", "2026-03-03")
    dead.dies("2026-03-05 12:00")
    return [
        (met("met every fourteen days", "2026-03-03", "2026-03-17"), 18, 18),
        (met("met on the fifteenth day", "2026-03-03", "2026-03-18"), 16, 18),
        (met("intensive, met every three days, then never", "2026-03-03", "2026-03-06", "2026-03-09",
             tier="intensive"), 9, 18),
        (away, 3, 3),
        (dead, 3, 3),
    ]  # fmt: skip


ALL_STORIES = [
    *answered_signs(), *learned(), *zones(), *elsewhere(), *who_came(), *typed(), *days_90(),
]  # fmt: skip
