"""What must be passed on before a worker can leave (records.md, worker.changed)."""

from __future__ import annotations

from typing import Any

from carelist_tui.domain.person import load_state
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.query_sql import COORDINATED_BY, DUES_NAMING
from carelist_tui.vault.connection import Connection

Body = dict[str, Any]


def passed_on(connection: Connection, worker: str, to: str) -> list[tuple[str, str | None, Body]]:
    """(type, person, body) of the entries by which everything that a worker holds becomes another's: first the people
    they coordinate, then their actions, then whatever else names them but what asks for their own word."""
    why = f"{worker} leaves"
    told: list[tuple[str, str | None, Body]] = []
    for person, text in COORDINATED_BY.rows(connection, worker=worker):
        with reading_stored():
            oversight = load_state(text).oversight or "not named yet"
        told.append(("coordinator.named", person, {"coordinator": to, "clinical_oversight": oversight, "reason": why}))
    for person, key, kind, source in DUES_NAMING.rows(connection, worker=worker):
        if kind == "action":
            told.append(("action.changed", person, {"action": source, "owner": to, "reason": why}))
        elif person:
            told.append(("due.reassigned", person, {"due": key, "owner": to, "reason": why}))
        elif kind != "supervision":
            told.append(("due.reassigned", None, {"due": key, "owner": to, "reason": why}))
    return told
