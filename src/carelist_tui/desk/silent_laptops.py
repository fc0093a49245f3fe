"""Which laptops have not been heard from: what was done there is not seen here. Pure.

Read on the way to the first frame: no Standards are imported for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.journal.sync.heard import Heard, Hearing

if TYPE_CHECKING:
    from carelist_tui.domain.standards import Standards


def silent_ones(hearing: Hearing, standards: Standards, at: datetime) -> list[Heard]:
    """Those of which nothing has been heard for longer than the Standards allow, the longest first."""
    limit, calendar = standards.limits.silent_device, standards.calendar
    return not_heard_since(hearing, lambda heard: at > calendar.after(heard, limit))


def unheard_since(hearing: Hearing, moment: datetime) -> list[Heard]:
    """Those of which nothing has been heard since a moment, the longest first."""
    return not_heard_since(hearing, lambda heard: heard < moment)


def not_heard_since(hearing: Hearing, is_long_ago: Callable[[datetime], bool]) -> list[Heard]:
    """Those whose newest entry was long ago, the longest first; one that wrote nothing yet is waited for by nobody."""
    found = [each for each in hearing.others if each.last is not None and is_long_ago(each.last)]
    return sorted(found, key=lambda each: str(each.last))
