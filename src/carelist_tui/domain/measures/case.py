"""A case: one counted happening, from which every figure is summed (measures.md, One shape)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

DIED, AWAY, REFUSED, STOPPED, BEFORE = "died", "away", "refused", "stopped", "before Carelist"
"""Why a case is left out of a figure, each with its own count."""
LEFT_OUT = (DIED, AWAY, REFUSED, STOPPED)
WITHHELD = (DIED, AWAY, REFUSED)
"""What alone leaves out a case of contact that no steps bring: that the steps were stopped withholds none of it."""
GONE = (DIED, AWAY)
"""What alone leaves out a case of being in contact again: who refused or was stopped stays among those who are not."""


@dataclass(frozen=True, slots=True)
class Place:
    """What figures are grouped by, as it was at the start of a case; `worker` owned what was owed when it fell due: a
    worker id, or `duty`, `senior`, `manager`; else the coordinator."""

    team: str | None = None
    locality: str | None = None
    tier: str | None = None
    source: str | None = None
    zone: str | None = None
    worker: str | None = None
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """One counted happening of one person. It knows no now: whether it is ripe is asked at a moment. Nobody changes
    one; it is not frozen, since a year makes hundreds of thousands, each of which would take several times as long.

    Moments are aware, in UTC. It belongs to the period of `starts_at`; `stops_at` is when what was asked for came,
    None where it has not; by `due_at` it had to, and from then on it is ripe (None: at once). `counted`: whether it
    stands in the numerator. `excluded`: why it stands in no figure, counted by itself. `is_late`: an entry of it was
    recorded late; `is_disputed`: two laptops say it differently, and it is counted by the safer reading.
    """

    measure: str
    person: str
    starts_at: datetime
    stops_at: datetime | None = None
    due_at: datetime | None = None
    counted: bool = False
    excluded: str | None = None
    place: Place = field(default_factory=Place)
    facts: dict[str, Any] = field(default_factory=dict)
    entries: tuple[str, ...] = ()
    is_late: bool = False
    is_disputed: bool = False

    def is_ripe(self, at: datetime) -> bool:
        """Whether its window has ended by a moment, that moment included (measures.md, rule 3)."""
        return self.due_at is None or self.due_at <= at
