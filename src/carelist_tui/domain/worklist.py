"""Reading what is owed at a moment: status, band, owner, order, and the reason in words.

Standard library only: this is on the way to the first frame. State never depends on now; this reading does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.slotted import LateSlots, dataclass, put_off
from carelist_tui.domain.words import Words, listed_name, moment_in_words, words_at

ALSO, OWNER_TEAM = "also", "owner_team"
"""By these names a stored row holds, beside what it is about, with whom else it stands, and which team holds it."""
WORKER_BACK = "worker_back"
"""A worker who has gone out and is not back stands before everybody (screens.md)."""
BANDS = {1: tr("Act now"), 2: tr("Missed contact and promises"), 3: tr("Today's contacts"), 4: tr("Keeping up")}
"""What stands in each band, in words (standards.md, Order)."""
ORDER_WORDS = (
    tr("the heading"), tr("a worker who is not back before "
                          "everybody"), tr("red first"), tr("overdue before what is not yet"),
    tr("people before what is the team's own"), tr("the more intensive tier first"), tr("what falls due sooner first"),
    tr("by family name"), tr("by given name"), tr("the earlier step first"), tr("nothing else tells them apart"),
)  # fmt: skip
"""What decides where an item stands, in the order in which it is asked: the parts of `Item.order`."""
ZONE_PLACE = 4
ZONE_ORDER = {"red": 0, "amber": 1, "unknown": 1, "green": 2, None: 3}


@dataclass(frozen=True, slots=True)
class OnPerson:
    """What the worklist shows of the person a Due is about. `tier_rank` 0 is the most intensive."""

    id: str
    ref: str
    given: str
    family: str
    zone: str
    zone_reason: str
    tier: str | None
    tier_rank: int
    team: str | None
    coordinator: str | None
    high_until: datetime | None
    warnings: tuple[str, ...] = ()
    high: bool = False
    """Whether high now, without an end; `high_until` bounds it where only a crisis makes it so."""

    def is_high(self, at: datetime) -> bool:
        return self.high or (self.high_until is not None and at < self.high_until)

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def listed(self) -> str:
        """Their name as the screens say it; where none is known, what the service calls them."""
        return listed_name(self.given, self.family) or self.ref


@dataclass(frozen=True, slots=True)
class StoredDue:
    """A Due as its projection keeps it; see domain/dues/due.py for the fields."""

    key: str
    kind: str
    source: str
    title: str
    due_at: datetime
    from_at: datetime | None
    band: int
    band_when_high: int | None
    named_owner: str | None
    because: Words
    resolved_by: tuple[str, ...]
    detail: dict[str, Any]
    """With `also` and `owner_team`, which are told of whose it is and not what it is about."""

    @property
    def also(self) -> tuple[str, ...]:
        """Who else has it on their list, by the names that a Due gives them."""
        return tuple(self.detail.get(ALSO, ()))

    @property
    def owner_team(self) -> str | None:
        """The team whose cover, duty and manager hold it, where it is not the person's."""
        return self.detail.get(OWNER_TEAM)


