"""What turned while the list stood: something fell due or became overdue by the clock, a safe time opened. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import clock_in_words, inside
from carelist_tui.domain.worklist import Item

SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Turned:
    """One thing that reads otherwise since `at`: `about` is the key of a Due and `status` what it reads as now; or a
    person's id, whose safe time has begun."""

    at: datetime
    about: str
    status: str
    what: str

    def in_words(self, zone: ZoneInfo) -> str:
        """`10:30 second attempt for YUSUF Amina is now overdue`."""
        status = {"due": tr("due"), "overdue": tr("overdue")}.get(self.status, self.status)
        ends = tr("has begun") if self.status == SAFE else tr("is now {status}", status=status)
        return f"{clock_in_words(self.at, zone)} {self.what} {ends}"


def turned_between(before: Iterable[Item], after: Iterable[Item], since: datetime, until: datetime) -> list[Turned]:
    """What only the clock turned between two readings, the earliest first: what somebody recorded meanwhile is no news
    to whoever stands here by this."""
    was = {item.key: item.status for item in before}
    found = []
    for item in after:
        turned_at = {"overdue": item.due_at, "due": item.from_at}.get(item.status)
        if turned_at is not None and since <= turned_at <= until and was.get(item.key, "upcoming") != item.status:
            found.append(Turned(turned_at, item.key, item.status, _what(item)))
    return sorted(found, key=lambda each: (each.at, each.about))


def safe_time(person: str, called: str, at: datetime) -> Turned:
    """A safe time of somebody has begun."""
    return Turned(at, person, SAFE, tr("a safe time to contact {called}", called=called))


def still_so(turned: Iterable[Turned], items: Iterable[Item], safe: Iterable[str]) -> list[Turned]:
    """What of it still reads so: the rest was settled, or put off. `safe` are those who can be contacted now."""
    reads = {(item.key, item.status) for item in items} | {(person, SAFE) for person in safe}
    return [each for each in turned if (each.about, each.status) in reads]


def _what(item: Item) -> str:
    return (
        tr("{title} for {listed}", title=inside(item.title), listed=item.person.listed)
        if item.person is not None
        else item.title
    )
