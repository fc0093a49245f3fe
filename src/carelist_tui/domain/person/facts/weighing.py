"""Checks, decisions, escalations, crises, and whatever owes an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carelist_tui.domain.person.facts.fact import Fact

NOES = ("do_not_escalate", "continue", "pause")
"""Decisions that are a "no"; skipping a step is one as well while high (records.md, What a decision does)."""


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
    replaced: bool = False
    """A newer decision on the same subject took its place."""
    authorised_by: str = ""
    waits: bool = False
    """It names an authoriser who has not said so themself yet."""
    weighs_capacity: bool = False
    ignored: bool = False
    """It waits for its authoriser, and was made while another one did: it does not count (standards.md, Roles)."""
    raised: bool = False
    """An escalation was raised for it."""
    told: str = ""
    basis: str = ""
    """Who was to be told by it, and on which ground."""

    @property
    def is_no(self) -> bool:
        """Whether it says no to acting: then it needs a senior while high, and the third time (records.md)."""
        return self.decision in NOES

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
    planned: bool = False
    """A risk plan says that it was changed because of this crisis (S4:68)."""
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
