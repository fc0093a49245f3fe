"""A service of many teams: collecting, and each measure over a database of six million entries' worth of cases.

    python benchmarks/service.py [--entries 600000 6000000] [--teams 50] [--people 60] [--months 13] [--folder FOLDER]
                                 [--engines sqlite postgresql] [--measures KEY ...] [--at DATE] [--room FOLDER]

A team is told (or its shared FOLDER is given) and collected, which gives entries a second. Its cases then stand for as
many teams and people as make up so many entries: copied by the engine, under other pseudonyms, into the same tables
with the same indexes (each made once all rows are there). Each measure is asked as `measures --service` asks it, month
by month; beside it stands one SQL statement that counts the same rows by team and month, on the engine itself and on
DuckDB (the extra `benchmark`; left out where it is not there). Each part is a process of its own, so that what is
printed as memory is its own peak. Of a larger size it is said how many times as much there was, and how many times as
long all measures took. For `postgresql` a server of its own runs in a folder, as in the tests. Each engine's database
is gone before the next: six million entries' worth are 4 GB on the disk, and a run asks for 6 free.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import create_engine, delete, func, insert, select, text, update

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import tell_caseload
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.journal.collected.service_tables import CASE, COUNTED, PLACE, READING, TEAM

ROOT = Path(__file__).parents[1]
COLUMNS = (
    "measure, number, starts_at, stops_at, due_at, counted, excluded, locality, tier, source, zone, worker, groups, "
    "facts, entries, is_late, is_disputed"
)
BYTES_AN_ENTRY = 1000
"""Of a disk: what a database of so many entries' worth of cases takes, and what is written meanwhile."""
ANSWERED = [key for key, each in MEASURES.items() if each.for_whom == "everybody"]
"""What a service answers: the others are about workers by name, for the team alone."""
HEX = {"sqlite": "printf('%08x', {})", "postgresql": "lpad(to_hex({}), 8, '0')", "duckdb": "lpad(hex({}), 8, '0')"}
COPY = (
    'INSERT INTO "case" (holder, team, person, {columns}) SELECT {holder}, CASE WHEN team IS NULL THEN NULL ELSE '
    "{team} END, {copy} || substr(person, 1, 24), {columns} FROM base"
)
FLOOR = (
    'SELECT team, substr(starts_at, 1, 7), count(*), sum(CASE WHEN counted THEN 1 ELSE 0 END) FROM "case" '
    "WHERE measure = {} GROUP BY 1, 2"
)


def peak() -> float:
    """MiB that this process had at most."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024


def told_folder(room: Path, people: int, months: int) -> Path:
    """The shared folder of one synthetic team."""
    teller = tell_caseload(
        date(2026, 11, 27), people=people, seed=1, calendar=Calendar(ServiceHours()), months=months
    )  # fmt: skip
    fill(room / "store", teller, worker="w-maya")
    folder = room / "folder"
    folder.mkdir()
    with Carelist.open(room / "store", "w-maya") as door:
        door.sync(folder, teller.moment)
    return folder


def collect(store: str, address: str, *folders: str) -> dict[str, float]:
    """Counts these folders: entries a second, and memory."""
    with Carelist.open(Path(store)) as door:
        began, begun = perf_counter(), process_time()
        told = list(door.collector(map(Path, folders), address, datetime.now(UTC)))
        seconds, cpu = perf_counter() - began, process_time() - begun
    assert all(each.is_sound for each in told), told
    entries = sum(each.entries for each in told)
    return {"entries": entries, "seconds": seconds, "cpu": cpu, "MiB": peak()}


def measure(address: str, at: str, *keys: str) -> dict[str, Any]:
    """Asks each measure as the command does."""
    told: dict[str, Any] = {}
    begun = process_time()
    for key in keys:
        began = perf_counter()
        with ServiceFigures(address) as service:
            answer = service.answer([key], service.asked(datetime.fromisoformat(at)))
        cpu, begun = process_time() - begun, process_time()
        told[key] = {"seconds": perf_counter() - began, "cpu": cpu, "d": answer["measures"][0]["d"], "MiB": peak()}
    return told


def floor(address: str, *keys: str) -> dict[str, float]:
    """One statement a measure, on the engine itself."""
    engine, told = create_engine(address), {}
    with engine.connect() as connection:
        for key in keys:
            began = perf_counter()
            connection.execute(text(FLOOR.format(":key")), {"key": key}).all()
            told[key] = perf_counter() - began
    return told


def duck(rows: str, teams: str, copies: str, *keys: str) -> dict[str, float]:
    """The same rows in DuckDB, and the same statement."""
    import duckdb

    connection, told = duckdb.connect(), {}
    connection.execute(f"CREATE TABLE base AS SELECT * FROM read_csv('{rows}', all_varchar = true)")
    connection.execute('CREATE TABLE "case" AS SELECT * FROM base LIMIT 0')
    for number in range(int(copies)):
        connection.execute(copied("duckdb", number, int(teams)))
    for key in keys:
        began = perf_counter()
        connection.execute(FLOOR.replace("counted THEN", "counted = '1' THEN").format("?"), [key]).fetchall()
        told[key] = perf_counter() - began
    return {**told, "MiB": peak()}


def copied(engine: str, number: int, teams: int) -> str:
    """What copies the base's rows for the `number`th time, into one of so many teams."""
    team = number % teams
    return COPY.format(
        columns=COLUMNS, holder=f"'{team:032x}'", team=f"'Team {team:02}'", copy=HEX[engine].format(number)
    )