@dataclass(frozen=True, slots=True)
class Item(LateSlots):
    """One Due as read at a moment, ready for a screen or for `today --json`. Its reason is put into words when first
    asked for."""

    key: str
    kind: str
    band: int
    person: OnPerson | None
    due_at: datetime
    from_at: datetime | None
    status: str
    owner: str
    title: str
    because: str
    why: str
    resolved_by: tuple[str, ...]
    source: str
    detail: dict[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    """Workers besides the owner on whose list it stands."""
    owner_team: str | None = None
    """The team that holds it, where it is not the person's."""

    def stands_with(self, worker: str | None) -> bool:
        """Whether it is on that worker's list: their own, or theirs too."""
        return worker is not None and worker in (self.owner, *self.also)

    @property
    def order(self) -> tuple[Any, ...]:
        """Band, red first, overdue, zone, tier, due_at, names, place in the ladder, key (standards.md, Order); before
        all of its band a worker who is not back."""
        who = self.person
        zone = who.zone if who else None
        return (
            self.band,
            self.kind != WORKER_BACK,
            zone != "red",
            self.status != "overdue",
            ZONE_ORDER.get(zone, 3),
            who.tier_rank if who else 99,
            self.due_at,
            who.family.casefold() if who else "",
            who.given.casefold() if who else "",
            self.detail.get("number", 0),
            self.key.casefold(),
        )


def stands_before(item: Item, other: Item) -> str:
    """What decided that an item stands before another on the list: the first of the order that differs, in words."""
    place = next((n for n, (a, b) in enumerate(zip(item.order, other.order, strict=True)) if a != b), -1)
    if place == 0:
        return tr("{bands} before {bands2}", bands=BANDS[item.band].lower(), bands2=BANDS[other.band].lower())
    if place == ZONE_PLACE and item.person is not None and other.person is not None:
        return tr(
            "{zone} before {zone2}", zone=in_plain_words(item.person.zone), zone2=in_plain_words(other.person.zone)
        )
    return ORDER_WORDS[place]


def status_at(due_at: datetime, from_at: datetime | None, at: datetime, opens_next: datetime) -> str:
    """overdue, due or upcoming: the one function for every screen, count, export and report.

    `opens_next` is when the service next opens after `at`'s day: what falls due at the weekend is due on Friday.
    """
    if from_at is not None and at < from_at:
        return "upcoming"
    if at > due_at:
        return "overdue"
    return "due" if from_at is not None or due_at < opens_next else "upcoming"


def read_due(
    due: StoredDue,
    person: OnPerson | None,
    owner: str,
    at: datetime,
    zone: ZoneInfo,
    opens_next: datetime,
    also: tuple[str, ...] = (),
) -> Item:
    """One stored Due read at `at`: its status, its band (a high person's where that differs), its reason in words."""
    high = person is not None and person.is_high(at)
    status = status_at(due.due_at, due.from_at, at, opens_next)
    detail = due.detail
    if ALSO in detail or OWNER_TEAM in detail:
        detail = {name: value for name, value in detail.items() if name not in (ALSO, OWNER_TEAM)}
    item = Item(
        key=due.key,
        kind=due.kind,
        band=due.band_when_high if high and due.band_when_high is not None else due.band,
        person=person,
        due_at=due.due_at,
        from_at=due.from_at,
        status=status,
        owner=owner,
        title=due.title,
        because="",
        why="",
        resolved_by=due.resolved_by,
        source=due.source,
        detail=detail,
        also=also,
        owner_team=due.owner_team,
    )
    put_off(item, _WORDS, partial(_reason, due.title, due.due_at, due.because, status, person, at, zone))
    return item


_WORDS = ("because", "why")


def _reason(
    title: str, due_at: datetime, because: Words, status: str, person: OnPerson | None, at: datetime, zone: ZoneInfo
) -> dict[str, str]:
    """Why something is owed, in words: by itself, and with what is owed and how it stands with the person."""
    reason = words_at(because, at, zone)
    lead = tr("overdue since") if status == "overdue" else tr("due")
    why = f"{title} {lead} {moment_in_words(due_at, at, zone)}: {reason}"
    if person is not None and person.zone in ("red", "amber"):
        why += f"; {in_plain_words(person.zone)}" + (f": {person.zone_reason}" if person.zone_reason else "")
    return {"because": reason, "why": why}


def looks_ahead(at: datetime, days: int | None, zone: ZoneInfo) -> datetime:
    """Up to when what is only coming is shown: the end of the local day so many days after `at`'s; without, `at`."""
    if days is None:
        return at
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.max, tzinfo=zone)


def worst_first(items: Iterable[Item]) -> list[Item]:
    """The one order of the worklist, for whatever shows or picks among items (standards.md, Order)."""
    return sorted(items, key=lambda item: item.order)


def by_when(items: Iterable[Item]) -> list[Item]:
    """In the order in which they fall due; of those at one moment the worst first."""
    return sorted(items, key=lambda item: (item.due_at, item.order))


def due_first(items: Iterable[Item]) -> list[Item]:
    """What is due or overdue, the worst first; then what is only coming, by when."""
    owed = list(items)
    due = worst_first(item for item in owed if item.status != "upcoming")
    return [*due, *by_when(item for item in owed if item.status == "upcoming")]


def in_order(items: Iterable[Item], until: datetime) -> list[Item]:
    """What is due or overdue, and what falls due until then, in the order of the worklist. What a booking stands for
    falls due no earlier than that is asked about."""
    shown = [item for item in items if item.status != "upcoming" or max(item.due_at, item.from_at or until) <= until]
    return worst_first(shown)


def as_json(item: Item, zone: ZoneInfo) -> dict[str, Any]:
    """An item as `today --json` answers it: every item has every key."""
    who = item.person
    return {
        "key": item.key,
        "kind": item.kind,
        "band": item.band,
        "person": who.id if who else None,
        "ref": who.ref if who else None,
        "name": who.name if who else None,
        "zone": who.zone if who else None,
        "tier": who.tier if who else None,
        "due_at": item.due_at.astimezone(zone).isoformat(),
        "status": item.status,
        "owner": item.owner,
        "title": item.title,
        "from_at": item.from_at.astimezone(zone).isoformat() if item.from_at else None,
        "why": item.why,
        "resolved_by": list(item.resolved_by),
        "source": item.source,
        "warnings": list(who.warnings) if who else [],
        "detail": item.detail,
        **({"also": list(item.also)} if item.also else {}),
    }
