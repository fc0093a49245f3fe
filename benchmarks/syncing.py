"""Laptops that meet in a folder: sending and taking in many entries, and a sync with nothing new beside a listing.

    python benchmarks/syncing.py [--entries 100000] [--people 600] [--runs 30] [--rounds 3]

Sending packs, signs and publishes; taking in checks each entry and its place, appends and folds everyone. Beside them
stands sqlite3's own bulk insert of as many rows of the same text into a table with the same indexes. The two are
measured in turn, as many rounds as asked for, and the medians compared: a machine that others use too is not as quick
in one minute as in the next. Then it is told how long whoever records meanwhile waits. Each laptop is a process of
its own, so that what is printed as memory is its own peak. A sync with nothing new stands beside listing the same
folder with `os.scandir` and the size of each file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.sync.outbox import cut, publish_run
from carelist_tui.journal.sync.heads import run_of

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = BEGAN + timedelta(days=300)
AT_ONCE = 2_000


def person(number: int) -> dict[str, Any]:
    body = {"ref": f"P-{number:05}", "given": "Amina", "family": f"Yusuf {number}", "source": "gp", "team": "north",
            "tier": "standard"}  # fmt: skip
    return {"type": "person.accepted", "occurred_at": BEGAN.isoformat(), "body": body}


def contact(number: int, people: int) -> dict[str, Any]:
    at = BEGAN + timedelta(minutes=4 * number // 3)
    made = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual",
            "what_we_did": "Walked to the shop and back, and went through the post that had come."}  # fmt: skip
    return {"type": "contact.completed", "occurred_at": at.isoformat(), "ref": f"P-{number % people:05}", "body": made}


def store_at(folder: Path, name: str) -> Carelist:
    first = {"worker": f"w-{name}", "name": name.title(), "role": "manager", "team": "north"}
    return Carelist.init(folder / name, **first, now=BEGAN, encrypted=False)


def peak() -> float:
    """MiB that this process had at most. Asked of Linux: what `getrusage` says begins with the parent's."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024


def write(folder: Path, entries: int, people: int) -> None:
    """A laptop that has recorded so many entries."""
    door = store_at(folder, "ann")
    drafts = [*(person(n) for n in range(people)), *(contact(n, people) for n in range(entries - people))]
    for first in range(0, len(drafts), AT_ONCE):
        door.record(drafts[first : first + AT_ONCE], NOW)
    door.close()


def exchange(folder: Path, name: str) -> None:
    """What one laptop takes for a sync, and the memory it had before and at its most; the seconds are printed last."""
    door = Carelist.open(folder / name, f"w-{name}")
    before, began = peak(), perf_counter()
    report = door.sync(folder / "shared", NOW)
    took = perf_counter() - began
    assert report.is_sound, report.problems
    done = report.sent if name == "ann" else report.taken
    words = "sent" if name == "ann" else "taken in"
    print(f"{done} entries {words} in {took:.2f} s: {done / took:.0f} entries/s; "
          f"memory {before:.0f} MiB before, {peak():.0f} MiB at most")  # fmt: skip
    print(took)


def exchanged(folder: Path, name: str) -> float:
    """The seconds that a laptop takes for a sync, as a process of its own."""
    asked = [sys.executable, __file__, "--as", name, "--at", str(folder)]
    *told, took = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    print(*told, sep="\n")
    return float(took)


def bulk_insert(folder: Path) -> float:
    """The same rows by sqlite3's own executemany, in one transaction, with the same indexes."""
    with sqlite3.connect(folder / "ann" / "carelist.db") as source:
        rows = source.execute(
            "SELECT id, type, person, occurred_at, recorded_at, device, seq, hash, salt, envelope, body FROM entry"
        )
        told = rows.fetchall()
    (folder / "bare.db").unlink(missing_ok=True)
    target = sqlite3.connect(folder / "bare.db")
    target.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE entry (arrival INTEGER PRIMARY KEY, id, type, "
        "person, occurred_at, recorded_at, device, seq, hash, salt, envelope, body, UNIQUE (device, seq)); "
        "CREATE INDEX one ON entry (id); CREATE INDEX two ON entry (person, occurred_at, recorded_at, device, seq);"
    )
    began = perf_counter()
    with target:
        target.executemany(f"INSERT INTO entry VALUES (NULL{', ?' * 11})", told)
    took = perf_counter() - began
    target.close()
    print(f"{len(told)} rows inserted by sqlite3 in {took:.2f} s: {len(told) / took:.0f} rows/s")
    return took


