"""What leaves as lines or as stories: of everybody, or of the one person who was asked for and nobody else."""

from __future__ import annotations

import json

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.journal.telling import accepted, completed, draft, hours, zone


@pytest.fixture
def two(carelist: Carelist) -> tuple[Carelist, dict[str, list[str]]]:
    """A store with two people, and the ids of each one's entries."""
    told = {ref: [accepted(ref), zone(ref, hours(1)), completed(ref, hours(2))] for ref in ("P-1", "P-2")}
    return carelist, {ref: [each.id for each in carelist.record(drafts, hours(2))] for ref, drafts in told.items()}


def test_of_one_person_only_their_entries_leave_and_without_one_everybodys(
    two: tuple[Carelist, dict[str, list[str]]],
) -> None:
    carelist, ids = two
    for ref in ids:
        assert [json.loads(line)["id"] for line in carelist.people.stored_lines(ref)] == ids[ref]
        assert [[each["id"] for each in story] for story in carelist.people.stories(ref)] == [ids[ref]]
    everybody = {json.loads(line)["id"] for line in carelist.people.stored_lines()}
    assert everybody > {*ids["P-1"], *ids["P-2"]}
    stories = [{each["id"] for each in story} for story in carelist.people.stories()]
    assert stories[0] == everybody - {*ids["P-1"], *ids["P-2"]}
    assert sorted(stories[1:], key=min) == sorted(map(set, ids.values()), key=min)


def test_nobodys_identifier_leaves_nothing(two: tuple[Carelist, dict[str, list[str]]]) -> None:
    for asked in (two[0].people.stored_lines, two[0].people.stories):
        with pytest.raises(Refused, match="P-9"):
            list(asked("P-9"))


def test_only_what_was_recorded_since_then_leaves(two: tuple[Carelist, dict[str, list[str]]]) -> None:
    carelist, _ = two
    (late,) = carelist.record([zone("P-1", hours(1.5))], hours(9))
    assert [json.loads(line)["id"] for line in carelist.people.stored_lines("P-1", hours(8))] == [late.id]
    assert list(carelist.people.stored_lines("P-2", hours(8))) == []


def test_the_counts_of_a_list_are_of_what_it_answers(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], hours(1))
    body = {"title": "Ring housing", "owner": "w-ann", "due_at": hours(30).isoformat(), "area": "housing"}
    carelist.record([draft("action.opened", hours(1), body, ref="P-1")], hours(1))
    for at in (hours(2), hours(25), hours(29), hours(200)):
        answer = carelist.people.today_json(at, days=30)
        statuses = [item["status"] for item in answer["items"]]
        assert answer["counts"] == {each: statuses.count(each) for each in ("overdue", "due", "upcoming")}
