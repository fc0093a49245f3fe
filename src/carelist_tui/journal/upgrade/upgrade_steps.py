"""The steps from each earlier version of the tables to the next. A step never changes once it was released.

Projections need none: they are made afresh from the journal after every upgrade.
"""

from __future__ import annotations

from collections.abc import Mapping

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
_GUARDS = (
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

STEPS: Mapping[int, tuple[str, ...]] = {
    1: (
        _TABLE,
        *_INDEXES,
        *_GUARDS,
        _SEEN,
        _SENT,
    ),
    2: (),  # what projections keep as JSON is said another way: they are made afresh
    3: (  # why something left in clear stands beside the look; which entries a worker has copied
        *(f"DROP TRIGGER {name}" for name in ("access_stays_as_it_is", "access_stays", "access_keeps_its_place")),
        *("DROP INDEX ix_access_person", "DROP INDEX ix_access_worker"),
        "ALTER TABLE access RENAME TO access_before",
        _TABLE_WITH_REASON,
        "INSERT INTO access SELECT *, NULL FROM access_before",
        "DROP TABLE access_before",
        *_INDEXES,
        *_GUARDS,
        _COPIED,
    ),
}
"""By the version they begin at; each ends at the next."""
