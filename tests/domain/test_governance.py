"""Supervision: who may supervise whom, how far off the next one may be, and which session settles what is owed. Audits:
who may score what, and whose own work it is."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.entries import check_stored
from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.standards import default_standards, parse_standards
from tests.domain.telling import CHECK, KEPT, LONDON, PLAN, RISK_PLAN, Story, moment
from tests.domain.test_checks import asked, paths, settled
from tests.domain.undertaking import INDICATOR, accept, agree, hand_over

STAFF = {"w-tom": "coordinator", "w-ann": "coordinator", "w-kofi": "support_worker", "w-sue": "senior",
         "w-mgr": "manager", "w-aud": "auditor"}  # fmt: skip
SUPERVISED = [
    ("w-tom", "w-sue", ""),
    ("w-tom", "w-mgr", ""),
    ("w-sue", "w-mgr", ""),
    ("w-mgr", "w-sue", ""),
    ("w-aud", "w-mgr", ""),
    ("w-tom", "w-tom", "nobody supervises themselves"),
    ("w-sue", "w-sue", "nobody supervises themselves"),
    ("w-mgr", "w-mgr", "nobody supervises themselves"),
    ("w-tom", "w-ann", "was not a senior or a manager then"),
    ("w-tom", "w-kofi", "was not a senior or a manager then"),
    ("w-tom", "w-aud", "was not a senior or a manager then"),
    ("w-tom", "w-nobody", "nobody works here under that id"),
]
"""Who is supervised, by whom, and what is said against it."""


def service(story: Story | None = None) -> Story:
    story = story or Story()
    for number, (worker, role) in enumerate(STAFF.items()):
        body = {"worker": worker, "name": worker, "role": role, "team": "North"}
        story.tell(f"2026-02-02 09:0{number}", "worker.added", body, about_nobody=True)
    return story


def sits_down(story: Story, at: str, worker: str, by: str, next_on: str = "2026-03-16", author: str = "w-kofi") -> None:
    body = {"worker": worker, "supervisor": by, "themes": "drift", "next_on": next_on}
    story.tell(at, "supervision.held", body, author=author, about_nobody=True)


def becomes(story: Story, at: str, worker: str, role: str) -> None:
    body = {"worker": worker, "name": worker, "role": role, "team": "North"}
    story.tell(at, "worker.changed", body, author="w-mgr", about_nobody=True)


def roster_of(story: Story) -> Roster:
    return fold_roster(story.entries)


def owed(story: Story, worker: str, standards: Any = None) -> tuple[str, str]:
    """The entry that a worker's supervision counts from, and when it is due in London."""
    [due] = [
        each
        for each in team_owed(roster_of(story), {}, standards or default_standards())
        if each.kind == "supervision" and each.named_owner == worker
    ]
    return due.source, f"{due.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}"


def at_the_door(story: Story) -> list[tuple[str, str]]:
    return [(fault.path, fault.sentence) for fault in asked(story, roster=roster_of(story))]


@pytest.mark.parametrize(("worker", "by", "words"), SUPERVISED)
def test_a_senior_or_a_manager_supervises_and_never_the_worker_supervised(worker: str, by: str, words: str) -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", worker, by)
    found = at_the_door(story)
    assert [path for path, _ in found] == (["body.supervisor"] if words else [])
    assert all(words in sentence for _, sentence in found)


@pytest.mark.parametrize(("worker", "by", "words"), SUPERVISED)
def test_a_session_that_an_earlier_release_took_is_read_and_settles_only_if_it_counts(
    worker: str, by: str, words: str
) -> None:
    story = service()
    before = owed(story, worker)
    sits_down(story, "2026-02-10 10:00", worker, by)
    assert check_stored(story.entries[-1].raw) == []
    after = owed(story, worker)
    assert (after == before) == bool(words)
    assert words or after == (story.entries[-1].id, "Mon 2026-03-16 17:00")


