"""What people say for equity of access, and where they live: listed by the Standards, and never an input to a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.warnings import state_warnings
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.subjects.people import Identity
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards, parse_standards
from carelist_tui.journal.queries.lists import standing_on
from tests.domain.generating import PERSON, tell_story
from tests.domain.telling import Story
from tests.domain.test_checks import ROSTER, Shelf, asked
from tests.profiles import dear

pytestmark = pytest.mark.slow

LISTED = parse_standards("""
[localities]
north = "North of the river"
south = "South of the river"
[groups.ethnicity]
title = "Ethnic group"
values = ["Asian", "Black", "White", "prefers not to say"]
reason = "Public sector equality duty."
[groups.faith]
title = "Faith"
values = ["none", "any"]
reason = "Public sector equality duty."
""")
NEWEST = 2
"""So many of the newest entries are asked again at the door."""
BEFORE: dict[str, Any] = {"locality": "old_town", "groups": {"ethnicity": "Other", "age": "18 to 25"}}


def otherwise(story: Sequence[Entry], chance: Random) -> list[Entry]:
    """The same story of somebody who answered otherwise, and lives elsewhere."""
    said = {"ethnicity": ("Asian", "Black", "White"), "faith": ("none", "any")}
    groups = {key: chance.choice(values) for key, values in said.items() if chance.random() < 0.8}
    told = {"groups": groups, "locality": chance.choice(("north", "south"))}
    return [
        replace(each, body=each.body.model_copy(update=told)) if isinstance(each.body, Identity) else each
        for each in story
    ]


def what_follows(story: Sequence[Entry], after: float) -> Any:
    """All that is owed and its order, every warning, and what is said against the newest entries."""
    state = fold(PERSON, story)
    ground = stand_on(state, LISTED)
    at = max(each.occurred_at for each in story)
    at = at.fromtimestamp(at.timestamp() + after * 86_400, at.tzinfo)
    standing = standing_on(ground, at, Roster())
    ordered = sorted(standing.items, key=lambda item: item.order)
    owed = [(i.key, i.kind, i.due_at, i.from_at, i.band, i.status, i.owner, i.order, i.why, i.also) for i in ordered]
    verdicts = []
    entries = sorted(story, key=lambda each: each.order)
    for n in range(max(1, len(entries) - NEWEST), len(entries)):
        before, entry = entries[:n], entries[n]
        if entry.body is not None:
            faults = faults_now(entry, fold(PERSON, before), ROSTER, LISTED, Shelf(before, {}))
            verdicts.append([(fault.path, fault.sentence) for fault in faults])
    return owed, state_warnings(ground), standing.who, verdicts


@given(st.integers(0, 2**48), st.integers(0, 2**48), st.floats(0, 40))
@dear(100)
def test_no_due_no_order_no_verdict_and_no_warning_changes_with_what_people_said(
    seed: int, other: int, after: float
) -> None:
    story = tell_story(Random(seed))
    assert what_follows(otherwise(story, Random(other)), after) == what_follows(story, after)


def story_that_says(kind: str, said: dict[str, Any], before: dict[str, Any] | None = None) -> Story:
    story = Story(standards=LISTED)
    story.accept("2026-03-02 09:00")
    if before is not None:
        story.tell("2026-03-02 09:10", "person.details_updated", before)
    story.tell("2026-03-02 10:00", kind, said)
    return story


@pytest.mark.parametrize(
    ("said", "paths"),
    [
        ({"locality": "north", "groups": {"ethnicity": "Black"}}, []),
        ({"groups": {}}, []),
        ({"locality": "east"}, ["body.locality"]),
        ({"groups": {"shoe_size": "9"}}, ["body.groups.shoe_size"]),
        ({"groups": {"ethnicity": "martian", "faith": "any"}}, ["body.groups.ethnicity"]),
    ],
)
def test_by_hand_only_what_the_standards_list_is_taken(said: dict[str, Any], paths: list[str]) -> None:
    story = story_that_says("person.details_updated", said)
    assert [fault.path for fault in asked(story)] == paths


def test_what_was_said_before_stays_and_may_be_said_again_beside_what_is_new() -> None:
    again = {"locality": "old_town", "groups": BEFORE["groups"] | {"faith": "any"}}
    assert asked(story_that_says("person.details_updated", again, BEFORE)) == []
    other = {"groups": {"ethnicity": "martian", "age": "18 to 25"}}
    found = asked(story_that_says("person.details_updated", other, BEFORE))
    assert [fault.path for fault in found] == ["body.groups.ethnicity"]


def test_where_nothing_is_listed_nobody_is_asked_and_what_is_said_is_remarked_on() -> None:
    for said in ({"locality": "east"}, {"groups": {"faith": "any"}}):
        story = replace(story_that_says("person.details_updated", said), standards=default_standards())
        assert asked(story) == []
