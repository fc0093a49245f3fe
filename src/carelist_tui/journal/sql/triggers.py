"""The guards of the append-only tables, as the database holds them."""

from __future__ import annotations

_SAY_NO = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an entry is corrected by another entry'); END"
_SAY_NO_TO_LOOKS = "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"
_SAME_LOOK = "SELECT 1 FROM access WHERE number = NEW.number"
_SAME_PLACE = "SELECT 1 FROM entry WHERE arrival = NEW.arrival OR (device = NEW.device AND seq = NEW.seq)"
APPEND_ONLY = (
    f"CREATE TRIGGER entry_stays_as_it_is BEFORE UPDATE ON entry {_SAY_NO}",
    f"CREATE TRIGGER entry_stays BEFORE DELETE ON entry {_SAY_NO}",
    f"CREATE TRIGGER entry_keeps_its_place BEFORE INSERT ON entry WHEN EXISTS ({_SAME_PLACE}) {_SAY_NO}",
    f"CREATE TRIGGER access_stays_as_it_is BEFORE UPDATE ON access {_SAY_NO_TO_LOOKS}",
    f"CREATE TRIGGER access_stays BEFORE DELETE ON access {_SAY_NO_TO_LOOKS}",
    f"CREATE TRIGGER access_keeps_its_place BEFORE INSERT ON access WHEN EXISTS ({_SAME_LOOK}) {_SAY_NO_TO_LOOKS}",
)
"""INSERT OR REPLACE deletes without the second trigger's knowledge unless `recursive_triggers=ON`, which only our own
connections set; the third stops it on every connection."""
