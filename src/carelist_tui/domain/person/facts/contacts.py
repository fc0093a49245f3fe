"""Contacts and attempts, as small as the Dues allow."""

from dataclasses import field
from datetime import date, datetime

from carelist_tui.domain.person.facts.fact import Fact
from carelist_tui.domain.slotted import dataclass


@dataclass(slots=True)
class Live(Fact):
    """Live two-way contact; `partial`: a nod through the door (S3:26). `seen`: in person or by video.

    `planned`: the thing it resolves, if it was booked. `green`: in zone green then. `answered`: early warning signs of
    theirs were known, and each was asked about and not seen. As usual, and either of these, it answers what a risk
    check was owed for, of somebody not high.
    """

    method: str
    seen: bool
    as_usual: bool
    planned: str | None = None
    green: bool = False
    partial: bool = False
    answered: bool = False


@dataclass(slots=True)
class Miss(Fact):
    """A missed contact; `t` is when it was expected. `unmet`: no contact since acceptance, as it was at t."""

    t: datetime
    how: str
    method: str
    unmet: bool
    planned: str | None = None

    @property
    def runs_from(self) -> datetime:
        """Where the ladder's clocks start: at t, or when the service learned of it, if it did so later."""
        return max(self.t, self.clock) if self.clock != self.at else self.t


@dataclass(slots=True)
class Cancellation(Fact):
    """The person cancelled a contact; `planned`: the thing that it was booked as."""

    planned: str | None = None
    running: int = 1
    """So many run with this one: neither live contact nor a missed one lies between."""
    then_missed: bool = False
    """A contact was missed after it."""


@dataclass(slots=True)
class Attempt(Fact):
    """An outreach attempt. `green`: in zone green then; without signs and not high, an answer in writing was enough."""

    method: str
    to: str
    outcome: str
    episode: str | None = None
    step: str | None = None
    promise: date | None = None
    green: bool = False


@dataclass(slots=True)
class Closing(Fact):
    """An episode closed by a decision. `counted` is the senior's own word, from which it counts; None: it waits."""

    episode: str
    outcome: str
    decision: str = ""
    counted: Fact | None = None


@dataclass(slots=True)
class Booking(Fact):
    """A planned contact. `begins` and `ends` are moments; a series has `repeat` and counts as two."""

    begins: datetime
    ends: datetime | None
    method: str
    purpose: str
    worker: str
    place: str = ""
    repeat: str | None = None
    resolved: list[datetime] = field(default_factory=list)
    """Occurrences of a series that something became of, by their original start."""
