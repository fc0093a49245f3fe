"""What taking in a diary of 100,000 appointments needs: its memory at most, and how many rows a second, beside a tenth
of the rows: memory is not to grow with them. The aim is 150 MiB. The floor is what nobody can do without: the same file
read as CSV, and a row of a bare table written for each, so many a transaction. Each run is a process of its own; with a
number, so many rows in place of 100,000."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from caseload import make_store
from syncing import peak

ROWS, PEOPLE, AIM, AT_ONCE = 100_000, 500, 150, 200
STATUSES = ("5", "5", "3", "2", "4", "booked")
"""One in six is to come; of the others a third was missed or called off."""


def write_diary(file: Path, rows: int) -> None:
    """So many appointments over the last year, and to come, each person's in every part of the file."""
    now = datetime.now(UTC).replace(microsecond=0)
    with file.open("w", encoding="utf-8") as diary:
        diary.write("ref,at,method,purpose,worker,status,source_id\n")
        for n in range(rows):
            status = STATUSES[n // PEOPLE % len(STATUSES)]
            days = 1 + n % 60 if status == "booked" else -1 - (n // PEOPLE) * 7 % 250
            at = now + timedelta(days=days, minutes=n // PEOPLE)
            diary.write(f"P-{n % PEOPLE:05},{at.isoformat()},clinic,routine,w-tom,{status},S-{n}\n")


def take(store: Path, file: Path) -> None:
    """Takes it in as the command does; says on standard error what memory and processor time that needed."""
    from carelist_tui.cli.entrance import enter

    asked = ["--store", str(store), "--as", "w-ada", "import", str(file), "--kind", "appointments", "--json"]
    try:
        enter(asked)
    finally:
        print(peak(), process_time(), file=sys.stderr)


def floor(file: Path, table: Path) -> float:
    """Processor seconds to read the file and to write a row for each of its rows."""
    began = process_time()
    with file.open(encoding="utf-8", newline="") as diary, sqlite3.connect(table) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE entry (id TEXT PRIMARY KEY, body TEXT)")
        part = list[tuple[str, str]]()
        for row in csv.DictReader(diary):
            part.append((row["source_id"], json.dumps(row)))
            if len(part) == AT_ONCE:
                database.executemany("INSERT INTO entry VALUES (?, ?)", part)
                database.commit()
                part.clear()
        database.executemany("INSERT INTO entry VALUES (?, ?)", part)
    return process_time() - began


def measured(store: Path, file: Path, rows: int) -> None:
    """One run: its memory, its speed, what became of the rows, and the floor."""
    write_diary(file, rows)
    answer, began = file.with_suffix(".json"), perf_counter()
    with answer.open("wb") as said:
        ran = subprocess.run(
            [sys.executable, __file__, "--take", str(store), str(file)],
            check=True, stdout=said, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    took, (most, busy) = perf_counter() - began, map(float, ran.stderr.splitlines()[-1].split())
    sums = " ".join(answer.read_bytes()[-120:].decode().rpartition("]")[2].split()).strip(", }")
    bare = floor(file, file.with_suffix(".db"))
    print(f"{rows:,} rows of {PEOPLE} people ({sums})")
    print(f"  {took:.0f} s, of the processor {busy:.0f} s: {rows / busy:.0f} rows/s", end="; ")
    print(f"memory {most:.0f} MiB at most (aim {AIM}); floor {bare:.1f} s: {busy / bare:.0f} times", flush=True)


def main(rows: int) -> None:
    """Both runs, each on a store of its own."""
    for count in (rows // 10, rows):
        with TemporaryDirectory() as folder:
            store = Path(folder) / "store"
            make_store(store, PEOPLE)
            measured(store, Path(folder) / "diary.csv", count)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take"]:
        take(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
