"""Audits: what a sample is drawn of and in which order, who may score what of it, what is owed every month, what came
of it, and that nobody is known by name while it is scored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.audit.sample_lines import result_lines
from carelist_tui.domain.dues.team import audit_due, team_owed
from carelist_tui.domain.entries import check_draft, read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.names import fold_name, is_named_in, words_of_name
from carelist_tui.domain.roster import AUDIT_TYPES, Sample, as_corrected, fold_roster, samples_in
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS, AuditKind
from carelist_tui.domain.standards import default_standards, parse_standards
from carelist_tui.domain.views.audit.blind import Blind
from carelist_tui.domain.views.audit.case_told import Known, case_told
from carelist_tui.domain.views.audit.frames import Frame, tier_at
from carelist_tui.domain.views.audit.results import agreement, note_of, results_of
from tests.domain.telling import LONDON, PLAN, Story, london, moment
from tests.domain.test_governance import at_the_door, at_work, becomes, service
from tests.domain.undertaking import hand_over

KNOWN_AT = "2026-04-15 12:00"
SHIPS = {
    "ladder": "first_attempt_in_time another_way_tried plan_kept risk_check_same_day decision_reasoned review_kept "
    "partner_step_lawful persons_view ended_rightly",
    "handover": "summary_whole accepted_by_another first_contact_in_time no_incident_14_days",
    "decision": "what_changed_said capacity_weighed consulted review_dated no_pressure_least_restrictive "
    "persons_own_aim",
    "escalation": "what_changed attempts why_harm wishes in_time loop_closed",
    "record": "coordinator_named cadence_kept plan_in_date loops_closed",
}


def framed(story: Story, kind: AuditKind, since: str = "2026-03-01", until: str = "2026-04-01") -> list[str]:
    frame = Frame(kind, date.fromisoformat(since), date.fromisoformat(until), london(KNOWN_AT), story.standards)
    known = [entry for entry in story.entries if entry.person and entry.recorded_at <= frame.known_at]
    return [each.id for each in frame.of_person(story.person, known)]


def drawn(story: Story, ids: list[str], at: str = "2026-04-01 10:00", by: str = "w-aud", **more: Any) -> str:
    body = {"kind": "ladder", "n": max(1, len(ids)), "seed": 7, "from": "2026-03-01", "to": "2026-04-01",
            "known_at": moment(at), "digest": "0" * 64, "frame": len(ids), "ids": ids} | more  # fmt: skip
    return story.tell(at, "sample.drawn", body, author=by, about_nobody=True)


def scored(story: Story, sample: str, case: str, by: str = "w-aud", at: str = "2026-04-02 10:00", **more: Any) -> str:
    body = {"sample": sample, "subject": case, "answers": {"plan_kept": "met"}} | more
    return story.tell(at, "audit.scored", body, author=by, about_nobody=True)


def sample_of(story: Story, id: str) -> Sample:
    return next(x for x in samples_in(as_corrected(story.entries, AUDIT_TYPES)) if x.said.id == id)


# -- frames -----------------------------------------------------------------------------------------------------------


def test_every_kind_ships_with_its_criteria_each_a_sentence() -> None:
    audits = default_standards().audits
    assert {kind: " ".join(criteria) for kind, criteria in audits.items()} == SHIPS
    assert set(audits) == set(AUDITS_IN_WORDS) == set(get_args(AuditKind))
    assert all(sentence.endswith(".") and len(sentence) > 20 for each in audits.values() for sentence in each.values())


def test_a_missed_contact_stands_by_when_it_was_expected_and_one_that_joined_or_was_struck_is_none() -> None:
    story = at_work()
    first = story.miss("2026-03-31 23:30", expected="2026-03-31 22:00")
    story.miss("2026-04-01 09:30")  # joins the one that is open
    assert framed(story, "ladder") == [first]
    assert framed(story, "ladder", "2026-04-01", "2026-05-01") == []
    story.attempt("2026-04-01 12:00", first, None, "reached")
    struck = story.miss("2026-04-02 10:00")
    assert framed(story, "ladder", "2026-04-01", "2026-05-01") == [struck]
    story.tell("2026-04-02 11:00", "entry.corrected", {"entry": struck, "reason": "she was there", "replacement": None})
    assert framed(story, "ladder", "2026-04-01", "2026-05-01") == []


def test_a_period_is_of_local_days_and_its_end_is_not_in_it() -> None:
    story = at_work()
    assert framed(story, "handover") == []
    hand_over(story, "2026-02-28 23:59")
    handed = hand_over(story, "2026-03-01 00:00")
    other = hand_over(story, "2026-03-31 23:59", complete_by="2026-04-20")
    hand_over(story, "2026-04-01 00:00", complete_by="2026-04-20")
    assert framed(story, "handover") == [handed, other]


def test_what_was_recorded_later_is_in_no_frame_and_a_correction_moves_what_it_corrects() -> None:
    story = at_work()
    late = hand_over(story, "2026-03-02 10:00", told={"recorded": "2026-04-16 10:00"})
    assert framed(story, "handover") == []
    handed = hand_over(story, "2026-03-03 10:00")
    moved = {"entry": handed, "reason": "it was in April", "moved_to": moment("2026-04-03 10:00")}
    story.tell("2026-04-04 10:00", "entry.corrected", moved)
    assert framed(story, "handover") == []
    assert framed(story, "handover", "2026-04-01", "2026-05-01") == [handed]
    assert late not in framed(story, "handover", "2026-01-01", "2026-05-01")


def test_decisions_and_escalations_stand_by_when_they_were_recorded() -> None:
    story = at_work()
    missed = story.miss("2026-03-02 10:00")
    decided = story.tell("2026-03-02 12:00", "decision.recorded", {
        "about": "missed_contact", "episode": missed, "decision": "escalate", "what_changed": "no word for three days",
        "rationale": "She has never been silent for so long, and her sister is worried.",
    })  # fmt: skip
    raised = story.tell("2026-03-02 12:30", "escalation.raised", {
        "decision": decided, "route": "crisis_team", "to": "the crisis team", "owner": "w-tom",
        "respond_by": moment("2026-03-02 16:00"),
        "narrative": {"what_changed": "silent", "attempts_made": "two calls", "why_risk": "alone at night"},
    })  # fmt: skip
    assert framed(story, "decision") == [decided]
    assert framed(story, "escalation") == [raised]


def test_a_decision_that_was_struck_out_is_in_no_frame_and_one_that_was_moved_stands_where_it_belongs() -> None:
    story = at_work()
    struck, moved = (story.decide(f"2026-03-0{day} 12:00", "do_not_escalate", review=f"2026-03-0{day} 16:00")
                     for day in (2, 3))  # fmt: skip
    story.correct("2026-03-04 10:00", struck, replacement=None)
    story.correct("2026-03-04 10:01", moved, moved_to=london("2026-02-27 12:00").isoformat())
    assert framed(story, "decision") == []
    assert framed(story, "decision", "2026-02-01", "2026-03-01") == [moved]


def test_a_record_is_of_whoever_is_on_the_caseload_at_the_end_of_the_period() -> None:
    story = at_work()
    assert framed(story, "record") == [story.person]
    assert framed(story, "record", "2026-01-01", "2026-02-20") == []
    assert framed(story, "record", "2026-01-01", "2026-02-21") == [story.person]
    story.tell("2026-03-10 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True, "source": "x"})
    assert framed(story, "record") == [story.person]


def test_who_left_before_the_end_of_the_period_is_in_no_frame_and_no_period_ends_after_it_was_drawn() -> None:
    story = Story()
    referral = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low"}
    story.tell("2026-03-02 10:00", "referral.received", referral)
    assert framed(story, "record") == [story.person]
    story.tell("2026-03-20 10:00", "referral.declined", {"reason": "elsewhere", "told": "her GP"})
    assert framed(story, "record") == []
    assert framed(story, "record", "2026-03-01", "2026-03-10") == [story.person]
    frame = Frame("record", date(2026, 4, 1), date(2026, 5, 1), london(KNOWN_AT), story.standards)
    assert frame.as_at == london(KNOWN_AT)


def test_another_teams_work_is_in_no_frame() -> None:
    story = at_work()
    handed, missed = hand_over(story, "2026-03-02 10:00"), story.miss("2026-03-05 10:00")
    assert (framed(story, "handover"), framed(story, "ladder")) == ([handed], [missed])
    theirs = {"team": "South", "device": "c" * 32, "seq": 1, "hash": "0" * 64, "author_name": "Ann Price"}
    for at, entry in enumerate(story.entries):
        if entry.id in (handed, missed):
            story.entries[at] = read_entry({**entry.raw, "origin": theirs})
    assert (framed(story, "handover"), framed(story, "ladder")) == ([], [])


def test_the_tier_of_a_case_is_that_of_when_it_began() -> None:
    story = at_work()
    frame = Frame("handover", date(2026, 3, 1), date(2026, 4, 1), london(KNOWN_AT), story.standards)
    hand_over(story, "2026-03-02 10:00")
    story.tell("2026-03-05 10:00", "tier.set", {"tier": "intensive", "reason": "worse"})
    hand_over(story, "2026-03-06 10:00")
    entries = [entry for entry in story.entries if entry.person]
    tiers = [tier_at(each, entries, story.standards) for each in frame.of_person(story.person, entries)]
    assert tiers == ["standard", "intensive"]


# -- what is taken by hand --------------------------------------------------------------------------------------------

ID = "00000000-0000-7000-8000-{:012d}"
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"ids": [ID.format(1), ID.format(1)], "n": 2, "frame": 2}, "body.ids"),
    ({"ids": [ID.format(1)], "n": 2, "frame": 2}, "body.ids"),
    ({"ids": [ID.format(1), ID.format(2)], "n": 1, "frame": 2}, "body.ids"),
    ({"ids": [ID.format(1)], "n": 5, "frame": 0}, "body.ids"),
    ({"ids": [], "n": 5, "frame": 3, "per": "tier"}, "body.ids"),
    ({"to": "2026-03-01"}, "body.to"),
    ({"to": "2062-03-01"}, "body.to"),
    ({"n": 0, "frame": 0, "ids": []}, "body.n"),
    ({"seed": -1}, "body.seed"),
    ({"kind": "calls"}, "body.kind"),
    ({"per": "worker"}, "body.per"),
]


@pytest.mark.parametrize(("other", "path"), FAULTS)
def test_a_sample_that_can_not_have_been_drawn_is_refused(other: dict[str, Any], path: str) -> None:
    body = {"kind": "ladder", "n": 1, "seed": 7, "from": "2026-03-01", "to": "2026-04-01",
            "known_at": moment("2026-04-01 10:00"), "digest": "0" * 64, "frame": 1, "ids": [ID.format(1)]}  # fmt: skip
    draft = {"type": "sample.drawn", "occurred_at": moment("2026-04-01 10:00")}
    assert check_draft(draft | {"body": body}, now=london("2026-04-01 10:00")) == []
    found = [fault.path for fault in check_draft(draft | {"body": body | other}, now=london("2026-04-01 10:00"))]
    assert path in found


def test_nothing_is_known_that_was_not_recorded_when_a_sample_is_drawn() -> None:
    story = at_work()
    drawn(story, [], known_at=moment("2026-04-02 10:00"), frame=0)
    assert [path for path, _ in at_the_door(story)] == ["body.known_at"]


@pytest.mark.parametrize(("by", "taken"), [
    ("w-aud", True), ("w-sue", True), ("w-mgr", True), ("w-tom", False), ("w-kofi", False),
])  # fmt: skip
def test_an_auditor_a_senior_or_a_manager_draws_and_nobody_else(by: str, taken: bool) -> None:
    story = at_work()
    drawn(story, [], by=by)
    assert (at_the_door(story) == []) == taken


# -- scoring ----------------------------------------------------------------------------------------------------------


def two_cases() -> tuple[Story, str, str, str]:
    """A sample of two missed contacts, and a third that is none of it."""
    story = at_work()
    cases = []
    for day in ("02", "09", "16"):
        cases.append(story.miss(f"2026-03-{day} 10:00"))
        story.attempt(f"2026-03-{day} 15:00", cases[-1], None, "reached")
    return story, drawn(story, cases[:2]), cases[0], cases[2]


def test_a_score_is_of_one_of_its_sample_and_by_the_criteria_of_the_standards() -> None:
    story, sample, case, other = two_cases()
    scored(story, sample, case, answers={"plan_kept": "met", "ended_rightly": "na"})
    assert at_the_door(story) == []
    story.entries.pop()
    scored(story, sample, other)
    assert [path for path, _ in at_the_door(story)] == ["body.subject"]
    story.entries.pop()
    scored(story, sample, case, answers={"plan_kept": "met", "summary_whole": "met"})
    assert [path for path, _ in at_the_door(story)] == ["body.answers.summary_whole"]
    story.entries.pop()
    scored(story, case, case)
    assert [path for path, _ in at_the_door(story)] == ["body.sample"]


def test_a_criterion_that_a_service_adds_may_be_answered() -> None:
    story, sample, case, _ = two_cases()
    own = parse_standards('[audits.ladder]\nrung_back = "Whoever rang in was rung back the same day."\n')
    assert [*own.criteria("ladder")] == [*SHIPS["ladder"].split(), "rung_back"]
    story.standards = own
    scored(story, sample, case, answers={"rung_back": "not_met"})
    assert at_the_door(story) == []


def test_nobody_scores_a_case_twice_and_the_second_reader_is_somebody_else() -> None:
    story, sample, case, _ = two_cases()
    scored(story, sample, case, second=True)
    assert [path for path, _ in at_the_door(story)] == ["body.second"]  # nobody has scored it yet
    story.entries.pop()
    scored(story, sample, case)
    for by, second, path in (("w-aud", False, "body.subject"), ("w-aud", True, "body.subject"),
                             ("w-sue", False, "body.second"), ("w-sue", True, None)):  # fmt: skip
        scored(story, sample, case, by, "2026-04-03 10:00", second=second)
        assert [found for found, _ in at_the_door(story)] == ([path] if path else [])
        if path:
            story.entries.pop()
    scored(story, sample, case, "w-mgr", "2026-04-04 10:00", second=True)
    assert [path for path, _ in at_the_door(story)] == ["body.subject"]  # two readers have


def test_two_laptops_that_score_one_case_tell_the_same_readers_in_whatever_order() -> None:
    story, sample, case, _ = two_cases()
    scored(story, sample, case, "w-sue", "2026-04-02 09:00")
    scored(story, sample, case, "w-aud", "2026-04-02 10:00")
    story.entries.reverse()
    found = sample_of(story, sample)
    assert (found.first[case].reader, found.second[case].reader) == ("w-sue", "w-aud")


def test_what_one_reader_scored_on_two_laptops_is_no_second_readers() -> None:
    """Each laptop took it as the first; only the first in story order is."""
    story, sample, case, _ = two_cases()
    scored(story, sample, case, answers={"plan_kept": "met"})
    scored(story, sample, case, at="2026-04-03 10:00", answers={"plan_kept": "not_met"})
    found = sample_of(story, sample)
    assert (found.first[case].answers, found.second) == ({"plan_kept": "met"}, {})


def test_a_struck_score_counts_for_nothing() -> None:
    story, sample, case, _ = two_cases()
    score = scored(story, sample, case)
    story.tell("2026-04-03 10:00", "entry.corrected", {"entry": score, "reason": "wrong case", "replacement": None},
               author="w-sue", about_nobody=True)  # fmt: skip
    assert sample_of(story, sample).first == {}


# -- the monthly Due --------------------------------------------------------------------------------------------------


def owed(story: Story, kind: str = "ladder") -> tuple[str, str]:
    """What the audit of a kind counts from, and by when it is owed in London."""
    [due] = [
        each for each in team_owed(fold_roster(story.entries), {}, story.standards)
        if each.kind == "audit" and each.detail["audit"] == kind
    ]  # fmt: skip
    assert (due.band, due.named_owner, due.person) == (4, "manager", None)
    assert due.key == f"audit:{due.source}:{kind}"
    return due.source, f"{due.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("since", "due"), [
    ("2026-02-02 09:00", "2026-03-31 17:00"), ("2026-01-31 23:59", "2026-02-27 17:00"),
    ("2026-04-30 23:30", "2026-05-29 17:00"), ("2026-11-30 09:00", "2026-12-31 17:00"),
    ("2026-12-01 00:00", "2027-01-29 17:00"), ("2026-03-31 12:00", "2026-04-30 17:00"),
])  # fmt: skip
def test_an_audit_is_owed_by_the_last_service_day_of_the_month_after(since: str, due: str) -> None:
    assert audit_due(london(since), default_standards()) == london(due)


def test_an_audit_of_each_kind_is_owed_from_the_services_first_worker_on() -> None:
    story = service()
    assert {owed(story, kind) for kind in SHIPS} == {(story.entries[0].id, "Tue 2026-03-31 17:00")}


def test_it_is_settled_by_a_sample_of_which_each_case_is_scored_and_by_nothing_less() -> None:
    story, sample, case, _ = two_cases()
    first = owed(story)
    scored(story, sample, case)
    assert owed(story) == first
    scored(story, sample, sample_of(story, sample).ids[1], at="2026-05-04 10:00")
    assert owed(story) == (sample, "Fri 2026-05-29 17:00")  # the month after it was drawn, not after it was scored
    assert owed(story, "handover") == (first[0], first[1])


def test_an_empty_frame_counts() -> None:
    story = at_work()
    sample = drawn(story, [])
    assert owed(story) == (sample, "Fri 2026-05-29 17:00")


def test_what_is_recorded_when_does_not_matter_to_what_is_owed() -> None:
    story, sample, *_ = two_cases()
    for case in sample_of(story, sample).ids:
        scored(story, sample, case)
    then = owed(story)
    story.entries.reverse()
    assert owed(story) == then


# -- results ----------------------------------------------------------------------------------------------------------


def test_a_result_counts_the_first_reader_and_says_every_not_met_and_how_often_the_second_agreed() -> None:
    story, sample, case, _ = two_cases()
    other = sample_of(story, sample).ids[1]
    scored(story, sample, case, answers={"plan_kept": "not_met", "review_kept": "met"},
           note=note_of({"plan_kept": "rung at eight in the morning"}))  # fmt: skip
    scored(story, sample, other, answers={"plan_kept": "met"})
    scored(story, sample, case, "w-sue", "2026-04-03 10:00", second=True,
           answers={"plan_kept": "not_met", "review_kept": "partly"}, note="a voicemail was left")  # fmt: skip
    results = {each.key: each for each in results_of(sample_of(story, sample), story.standards.criteria("ladder"))}
    assert list(results) == SHIPS["ladder"].split()
    kept = results["plan_kept"]
    assert (kept.counts["met"], kept.counts["not_met"], kept.counts["unanswered"]) == (1, 1, 0)
    assert [(each.words, each.second) for each in kept.unmet] == [
        ("rung at eight in the morning", False), ("a voicemail was left", True)
    ]  # fmt: skip
    said = "\n".join(result_lines(sample_of(story, sample), results.values()))
    assert "- not met, case 1: rung at eight in the morning\n- not met, case 1, second reader: a voicemail" in said
    assert results["review_kept"].counts["unanswered"] == 1  # left out is unanswered, and no answer
    assert agreement([*results.values()]) == (1, 2)


def test_the_first_readers_answers_are_counted_whatever_the_second_says_and_what_the_file_asks_no_more_stays() -> None:
    story, sample, case, _ = two_cases()
    scored(story, sample, case, answers={"plan_kept": "met", "asked_before": "partly"})
    scored(story, sample, case, "w-sue", "2026-04-03 10:00", second=True, answers={"plan_kept": "not_met"}, note="late")
    results = {each.key: each for each in results_of(sample_of(story, sample), story.standards.criteria("ladder"))}
    kept, before = results["plan_kept"], results["asked_before"]
    assert (kept.counts["met"], kept.counts["not_met"]) == (1, 0)
    assert [(each.words, each.second) for each in kept.unmet] == [("late", True)]
    assert (kept.same, kept.both) == (0, 1)
    assert (before.sentence, before.counts["partly"]) == ("asked before", 1)


# -- a case -----------------------------------------------------------------------------------------------------------


def case_of(story: Story, kind: str, case: str, at: str) -> dict[str, str]:
    """What stands under each heading of a case, as known and read at a moment."""
    known = [each for each in story.entries if each.person and each.recorded_at <= london(at)]
    roster = fold_roster(story.entries)
    told = case_told(kind, case, Known(story.person, known, [], roster, story.standards, london(at)))
    return {heading: "\n".join(lines) for heading, lines in told.sections}


def test_a_case_says_by_when_each_thing_was_owed_and_when_it_came_up_to_the_moment_itself() -> None:
    story = at_work()
    missed = story.miss("2026-03-02 10:00")
    story.attempt("2026-03-02 17:00", missed, "same_day_attempt")
    clocks = case_of(story, "ladder", missed, "2026-03-02 18:00")["The clocks"]
    assert "First response: due Mon 2 Mar 2026 17:00; came Mon 2 Mar 2026 17:00, in time" in clocks
    assert "Second attempt: due Tue 3 Mar 2026 10:00; not due yet" in clocks
    later = case_of(story, "ladder", missed, "2026-03-03 12:30")["The clocks"]
    assert "Second attempt: due Tue 3 Mar 2026 10:00; not done, 2 h 30 min late" in later
    story.attempt("2026-03-04 11:00", missed, "next_day_follow_up")
    done = case_of(story, "ladder", missed, "2026-03-05 12:00")["The clocks"]
    assert "came Wed 4 Mar 2026 11:00, 1 day 1 h late (attempt)" in done


def test_a_case_shows_what_was_done_while_it_stood_open_and_how_they_stood_then() -> None:
    story = at_work()
    missed = story.miss("2026-03-02 10:00")
    story.check("2026-03-02 12:00", relapse_indicators=["meanwhile canary"])
    story.zone("2026-03-03 10:00", "red")
    story.tell("2026-03-03 11:00", "engagement_plan.agreed", PLAN | {"if_missed": "later canary"})
    story.attempt("2026-03-03 12:00", missed, None, "reached")
    story.tell("2026-03-04 10:00", "incident.recorded", {"kind": "complaint", "what": "afterwards canary"})
    told = case_of(story, "ladder", missed, "2026-03-10 10:00")
    assert "meanwhile canary" in told["What was done, the oldest first"]
    assert "afterwards canary" not in str(told)
    assert told["How they stood then"].startswith("Zone green, tier standard")
    assert PLAN["if_missed"] in told["The plans then"]
    assert "later canary" not in told["The plans then"]


def test_a_record_as_a_whole_is_that_of_90_days() -> None:
    story = at_work()
    story.keep("2026-03-02 10:00", what_we_did="Sat with her, the newer canary.")
    whole = [
        case_of(story, "record", story.person, f"2026-{day} 10:00")["The last 90 days"] for day in ("05-31", "06-01")
    ]
    assert ["newer canary" in each for each in whole] == [True, False]


def test_a_record_says_of_who_was_not_there_to_be_reached_why_in_a_sentence() -> None:
    story = at_work()
    story.tell(
        "2026-03-02 10:00",
        "person.admitted",
        {"kind": "general_ward", "where": "St Mary", "confirmed_with": "Sister Ode"},
    )
    stood = case_of(story, "record", story.person, "2026-03-03 10:00")["How they stand"]
    assert "They were away" in stood.splitlines()
    story = at_work()
    story.tell("2026-03-02 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    stood = case_of(story, "record", story.person, "2026-03-03 10:00")["How they stand"]
    assert "They had died" in stood.splitlines()


# -- blind ------------------------------------------------------------------------------------------------------------

WORKERS = {"w-tom": "Tom Reid", "w-may": "May Okafor", "w-jo": "Jo Reid-Hall"}
SHORT_NAMES = {
    "w-an": "An Ng",
    "w-zoe": "Zoë O’Brien",
    "w-kim": "Dr Kim Li",
    "w-no": "Jae No",
    "w-april": "April Price",
    "w-amber": "Amber Ward",
}


@pytest.mark.parametrize(("text", "hidden"), [
    ("by Tom Reid", "by worker A"),
    ("w-tom and TOM REID", "worker A and worker A"),
    ("Tom rang, then told May; Tom's notes", "worker A rang, then told worker B; worker A's notes"),
    ("seen on 4 May 2026, by May", "seen on 4 May 2026, by worker A"),
    ("TOM RANG, THEN OKAFOR; TOMORROW", "worker A RANG, THEN worker B; TOMORROW"),
    ("tomorrow; atom; Thomas", "tomorrow; atom; Thomas"),
    ("Okafor agreed", "worker A agreed"),
    ("Amina asked for Noor", "Amina asked for Noor"),
    ("tom rang, jo came; okafor’s notes", "worker A rang, worker B came; worker C’s notes"),
    ("tom reid, then REID-HALL and jo reid-hall", "worker A, then worker B and worker B"),
    ("rung by Jo: \"jo will come\", by W-TOM", "rung by worker A: \"worker A will come\", by worker B"),
    ("rang Tom 3 times, 2 Tom", "rang worker A 3 times, 2 worker A"),
    ("she may come to the hall in may", "she may come to the hall in may"),
    ("Johan, Jon, Joe and the job; jo-jo", "Johan, Jon, Joe and the job; worker A-worker A"),
    ("tóm, TÓM, T\u006f\u0301m", "worker A, worker A, worker A"),
])  # fmt: skip
def test_no_worker_is_known_by_what_was_written(text: str, hidden: str) -> None:
    assert Blind(WORKERS).hide(text) == hidden


@pytest.mark.parametrize(("text", "hidden"), [
    ("An appointment. No reply; an email, no answer", "An appointment. No reply; an email, no answer"),
    ("told An and Li, li agreed", "told worker A and worker B, worker B agreed"),
    ("AN APPOINTMENT WAS MADE, NO REPLY", "AN APPOINTMENT WAS MADE, NO REPLY"),
    ("An Ng rang; an ng rang; ng rang", "worker A rang; worker A rang; worker A rang"),
    ("zoe o'brien, ZOE, obrien and Dr Kim", "worker A, worker A, worker A and Dr worker B"),
    ("the doctor (dr) in April 2026, 3 April; April agreed", "the doctor (dr) in April 2026, 3 April; worker A agreed"),
    ("the price of it", "the price of it"),
    ("jae said so", "worker A said so"),
    ("Amber: back on the ward. By Amber, then Ward", "Amber: back on the ward. By worker A, then worker A"),
])  # fmt: skip
def test_a_short_name_is_hidden_where_it_is_written_as_one_and_no_reply_stays_no_reply(text: str, hidden: str) -> None:
    assert Blind(SHORT_NAMES).hide(text) == hidden


def test_the_persons_own_name_stays_where_a_worker_is_called_so_too() -> None:
    blind = Blind(WORKERS, ("Tom", "Yusuf"))
    assert blind.hide("Tom Reid visited Tom") == "worker A visited Tom"


def test_in_a_case_nobody_who_worked_on_it_is_named_and_whom_they_may_be_reached_through_is() -> None:
    story = at_work()
    added = {"worker": "w-tom", "name": "Tom Reid", "role": "coordinator", "team": "North"}
    story.tell("2026-02-20 09:30", "worker.added", added, about_nobody=True)
    what = "A complaint by Tom Canary: w-tom rang ann, ann price did not."
    heard = story.tell("2026-03-02 10:00", "incident.recorded", {"kind": "complaint", "what": what})
    at = next(n for n, entry in enumerate(story.entries) if entry.id == heard)
    theirs = {"team": "South", "device": "c" * 32, "seq": 1, "hash": "0" * 64, "author_name": "Ann Price"}
    for stands, entries in (
        ("worker A Canary", story.entries),
        ("Tom Canary", with_partner(story, "Tom Canary")),
    ):
        known = [entry for entry in entries if entry.person]
        known[known.index(story.entries[at])] = read_entry({**story.entries[at].raw, "origin": theirs})
        roster = fold_roster(entries)
        told = case_told(
            "record", story.person, Known(story.person, known, [], roster, story.standards, london(KNOWN_AT))
        )
        said = "\n".join(told.lines())
        assert stands in said
        assert not [name for name in ("Ann Price", "ann", "Price") if is_named_in(name, said)]


def with_partner(story: Story, name: str) -> list[Entry]:
    """The same, of somebody who may be reached through whoever is called so."""
    begins = len(story.entries)
    story.tell("2026-03-01 10:00", "person.details_updated", {"partners": [{"name": name, "agency": "Housing"}]})
    told, story.entries[begins:] = [*story.entries], []
    return told


@given(
    st.text(), st.sampled_from(sorted([*WORKERS, *WORKERS.values(), "Jo", "Tom", "Okafor"])),
    st.sampled_from([str, str.lower, str.upper]), st.text(),
)  # fmt: skip
def test_no_name_nor_id_is_left_whatever_stands_around_it_in_whatever_case(
    before: str, name: str, case: Callable[[str], str], after: str
) -> None:
    hidden = Blind(WORKERS).hide(f"{before} {case(name)} {after}")
    assert fold_name(name) not in words_of_name(hidden)
    assert not is_named_in(name, hidden)


NAMES = st.lists(st.text("abcdeéøßİıA'’-,", min_size=3, max_size=6), min_size=2, max_size=3).map(" ".join)
AROUND = st.text(" .,;abZ\n", max_size=5)


@given(NAMES, st.sampled_from([str, str.lower, str.upper, str.title]), AROUND, AROUND)
def test_whoever_somebody_is_called_their_whole_name_is_never_left(
    name: str, case: Callable[[str], str], before: str, after: str
) -> None:
    if len(words_of_name(name)) > 1:
        assert not is_named_in(name, Blind({"w-qqqq": name}).hide(f"{before} {case(name)} {after}"))


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=14), max_size=4), st.text(max_size=60))
def test_no_name_and_no_text_is_too_strange_to_be_read(workers: dict[str, str], text: str) -> None:
    hidden = Blind(workers).hide(text)
    assert hidden.count("worker ") or hidden == text


def test_a_role_that_they_had_when_they_drew_counts() -> None:
    story = at_work()
    becomes(story, "2026-03-31 10:00", "w-ann", "senior")
    drawn(story, [], by="w-ann")
    assert at_the_door(story) == []
