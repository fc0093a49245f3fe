"""A handover is held open until somebody else has truly taken over: who owns what, and when (S4:94-96, S1:26-27)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.roster import Absence, Cover, Roster, Worker
from carelist_tui.domain.views.open_things import handovers as open_handovers
from tests.domain.telling import ANOTHER_LAPTOP, KEPT, LONDON, Story, london
from tests.domain.undertaking import (
    accept,
    act,
    close,
    decline,
    do_items,
    give,
    hand_over,
    hold_call,
    meet,
)

TEAM = Roster(
    workers={
        id: Worker(id, id, role, "North")
        for id, role in (
            ("w-tom", "coordinator"), ("w-ann", "coordinator"), ("w-mgr", "manager"), ("w-sue", "senior")
        )
    }
)  # fmt: skip
OF_A_HANDOVER = {"handover_checklist", "handover_call", "handover_acceptance", "handover_first_contact",
                 "handover_reverted"}  # fmt: skip


def owner(story: Story, kind: str, at: str, part: str | None = None, team: Roster = TEAM) -> str:
    """Whose it is at a moment."""
    due, state = story.due(kind, part), story.state
    assert due is not None, f"no {kind} is owed"
    coordinator = state.coordinator.value if state.coordinator else None
    return team.owner(due.named_owner, coordinator, state.identity.team, story.person, london(at), LONDON)


def opened(kind: str = "staff_change", direction: str = "internal", **more: Any) -> tuple[Story, str]:
    """Settled with w-tom; handed over on Monday 2 March at 10:00."""
    story = Story()
    story.settle("2026-02-20 10:00")
    return story, hand_over(story, "2026-03-02 10:00", kind=kind, direction=direction, **more)


def coordinator(story: Story) -> str:
    known = story.state.coordinator
    assert known is not None
    return known.value


def test_the_sending_side_holds_everything_until_acceptance_and_first_contact() -> None:
    story, handover = opened()
    for kind in ("cadence", "review", "handover_checklist", "handover_acceptance"):
        assert owner(story, kind, "2026-03-02 11:00") == "w-tom"
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    assert owner(story, "cadence", "2026-03-02 13:00") == "w-tom"
    assert owner(story, "handover_checklist", "2026-03-02 13:00") == "w-tom"
    assert owner(story, "handover_first_contact", "2026-03-02 13:00") == "w-ann"
    assert owner(story, "handover_reverted", "2026-03-02 13:00") == "w-tom"
    meet(story, "2026-03-04 10:30", handover)
    for kind in ("cadence", "review", "handover_checklist"):
        assert owner(story, kind, "2026-03-04 11:00") == "w-ann"
    assert coordinator(story) == "w-tom"


def test_what_names_a_worker_stays_theirs_when_the_rest_moves() -> None:
    story, handover = opened()
    act(story, "2026-03-02 10:30", "2026-03-20 10:00", owner="w-sue")
    story.book("2026-03-02 10:40", "2026-03-20 10:00")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-04 10:30", handover)
    assert owner(story, "action", "2026-03-04 11:00") == "w-sue"
    assert owner(story, "contact", "2026-03-04 11:00") == "w-tom"


def test_first_contact_alone_moves_nothing() -> None:
    story, handover = opened()
    meet(story, "2026-03-02 11:00", handover)
    assert owner(story, "cadence", "2026-03-02 12:00") == "w-tom"
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    assert owner(story, "cadence", "2026-03-02 13:00") == "w-tom"
    assert story.due("handover_first_contact") is not None


def test_a_missed_first_contact_reverts_and_the_receiving_side_runs_the_ladder() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    story.miss("2026-03-04 10:00", handover=handover)
    assert owner(story, "handover_reverted", "2026-03-04 11:00") == "w-tom"
    assert owner(story, "ladder_step", "2026-03-04 11:00", "same_day_attempt") == "w-ann"
    assert owner(story, "cadence", "2026-03-04 11:00") == "w-tom"
    story.keep("2026-03-05 10:00", handover=handover)
    assert not story.kinds & {"handover_reverted", "handover_first_contact", "ladder_step"}
    assert owner(story, "cadence", "2026-03-05 11:00") == "w-ann"


def test_a_ladder_from_before_the_handover_stays_with_the_sending_side() -> None:
    story, handover = opened()
    story.miss("2026-03-02 11:00")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-04 10:00", handover, achieved=False)
    assert owner(story, "ladder_step", "2026-03-04 11:00", "same_day_attempt") == "w-tom"


@pytest.mark.parametrize("names_it", [True, False])
def test_a_nod_through_the_door_is_no_first_contact_of_the_receiving_side(names_it: bool) -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    about: dict[str, Any] = {"handover": handover} if names_it else {}
    story.keep("2026-03-04 10:30", purpose="first", partial=True, **about)
    assert story.due_at("handover_first_contact") == "Wed 2026-03-04 17:00"
    assert owner(story, "handover_first_contact", "2026-03-04 11:00") == "w-ann"
    assert owner(story, "cadence", "2026-03-04 11:00") == "w-tom", "nobody else has truly taken over"
    story.keep("2026-03-05 10:30", purpose="first", **about)
    assert not {"handover_first_contact", "handover_reverted"} & story.kinds
    assert owner(story, "cadence", "2026-03-05 11:00") == "w-ann"


def test_a_nod_after_a_first_contact_that_failed_leaves_the_person_with_the_sender() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-04 10:30", handover, achieved=False)
    story.keep("2026-03-04 15:00", purpose="first", partial=True)
    assert "handover_reverted" in story.kinds
    assert owner(story, "cadence", "2026-03-04 16:00") == "w-tom"


def test_first_contact_is_derived_from_a_contact_with_purpose_first_and_from_a_missed_booking_for_it() -> None:
    for missed in (False, True):
        story, handover = opened()
        planned = story.book("2026-03-02 11:00", "2026-03-04 10:00", purpose="first", worker="w-ann")
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
        if missed:
            story.miss("2026-03-04 10:30", "2026-03-04 10:00", planned=planned)
        else:
            story.keep("2026-03-04 10:30", planned=planned, purpose="first")
        assert "handover_first_contact" not in story.kinds
        assert ("handover_reverted" in story.kinds) == missed
        assert owner(story, "cadence", "2026-03-04 11:00") == ("w-tom" if missed else "w-ann")


def test_a_contact_before_acceptance_or_for_another_purpose_is_no_first_contact() -> None:
    story, handover = opened()
    story.keep("2026-03-02 11:00", purpose="first")
    story.keep("2026-03-02 11:10", handover=handover)
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    story.keep("2026-03-03 11:00")
    assert story.due("handover_first_contact") is not None
    assert owner(story, "cadence", "2026-03-03 12:00") == "w-tom"


def test_kept_on_one_laptop_and_missed_on_another_counts_as_missed_until_settled() -> None:
    for first in ("kept", "missed"):
        story, handover = opened()
        planned = story.book("2026-03-02 11:00", "2026-03-04 10:00", purpose="first", worker="w-ann")
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
        told = {"kept": "2026-03-04 10:20", "missed": "2026-03-04 10:30"}
        if first == "missed":
            told = {"kept": "2026-03-04 10:40", "missed": "2026-03-04 10:30"}
        kept = KEPT | {"planned": planned, "purpose": "first"}
        story.tell(told["kept"], "contact.completed", kept, replaces=())
        body = {"planned": planned, "expected_at": "2026-03-04T10:00:00Z", "method": "visit", "how": "no_access"}
        story.tell(told["missed"], "contact.missed", body, replaces=(), device="b" * 32)
        assert "handover_reverted" in story.kinds, first
        assert "conflict" in story.kinds


def test_a_second_date_after_a_failed_first_contact_is_looked_for_too() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-04 12:00", handover, achieved=False)
    assert "handover_first_contact" not in story.kinds
    accept(story, "2026-03-04 13:00", handover, "2026-03-06 10:00")
    assert story.due_at("handover_first_contact") == "Fri 2026-03-06 17:00"
    assert "handover_reverted" in story.kinds


def test_nothing_recorded_by_the_close_of_the_day_reverts_by_itself() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    assert story.reading("handover_reverted", "2026-03-04 16:59") == "upcoming"
    assert story.reading("handover_reverted", "2026-03-04 17:00") == "due"
    assert story.reading("handover_reverted", "2026-03-05 10:01") == "overdue"


def test_completed_the_receiving_worker_is_coordinator_and_the_team_theirs() -> None:
    story, handover = opened("team_transfer", to_team="South")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-04 10:30", handover)
    assert (coordinator(story), story.state.identity.team) == ("w-tom", "North")
    close(story, "2026-03-05 10:00", handover)
    assert (coordinator(story), story.state.identity.team) == ("w-ann", "South")
    assert not story.kinds & OF_A_HANDOVER
    assert owner(story, "cadence", "2026-03-05 11:00") == "w-ann"


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_declined_or_withdrawn_the_sending_side_keeps_them(how: str) -> None:
    story, handover = opened(higher_risk=True)
    if how == "declined":
        decline(story, "2026-03-02 12:00", handover)
    else:
        close(story, "2026-03-02 12:00", handover, "withdrawn")
    assert story.kinds & OF_A_HANDOVER == ({"handover_reverted"} if how == "declined" else set())
    assert (coordinator(story), story.state.identity.team) == ("w-tom", "North")
    assert owner(story, "cadence", "2026-03-02 13:00") == "w-tom"


def test_a_receiving_side_that_says_no_after_all_gives_everything_back() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-02 13:00", handover)
    decline(story, "2026-03-03 10:00", handover, author="w-ann")
    assert owner(story, "cadence", "2026-03-03 11:00") == "w-tom"
    assert owner(story, "handover_reverted", "2026-03-03 11:00") == "w-tom"


@pytest.mark.parametrize("first", ["accepted", "declined"])
def test_accepted_here_and_declined_there_nobody_else_has_taken_over(first: str) -> None:
    story, handover = opened()
    at = {"accepted": "2026-03-02 12:00", "declined": "2026-03-02 12:05"}
    if first == "declined":
        at = {"accepted": "2026-03-02 12:05", "declined": "2026-03-02 12:00"}
    accept(story, at["accepted"], handover, "2026-03-04 10:00", replaces=())
    decline(story, at["declined"], handover, replaces=(), device="b" * 32)
    meet(story, "2026-03-02 15:00", handover)
    assert {"conflict", "handover_reverted"} <= story.kinds
    assert "whether a handover was accepted" in str(next(due for due in story.dues if due.kind == "conflict").because)
    assert owner(story, "cadence", "2026-03-02 16:00") == "w-tom"
    accept(story, "2026-03-02 16:00", handover, "2026-03-04 10:00")
    assert "conflict" not in story.kinds
    assert owner(story, "cadence", "2026-03-02 17:00") == "w-ann"


def test_a_declined_one_is_answered_by_a_new_one() -> None:
    story, handover = opened()
    decline(story, "2026-03-02 12:00", handover)
    again = hand_over(story, "2026-03-02 14:00", to_worker="w-sue")
    assert {due.source for due in story.dues if due.kind in OF_A_HANDOVER} == {again}


def test_one_that_waits_for_its_first_contact_is_not_ended_by_another() -> None:
    story, handover = opened()
    accept(story, "2026-03-02 12:00", handover, "2026-03-06 10:00")
    hand_over(story, "2026-03-03 10:00", kind="step_up", direction="out", to_team="Crisis team")
    assert f"handover_first_contact:{handover}" in story.keys


def test_out_of_the_service_we_keep_asking_and_they_may_then_be_discharged() -> None:
    story, handover = opened("discharge", "out", to_team="GP")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", by=None)
    assert owner(story, "handover_first_contact", "2026-03-02 13:00") == "w-tom"
    meet(story, "2026-03-04 11:00", handover)
    assert owner(story, "cadence", "2026-03-04 12:00") == "w-tom"
    decision = story.decide("2026-03-04 13:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "transferred", "note": "agreed together", "decision": decision}
    story.tell("2026-03-04 14:00", "person.discharged", body)
    assert story.state.on_caseload
    assert "conflict" in story.kinds
    close(story, "2026-03-05 10:00", handover)
    assert (coordinator(story), story.state.identity.team) == ("w-tom", "North")
    story.tell("2026-03-05 11:00", "person.discharged", body)
    assert not story.state.on_caseload


@pytest.mark.parametrize(("to_worker", "holder"), [("w-ann", "w-ann"), (None, "w-tom")])
def test_into_the_service_it_is_whoever_was_named_here_and_never_somebody_of_the_other_side(
    to_worker: str | None, holder: str
) -> None:
    story, handover = opened("team_transfer", "in", **({"to_worker": to_worker} if to_worker else {}))
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", by=None)
    assert owner(story, "handover_first_contact", "2026-03-02 13:00") == holder
    assert owner(story, "handover_reverted", "2026-03-02 13:00") == "w-tom"
    meet(story, "2026-03-04 10:00", handover)
    close(story, "2026-03-05 10:00", handover)
    assert coordinator(story) == holder


def test_the_checklist_says_what_is_done_and_what_is_left() -> None:
    story, handover = opened("step_down", higher_risk=True)
    do_items(story, "2026-03-02 11:00", handover, "live_call_booked", "person_told")
    due = story.due("handover_checklist")
    assert due is not None
    assert due.detail["left"] == ["person_told", "live_call_booked"]
    assert len(due.detail["done"]) == 9
    hold_call(story, "2026-03-02 12:00", handover)
    assert "handover_call" not in story.kinds


def test_after_a_move_they_are_looked_in_on_every_two_service_days_for_a_fortnight() -> None:
    story, handover = opened("step_down", to_team="Community")
    accept(story, "2026-03-02 12:00", handover, "2026-03-03 10:00")
    meet(story, "2026-03-03 10:00", handover)
    close(story, "2026-03-03 12:00", handover)
    assert story.due_at("transition_check") == "Thu 2026-03-05 17:00"
    for seen, then in (
        ("2026-03-05 11:00", "Mon 2026-03-09 17:00"),
        ("2026-03-09 11:00", "Wed 2026-03-11 17:00"),
        ("2026-03-13 11:00", "Tue 2026-03-17 17:00"),
    ):
        story.keep(seen)
        assert story.due_at("transition_check") == then
    story.keep("2026-03-16 11:00")
    assert story.due_at("transition_check") is None


def test_a_handover_that_was_withdrawn_moved_nobody() -> None:
    story, handover = opened("step_up", to_team="Intensive")
    close(story, "2026-03-02 12:00", handover, "withdrawn")
    assert "transition_check" not in story.kinds
    assert story.state.identity.team == "North"


def test_what_was_given_to_somebody_stays_theirs_through_a_handover() -> None:
    story, handover = opened()
    give(story, "2026-03-02 11:00", story.key("cadence"), "w-sue")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    meet(story, "2026-03-02 13:00", handover)
    assert owner(story, "cadence", "2026-03-02 14:00") == "w-sue"


def test_while_the_sender_or_the_receiving_worker_is_away_their_cover_holds_what_is_theirs() -> None:
    leave = Absence(london("2026-03-01 09:00"), london("2026-03-08 09:00"), "leave", (Cover("w-sue"),))
    for away, reverted, first in (("w-tom", "w-sue", "w-ann"), ("w-ann", "w-tom", "w-sue")):
        team = Roster(workers=TEAM.workers, absences={away: (leave,)})
        story, handover = opened()
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
        assert owner(story, "handover_reverted", "2026-03-03 10:00", team=team) == reverted
        assert owner(story, "handover_first_contact", "2026-03-03 10:00", team=team) == first
        assert owner(story, "handover_first_contact", "2026-03-09 10:00", team=team) == "w-ann"


@pytest.mark.parametrize(
    ("direction", "title"),
    [("in", "Not met: tell them, get a name"), ("out", "Responsibility is back with us"),
     ("internal", "Responsibility is back with us")],
)  # fmt: skip
def test_a_first_contact_that_failed_says_whose_the_person_is(direction: str, title: str) -> None:
    story, handover = opened("team_transfer", direction)
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", by="w-ann" if direction == "internal" else None)
    meet(story, "2026-03-04 11:00", handover, achieved=False)
    due = story.due("handover_reverted")
    assert due is not None
    assert due.title == title


@pytest.mark.parametrize(("zone", "by"), [("green", "Thu 2026-03-05 10:00"), ("red", "Wed 2026-03-04 19:00")])
def test_a_first_contact_nobody_recorded_is_ours_again_sooner_for_somebody_high(zone: str, by: str) -> None:
    story, handover = opened()
    story.zone("2026-03-02 11:00", zone)
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    assert story.due_at("handover_reverted") == by


@pytest.mark.parametrize(("direction", "receiving"), [("in", "w-ann"), ("out", None), ("internal", None)])
def test_before_anybody_accepts_only_one_into_the_service_has_somebody_here_who_receives(
    direction: str, receiving: str | None
) -> None:
    named = {} if direction == "out" else {"to_worker": "w-ann"}
    story, _ = opened("team_transfer", direction, **named)
    (shown,) = open_handovers(story.ground)
    assert shown["receiving_worker"] == receiving


@pytest.mark.parametrize("order", [("2026-03-05 10:00", "2026-03-04 10:00"), ("2026-03-04 10:00", "2026-03-05 10:00")])
def test_of_two_dates_for_the_first_contact_that_two_laptops_took_the_earlier_holds(order: tuple[str, str]) -> None:
    story = Story()
    story.settle("2026-02-20 10:00")
    handover = hand_over(story, "2026-03-02 10:00")
    accept(story, "2026-03-02 12:00", handover, order[0])
    accept(story, "2026-03-02 12:30", handover, order[1], device=ANOTHER_LAPTOP, replaces=())
    (open_one,) = story.state.handovers
    assert open_one.first_contact_at == london("2026-03-04 10:00")
