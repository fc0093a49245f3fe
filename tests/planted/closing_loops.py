"""Planted decisions and their reviews, escalations, the MDT, handovers, promises."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.ladders import around
from tests.planted.telling import HANDOVER, READ, Planted, later, london, on_day, written

T = "2026-03-03 10:30"


def tried_twice(name: str, at: str = READ) -> tuple[Planted, str]:
    """Missed on a Tuesday, tried at 11:00 and 12:00: a decision is owed by the close."""
    story = Planted(name, at=at)
    story.is_known(T)
    episode = story.misses(T)
    story.tries("2026-03-03 11:00", episode)
    story.tries("2026-03-03 12:00", episode, "sent", method="text")
    return story, episode


def decisions() -> Iterator[Planted]:
    for words, moment, verdict in around("2026-03-03 17:00"):
        story, episode = tried_twice(f"tried twice, decided {words}")
        story.decides(moment, episode, review="2026-03-06 12:00")
        yield story.expect("decisions_made", verdict)
    story, episode = tried_twice("tried twice, met before a decision was due")
    story.keeps("2026-03-03 15:00")
    yield story.expect("decisions_made").expect("steps_on_time", "counted", "counted")
    story, episode = tried_twice("tried twice, met after a decision was due")
    story.keeps("2026-03-04 15:00")
    yield story.expect("decisions_made", "not")
    story, episode = tried_twice("tried twice, nobody decides")
    yield story.expect("decisions_made", "not")
    story, episode = tried_twice("tried twice, dies that afternoon")
    story.dies("2026-03-03 15:00")
    yield story.expect("decisions_made", "left out: died")
    story, episode = tried_twice("tried twice, on a ward that afternoon")
    story.goes_away("2026-03-03 15:00")
    yield story.expect("decisions_made", "left out: away")
    story, episode = tried_twice("tried twice, refuses, and the steps are stopped")
    story.refuses("2026-03-03 15:00")
    story.stops("2026-03-03 15:30", episode, "2026-03-06 12:00", confirmed="2026-03-03 16:00")
    yield story.expect("decisions_made", "not").expect("reviews_kept", "not")
    story, episode = tried_twice("tried twice, too soon to say", at="2026-03-03 16:00")
    yield story.expect("decisions_made", "not ripe")
    story, episode = tried_twice("decided, then declined at the door")
    story.decides("2026-03-03 12:30", episode, review="2026-03-06 12:00")
    story.tries("2026-03-04 10:00", episode, "declined_at_door", method="visit")
    yield story.expect("decisions_made", "counted", "not")
    story = Planted("missed again within a fortnight: the first failed attempt owes a decision")
    story.is_known("2026-02-24 10:30")
    story.misses("2026-02-24 10:30")
    story.keeps("2026-02-24 15:00")
    story.tries("2026-03-03 11:00", story.misses(T))
    yield story.expect("decisions_made", "not")
    for words, moment, verdict in around("2026-03-03 17:00"):
        story = Planted(f"a check of concern, nothing missed, decided {words}")
        story.is_known(T)
        story.checks("2026-03-03 11:00", "concern")
        story.decides(moment, None, about="clinical_review", review="2026-03-05 12:00")
        yield story.expect("decisions_made", verdict)
    story = Planted("a check of concern, met afterwards: still owed")
    story.is_known(T)
    story.misses(T)
    story.checks("2026-03-03 11:00", "concern")
    story.keeps("2026-03-03 12:00")
    yield story.expect("decisions_made", "not")


def reviews() -> Iterator[Planted]:
    review = "2026-03-05 12:00"
    for words, moment, verdict in around(review):
        story, episode = tried_twice(f"a decision is looked at again {words}")
        story.decides("2026-03-03 13:00", episode, review=review)
        story.decides(moment, episode, "escalate", review="2026-03-09 12:00")
        yield story.expect("reviews_kept", verdict, "not")
        story, episode = tried_twice(f"the missed contact ends {words} the review")
        story.decides("2026-03-03 13:00", episode, review=review)
        story.keeps(moment)
        yield story.expect("reviews_kept", verdict)
    story, episode = tried_twice("a decision is looked at by nobody")
    story.decides("2026-03-03 13:00", episode, review=review)
    yield story.expect("reviews_kept", "not")
    story, episode = tried_twice("dies before the review")
    story.decides("2026-03-03 13:00", episode, review=review)
    story.dies("2026-03-04 13:00")
    yield story.expect("reviews_kept", "left out: died")
    for words, moment, verdict in around("2026-03-05 17:00"):
        story, episode = tried_twice(f"red the next day: looked at again {words} one service day on")
        story.decides("2026-03-03 13:00", episode, review="2026-03-09 12:00")
        story.turns("2026-03-04 11:00", "red")
        story.decides(moment, episode, "escalate", review="2026-03-06 12:00")
        yield story.expect("reviews_kept", verdict, "not")
    story, episode = tried_twice("a stop is looked at in time")
    story.stops("2026-03-03 13:00", episode, review, confirmed="2026-03-03 14:00")
    story.decides("2026-03-05 11:00", episode, "escalate", review="2026-03-09 12:00")
    yield story.expect("reviews_kept", "counted", "not")


def escalated(name: str, route: str, respond_by: str, at: str = READ) -> tuple[Planted, str]:
    story, episode = tried_twice(name, at)
    decision = story.decides("2026-03-03 13:00", episode, "escalate", review="2026-03-06 12:00")
    body = {"decision": decision, "route": route, "to": "the duty desk", "owner": "w-ann",
            "respond_by": written(london(respond_by))}  # fmt: skip
    return story, story.says("2026-03-03 13:30", "escalation.raised", body)


def answer(story: Planted, when: str, raised: str, answer: str = "accepted") -> None:
    body = {"escalation": raised, "by": "Jo", "answer": answer}
    story.says(when, "escalation.acknowledged", body, by="w-ann")


def close(story: Planted, when: str, raised: str) -> None:
    story.says(when, "escalation.closed", {"escalation": raised, "outcome": "A plan with her."}, by="w-ann")


ROUTES = (
    ("police_welfare_check", "2026-03-03 18:00"),
    ("ambulance", "2026-03-03 15:00"),
    ("crisis_team", "2026-03-03 17:00"),
    ("gp", "2026-03-10 17:00"),
)
"""An escalation accepted on Tuesday 3 March at 14:00, and by when its outcome is owed."""


def escalations() -> Iterator[Planted]:
    for words, moment, verdict in around("2026-03-03 14:00"):
        story, raised = escalated(f"an escalation is answered {words}", "crisis_team", "2026-03-03 14:00")
        answer(story, moment, raised)
        close(story, "2026-03-03 16:00", raised)
        yield story.expect("escalations_closed", verdict)
    for route, due in ROUTES:
        for words, moment, verdict in around(due):
            story, raised = escalated(f"an escalation to {route} has its outcome {words}", route, "2026-03-03 14:30")
            answer(story, "2026-03-03 14:00", raised)
            close(story, moment, raised)
            yield story.expect("escalations_closed", verdict)
    story, raised = escalated("an escalation that nobody answers", "crisis_team", "2026-03-03 16:00")
    yield story.expect("escalations_closed", "not")
    story, raised = escalated("an escalation that is declined", "crisis_team", "2026-03-03 16:00")
    answer(story, "2026-03-03 14:00", raised, "declined")
    yield story.expect("escalations_closed", "not").expect("decisions_made", "counted", "not")
    story, raised = escalated("an escalation that is open still", "gp", "2026-03-04 16:00", at="2026-03-10 16:00")
    answer(story, "2026-03-03 14:00", raised)
    yield story.expect("escalations_closed", "not ripe")
    story, raised = escalated("an escalation closed before its outcome was due, read before that", "gp",
                              "2026-03-04 16:00", at="2026-03-10 16:59:59")  # fmt: skip
    answer(story, "2026-03-03 14:00", raised)
    close(story, "2026-03-04 14:00", raised)
    yield story.expect("escalations_closed", "not ripe")
    story, raised = escalated("escalated, and dies: the loop is owed all the same", "gp", "2026-03-04 16:00")
    story.dies("2026-03-03 15:00")
    yield story.expect("escalations_closed", "not")


def mdts() -> Iterator[Planted]:
    for words, third, verdicts in (
        ("in 28 days, to the second", later("2026-03-03 10:30", days=28), ["not", "counted"]),
        ("in 28 days and a second", later("2026-03-03 10:30", days=28, seconds=1), ["not"]),
    ):
        story = Planted(f"missed three times {words}")
        story.is_known(T)
        for moment in ("2026-03-03 10:30", "2026-03-10 10:30", third):
            story.misses(moment)
            story.keeps(later(moment, hours=2))
        held = on_day(third, 6)
        if len(verdicts) > 1:
            story.says(held, "review.completed", mdt_review(held), by="w-sue")
        yield story.expect("mdt_reviewed", *verdicts[1:])
    for words, moment, verdict in around("2026-03-24 17:00"):
        story = Planted(f"open for 14 days, reviewed {words}")
        story.is_known(T)
        story.misses(T)
        story.says(moment, "review.completed", mdt_review(moment), by="w-sue")
        yield story.expect("mdt_reviewed", verdict, "not")
    for words, moment, verdicts in (
        ("before the fourteenth day", "2026-03-16 23:59", []),
        ("on it", "2026-03-17 09:00", ["not"]),
    ):
        story = Planted(f"missed, and met {words}")
        story.is_known(T)
        story.misses(T)
        story.keeps(moment)
        yield story.expect("mdt_reviewed", *verdicts)
    story = Planted("open for 14 days, too soon to say", at="2026-03-24 16:59")
    story.is_known(T)
    story.misses(T)
    yield story.expect("mdt_reviewed", "not ripe")
    story = Planted("open for 14 days, and nobody reviews")
    story.is_known(T)
    story.misses(T)
    yield story.expect("mdt_reviewed", "not")


def mdt_review(when: str) -> dict[str, object]:
    return {"kind": "mdt", "decisions": "we go on", "next_review_on": on_day(when, 28)[:10]}


def promises() -> Iterator[Planted]:
    for words, moment, verdict in around("2026-03-09 10:00"):
        story = Planted(f"says she will ring by Friday, rings {words} Monday at ten")
        story.is_known(T)
        story.tries("2026-03-03 15:00", story.misses(T), "could_not_talk", promise="2026-03-06")
        story.keeps(moment, method="call")
        yield story.expect("promises_kept", verdict)


def changes() -> Iterator[Planted]:
    named = {"coordinator": "w-ann", "clinical_oversight": "w-sue"}
    t = "2026-03-10 10:00"
    for words, missed, verdict in (
        ("42 days after", later(t, days=42), "counted"),
        ("42 days and a second after", later(t, days=42, seconds=1), "not"),
        ("before", later(t, hours=-1), "not"),
    ):
        story = Planted(f"another coordinator, missed {words}")
        story.is_known(t)
        story.says(t, "coordinator.named", named)
        story.misses(missed)
        yield story.expect("after_worker_change", verdict)
    story = Planted("the same coordinator is named again")
    story.is_known(t)
    story.says(t, "coordinator.named", named | {"coordinator": "w-tom"})
    story.misses(later(t, days=1))
    yield story.expect("after_worker_change")


ITEMS = (
    "summary_written risk_plan_current medication_list_sent open_actions_listed person_told "
    "carer_informed_where_agreed introduced_to_person diary_moved engagement_plan_read"
)
OPENED = "2026-03-03 10:00"


def handed_over(name: str, accepted: str, met: str, items: str, at: str = READ) -> Planted:
    """From Tom to Ann, opened on Tuesday 3 March at 10:00: accepted by Thursday, met on Monday 9 March."""
    story = Planted(name, at=at)
    story.is_known(OPENED)
    body = {"kind": "staff_change", "to_team": "North", "to_worker": "w-ann", "higher_risk": False,
            "summary": HANDOVER, "complete_by": "2026-03-13"}  # fmt: skip
    opened = story.says(OPENED, "handover.opened", body)
    body = {"handover": opened, "receiving_worker": "w-ann", "first_contact_at": written(london("2026-03-09 11:00"))}
    story.says(accepted, "handover.accepted", body, by="w-ann")
    for index, item in enumerate(items.split()):
        story.says(f"2026-03-06 10:{index:02d}", "handover.item_done", {"handover": opened, "item": item})
    story.keeps(met, handover=opened, by="w-ann")
    return story


def handovers() -> Iterator[Planted]:
    for words, moment, verdict in around("2026-03-05 17:00"):
        story = handed_over(f"a handover is accepted {words}", moment, "2026-03-09 11:00", ITEMS)
        yield story.expect("handover_safe", verdict)
    for words, moment, verdict in around("2026-03-09 17:00"):
        story = handed_over(f"after a handover they are met {words}", "2026-03-04 10:00", moment, ITEMS)
        yield story.expect("handover_safe", verdict)
    story = handed_over(
        "a handover with an item left", "2026-03-04 10:00", "2026-03-09 11:00", ITEMS.rpartition(" ")[0]
    )
    yield story.expect("handover_safe", "not")
    for words, crisis, verdict in (("in", "2026-03-18 10:00", "not"), ("after", "2026-03-18 10:01", "counted")):
        story = handed_over(f"a handover, a crisis {words} the 14 days", "2026-03-04 10:00", "2026-03-09 11:00", ITEMS)
        story.breaks(crisis)
        yield story.expect("handover_safe", verdict)
    story = handed_over(
        "a handover read too soon", "2026-03-04 10:00", "2026-03-09 11:00", ITEMS, at="2026-03-18 09:59"
    )
    yield story.expect("handover_safe", "not ripe")


ALL_STORIES = [
    *decisions(), *reviews(), *escalations(), *mdts(), *promises(), *changes(), *handovers(),
]  # fmt: skip
