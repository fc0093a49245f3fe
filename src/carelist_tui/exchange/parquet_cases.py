"""A service's cases as Parquet, a file for each team and month, so that any engine reads them.

`team=North/month=2026-03/1b344af9.parquet`, the last by the folder that they come from. By pyarrow, of the extra
`service`; so many rows at a time are in memory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of

AT_ONCE = 20_000
"""Rows that are in memory together: one row group of a file."""
NOBODYS = "__HIVE_DEFAULT_PARTITION__"
"""How the folder is called of cases of which no team is known: by it engines read that there is none."""
MOMENTS = ("starts_at", "stops_at", "due_at")
FLAGS = ("counted", "is_late", "is_disputed")
TEXTS = ("holder", "person", "measure", "excluded", "locality", "tier", "source", "zone", "worker", "groups", "facts",
         "entries")  # fmt: skip
Row = Mapping[str, Any]


def check_parquet(folder: Path) -> None:
    """Refuses (status 2) where pyarrow is not there, and a path where something is already."""
    if find_spec("pyarrow") is None:
        raise Refused("Parquet needs one more package: pip install 'carelist-tui[service]'")
    if os.path.lexists(folder):
        raise Refused(f"{folder} is there already: say a folder that is not, it is made")


def write_parquet(folder: Path, rows: Iterable[Row], zone: ZoneInfo) -> int:
    """Puts these cases, which come by team and start, into a folder that is made for it, whole or not at all, for its
    owner alone; gives how many there were. Refuses as `check_parquet` does, and where it can't be written."""
    check_parquet(folder)
    part = folder.with_name(f".{folder.name}.part")
    try:
        with suppress(FileNotFoundError):
            shutil.rmtree(part)
        part.mkdir(mode=0o700)
        count = 0
        for (holder, team, month), run in groupby(rows, lambda row: (row["holder"], row["team"], _month(row, zone))):
            called = NOBODYS if team is None else quote(team, safe=" ()")
            place = part / f"team={called}" / f"month={month}"
            place.mkdir(parents=True, mode=0o700, exist_ok=True)
            count += _write(place / f"{holder[:8]}.parquet", run)
        part.rename(folder)
        return count
    except OSError as trouble:
        raise Refused(f"{folder} can't be written: {words_of(trouble)}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _month(row: Row, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(row['starts_at']).astimezone(zone):%Y-%m}"


def _write(file: Path, rows: Iterable[Row]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, moment = pa.string(), pa.timestamp("ms", tz="UTC")
    fields = [(name, text) for name in TEXTS] + [("number", pa.int32())]
    fields += [(name, moment) for name in MOMENTS] + [(name, pa.bool_()) for name in FLAGS]
    schema, count = pa.schema(fields), 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        stream = iter(rows)
        while some := [*islice(stream, AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist([*map(_values, some)], schema=schema))
            count += len(some)
    return count


def _values(row: Row) -> dict[str, Any]:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in MOMENTS}
    return {**{name: row[name] for name in (*TEXTS, "number", *FLAGS)}, **moments}
