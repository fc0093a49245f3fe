"""What came from another team stays theirs: nobody it names works here, and what needs a role here waits for it
(records.md, origin; broken.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carelist_tui.domain.entries import TYPES, DecisionRecorded, check_hash, check_stored, read_entry
from carelist_tui.domain.entries.origin import as_called_here, one_line, origin_of
from carelist_tui.domain.entries.stored import restamped
from carelist_tui.domain.person.story import fold
from carelist_tui.exchange.schemas import example_entries
from tests.domain.telling import DECISION, Story, london, moment, settled
from tests.domain.undertaking import HANDOVER, SUMMARY

ACCEPTED_THERE = {"ref": "P-9", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "South", "tier": "light"}
SOUTH = {"w-ann": "Ann Price"}
ANN = "Ann Price, South"
MANAGER: dict[str, Any] = {"author": "w-ann"}


def theirs(story: Story, id: str) -> str:
    """The entry of that id as it comes from South."""
    number = next(place for place, each in enumerate(story.entries) if each.id == id)
    raw = story.entries[number].raw
    again = restamped(
        raw, device=raw["device"], seq=raw["seq"], prev=raw["prev"], origin=origin_of(raw, "South", SOUTH)
    )
    story.entries[number] = read_entry(again)
    return id


def from_south(story: Story) -> None:
    """All that Ann recorded comes from South."""
    for each in list(story.entries):
        if each.author == "w-ann":
            theirs(story, each.id)


def confirm(story: Story, at: str, about: str, *, true: bool = True) -> None:
    story.tell(at, "report.confirmed", {"about": about, "true": true}, author="w-mgr")


# ---- whoever they name


def test_whoever_another_team_names_is_called_by_name_and_team_and_is_nobody_here() -> None:
    story = settled()
    id = theirs(story, story.decide("2026-03-02 09:00", "pause", None, "2026-03-05 10:00", authorised_by="w-ann"))
    entry = next(each for each in story.entries if each.id == id)
    assert (entry.author, entry.decided_by) == (ANN, ANN)
    assert isinstance(entry.body, DecisionRecorded)
    assert entry.body.authorised_by == ANN
    assert entry.raw["author"] == "w-ann"
    assert check_hash(entry.raw)
    assert not check_stored(entry.raw)


@pytest.mark.parametrize("raw", example_entries(), ids=lambda raw: raw["type"])
def test_no_worker_of_any_entry_of_another_team_is_looked_up_here(raw: dict[str, Any]) -> None:
    again = as_called_here({**raw, "origin": origin_of(raw, "South", SOUTH)})
    ids = sorted(each for each in _workers(raw) if each.startswith("w-"))
    assert ids, raw
    assert not [each for each in _workers(again) if each.startswith("w-") and not each.endswith(", South")]
    body = TYPES[raw["type"]].model_validate(again["body"], by_alias=True, by_name=False)
    assert body.in_words(Story().standards.calendar.zone)
    assert as_called_here(again) == again, "called so once, they stay so"


def test_in_whose_place_another_team_gave_a_word_is_nobody_here_either() -> None:
    story = settled()
    pause = story.decide("2026-03-02 09:00", "pause", None, "2026-03-05 10:00", authorised_by="w-sue")
    word = {"about": pause, "true": True}
    id = story.tell("2026-03-02 10:00", "report.confirmed", word, author="w-ann", stands_in_for="w-sue")
    theirs(story, id)
    assert as_called_here(story.entries[-1].raw)["stands_in_for"] == "w-sue, South"


def _workers(value: Any) -> list[str]:
    """Every text in it that may be a worker's id."""
    if isinstance(value, dict):
        return [each for name, part in value.items() if name != "origin" for each in _workers(part)]
    if isinstance(value, list | tuple):
        return [each for part in value for each in _workers(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("said", "kept"), [
    ("Ann\u202e\x1b[2J Price", "Ann [2J Price"), ("  ", "nobody named"), ("x" * 999, "x" * 80), ("e\u0301", "\u00e9"),
])  # fmt: skip
def test_what_another_team_says_somebody_is_called_can_be_stored_on_one_line(said: str, kept: str) -> None:
    assert one_line(said) == kept


def test_what_that_team_had_from_a_third_keeps_who_said_it() -> None:
    story = settled()
    id = theirs(story, story.keep("2026-03-02 09:00"))
    raw = next(each.raw for each in story.entries if each.id == id)
    assert origin_of(raw, "East", {"w-tom": "Tom of East"})["author_name"] == "w-tom, South"
    again = restamped(raw, device=raw["device"], seq=raw["seq"], prev=raw["prev"], origin=origin_of(raw, "East", {}))
    assert read_entry(again).author == "w-tom, South, East"


def test_nobody_of_another_team_coordinates_here() -> None:
    story = settled()
    theirs(story, story.tell("2026-03-02 09:00", "coordinator.named", {
        "coordinator": "w-tom", "clinical_oversight": "w-tom", "reason": "moved"
    }))  # fmt: skip
    assert story.state.coordinator is not None
    assert story.state.coordinator.value == "w-tom"
    assert story.state.coordinator.id == story.person
    new = Story()
    theirs(new, new.accept("2026-03-02 09:00"))
    assert new.state.coordinator is None
    assert "allocate_coordinator" in new.kinds


# ---- what needs a role here


def _discharge(story: Story) -> str:
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-ann", told=MANAGER)
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": agreed}
    return story.tell("2026-03-02 10:00", "person.discharged", body, **MANAGER)


def _death(story: Story) -> str:
    return story.tell("2026-03-02 10:00", "person.died", {"reported_by": "GP", "confirmed": True}, **MANAGER)


def _stop(story: Story) -> str:
    episode = story.miss("2026-03-02 09:00")
    body = {"episode": episode, "reason": "asked", "authorised_by": "w-ann", "review_at": moment("2026-03-06 10:00"),
            "safety_plan": "her sister rings"}  # fmt: skip
    return story.tell("2026-03-02 10:00", "outreach.stopped", body, **MANAGER)


def _pause(story: Story) -> str:
    return story.decide("2026-03-02 10:00", "pause", None, "2026-03-05 10:00", authorised_by="w-ann", told=MANAGER)


def _closing(story: Story) -> str:
    episode = story.miss("2026-03-02 08:00")
    no = story.decide("2026-03-02 09:00", "do_not_escalate", episode, "2026-03-05 10:00", authorised_by="w-ann",
                      told=MANAGER)  # fmt: skip
    body = {"episode": episode, "outcome": "not_found", "decision": no}
    return story.tell("2026-03-02 10:00", "episode.closed", body, **MANAGER)


def _lighter(story: Story) -> str:
    body = {"tier": "light", "reason": "well", "authorised_by": "w-ann"}
    return story.tell("2026-03-02 10:00", "tier.set", body, **MANAGER)


def _counts(story: Story) -> dict[str, Any]:
    """What stands: whether they are here, in which tier, whether their steps and their contact are owed."""
    state = story.state
    return {"here": state.on_caseload, "tier": story.ground.tier.value if story.ground.tier else None,
            "died": state.has_died, "paused": story.ground.paused_until() is not None,
            "open": story.ground.episode is not None}  # fmt: skip


ACTS: dict[str, tuple[Callable[[Story], str], str]] = {
    "discharge": (_discharge, "manager"), "death": (_death, "manager"), "stop": (_stop, "senior"),
    "pause": (_pause, "senior"), "closing": (_closing, "senior"), "lighter": (_lighter, "senior"),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_what_needs_a_role_counts_from_the_word_of_somebody_here(act: str) -> None:
    tell, role = ACTS[act]
    story = settled()
    id = tell(story)
    of_ours = _counts(story)
    from_south(story)
    before = _counts(story)
    assert before != of_ours, "it counts on their word"
    asked = [due for due in story.dues if due.kind == "confirm_authority" and due.detail["about"] == id]
    assert [due.named_owner for due in asked] == [role]
    assert ANN in str(asked[0].because)
    theirs(story, story.tell("2026-03-02 11:00", "report.confirmed", {"about": id, "true": True}, **MANAGER))
    assert _counts(story) == before, "their own confirming is no word of ours"
    confirm(story, "2026-03-02 12:00", id)
    assert _counts(story) == of_ours
    assert not [due for due in story.dues if due.kind == "confirm_authority" and due.detail["about"] == id]


@pytest.mark.parametrize("act", ACTS)
def test_what_somebody_here_says_does_not_hold_changes_nothing_and_is_asked_no_more(act: str) -> None:
    story = settled()
    id = ACTS[act][0](story)
    from_south(story)
    before = _counts(story)
    confirm(story, "2026-03-02 12:00", id, true=False)
    assert _counts(story) == before
    assert not [due for due in story.dues if due.kind == "confirm_authority" and due.detail["about"] == id]


def test_what_no_longer_changes_anything_is_not_asked() -> None:
    story = settled()
    for act in (_lighter, _stop, _pause):
        act(story)
    from_south(story)
    assert len([due for due in story.dues if due.kind == "confirm_authority"]) == 3
    story.tell("2026-03-02 12:00", "tier.set", {"tier": "enhanced", "reason": "worse"})
    story.decide("2026-03-02 12:30", "escalate", None)
    story.keep("2026-03-02 13:00")
    assert "confirm_authority" not in story.kinds


def test_a_heavier_tier_of_another_team_counts_at_once_and_is_not_asked() -> None:
    story = settled()
    id = theirs(story, story.tell("2026-03-02 10:00", "tier.set", {"tier": "intensive", "reason": "worse"}))
    assert story.ground.tier is not None
    assert story.ground.tier.value == "intensive"
    assert id not in {due.detail["about"] for due in story.dues if due.kind == "confirm_authority"}


# ---- what is ours alone


@pytest.mark.parametrize(("kind", "body"), [
    ("due.deferred", {"due": "KEY", "until": moment("2026-03-30 10:00"), "reason": "busy"}),
    ("due.reassigned", {"due": "KEY", "owner": "w-ann", "reason": "away"}),
])  # fmt: skip
def test_another_team_puts_off_and_gives_away_nothing_of_ours(kind: str, body: dict[str, Any]) -> None:
    story = settled()
    before = {(due.key, due.due_at, due.named_owner) for due in story.dues}
    key = story.key("review")
    id = story.tell("2026-03-02 10:00", kind, body | {"due": key})
    theirs(story, id)
    assert {(due.key, due.due_at, due.named_owner) for due in story.dues} == before
    assert key not in story.state.put_off
    assert key not in story.state.given_to


def test_another_team_declines_nobody_who_waits_here() -> None:
    story = Story()
    body = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low"}
    story.tell("2026-03-01 09:00", "referral.received", body)
    theirs(story, story.tell("2026-03-02 09:00", "referral.declined", {"reason": "no room", "told": "GP"}))
    assert story.state.on_caseload
    assert "triage" in story.kinds


def test_another_team_corrects_what_it_recorded_itself_and_nothing_of_ours() -> None:
    story = settled("red")
    ours = next(each.id for each in reversed(story.entries) if each.type == "zone.set")
    theirs(story, story.correct("2026-03-02 09:00", ours, replacement=None))
    assert story.state.zone_now == "red"
    own = theirs(story, story.zone("2026-03-02 10:00", "amber"))
    assert story.state.zone_now == "amber"
    theirs(story, story.correct("2026-03-02 11:00", own, replacement=None))
    assert story.state.zone_now == "red"


def test_what_we_correct_of_theirs_names_nobody_of_ours_either() -> None:
    story = settled()
    id = theirs(story, story.book("2026-03-02 09:00", "2026-03-09 10:00"))
    booked = next(each.raw["body"] for each in story.entries if each.id == id)
    story.correct("2026-03-02 10:00", id, replacement={**booked, "worker": "w-tom"}, told={"author": "w-mgr"})
    assert [each.worker for each in story.state.bookings] == ["w-tom, South"]


def test_our_own_goes_before_the_copy_of_it_that_another_team_had() -> None:
    story = settled()
    id = _discharge_by_us(story)
    raw = next(each.raw for each in story.entries if each.id == id)
    for device in ("0" * 32, "f" * 32):
        copy = read_entry(restamped(raw, device=device, seq=1, prev="0" * 64, origin=origin_of(raw, "South", {})))
        assert not fold(story.person, [copy, *story.entries]).on_caseload
        assert not fold(story.person, [*story.entries, copy]).on_caseload


def _discharge_by_us(story: Story) -> str:
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": agreed}
    return story.tell("2026-03-02 10:00", "person.discharged", body, author="w-mgr")


# ---- what is ours, found by whoever tried to break it


def test_another_teams_earlier_acceptance_takes_nobodys_place_whom_we_took_on() -> None:
    story = Story()
    mild = {"tier": "light", "zone": "green", "coordinator": "w-ann"}
    early = story.tell("2026-03-01 09:00", "person.accepted", ACCEPTED_THERE | mild, author="w-ann")
    story.accept("2026-03-02 09:00", tier="enhanced", zone="red")
    theirs(story, early)
    assert (story.ground.tier.value if story.ground.tier else "", story.state.zone_now) == ("enhanced", "red")
    assert story.state.coordinator is not None
    assert story.state.acceptance is not None
    assert story.state.acceptance.at == london("2026-03-02 09:00")


def test_who_waits_for_triage_here_waits_though_another_team_accepted_them() -> None:
    story = Story()
    body = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low"}
    story.tell("2026-03-01 09:00", "referral.received", body)
    theirs(story, story.tell("2026-03-02 09:00", "person.accepted", ACCEPTED_THERE, author="w-ann"))
    assert "triage" in story.kinds


@pytest.mark.parametrize("true", [True, False])
def test_what_somebody_here_has_confirmed_another_team_rewrites_no_more(true: bool) -> None:
    story = settled()
    id = _pause(story)
    from_south(story)
    confirm(story, "2026-03-02 12:00", id, true=true)
    before = story.ground.paused_until()
    later = {**DECISION, "about": "clinical_review", "decision": "pause", "authorised_by": "w-ann",
             "review_at": moment("2099-03-05 10:00")}  # fmt: skip
    theirs(story, story.correct("2026-03-02 13:00", id, replacement=later, told=MANAGER))
    assert story.ground.paused_until() == before


ACTION = {"title": "tell the school", "owner": "w-tom", "due_at": moment("2026-03-04 10:00"), "area": "safeguarding"}


def test_another_team_settles_and_moves_nothing_that_one_of_ours_began() -> None:
    story = settled()
    action = story.tell("2026-03-02 09:00", "action.opened", ACTION)
    raised = story.escalate("2026-03-02 09:10", story.decide("2026-03-02 09:05", "escalate"), "2026-03-02 17:00")
    away = {"kind": "mental_health_ward", "where": "Oak ward"}
    stay = story.tell("2026-03-02 09:20", "person.admitted", away)
    planned = story.book("2026-03-02 09:30", "2026-03-06 10:00")
    owed = {due.key: due.due_at for due in story.dues}
    for kind, body in (
        ("action.changed", {"action": action, "due_at": moment("2026-08-04 10:00"), "reason": "later"}),
        ("action.closed", {"action": action, "outcome": "done", "note": "told"}),
        ("escalation.acknowledged", {"escalation": raised, "by": "them", "answer": "accepted"}),
        ("escalation.closed", {"escalation": raised, "outcome": "seen"}),
        ("report.confirmed", {"about": stay, "true": True}),
        ("contact.cancelled", {"planned": planned, "by": "service", "reason": "ill", "told_person": "yes"}),
        ("handover.opened", HANDOVER | {"summary": SUMMARY}),
    ):
        theirs(story, story.tell("2026-03-02 11:00", kind, body, author="w-ann"))
        assert {due.key: due.due_at for due in story.dues} == owed, kind


def test_another_teams_admission_is_a_report_here_and_withholds_nothing() -> None:
    story = settled()
    away = {"kind": "mental_health_ward", "where": "Oak ward", "confirmed_with": "the ward"}
    theirs(story, story.tell("2026-03-02 10:00", "person.admitted", away, author="w-ann"))
    assert {"cadence", "confirm_report"} <= story.kinds


def test_another_team_adds_warnings_and_takes_none_away() -> None:
    story = settled()
    unsafe = {"number": "07700 900101", "unsafe": True}
    ours = {"phones": [unsafe], "must_not_contact": ["Bill Lee"]}
    story.tell("2026-03-02 10:00", "person.details_updated", ours)
    said = {"phones": [{"number": "07700 900101"}, {"number": "07700 900102"}], "must_not_contact": ["Ada Lee"]}
    theirs(story, story.tell("2026-03-02 11:00", "person.details_updated", said, author="w-ann"))
    yes = {"scope": "share", "with": "Bill Lee", "given": True, "basis": "consent"}
    theirs(story, story.tell("2026-03-02 12:00", "consent.recorded", yes, author="w-ann"))
    known = story.state.identity
    assert [(each.number, bool(each.unsafe)) for each in known.phones or ()] == [
        ("07700 900101", True), ("07700 900102", False),
    ]  # fmt: skip
    assert known.must_not_contact == ("Bill Lee", "Ada Lee")
    assert not [each for each in story.state.sharing if each.name == "Bill Lee" and each.given]


def test_a_death_that_is_confirmed_here_another_team_makes_no_less_certain() -> None:
    story = settled()
    died = story.tell("2026-03-02 10:00", "person.died", {"reported_by": "GP", "confirmed": True})
    theirs(
        story, story.tell("2026-03-02 11:00", "person.died", {"reported_by": "son", "confirmed": False}, author="w-ann")
    )
    assert story.state.has_died
    assert story.state.death is not None
    assert story.state.death.id == died


def test_a_no_that_waits_here_leaves_the_same_day_response_owed() -> None:
    story = settled()
    story.keep("2026-03-02 09:00", how_are_they="worse")
    _pause(story)
    from_south(story)
    assert "same_day_response" in story.kinds


def test_their_yes_lifts_no_refusal_of_ours_and_their_escalation_answers_none_of_our_worries() -> None:
    story = settled()
    no = {
        "scope": "contact",
        "given": False,
        "basis": "consent",
        "rationale": "asks us not to",
        "review_on": "2026-03-09",
    }
    story.tell("2026-03-02 09:00", "consent.recorded", no)
    yes = {"scope": "contact", "given": True, "basis": "consent"}
    theirs(story, story.tell("2026-03-02 10:00", "consent.recorded", yes, author="w-ann"))
    assert story.state.consent is not None
    assert story.state.consent.value == "no"
    story.keep("2026-03-02 11:00", how_are_they="worse")
    decided = theirs(story, story.decide("2026-03-02 11:10", "escalate", told=MANAGER))
    theirs(story, story.escalate("2026-03-02 11:20", decided, "2026-03-02 17:00"))
    assert "same_day_response" in story.kinds