def test_an_earlier_session_that_counts_stands_when_a_later_one_does_not() -> None:
    story = service()
    sits_down(story, "2026-02-10 10:00", "w-tom", "w-sue", "2026-03-10")
    sits_down(story, "2026-02-20 10:00", "w-tom", "w-tom", "2026-03-20")
    assert owed(story, "w-tom") == (story.entries[-2].id, "Tue 2026-03-10 17:00")


@pytest.mark.parametrize(
    ("changed", "counts"),
    [(("2026-03-02 09:00", "senior"), True), (("2026-03-03 09:00", "senior"), False)],
)
def test_the_role_that_a_supervisor_had_when_it_was_held_counts(changed: tuple[str, str], counts: bool) -> None:
    story = service()
    becomes(story, changed[0], "w-ann", changed[1])
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-ann")
    assert (at_the_door(story) == []) == counts
    assert (owed(story, "w-tom")[0] == story.entries[-1].id) == counts


def test_a_senior_who_is_no_longer_one_has_supervised_all_the_same() -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue")
    becomes(story, "2026-03-03 09:00", "w-sue", "coordinator")
    assert owed(story, "w-tom")[0] == story.entries[-2].id


def test_of_a_supervisor_who_was_added_later_the_first_role_counts() -> None:
    story = service()
    body = {"worker": "w-dee", "name": "Dee", "role": "senior", "team": "North"}
    story.tell("2026-03-05 09:00", "worker.added", body, about_nobody=True)
    becomes(story, "2026-03-06 09:00", "w-dee", "coordinator")
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-dee")
    assert at_the_door(story) == []
    assert owed(story, "w-tom")[0] == story.entries[-1].id


def test_a_correction_of_the_supervisor_is_held_to_the_same() -> None:
    for by, refused in (("w-mgr", []), ("w-tom", ["body.replacement.supervisor"])):
        story = service()
        sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", author="w-sue")
        said = story.entries[-1]
        body = {"entry": said.id, "reason": "the wrong name", "replacement": said.raw["body"] | {"supervisor": by}}
        story.tell("2026-03-02 11:00", "entry.corrected", body, author="w-sue", about_nobody=True)
        assert [path for path, _ in at_the_door(story)] == refused


def test_a_next_date_further_off_than_the_limit_is_read_as_the_limit() -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", "2027-04-02")
    assert owed(story, "w-tom")[1] == "Mon 2026-04-27 17:00"
    ours = parse_standards('[limits]\nsupervision_next = "6 weeks"\n')
    assert owed(story, "w-tom", ours)[1] == "Mon 2026-04-13 17:00"


def test_a_service_sets_how_far_off_the_next_supervision_may_be() -> None:
    ours = parse_standards('[limits]\nsupervision_next = "6 weeks"\n')
    for said, refused in (("2026-04-13", []), ("2026-04-14", ["body.next_on"])):
        story = settled()
        story.standards = ours
        sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", said, author="w-tom")
        assert paths(story) == refused


# ---- audits

SCORERS = {"w-aud": True, "w-sue": True, "w-mgr": True, "w-tom": False, "w-ann": False, "w-kofi": False}
REFUSED_SCORE = "an audit is scored by an auditor, a senior or a manager"


def at_work() -> Story:
    """Coordinated by Tom since Friday 20 February; nobody who may score has had a hand in anything."""
    story = Story()
    story.settle("2026-02-20 09:00")
    return service(story)


def scores(story: Story, subject: str, by: str, at: str = "2026-03-30 10:00", **envelope: Any) -> list[tuple[str, str]]:
    body = {"sample": "2026-Q1", "subject": subject, "answers": {"summary": "met"}}
    story.tell(at, "audit.scored", body, author=by, about_nobody=True, **envelope)
    found = at_the_door(story)
    story.entries.pop()
    return found


@pytest.mark.parametrize(("by", "taken"), SCORERS.items())
def test_an_auditor_a_senior_or_a_manager_scores_and_nobody_else(by: str, taken: bool) -> None:
    story = at_work()
    found = scores(story, hand_over(story, "2026-03-02 10:00"), by)
    assert (found == []) == taken
    assert taken or ("", REFUSED_SCORE) in found


