"""Laptops that share one folder, each with a few entries: what the tests of wrong things begin with."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.segments.paths import Place, places_named, team_named
from carelist_tui.exchange.sync.report import Report
from tests.exchange.sync.world import BEGIN, Laptop
from tests.journal.telling import accepted, completed, zone

NOW = BEGIN + timedelta(hours=8)
Put = Callable[[str, Path], None]


def shared_folder(root: Path) -> Path:
    """A new folder to meet in: below `root`, or on the drive that CARELIST_SHARED names, to try a real one (with
    `-k "not link"` where it knows no links)."""
    folder = Path(os.environ.get("CARELIST_SHARED", root)) / f"shared {secrets.token_hex(4)}"
    folder.mkdir()
    return folder


class Office:
    """Stores around one shared folder."""

    def __init__(self, root: Path, put: Put) -> None:
        self.root, self._put, self.folder = root, put, shared_folder(root)
        self._count = 0

    def laptop(self, name: str, entries: int = 0) -> Laptop:
        """A store of its own with so many entries besides its worker's; not synced."""
        self._count += 1
        store = self.root / f"{name}{self._count}"
        self._put(name, store)
        laptop = Laptop(name, Carelist.open(store, f"w-{name}"), self.folder)
        write(laptop, entries)
        return laptop

    def copy_of(self, laptop: Laptop) -> Laptop:
        """Somebody copies the whole store to another laptop: same keys, same name."""
        self._count += 1
        store = self.root / f"copy{self._count}"
        laptop.door.close()
        shutil.copytree(laptop.door.store, store)
        laptop.door = Carelist.open(laptop.door.store, f"w-{laptop.name}")
        return Laptop(laptop.name, Carelist.open(store, f"w-{laptop.name}"), self.folder)

    def segments(self) -> list[Path]:
        return sorted(self.folder.rglob("*.seg"))


def write(laptop: Laptop, entries: int) -> None:
    """So many more entries, about one person of this laptop's."""
    ref = f"{laptop.name}-{laptop.device[:4]}"
    for number in range(entries):
        known = bool(laptop.door.people.find(ref))
        draft = (zone if number % 2 else completed)(ref, BEGIN + timedelta(minutes=number)) if known else accepted(ref)
        laptop.door.record([draft], NOW)


def kinds(report: Report) -> list[str]:
    return sorted(problem.kind for problem in report.problems)


def hashes(laptop: Laptop) -> dict[tuple[str, int], str]:
    """Every entry here: its hash by device and number."""
    with laptop.door.journal.store.reading() as connection:
        rows = connection.execute("SELECT device, seq, hash FROM entry")
        return {(device, seq): hash_ for device, seq, hash_ in rows}


def place_of(path: Path) -> Place:
    team = team_named(path.parents[2].name)
    assert team is not None
    (place,) = places_named([path.name], path.parent.name, team)
    return place
