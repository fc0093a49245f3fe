"""What is refused at its very edge, and by whom: each rule here was broken once, and no other test noticed.

Each is asked for what it takes as well: a check that refuses too much keeps a worker from saying what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carelist_tui.domain.checks import remarks_now
from carelist_tui.domain.checks.asked import CHECKS
from carelist_tui.domain.checks.sharing import UNTOLD
from carelist_tui.domain.person import fold
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import Story, moment
from tests.domain.test_checks import ROSTER, Shelf, asked, discharge, missed, paths, settled
from tests.domain.test_checks_sharing import AT, asks, refusing, tells
from tests.domain.undertaking import accept, hand_over

# ---- called off


def cancels(story: Story, at: str, planned: str, by: str = "person", **more: Any) -> list[Fault]:
    story.tell(at, "contact.cancelled", {"planned": planned, "by": by, "reason": "unwell", "told_person": "yes"} | more)
    faults = asked(story)
    story.entries.pop()
    return faults


@pytest.mark.parametrize("first", ["2026-03-03 10:00", "2026-03-05 10:00"])
def test_only_what_its_own_time_has_passed_is_a_missed_contact_when_called_off(first: str) -> None:
    """Whichever was booked first: another booking's time says nothing."""
    story = settled()
    story.book("2026-03-02 10:00", first)
    planned = story.book("2026-03-02 10:05", "2026-03-04 10:00")
    assert cancels(story, "2026-03-04 10:00", planned) == []
    (fault,) = cancels(story, "2026-03-04 10:01", planned)
    assert fault == Fault(
        "body.by", "it was called off after its time: say that it was missed, so that its steps begin"
    )
    assert cancels(story, "2026-03-04 10:01", planned, "service") == []


# ---- how far off, and whose word


def test_a_limit_is_said_by_the_clock_of_the_service() -> None:
    story = settled()
    episode = story.miss("2026-07-06 10:00")
    story.decide("2026-07-06 11:00", "do_not_escalate", episode, "2026-08-06 10:00", authorised_by="w-sue")
    assert [fault.sentence for fault in asked(story)] == [
        "is too far off: 7 days at the longest, so by 2026-07-13 17:00"
    ]


@pytest.mark.parametrize(
    ("first", "high", "refused"),
    [
        ("2026-03-09 10:00", False, []),
        ("2026-03-09 10:01", False, ["body.first_contact_at"]),
        ("2026-03-08 12:00", True, []),
        ("2026-03-08 12:01", True, ["body.first_contact_at"]),
    ],
)
def test_first_contact_with_somebody_high_waits_for_no_opening(first: str, high: bool, refused: list[str]) -> None:
    """72 hours from a Thursday noon end on a Sunday."""
    story = settled()
    handover = hand_over(story, "2026-03-05 10:00", higher_risk=True)
    if high:
        story.check("2026-03-05 11:00", "high")
    accept(story, "2026-03-05 12:00", handover, first, "w-sue")
    assert paths(story) == refused


@pytest.mark.parametrize("needed", ["senior", "manager"])
def test_who_agrees_to_a_discharge_is_what_the_standards_say(needed: str) -> None:
    standards = parse_standards(f'[roles]\ndischarge = "{needed}"\n')
    for by, taken in (("w-mgr", True), ("w-sue", needed == "senior"), ("w-tom", False)):
        story = settled()
        story.standards = standards
        assert discharge(story, by=by) == ([] if taken else ["body.decision"])


@pytest.mark.parametrize("needed", ["senior", "manager"])
@pytest.mark.parametrize(
    ("by", "says"),
    [
        (None, "is needed: a pause is authorised by {}"),
        ("w-gone", "does not work here any more, and a pause is authorised by {}"),
        ("w-who", "nobody works here under that id, and a pause is authorised by {}"),
        ("w-tom", "a pause is authorised by {}"),
    ],
)
def test_a_refusal_says_whose_word_is_needed(needed: str, by: str | None, says: str) -> None:
    story, episode = missed()
    story.standards = parse_standards(f'[roles]\npause = "{needed}"\n')
    said: dict[str, Any] = {"authorised_by": by} if by else {}
    story.decide("2026-03-02 11:00", "pause", episode, "2026-03-03 10:00", told={"author": "w-tom"}, **said)
    gone = replace(ROSTER.workers["w-sue"], id="w-gone", active=False)
    roster = Roster(workers={**ROSTER.workers, "w-gone": gone})
    words = "a senior or a manager" if needed == "senior" else "a manager"
    assert asked(story, roster=roster) == [Fault("body.authorised_by", says.format(words))]


@pytest.mark.parametrize("told", ["the GP was told", "her surgery was told", "the General Practice was told"])
def test_the_gp_was_told_however_it_is_written(told: str) -> None:
    story, episode = missed()
    said: dict[str, Any] = {"capacity_considered": "he understands", "authorised_by": "w-sue", "persons_view": told}
    decision = story.decide("2026-03-02 11:00", "continue", episode, "2026-03-03 11:00", **said)
    body = {"episode": episode, "outcome": "not_found", "decision": decision}
    story.tell("2026-03-02 12:00", "episode.closed", body)
    assert paths(story) == []