@pytest.mark.parametrize(("author", "for_", "refused"), [
    ("w-kofi", "w-aud", []), ("w-aud", "w-sue", []), ("w-aud", "w-ann", [("on_behalf_of", REFUSED_SCORE)]),
])  # fmt: skip
def test_whose_score_it_is_counts_and_not_who_types_it(author: str, for_: str, refused: list[tuple[str, str]]) -> None:
    story = at_work()
    assert scores(story, hand_over(story, "2026-03-02 10:00"), author, on_behalf_of=for_) == refused


@pytest.mark.parametrize(("became", "taken"), [("2026-03-29 10:00", True), ("2026-03-31 10:00", False)])
def test_the_role_that_they_had_when_they_scored_counts(became: str, taken: bool) -> None:
    story = at_work()
    becomes(story, became, "w-ann", "senior")
    assert (scores(story, hand_over(story, "2026-03-02 10:00"), "w-ann", at="2026-03-30 10:00") == []) == taken


def test_an_auditor_records_a_score_and_nothing_else() -> None:
    story = at_work()
    for type in ("zone.set", "huddle.held", "supervision.held"):
        bodies: dict[str, dict[str, Any]] = {
            "zone.set": {"zone": "green", "reason": "well"},
            "huddle.held": {"team": "North", "from": moment("2026-03-02 09:00"), "to": moment("2026-03-02 09:15"),
                            "present": ["w-tom"]},
            "supervision.held": {"worker": "w-tom", "supervisor": "w-sue", "themes": "x", "next_on": "2026-03-30"},
        }  # fmt: skip
        story.tell("2026-03-02 10:00", type, bodies[type], author="w-aud", about_nobody=type != "zone.set")
        assert ("", "an auditor reads and scores, and records nothing else") in at_the_door(story)
        story.entries.pop()


SUBJECTS: dict[str, tuple[Any, bool]] = {
    "a missed contact": (lambda s: s.miss("2026-03-02 10:00"), True),
    "a handover": (lambda s: hand_over(s, "2026-03-02 10:00"), True),
    "a decision": (lambda s: s.decide("2026-03-02 10:00", "escalate"), True),
    "an escalation": (
        lambda s: s.escalate("2026-03-02 11:00", s.decide("2026-03-02 10:00", "escalate"), "2026-03-02 14:00"), True
    ),
    "a person": (lambda s: s.person, True),
    "an indicator": (lambda s: agree(s, "2026-03-02 10:00"), False),
    "an attempt": (lambda s: s.attempt("2026-03-02 11:00", s.miss("2026-03-02 10:00"), "same_day_attempt"), False),
    "a contact": (lambda s: s.keep("2026-03-02 10:00"), False),
    "a risk plan": (lambda s: s.tell("2026-03-02 10:00", "risk_plan.updated", RISK_PLAN), False),
    "a second acceptance": (
        lambda s: s.tell("2026-03-02 10:00", "person.reopened", {"reason": "asked to come back"}), False
    ),
    "a huddle": (lambda s: s.tell("2026-03-02 10:00", "huddle.held", {
        "team": "North", "from": moment("2026-03-02 09:00"), "to": moment("2026-03-02 09:15"), "present": ["w-tom"],
    }, about_nobody=True), False),
}  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_audit_looks_at_the_five_subjects_and_at_nothing_else(subject: str) -> None:
    tell, taken = SUBJECTS[subject]
    story = at_work()
    assert [path for path, _ in scores(story, tell(story), "w-aud")] == ([] if taken else ["body.subject"])


def missed_and(tell: Any) -> Any:
    def told(story: Story, who: str) -> str:
        episode = story.miss("2026-03-02 10:00")
        tell(story, who, episode)
        return episode

    return told


def tries(at: str, *, named: bool) -> Any:
    body = {"method": "call", "to": "person", "outcome": "no_answer"}
    return missed_and(
        lambda s, who, e: s.tell(at, "outreach.attempted", body | ({"episode": e} if named else {}), author=who)
    )


