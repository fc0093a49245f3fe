"""PersonState: what one person's entries, in story order, leave to know. Bounded: open things and 28 days.

It knows no now. Whether something is open, high or away at a moment is a question about the story up to it.
"""

from collections.abc import Callable
from dataclasses import MISSING, field, fields
from datetime import datetime
from functools import cache, partial
from itertools import takewhile
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import EngagementPlanAgreed, PersonDetailsUpdated, RiskPlanUpdated
from carelist_tui.domain.entries.choices import Avoid
from carelist_tui.domain.entries.entry import StoryOrder
from carelist_tui.domain.names import names_match
from carelist_tui.domain.person.facts import (
    Attempt,
    Authority,
    Away,
    Booking,
    Cancellation,
    Check,
    Closing,
    Cover,
    Crisis,
    Death,
    Decision,
    Escalation,
    Fact,
    Join,
    Leaving,
    Live,
    Look,
    Mark,
    Membership,
    Miss,
    Reason,
    Review,
    ShareConsent,
    Sighting,
    Span,
    TierStep,
    Undertakings,
    Value,
)
from carelist_tui.domain.person.facts.fact import number_before, since
from carelist_tui.domain.roster import Visit
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.dues import REMEMBERED, Lengths

MEMORY = REMEMBERED
"""How long closed things stay known: the longest look back of any Due."""


