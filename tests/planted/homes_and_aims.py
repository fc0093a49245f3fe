"""Planted steps against a home, escalations, plans that are theirs and indicators towards an aim; people who wait, come
back, leave, are brought over, or were said to be dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.domain.telling import PLAN, RISK_PLAN
from tests.planted.closing_loops import escalated
from tests.planted.telling import READ, Planted, later, london, on_day, written

T = "2026-03-03 10:00"
REFERRED = {"given": "Amina", "family": "Yusuf", "source": "gp", "reason": "not coping", "team": "North"}


def notes(story: Planted, when: str, kind: str, on: str, **envelope: Any) -> str:
    return story.says(when, "tenancy.noted", {"kind": kind, "on": on}, **envelope)


def homes() -> Iterator[Planted]:
    for kind, verdicts in (
        ("notice", ["counted"]), ("court", ["counted"]), ("eviction", ["counted"]), ("arrears", []), ("complaint", []),
        ("secured", []),
    ):  # fmt: skip
        story = Planted(f"about their home: {kind}")
        story.is_known(T)
        notes(story, T, kind, "2026-03-02")
        yield story.expect("tenancy", *verdicts)
    story = Planted("a court date a month ahead, noted twice, moved and noted again")
    story.is_known(T)
    for when, on in ((T, "2026-04-03"), (on_day(T, 1), "2026-04-03"), (on_day(T, 2), "2026-04-10")):
        notes(story, when, "court", on)
    yield story.expect("tenancy", "counted", "counted")
    story = Planted("an eviction while on a ward, known as they come home")
    story.is_known(T)
    story.goes_away(T)
    story.returns(on_day(T, 10))
    notes(story, on_day(T, 10, "12:00"), "eviction", on_day(T, 5)[:10])
    yield story.expect("tenancy", "left out: away")
    story = Planted("a notice of the week before they were accepted")
    story.accepts(T)
    notes(story, later(T, hours=1), "notice", on_day(T, -7)[:10])
    yield story.expect("tenancy", "left out: not_on_the_caseload")
    story = Planted("a notice that was struck out")
    story.is_known(T)
    story.strikes(later(T, hours=1), notes(story, T, "notice", "2026-03-02"))
    yield story.expect("tenancy")


def waiting() -> Iterator[Planted]:
    story = Planted("a crisis while they wait for triage")
    story.says(T, "referral.received", REFERRED | {"ref": story.ref})
    story.breaks(on_day(T, 1))
    story.accepts(on_day(T, 2))
    yield story.expect("crisis_rate", "counted")
    story = Planted("a crisis of the day before anybody knew of them")
    story.accepts(T)
    story.breaks(on_day(T, -1), recorded=later(T, hours=1))
    yield story.expect("crisis_rate", "left out: not_on_the_caseload")
    for accepted, words in (("2026-02-20 10:00", "ten days"), ("2025-09-02 10:00", "half a year")):
        story = Planted(f"accepted {words} before they were brought over, a crisis before and one after")
        story.accepts(accepted, brought_over_on="2026-03-02", recorded="2026-03-02 09:30", is_import=True)
        story.breaks("2026-02-24 10:00", recorded="2026-03-02 12:00")
        story.breaks("2026-03-10 10:00")
        yield story.expect("crisis_rate", "left out: not_on_the_caseload", "counted")
    story = Planted("said to be dead, a crisis, and it is denied")
    story.is_known(T)
    died = story.dies(T, confirmed=False)
    story.breaks(later(T, hours=4))
    story.says(on_day(T, 2), "report.confirmed", {"about": died, "true": False})
    yield story.expect("crisis_rate", "counted")
    story = Planted("dead, a crisis of before known after it")
    story.is_known(T)
    story.dies(T)
    story.breaks(on_day(T, -1), recorded=later(T, hours=2))
    yield story.expect("crisis_rate", "counted")


def leaving() -> Iterator[Planted]:
    """Discharged on Tuesday 3 March; a manager's word makes it count."""
    for words, by, crisis, verdict in (
        ("by a manager, a crisis before", "w-mgr", on_day(T, -1), "counted"),
        ("by somebody whose manager says nothing, a crisis after", "w-tom", on_day(T, 3), "counted"),
    ):
        story = Planted(f"discharged {words}")
        story.is_known(T)
        if crisis < T:
            story.breaks(crisis)
        discharge(story, T, by)
        if crisis > T:
            story.breaks(crisis)
        yield story.expect("crisis_rate", verdict)
    story = Planted("discharged, reopened after a month, with a plan from before")
    story.is_known(T)
    agrees(story, on_day(T, -10))
    discharge(story, T, "w-mgr")
    story.says("2026-04-07 10:00", "person.reopened", {"reason": "asked for us again"})
    yield story.expect("crisis_rate").expect("plans_owned", "not")


