"""What taking in a diary of 100,000 appointments needs: its memory at most, and how many rows a second, beside a tenth
of the rows: memory is not to grow with them. The aim is 150 MiB. Each run is a process of its own; with a number, so
many rows in place of 100,000."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from caseload import make_store
from syncing import peak

ROWS, PEOPLE, AIM = 100_000, 500, 150
STATUSES = ("booked", "5", "3", "2", "4")


def write_diary(file: Path, rows: int) -> None:
    """So many appointments, those that are booked to come."""
    now = datetime.now(UTC).replace(microsecond=0)
    with file.open("w", encoding="utf-8") as diary:
        diary.write("ref,at,method,purpose,worker,status,source_id\n")
        for n in range(rows):
            status = STATUSES[n // PEOPLE % len(STATUSES)]
            at = now + timedelta(days=1 + n % 60 if status == "booked" else -1 - n % 40, minutes=n // PEOPLE)
            diary.write(f"P-{n % PEOPLE:05},{at.isoformat()},clinic,routine,w-tom,{status},S-{n}\n")


def take(store: Path, file: Path) -> None:
    """Takes it in as the command does; says on standard error what memory that needed at most."""
    from carelist_tui.cli.entrance import enter

    asked = ["--store", str(store), "--as", "w-ada", "import", str(file), "--kind", "appointments", "--json"]
    try:
        enter(asked)
    finally:
        print(peak(), file=sys.stderr)


def measured(store: Path, file: Path, rows: int) -> float:
    """The memory of one run, in MiB."""
    write_diary(file, rows)
    began = perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        ran = subprocess.run(
            [sys.executable, __file__, "--take", str(store), str(file)],
            check=True, stdout=nowhere, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    took, most = perf_counter() - began, float(ran.stderr.splitlines()[-1])
    print(f"{rows:,} rows in {took:.1f} s: {rows / took:.0f} rows/s; memory {most:.0f} MiB at most (aim {AIM})")
    return most


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