def coordinated(story: Story, at: str, who: str) -> None:
    story.tell(at, "coordinator.named", {"coordinator": who, "clinical_oversight": "Dr Osei"}, author="w-kofi")


def accepted_by(story: Story, who: str) -> str:
    handover = hand_over(story, "2026-03-02 10:00")
    accept(story, "2026-03-02 11:00", handover, "2026-03-04 10:00", who)
    return handover


def own_decision(story: Story, **more: Any) -> str:
    return story.decide("2026-03-02 10:30", "do_not_escalate", None, "2026-03-03 12:00", **more)


def then_coordinated(at: str) -> Any:
    def told(story: Story, who: str) -> str:
        coordinated(story, at, who)
        if at < "2026-03-02":
            coordinated(story, "2026-03-10 10:00", "w-ann")
        return story.miss("2026-03-02 10:00")

    return told


def once_coordinated(story: Story, who: str) -> str:
    coordinated(story, "2026-02-25 10:00", who)
    coordinated(story, "2026-03-10 10:00", "w-ann")
    return story.person


def corrected_to(story: Story, who: str) -> str:
    coordinated(story, "2026-02-25 10:00", "w-ann")
    body = {"coordinator": who, "clinical_oversight": "Dr Osei"}
    story.correct("2026-02-25 11:00", story.entries[-1].id, replacement=body)
    return story.miss("2026-03-02 10:00")


OWN_WORK: dict[str, tuple[Any, bool]] = {
    "recorded the miss": (lambda s, who: s.tell("2026-03-02 10:00", "contact.missed", {
        "expected_at": moment("2026-03-02 09:30"), "method": "call", "how": "no_reply"}, author=who), True),
    "tried": (tries("2026-03-02 11:00", named=True), True),
    "tried without naming it": (tries("2026-03-02 11:00", named=False), True),
    "spoke to them and so ended it": (missed_and(
        lambda s, who, e: s.tell("2026-03-03 11:00", "contact.completed", KEPT, author=who)), True),
    "spoke to them after it had ended": (missed_and(
        lambda s, who, e: (s.keep("2026-03-03 10:00"),
                           s.tell("2026-03-04 11:00", "contact.completed", KEPT, author=who))), False),
    "planned with them before it": (lambda s, who: (
        s.tell("2026-02-27 10:00", "engagement_plan.agreed", PLAN, author=who), s.miss("2026-03-02 10:00"))[1], False),
    "rated an indicator meanwhile": (missed_and(
        lambda s, who, e: s.tell("2026-03-02 12:00", "indicator.agreed", INDICATOR, author=who)), False),
    "decided about it": (missed_and(
        lambda s, who, e: s.decide("2026-03-02 12:00", "escalate", e, told={"author": who})), True),
    "authorised a decision about it": (missed_and(
        lambda s, who, e: s.decide("2026-03-02 12:00", "escalate", e, authorised_by=who, told={"author": "w-ann"})),
        True),
    "decided for another who typed": (missed_and(
        lambda s, who, e: s.decide("2026-03-02 12:00", "escalate", e, told={"on_behalf_of": who})), True),
    "coordinated them then": (then_coordinated("2026-02-25 10:00"), True),
    "coordinates them since": (then_coordinated("2026-03-10 10:00"), False),
    "coordinated them then, as corrected": (corrected_to, True),
    "once coordinated the person": (once_coordinated, True),
    "took the decision": (lambda s, who: own_decision(s, told={"author": who}), True),
    "authorised the decision": (lambda s, who: own_decision(s, authorised_by=who, told={"author": "w-ann"}), True),
    "raised the escalation that it led to": (lambda s, who: [
        d := s.decide("2026-03-02 10:30", "escalate", None), s.tell("2026-03-02 11:00", "escalation.raised", {
            "decision": d, "route": "gp", "to": "Dr May", "owner": "w-tom", "respond_by": moment("2026-03-03 12:00")},
            author=who)][0], True),
    "owns the escalation": (lambda s, who: s.tell("2026-03-02 11:00", "escalation.raised", {
        "decision": s.decide("2026-03-02 10:30", "escalate", None), "route": "gp", "to": "Dr May", "owner": who,
        "respond_by": moment("2026-03-03 12:00")}), True),
    "received the handover": (accepted_by, True),
    "only wrote a note of the person": (lambda s, who: [
        s.tell("2026-03-02 10:00", "incident.recorded", {"kind": "other", "what": "x"}, author=who),
        s.person][1], False),
}  # fmt: skip