def discharge(story: Planted, when: str, by: str) -> None:
    decided = story.decides(
        later(when, hours=-1), None, "agree", about="discharge", authorised_by="w-mgr", by=by,
    )  # fmt: skip
    body = {"destination": "the GP", "reason": "goals_met", "note": "Settled.", "decision": decided}
    story.says(when, "person.discharged", body, by=by)


def escalating() -> Iterator[Planted]:
    story, _ = escalated("an escalation, and one more the next day", "gp", "2026-03-04 16:00")
    decision = story.decides("2026-03-04 13:00", None, "escalate", about="clinical_review")
    body = {"decision": decision, "route": "gp", "to": "the practice", "owner": "w-ann",
            "respond_by": written(london("2026-03-06 16:00"))}  # fmt: skip
    story.says("2026-03-04 13:30", "escalation.raised", body)
    yield story.expect("escalation_rate", "counted", "counted")
    story, _ = escalated("an escalation of somebody who then goes on a ward", "gp", "2026-03-04 16:00")
    story.goes_away("2026-03-03 14:00")
    yield story.expect("escalation_rate", "counted")
    story = Planted("an escalation of somebody on a ward")
    story.is_known(T)
    story.goes_away(on_day(T, -2))
    decision = story.decides(T, None, "escalate", about="clinical_review")
    body = {"decision": decision, "route": "gp", "to": "the practice", "owner": "w-ann",
            "respond_by": written(london("2026-03-04 16:00"))}  # fmt: skip
    story.says(later(T, hours=1), "escalation.raised", body)
    yield story.expect("escalation_rate", "left out: away")


def agrees(story: Planted, when: str, **more: Any) -> str:
    review = {"review_on": on_day(when, 170)[:10]}
    return story.says(when, "engagement_plan.agreed", PLAN | {"own_words": "Ring, do not come."} | review | more)


def plans() -> Iterator[Planted]:
    """Accepted on Tuesday 1 September 2026; read on 1 October at nine unless it says otherwise."""
    accepted = "2026-09-01 10:00"
    for words, more, verdict in (
        ("agreed, in their words, in date", {}, "counted"),
        ("agreed in part", {"agreed_with_person": "in_part"}, "counted"),
        ("not agreed", {"agreed_with_person": "no"}, "not"),
        ("without their words", {"own_words": " "}, "not"),
        ("until the day before it is read", {"review_on": "2026-09-30"}, "not"),
        ("until the day on which it is read", {"review_on": "2026-10-01"}, "counted"),
    ):
        story = Planted(f"a plan {words}")
        story.accepts(accepted)
        agrees(story, later(accepted, minutes=1), **more)
        yield story.expect("plans_owned", verdict)
    story = Planted("no plan")
    story.accepts(accepted)
    yield story.expect("plans_owned", "not")
    for words, at, verdicts in (
        ("a minute before 14 days", later(accepted, days=14, minutes=-1), []),
        ("at 14 days", later(accepted, days=14), ["counted"]),
    ):
        story = Planted(f"a plan, read {words}", at=at)
        story.accepts(accepted)
        agrees(story, later(accepted, minutes=1))
        yield story.expect("plans_owned", *verdicts)
    story = Planted("a plan that another took the place of, no longer in their words")
    story.accepts(accepted)
    first = agrees(story, later(accepted, minutes=1))
    body = PLAN | {"review_on": "2026-12-01"}
    story.says(on_day(accepted, 3), "engagement_plan.agreed", body, replaces=[first])
    yield story.expect("plans_owned", "not")
    story = Planted("two crises in a day, the risk plan changed because of one")
    story.accepts(accepted)
    crisis = story.breaks(on_day(accepted, 2))
    story.breaks(later(on_day(accepted, 2), hours=5))
    body = RISK_PLAN | {"because_of": crisis, "review_on": "2026-12-01"}
    story.says(later(on_day(accepted, 2), hours=72), "risk_plan.updated", body)
    yield story.expect("plans_owned", "not")
    story = Planted("a crisis, the risk plan changed because of it a second late")
    story.accepts(accepted)
    crisis = story.breaks(on_day(accepted, 2))
    body = RISK_PLAN | {"because_of": crisis, "review_on": "2026-12-01"}
    story.says(later(on_day(accepted, 2), hours=72, seconds=1), "risk_plan.updated", body)
    yield story.expect("plans_owned", "not")


