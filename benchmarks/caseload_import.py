"""What taking in a caseload of 20,000 people needs: its memory at most, and how many rows a second, beside a tenth of
the rows. The floor is what nobody can do without: the same file read as CSV, and a row of a bare table written for
each. Each run is a process of its own; with a number, so many rows in place of 20,000."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from appointments import floor
from caseload import FAMILIES, GIVEN, make_store
from syncing import peak

ROWS = 20_000
HEADINGS = ("source_id,given,family,born,accepted_on,source,team,tier,phone,coordinator,zone,last_contact_on,"
            "last_contact_method,do_not")  # fmt: skip


def write_caseload(file: Path, rows: int) -> None:
    """So many people of a running caseload, each with a contact of the last weeks."""
    today = datetime.now(UTC).date()
    with file.open("w", encoding="utf-8") as caseload:
        caseload.write(HEADINGS + "\n")
        for n in range(rows):
            born = f"{1950 + n % 50}-{1 + n % 12:02}-{1 + n % 28:02}"
            accepted_on, spoke_on = today - timedelta(days=60 + n % 300), today - timedelta(days=1 + n % 20)
            tier, zone = ("enhanced", "standard", "light")[n % 3], ("amber", "green", "", "")[n % 4]
            caseload.write(
                f"Q-{n:06},{GIVEN[n % 10]},{FAMILIES[n % 12]} {n},{born},{accepted_on},gp,North,{tier},"
                f"07700 9{n % 100000:05},w-tom,{zone},{spoke_on},call,{'call' if n % 50 == 0 else ''}\n"
            )


def take(store: Path, file: Path) -> None:
    """Takes it in as the command does; says on standard error what memory and processor time that needed."""
    from carelist_tui.cli.entrance import enter

    names = file.with_suffix(".map.csv")
    names.write_text("source_id,ref\n", encoding="utf-8")
    try:
        enter(["--store", str(store), "--as", "w-ada", "import", str(file), "--map", str(names)])
    finally:
        print(peak(), process_time(), file=sys.stderr)


def main(rows: int) -> None:
    """Both runs, each on a store of its own."""
    for count in (rows // 10, rows):
        with TemporaryDirectory() as folder:
            store, file = Path(folder) / "store", Path(folder) / "people.csv"
            make_store(store, 1)
            write_caseload(file, count)
            ran = subprocess.run(
                [sys.executable, __file__, "--take", str(store), str(file)], check=True, capture_output=True, text=True
            )
            most, busy = map(float, ran.stderr.splitlines()[-1].split())
            bare = floor(file, file.with_suffix(".db"))
            print(ran.stdout.splitlines()[-1], f"{busy:.0f} s of the processor, {count / busy:.0f} rows/s")
            print(f"  memory {most:.0f} MiB at most; floor {bare:.2f} s: {busy / bare:.0f} times", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take"]:
        take(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
