"""What may be recorded now: who may authorise, how far off a review may be, references, discharge, corrections.

Each rule is asked for the last thing it takes and the first it refuses (standards.md, Limits and Roles).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest

from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.entries import check_stored, read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.origin import origin_of
from carelist_tui.domain.entries.stored import restamped
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import AUDIT_TYPES, Roster, Sample, Worker, as_corrected, samples_in
from tests.domain.telling import CHECK, KEPT, PLAN, RISK_PLAN, Story, moment

ROSTER = Roster(
    workers={
        id: Worker(id, id, role, "North")
        for id, role in (
            ("w-tom", "coordinator"), ("w-sue", "senior"), ("w-mgr", "manager"), ("w-new", "support_worker"),
            ("w-aud", "auditor"),
        )
    }
)  # fmt: skip


@dataclass
class Shelf:
    """The entries of one story, as the journal would find them; `held` is what a worker still holds."""

    entries: list[Entry]
    held: dict[str, int] = field(default_factory=dict)

    def entry(self, id: str) -> Entry | None:
        return next((each for each in self.entries if each.id == id), None)

    def held_by(self, worker: str) -> int:
        return self.held.get(worker, 0)

    def about(self, person: str) -> list[Entry]:
        return [each for each in self.entries if each.person == person]

    def sample(self, id: str) -> Sample | None:
        found = samples_in(as_corrected(self.entries, AUDIT_TYPES))
        return next((each for each in found if each.said.id == id), None)


def asked(story: Story, held: dict[str, int] | None = None, roster: Roster = ROSTER) -> list[Fault]:
    """The newest entry of a story, asked as if it were to be recorded now."""
    *before, entry = story.entries
    state: PersonState | None = fold(story.person, before) if before and entry.person else None
    faults = faults_now(entry, state, roster, story.standards, Shelf(before, held or {}))
    for fault in faults:
        assert isinstance(fault.path, str), fault
        assert len(fault.sentence.split()) > 1, f"{fault} says nothing"
        assert "None" not in fault.sentence, f"{fault} says nothing"
    return faults


def paths(story: Story, **more: Any) -> list[str]:
    return [fault.path for fault in asked(story, **more)]


def settled(zone: str = "green") -> Story:
    """Settled, in that zone since Monday 2 March at 09:00."""
    story = Story()
    story.settle("2026-02-20 09:00")
    story.zone("2026-03-02 09:00", zone)
    return story


def missed(zone: str = "green") -> tuple[Story, str]:
    story = settled(zone)
    return story, story.miss("2026-03-02 10:00")


# ---- how far off


@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("red", "2026-03-03 17:00", "2026-03-03 17:01"),
        ("amber", "2026-03-05 17:00", "2026-03-05 17:01"),
        ("green", "2026-03-09 17:00", "2026-03-09 17:01"),
    ],
)
@pytest.mark.parametrize("decision", ["do_not_escalate", "continue", "skip_step", "pause"])
def test_a_decision_is_reviewed_within_the_limit_of_its_zone(zone: str, last: str, first: str, decision: str) -> None:
    for review, refused in ((last, []), (first, ["body.review_at"])):
        story, episode = missed(zone)
        step: dict[str, Any] = (
            {"step": "welfare_visit" if zone == "red" else "in_person_check"} if decision == "skip_step" else {}
        )
        story.decide("2026-03-02 11:00", decision, episode, review, authorised_by="w-sue", **step)
        assert set(paths(story)) == set(refused)


def test_somebody_red_is_high_and_so_reviewed_the_next_service_day_even_over_a_weekend() -> None:
    for review, refused in (("2026-03-09 17:00", []), ("2026-03-09 17:01", ["body.review_at"])):
        story = settled("red")
        episode = story.miss("2026-03-06 10:00")
        story.decide("2026-03-06 11:00", "continue", episode, review, authorised_by="w-sue")
        assert paths(story) == refused


def test_stopped_steps_are_reviewed_within_the_same_limits() -> None:
    for zone, review, refused in (
        ("amber", "2026-03-05 17:00", []),
        ("amber", "2026-03-05 17:01", ["body.review_at"]),
        ("green", "2026-03-09 17:00", []),
        ("green", "2026-03-09 17:01", ["body.review_at"]),
    ):
        story, episode = missed(zone)
        stop(story, episode, review)
        assert sorted(set(paths(story))) == refused


def stop(story: Story, episode: str, review: str, by: str = "w-sue", **told: Any) -> None:
    body = {"episode": episode, "reason": "calls frighten him", "safety_plan": "his sister looks in"}
    body |= {"authorised_by": by, "review_at": moment(review)}
    story.tell("2026-03-02 11:00", "outreach.stopped", body, **told)


@pytest.mark.parametrize(
    ("type", "body", "field", "last", "first"),
    [
        ("zone.set", {"zone": "red", "reason": "x"}, "review_on", "2026-03-09", "2026-03-10"),
        ("zone.set", {"zone": "amber", "reason": "x"}, "review_on", "2026-03-16", "2026-03-17"),
        ("engagement_plan.agreed", PLAN, "review_on", "2026-09-02", "2026-09-03"),
        ("risk_plan.updated", RISK_PLAN, "review_on", "2026-09-02", "2026-09-03"),
        ("review.completed", {"kind": "mdt", "decisions": "go on"}, "next_review_on", "2026-06-02", "2026-06-03"),
    ],
)
def test_a_date_is_taken_up_to_its_last_day(
    type: str, body: Mapping[str, Any], field: str, last: str, first: str
) -> None:
    for day, refused in ((last, []), (first, [f"body.{field}"])):
        story = settled()
        story.tell("2026-03-02 23:30", type, {**body, field: day})
        assert paths(story) == refused


# ---- who authorises


def decide(story: Story, episode: str, at: str, decision: str, by: str | None) -> list[str]:
    more: dict[str, Any] = {"authorised_by": by, "told": {"author": "w-tom"}} if by else {}
    story.decide(at, decision, episode, at[:10] + " 17:00", **more)
    return paths(story)


@pytest.mark.parametrize(("by", "taken"), [("w-sue", True), ("w-mgr", True), ("w-tom", False), ("w-who", False),
                                           (None, False)])  # fmt: skip
def test_a_pause_is_a_seniors(by: str | None, taken: bool) -> None:
    story, episode = missed()
    assert decide(story, episode, "2026-03-02 11:00", "pause", by) == ([] if taken else ["body.authorised_by"])


@pytest.mark.parametrize(("by", "taken"), [("w-sue", True), ("w-tom", False), (None, False)])
def test_a_third_no_is_a_seniors_and_the_first_two_are_not(by: str | None, taken: bool) -> None:
    story, episode = missed()
    assert decide(story, episode, "2026-03-02 11:00", "do_not_escalate", None) == []
    assert decide(story, episode, "2026-03-02 12:00", "continue", None) == []
    assert decide(story, episode, "2026-03-02 13:00", "escalate", None) == []
    assert decide(story, episode, "2026-03-02 14:00", "do_not_escalate", by) == (
        [] if taken else ["body.authorised_by"]
    )


def test_a_pause_counts_as_a_no() -> None:
    story, episode = missed()
    assert decide(story, episode, "2026-03-02 11:00", "pause", "w-sue") == []
    assert decide(story, episode, "2026-03-02 12:00", "do_not_escalate", None) == []
    assert decide(story, episode, "2026-03-02 13:00", "do_not_escalate", None) == ["body.authorised_by"]


@pytest.mark.parametrize(("by", "taken"), [("w-sue", True), (None, False)])
def test_any_no_while_high_is_a_seniors(by: str | None, taken: bool) -> None:
    story, episode = missed()
    story.check("2026-03-02 10:30", "high")
    assert decide(story, episode, "2026-03-02 11:00", "do_not_escalate", by) == (
        [] if taken else ["body.authorised_by"]
    )


NO_WORDS = ("do_not_escalate", "continue", "skip_step")


def test_to_escalate_needs_nobody_elses_word() -> None:
    story, episode = missed()
    story.check("2026-03-02 10:30", "high")
    story.decide("2026-03-02 11:00", "escalate", episode)
    assert paths(story) == []


@pytest.mark.parametrize("decision", NO_WORDS)
@pytest.mark.parametrize("high", [True, False])
def test_to_go_on_or_to_skip_a_step_is_a_no_while_high(decision: str, high: bool) -> None:
    story, episode = missed()
    story.check("2026-03-02 10:30", "high" if high else "no_new_concern")
    step: dict[str, Any] = {"step": "same_day_attempt"} if decision == "skip_step" else {}
    story.decide("2026-03-02 11:00", decision, episode, "2026-03-02 17:00", **step)
    assert paths(story) == (["body.authorised_by"] if high else [])


def test_skipping_steps_is_no_no_while_they_are_not_high() -> None:
    story, episode = missed()
    for number, step in enumerate(("same_day_attempt", "next_day_follow_up", "in_person_check")):
        story.decide(f"2026-03-02 1{number}:30", "skip_step", episode, "2026-03-04 17:00", step=step)
        assert paths(story) == []


def test_to_go_on_is_no_decision_where_every_step_is_done() -> None:
    story, episode = missed()
    steps = ("same_day_attempt", "next_day_follow_up", "in_person_check", "partner_notification")
    for number, step in enumerate(steps):
        story.decide(f"2026-03-02 1{number}:30", "skip_step", episode, "2026-03-04 17:00", step=step)
    story.decide("2026-03-02 14:00", "continue", episode, "2026-03-04 17:00")
    assert paths(story) == ["body.decision"]
    story.decide("2026-03-02 14:30", "do_not_escalate", episode, "2026-03-04 17:00")
    assert paths(story) == []


@pytest.mark.parametrize(
    ("author", "on_behalf_of", "by", "taken"),
    [
        ("w-tom", None, "w-sue", True),
        ("w-tom", None, "w-tom", False),
        ("w-sue", None, "w-sue", False),
        ("w-sue", None, "w-mgr", True),
        ("w-tom", "w-sue", "w-sue", False),
        ("w-sue", "w-tom", "w-sue", True),
    ],
)
def test_steps_are_stopped_by_a_senior_who_is_not_the_one_who_decided(
    author: str, on_behalf_of: str | None, by: str, taken: bool
) -> None:
    story, episode = missed()
    told = {"on_behalf_of": on_behalf_of} if on_behalf_of else {}
    stop(story, episode, "2026-03-04 12:00", by, author=author, **told)
    assert bool(paths(story)) != taken


@pytest.mark.parametrize(
    ("tier", "by", "taken"),
    [
        ("light", None, False),
        ("light", "w-tom", False),
        ("light", "w-sue", True),
        ("standard", None, True),
        ("enhanced", None, True),
        ("unheard_of", "w-sue", False),
    ],
)
def test_a_lighter_tier_is_a_seniors_and_a_stricter_one_anybodys(tier: str, by: str | None, taken: bool) -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "tier.set", {"tier": tier, "reason": "x"} | ({"authorised_by": by} if by else {}))
    assert (paths(story) == []) == taken


@pytest.mark.parametrize("author", ["w-tom", "w-sue"])
@pytest.mark.parametrize("tiers", [("standard", "intensive"), ("intensive", "enhanced")])
def test_striking_a_tier_out_leaves_nobody_in_a_lighter_one_without_a_senior(
    author: str, tiers: tuple[str, str]
) -> None:
    story = settled()
    first, then = tiers
    story.tell("2026-03-02 10:00", "tier.set", {"tier": first, "reason": "as agreed"}, author=author)
    body = {"tier": then, "reason": "as agreed", "authorised_by": "w-sue"}
    last = story.tell("2026-03-02 11:00", "tier.set", body, author=author)
    story.correct("2026-03-02 13:00", last, told={"author": author}, replacement=None)
    assert paths(story) == (["body.entry"] if then == "intensive" and author == "w-tom" else [])


@pytest.mark.parametrize(("author", "taken"), [("w-sue", False), ("w-mgr", True)])
def test_whoever_corrects_speaks_for_themself_and_not_with_the_role_of_who_wrote_it(author: str, taken: bool) -> None:
    story = settled()
    left = story.tell("2026-03-02 10:00", "person.died", {"reported_by": "GP", "confirmed": True}, author="w-far")
    raw = story.entries[-1].raw
    again = restamped(raw, device=raw["device"], seq=raw["seq"], prev=raw["prev"], origin=origin_of(raw, "South", {}))
    story.entries[-1] = read_entry(again)
    no = story.tell("2026-03-02 11:00", "report.confirmed", {"about": left, "true": False}, author="w-mgr")
    story.correct("2026-03-02 12:00", no, replacement={"about": left, "true": True}, told={"author": author})
    assert (paths(story) == []) == taken


def test_an_auditor_records_nothing() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "contact.completed", KEPT, author="w-aud")
    assert [fault.sentence for fault in asked(story)] == ["an auditor reads and scores, and records nothing else"]


# ---- closing and leaving

SOUND = {
    "capacity_considered": "he understands",
    "authorised_by": "w-sue",
    "persons_view": "wants no more calls; the GP was told, and how to come back",
}


@pytest.mark.parametrize("outcome", ["declined_service", "not_found"])
@pytest.mark.parametrize("without", [None, *SOUND])
def test_closed_without_contact_asks_for_capacity_a_senior_and_the_gp(outcome: str, without: str | None) -> None:
    story, episode = missed()
    said: dict[str, Any] = {name: value for name, value in SOUND.items() if name != without}
    decision = story.decide("2026-03-02 11:00", "continue", episode, "2026-03-03 11:00", **said)
    story.tell("2026-03-02 12:00", "episode.closed", {"episode": episode, "outcome": outcome, "decision": decision})
    assert paths(story) == ([] if without is None else ["body.decision"])


@pytest.mark.parametrize("outcome", ["handed_over", "moved_away"])
@pytest.mark.parametrize(("by", "about_it", "taken"), [("w-sue", True, True), (None, True, False),
                                                       ("w-tom", True, False), ("w-sue", False, False)])  # fmt: skip
def test_closed_because_others_took_over_asks_for_a_seniors_decision_about_it(
    outcome: str, by: str | None, about_it: bool, taken: bool
) -> None:
    story, episode = missed()
    more: dict[str, Any] = {"authorised_by": by} if by else {}
    about = episode if about_it else None
    decision = story.decide("2026-03-02 11:00", "escalate", about, **more)
    story.tell("2026-03-02 12:00", "episode.closed", {"episode": episode, "outcome": outcome, "decision": decision})
    assert paths(story) == ([] if taken else ["body.decision"])


def discharge(story: Story, reason: str = "goals_met", by: str | None = "w-mgr", **decided: Any) -> list[str]:
    said = {"about": "discharge", "decision": "agree"} | ({"authorised_by": by} if by else {}) | decided
    decision = story.decide("2026-03-03 09:00", said.pop("decision"), None, **said)
    body = {"destination": "GP", "reason": reason, "note": "agreed together", "decision": decision}
    story.tell("2026-03-03 10:00", "person.discharged", body)
    return paths(story)


def test_a_discharge_is_agreed_by_a_manager() -> None:
    assert discharge(settled()) == []
    for by in ("w-sue", "w-tom", None):
        assert discharge(settled(), by=by) == ["body.decision"]
    assert discharge(settled(), about="tier") == ["body.decision"]
    assert discharge(settled(), about="pause", decision="escalate") == ["body.decision"]


@pytest.mark.parametrize(
    ("reason", "taken"),
    [("goals_met", False), ("own_wish", False), ("declined_service", False), ("other", False), ("moved_away", True),
     ("transferred", True)],
)  # fmt: skip
def test_missing_contact_is_no_reason_to_discharge(reason: str, taken: bool) -> None:
    story, _ = missed()
    assert discharge(story, reason) == ([] if taken else ["person"])


@pytest.mark.parametrize("reason", ["goals_met", "moved_away"])
def test_nobody_is_discharged_while_an_escalation_is_open(reason: str) -> None:
    story = settled()
    decision = story.decide("2026-03-02 10:00", "escalate")
    story.escalate("2026-03-02 11:00", decision, "2026-03-05 11:00")
    assert discharge(story, reason) == ["person"]


ABOUT_CONTACT: list[tuple[str, dict[str, Any]]] = [
    ("contact.completed", KEPT),
    ("contact.missed", {"expected_at": moment("2026-03-05 10:00"), "method": "call", "how": "no_reply"}),
    ("risk_check.completed", CHECK),
    ("crisis.recorded", {"kind": "ae", "source": "A&E"}),
    ("outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer"}),
]


@pytest.mark.parametrize(("type", "body"), ABOUT_CONTACT, ids=[type for type, _ in ABOUT_CONTACT])
def test_nothing_about_contact_is_recorded_of_somebody_who_has_left(type: str, body: dict[str, Any]) -> None:
    story = settled()
    assert discharge(story) == []
    story.tell("2026-03-05 10:00", type, body)
    assert paths(story) == ["person"]
    story.entries.pop()
    before = {"expected_at": moment("2026-03-02 10:00")} if "expected_at" in body else {}
    story.tell("2026-03-02 12:00", type, body | before, recorded="2026-03-05 10:00")
    assert paths(story) == []


# ---- references


def test_a_reference_names_the_right_kind_of_entry() -> None:
    story = settled()
    wrong = story.entries[-1].id
    story.attempt("2026-03-02 11:00", wrong, None)
    assert paths(story) == ["body.episode"]
    story.escalate("2026-03-02 12:00", wrong, "2026-03-02 14:00")
    assert paths(story) == ["body.decision"]
    story.answer("2026-03-02 13:00", wrong)
    assert paths(story) == ["body.escalation"]
    story.keep("2026-03-02 14:00", planned=wrong)
    assert paths(story) == ["body.planned"]


def test_a_reference_stays_with_its_person() -> None:
    story, episode = missed()
    story.person = "00000000-0000-7000-8000-00000000000b"
    story.attempt("2026-03-02 11:00", episode, None)
    assert paths(story) == ["body.episode"]


def test_a_step_that_the_ladder_does_not_have_is_refused() -> None:
    story, episode = missed()
    story.attempt("2026-03-02 11:00", episode, "immediate_attempt")
    assert paths(story) == ["body.step"]
    story.decide("2026-03-02 11:30", "skip_step", episode, "2026-03-03 11:00", step="welfare_visit")
    assert paths(story) == ["body.step"]


def test_what_can_only_be_ended_if_it_began() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "person.returned", {})
    assert paths(story) == ["person"]
    story.tell("2026-03-02 10:30", "person.reopened", {"reason": "asks to"})
    assert paths(story) == ["person"]
    story.tell("2026-03-02 11:00", "referral.declined", {"reason": "out of area", "told": "the GP"})
    assert paths(story) == ["person"]
    story.accept("2026-03-02 12:00")
    assert paths(story) == ["body.ref"]


# ---- corrections


@pytest.mark.parametrize(
    ("author", "taken"), [("w-tom", True), ("w-sue", True), ("w-mgr", True), ("w-new", False), ("w-aud", False)]
)
def test_its_author_or_a_senior_corrects(author: str, taken: bool) -> None:
    story = settled()
    entry = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-02 11:00", entry, replacement=None, told={"author": author})
    assert (asked(story) == []) == taken


def test_whoever_decided_it_corrects_it_too() -> None:
    story = settled()
    entry = story.zone("2026-03-02 10:00", "red", on_behalf_of="w-new")
    story.correct("2026-03-02 11:00", entry, replacement=None, told={"author": "w-new"})
    assert paths(story) == []


def test_a_replacement_is_a_sound_body_of_the_same_type() -> None:
    story = settled()
    entry = story.zone("2026-03-02 10:00", "red")
    story.correct("2026-03-02 11:00", entry, replacement={"zone": "amber", "reason": "x"})
    assert paths(story) == ["body.replacement.review_on"]
    story.correct("2026-03-02 12:00", entry, replacement=dict(KEPT))
    assert all(path.startswith("body.replacement.") for path in paths(story))
    assert paths(story)
    story.correct("2026-03-02 13:00", entry, replacement={"zone": "green", "reason": "x"})
    assert paths(story) == []


def test_an_acceptance_is_struck_only_while_nothing_else_names_them() -> None:
    for alone in (True, False):
        story = Story()
        story.person = story.accept("2026-03-02 10:00")
        if not alone:
            story.zone("2026-03-02 10:30", "green")
        story.correct("2026-03-02 11:00", story.person, replacement=None)
        assert paths(story) == ([] if alone else ["body.replacement"])


# ---- workers


def worker(story: Story, type: str, author: str, **body: Any) -> None:
    said = {"worker": "w-ann", "name": "Ann", "role": "coordinator", "team": "North"} | body
    story.tell("2026-03-02 10:00", type, said, author=author, about_nobody=True)


@pytest.mark.parametrize(("author", "taken"), [("w-mgr", True), ("w-sue", False), ("w-tom", False)])
def test_enrolling_is_a_managers_act(author: str, taken: bool) -> None:
    story = Story()
    worker(story, "worker.added", author)
    assert (asked(story) == []) == taken


@pytest.mark.parametrize(
    ("manager", "taken"),
    [(None, True), (Worker("w-mia", "Mia", "manager", "South"), False),
     (Worker("w-mia", "Mia", "manager", "South", active=False), True)],
)  # fmt: skip
def test_while_no_team_has_a_manager_whoever_works_here_sets_up(manager: Worker | None, taken: bool) -> None:
    story = Story()
    worker(story, "worker.added", "w-tom")
    others = {manager.id: manager} if manager is not None else {}
    roster = Roster(workers={"w-tom": ROSTER.workers["w-tom"], **others})
    assert (asked(story, roster=roster) == []) == taken


@pytest.mark.parametrize(("author", "role", "said"), [
    ("w-mgr", "manager", []), ("w-mgr", "senior", ["body.role"]), ("w-tom", "manager", ["body.role"]),
    ("w-tom", "coordinator", []),
])  # fmt: skip
def test_nobody_changes_their_own_role(author: str, role: str, said: list[str]) -> None:
    story = Story()
    worker(story, "worker.changed", author, worker=author, role=role)
    alone = Roster(workers={author: ROSTER.workers[author]})
    assert paths(story, roster=alone) == said


def test_a_worker_joins_once_and_leaves_nobody() -> None:
    story = Story()
    worker(story, "worker.added", "w-mgr", worker="w-tom")
    assert paths(story) == ["body.worker"]
    worker(story, "worker.changed", "w-mgr", worker="w-who")
    assert paths(story) == ["body.worker"]
    worker(story, "worker.changed", "w-mgr", worker="w-tom", active=False)
    assert paths(story, held={"w-tom": 2}) == ["body.active"]
    assert paths(story) == []


@pytest.mark.parametrize(
    ("methods", "avoid", "both"),
    [
        (["text", "visit"], ["text"], "text"),
        (["call", "letter", "email"], ["letter", "call", "voicemail"], "call, letter"),
        (["call", "visit"], ["voicemail", "unannounced_visit", "text"], ""),
    ],
)
def test_a_plan_whose_ways_hold_what_it_avoids_is_refused(methods: list[str], avoid: list[str], both: str) -> None:
    story = settled()
    story.tell("2026-03-03 09:00", "engagement_plan.agreed", PLAN | {"methods": methods, "avoid": avoid})
    fault = Fault("body.methods", f"can't hold what the plan says to avoid: {both}")
    assert asked(story) == ([fault] if both else [])
    assert check_stored(story.entries[-1].raw) == [], "what an earlier release took still arrives by sync"
    assert story.state.plan is not None, "and is read"


def test_a_correction_puts_no_contradicting_plan_in_place() -> None:
    story = settled()
    plan = story.tell("2026-03-03 09:00", "engagement_plan.agreed", PLAN)
    contradicting = PLAN | {"avoid": ["text"]}
    story.correct("2026-03-03 10:00", plan, replacement=contradicting)
    assert paths(story) == ["body.replacement.methods"]


def test_a_date_that_an_older_release_took_is_not_put_wrong_anew() -> None:
    story = settled("red")
    miss = story.miss("2026-03-02 10:00", expected="2027-03-02 10:00")
    said = {"method": "call", "how": "no_reply"}
    story.correct("2026-03-02 11:00", miss, replacement=said | {"expected_at": moment("2028-03-02 10:00")})
    assert paths(story) == ["body.replacement.expected_at"]
    story = settled("red")
    miss = story.miss("2026-03-02 10:00", expected="2027-03-02 10:00")
    as_it_stood = said | {"expected_at": moment("2027-03-02 10:00"), "how": "declined"}
    story.correct("2026-03-02 11:00", miss, replacement=as_it_stood)
    assert paths(story) == [], "what stays as it was is not asked again"


def test_whoever_is_accepted_is_in_a_tier_that_the_standards_have() -> None:
    for tier, refused in (("light", []), ("golden", ["body.tier"])):
        story = Story()
        story.accept("2026-03-02 10:00", tier=tier)
        assert paths(story) == refused


def test_an_acceptance_after_the_referral_that_made_them_may_be_struck() -> None:
    story = Story()
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low mood"}
    story.tell("2026-03-02 09:00", "referral.received", body)
    acceptance = story.accept("2026-03-02 10:00")
    story.zone("2026-03-02 10:30", "green")
    story.correct("2026-03-02 11:00", acceptance, replacement=None)
    assert paths(story) == []


def test_standards_that_say_nothing_are_refused_without_a_line() -> None:
    story = Story()
    text = "# ours, one day\n"
    body = {"digest": f"sha256:{sha256(text.encode()).hexdigest()}", "text": text}
    story.tell("2026-03-02 10:00", "standards.adopted", body, author="w-mgr", about_nobody=True)
    assert [each.sentence for each in asked(story) if each.path == "body.text"] == ["The Standards file says nothing."]
