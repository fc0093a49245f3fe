"""A Due: what is owed to a person, derived from their state by the Standards; never stored as truth."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Any

from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import Words

__all__ = ["Due", "Words"]


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation. `key` is `kind:source[:part]`. Moments are aware.

    Band, owner and status are read at a moment (domain/worklist.py): `band_when_high` is the band while the
    person is high, `named_owner` the worker this Due names, or None for the coordinator. `because` is the reason,
    `title` what is due, in screen words; `since` when its interval began, where it has one; `also` names
    who else has it on their list, as a worker id, `duty`, `manager` or `senior`, `owner_team`
    the team whose cover, duty and manager hold it, where it is not the person's. dues/kinds.py says what
    each kind is.
    """

    key: str
    kind: str
    person: str | None
    source: str
    title: str
    due_at: datetime
    band: int
    because: Words
    resolved_by: tuple[str, ...]
    from_at: datetime | None = None
    band_when_high: int | None = None
    named_owner: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    since: datetime | None = None
    also: tuple[str, ...] = ()
    owner_team: str | None = None

    @property
    def begins_at(self) -> datetime:
        """Before this moment it is upcoming, if `from_at` is there; else the moment it falls due."""
        return self.from_at or self.due_at
