"""However files travel, laptops that have met hold the same, and nothing that anybody wrote is missing or hidden.

500 runs here; `CARELIST_RUNS=10000 pytest tests/exchange/meeting/test_many_laptops.py` for all of them.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries import read_body
from carelist_tui.journal.appending import merging
from tests.exchange.meeting.world import World

RUNS = int(os.environ.get("CARELIST_RUNS", "500"))
TOGETHER = 25
MOST_ACTS = 40 if RUNS <= 500 else 200


def lived(root: Path, template: Callable[[str, Path], None], seed: int) -> World:
    world = World(root, template, seed)
    world.live(world.random.randint(5, MOST_ACTS))
    world.settle()
    return world


def broken_rules(world: World) -> Iterator[str]:
    """Every rule of the exchange that does not hold at the end of a run."""
    doors = [laptop.door for laptop in world.laptops]
    if len({door.verify().digest for door in doors}) > 1:
        yield "the laptops hold different entries"
    if len({str(worklist(door, world)) for door in doors}) > 1:
        yield "the laptops show different worklists"
    for door in doors:
        stories = list(door.stories())
        held = {entry["id"] for story in stories for entry in story}
        if missing := set(world.acknowledged) - world.unsent_lost - held:
            yield f"{len(missing)} entries are missing"
        problems = [problem for problem in door.verify().as_json()["problems"]]
        if problems:
            yield f"verify finds {problems[0]['what']}"
    yield from unsurfaced(doors[0], world)


def worklist(door: Carelist, world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = door.today_json(world.now)["items"]
    return found


def unsurfaced(door: Carelist, world: World) -> Iterator[str]:
    """Changes made without knowledge of each other, to the same thing, that nobody is asked about."""
    owed = defaultdict(set)
    for item in worklist(door, world):
        if item["kind"] == "conflict":
            owed[item["person"]].add(item["key"])
    for story in door.stories():
        by_thing = defaultdict(dict)
        for entry in story:
            body = read_body(entry["type"], 1, entry.get("body"))
            if body is not None and body.thing() is not None and entry["type"] == "zone.set":
                by_thing[body.thing()][entry["id"]] = entry
        for marks in by_thing.values():
            for one, two in combinations(newest_of(marks), 2):
                differ = one["body"]["zone"] != two["body"]["zone"]
                if differ and not any("zone" in key for key in owed[one["person"]]):
                    yield f"two zones stand side by side, and nobody is asked: {one['id']}, {two['id']}"


def newest_of(marks: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that no other says it replaces."""
    replaced = {id for entry in marks.values() for id in entry.get("replaces", ())}
    return [entry for id, entry in marks.items() if id not in replaced]


@pytest.mark.parametrize("part", range(-(-RUNS // TOGETHER)))
def test_after_exchange_all_laptops_agree_and_nothing_is_missing_or_hidden(
    tmp_path: Path, template: Callable[[str, Path], None], part: int
) -> None:
    for seed in range(part * TOGETHER, (part + 1) * TOGETHER):
        root = tmp_path / str(seed)
        root.mkdir()
        world = lived(root, template, seed)
        broken = list(broken_rules(world))
        for laptop in world.laptops:
            laptop.door.close()
        assert not broken, (seed, broken)
        shutil.rmtree(root)


def test_last_write_wins_would_be_found(
    tmp_path: Path, template: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a merge that keeps only the newest of what several laptops set loses entries, and is caught."""
    whole = merging.append_stored

    def newest_wins(connection: Any, numbered: Any) -> Any:
        kept = {}
        for line, raw in numbered:
            kept[(raw["type"], raw.get("person") or raw["id"])] = (line, raw)
        return whole(connection, kept.values())

    monkeypatch.setattr(merging, "append_stored", newest_wins)
    found = []
    for seed in range(5):
        root = tmp_path / str(seed)
        root.mkdir()
        world = lived(root, template, seed)
        found += broken_rules(world)
    assert any("missing" in each for each in found)