@dataclass(slots=True)
class PersonState(Undertakings):
    """One person, folded. Lists are in story order."""

    person: str
    last: StoryOrder | None = None
    through: dict[str, list[str]] = field(default_factory=dict)
    """Entries that were struck out, and what each had replaced: `replaces` reaches through them (records.md)."""
    unsaid: list[Authority] = field(default_factory=list)
    """A "no" as first recorded, since struck out or moved, whose authoriser never said so: it stays an earlier one."""
    awaited: list[str] = field(default_factory=list)
    """Entries that a correction names and that have not arrived: they can't simply be added when they do."""
    struck: list[str] = field(default_factory=list)
    """Missed contacts entered in error: what names one does nothing more. And what made somebody a person, where that
    was entered in error."""
    acceptance_struck: bool = False
    """Entered in error, and nothing else names them: whatever comes next is folded with it again."""
    is_erased: bool = False
    """Whatever said that they are here was lawfully erased: they are on nobody's caseload by what is left."""
    identity: PersonDetailsUpdated = field(default_factory=PersonDetailsUpdated)
    """Everything known of who they are, team included."""
    records: list[str] = field(default_factory=list)
    """The other records that are of this person, as two laptops or two imports began them (persons.joined)."""
    joins: dict[str, Join] = field(default_factory=dict)
    """By the record that ended, the join that ended it."""
    told_apart: dict[str, PersonDetailsUpdated] = field(default_factory=dict)
    """Where there are several records: what each says of who they are, until it is joined into another."""
    open_records: list[str] = field(default_factory=list)
    """Where there are several: those by which they are on the caseload."""
    first_named: Fact | None = None
    referral: Membership | None = None
    acceptance: Membership | None = None
    looked: Look | None = None
    """Of who was brought over: the first live contact, or booking of one, that is known since their acceptance."""
    left: Membership | None = None
    back: Membership | None = None
    """An entry about contact that occurred after they left: they are back on the caseload, with a conflict."""
    zone: Value | None = None
    amber_since: Fact | None = None
    """Since when they count as amber without a break."""
    red_since: Fact | None = None
    """Since when they are red without a break: setting red again changes nothing."""
    tier: Value | None = None
    tier_since: Value | None = None
    """The entry that put them in the tier they are in; setting the same one again changes nothing."""
    tier_before: Value | None = None
    """The one they were in before that."""
    tiers: list[TierStep] = field(default_factory=list)
    """Every tier set since acceptance, the newest: one that was made lighter is looked in on."""
    coordinator: Value | None = None
    oversight: str = ""
    plan: EngagementPlanAgreed | None = None
    plan_fact: Fact | None = None
    risk_plan: RiskPlanUpdated | None = None
    risk_plan_fact: Fact | None = None
    consent: Value | None = None
    """Consent to contact: `yes` or `no`."""
    lives: list[Live] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    cancelled: Reason | None = None
    cancellations: list[Cancellation] = field(default_factory=list)
    """Those by the person, which may be a sign of drift (standards.md, risk_check)."""
    fewer_than: dict[int, Fact] = field(default_factory=dict)
    """The entry since which fewer than that many contacts are booked ahead."""
    checks: list[Check] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    crises: list[Crisis] = field(default_factory=list)
    worries: list[Reason] = field(default_factory=list)
    """What owes a same-day response and has none yet."""
    worried_partners: list[Reason] = field(default_factory=list)
    replies: list[Reason] = field(default_factory=list)
    reports: list[Reason] = field(default_factory=list)
    faulty_details: list[Reason] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    """Early warning signs that were seen, and how many whole contacts saw none since."""
    aways: list[Away] = field(default_factory=list)
    death: Death | None = None
    met_after_death: Fact | None = None
    """Contact after a death that is confirmed: both stand until somebody has said which is true."""
    leaving: Leaving | None = None
    """A discharge that waits for the manager's own word: until then they are on the caseload, with all that is owed."""
    tier_waits: list[Value] = field(default_factory=list)
    """Tiers set since `tier` whose authoriser has not said so: a lighter one does not count yet."""
    reviews: dict[str, Review] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    heard: Fact | None = None
    """The newest word with a partner, family or a carer."""
    spans: list[Span] = field(default_factory=list)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    discharge_refused: Mark | None = None
    visits: dict[str, Visit] = field(default_factory=dict)
    """The newest visit that each worker has gone out to; whether they are back is no question about the person."""

    @property
    def forbidden(self) -> tuple[Avoid, ...]:
        """What is not to be done: what was known before there was a plan, and what the plan adds to it."""
        of_plan = self.plan.avoid if self.plan is not None else ()
        return tuple(dict.fromkeys((*(self.identity.do_not or ()), *of_plan)))

    @property
    def at(self) -> datetime | None:
        """When the newest entry occurred."""
        return self.last[0] if self.last else None

    @property
    def on_caseload(self) -> bool:
        """From referral or acceptance until declined, discharged, or died with the death actions done."""
        has_left = self.left is not None and self.back is None and not self.thing_is_disputed("discharge")
        return not (has_left or self.acceptance_struck or self.is_erased)

    @property
    def shares(self) -> list[ShareConsent]:
        """Consents to share that were recorded and stand: no newer refusal is about that name."""
        refused = [each for each in self.sharing if not each.given]
        return [
            each
            for each in self.sharing
            if each.given
            and each.source == "consent"
            and not any(names_match(each.name, no.name) and no.order > each.order for no in refused)
        ]

    @property
    def is_named_only(self) -> bool:
        """Entries name this person, but neither a referral nor an acceptance has arrived."""
        return self.referral is None and self.acceptance is None

    @property
    def away_now(self) -> Away | None:
        """Where they are while away, confirmed or not."""
        return next((away for away in reversed(self.aways) if away.returned is None), None)

    @property
    def stay(self) -> Away | None:
        """The innermost stay that is confirmed and has not ended; stays nest (standards.md, Dues)."""
        return next((away for away in reversed(self.aways) if away.returned is None and away.confirmed), None)

    @property
    def has_died(self) -> bool:
        """Their death is confirmed, and not in dispute."""
        return self.death is not None and self.death.confirmed

    @property
    def zone_now(self) -> str:
        return self.zone.value if self.zone else "unknown"

    def is_high_at(self, moment: datetime, lengths: Lengths) -> bool:
        """In zone red, or with an open high check, a trigger or red flag seen, or a crisis so short a time ago."""
        return any(span.covers(moment, lengths) for span in self.spans)

    def high_after_newest(self, lengths: Lengths) -> tuple[bool, datetime | None]:
        """High from the newest entry on: (without an end, else until when)."""
        ends = [span.over_at(lengths) for span in self.spans]
        bounded = [end for end in ends if end is not None and self.at is not None and end > self.at]
        return (None in ends, max(bounded, default=None))

    def signs_at(self, moment: datetime, lengths: Lengths) -> Sighting | None:
        """The sighting with which the early warning began that holds at a moment; None where none does."""
        began = None
        for sighting in reversed(self.sightings):
            if sighting.at > moment:
                continue
            if sighting.is_clear_at(began.at if began is not None else moment, lengths):
                break
            began = sighting
        return began

    def was_calm(self, live: Live, lengths: Lengths) -> bool:
        """Whether a whole contact was as usual, with somebody not red or high then who was green and without early
        warning, or each of whose signs was asked about and not seen (standards.md, risk_check)."""
        if not live.as_usual or live.partial:
            return False
        quiet = live.answered or (live.green and self.signs_at(live.at, lengths) is None)
        return quiet and not self.is_high_at(live.at, lengths)

    def has_settled(self, reason: Fact, lengths_at: Callable[[datetime], Lengths]) -> bool:
        """Whether there was a risk check since, or a contact that answers what one is owed for."""
        if self.checks and self.checks[-1].order > reason.order:
            return True
        return any(live.order > reason.order and self.was_calm(live, lengths_at(live.at)) for live in self.contacts)

    def was_answer_enough(self, attempt: Attempt, lengths: Lengths) -> bool:
        """Whether an answer in writing was enough: of somebody green then, not high, without early warning."""
        in_writing = attempt.outcome == "replied" and attempt.to == "person" and attempt.green
        return in_writing and self.signs_at(attempt.at, lengths) is None and not self.is_high_at(attempt.at, lengths)

    def thing_is_disputed(self, thing: str | None) -> bool:
        """Whether two entries set this thing differently, neither having seen the other, and none has settled it."""
        marks = self.marks.get(thing) if thing is not None else None
        return marks is not None and len(marks) > 1 and len({mark.value for mark in marks}) > 1

    @property
    def contacts(self) -> list[Live]:
        """Live contact, oldest first; what two laptops saw differently counts as missed until it is settled."""
        return [live for live in self.lives if not self.thing_is_disputed(live.planned)]

    def contact_since(self, moment: datetime) -> Live | None:
        """The first live contact at or after a moment."""
        return next((x for x in since(self.lives, moment) if not self.thing_is_disputed(x.planned)), None)

    def contact_before(self, moment: datetime) -> Live | None:
        """The newest live contact before a moment."""
        before = range(number_before(self.lives, moment) - 1, -1, -1)
        return next((self.lives[n] for n in before if not self.thing_is_disputed(self.lives[n].planned)), None)

    def contact_after(self, order: StoryOrder) -> bool:
        newest = self.last_contact
        return newest is not None and newest.order > order

    @property
    def last_contact(self) -> Live | None:
        return next((x for x in reversed(self.lives) if not self.thing_is_disputed(x.planned)), None)

    @property
    def last_whole_contact(self) -> Live | None:
        """The newest live contact that was more than a nod through the door (standards.md, Clocks: partial)."""
        lives = reversed(self.lives)
        return next((x for x in lives if not x.partial and not self.thing_is_disputed(x.planned)), None)

    @property
    def since_whole_contact(self) -> list[Live]:
        """The partial contacts since the newest whole one, oldest first."""
        newest_first = (x for x in reversed(self.lives) if not self.thing_is_disputed(x.planned))
        return [*takewhile(lambda live: live.partial, newest_first)][::-1]

    def whole_contact_after(self, order: StoryOrder) -> bool:
        """Whether there was whole contact after that place in the story."""
        newest = self.last_whole_contact
        return newest is not None and newest.order > order

    @property
    def last_seen(self) -> Live | None:
        lives = reversed(self.lives)
        return next((x for x in lives if x.seen and not self.thing_is_disputed(x.planned)), None)

    @property
    def is_unmet(self) -> bool:
        """Accepted, and no whole contact since."""
        newest = self.last_whole_contact
        return self.acceptance is not None and (newest is None or newest.at < self.acceptance.at)


