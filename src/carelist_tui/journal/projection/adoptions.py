"""The Standards of a store: which were adopted, and whether those somebody holds are still they."""

from __future__ import annotations

from collections.abc import Iterable

from carelist_tui.domain.entries import EntryCorrected
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.standards import ADOPTED, Standards, adopted_standards
from carelist_tui.domain.stored_json import json_text
from carelist_tui.journal.meta import ADOPTIONS
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.sql.entry_sql import STANDARDS_ENTRIES
from carelist_tui.journal.sql.person_sql import KEPT
from carelist_tui.vault.connection import Connection


def adoptions_text(standards: Standards) -> str:
    """What a store keeps of the Standards its Dues were made by: since when, and the digest, of each."""
    return json_text(standards.adoptions)


def standards_of(connection: Connection, shipped: Standards) -> Standards:
    """The Standards that the journal says were adopted; `shipped` before the first."""
    return adopted_standards(read_stored(STANDARDS_ENTRIES.rows(connection)), shipped)


def standards_now(connection: Connection, known: Standards) -> Standards:
    """`known`, while the Dues are made by them; else those that were adopted meanwhile, perhaps by another process."""
    if kept_adoptions(connection) in (None, adoptions_text(known)):
        return known
    return standards_of(connection, known.shipped)


def kept_adoptions(connection: Connection) -> str | None:
    """What the Dues were made by, as stored; None in a store that does not say."""
    text = KEPT.value(connection, name=ADOPTIONS)
    return str(text) if text is not None else None


def is_about_standards(entries: Iterable[Entry]) -> bool:
    """Whether the Standards may differ by these entries, which are about no person."""
    return any(each.type in (ADOPTED, EntryCorrected.TYPE) for each in entries)
