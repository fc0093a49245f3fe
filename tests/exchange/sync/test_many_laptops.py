"""However files travel, laptops that have met hold the same, and nothing that anybody wrote is missing or hidden.

So many as the profile says (`tests/profiles`).
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import Sound, read_sound, restamped
from carelist_tui.domain.refusal import Fault
from carelist_tui.journal.take_in import runs
from carelist_tui.journal.take_in.entries import fresh_among
from tests.exchange.sync.world import World
from tests.profiles import FOLDERS as RUNS

pytestmark = pytest.mark.slow

TOGETHER = 10
MOST_ACTS = 18 if RUNS <= 500 else 200


def lived(root: Path, template: Callable[[str, Path], None], seed: int, acts: int = 0) -> World:
    world = World(root, template, seed)
    world.live(acts or world.random.randint(5, MOST_ACTS))
    world.settle()
    return world


def broken_rules(world: World) -> Iterator[str]:
    """Every rule of the exchange that does not hold at the end of a run."""
    doors = [laptop.door for laptop in world.laptops]
    verdicts = [door.verify() for door in doors]
    worklists = [worklist(door, world) for door in doors]
    if len({verdict.digest for verdict in verdicts}) > 1:
        yield "the laptops hold different entries"
    if len({str(each) for each in worklists}) > 1:
        yield "the laptops show different worklists"
    for laptop, verdict, owed in zip(world.laptops, verdicts, worklists, strict=True):
        held = laptop.entries()
        if missing := world.acknowledged.keys() - world.unsent_lost - held.keys():
            yield f"{len(missing)} entries are missing"
        if changed := [id for id, entry in held.items() if id in world.told and said(entry) != said(world.told[id])]:
            yield f"{len(changed)} entries were changed on the way"
        if verdict.problems:
            yield f"verify finds {verdict.problems[0].what}"
        yield from unsurfaced(held.keys(), owed, world)


def said(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry says, wherever it stands."""
    return {name: part for name, part in entry.items() if name not in ("device", "seq", "prev", "hash")}


def worklist(door: Carelist, world: World) -> list[dict[str, Any]]:
    """A week later: what two versions ask for may begin on the next working day."""
    found: list[dict[str, Any]] = door.people.today_json(world.now + timedelta(days=7))["items"]
    return found


SETS = {"zone.set": "zone", "coordinator.named": "coordinator"}


def unsurfaced(held: Collection[str], owed: list[dict[str, Any]], world: World) -> Iterator[str]:
    """Changes made without knowledge of each other, to the same thing, that nobody is asked about. What each knew is
    taken from what it was when it was kept, not from what the laptops hold now."""
    asked = {(item["person"], item["key"].rpartition(":")[2]) for item in owed if item["kind"] == "conflict"}
    by_thing = defaultdict[tuple[str, str], dict[str, dict[str, Any]]](dict)
    for id, entry in world.told.items():
        if entry["type"] in SETS and id in held:
            by_thing[entry["person"], SETS[entry["type"]]][id] = entry
    for (person, thing), marks in by_thing.items():
        if len({each["body"][thing] for each in newest_of(marks)}) > 1 and (person, thing) not in asked:
            yield f"the {thing} stands in two versions, and nobody is asked"


def newest_of(marks: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that no other says it replaces."""
    replaced = {id for entry in marks.values() for id in entry.get("replaces", ())}
    return [entry for id, entry in marks.items() if id not in replaced]


@pytest.mark.parametrize("part", range(-(-RUNS // TOGETHER)))
def test_after_exchange_all_laptops_agree_and_nothing_is_missing_or_hidden(
    room: Path, template: Callable[[str, Path], None], part: int
) -> None:
    for seed in range(part * TOGETHER, min(RUNS, (part + 1) * TOGETHER)):
        broken = broken_after(room, template, seed)
        assert not broken, (seed, broken)


def broken_after(room: Path, template: Callable[[str, Path], None], seed: int, acts: int = 0) -> list[str]:
    root = room / str(seed)
    root.mkdir()
    world = lived(root, template, seed, acts)
    broken = list(broken_rules(world))
    for laptop in world.laptops:
        laptop.door.close()
    shutil.rmtree(root)
    return broken


def test_last_write_wins_would_be_found(
    room: Path, template: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a merge that keeps only the newest of what several laptops set loses entries, and is caught."""

    def newest_wins(connection: Any, numbered: Any, faults: list[Fault]) -> list[Sound]:
        kept = {}
        for line, sound in numbered:
            kept[(sound.entry.type, sound.entry.person or sound.entry.id)] = (line, sound)
        return fresh_among(connection, kept.values(), faults)

    monkeypatch.setattr(runs, "fresh_among", newest_wins)
    found = [each for seed in range(3) for each in broken_after(room, template, seed, 40)]
    assert any("missing" in each for each in found)


def test_a_merge_that_settles_a_conflict_silently_would_be_found(
    room: Path, template: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other control: an entry that comes in is made to replace whatever is here, as if its author had seen that."""

    def later_wins(connection: Any, numbered: Any, faults: list[Fault]) -> list[Sound]:
        changed = ((line, read_sound(settled(connection, sound.entry.raw))) for line, sound in numbered)
        return fresh_among(connection, changed, faults)

    def settled(connection: Any, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        if raw["type"] not in SETS:
            return raw
        asked = "SELECT id FROM entry WHERE type = ? AND person = ? AND id <> ?"
        here = [id for (id,) in connection.execute(asked, (raw["type"], raw["person"], raw["id"]))]
        replaces = {"replaces": sorted({*raw.get("replaces", ()), *here})} if here else {}
        return restamped({**raw, **replaces}, device=raw["device"], seq=raw["seq"], prev=raw["prev"])

    monkeypatch.setattr(runs, "fresh_among", later_wins)
    found = [each for seed in range(3) for each in broken_after(room, template, seed, 80)]
    assert any("nobody is asked" in each for each in found)
    assert any("changed on the way" in each for each in found)