def put_base(address: str, csv_file: Path) -> int:
    """Keeps the cases of one collected team as what is copied, in the database and as a table for DuckDB, and takes
    away what was collected; gives of how many entries they are."""
    engine = create_engine(address)
    with engine.begin() as connection:
        id = connection.execute(select(func.min(TEAM.c.id)).where(TEAM.c.name != "")).scalar_one()
        connection.execute(text(f"CREATE TABLE base AS SELECT * FROM \"case\" WHERE holder = '{id}'"))
        entries = connection.execute(select(func.sum(READING.c.last)).where(READING.c.holder == id)).scalar_one()
        row = dict(connection.execute(select(TEAM).where(TEAM.c.id == id)).mappings().one())
        for table in (CASE, PLACE, READING, COUNTED):
            connection.execute(delete(table))
        connection.execute(delete(TEAM).where(TEAM.c.id != id))
        connection.execute(update(TEAM), {**row, "id": f"{0:032x}", "name": "Team 00"})
        found = connection.execute(text("SELECT * FROM base"))
        with csv_file.open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(found.keys())
            writer.writerows([int(x) if isinstance(x, bool) else x for x in each] for each in found)
    engine.dispose()
    return int(entries)


def fill_up(address: str, copies: int, teams: int, done: int) -> float:
    """Copies until there are so many; gives the seconds that it took."""
    engine, began = create_engine(address), perf_counter()
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # to copy is not what is measured
            for told in ("cache_size = -1500000", "synchronous = OFF"):
                connection.exec_driver_sql(f"PRAGMA {told}")
        connection.commit()
        row = dict(connection.execute(select(TEAM).where(TEAM.c.id == f"{0:032x}")).mappings().one())
        known = {id for (id,) in connection.execute(select(PLACE.c.holder))}
        for team in range(min(teams, copies)):
            id, name = f"{team:032x}", f"Team {team:02}"
            if team and id not in known:
                connection.execute(insert(TEAM), {**row, "id": id, "name": name})
            if id not in known:
                connection.execute(insert(PLACE), {"holder": id, "team": name})
        for index in CASE.indexes:
            index.drop(connection, checkfirst=True)
        for number in range(done, copies):
            connection.execute(text(copied(engine.dialect.name, number, teams)))
            connection.commit()
        for index in CASE.indexes:
            index.create(connection)
        connection.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text('VACUUM ANALYZE "case"'))
    engine.dispose()
    return perf_counter() - began


