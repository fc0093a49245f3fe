"""The Standards in force, for a reading that holds no journal: how long a laptop may be silent."""

from __future__ import annotations

from carelist_tui.domain.standards import Standards, adopted_standards, default_standards
from carelist_tui.journal.light_sql import ADOPTED
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.reader import Looking


def standards_in_force(look: Looking) -> Standards:
    """The newest adopted; those that ship where none were. Refuses (status 3) what the database can't answer."""
    return adopted_standards(read_stored(look.rows(ADOPTED)), default_standards())
