"""The lists: everybody on the caseload stands in `people`, once, with an owner and what is next, in whatever story."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.views.lists.caseload_people import high, people
from carelist_tui.domain.views.lists.every_list import LISTS, OF_A_PERSON, OF_THE_TEAM
from carelist_tui.domain.views.lists.person_told import PersonTold
from carelist_tui.domain.views.lists.questions import QUESTIONS, STAND
from carelist_tui.journal.projection.earlier import state_by_then, story_by_then
from carelist_tui.journal.queries.lists import standing_on
from tests.domain.generating import PERSON, tell_story
from tests.journal.telling import (
    MONDAY,
    accepted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    worker,
    zone,
)
from tests.profiles import dear

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
seeds = st.integers(0, 2**48)
SOME_OF_THEM = ("safeguarding", "week")
"""What is listed of some entries of a type only, by what they say."""


@given(seeds, st.floats(-0.5, 3))
@dear(100)
def test_nobody_on_the_caseload_is_missing_or_without_owner_and_what_is_next(seed: int, on: float) -> None:
    story = tell_story(Random(seed))
    first, newest = min(each.occurred_at for each in story), max(each.occurred_at for each in story)
    at = newest + (newest - first) * on if on < 0 else newest + timedelta(days=20) * on
    state = state_by_then(PERSON, story, at)
    standing = [standing_on(stand_on(state, STANDARDS), at, Roster())] if state is not None else []
    listed = people(standing, at, Roster())
    assert [each["person"] for each in listed] == ([PERSON] if state is not None and state.on_caseload else [])
    for each in listed:
        assert each["owner"]
        assert each["next"] is not None
        assert each["next"]["person"] == PERSON
    assert {each["person"] for each in high(standing, at, Roster())} <= {PERSON}


@given(seeds)
@dear(100)
def test_each_entry_that_begins_something_stands_in_its_list_once_in_whatever_story(seed: int) -> None:
    story = tell_story(Random(seed))
    at = max(each.occurred_at for each in story)
    told = PersonTold.of(PERSON, story_by_then(story, at), STANDARDS)
    for name, rows_of_person in OF_A_PERSON.items():
        rows = list(rows_of_person(told, at))
        begun = [each.id for each in told.entries if each.type in LISTS[name].begins_with]
        named = [row.item["entry"] for row in rows]
        assert len(named) == len(set(named))
        assert set(named) <= set(begun)
        if name not in SOME_OF_THEM:
            assert named == begun, name
        assert all(set(row.item) == set(rows[0].item) for row in rows)
        assert all({column.key for column in LISTS[name].columns} <= set(row.item) for row in rows)


def test_every_question_is_a_list_and_says_which_types_begin_it() -> None:
    assert list(QUESTIONS) == list(LISTS)
    assert set(STAND) | set(OF_THE_TEAM) | {"exports"} | set(OF_A_PERSON) == set(LISTS)
    assert all(bool(LISTS[name].begins_with) != (name in (*STAND, "exports")) for name in LISTS)


def test_the_list_by_the_projections_is_the_list_folded_afresh(carelist: Carelist) -> None:
    carelist.record([worker("added", MONDAY, "w-tom"), accepted("P-1"), accepted("P-2")], hours(1))
    carelist.record([zone("P-1", hours(2), "red"), coordinator("P-1", hours(2), "w-tom")], hours(3))
    (miss,) = carelist.record([missed("P-2", hours(3))], hours(3))
    carelist.record([completed("P-1", hours(4))], hours(30))
    carelist.record([corrected(miss.id, hours(40), replacement=None), accepted("P-3", hours(5))], hours(41))
    for name in STAND:
        for at in (hours(2.5), hours(6), hours(50), hours(24 * 60)):
            now, then = carelist.lists.answer(name, at), carelist.lists.answer(name, at, known_at=hours(42))
            assert now == then, (name, at)
    refs = [each["ref"] for each in carelist.lists.answer("people", hours(50))["items"]]
    assert sorted(refs) == ["P-1", "P-2", "P-3"] == sorted(x.ref for x in carelist.people.find("") if x.on_caseload)
    (red,) = carelist.lists.answer("high", hours(50))["items"]
    assert (red["ref"], red["owner"], red["zone_reason"]) == ("P-1", "w-tom", "as agreed in the huddle")


def test_what_began_before_the_period_and_is_open_still_is_not_left_out(carelist: Carelist) -> None:
    action = {"title": "Ring MASH", "owner": "w-ann", "area": "safeguarding", "due_at": hours(48).isoformat()}
    carelist.record([accepted("P-1"), draft("action.opened", hours(1), action, ref="P-1")], hours(1))
    (opened,) = carelist.lists.answer("safeguarding", hours(24 * 500))["items"]
    assert opened["open"] is True
    assert carelist.lists.answer("safeguarding", hours(24 * 500), since=hours(24 * 30).date())["items"] == []
    closed = {"action": opened["entry"], "outcome": "done", "note": "They hold it."}
    carelist.record([draft("action.closed", hours(60), closed, ref="P-1")], hours(61))
    assert carelist.lists.answer("safeguarding", hours(24 * 500))["items"] == []
    (then,) = carelist.lists.answer("safeguarding", hours(24 * 30))["items"]
    assert (then["outcome"], then["open"]) == ("They hold it.", False)


def test_an_outcome_that_comes_long_after_the_answer_is_not_lost(carelist: Carelist) -> None:
    decided = {
        "about": "clinical_review",
        "decision": "escalate",
        "what_changed": "Worse",
        "rationale": "She is worse, and alone.",
    }
    carelist.record([accepted("P-1")], hours(1))
    (decision,) = carelist.record([draft("decision.recorded", hours(1), decided, ref="P-1")], hours(1))
    route = {
        "decision": decision.id,
        "route": "cmht",
        "to": "CMHT",
        "owner": "w-ann",
        "respond_by": hours(24).isoformat(),
    }
    (raised,) = carelist.record([draft("escalation.raised", hours(2), route, ref="P-1")], hours(2))
    answer = {"escalation": raised.id, "by": "Jo", "answer": "declined"}
    carelist.record([draft("escalation.acknowledged", hours(20), answer, ref="P-1")], hours(20))
    carelist.record([completed("P-1", hours(24 * 40))], hours(24 * 40))
    end = {"escalation": raised.id, "outcome": "Seen by her GP."}
    carelist.record([draft("escalation.closed", hours(24 * 50), end, ref="P-1")], hours(24 * 50))
    (one,) = carelist.lists.answer("escalations", hours(24 * 60))["items"]
    said = (one["answer"], one["in_time"], one["outcome"], one["open"])
    assert said == ("declined", True, "Seen by her GP.", False)


def test_a_decision_waits_until_whoever_authorised_it_has_said_so(carelist: Carelist) -> None:
    carelist.record([worker("added", MONDAY, "w-sen", role="senior"), accepted("P-1")], hours(1))
    decided = {
        "about": "clinical_review",
        "decision": "do_not_escalate",
        "what_changed": "Nothing new",
        "rationale": "She is as she was, and says so.",
        "review_at": hours(30).isoformat(),
        "authorised_by": "w-sen",
    }
    (decision,) = carelist.record([draft("decision.recorded", hours(2), decided, ref="P-1")], hours(2))
    (one,) = carelist.lists.answer("decisions", hours(3))["items"]
    assert (one["waits"], one["authorised_by"], one["followed_at"]) == (True, "w-sen", None)
    carelist.worker = "w-sen"
    word = {"about": decision.id, "true": True}
    carelist.record([draft("report.confirmed", hours(24 * 50), word, ref="P-1")], hours(24 * 50))
    again = {name: said for name, said in decided.items() if name != "review_at"} | {"decision": "escalate"}
    carelist.record([draft("decision.recorded", hours(24 * 50 + 1), again, ref="P-1")], hours(24 * 50 + 1))
    newer, older = carelist.lists.answer("decisions", hours(24 * 60))["items"]
    assert (older["waits"], older["followed_by"], older["followed_by_entry"]) == (None, "escalate", newer["entry"])
    (then,) = carelist.lists.answer("decisions", hours(24 * 40))["items"]
    assert then["waits"] is True


def test_who_had_no_supervision_stands_first_and_each_session_says_when_the_next_is_owed(carelist: Carelist) -> None:
    held = {"worker": "w-tom", "supervisor": "w-ann", "themes": "Drift", "next_on": hours(24 * 21).date().isoformat()}
    carelist.record([worker("added", MONDAY, "w-tom"), worker("added", MONDAY, "w-bea")], hours(1))
    carelist.record([draft("supervision.held", hours(2), held)], hours(3))
    *none, tom = carelist.lists.answer("supervision", hours(24))["items"]
    assert {each["worker"] for each in none} == {"w-ann", "w-bea"}
    assert all(each["at"] is None and each["due_at"] for each in none)
    assert (tom["worker"], tom["themes"], tom["due_at"][:10]) == ("w-tom", "Drift", held["next_on"])
    before = carelist.lists.answer("supervision", hours(1.5))["items"]
    assert {each["worker"] for each in before if each["at"] is None} == {"w-ann", "w-bea", "w-tom"}
    bea, tom = (each for each in before if each["worker"] != "w-ann")
    assert tom["due_at"] == bea["due_at"], "what was held later moves nothing"


def test_what_was_said_in_supervision_is_for_the_worker_their_seniors_and_an_auditor(carelist: Carelist) -> None:
    roles = {"w-tom": "support_worker", "w-bea": "coordinator", "w-sen": "senior", "w-aud": "auditor"}
    carelist.record([worker("added", MONDAY, id, role=role) for id, role in roles.items()], hours(1))
    held = {"worker": "w-tom", "supervisor": "w-ann", "themes": "Drift", "decision_quality": "Reasons are thin.",
            "agreed": ["Ring Amina first."], "next_on": hours(24 * 21).date().isoformat()}  # fmt: skip
    carelist.record([draft("supervision.held", hours(2), held)], hours(3))
    for reader in ("w-ann", "w-tom", "w-bea", "w-sen", "w-aud"):
        carelist.worker = reader
        (tom,) = (
            each for each in carelist.lists.answer("supervision", hours(24))["items"] if each["worker"] == "w-tom"
        )
        said = ("Drift", "Reasons are thin.", ["Ring Amina first."]) if reader != "w-bea" else (None, None, None)
        assert (tom["themes"], tom["decision_quality"], tom["agreed"]) == said, reader
        assert (tom["supervisor"], tom["decisions"], bool(tom["due_at"])) == ("w-ann", 0, True)


SIGN = {"signs_seen": [{"sign": "awake at night", "seen": "yes"}], "plan_72h": "Ring on Wednesday."}


def seen(ref: str, at: datetime, **body: Any) -> dict[str, Any]:
    met = completed(ref, at)
    return met | {"body": met["body"] | body}


def test_the_week_says_what_was_seen_and_whether_it_was_answered_in_time(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], hours(1))
    carelist.record([seen("P-1", hours(2), **SIGN), seen("P-2", hours(1.5), triggers=["suicidal_plan"])], hours(2))
    carelist.record([seen("P-2", hours(3)), seen("P-1", hours(4), step_up_reached=True)], hours(4))
    decided = {"about": "clinical_review", "decision": "escalate", "what_changed": "Worse.",
               "rationale": "She is worse, and alone."}  # fmt: skip
    (made,) = carelist.record([draft("decision.recorded", hours(5), decided, ref="P-1")], hours(5))

    def week(at: datetime, **asked: Any) -> list[tuple[Any, ...]]:
        items = carelist.lists.answer("week", at, **asked)["items"]
        return [(each["ref"], each["answer"], each["in_time"]) for each in items]

    assert week(hours(3.5)) == [("P-1", None, None), ("P-2", None, None)]
    assert week(hours(6)) == [("P-1", "escalate", True), ("P-1", "escalate", True), ("P-2", None, False)]
    step_up, sign, trigger = carelist.lists.answer("week", hours(6))["items"]
    assert (sign["signs"], sign["plan_72h"], sign["due_at"]) == (["awake at night"], "Ring on Wednesday.",
                                                                 hours(74).isoformat())  # fmt: skip
    assert (step_up["step_up_reached"], step_up["answer_entry"], step_up["answered_by"]) == (True, made.id, "w-ann")
    assert (step_up["answered_at"], step_up["due_at"]) == (hours(5).isoformat(), hours(6).isoformat())
    assert trigger["triggers"] == ["suicidal_plan"]
    assert week(hours(6), known_at=hours(4.5)) == [("P-1", None, None), ("P-1", None, None), ("P-2", None, False)]


def test_the_week_is_the_seven_days_to_its_moment_and_nothing_from_before(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), seen("P-1", hours(1), step_up_reached=True)], hours(1))

    def count(at: datetime, **asked: Any) -> int:
        return len(carelist.lists.answer("week", at, **asked)["items"])

    assert [count(hours(24 * days)) for days in (0.5, 6, 7)] == [1, 1, 1]
    assert count(hours(24 * 8)) == 0, "unanswered or not: Today has it, as overdue as it is"
    assert count(hours(24 * 8), since=MONDAY.date()) == 1
    answer = carelist.lists.answer("week", hours(24 * 30), until=date(2026, 3, 9))
    assert (answer["from"], answer["to"], len(answer["items"])) == ("2026-03-02", "2026-03-09", 1)


def test_the_list_of_improvements_is_of_what_began_and_of_what_is_open(carelist: Carelist) -> None:
    body = {"title": "Read back", "owner": "w-tom", "due_at": hours(24 * 30).isoformat()}
    carelist.record([worker("added", MONDAY, "w-tom")], hours(1))
    (one,) = carelist.record([draft("improvement.opened", hours(1), body)], hours(1))
    end = {"improvement": one.id, "outcome": "done", "what_changed": "It is."}
    carelist.record([draft("improvement.closed", hours(48), end)], hours(48))

    def outcomes(at: datetime, **asked: Any) -> list[Any]:
        return [each["outcome"] for each in carelist.lists.answer("improvements", at, **asked)["items"]]

    assert outcomes(hours(24)) == [None]
    assert outcomes(hours(72)) == ["done"]
    assert outcomes(hours(72), known_at=hours(24)) == [None]
    assert outcomes(hours(24 * 500)) == [], "closed, and long ago"
    assert outcomes(hours(24 * 500), known_at=hours(24)) == [None], "open still, however long ago it began"
    carelist.record([corrected(one.id, hours(80), replacement=None)], hours(80))
    assert outcomes(hours(90)) == []
