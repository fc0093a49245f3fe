"""Which laptops the journal names, and whose team this store began with."""

from __future__ import annotations

from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.roster.laptops import Laptop, fold_laptops
from carelist_tui.journal.sql.entry_sql import FIRST_WORKERS, LAPTOPS, STORY_OF_TEAM
from carelist_tui.vault.connection import Connection


def read_laptops(connection: Connection) -> dict[str, Laptop]:
    """Every laptop that an entry enrolled or revoked, by device."""
    return fold_laptops(read_entry(EntryText(*row).raw()) for row in LAPTOPS.rows(connection))


def first_team(connection: Connection, device: str) -> str | None:
    """The team of the first worker this device recorded; else of the first that anybody did."""
    for row in FIRST_WORKERS.rows(connection, device=device):
        team = EntryText(*row).raw().get("body", {}).get("team")
        if isinstance(team, str) and team:
            return team
    return None


def first_worker(connection: Connection, device: str) -> str | None:
    """Who set this store up: the worker who was the first on this device, and said so themselves. None where it was
    made to join a team."""
    for row in FIRST_WORKERS.rows(connection, device=device):
        raw = EntryText(*row).raw()
        if raw["device"] == device and raw["seq"] == 1 and raw["author"] == raw["body"].get("worker"):
            return str(raw["author"])
    return None


def team_lines(connection: Connection) -> list[str]:
    """Every entry about no person as one canonical line: who works here, the Standards, the laptops."""
    return [line_of(EntryText(*row)) for row in STORY_OF_TEAM.rows(connection)]