@pytest.mark.parametrize("what", OWN_WORK)
def test_nobody_scores_work_in_which_they_took_part(what: str) -> None:
    tell, own = OWN_WORK[what]
    story = at_work()
    subject = tell(story, "w-sue")
    assert [path for path, _ in scores(story, subject, "w-sue")] == (["body.subject"] if own else [])
    assert scores(story, subject, "w-mgr") == []
    typed = scores(story, subject, "w-sue", on_behalf_of="w-mgr")
    assert [path for path, _ in typed] == (["body.subject"] if own else [])


def test_a_score_that_an_earlier_release_took_is_still_read() -> None:
    story = at_work()
    body = {"sample": "2026-Q1", "subject": agree(story, "2026-03-02 10:00"), "answers": {"summary": "met"}}
    story.tell("2026-03-03 10:00", "audit.scored", body, author="w-tom", about_nobody=True)
    assert check_stored(story.entries[-1].raw) == []


@pytest.mark.parametrize("replacement", [None, {"answers": {"summary": "met"}}])
def test_nobody_corrects_or_strikes_a_score_of_their_own_work(replacement: dict[str, Any] | None) -> None:
    story = at_work()
    told = {"author": "w-sue"}
    decided = story.decide("2026-03-10 10:00", "do_not_escalate", None, "2026-03-12 10:00", told=told)
    said = {"sample": "2026-Q1", "subject": decided, "answers": {"summary": "not_met"}}
    score = story.tell("2026-03-30 10:00", "audit.scored", said, author="w-aud", about_nobody=True)
    put = said | replacement if replacement else None
    body = {"entry": score, "reason": "typed", "replacement": put}
    story.tell("2026-03-30 11:00", "entry.corrected", body, author="w-sue", about_nobody=True)
    assert [path for path, _ in at_the_door(story)] == ["body.entry"]


def test_whoever_does_not_work_here_any_more_is_owed_no_supervision() -> None:
    story = service()
    sits_down(story, "2026-02-10 10:00", "w-tom", "w-sue")
    body = {"worker": "w-tom", "name": "w-tom", "role": "coordinator", "team": "North", "active": False}
    story.tell("2026-02-20 09:00", "worker.changed", body, author="w-mgr", about_nobody=True)
    dues = [due for due in team_owed(roster_of(story), {}, story.standards) if due.kind == "supervision"]
    assert {due.named_owner for due in dues} == STAFF.keys() - {"w-tom"}


def test_a_correction_of_a_correction_of_an_enrolment_is_a_managers_too() -> None:
    for author, refused in (("w-mgr", []), ("w-sue", [""])):
        story = service()
        body = {"entry": story.entries[0].id, "reason": "typed in error", "replacement": None}
        story.tell("2026-03-02 10:00", "entry.corrected", body, author="w-mgr", about_nobody=True)
        body |= {"entry": story.entries[-1].id}
        story.tell("2026-03-02 11:00", "entry.corrected", body, author=author, about_nobody=True)
        assert [path for path, _ in at_the_door(story)] == refused


@pytest.mark.parametrize(("held", "words"), [(1, "1 person"), (2, "2 people"), (3, "3 people")])
def test_cover_that_is_needed_says_for_how_many(held: int, words: str) -> None:
    story = service()
    away = {"worker": "w-tom", "from": moment("2026-03-03 09:00"), "reason": "sickness"}
    story.tell("2026-03-02 10:00", "worker.away", away, about_nobody=True)
    people = frozenset(f"person {number}" for number in range(held))
    [due] = [
        each for each in team_owed(roster_of(story), {"w-tom": people}, story.standards) if each.kind == "cover_needed"
    ]
    assert due.because[-1] == f", {words} without cover"
    assert due.detail["persons"] == sorted(people)


