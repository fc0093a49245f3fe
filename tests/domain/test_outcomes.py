"""What may be recorded of outcomes, instruments and the parts of a rating (records.md, Outcomes)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.entries.subjects.indicators import name_of_step, step_named
from carelist_tui.domain.measures.figures_outside import figure_that_leaves
from carelist_tui.domain.measures.measure import BY_AREA
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import parse_standards
from carelist_tui.domain.views.whole.indicators import measured_of
from tests.domain.telling import Story, london
from tests.domain.test_checks import asked, paths, settled
from tests.domain.undertaking import INDICATOR, agree, end_indicator, rate

ROUTINE: dict[str, Any] = {
    "kind": "routine",
    "steps": ["Up by ten", "Wäscht sich", "Breakfast"],
    "baseline": 1,
    "aim": 3,
}
OUTCOME: dict[str, Any] = {
    "area": "tenancy", "what_changed": "No arrears", "why": "paid at source", "our_part": "went along",
}  # fmt: skip
SCORED: dict[str, Any] = {"instrument": "own_view", "items": {"help_wanted": 6, "satisfied": 5}, "by": "person"}
DRAFT: dict[str, Any] = {
    "occurred_at": "2026-03-02T10:00:00+00:00", "person": "00000000-0000-7000-8000-000000000001"
}  # fmt: skip
WHOLE = {"help_wanted": 6, "working_on_what_matters": 7, "satisfied": 5}


def rated(story: Story, indicator: str, **more: Any) -> str:
    body = {"indicator": indicator, "value": 1, "support_level": "prompted"} | more
    return story.tell("2026-03-02 11:00", "indicator.rated", body)


@pytest.mark.parametrize("kind", ["graded_step", "routine"])
def test_what_is_made_of_steps_says_them(kind: str) -> None:
    draft = DRAFT | {"type": "indicator.agreed", "body": INDICATOR | {"kind": kind, "aim": 3}}
    assert [fault.path for fault in check_draft(draft, now=london("2026-03-02 10:00"))] == ["body.steps"]


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ({"Up by ten": "alone", "Breakfast": "not_done"}, False),
        ({"2": "prompted"}, False),
        ({"Washed": "alone"}, True),
        ({"4": "alone"}, True),
        ({"0": "alone"}, True),
        ({"Up by ten": "alone", "1": "prompted"}, True),
    ],
)
def test_the_parts_of_a_rating_are_the_steps_of_its_indicator_each_once(parts: dict[str, str], refused: bool) -> None:
    story = settled()
    rated(story, agree(story, "2026-03-02 10:00", **ROUTINE), parts=parts)
    assert paths(story) == (["body.parts"] if refused else [])


def test_an_indicator_without_steps_has_no_parts() -> None:
    story = settled()
    rated(story, agree(story, "2026-03-02 10:00"), parts={"1": "alone"})
    assert paths(story) == ["body.parts"]


def test_a_step_is_named_by_its_words_where_json_can_and_else_by_its_number() -> None:
    steps = ROUTINE["steps"]
    assert [name_of_step(step, steps) for step in steps] == ["Up by ten", "2", "Breakfast"]
    assert [step_named(name_of_step(step, steps), steps) for step in steps] == steps


def test_an_outcome_is_shown_by_entries_about_this_person_each_once() -> None:
    story = settled()
    kept = story.keep("2026-03-02 10:00")
    story.tell("2026-03-02 11:00", "outcome.noted", OUTCOME | {"evidence": [kept]})
    assert paths(story) == []
    story.entries.pop()
    story.tell("2026-03-02 11:00", "outcome.noted", OUTCOME | {"evidence": [kept, kept]})
    assert paths(story) == ["body.evidence[1]"]


def test_what_is_about_somebody_else_or_about_nobody_shows_no_outcome() -> None:
    story = settled()
    other = Story(person="00000000-0000-7000-8000-000000000999")
    other.entries = [*story.entries]
    elsewhere = other.tell("2026-03-02 09:00", "zone.set", {"zone": "green", "reason": "calm"})
    nobody = story.again().tell("2026-03-02 09:30", "huddle.held", {
        "team": "North", "from": "2026-03-02T09:00:00+00:00", "to": "2026-03-02T09:10:00+00:00", "present": ["w-tom"],
    }, about_nobody=True)  # fmt: skip
    for named in (elsewhere, nobody):
        told = story.again()
        told.entries += [each for each in (*other.entries,) if each.id == named and each not in told.entries]
        told.tell("2026-03-02 11:00", "outcome.noted", OUTCOME | {"evidence": [named]})
        assert paths(told) == ["body.evidence[0]"]


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, []),
        ({"items": WHOLE, "total": 18}, []),
        ({"items": WHOLE, "total": 17}, ["body.total"]),
        ({"total": 31}, ["body.total"]),
        ({"items": {}, "total": 30}, []),
        ({"items": {"satisfied": 11}}, ["body.items.satisfied"]),
        ({"items": {"happy": 5}}, ["body.items.happy"]),
        ({"instrument": "dialog"}, ["body.instrument"]),
    ],
)
def test_a_score_is_what_the_standards_declare(more: dict[str, Any], refused: list[str]) -> None:
    story = settled()
    story.tell("2026-03-02 11:00", "instrument.scored", SCORED | more)
    assert paths(story) == refused
    assert all(fault.sentence for fault in asked(story))


def test_nothing_is_noted_as_changed_without_an_entry_that_shows_it() -> None:
    draft = DRAFT | {"type": "outcome.noted", "body": OUTCOME | {"evidence": []}}
    assert [fault.path for fault in check_draft(draft, now=london("2026-03-02 10:00"))] == ["body.evidence"]


def test_a_score_says_something() -> None:
    draft = DRAFT | {"type": "instrument.scored", "body": SCORED | {"items": {}}}
    assert [fault.path for fault in check_draft(draft, now=london("2026-03-02 10:00"))] == ["body.items"]


OTHER = """
[instruments.dialog]
title = "DIALOG"
every = "6 months"
by = "both"
[instruments.dialog.items.housing]
title = "Housing"
range = [1, 7]
[instruments.dialog.items.worry]
title = "Worry"
range = [1, 7]
direction = "lower"
"""


def test_a_service_adds_its_own_to_the_one_that_ships() -> None:
    declared = parse_standards(OTHER).instruments
    assert list(declared) == ["own_view", "dialog"]
    assert declared["dialog"].direction is None
    assert declared["dialog"].total_range == (2, 14)
    assert declared["dialog"].wrong_total({"housing": 7, "worry": 1}, 14) == "", "a service may turn one round"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (OTHER.replace("[1, 7]", "[7, 7]", 1), "instruments.dialog.items.housing.range"),
        (OTHER.replace('"lower"', '"sideways"'), "instruments.dialog.items.worry.direction"),
        (OTHER.replace('"6 months"', '"now and then"'), "instruments.dialog.every"),
        ('[instruments.empty]\ntitle = "Empty"\nitems = {}\n', "instruments.empty.items"),
    ],
)
def test_what_is_no_instrument_is_refused_at_its_line(text: str, path: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_standards(text)
    (fault,) = refused.value.faults
    assert fault.path == path
    assert fault.line


# ---- what leaves


@pytest.mark.parametrize(("others", "left"), [(6, 6), (0, 0), (2, None)])
def test_by_area_all_leaves_or_nothing(others: int, left: int | None) -> None:
    """They add up to a total that stands beside them: one that is small would be told by the others."""
    areas = {f"{BY_AREA}safety, towards": 9, f"{BY_AREA}safety, others": others}
    figure = {
        "unit": "share", "chart": "table", "n": 9, "d": 9 + others, "share": 1.0, "points": [], "groups": [],
        "breakdowns": [], "stretches": [], "signal": {"kind": "none", "since": None, "words": ""}, "not_ripe": 0,
        "left_out": {}, "more": {"held": 12} | areas, "limits": {"state": "none"},
    }  # fmt: skip
    more = figure_that_leaves(figure)["more"]
    assert more == {"held": 12} | {what: None if left is None else count for what, count in areas.items()}


# ---- what is owed


def test_a_rating_is_due_at_the_contact_that_is_booked_soon_after_its_interval() -> None:
    story = settled()
    indicator = agree(story, "2026-03-02 10:00")
    assert story.due_at("indicator") == "Mon 2026-03-09 17:00"
    story.book("2026-03-02 11:00", "2026-03-12 10:00")
    assert story.due_at("indicator") == "Thu 2026-03-12 11:00", "three days later: rated then, at its end"
    story.book("2026-03-02 11:30", "2026-03-09 10:00")
    assert story.due_at("indicator") == "Thu 2026-03-12 11:00", "the one of that day comes before it is due"
    end_indicator(story, "2026-03-03 10:00", indicator)
    assert "indicator" not in story.kinds


def test_a_contact_later_than_half_the_interval_after_it_or_a_letter_moves_nothing() -> None:
    story = settled()
    agree(story, "2026-03-02 10:00")
    story.book("2026-03-02 11:00", "2026-03-11 10:00", method="letter")
    story.book("2026-03-02 11:00", "2026-03-13 12:00")
    assert story.due_at("indicator") == "Mon 2026-03-09 17:00", "half a week after it is Friday 05:00"


def test_what_ended_before_it_was_agreed_by_another_clock_never_runs() -> None:
    story = settled()
    indicator = agree(story, "2026-03-02 10:00")
    end_indicator(story, "2026-03-02 11:00", indicator)
    story.correct("2026-03-02 12:00", indicator, moved_to=london("2026-03-02 11:30").isoformat())
    assert "indicator" not in story.kinds
    rate(story, "2026-03-02 13:00", indicator)
    assert paths(story) == ["body.indicator"]


def test_one_that_took_the_place_of_another_and_was_struck_out_hands_on_what_it_replaced() -> None:
    """A<-B<-C with B struck out is A<-C: A is owed no rating, and stands as changed (records.md, Conflict)."""
    story = settled()
    first = agree(story, "2026-03-02 10:00", name="A")
    second = story.tell("2026-03-03 10:00", "indicator.agreed", INDICATOR | {"name": "B"}, replaces=(first,))
    story.tell("2026-03-05 10:00", "indicator.agreed", INDICATOR | {"name": "C"}, replaces=(second,))
    story.correct("2026-03-06 10:00", second, replacement=None)
    assert [each.name for each in story.state.indicators] == ["C"]
    measured = measured_of(story.person, [each for each in story.entries if each.person])
    assert {each.agreed.name: each.ended and each.ended[1] for each in measured} == {"A": "changed", "C": None}
