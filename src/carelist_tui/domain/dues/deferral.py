"""How far a Due may be put off (records.md, due.deferred; standards.md, Limits, *Deferral*)."""

from __future__ import annotations

from datetime import datetime, timedelta

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, runs_from
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.standards import Standards

DEFERRABLE = 3
"""From this band on something can be put off: bands 1 and 2 wait for nobody."""
MANY = 4
"""From this band on several can be put off in one act."""
TENTH = 10


def may_wait(due: Due, ground: Ground | None = None) -> bool:
    """Whether it can be deferred at all: not in bands 1 and 2, nor what moves there when the person is high, nor
    contact with somebody who is watched closely. `ground` is the person's; None: it is about a worker."""
    kind = KINDS[due.kind]
    if due.band < DEFERRABLE or due.band_when_high is not None or not kind.can_wait:
        return False
    return ground is None or not kind.is_contact or not is_watched(ground)


def is_watched(ground: Ground) -> bool:
    """Red, high, in the strictest tier, or with early warning: contact with them can't be put off."""
    strictest = ground.standards.rank(ground.tier.value if ground.tier else None) == 0
    return ground.is_high or strictest or ground.signs is not None


def longest_deferral(standards: Standards, due: Due, ground: Ground | None = None) -> datetime:
    """Until when a Due that may wait is put off at the longest, never before its own due_at.

    By its band, counted from its due_at; a contact Due to one service day after the interval in force, booking one
    within two service days; a review by a tenth of its interval.
    """
    limits, calendar, kind = standards.limits, standards.calendar, KINDS[due.kind]
    of_its_band = limits.deferral_band_3 if due.band == DEFERRABLE else limits.deferral_band_4
    ends = [calendar.after(due.due_at, limits.deferral_booking if due.kind == "book_contact" else of_its_band)]
    if kind.is_contact and ground is not None and (newest := ground.met_or_accepted) is not None:
        owed_by = calendar.after(runs_from(newest), interval_in_force(ground))
        ends.append(calendar.after(owed_by, limits.deferral_contact))
    if due.since is not None and kind.is_looked_at_again:
        ends.append(due.due_at + max((due.due_at - due.since) / TENTH, timedelta()))
    return max(due.due_at, min(ends))


def deferred_until(ground: Ground, due: Due) -> datetime | None:
    """Until when a Due stands deferred; None where it was not, or may not wait any longer. Whoever became red or high
    since: within one service day of that."""
    put_off = ground.state.put_off.get(due.key)
    if put_off is None or put_off.until is None or not may_wait(due, ground):
        return None
    ends = [put_off.until, longest_deferral(ground.standards, due, ground), *ground.once_high(put_off)]
    return max(due.due_at, min(ends))
