"""What a course remembers for questions that are asked of one moment: what was owed then, who held them over a closure,
and what had been booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.gaps import Gap


@dataclass(frozen=True, slots=True)
class Owing:
    """What of contact and reviews they were owed from `since` until `until` (None: from then on), if an hour at which
    overdue work is counted lies between: what fell due by then, and what was put off."""

    since: datetime
    until: datetime | None
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Why somebody had to hold them from `since` until `until` (None: from then on), and who did, if the service opened
    again in between."""

    since: datetime
    until: datetime | None
    gap: Gap


@dataclass(frozen=True, slots=True)
class Booked:
    """That a contact was booked, whatever became of it; it stands for so many (standards.md, book_contact)."""

    id: str
    at: datetime
    stands_for: int