# ---- an auditor, a worker who left


@pytest.mark.parametrize(
    ("type", "field", "body"),
    [
        ("coordinator.named", "coordinator", {"clinical_oversight": "w-sue", "reason": "leave"}),
        ("duty.set", "worker", {"date": "2026-03-03"}),
        ("improvement.opened", "owner", {"title": "Read numbers back", "due_at": moment("2026-03-20 12:00")}),
        ("handover.accepted", "receiving_worker", {"first_contact_at": moment("2026-03-03 10:00")}),
    ],
)  # fmt: skip
def test_nothing_is_given_to_an_auditor(type: str, field: str, body: dict[str, Any]) -> None:
    for worker, refused in (("w-aud", True), ("w-sue", False)):
        story = settled()
        if type == "handover.accepted":
            body |= {"handover": hand_over(story, "2026-03-02 09:30")}
        about_nobody = type in ("duty.set", "improvement.opened")
        story.tell("2026-03-02 10:00", type, {field: worker} | body, author="w-sue", about_nobody=about_nobody)
        fault = Fault(f"body.{field}", "is an auditor, who reads and records nothing: name somebody else")
        assert asked(story) == ([fault] if refused else [])


@pytest.mark.parametrize(
    ("path", "type", "body", "words"),
    [
        ("planned", "contact.completed", {"method": "visit", "purpose": "routine", "how_are_they": "as_usual",
         "what_we_did": "Walked."}, "a planned contact"),
        ("episode", "outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer"},
         "a missed contact"),
    ],
)  # fmt: skip
def test_a_wrong_reference_is_told_what_it_should_name(path: str, type: str, body: dict[str, Any], words: str) -> None:
    story = settled()
    wrong = story.entries[-1].id
    story.tell("2026-03-02 11:00", type, body | {path: wrong})
    assert asked(story) == [Fault(f"body.{path}", f"does not name {words}")]


# ---- corrections


def test_a_correction_of_a_lighter_tier_keeps_its_word() -> None:
    """As light as it was, without whose word it was; lighter than it was; and as it was."""
    for tier, by, refused in (
        ("light", None, ["body.replacement.authorised_by"]),
        ("light", "w-sue", []),
        ("standard", None, []),
    ):
        story = settled()
        lighter = story.tell(
            "2026-03-02 10:00",
            "tier.set",
            {"tier": "light", "reason": "well", "authorised_by": "w-sue"},
            author="w-sue",
        )
        said: dict[str, Any] = {"tier": tier, "reason": "well, as she says"} | ({"authorised_by": by} if by else {})
        story.correct("2026-03-02 11:00", lighter, replacement=said, told={"author": "w-sue"})
        assert paths(story) == refused


def test_a_tier_corrected_into_a_lighter_one_needs_a_word_too() -> None:
    for tier, refused in (("standard", ["body.entry"]), ("intensive", [])):
        story = settled()
        heavier = story.tell("2026-03-02 10:00", "tier.set", {"tier": "enhanced", "reason": "unwell"})
        story.correct("2026-03-02 11:00", heavier, replacement={"tier": tier, "reason": "mistyped"})
        assert paths(story) == refused


