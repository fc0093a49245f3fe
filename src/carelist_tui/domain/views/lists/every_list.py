"""Every list by its name, and what of a period is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.caseload_people import HIGH, PEOPLE
from carelist_tui.domain.views.lists.decisions import DECISIONS, DISCHARGES, decisions, discharges
from carelist_tui.domain.views.lists.erasures import ERASURES, erasures, erasures_of_nobodys
from carelist_tui.domain.views.lists.escalations import ESCALATIONS, SAFEGUARDING, escalations, safeguarding
from carelist_tui.domain.views.lists.exports import EXPORTS
from carelist_tui.domain.views.lists.handovers import HANDOVERS, handovers
from carelist_tui.domain.views.lists.improvements import IMPROVEMENTS, improvements
from carelist_tui.domain.views.lists.incidents import CRISES, INCIDENTS, crises, incidents
from carelist_tui.domain.views.lists.list_columns import ListKind, Values
from carelist_tui.domain.views.lists.person_told import PersonTold, Row
from carelist_tui.domain.views.lists.retention import RETENTION
from carelist_tui.domain.views.lists.samples import SAMPLES, samples
from carelist_tui.domain.views.lists.supervision import SUPERVISION, supervision
from carelist_tui.domain.views.lists.week import WEEK, week

LISTS: Mapping[str, ListKind] = {
    kind.name: kind
    for kind in (
        PEOPLE, HIGH, WEEK, SAFEGUARDING, DECISIONS, CRISES, DISCHARGES, ESCALATIONS, INCIDENTS, SUPERVISION,
        HANDOVERS, SAMPLES, IMPROVEMENTS, EXPORTS, ERASURES, RETENTION,
    )
}  # fmt: skip
OF_A_PERSON: Mapping[str, Callable[[PersonTold, datetime], Iterator[Row]]] = {
    "week": week,
    "safeguarding": safeguarding,
    "decisions": decisions,
    "crises": crises,
    "discharges": discharges,
    "escalations": escalations,
    "incidents": incidents,
    "handovers": handovers,
    "erasures": erasures,
}
"""What of one person's story each list of what happened shows."""
OF_THE_TEAM: Mapping[str, Callable[[Iterable[Entry], datetime, Standards], Iterator[Row]]] = {
    "supervision": supervision,
    "samples": samples,
    "improvements": improvements,
    "erasures": erasures_of_nobodys,
}
"""What of the entries about no person each list shows."""
DEFAULT_PERIOD = relativedelta(months=13)
"""So long before the moment of reading a list of what happened begins, unless said otherwise (surface.md)."""
A_WEEK = relativedelta(days=7)
OWN_PERIOD: Mapping[str, relativedelta] = {"week": A_WEEK}
"""Where a list has a length of its own."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since`, that day included, until the day `until`, which is not; without, until now. `keeps_open`: nobody
    said since when, and what began before it and is open still stands in the list too."""

    since: date
    until: date | None
    zone: ZoneInfo
    keeps_open: bool = True

    @classmethod
    def asked(cls, name: str, at: datetime, since: date | None, until: date | None, zone: ZoneInfo) -> Period:
        """What is asked of a list read at a moment. Refuses one that ends before it begins."""
        today, own = at.astimezone(zone).date(), OWN_PERIOD.get(name)
        before = (until or today) - own if own else (until or today + timedelta(days=1)) - DEFAULT_PERIOD
        begins = since or before
        if until is not None and begins >= until:
            raise Refused(
                tr(
                    "a period from {isoformat} to before {isoformat2} has no day in it",
                    isoformat=begins.isoformat(),
                    isoformat2=until.isoformat(),
                )
            )
        return cls(begins, until, zone, keeps_open=since is None)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.since, time.min, tzinfo=self.zone)

    def holds(self, row: Row) -> bool:
        """Whether a row stands in the list: by the local day on which what it is about began."""
        day = row.at.astimezone(self.zone).date()
        has_begun = self.since <= day or (self.keeps_open and row.is_open)
        return has_begun and (self.until is None or day < self.until)


def latest_first(rows: Iterable[Row], period: Period) -> list[Values]:
    """The items that a period holds."""
    held = [row for row in rows if period.holds(row)]
    return [row.item for row in sorted(held, key=lambda row: row.at, reverse=True)]