INDICATOR = {
    "area": "daily_living", "name": "leaves the house", "frequency": "three times a week", "quality": "calm",
    "support_level": "accompanied", "kind": "rating_0_10", "baseline": 3, "aim": 8, "every": "week",
}  # fmt: skip
STEPS = {"kind": "graded_step", "baseline": 1, "aim": 4, "steps": ["door", "gate", "shop", "town"]}
COUNT = {"kind": "count", "baseline": 10, "aim": 2}


def rated(name: str, values: list[int], at: str = READ, days: int = 7, **more: Any) -> tuple[Planted, str]:
    """Agreed on Wednesday 2 September 2026 at ten, rated every week (or so many days) since."""
    story = Planted(name, at=at)
    story.accepts("2026-09-01 10:00")
    agreed = "2026-09-02 10:00"
    took = more.pop("took", ["accompanied"] * len(values))
    id = story.says(agreed, "indicator.agreed", INDICATOR | more)
    for number, (value, support) in enumerate(zip(values, took, strict=True), 1):
        rates(story, on_day(agreed, days * number), id, value, support)
    return story, id


def rates(story: Planted, when: str, indicator: str, value: int, support: str = "accompanied") -> None:
    story.says(when, "indicator.rated", {"indicator": indicator, "value": value, "support_level": support})


def aims() -> Iterator[Planted]:
    for words, values, more, verdicts in (
        ("two points, which is held", [5, 5, 5], {}, ["not"]),
        ("three points", [1, 6, 6], {}, ["counted"]),
        ("three points once of three times", [5, 5, 9], {}, ["not"]),
        ("three points the other way", [0, 0, 0], {}, ["not"]),
        ("and rated twice", [9, 9], {}, []),
        ("one step, which is held", [2, 2, 2], STEPS, ["not"]),
        ("two steps", [3, 3, 3], STEPS, ["counted"]),
        ("a count down by a fifth, which is held", [8, 8, 8], COUNT, ["not"]),
        ("a count down by more", [7, 7, 7], COUNT, ["counted"]),
        ("a count up by more", [13, 13, 13], COUNT, ["not"]),
        ("at the aim from the first, and away from it", [9, 9, 9], {"baseline": 5, "aim": 5}, ["not"]),
        ("with less help", [6, 6, 6], {"took": ["prompted", "independent", "accompanied"]}, ["counted"]),
        ("with more help", [6, 6, 6], {"took": ["accompanied", "done_for", "done_for"]}, ["counted"]),
    ):
        story, _ = rated(f"an indicator moves {words}", values, **more)
        yield story.expect("indicators", *verdicts)
    for words, at, verdicts in (
        ("at eight weeks", "2026-11-03 09:00", ["counted"]),
        ("a second later", "2026-11-03 09:00:01", []),
    ):
        story = Planted(f"rated three times, read {words} after the first", at=at)
        story.accepts("2026-09-01 10:00")
        id = story.says("2026-09-02 10:00", "indicator.agreed", INDICATOR)
        for when in ("2026-09-08 10:00", "2026-09-15 10:00", "2026-09-22 10:00"):
            rates(story, when, id, 8)
        yield story.expect("indicators", *verdicts)
    story, id = rated("an indicator that was achieved", [6, 6, 6])
    story.says("2026-09-29 10:00", "indicator.ended", {"indicator": id, "outcome": "achieved"})
    yield story.expect("indicators")
    story, id = rated("an indicator agreed anew in place of the first", [6, 6, 6])
    story.says("2026-09-29 10:00", "indicator.agreed", INDICATOR | {"aim": 9}, replaces=[id])
    yield story.expect("indicators")
    story, id = rated("an indicator, and a rating struck out", [6, 6, 6])
    story.strikes("2026-09-29 10:00", story.lines[-1].draft["id"])
    yield story.expect("indicators")
    story, _ = rated("an indicator of somebody on a ward", [6, 6, 6])
    story.goes_away("2026-09-29 10:00")
    yield story.expect("indicators", "left out: away")


ALL_STORIES = [*homes(), *waiting(), *leaving(), *escalating(), *plans(), *aims()]
