"""What is known of single entries: their place and clock, what they set, where a person is."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from carelist_tui.domain.entries.entry import StoryOrder
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.dues import Lengths

CRISIS = "crisis"


@dataclass(slots=True)
class Fact:
    """One entry's place and clock."""

    id: str
    order: StoryOrder
    clock: datetime

    @property
    def at(self) -> datetime:
        return self.order[0]


F = TypeVar("F", bound=Fact)


def number_before(facts: Sequence[F], moment: datetime) -> int:
    """How many of these, which are in story order, were before a moment: not at it. A long story has thousands."""
    return bisect_left(facts, (moment,), key=attrgetter("order"))


def since(facts: Sequence[F], moment: datetime) -> Iterator[F]:
    """Those of them that were at a moment, or after it."""
    return islice(facts, number_before(facts, moment), None)


@dataclass(slots=True)
class Membership(Fact):
    """A referral, an acceptance or reopening, or a leaving: `kind` is the entry's last word (accepted, died, ...)."""

    kind: str
    source: str = ""
    urgent: bool = False
    author: str = ""
    brought_over_on: date | None = None
    """Of an acceptance: the day on which it came with a caseload that was imported."""
    place: int | None = None
    """Where they stood among those that came with it; None where it does not say."""


@dataclass(slots=True)
class Look(Fact):
    """The first that is known of when somebody brought over was, or will be, spoken to: a contact, or a booking.
    `came_along`: it was in the import itself."""

    is_booking: bool
    came_along: bool


@dataclass(slots=True)
class Leaving(Fact):
    """A discharge that waits for the manager's own word about its decision."""

    reason: str
    decision: str
    author: str = ""


@dataclass(slots=True)
class Value(Fact):
    """Something set (zone, tier, coordinator): the value, why, and its review date."""

    value: str
    reason: str = ""
    review_on: date | None = None


@dataclass(slots=True)
class TierStep(Fact):
    """A tier that was set, or accepted with. `counts`: by whoever may make it lighter; else only where it is not."""

    value: str
    counts: bool = True


@dataclass(slots=True)
class Join(Fact):
    """Two records of the person became one: the record that ended, and that which it was joined into."""

    ended: str
    into: str


@dataclass(slots=True)
class Mark(Fact):
    """One entry that set a thing (records.md, Conflict): what it said, and which ones it had seen."""

    type: str
    value: str
    replaces: list[str]


@dataclass(slots=True)
class Span:
    """A stretch of time in which the person is high: for `reason`, from `begins` until `ends` (None: open)."""

    reason: str
    begins: datetime
    clock: datetime
    ends: datetime | None = None

    def over_at(self, lengths: Lengths) -> datetime | None:
        """When it is over; None: not before something ends it. A crisis is over after its length."""
        return self.begins + lengths.high_after_crisis if self.reason == CRISIS else self.ends

    def covers(self, moment: datetime, lengths: Lengths) -> bool:
        """Whether they are high for this at that moment; what makes somebody high at a moment counts at it."""
        over_at = self.over_at(lengths)
        return self.begins <= moment and (over_at is None or moment < over_at)


@dataclass(slots=True)
class Sighting(Fact):
    """An early warning sign that was seen. `reached` holds when 1, 2, 3 ... whole contacts running had seen none since;
    `running` is how many run now. A later sign begins another."""

    words: str
    reached: list[datetime] = field(default_factory=list)
    running: int = 0

    def is_clear_at(self, moment: datetime, lengths: Lengths) -> bool:
        """Whether enough whole contacts had seen none by then."""
        enough = lengths.signs_clear_after
        return len(self.reached) >= enough and self.reached[enough - 1] <= moment


@dataclass(slots=True)
class Review(Fact):
    """The newest review of a kind."""

    kind: str
    next_review_on: date


@dataclass(slots=True)
class Cover(Fact):
    """Who holds them while the service is closed: `route` as records.md, cover.arranged, has it."""

    route: str


@dataclass(slots=True)
class Away(Fact):
    """In hospital, in custody, on holiday. The contact Dues are withheld only while it is confirmed."""

    kind: str
    where: str
    confirmed: bool
    expected_until: date | None = None
    returned: Fact | None = None
    harmed_at: datetime | None = None
    """When they had last harmed themself, or a plan to end their life still stood, before it began."""


@dataclass(slots=True)
class Death(Fact):
    """Said, or known, to have died; `confirmed_by` is the entry that confirmed it later, `by` who recorded it.
    `is_seconded`: somebody else has said so too."""

    confirmed: bool
    confirmed_by: Fact | None = None
    by: str = ""
    is_seconded: bool = False
