"""How far a Due may be put off (records.md, due.deferred; standards.md, Limits)."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.standards import Standards

DEFERRABLE = 3
"""From this band on something can be put off: bands 1 and 2 wait for nobody."""


def may_wait(due: Due) -> bool:
    """Whether it can be deferred at all: not in bands 1 and 2, nor what moves there when the person is high."""
    return due.band >= DEFERRABLE and due.band_when_high is None and KINDS[due.kind].can_wait


def longest_deferral(standards: Standards, due: Due) -> datetime:
    """Until when a Due may be put off at the longest: band 3 two service days past its due_at, band 4 28 days."""
    length = standards.limits.deferral_band_3 if due.band == DEFERRABLE else standards.limits.deferral_band_4
    return standards.calendar.after(due.due_at, length)
