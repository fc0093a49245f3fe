"""What runs over time: actions, handovers, requests, indicators, and what was put off or given to somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from carelist_tui.domain.person.facts.fact import Fact


@dataclass(slots=True)
class Action(Fact):
    """An open action. `owner` is a worker id, or a partner's name; `due_at` a moment."""

    title: str
    owner: str
    due_at: datetime
    area: str
    about: str | None = None


@dataclass(slots=True)
class Handover(Fact):
    """A handover until it is closed. `sender` is the coordinator when it was opened.

    `met`: first contact was achieved, or failed; None while nothing is recorded of it.
    """

    kind: str
    direction: str
    to_team: str
    higher_risk: bool
    complete_by: datetime | None
    sender: str
    done: list[str] = field(default_factory=list)
    call: Fact | None = None
    accepted: Fact | None = None
    receiving: str = ""
    first_contact_at: datetime | None = None
    declined: Fact | None = None
    met: bool | None = None
    met_by: Fact | None = None
    closed: Fact | None = None
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed is None


@dataclass(slots=True)
class Request(Fact):
    """A person's own request that waits for its answer."""

    kind: str


@dataclass(slots=True)
class Indicator(Fact):
    """An indicator agreed with the person; `rated` is the newest rating."""

    name: str
    every: str
    rated: Fact | None = None


@dataclass(slots=True)
class PutOff(Fact):
    """A Due put off until a moment, or given to a worker, by its key."""

    key: str
    until: datetime | None = None
    owner: str = ""


@dataclass(slots=True)
class Authority(Fact):
    """An entry that names an authoriser who has not recorded it, and has not confirmed it."""

    worker: str
    act: str