def waiting(folder: Path) -> None:
    """How long whoever records on a laptop waits while it takes everything in: one entry every tenth of a second."""
    door = store_at(folder, "bob")
    door.record([person(10**6)], NOW)
    asked = [sys.executable, __file__, "--as", "bob", "--at", str(folder)]
    waits, number = list[float](), 0
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as taking_in:
        while taking_in.poll() is None:
            draft = {**contact(number, 1), "ref": f"P-{10**6:05}"}
            began = perf_counter()
            door.record([draft], NOW)
            waits.append(perf_counter() - began)
            number += 1
            sleep(0.1)
    print(f"recording meanwhile: median {median(waits) * 1e3:.1f} ms, longest {max(waits):.2f} s of {len(waits)}")


def listing(folder: str) -> int:
    """The size of every file there, by the quickest means that Python has."""
    with os.scandir(folder) as entries:
        return sum(listing(each.path) if each.is_dir() else each.stat().st_size for each in entries)


def nothing_new(folder: Path, segments: int, runs: int) -> None:
    """A sync when everybody has everything, with so many segments of another laptop's in the folder."""
    folder.mkdir()
    (folder / "shared").mkdir()
    writer, reader = store_at(folder, "ann"), store_at(folder, "bob")
    writer.record([person(0), *(contact(n, 1) for n in range(segments - 2))], NOW)
    party, shared = writer.sync.party(NOW), SharedFolder(folder / "shared")
    with writer.journal.store.reading() as connection:
        told = list(run_of(connection, writer.journal.device, 1, segments))
    for run in cut(told, most=1):
        publish_run(shared, run, team=party.team, device=party.device, follows="0" * 64, key=party.key,
                    sealing=party.sealing)  # fmt: skip
    reader.sync(shared.path, NOW)
    ours, floor = [], []
    for _ in range(runs):
        began = perf_counter()
        listing(str(shared.path))
        floor.append(perf_counter() - began)
        began = perf_counter()
        assert reader.sync(shared.path, NOW).is_sound
        ours.append(perf_counter() - began)
    us, bare = median(ours) * 1e3, median(floor) * 1e3
    print(f"nothing new, {segments} segments: sync {us:.2f} ms, listing {bare:.2f} ms, ratio {us / bare:.2f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--runs", type=int, default=30)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--as", dest="name", default="")
    asked.add_argument("--at", type=Path)
    options = asked.parse_args()
    if options.name:
        exchange(options.at, options.name)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for segments in (500, 5_000):
            nothing_new(folder / str(segments), segments, options.runs)
        (folder / "shared").mkdir()
        write(folder, options.entries, options.people)
        exchanged(folder, "ann")
        (folder / "shared").rename(folder / "sent")
        ours, floor = [], []
        for _ in range(options.rounds):
            floor.append(bulk_insert(folder))
            shutil.copytree(folder / "sent", folder / "shared")
            store_at(folder, "bob").close()
            ours.append(exchanged(folder, "bob"))
            shutil.rmtree(folder / "bob")
            shutil.rmtree(folder / "shared")
        (folder / "sent").rename(folder / "shared")
        waiting(folder)
        us, bare = median(ours), median(floor)
        print(f"taking in {options.entries / us:.0f}/s, sqlite3 {options.entries / bare:.0f}/s, ratio {us / bare:.2f}")


if __name__ == "__main__":
    main()
