"""Every kind of Due of handovers, actions, reviews and authority: when it comes, whose it is, and that exactly what its
row of standards.md says resolves it, out of everything that may be recorded next (as in test_every_due)."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from carelist_tui.domain.entries.choices import IncidentKind
from tests.domain.telling import LONDON, RISK_PLAN, Story
from tests.domain.test_every_due import (
    CHECKED,
    LIVE,
    NEXT,
    NOW,
    ROWS,
    Row,
    Teller,
    Told,
    _in_words,
    back,
    cancels,
    in_crisis,
    in_zone,
    resolvers,
    settled,
)
from tests.domain.undertaking import (
    CHANGES_HANDS,
    INDICATOR,
    STRUCTURED,
    accept,
    act,
    agree,
    answer,
    ask,
    authorise,
    change,
    close,
    decline,
    do_items,
    end,
    end_indicator,
    hand_over,
    hold_call,
    meet,
    rate,
    share,
    summarise,
    weigh,
)

pytestmark = pytest.mark.slow

ALL_BUT_ONE = (*CHANGES_HANDS[1:], "introduced_to_person", "diary_moved", "engagement_plan_read", "live_call_booked")


def _first_contact(type: str) -> Teller:
    def tell(story: Story, told: Told) -> None:
        if type == "contact.missed":
            story.miss(NOW, handover=told["handover"])
        else:
            story.keep(NOW, handover=told["handover"])

    return tell


def _confirmed(by: str, *, true: bool) -> Teller:
    def tell(story: Story, told: Told) -> None:
        story.tell(NOW, "report.confirmed", {"about": told["authority"], "true": true}, author=by)

    return tell


LATER: dict[str, tuple[tuple[str, ...], Teller]] = {
    "an action opened": ((), lambda s, _: act(s, NOW, "2026-03-20 10:00")),
    "the action put later": (("action",), lambda s, t: change(s, NOW, t["action"], due_at="2026-03-25T10:00:00Z")),
    "the action given away": (("action",), lambda s, t: change(s, NOW, t["action"], owner="w-sue")),
    "the action closed": (("action",), lambda s, t: end(s, NOW, t["action"])),
    "a handover opened": ((), lambda s, _: hand_over(s, NOW)),
    "an item done": (("handover",), lambda s, t: do_items(s, NOW, t["handover"], *ALL_BUT_ONE)),
    "every item done": (("handover",), lambda s, t: do_items(s, NOW, t["handover"])),
    "the call held": (("handover",), lambda s, t: hold_call(s, NOW, t["handover"])),
    "the handover accepted": (("handover",), lambda s, t: accept(s, NOW, t["handover"], "2026-03-06 10:00")),
    "the handover declined": (("handover",), lambda s, t: decline(s, NOW, t["handover"])),
    "first contact achieved": (("handover",), lambda s, t: meet(s, NOW, t["handover"])),
    "first contact not achieved": (("handover",), lambda s, t: meet(s, NOW, t["handover"], achieved=False)),
    "first contact kept": (("handover",), _first_contact("contact.completed")),
    "first contact missed": (("handover",), _first_contact("contact.missed")),
    "a contact for the first time": ((), lambda s, _: s.keep(NOW, purpose="first")),
    "the handover completed": (("handover",), lambda s, t: close(s, NOW, t["handover"])),
    "the handover withdrawn": (("handover",), lambda s, t: close(s, NOW, t["handover"], "withdrawn")),
    "a request": ((), lambda s, _: ask(s, NOW)),
    "the request answered": (("request",), lambda s, t: answer(s, NOW, t["request"])),
    "an indicator agreed": ((), lambda s, _: agree(s, NOW)),
    "the indicator rated": (("indicator",), lambda s, t: rate(s, NOW, t["indicator"])),
    "the indicator ended": (("indicator",), lambda s, t: end_indicator(s, NOW, t["indicator"])),
    "the indicator agreed anew": (
        ("indicator",), lambda s, t: s.tell(NOW, "indicator.agreed", INDICATOR, replaces=(t["indicator"],))
    ),
    "the summary asked for": (("crisis",), lambda s, t: summarise(s, NOW, t["crisis"], "requested")),
    "the summary received": (("crisis",), lambda s, t: summarise(s, NOW, t["crisis"])),
    "confirmed by whom it names": (("authority",), _confirmed("w-sue", true=True)),
    "denied by whom it names": (("authority",), _confirmed("w-sue", true=False)),
    "confirmed by somebody else": (("authority",), _confirmed("w-tom", true=True)),
    "listed for the MDT": ((), lambda s, _: s.tell(NOW, "mdt.listed", {"reason": "drifting", "by": "2026-03-20"})),
    "an incident": ((), lambda s, _: s.tell(NOW, "incident.recorded", {"kind": "complaint", "what": "late again"})),
    "a risk plan because of the incident": (
        ("incident",), lambda s, t: s.tell(NOW, "risk_plan.updated", RISK_PLAN | {"because_of": t["incident"]})
    ),
    "a risk plan because of something else": (
        ("incident",), lambda s, _: s.tell(NOW, "risk_plan.updated", RISK_PLAN | {"because_of": s.entries[0].id})
    ),
    "capacity weighed in a decision": ((), lambda s, _: weigh(s, NOW)),
    "a review (multi-agency)": (
        (), lambda s, _: s.review(NOW, "multi_agency", "2026-04-01", **dict.fromkeys(STRUCTURED, "as before"))
    ),
    "learning from something else": (
        (), lambda s, _: s.review(NOW, "learning", "2026-04-01", about=s.entries[0].id)
    ),
    "sharing withdrawn": (("sharing",), lambda s, _: share(s, NOW, given=False)),
}  # fmt: skip
"""Everything that may be recorded besides what test_every_due tells."""

A_FIRST_CONTACT = frozenset({"first contact kept", "a contact for the first time"})
LIVE_CONTACT = LIVE | {"a contact for the first time"}
CLOSED = frozenset({"the handover completed", "the handover withdrawn"})


def incident(story: Story) -> Told:
    settled(story)
    body = {"kind": "medication_error", "what": "the wrong box"}
    return {"source": story.tell("2026-03-03 10:00", "incident.recorded", body)}


def incident_of(kind: str, at: str = "2026-03-03 10:00", zone: str = "green") -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        story.zone("2026-03-02 09:30", zone)
        return {"incident": story.tell(at, "incident.recorded", {"kind": kind, "what": "the wrong box"})}

    return tell


def crisis_after_a_miss(story: Story) -> Told:
    settled(story)
    story.miss("2026-02-24 10:00")
    story.keep("2026-02-24 12:00")
    return {"source": story.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})}


def crisis(story: Story) -> Told:
    told = in_crisis("ae")(story)
    return {"crisis": told["source"]}


def crisis_asked_about(story: Story) -> Told:
    told = crisis(story)
    summarise(story, "2026-03-03 12:00", told["crisis"], "requested")
    return told


def said_of_somebody_red(story: Story) -> Told:
    in_zone("red")(story)
    said = story.attempt("2026-03-03 12:00", None, None, "says_moved", to="trusted_contact", name="Noor")
    return {"source": said}


def doubt(story: Story) -> Told:
    settled(story)
    story.check("2026-03-03 12:00", capacity="doubt")
    return {}


def named_authority(story: Story) -> Told:
    settled(story)
    return {"authority": authorise(story, "2026-03-03 12:00", "w-sue")}


def without_medication(story: Story) -> Told:
    settled(story)
    story.keep("2026-03-03 12:00", purpose="medication", medication="missed")
    return {"decision": story.decide("2026-03-03 12:30", "escalate")}


def acting(**more: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        return {"action": act(story, "2026-03-02 10:00", "2026-03-12 15:00", **more)}

    return tell


def handing_over(higher_risk: bool = False, direction: str = "internal") -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        opened = hand_over(story, "2026-03-02 10:00", higher_risk=higher_risk, direction=direction)
        return {"handover": opened}

    return tell


def accepted_until(first: str, direction: str = "internal") -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        told = handing_over(direction=direction)(story)
        by = "w-ann" if direction == "internal" else None
        accept(story, "2026-03-02 12:00", told["handover"], first, by)
        return told

    return tell


def declined(story: Story) -> Told:
    told = handing_over()(story)
    decline(story, "2026-03-03 12:00", told["handover"])
    return told


def failed(story: Story) -> Told:
    told = accepted_until("2026-03-03 10:00")(story)
    meet(story, "2026-03-03 12:00", told["handover"], achieved=False)
    return told


def moved(kind: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        opened = hand_over(story, "2026-02-27 10:00", kind=kind)
        accept(story, "2026-02-27 11:00", opened, "2026-03-02 09:00")
        meet(story, "2026-03-02 09:30", opened)
        close(story, "2026-03-03 10:00", opened)
        return {}

    return tell


def stepped_down(story: Story) -> Told:
    story.accept("2026-03-02 10:00", source="step_down")
    return {}


def made_lighter(story: Story) -> Told:
    story.accept("2026-02-20 10:00", tier="intensive")
    lighter = {"tier": "light", "reason": "well", "authorised_by": "w-sue"}
    story.tell("2026-03-03 10:00", "tier.set", lighter, author="w-sue")
    return {}


def moved_and_left(story: Story) -> Told:
    moved("discharge")(story)
    story.keep("2026-03-03 11:00")
    agreed = story.decide("2026-03-03 12:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "South", "reason": "transferred", "note": "handed over", "decision": agreed}
    story.tell("2026-03-03 12:00", "person.discharged", body, author="w-mgr")
    return {}


def missed_thrice(story: Story) -> Told:
    settled(story)
    for day in ("2026-02-23", "2026-02-26", "2026-03-03"):
        story.miss(f"{day} 10:00")
        story.attempt(f"{day} 11:00", None, None, "reached")
    return {}


def missed_once(story: Story) -> Told:
    settled(story)
    story.miss("2026-03-03 10:00")
    return {}


def cancelled_and_missed(story: Story) -> Told:
    settled(story)
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    story.miss("2026-02-26 10:00")
    story.keep("2026-02-26 11:00")
    cancels(story, "2026-03-03 10:00", "2026-03-05 10:00")
    return {}


def trigger_seen(story: Story) -> Told:
    settled(story)
    story.keep("2026-03-03 10:00", triggers=["acute_psychosis"])
    return {}


def warned(story: Story) -> Told:
    settled(story)
    seen = [{"sign": "sleeping by day", "seen": "yes"}]
    story.keep("2026-03-03 10:00", signs_seen=seen, plan_72h="her sister stays")
    return {}


def reviewed(kind: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        about = {"about": story.person} if kind == "learning" else {}
        story.review("2026-03-02 10:00", kind, "2026-04-02", **about)
        return {}

    return tell


def found_high(story: Story) -> Told:
    settled(story)
    story.check("2026-03-03 10:00", "high")
    return {}


def moving_team(story: Story) -> Told:
    settled(story)
    hand_over(story, "2026-03-03 10:00", kind="team_transfer", to_team="South")
    return {}


def listed(story: Story) -> Told:
    settled(story)
    story.tell("2026-03-03 10:00", "mdt.listed", {"reason": "drifting", "by": "2026-03-06"})
    return {}


def warned_and_red(story: Story) -> Told:
    settled(story)
    story.zone("2026-03-02 10:00", "red")
    seen = [{"sign": "sleeping by day", "seen": "yes"}]
    story.keep("2026-03-03 10:00", signs_seen=seen, plan_72h="her sister stays")
    return {}


def sharing(story: Story) -> Told:
    settled(story)
    story.zone("2026-03-02 09:00", "amber")
    return {"sharing": share(story, "2026-03-02 10:00", "2026-05-01")}


def requested(story: Story) -> Told:
    settled(story)
    return {"request": ask(story, "2026-03-02 10:00")}


def agreed(every: str) -> Callable[[Story], Told]:
    def tell(story: Story) -> Told:
        settled(story)
        return {"indicator": agree(story, "2026-03-02 10:00", every=every)}

    return tell


RATED_OR_ENDED = frozenset({"the indicator rated", "the indicator ended", "the indicator agreed anew"})
BRINGS_BACK = (
    LIVE_CONTACT
    | CHECKED
    | {
        "no answer",
        "a message left",
        "a text sent",
        "a text answered",
        "spoke, not seen",
        "a visit booked",
        "their sister says she is well",
    }
)
"""Whoever has left is on the caseload again by these, with all that is owed there."""
NOT_ANY_MORE = CLOSED | {"the handover declined"}
BECAUSE = frozenset({"a risk plan because of the incident"})
LATER_ROWS = [
    Row("crisis_summary", crisis, "Thu 2026-03-05 10:00",
        frozenset({"the summary asked for", "the summary received"}), 2),
    Row("crisis_summary", crisis_asked_about, "Tue 2026-03-10 17:00", frozenset({"the summary received"}), 2,
        name="asked for"),
    Row("learning_review", incident, "Tue 2026-03-17 17:00", frozenset({"a review (learning)"}), 4, owner="senior",
        name="incident"),
    Row("learning_review", crisis_after_a_miss, "Tue 2026-03-17 17:00", frozenset({"a review (learning)"}), 4,
        owner="senior", name="a crisis after a missed contact"),
    *[Row("risk_plan_after_incident", incident_of(kind), "Fri 2026-03-06 10:00", BECAUSE, 2, name=kind)
      for kind in get_args(IncidentKind) if kind != "complaint"],
    Row("risk_plan_after_incident", incident_of("relapse", "2026-03-03 18:00"), "Mon 2026-03-09 10:00", BECAUSE, 2,
        name="that ends while the service is closed"),
    Row("risk_plan_after_incident", incident_of("relapse", "2026-03-03 18:00", "red"), "Fri 2026-03-06 18:00", BECAUSE,
        2, name="of somebody high, day or night"),
    Row("capacity_assessment", doubt, "Wed 2026-03-04 17:00",
        CHECKED | {"capacity weighed in a decision"}, 2),
    Row("confirm_authority", named_authority, "Wed 2026-03-04 17:00",
        frozenset({"confirmed by whom it names", "denied by whom it names"}), 2, high=1, owner="w-sue"),
    Row("medication_missed", without_medication, "Tue 2026-03-03 17:00",
        frozenset({"a partner spoken to", "an escalation raised"}), 2),
    Row("action", acting(), "Thu 2026-03-12 15:00", frozenset({"the action closed"}), 4, owner="w-ann"),
    Row("action", acting(area="safeguarding"), "Thu 2026-03-12 15:00", frozenset({"the action closed"}), 2,
        owner="w-ann", name="safeguarding"),
    Row("handover_checklist", handing_over(), "Mon 2026-03-09 17:00", NOT_ANY_MORE | {"every item done"}, 3,
        from_at="Mon 2026-03-02 00:00"),
    Row("handover_call", handing_over(higher_risk=True), "Mon 2026-03-09 17:00", NOT_ANY_MORE | {"the call held"}, 2),
    Row("handover_acceptance", handing_over(), "Wed 2026-03-04 17:00", NOT_ANY_MORE | {"the handover accepted"}, 2),
    Row("handover_first_contact", accepted_until("2026-03-05 10:00"), "Thu 2026-03-05 17:00",
        NOT_ANY_MORE | A_FIRST_CONTACT | {"first contact achieved", "first contact not achieved",
                                          "first contact missed"}, 2, owner="w-ann"),
    Row("handover_first_contact", accepted_until("2026-03-05 10:00", "out"), "Thu 2026-03-05 17:00",
        NOT_ANY_MORE | A_FIRST_CONTACT | {"first contact achieved", "first contact not achieved",
                                          "first contact missed"}, 2, owner="w-tom", name="out: ask them"),
    Row("handover_reverted", declined, "Tue 2026-03-03 17:00", CLOSED | {"a handover opened"}, 1, owner="w-tom",
        name="declined"),
    Row("handover_reverted", failed, "Tue 2026-03-03 17:00",
        CLOSED | A_FIRST_CONTACT | {"first contact achieved", "a handover opened"}, 1, owner="w-tom",
        name="first contact failed"),
    Row("handover_reverted", accepted_until("2026-03-03 10:00"), "Wed 2026-03-04 10:00",
        CLOSED | A_FIRST_CONTACT | {"first contact achieved", "a handover opened"}, 1, owner="w-tom",
        from_at="Tue 2026-03-03 17:00", name="nothing recorded"),
    Row("transition_check", moved("step_up"), "Thu 2026-03-05 17:00", LIVE_CONTACT, 3),
    Row("transition_check", moved("step_down"), "Thu 2026-03-05 17:00", LIVE_CONTACT, 3, name="step_down"),
    Row("transition_check", moved("discharge"), "Thu 2026-03-05 17:00", LIVE_CONTACT, 3, name="discharge"),
    Row("transition_check", stepped_down, "Wed 2026-03-04 17:00", LIVE_CONTACT, 3, name="accepted from step-down"),
    Row("transition_check", back, "Thu 2026-03-05 17:00", LIVE_CONTACT, 3, name="back from a ward"),
    Row("transition_check", made_lighter, "Tue 2026-03-10 17:00", LIVE_CONTACT, 3, name="a lighter tier"),
    Row("after_leaving", moved_and_left, "Tue 2026-03-10 17:00", BRINGS_BACK | {"a partner spoken to"}, 3),
    Row("mdt_review", missed_thrice, "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="missed thrice"),
    Row("mdt_review", in_zone("red"), "Mon 2026-03-09 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="red"),
    Row("mdt_review", found_high, "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="high"),
    Row("mdt_review", moving_team, "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="another team"),
    Row("mdt_review", listed, "Fri 2026-03-06 17:00", frozenset({"a review (mdt)"}), 3, owner="senior", name="listed"),
    Row("mdt_review", cancelled_and_missed, "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="missed and cancelled"),
    Row("mdt_review", missed_once, "Tue 2026-03-24 17:00",
        LIVE_CONTACT | {"a review (mdt)", "a text answered", "listed for the MDT"}, 3,
        from_at="Tue 2026-03-17 00:00", owner="senior", name="open for long"),
    Row("mdt_review", in_crisis("ae"), "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="a crisis"),
    Row("mdt_review", trigger_seen, "Tue 2026-03-10 17:00", frozenset({"a review (mdt)"}), 3, owner="senior",
        name="a trigger"),
    Row("senior_review", in_zone("red"), "Mon 2026-03-09 17:00", frozenset({"a review (senior)", "amber set"}), 3,
        owner="senior", name="red"),
    Row("senior_review", warned, "Tue 2026-03-10 17:00", frozenset({"a review (senior)"}), 3, owner="senior",
        name="early warning"),
    Row("senior_review", warned_and_red, "Mon 2026-03-09 17:00", frozenset({"a review (senior)", "amber set"}), 3,
        owner="senior", name="both"),
    Row("review", reviewed("mdt"), "Thu 2026-04-02 17:00", frozenset({"a review (mdt)"}), 4, part=":mdt", name="mdt"),
    Row("review", reviewed("learning"), "Thu 2026-04-02 17:00",
        frozenset({"a review (learning)", "learning from something else"}), 4, part=":learning", name="learning"),
    Row("review", reviewed("plan"), "Thu 2026-04-02 17:00", frozenset({"a review (plan)"}), 4, part=":plan",
        name="plan"),
    Row("review", settled, "Wed 2026-05-20 17:00", frozenset({"a review (monthly)"}), 4, part=":monthly"),
    Row("review", in_zone("amber"), "Fri 2026-03-20 17:00", frozenset({"a review (monthly)"}), 4, part=":monthly",
        name="amber"),
    Row("review", sharing, "Mon 2026-03-30 17:00",
        frozenset({"a review (multi-agency)", "sharing withdrawn", "consent to share"}), 4, part=":multi_agency",
        name="with other agencies"),
    Row("consent_review", sharing, "Fri 2026-05-01 17:00", frozenset({"sharing withdrawn", "consent to share"}), 4),
    Row("indicator", agreed("week"), "Mon 2026-03-09 17:00", RATED_OR_ENDED, 4),
    Row("indicator", agreed("month"), "Thu 2026-04-02 17:00", RATED_OR_ENDED, 4, name="monthly"),
    Row("request_reply", requested, "Thu 2026-04-02 17:00", frozenset({"the request answered"}), 3),
    Row("confirm_report", said_of_somebody_red, "Tue 2026-03-03 14:00",
        frozenset({"the report is not true", "an address updated"}), 2, high=1, name="of somebody red"),
]  # fmt: skip


@pytest.mark.parametrize("row", LATER_ROWS, ids=_in_words)
def test_it_comes_when_the_standards_say_with_its_band_and_owner(row: Row) -> None:
    story = Story()
    row.tell(story)
    due = story.due(row.kind, row.part)
    assert due is not None
    from_at = f"{due.from_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" if due.from_at else None
    assert story.due_at(row.kind, row.part) == row.due
    assert (from_at, due.band, due.band_when_high, due.named_owner) == (row.from_at, row.band, row.high, row.owner)
    assert due.because
    assert due.title


@pytest.mark.parametrize("row", LATER_ROWS, ids=_in_words)
def test_it_is_resolved_by_exactly_what_its_row_says(row: Row) -> None:
    resolved, offered = resolvers(row, NEXT | LATER)
    assert resolved == row.resolved_by & offered
    assert row.resolved_by <= offered


@pytest.mark.parametrize("row", ROWS, ids=_in_words)
def test_what_is_told_of_handovers_and_actions_resolves_nothing_else(row: Row) -> None:
    resolved, _ = resolvers(row, LATER)
    by_contact = "a visit kept" in row.resolved_by
    assert resolved == ({"a contact for the first time"} if by_contact else set())
