"""Merging runs of other laptops' entries: whoever is known is advanced by what is new, and that is what a fold of the
whole story gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import NO_ENTRY, read_sound, restamped
from carelist_tui.journal.projection.behind import read_behind
from carelist_tui.journal.take_in.runs import Incoming, Part, append_part
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import accepted, completed, hours, store_at, zone

pytestmark = pytest.mark.slow


def merge(carelist: Carelist, *runs: list[dict[str, Any]]) -> list[int]:
    """How many entries of each run were new."""
    merged = carelist.journal.merge([Incoming(run[0]["device"], [read_sound(raw) for raw in run]) for run in runs])
    assert not merged.refused
    return list(merged.new.values())


def as_rebuilt(carelist: Carelist) -> bool:
    found = projections(carelist.store)
    carelist.rebuild()
    return projections(carelist.store) == found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_what_is_advanced_run_by_run_is_what_a_rebuild_makes(
    carelist: Carelist, told: list[dict[str, Any]], size: int
) -> None:
    for first in range(0, len(told), size):
        part = told[first : first + size]
        assert merge(carelist, part) == [len(part)]
        assert as_rebuilt(carelist)


def one_by_one(carelist: Carelist, told: list[dict[str, Any]], most: int) -> None:
    """Each entry a run of its own, so many in a transaction."""
    carelist.journal.most_at_once = most
    assert merge(carelist, *([raw] for raw in told)) == [1] * len(told)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_what_comes_in_by_several_transactions_is_what_a_rebuild_makes(
    carelist: Carelist, told: list[dict[str, Any]], most: int
) -> None:
    for part in (told[: len(told) // 3], told[len(told) // 3 :]):
        one_by_one(carelist, part, most)
        assert carelist.verify().problems == []
        assert as_rebuilt(carelist)


def marked(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    """Appended, and whoever did it was killed before anybody was folded."""
    for first in range(0, len(told), 2):
        run = [read_sound(raw) for raw in told[first : first + 2]]
        with carelist.journal.store.writing() as connection:
            part = Part(0, [Incoming(run[0].entry.device, run)])
            append_part(connection, part, carelist.journal.standards_in(connection), ())


def owed_to_people(carelist: Carelist) -> int:
    return sum(item.person is not None for item in carelist.people.today(hours(5000), days=60))


def test_whoever_is_behind_is_folded_by_whoever_opens_the_store(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    before = projections(carelist.store)
    marked(carelist, told)
    assert owed_to_people(carelist) == 0, "no row says anything of them yet"
    with Carelist.open(carelist.store) as again:
        assert owed_to_people(again) > 0
        assert again.verify().problems == []
    assert projections(carelist.store) != before
    assert as_rebuilt(carelist)


def test_whoever_is_behind_is_folded_by_whoever_takes_in_more(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    """What was left by somebody who was killed is not at hand, so that their stories are read."""
    half = len(told) // 2
    marked(carelist, told[:half])
    one_by_one(carelist, told[half:], 2)
    assert as_rebuilt(carelist)


def test_who_is_recorded_about_while_they_are_behind_is_folded_first(
    carelist: Carelist, told: list[dict[str, Any]]
) -> None:
    known = next(number for number, raw in enumerate(told) if raw["type"] == "person.accepted") + 1
    merge(carelist, told[:known])
    marked(carelist, told[known:])
    with carelist.journal.store.reading() as connection:
        behind = read_behind(connection)
    assert told[known - 1]["person"] in behind
    carelist.record([zone("P-1", hours(900))], hours(900))
    with carelist.journal.store.reading() as connection:
        assert read_behind(connection).keys() == behind.keys() - {told[known - 1]["person"]}
    carelist.journal.catch_up()
    assert carelist.verify().problems == []
    assert as_rebuilt(carelist)


def test_the_same_run_again_changes_nothing(carelist: Carelist, told: list[dict[str, Any]]) -> None:
    merge(carelist, told)
    before = projections(carelist.store)
    assert merge(carelist, told, told[:3]) == [0, 0]
    assert projections(carelist.store) == before


def test_a_copy_under_another_name_is_the_same_entry_and_counts_once(
    carelist: Carelist, told: list[dict[str, Any]]
) -> None:
    """A laptop that was given a name of its own sends again under it what it had written, with the same ids."""
    copies, prev = list[dict[str, Any]](), NO_ENTRY
    for seq, raw in enumerate(told, start=1):
        copies.append(restamped(raw, device="f" * 32, seq=seq, prev=prev))
        prev = copies[-1]["hash"]
    for first, again in zip(told, copies, strict=True):
        merge(carelist, [first])
        before = projections(carelist.store)
        merge(carelist, [again])
        assert projections(carelist.store) == before
        assert as_rebuilt(carelist)


def test_what_happened_between_what_is_known_finds_its_place(carelist: Carelist, tmp_path: Path) -> None:
    """Two laptops wrote about one person by turns, and one's entries all come after the other's."""
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        one.record([accepted("P-1")], hours(1))
        two.record.take_in(lines(one.store))
        for turn in range(2, 8):
            said = (completed, zone)[turn % 3 == 0]("P-1", hours(turn))
            (one, two)[turn % 2].record([said], hours(turn))
        others = [raw for raw in lines(two.store) if raw["device"] == two.journal.device]
        merge(carelist, lines(one.store))
        assert as_rebuilt(carelist)
        merge(carelist, others)
        assert as_rebuilt(carelist)


def test_a_run_that_contradicts_what_is_here_is_refused_whole_and_the_others_go_in(
    carelist: Carelist, told: list[dict[str, Any]], tmp_path: Path
) -> None:
    with store_at(tmp_path / "another") as another:
        others = lines(another.store)
    merge(carelist, told[:3])
    forged = restamped({**told[2], "author": "w-eve"}, device=told[2]["device"], seq=3, prev=told[2]["prev"])
    runs = [[forged, *told[3:]], told[3:], others]
    merged = carelist.journal.merge([Incoming(run[0]["device"], [read_sound(raw) for raw in run]) for run in runs])
    assert {number: fault.path for number, (fault,) in merged.refused.items()} == {0: "seq"}
    assert merged.new == {2: len(others)}
    assert as_rebuilt(carelist)