@pytest.mark.parametrize(
    ("until", "due"), [("2026-03-20 12:00", "Fri 2026-03-20 12:00"), ("2026-06-01 12:00", "Mon 2026-04-13 17:00")]
)
def test_supervision_waits_as_long_as_it_was_put_off_and_four_weeks_at_the_longest(until: str, due: str) -> None:
    story = service()
    sits_down(story, "2026-02-10 10:00", "w-tom", "w-sue")
    said = {"due": f"supervision:{story.entries[-1].id}", "until": moment(until), "reason": "both are ill"}
    story.tell("2026-03-02 10:00", "due.deferred", said, about_nobody=True)
    assert owed(story, "w-tom")[1] == due


def test_what_is_owed_to_no_person_says_what_to_do_and_about_whom() -> None:
    story = service()
    away = {"worker": "w-tom", "from": moment("2026-03-03 09:00"), "reason": "sickness"}
    story.tell("2026-03-02 10:00", "worker.away", away, about_nobody=True)
    dues = team_owed(roster_of(story), {"w-tom": frozenset({"one"})}, story.standards)
    assert {(due.title, due.detail.get("worker") or due.detail["audit"], due.named_owner) for due in dues} == {
        ("Cover needed", "w-tom", "manager"), *(("Supervision", worker, worker) for worker in STAFF),
        ("Audit of missed contacts", "ladder", "manager"), ("Audit of handovers", "handover", "manager"),
        ("Audit of decisions", "decision", "manager"), ("Audit of people's records", "record", "manager"),
        ("Audit of escalations", "escalation", "manager"),
    }  # fmt: skip


@pytest.mark.parametrize(("said", "by"), [
    ("2026-03-02 10:00", "Mon 2026-03-02 17:00"), ("2026-03-02 16:30", "Tue 2026-03-03 10:00"),
    ("2026-03-06 18:00", "Mon 2026-03-09 10:00"),
])  # fmt: skip
def test_cover_is_found_the_same_day_or_by_ten_on_the_next_service_day(said: str, by: str) -> None:
    story = service()
    away = {"worker": "w-tom", "from": moment(said), "reason": "sickness"}
    story.tell(said, "worker.away", away, about_nobody=True)
    dues = team_owed(roster_of(story), {"w-tom": frozenset({"one"})}, story.standards)
    [due] = [each for each in dues if each.kind == "cover_needed"]
    assert f"{due.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" == by


def test_supervision_that_was_passed_on_is_theirs_to_whom_it_was_given() -> None:
    story = service()
    sits_down(story, "2026-02-10 10:00", "w-tom", "w-sue")
    said = {"due": f"supervision:{story.entries[-1].id}", "owner": "w-mgr", "reason": "she has the notes"}
    story.tell("2026-03-02 10:00", "due.reassigned", said, about_nobody=True)
    dues = [due for due in team_owed(roster_of(story), {}, story.standards) if due.kind == "supervision"]
    owners = {due.detail["worker"]: due.named_owner for due in dues}
    assert owners == {worker: worker for worker in STAFF} | {"w-tom": "w-mgr"}


def test_what_was_read_in_supervision_are_decisions_and_the_stopping_of_steps() -> None:
    story = service(settled())
    check = story.tell("2026-03-02 09:30", "risk_check.completed", CHECK)
    decision = own_decision(story)
    held = {"worker": "w-tom", "supervisor": "w-sue", "themes": "drift", "next_on": "2026-03-16"}
    read = held | {"decisions": [decision, check], "agreed": ["Ring Amina first."]}
    story.tell("2026-03-02 14:00", "supervision.held", read, author="w-sue", about_nobody=True)
    assert at_the_door(story) == [("body.decisions[1]", "does not name a decision")]