def test_what_has_no_check_of_its_own_is_corrected_too() -> None:
    assert "crisis.recorded" not in CHECKS
    story = settled()
    crisis = story.tell("2026-03-02 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.correct("2026-03-02 11:00", crisis, replacement={"kind": "ae", "source": "the ward"})
    assert paths(story) == []


@pytest.mark.parametrize(
    ("type", "what"),
    [("entry.corrected", {"replacement": None, "reason": "wrong"}), ("entry.erased", {"basis": "asked for"})],
)
def test_an_entry_is_corrected_and_erased_as_that_of_whom_it_is_about(type: str, what: dict[str, Any]) -> None:
    """Under somebody else's name it would count for nobody, and their own story would say nothing of it."""
    for person, refused in (("", False), ("00000000-0000-7000-8000-000000000999", True)):
        story = settled()
        theirs = story.keep("2026-03-02 10:00")
        story.person = person or story.person
        story.tell("2026-03-02 11:00", type, {"entry": theirs} | what, author="w-mgr")
        assert ("person" in paths(story)) == refused


def test_a_correction_may_be_corrected_into_nothing_unsound() -> None:
    story = settled()
    zone = story.zone("2026-03-02 10:00", "red")
    first = story.correct("2026-03-02 11:00", zone, replacement={"zone": "green", "reason": "mistyped"})
    inner: dict[str, Any] = {"entry": zone, "reason": "typed in error"}
    story.correct("2026-03-02 12:00", first, replacement=inner | {"replacement": {"zone": "amber", "reason": "x"}})
    assert paths(story) == ["body.replacement.replacement.review_on"]
    story.correct("2026-03-02 13:00", first, replacement=inner | {"replacement": {"zone": "green", "reason": "x"}})
    assert paths(story) == []


# ---- a referral that waits


def test_a_referral_that_waits_can_be_declined() -> None:
    referral = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low mood"}
    declined = {"reason": "out of area", "told": "the GP"}
    story = Story()
    story.person = story.tell("2026-03-02 09:00", "referral.received", referral)
    story.tell("2026-03-02 11:00", "referral.declined", declined)
    assert paths(story) == []


# ---- who was told


def remarks(story: Story) -> list[str]:
    *before, entry = story.entries
    return remarks_now(entry, fold(story.person, before), ROSTER, story.standards, Shelf(before))


def test_a_remark_names_who_was_told_without_a_yes() -> None:
    story = refusing()
    tells(story, "Mr Day")
    assert remarks(story) == [f"Mr Day {UNTOLD}"]
    assert UNTOLD == "was told without a yes that stands: ask the person, or record on which ground"
    asks(story, "Mr Day", "2026-03-05 11:00")
    assert remarks(story) == [f"Mr Day {UNTOLD}"]


def test_to_try_the_person_themselves_tells_nobody() -> None:
    story = refusing()
    story.attempt(AT, None, None)
    assert remarks(story) == []
    said = {"method": "call", "to": "partner", "outcome": "no_news", "name": "Noor"}
    story.tell("2026-03-05 11:00", "outreach.attempted", said)
    assert remarks(story) == []


def test_who_sat_in_a_review_and_was_refused_is_named_in_its_place() -> None:
    story = refusing()
    body = {"kind": "exception", "root_cause": "capacity", "decisions": "go on", "next_review_on": "2026-03-06"}
    story.tell(AT, "review.completed", body | {"present": ["w-sue", "Noor", "Mr Day", "Jo Hill"]})
    (fault,) = asked(story)
    assert fault.path == "body.present[3]"
    assert fault.sentence.startswith("must not be told: Housing refused 3 Mar; where they must hear it")


# ---- who holds somebody while the service is closed


def gives(story: Story, at: str, key: str, owner: str = "w-sue") -> list[Fault]:
    story.tell(at, "due.reassigned", {"due": key, "owner": owner, "reason": "on leave"})
    faults = asked(story)
    story.entries.pop()
    return faults


def test_who_holds_a_gap_can_be_given_for_the_gap_that_stands_and_no_other() -> None:
    story = settled("red")
    this, next_ = (f"gap_cover:{story.person}:2026-03-{day}" for day in ("06", "13"))
    gone = [Fault("body.due", "is not owed now: it was resolved, or something newer took its place")]
    assert gives(story, "2026-03-05 10:00", this) == []
    assert gives(story, "2026-03-05 10:00", next_) == gone
    assert gives(story, "2026-03-11 10:00", this) == gone
    assert gives(story, "2026-03-11 10:00", next_) == []
    assert gives(settled(), "2026-03-05 10:00", this) == gone


def test_what_happened_over_a_gap_can_be_given_too() -> None:
    story = settled("red")
    assert gives(story, "2026-03-09 10:00", f"gap_return:{story.person}:2026-03-06") == []


@pytest.mark.parametrize(("kind", "at"), [("gap_cover", "2026-03-05 10:00"), ("gap_return", "2026-03-09 10:00")])
def test_a_gap_is_put_off_by_nobody(kind: str, at: str) -> None:
    story = settled("red")
    body = {"due": f"{kind}:{story.person}:2026-03-06", "until": moment("2026-03-12 10:00"), "reason": "busy"}
    story.tell(at, "due.deferred", body)
    sentence = "can't be put off: it is in band 1 or 2, or moves there when the person is high"
    assert asked(story) == [Fault("body.due", sentence)]


def test_a_handover_is_taken_by_nobody_who_left() -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-new", author="w-mgr")
    gone = Roster(workers=ROSTER.workers | {"w-new": replace(ROSTER.workers["w-new"], active=False)})
    assert asked(story, roster=gone) == [Fault("body.receiving_worker", "does not work here any more")]
    assert asked(story) == []


def test_what_is_not_owed_is_not_put_off() -> None:
    story = settled()
    body = {"due": f"cadence:{story.entries[1].id}", "until": moment("2026-03-12 10:00"), "reason": "busy"}
    story.tell("2026-03-03 10:00", "due.deferred", body)
    gone = "is not owed now: it was resolved, or something newer took its place"
    assert asked(story) == [Fault("body.due", gone)]


def test_that_two_carry_one_identifier_can_be_given_to_somebody_to_settle() -> None:
    story = settled()
    assert gives(story, "2026-03-03 10:00", f"conflict:{story.person}:ref") == []
