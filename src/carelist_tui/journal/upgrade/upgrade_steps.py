"""The steps from each earlier version of the tables to the next. A step never changes once it was released.

Projections need none: they are made afresh from the journal after every upgrade.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries.stored import texts_of
from carelist_tui.domain.refusal import Refused

_SAY_NO = "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"

_TABLE = (
    "CREATE TABLE access (number INTEGER NOT NULL, at VARCHAR NOT NULL, worker VARCHAR, kind VARCHAR NOT NULL, "
    "person VARCHAR, count INTEGER, prev VARCHAR NOT NULL, hash VARCHAR NOT NULL, PRIMARY KEY (number))"
)
_SEEN = (
    "CREATE TABLE seen (folder VARCHAR NOT NULL, device VARCHAR NOT NULL, last INTEGER NOT NULL, "
    "hash VARCHAR NOT NULL, PRIMARY KEY (folder, device))"
)
_SENT = (
    "CREATE TABLE sent (folder VARCHAR NOT NULL, device VARCHAR NOT NULL, first INTEGER NOT NULL, "
    "last INTEGER NOT NULL, size INTEGER NOT NULL, hash VARCHAR NOT NULL, PRIMARY KEY (folder, device, first, last))"
)
_SAME_LOOK = "SELECT 1 FROM access WHERE number = NEW.number"
_ACCESS_GUARDS = (
    f"CREATE TRIGGER access_stays_as_it_is BEFORE UPDATE ON access {_SAY_NO}",
    f"CREATE TRIGGER access_stays BEFORE DELETE ON access {_SAY_NO}",
    f"CREATE TRIGGER access_keeps_its_place BEFORE INSERT ON access WHEN EXISTS ({_SAME_LOOK}) {_SAY_NO}",
)
_INDEXES = (
    "CREATE INDEX ix_access_person ON access (person)",
    "CREATE INDEX ix_access_worker ON access (worker)",
)
_TABLE_WITH_REASON = _TABLE.replace("hash VARCHAR NOT NULL,", "hash VARCHAR NOT NULL, reason VARCHAR,")
_COPIED = (
    "CREATE TABLE copied (worker VARCHAR NOT NULL, entry VARCHAR NOT NULL, at VARCHAR NOT NULL, "
    "PRIMARY KEY (worker, entry))"
)

_CASE = (
    'CREATE TABLE "case" (person VARCHAR NOT NULL, measure VARCHAR NOT NULL, number INTEGER NOT NULL, '
    "starts_at VARCHAR NOT NULL, stops_at VARCHAR, due_at VARCHAR, counted BOOLEAN NOT NULL, excluded VARCHAR, "
    "team VARCHAR, locality VARCHAR, tier VARCHAR, source VARCHAR, zone VARCHAR, worker VARCHAR, groups TEXT NOT NULL, "
    "facts TEXT NOT NULL, entries TEXT NOT NULL, is_late BOOLEAN NOT NULL, is_disputed BOOLEAN NOT NULL, "
    "PRIMARY KEY (person, measure, number))"
)
_MONTH_SUM = (
    "CREATE TABLE month_sum (measure VARCHAR NOT NULL, begins_at VARCHAR NOT NULL, ends_at VARCHAR NOT NULL, "
    "made_by VARCHAR NOT NULL, made_at VARCHAR NOT NULL, holds_until VARCHAR, says TEXT NOT NULL, "
    "PRIMARY KEY (measure, begins_at))"
)
_UNCOUNTED = "CREATE TABLE uncounted (person VARCHAR NOT NULL, PRIMARY KEY (person))"

_NOT_THAT = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an entry is corrected by another entry'); END"
_SAME_PLACE = "SELECT 1 FROM entry WHERE arrival = NEW.arrival OR (device = NEW.device AND seq = NEW.seq)"
_GUARDS = ("entry_stays_as_it_is", "entry_stays", "entry_keeps_its_place")
_ENTRY = (
    "CREATE TABLE entry (arrival INTEGER NOT NULL, id VARCHAR NOT NULL, type VARCHAR NOT NULL, person VARCHAR, "
    "occurred_at VARCHAR NOT NULL, recorded_at VARCHAR NOT NULL, device VARCHAR NOT NULL, seq INTEGER NOT NULL, "
    "hash VARCHAR NOT NULL, salt VARCHAR, envelope TEXT NOT NULL, body TEXT, PRIMARY KEY (arrival), "
    "UNIQUE (device, seq))"
)
_NEXT = "SELECT arrival, CAST(hash AS BLOB), CAST(line AS BLOB) FROM entry_before ORDER BY arrival LIMIT 100"
_MOVE = (
    "INSERT INTO entry (arrival, id, type, person, occurred_at, recorded_at, device, seq, hash, salt, envelope, body) "
    "SELECT arrival, id, type, person, occurred_at, recorded_at, device, seq, hash, :salt, coalesce(:envelope, line), "
    ":body FROM entry_before WHERE arrival = :arrival"
)


def _take_apart(connection: Any) -> None:
    """Every entry as two texts, a part of them in memory at a time; what is moved makes room for what follows."""
    while part := connection.execute(_NEXT).fetchall():
        connection.executemany(_MOVE, (_texts(*row) for row in part))
        connection.execute("DELETE FROM entry_before WHERE arrival <= ?", (part[-1][0],))


def _texts(arrival: int, hash_: bytes, line: bytes) -> dict[str, Any]:
    """The two texts of an entry. None of them where the line is not the canonical one of the entry with this hash: what
    was damaged or changed stays whole, and its hash will not fit."""
    whole = {"arrival": arrival, "salt": None, "envelope": None, "body": None}
    try:
        told = line.decode()
        raw = json.loads(told)
        is_as_written = canonical_json(raw) == told and raw["hash"] == hash_.decode()
        has_its_salt = ("body" in raw) == ("salt" in raw) and isinstance(raw.get("salt", ""), str)
        if is_as_written and has_its_salt:
            return whole | texts_of(raw)._asdict()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Refused):
        pass
    return whole


_JOINED = "CREATE TABLE joined (record VARCHAR NOT NULL, person VARCHAR NOT NULL, PRIMARY KEY (record))"
_LIKENESS = (
    'CREATE TABLE likeness ("key" VARCHAR NOT NULL, person VARCHAR NOT NULL, number VARCHAR NOT NULL, '
    'PRIMARY KEY ("key", person))'
)
Step = str | Callable[[Any], None]
"""A statement, or what is done through a connection of the driver."""

STEPS: Mapping[int, tuple[Step, ...]] = {
    1: (
        _TABLE,
        *_INDEXES,
        *_ACCESS_GUARDS,
        _SEEN,
        _SENT,
    ),
    2: (),  # what projections keep as JSON is said another way: they are made afresh
    3: (
        *(f"DROP TRIGGER IF EXISTS {name}" for name in _GUARDS),
        "DROP INDEX IF EXISTS entry_story",
        "DROP INDEX IF EXISTS ix_entry_id",
        "PRAGMA legacy_alter_table=ON",  # what is none of ours and names this table stays as it is, for `verify`
        "ALTER TABLE entry RENAME TO entry_before",
        "PRAGMA legacy_alter_table=OFF",
        _ENTRY,
        "CREATE INDEX entry_story ON entry (person, occurred_at, recorded_at, device, seq)",
        "CREATE INDEX ix_entry_id ON entry (id)",
        _take_apart,
        "DROP TABLE entry_before",
        f"CREATE TRIGGER entry_stays_as_it_is BEFORE UPDATE ON entry {_NOT_THAT}",
        f"CREATE TRIGGER entry_stays BEFORE DELETE ON entry {_NOT_THAT}",
        f"CREATE TRIGGER entry_keeps_its_place BEFORE INSERT ON entry WHEN EXISTS ({_SAME_PLACE}) {_NOT_THAT}",
    ),
    4: (  # why something left in clear stands beside the look; which entries a worker has copied
        *(f"DROP TRIGGER {name}" for name in ("access_stays_as_it_is", "access_stays", "access_keeps_its_place")),
        *("DROP INDEX ix_access_person", "DROP INDEX ix_access_worker"),
        "PRAGMA legacy_alter_table=ON",
        "ALTER TABLE access RENAME TO access_before",
        "PRAGMA legacy_alter_table=OFF",
        _TABLE_WITH_REASON,
        "INSERT INTO access SELECT *, NULL FROM access_before",
        "DROP TABLE access_before",
        *_INDEXES,
        *_ACCESS_GUARDS,
        _COPIED,
    ),
    5: (_CASE, 'CREATE INDEX case_begins ON "case" (measure, starts_at)', _UNCOUNTED),  # what is counted of each person
    6: (  # two records of one person
        "CREATE INDEX entry_joins ON entry (person) WHERE type = 'persons.joined'",
        _JOINED,
        "CREATE INDEX ix_joined_person ON joined (person)",
        _LIKENESS,
        "CREATE INDEX ix_likeness_person ON likeness (person)",
    ),
    7: (),  # what tells that somebody may be here twice is kept of their identifier too: projections are made afresh
    8: ("CREATE INDEX entry_erasures ON entry (type) WHERE type = 'entry.erased'",),  # what is erased is looked up
    9: (_MONTH_SUM,),  # what the cases of a month sum up to
    10: (),  # more of contact is remembered, and what is owed comes by other rules: projections are made afresh
    11: (),  # what still stands is remembered however long ago it was, and who had recorded ahead: likewise
    12: (),  # what named a worker who was known only later was owed as of somebody who has left: likewise
}
"""By the version they begin at; each ends at the next."""
