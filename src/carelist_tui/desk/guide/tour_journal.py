"""What was recorded since the tour began, told once each: read from the journal, whichever face recorded it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist


class TourJournal:
    """Remembers which entries it has told. `since`, aware, is when the tour began."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._told: set[str] = set()

    def begin(self, door: Carelist) -> None:
        """What stands in the journal now was there before."""
        self.news(door)

    def news(self, door: Carelist) -> list[dict[str, Any]]:
        """The entries that were recorded since this was asked last, in their order; for a thread beside a screen."""
        entries = [json.loads(line) for line in door.people.stored_lines(None, self._since)]
        fresh = [entry for entry in entries if entry["id"] not in self._told]
        self._told.update(entry["id"] for entry in fresh)
        return fresh
