"""What a check stands on: the entry that asks to be recorded, and everything known at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster, Sample
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards


class Stored(Protocol):
    """What is already in the journal, earlier lines of the batch included."""

    def entry(self, id: str) -> Entry | None:
        """The entry of that id, if it is there."""

    def held_by(self, worker: str) -> int:
        """How many people a worker coordinates, and how many Dues name them."""

    def about(self, person: str) -> Iterable[Entry]:
        """Everything recorded about a person, in no order; of an empty id what is about nobody."""

    def sample(self, id: str) -> Sample | None:
        """The audit sample of that id with its scores, if it is there."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who would record an entry of this type, at a moment, by whose word (None: their own)."""

    kind: str
    author: str
    on_behalf_of: str | None
    at: datetime
    roster: Roster
    standards: Standards

    @property
    def decided_by(self) -> str:
        """Whose word it is."""
        return self.on_behalf_of or self.author

    @property
    def decides_as(self) -> str | None:
        """The role of whose word it is, as it was at that moment."""
        return self.roster.role_at(self.decided_by, self.at)


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry that asks to be recorded. `ground` is the person's, as they stand; None for a team or worker entry."""

    entry: Entry
    ground: Ground | None
    roster: Roster
    standards: Standards
    stored: Stored

    @property
    def day(self) -> date:
        """The entry's local date."""
        return self.standards.calendar.day_of(self.entry.occurred_at)

    @property
    def acting(self) -> Acting:
        """Who records it."""
        entry = self.entry
        return Acting(entry.type, entry.author, entry.on_behalf_of, entry.occurred_at, self.roster, self.standards)

    @property
    def is_high(self) -> bool:
        return self.ground is not None and self.ground.is_high_at(self.entry.occurred_at)

    def may_all(self, acts: Iterable[str]) -> bool:
        """Whether its author may do each of these acts of [roles]."""
        return all(self.standards.may(self.roster.role(self.entry.author), act) for act in acts)

    def whoever_may(self, acts: Iterable[str]) -> str:
        """Who may do each of these acts, in words."""
        return tr("a manager") if "manager" in map(self.standards.needed_for, acts) else tr("a senior or a manager")

    def authorised(self, by: str | None, act: str, why: str) -> Iterator[Fault]:
        """Refuses an act whose authoriser is missing, unknown, or not of the role the Standards ask for."""
        needed = self.whoever_may([act])
        if not by:
            yield Fault("body.authorised_by", tr("is needed: {why} is authorised by {needed}", why=why, needed=needed))
        elif self.roster.role(by) is None:
            yield Fault(
                "body.authorised_by",
                tr("nobody works here under that id, and {why} is authorised by {needed}", why=why, needed=needed),
            )
        elif by in self.roster.left:
            yield Fault(
                "body.authorised_by",
                tr("does not work here any more, and {why} is authorised by {needed}", why=why, needed=needed),
            )
        elif not self.standards.may(self.roster.role(by), act):
            yield Fault("body.authorised_by", tr("{why} is authorised by {needed}", why=why, needed=needed))

    def date_within(self, on: date | None, field: str, longest: Interval) -> Iterator[Fault]:
        """Refuses a date further off than a limit: calendar days from the entry's local date, that day included."""
        latest = self.standards.calendar.last_day(self.entry.occurred_at, longest)
        if on is not None and on > latest:
            yield Fault(
                f"body.{field}",
                tr(
                    "is too far off: {longest} at the longest, so by {isoformat}",
                    longest=longest,
                    isoformat=latest.isoformat(),
                ),
            )

    def moment_within(
        self, at: datetime | None, field: str, longest: Interval, *, into_hours: bool = False
    ) -> Iterator[Fault]:
        """Refuses a moment further off than a limit, that moment included. `into_hours`: a limit in hours that ends
        outside service hours ends on the next service day, unless the person is high."""
        calendar, since = self.standards.calendar, self.entry.occurred_at
        latest = calendar.deadline(since, longest, high=self.is_high) if into_hours else calendar.after(since, longest)
        if at is not None and at > latest:
            by = latest.astimezone(calendar.zone)
            yield Fault(
                f"body.{field}",
                tr("is too far off: {longest} at the longest, so by {by:%Y-%m-%d %H:%M}", longest=longest, by=by),
            )


C = TypeVar("C", bound=Callable[..., Iterator[Fault]])
Check = Callable[[Asked, Any], Iterator[Fault]]
CHECKS: dict[str, list[Check]] = {}
"""By type the rules that an entry is asked before it is recorded, and what a correction puts in its place as well."""


def checks(*kinds: type[Body]) -> Callable[[C], C]:
    """Registers a rule for entries of these types."""

    def register(check: C) -> C:
        for kind in kinds:
            CHECKS.setdefault(kind.TYPE, []).append(check)
        return check

    return register


ByRole = Callable[[Acting], Iterator[Fault]]
BY_ROLE: dict[str, list[ByRole]] = {}
"""By type the rules that ask of nothing but who records: they hold before anything is said of the entry."""


def by_role(*kinds: type[Body]) -> Callable[[ByRole], ByRole]:
    """Registers a rule of these types that asks only who records: among the rules of the entry, and as one that a face
    asks before the first question."""

    def register(rule: ByRole) -> ByRole:
        for kind in kinds:
            BY_ROLE.setdefault(kind.TYPE, []).append(rule)
            CHECKS.setdefault(kind.TYPE, []).append(lambda asked, _body: rule(asked.acting))
        return rule

    return register
