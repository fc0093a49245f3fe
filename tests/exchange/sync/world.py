"""A team of laptops and a folder for each, which some sync tool keeps alike: late, twice, out of order, or not at all.

Everything follows from one seed, so that a run which breaks a rule is found again by it.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from nacl.signing import SigningKey

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.checked_segment import read_run
from carelist_tui.exchange.segments.pack import Sealing, unpack
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import Report
from carelist_tui.exchange.sync.sync import meet
from carelist_tui.journal.sync.laptops import first_team, read_laptops
from carelist_tui.vault.device import make_device
from tests.exchange.sync.losses import losing
from tests.journal.telling import accepted, completed, coordinator, draft, missed, zone

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Laptop:
    """One store, and its own copy of the shared folder."""

    name: str
    door: Carelist
    folder: Path

    @property
    def device(self) -> str:
        return self.door.journal.device

    def party(self) -> Party:
        secret = bytes.fromhex((self.door.store / "keys" / "device.key").read_text().strip())
        with self.door.journal.store.reading() as connection:
            team = first_team(connection, self.device) or "team"
            return Party(team, self.device, SigningKey(secret), Sealing(), read_laptops(connection))

    def entries(self, *ids: str) -> dict[str, dict[str, Any]]:
        """The entries here, or these of them, as they are stored: by id."""
        asked = "SELECT envelope, body, salt, hash FROM entry" + (
            f" WHERE id IN ({','.join('?' * len(ids))})" if ids else ""
        )
        with self.door.journal.store.reading() as connection:
            found = (EntryText(*row).raw() for row in connection.execute(asked, ids))
            return {entry["id"]: entry for entry in found}

    def sync(self, now: datetime) -> Report:
        return meet(self.door.journal, self.folder, self.party, now)


class World:
    """Laptops that were each set up alone, and what happens among them."""

    def __init__(self, root: Path, template: Callable[[str, Path], None], seed: int) -> None:
        self.random, self.root, self.now = Random(seed), root, BEGIN
        self.acknowledged: dict[str, str] = {}
        """Every entry that a laptop said was kept: id, and who asked for it."""
        self.told: dict[str, dict[str, Any]] = {}
        """The same, as they were kept: by id."""
        self.backups: dict[str, Path] = {}
        self.unsent_lost: set[str] = set()
        self.laptops = []
        for name in "abcde"[: self.random.randint(3, 5)]:
            template(name, root / name)
            folder = root / f"{name} shared"
            folder.mkdir()
            self.laptops.append(Laptop(name, Carelist.open(root / name, f"w-{name}"), folder))

    def live(self, acts: int) -> None:
        """So many things happen: entries, syncs, deliveries, a backup taken, a laptop restored from one, entries that
        a disk loses."""
        for _ in range(acts):
            self.now += timedelta(minutes=self.random.choice((1, 7, 40, 300)))
            at = self.random.choice(self.laptops)
            often = {self.record: 54, self.sync: 14, self.deliver: 18, self.back_up: 5, self.restore: 4, self.lose: 3,
                     self.roll_back: 2, self.flip: 2}  # fmt: skip
            (happening,) = self.random.choices(list(often), list(often.values()))
            happening(at)

    def record(self, at: Laptop) -> None:
        """Somebody writes one thing; what the rules refuse is not written."""
        refs = sorted({found.ref for found in at.door.people.find("Person")})
        said = self._draft(refs, at)
        try:
            for receipt in at.door.record([said], self.now):
                self.acknowledged[receipt.id] = at.name
                self.told |= at.entries(receipt.id)
        except Refused:
            return

    def _draft(self, refs: list[str], at: Laptop) -> dict[str, Any]:
        if not refs or self.random.random() < 0.1:
            return accepted(f"P-{self.random.randint(1, 6)}", self.now, given="Person", family=f"Of {at.name}")
        ref = self.random.choice(refs)
        match self.random.randrange(6):
            case 0 | 1:
                return zone(ref, self.now, self.random.choice(("red", "amber", "green")))
            case 2:
                return coordinator(ref, self.now, self.random.choice(("w-a", "w-b", "w-c")))
            case 3:
                return completed(ref, self.now)
            case 4:
                return missed(ref, self.now)
            case _:
                phone = f"0770090{self.random.randint(1000, 9999)}"
                return draft("person.details_updated", self.now, {"phones": [{"number": phone}]}, ref=ref)

    def sync(self, at: Laptop) -> None:
        at.sync(self.now)

    def deliver(self, to: Laptop) -> None:
        """A sync tool brings some of another's files, in no order; some twice, some not yet."""
        source = self.random.choice(self.laptops)
        files = sorted(source.folder.rglob("*.seg"))
        self.random.shuffle(files)
        for path in files:
            if self.random.random() < 0.6:
                self._copy(path, source.folder, to.folder)

    def _copy(self, path: Path, source: Path, to: Path) -> None:
        target = to / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shutil.copyfile(path, target)

    def lose(self, at: Laptop) -> None:
        """A file vanishes from one copy of the shared folder."""
        files = sorted(path for path in at.folder.rglob("*.seg") if path.parent.name in self._living())
        if files:
            self._put_away(self.random.choice(files), at.folder)

    def roll_back(self, at: Laptop) -> None:
        """An older copy of the shared folder is put in its place; or one is kept, to be put there later."""
        kept = self.root / f"{at.name} shared before"
        if not kept.exists():
            shutil.copytree(at.folder, kept)
            return
        for path in at.folder.rglob("*.seg"):
            if not (kept / path.relative_to(at.folder)).exists():
                if path.parent.name in self._living():
                    self._put_away(path, at.folder)
                else:
                    self._copy(path, at.folder, kept)
        shutil.rmtree(at.folder)
        kept.rename(at.folder)

    def _living(self) -> set[str]:
        """Whoever still writes under its name, and has lost nothing itself, can send again what vanished."""
        return {laptop.device for laptop in self.laptops if not laptop.door.backups.missing()}

    def _put_away(self, path: Path, folder: Path) -> None:
        self._copy(path, folder, self.root / "vanished")
        path.unlink()

    def _bring_back(self, at: Laptop) -> None:
        """What vanished of a laptop that is lost too is found again in time: nobody could send it any more."""
        for path in self.root.glob(f"vanished/**/{at.device}/*.seg"):
            self._copy(path, self.root / "vanished", at.folder)

    def back_up(self, at: Laptop) -> None:
        copy = self.root / f"{at.name} backup"
        shutil.rmtree(copy, ignore_errors=True)
        at.door.close()
        shutil.copytree(at.door.store, copy)
        at.door = Carelist.open(at.door.store, f"w-{at.name}")
        self.backups[at.name] = copy

    def flip(self, at: Laptop) -> None:
        """A laptop's disk loses the last entries of a device that are in some copy of the shared folder; its own, or
        what it had taken in."""
        self._bring_back(at)
        safe = {(entry.device, entry.seq) for entry in self._in_folders()}
        by_device = defaultdict[str, list[int]](list)
        for entry in at.entries().values():
            by_device[entry["device"]].append(entry["seq"])
        if not by_device:
            return
        device, held = self.random.choice(sorted(by_device.items()))
        keeps = max((seq for seq in held if (device, seq) not in safe), default=0)
        cut = self.random.randint(keeps, max(held))
        at.door.close()
        with losing(at.door.store, f"device = '{device}' AND seq > {cut}"):
            pass
        at.door = Carelist.open(at.door.store, f"w-{at.name}")
        at.door.rebuild()

    def restore(self, at: Laptop) -> None:
        """The laptop is lost and its backup put in its place, under a name of its own. What was written since and never
        sent is gone with the laptop; what was sent comes back."""
        copy = self.backups.pop(at.name, None)
        if copy is None:
            return
        old = at.door.store
        self._bring_back(at)
        sent = {entry.id for entry in self._in_folders()}
        at.door.close()
        held = self._ids_of(copy)
        self.unsent_lost |= {id for id, name in self.acknowledged.items() if name == at.name} - sent - held
        shutil.rmtree(old)
        copy.rename(old)
        for name in ("device.key", "device.pub"):
            (old / "keys" / name).unlink()
        make_device(old)
        at.door = Carelist.open(old, f"w-{at.name}")

    def _ids_of(self, store: Path) -> set[str]:
        with Carelist.open(store) as door:
            return {entry["id"] for story in door.people.stories() for entry in story}

    def _in_folders(self) -> Iterator[Entry]:
        """Everything that stands in some copy of the shared folder."""
        for path in self.root.glob("* shared/**/*.seg"):
            header, told = unpack(path.read_bytes(), Sealing())
            yield from (sound.entry for sound in read_run(header, told))

    def settle(self) -> None:
        """In the end everything is delivered to everybody, until nothing more comes."""
        for turn in range(5):
            reports = [laptop.sync(self.now) for laptop in self.laptops]
            for source in self.laptops:
                for path in source.folder.rglob("*.seg"):
                    for to in self.laptops:
                        self._copy(path, source.folder, to.folder)
            if turn and not any(report.sent or report.taken for report in reports):
                return
