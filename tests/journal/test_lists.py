"""The lists: everybody on the caseload stands in `people`, once, with an owner and what is next, in whatever story."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.views.lists.caseload_people import high, people
from carelist_tui.domain.views.lists.every_list import LISTS, OF_A_PERSON
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
from tests.profiles import every_story

STANDARDS = default_standards()
seeds = st.integers(0, 2**48)


@given(seeds, st.floats(-0.5, 3))
@every_story
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
@every_story
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
        if name != "safeguarding":
            assert named == begun, name
        assert all(set(row.item) == set(rows[0].item) for row in rows)
        assert all({column.key for column in LISTS[name].columns} <= set(row.item) for row in rows)


def test_every_question_is_a_list_and_says_which_types_begin_it() -> None:
    assert list(QUESTIONS) == list(LISTS)
    assert set(STAND) | {"supervision", "exports"} | set(OF_A_PERSON) == set(LISTS)
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
