"""What a huddle is made from, and what it is: values only. Moments are aware; text is what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.card import Bearing, Card
from carelist_tui.domain.roster import Absence, Roster, Worker
from carelist_tui.domain.words import listed_name
from carelist_tui.domain.worklist import Item

AGREED_MINUTES = 15
"""How long a huddle is meant to take. The Standards say nothing of it; the product says 10 to 15 minutes."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One entry that came to this laptop since the last huddle, recorded here or synced, whenever it happened."""

    id: str
    type: str
    person: str | None
    occurred_at: datetime
    words: str
    by: str
    """The worker who decided or did it."""


@dataclass(frozen=True, slots=True)
class Since:
    """From when on something is new: the beginning of the last huddle, or, without one (`huddle` None), a moment."""

    moment: datetime
    huddle: str | None


@dataclass(frozen=True, slots=True)
class Discussed:
    """One person talked about: the note, and what was recorded of it in words."""

    person: str | None
    note: str
    decided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A huddle that was held: who was there, and what came of it."""

    id: str
    begins: datetime
    ends: datetime
    present: tuple[str, ...]
    discussed: tuple[Discussed, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that a huddle is made from, read at one moment. `items` are what is due or overdue, and what falls due by
    the end of the day; `cards` by person, those on the caseload and whoever something arrived about."""

    at: datetime
    team: str | None
    """Whose huddle; None: the whole service's."""
    since: Since
    items: tuple[Item, ...]
    cards: Mapping[str, Card]
    on_caseload: frozenset[str]
    high: frozenset[str]
    """Who of these is high at that moment; whoever is red is."""
    named: Mapping[str, str | None]
    """By key of a Due: the worker it names."""
    arrived: tuple[Arrived, ...]
    roster: Roster
    calendar: Calendar
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """One worker of the team: whether at work, on duty; when away, until when and who covers."""

    worker: Worker
    on_duty: bool
    works_today: bool
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in for a coordinator who is away: `by` a worker, `duty`, or None where nobody was named."""

    coordinator: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One person in a step: who, why they are in it, what is due and whose it is, what came in about them."""

    person: str | None
    ref: str
    given: str
    family: str
    zone: str
    days: int | None
    """Days in this zone."""
    why: str
    title: str
    """What is due, or empty."""
    due_at: datetime | None
    status: str
    owner: str
    items: tuple[Item, ...] = ()
    also: tuple[Item, ...] = ()
    """Whatever else is due or overdue for them, in this step or not, the worst first."""
    changes: tuple[Arrived, ...] = ()
    not_told: tuple[str, ...] = ()
    """Who must not be told about them, a sentence each."""
    known: tuple[Bearing, ...] = ()
    """What nobody may decide about them without: a high risk check, a trigger, a crisis."""
    born: str = ""
    """The day, as it was recorded."""
    phone: str = ""
    """The first of their numbers that is safe to ring."""
    warnings: tuple[str, ...] = ()
    """What must be known before anybody acts for them, refusals included."""
    stands_in: StandIn | None = None
    """Of somebody whose coordinator is away: who stands in."""

    @property
    def name(self) -> str:
        """`FAMILY Given`, or what the team itself owes."""
        return listed_name(self.given, self.family) or self.ref or tr("The team")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the huddle. `says` is the question that the step asks the team."""

    key: str
    title: str
    says: str
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Huddle:
    """A huddle, ready for a screen, a sheet or JSON. `closes` and `opens` bound a closure that begins today."""

    at: datetime
    team: str | None
    since: Since
    here: tuple[Here, ...]
    steps: tuple[Step, ...]
    counts: Mapping[str, int]
    owners: Mapping[str, int] = field(default_factory=dict)
    """How many Dues each worker has today."""
    arrived: int = 0
    closes: datetime | None = None
    opens: datetime | None = None
    holds_the_gap: str = ""
    """The out-of-hours team, its number and hours, in words."""
    held: Held | None = None
    works_nowhere: Mapping[str, int] = field(default_factory=dict)
    """Of those who coordinate somebody here and work nowhere: for how many people each is named."""

    def step(self, key: str) -> Step | None:
        """The step with this key, where this huddle has it."""
        return next((step for step in self.steps if step.key == key), None)