def in_a_process(function: str, *arguments: object) -> Any:
    """A part of this measurement by itself."""
    done = subprocess.run(
        [sys.executable, __file__, "--part", function, *map(str, arguments)], check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


@contextmanager
def server(wanted: bool) -> Iterator[str | None]:
    """The address of a database on a PostgreSQL of its own; None where none is wanted."""
    if not wanted:
        yield None
        return
    sys.path.insert(0, str(ROOT))
    from tests.exchange.collector.postgres import running_postgres

    with running_postgres() as running:
        yield running.address()


def measured(address: str, asked: argparse.Namespace, room: Path, folder: Path) -> None:
    """Everything on one engine, told as it is done."""
    engine = address.partition(":")[0].partition("+")[0]
    told = in_a_process("collect", asked.store, address, folder)
    by_clock, of_processor = (told["entries"] / told[name] for name in ("seconds", "cpu"))
    print(f"{engine}: collected {told['entries']} entries: {by_clock:.0f} a second, {of_processor:.0f} a second of the "
          f"processor, {told['MiB']:.0f} MiB", flush=True)  # fmt: skip
    rows, done, before = room / f"{engine}.csv", 0, (0, 0.0, 0.0)
    each = put_base(address, rows)
    for entries in asked.entries:
        copies = max(1, round(entries / each))
        seconds = fill_up(address, copies, asked.teams, done)
        done = max(done, copies)
        print(f"{engine}: {copies * each} entries' worth, {min(copies, asked.teams)} teams (copied in {seconds:.0f} s)")
        ours = in_a_process("measure", address, asked.at, *asked.measures)
        beside = {"one statement": in_a_process("floor", address, *asked.measures)}
        if find_spec("duckdb"):
            beside["DuckDB"] = in_a_process("duck", rows, asked.teams, copies, *asked.measures)
        for key, figure in ours.items():
            theirs = ", ".join(f"{name} {found[key]:.2f} s" for name, found in beside.items())
            print(f"  {key}: {figure['seconds']:.1f} s ({figure['cpu']:.1f} of the processor), "
                  f"{figure['MiB']:.0f} MiB; of {figure['d']}; {theirs}", flush=True)  # fmt: skip
        whole, cpu = (sum(each[name] for each in ours.values()) for name in ("seconds", "cpu"))
        most = max(figure["MiB"] for figure in ours.values())
        theirs = f"; DuckDB had {beside['DuckDB']['MiB']:.0f} MiB" if "DuckDB" in beside else ""
        print(f"  all {len(ours)}: {whole:.1f} s ({cpu:.1f} of the processor), {most:.0f} MiB{theirs}", flush=True)
        if before[0]:
            print(f"  {copies / before[0]:.1f} times as much: {cpu / before[1]:.1f} times the processor's time, "
                  f"{most / before[2]:.1f} times the memory", flush=True)  # fmt: skip
        before = copies, cpu, most


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, nargs="+", default=[600_000, 6_000_000])
    asked.add_argument("--teams", type=int, default=50)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--engines", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    asked.add_argument("--measures", nargs="+", default=ANSWERED)
    asked.add_argument("--at", default="2026-11-27T09:03:00+00:00")
    asked.add_argument("--room", type=Path, help="a folder on a disk with room: 6 GB for six million")
    told = asked.parse_args()
    tempfile.tempdir = str(told.room) if told.room else None
    if shutil.disk_usage(tempfile.gettempdir()).free < max(told.entries) * BYTES_AN_ENTRY:
        asked.error(f"{tempfile.gettempdir()} has no room for so many: say another with --room, or fewer entries")
    with tempfile.TemporaryDirectory() as place, server("postgresql" in told.engines) as postgresql:
        room = Path(place)
        folder = told.folder or told_folder(room, told.people, told.months)
        told.store = room / "collector"
        first = {"worker": "w-it", "name": "Collector", "role": "manager", "team": "IT"}
        Carelist.init(told.store, **first, now=datetime.now(UTC), encrypted=False).close()
        addresses = {"sqlite": f"sqlite:///{room / 'service.db'}", "postgresql": str(postgresql)}
        for address in (addresses[engine] for engine in told.engines):
            measured(address, told, room, folder)
            for left in room.glob("service.db*"):
                left.unlink()
    return 0


PARTS: dict[str, Callable[..., Any]] = {"collect": collect, "measure": measure, "floor": floor, "duck": duck}
if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        print(json.dumps(PARTS[sys.argv[2]](*sys.argv[3:])))
        sys.exit(0)
    sys.exit(main())
