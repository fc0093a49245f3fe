"""Checks, decisions, escalations, crises, and whatever owes an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carelist_tui.domain.person.facts.fact import Fact


@dataclass(slots=True)
class Check(Fact):
    """A risk check."""

    overall: str
    capacity: str
    triggers: list[str]
    episode: str | None = None


@dataclass(slots=True)
class Decision(Fact):
    """A decision note, or a stopped ladder (`decision` is then `stopped`)."""

    about: str
    decision: str
    episode: str | None = None
    step: str | None = None
    review_at: datetime | None = None
    said_no: bool = False
    replaced: bool = False
    """A newer decision on the same subject took its place."""
    raised: bool = False
    """An escalation was raised for it."""

    @property
    def subject(self) -> str:
        return self.episode or self.about


@dataclass(slots=True)
class Escalation(Fact):
    """An escalation until its loop is closed. `answered` and `closed` are the clocks of those entries."""

    decision: str
    route: str
    owner: str
    respond_by: datetime
    episode: str | None = None
    answer: str | None = None
    answered: Fact | None = None
    closed: Fact | None = None

    @property
    def is_open(self) -> bool:
        return self.closed is None and self.answer not in ("declined", "redirected")


@dataclass(slots=True)
class Crisis(Fact):
    """A crisis that was recorded."""

    kind: str
    requested: Fact | None = None
    received: Fact | None = None
    """When its summary was asked for, and when it came."""


@dataclass(slots=True)
class Reason(Fact):
    """Something seen or said that owes an answer until it has one: `words` say it on screen, `kind` sorts it."""

    kind: str
    words: str
    agreed: bool = False
    """A report that was confirmed as true, while the entry it means is still owed."""
    by: date | None = None
    after: datetime | None = None
    """Of a crisis: when the contact was expected that was missed before it."""
    moved: datetime | None = None
    """Of a crisis: when they had moved between teams before it."""