@cache
def _way(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _fields() -> dict[str, tuple[Any, Any]]:
    """Of each field its type, and what it is in the beginning."""
    return {
        each.name: (each.type, each.default if each.default_factory is MISSING else each.default_factory())
        for each in fields(PersonState)
    }


@cache
def _writer(kind: Any) -> Callable[[Any], bytes]:
    return partial(_way(kind).serializer.to_json, by_alias=True, exclude_defaults=True)


@cache
def _reader(name: str) -> Callable[[Any], Any] | None:
    """What reads a field; None where no release that this one can read has had it."""
    return _way(_fields()[name][0]).validator.validate_python if name in _fields() else None


def build_ways() -> None:
    """Makes up how every field is read and written, so that nobody waits for it later."""
    for kind, _ in _fields().values():
        _writer(kind)


def dump_state(state: PersonState) -> str:
    """The state as JSON text, for its projection. What is as in the beginning is left out.

    By a field at a time, here and in `load_state`: how a kind of fact is read and written is made up when somebody has
    one, which for most people is a third of them. Making it up for all took a tenth of `show`
    (benchmarks/commands.py).
    """
    said = []
    for name, (kind, default) in _fields().items():
        value = getattr(state, name)
        if value != default:
            said.append(f'"{name}":{_writer(kind)(value).decode()}')
    return f"{{{','.join(said)}}}"


def load_state(text: str) -> PersonState:
    """The inverse of `dump_state`. Refuses (ValueError) text that is none."""
    said = from_json(text)
    if not isinstance(said, dict) or "person" not in said:
        raise ValueError(tr("this is the state of nobody"))
    return PersonState(**{name: read(value) for name, value in said.items() if (read := _reader(name))})
