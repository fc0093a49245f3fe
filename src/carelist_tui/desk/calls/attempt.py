"""One attempt in the making: begun by a key, and recorded by an outcome key. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.outcomes import HOW_ARE_THEY, PARTNERS, Outcome, Way, at_this_hour, ways_for
from carelist_tui.domain.card import Card, Other
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.worklist import Item

if TYPE_CHECKING:
    from carelist_tui.journal.glance import Glance

VISIT_METHOD = "visit"
ASKED_BACK = tr("When may they be rung? Enter alone: they did not say.")
YES, AT_THE_DOOR, GOING = "1", "1", "2"
WHERE = ((AT_THE_DOOR, tr("at the door now")), (GOING, tr("going: say when you will be back")))


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is being tried for one person's step. `at` is when it began, local with offset, as the entry will say it."""

    id: str
    item: Item
    card: Card
    at: str
    ways: tuple[Way, ...]
    """How it can be tried; `way` is the number of the one being tried now."""
    way: int = 0
    outcome: Outcome | None = None
    """A live contact's, while it is asked how they are."""
    note: str = ""
    writing: bool = False
    is_there: bool = False
    """Of a visit: whether they have said that they are at the door."""
    may_begin: str = ""
    """What is asked first where attempts are not made at this hour; empty where nothing is."""

    @property
    def step(self) -> str:
        return str(self.item.detail.get("step", ""))

    @property
    def now(self) -> Way | None:
        """The way being tried; None where none is allowed."""
        return self.ways[self.way] if self.ways else None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What its keys record: nothing before what is asked first is answered."""
        return self.now.outcomes if self.now is not None and not self.asks_first else ()

    @property
    def asks_where(self) -> bool:
        """Of a visit: going, or at the door? Lone working begins with going (S1:32)."""
        return self.now is not None and self.now.method == VISIT_METHOD and not self.is_there

    @property
    def asks_first(self) -> tuple[tuple[str, str], ...]:
        """What is asked before an outcome: (key, words) of each answer."""
        if self.may_begin:
            return ((YES, tr("all the same")),)
        return WHERE if self.asks_where else ()

    def answered(self, key: str) -> Attempt:
        """The same once what is asked first was answered by a key; going is no attempt yet."""
        if self.may_begin:
            return replace(self, may_begin="") if key == YES else self
        return replace(self, is_there=True) if self.asks_where and key == AT_THE_DOOR else self

    @property
    def who(self) -> Other | None:
        """The trusted contact or partner who is asked, where the step is to them."""
        return self.now.who if self.now is not None else None

    @property
    def others(self) -> tuple[Way, ...]:
        """The other ways, the next one first."""
        return (*self.ways[self.way + 1 :], *self.ways[: self.way])

    def another_way(self) -> Attempt:
        """The same, tried in the next way."""
        return replace(self, way=(self.way + 1) % len(self.ways)) if self.ways else self

    def chosen(self, key: str) -> Outcome | None:
        """The outcome of a key; None when it has none here."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)

    def body(self, outcome: Outcome, how: str | None = None, call_back_at: str | None = None) -> dict[str, Any]:
        """What the entry says. `call_back_at`: the moment they named to be rung at, RFC 3339."""
        said: dict[str, Any] = {"episode": self.item.detail.get("episode") or self.card.episode, "step": self.step}
        said |= {"method": outcome.method, "to": to_whom(self.who)}
        said |= {"name": self.who.name} if self.who else {}
        said |= {"outcome": outcome.outcome, "how_are_they": how, "note": self.note.strip()}
        said |= {"call_back_at": call_back_at}
        return {name: value for name, value in said.items() if value}

    def draft(self, outcome: Outcome, how: str | None = None, call_back_at: str | None = None) -> dict[str, Any]:
        """The draft as the door takes it."""
        body = self.body(outcome, how, call_back_at)
        return {"id": self.id, "type": "outreach.attempted", "person": self.card.person, "occurred_at": self.at,
                "body": body}  # fmt: skip


def to_whom(who: Other | None) -> str:
    """Who is tried, as the entry says it: the person, somebody they trust, or a partner."""
    if who is None:
        return "person"
    return "partner" if who.agency and not who.relation else "trusted_contact"


def begin(id: str, item: Item, card: Card, at: str) -> Attempt:
    """An attempt at the step this item asks for."""
    step, methods = str(item.detail.get("step", "")), tuple(item.detail.get("methods", ()))
    return Attempt(id, item, card, at, ways_for(methods, step, card))


def asked_at_this_hour(step: Item, now: datetime, glance: Glance) -> str:
    """What is asked before this step is tried, where attempts are not made at this hour. Of those who are told about
    somebody nothing is asked."""
    if step.detail.get("step") == PARTNERS:
        return ""
    high, calendar = step.person is not None and step.person.is_high(now), glance.calendar
    route = calendar.service.out_of_hours.words if high else ""
    return at_this_hour(now, calendar.zone, glance.attempts, route)


def rung_at(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which they asked to be rung. Refuses (ValueError, a sentence) what is no moment to come."""
    from carelist_tui.desk.questions.human_dates import understood_moment
    from carelist_tui.domain.entries.entry import Looks

    return understood_moment(typed, now, zone, Looks("ahead"))


def how_of(key: str) -> str | None:
    """The answer to "how are they" that a key gives."""
    return next((code for number, code, _ in HOW_ARE_THEY if number == key), None)
