"""What writing a demonstration of 13 months as a Bundle of FHIR takes: entries of the Bundle a second, and the memory
it needs at most, beside `json.dumps` of the same resources, an entry at a time. Each run is a process of its own. So
many people as are said, 600 unless; or a store that is there, by its path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from syncing import peak

PEOPLE, MONTHS, DAY = 600, 13, date(2026, 3, 3)


def make(store: Path, people: int) -> None:
    """The demonstration."""
    from carelist_tui.demo.batches import fill
    from carelist_tui.demo.caseload import WORKER, tell_caseload
    from carelist_tui.domain.calendar import Calendar, ServiceHours

    fill(store, tell_caseload(DAY, people=people, seed=1, calendar=Calendar(ServiceHours()), months=MONTHS),
         worker=WORKER)  # fmt: skip


def write(store: Path, file: Path) -> None:
    """Writes all of it, and says how long that took and what memory it needed at most."""
    from carelist_tui.carelist import Carelist
    from carelist_tui.exchange.fhir.bundle import bundle_lines
    from carelist_tui.exchange.fhir.disclosure import Disclosure

    with Carelist.open(store) as door, file.open("w", encoding="utf-8") as out:
        at = door.glance.clock_evidence().newest or datetime.now(UTC)
        begun, worked, entries = perf_counter(), process_time(), -2
        told = (Disclosure(*each, at, {}) for each in door.people.as_at(at))
        for line in bundle_lines(told, at, door.glance.calendar.zone):
            entries += 1
            out.write(line)
        print(json.dumps([entries, perf_counter() - begun, process_time() - worked, peak()]))


def floor(file: Path) -> None:
    """The same for what is written, read again and written out by `json.dumps` alone, an entry at a time."""
    entries, took, worked = 0, 0.0, 0.0
    with file.open(encoding="utf-8") as lines, Path(os.devnull).open("w") as nowhere:
        next(lines)
        for line in lines:
            if line.startswith("]"):
                break
            value = json.loads(line.lstrip(","))
            begun, before = perf_counter(), process_time()
            nowhere.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
            took, worked, entries = took + perf_counter() - begun, worked + process_time() - before, entries + 1
    print(json.dumps([entries, took, worked, peak()]))


def ran(*asked: object) -> tuple[int, float, float, float]:
    """(entries, seconds, seconds of the processor, MiB) of one run."""
    done = subprocess.run([sys.executable, __file__, *map(str, asked)], check=True, stdout=subprocess.PIPE, text=True)
    entries, took, worked, memory = json.loads(done.stdout)
    return entries, took, worked, memory


def measure(store: Path, folder: Path) -> None:
    """Both, one after the other."""
    file = folder / "bundle.json"
    for what, asked in (("a Bundle", ("--write", store, file)), ("json.dumps of the same", ("--floor", file))):
        entries, took, worked, memory = ran(*asked)
        print(f"{what}: {entries:,} entries in {took:.1f} s ({worked:.1f} s of the processor), "
              f"{entries / worked:,.0f} a second of it; memory {memory:.0f} MiB at most")  # fmt: skip
    print(f"{file.stat().st_size / 1e6:.0f} MB")


def main(asked: str) -> None:
    """On a store of its own, or the one that is said."""
    with TemporaryDirectory() as folder:
        if Path(asked).is_dir():
            measure(Path(asked), Path(folder))
            return
        make(Path(folder) / "store", int(asked))
        measure(Path(folder) / "store", Path(folder))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write", store, file]:
            write(Path(store), Path(file))
        case ["--floor", file]:
            floor(Path(file))
        case asked:
            main(asked[0] if asked else str(PEOPLE))
