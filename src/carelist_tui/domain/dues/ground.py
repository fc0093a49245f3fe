"""What the rules of the Dues stand on: one person's state, the Standards, and what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.dues.brought_over import brought_over, counted_from
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.kinds import KINDS, Kind
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.namesake import Namesake
from carelist_tui.domain.person.episodes import Episode, episode_of, episodes
from carelist_tui.domain.person.facts import Away, Check, Decision, Fact, Live, Reason, Sighting, Value
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.roster import EVERYBODY, Staff
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Lengths, Standards
from carelist_tui.domain.standards.dues import REMEMBERED, OwedBy

T = TypeVar("T")
THIRD = 3
"""So many times said no in one missed contact, a senior looks (records.md)."""
HELD_THERE = ("mental_health_ward", "general_ward", "custody")
"""Where somebody else looks after them: a stay there withholds contact of everybody."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`staff`: who works here; `namesakes`: other people who carry the same identifier, or may be the same person."""

    state: PersonState
    standards: Standards
    episodes: list[Episode]
    staff: Staff = EVERYBODY
    namesakes: tuple[Namesake, ...] = ()
    _reckoned: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def calendar(self) -> Calendar:
        return self.standards.calendar

    def once(self, key: Hashable, reckon: Callable[[], T]) -> T:
        """What several families ask for, reckoned the first time. A ground stands on a state that changes no more."""
        if key not in self._reckoned:
            self._reckoned[key] = reckon()
        known: T = self._reckoned[key]
        return known

    @property
    def numbers(self) -> OwedBy:
        return self.standards.dues

    @property
    def episode(self) -> Episode | None:
        """The missed contact that stands open."""
        if not self.episodes:
            return None
        return next((each for each in reversed(self.episodes) if each.is_open), None)

    def at_the_time_of(self, episode: Episode) -> Ground:
        """The same ground by the Standards in force at a missed contact's t, which hold for all of its Dues."""
        standards = self.standards.in_force_at(episode.t)
        return self if standards is self.standards else replace(self, standards=standards)

    @property
    def counts_as(self) -> str:
        """The zone by which rules go: one that nobody has set, and early warning in green, count as amber
        (standards.md, Clocks)."""
        zone = self.state.zone_now
        return zone if zone == "red" or (zone == "green" and self.signs is None) else "amber"

    @property
    def is_calm(self) -> bool:
        """Green, without early warning, and not high for any reason from the newest entry on."""
        return self.counts_as == "green" and not self.is_high

    @property
    def amber_since(self) -> Fact | None:
        """Since when they count as amber, or are red, without a break; None while they count as green."""
        since = [each for each in (self.state.amber_since, self.signs) if each is not None]
        return min(since, key=lambda each: each.order, default=None)

    @property
    def is_high(self) -> bool:
        """High for some reason from the newest entry on."""
        always, until = self.high_after_newest
        return always or until is not None

    @property
    def lengths(self) -> Lengths:
        """The numbers by which the facts are read."""
        return self.numbers.lengths

    @property
    def high_after_newest(self) -> tuple[bool, datetime | None]:
        """High from the newest entry on: (without an end, else until when)."""
        return self.once("high", lambda: self.state.high_after_newest(self.lengths))

    def is_high_at(self, moment: datetime) -> bool:
        """Whether they were high at a moment, that moment included (standards.md, Clocks)."""
        return self.state.is_high_at(moment, self.lengths)

    @property
    def signs(self) -> Sighting | None:
        """The sighting with which the early warning began that holds; None where none does (standards.md, Tiers)."""
        if self.state.at is None or not self.state.sightings:
            return None
        return self.state.signs_at(self.state.at, self.lengths)

    @property
    def signs_words(self) -> str:
        """What was seen last, while early warning holds."""
        return self.state.sightings[-1].words if self.signs is not None else ""

    @property
    def worried_partners(self) -> list[Reason]:
        """Partners who are worried, and whom no contact as usual has answered yet."""
        calm = [live for live in self.state.contacts if self.state.was_calm(live, self.lengths)]
        return [each for each in self.state.worried_partners if not any(live.order > each.order for live in calm)]

    @property
    def is_withheld(self) -> bool:
        """Away (confirmed), died, or contact refused: the contact Dues are withheld (standards.md, Clocks)."""
        return self.is_away or self.state.death is not None or self.refuses_contact

    @property
    def is_followed(self) -> bool:
        """Whether a missed contact stands open, so that somebody goes on asking for them."""
        return self.episode is not None

    @property
    def is_away(self) -> bool:
        """Away, confirmed; a holiday or another stay only of somebody neither high nor followed."""
        return any(each.returned is None and self.withholds_contact(each) for each in self.state.aways)

    def withholds_contact(self, stay: Away) -> bool:
        """Whether a stay withholds contact while it lasts, as the newest entry leaves them (standards.md, Clocks)."""
        return stay.confirmed and (stay.kind in HELD_THERE or not (self.is_high or self.is_followed))

    @property
    def met_or_accepted(self) -> Fact | None:
        """The newest live contact, else the acceptance: from which the interval in force runs."""
        return self.once("met_or_accepted", self._met_or_accepted)

    def _met_or_accepted(self) -> Fact | None:
        begun, met = counted_from(self.state, self.standards), self.state.last_contact
        if begun is None or met is None:
            return begun
        return met if self.is_brought_over else max(begun, met, key=lambda each: each.at)

    @property
    def is_brought_over(self) -> bool:
        """A running case from before Carelist: what is owed to somebody new is not owed to them (load.md, 6)."""
        return brought_over(self.state, self.standards) is not None

    @property
    def tier(self) -> Value | None:
        """The tier that counts: a lighter one does not before its authoriser's own word; one that is not lighter
        counts at once (records.md, tier.set)."""
        return self._tiers()[0]

    @property
    def tier_since(self) -> Value | None:
        """The entry that put them in the tier they are in; setting the same one again changes nothing."""
        return self._tiers()[1]

    @property
    def tier_before(self) -> Value | None:
        """The tier they were in before that; None where they have been in no other."""
        return self._tiers()[2]

    def _tiers(self) -> tuple[Value | None, Value | None, Value | None]:
        tier, since, before = self.state.tier, self.state.tier_since, self.state.tier_before
        for waiting in self.state.tier_waits:
            if tier is None or self.standards.rank(waiting.value) <= self.standards.rank(tier.value):
                if tier is None or waiting.value != tier.value:
                    since, before = waiting, tier
                tier = waiting
        return tier, since, before

    def noes_before(self, decision: Decision) -> int:
        """How many times it was said no in the same missed contact before this decision."""
        episode = self.episode_of(decision.episode)
        made = episode.decisions if episode is not None else []
        return sum(self.says_no(each) for each in made if each.order < decision.order)

    def says_no(self, decision: Decision) -> bool:
        """Whether it is a "no": skipping a step is one as well while high (records.md, What a decision does)."""
        return decision.is_no or (decision.decision == "skip_step" and self.is_high_at(decision.at))

    def needs_senior(self, decision: Decision) -> bool:
        """Whether a senior must authorise it: a stop, a pause, any "no" while high, the third "no" of one missed
        contact (standards.md, Roles)."""
        if decision.decision in ("pause", "stopped"):
            return True
        return self.says_no(decision) and (self.is_high_at(decision.at) or self.noes_before(decision) + 1 >= THIRD)

    def review_at(self, decision: Decision) -> datetime | None:
        """When a decision is looked at again, and puts off no longer: while it waits for its authoriser, and once they
        have become red or high, within one service day."""
        if decision.review_at is None:
            return None
        limits = self.standards.limits
        longest = limits.longest_review(decision.decision)
        if any(x.clock <= decision.clock and x.covers(decision.at, self.lengths) for x in self.state.spans):
            longest = limits.decision_review_high
        ends = [self.moment_within(decision.review_at, decision, longest), *self.once_high(decision)]
        if decision.waits and self.needs_senior(decision):
            ends.append(self.calendar.after(decision.clock, self.numbers.confirm_authority))
        return min(ends)

    def day_within(self, day: date, said: Fact, longest: Interval) -> date:
        """The day that somebody gave, or the last one that its limit allows: a date that nobody here was asked about
        (another team's, an older release's) brings nobody back later than one that was (standards.md, Limits)."""
        return min(day, self.calendar.last_day(said.at, longest))

    def moment_within(self, moment: datetime, said: Fact, longest: Interval) -> datetime:
        """The same of a moment."""
        return min(moment, self.calendar.after(said.at, longest))

    def once_high(self, said: Fact) -> list[datetime]:
        """By when what was decided or put off is looked at again: one service day after each moment at which they
        became red or high since, that same minute included, or at which it was only then known that they had been
        (standards.md, Limits and Clocks)."""
        since = [span.clock for span in self.state.spans if span.begins >= said.at or span.clock > said.clock]
        return [self.calendar.after(min(since), self.standards.limits.decision_review_high)] if since else []

    def withholds(self, kind: Kind) -> bool:
        """Whether a Due of this kind does not stand for who is away, refuses contact or has died."""
        if self.state.has_died and not kind.outlives_death:
            return True
        return kind.is_contact and self.is_withheld

    @property
    def refuses_contact(self) -> bool:
        """Consent to contact is withdrawn, and that withholds contact (records.md, consent.recorded): of somebody red,
        high or followed, or without a fresh risk check that says no concern about capacity, only once a stop, or a
        pause that considers capacity, stands after it with a senior's own word."""
        consent, check = self.state.consent, self.state.checks[-1] if self.state.checks else None
        if consent is None or consent.value != "no":
            return False
        fresh = check is not None and check.at >= consent.at - REMEMBERED and self._finds_capacity(check)
        if fresh and not (self.is_high or self.is_followed):
            return True
        return any(self._holds_refused(each, consent) for each in self.state.decisions)

    def _finds_capacity(self, check: Check) -> bool:
        """Whether somebody here found no concern about capacity. Of a check that an import brought its date is known,
        and maybe what it came to: nothing of capacity, whatever its entry says."""
        accepted = self.state.acceptance
        came = accepted.brought_over_on if accepted is not None else None
        is_of_before = came is not None and self.calendar.day_of(check.at) <= came
        return check.capacity == "no_concern" and not is_of_before

    def _holds_refused(self, decision: Decision, consent: Value) -> bool:
        agreed = bool(decision.authorised_by) and not decision.waits and decision.order > consent.order
        weighed = decision.decision == "stopped" or decision.weighs_capacity
        return agreed and weighed and self._puts_off(decision)

    def was_away_at(self, moment: datetime) -> bool:
        """Whether a stay that withholds contact lasts at that moment: until they are back, all that is to come."""
        return any(
            each.at <= moment and (each.returned is None or moment < each.returned.at) and self.withholds_contact(each)
            for each in self.state.aways
        )

    def same_day(self, since: Fact) -> datetime:
        return self.calendar.same_day(since.clock, high=self.is_high_at(since.at))

    def from_the_event(self, event: Fact, due_at: datetime) -> datetime:
        """A due moment that runs from the event itself; where that was past when the service learned of it, the same
        day (standards.md, Clocks)."""
        return due_at if due_at >= event.clock else self.calendar.same_day(event.clock, high=self.is_high_at(event.at))

    def known_late(self, event: Fact) -> Words:
        """Since when the service has known of it, where that was later."""
        return (tr(", known since "), event.clock) if event.clock != event.at else ()

    def episode_of(self, id: str | None) -> Episode | None:
        return episode_of(self.episodes, id)

    def steps_return_at(self, episode: Episode) -> datetime | None:
        """When a stopped ladder's steps come back by themselves; None when they are not stopped.

        Any later decision on the episode except a pause brings them back (records.md, What a decision does).
        """
        if self.state.thing_is_disputed(f"decision:{episode.id}"):
            return None
        until: datetime | None = None
        for each in (each for each in episode.decisions if not each.ignored):
            if each.decision == "stopped" or (each.decision == "pause" and until is not None):
                until = self.review_at(each)
            else:
                until = None
        return until

    def paused_until(self) -> datetime | None:
        """Until when a pause or a stop puts the contact Dues off; the end of an episode ends its pause or stop."""
        standing = [each for each in self.state.decisions if self._puts_off(each)]
        return max((at for each in standing if (at := self.review_at(each)) is not None), default=None)

    def _puts_off(self, decision: Decision) -> bool:
        if decision.replaced or decision.ignored or decision.decision not in ("pause", "stopped"):
            return False
        if self.state.thing_is_disputed(f"decision:{decision.subject}"):
            return False
        episode = self.episode_of(decision.episode)
        return decision.episode is None or (episode is not None and episode.is_open)


def stand_on(
    state: PersonState, standards: Standards, staff: Staff = EVERYBODY, namesakes: tuple[Namesake, ...] = ()
) -> Ground:
    """The ground for one person's Dues."""
    return Ground(state, standards, episodes(state, standards.lengths_at), staff, namesakes)


def runs_from(newest: Fact) -> datetime:
    """From when what was last done runs: contact from when it was, since news of an old one makes nobody spoken to
    later; anything else from when the service learned of it (standards.md, Clocks; load.md, no silence)."""
    return newest.at if isinstance(newest, Live) else newest.clock


def missed_words(episode: Episode) -> Words:
    """What was missed and when: "missed call yesterday 10:30"."""
    how = {"no_access": tr("no access at a "), "declined": tr("declined a "), "left_before": tr("left before a ")}
    return (how.get(episode.miss.how, tr("missed ")) + choice_in_words(episode.miss.method) + " ", episode.t)


def joined(reasons: list[Words]) -> Words:
    """Several reasons as one, each once."""
    pieces: list[str | datetime] = []
    for number, reason in enumerate(dict.fromkeys(reasons)):
        pieces += ["; "] if number else []
        pieces += reason
    return tuple(pieces)


def start_of_day(calendar: Calendar, moment: datetime) -> datetime:
    """00:00 of a moment's local day."""
    local = moment.astimezone(calendar.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def out_of_hours(ground: Ground) -> str:
    """Who holds the gap while the service is closed, in words."""
    return ground.calendar.service.out_of_hours.words


def due_about(
    ground: Ground, kind: str, source: Fact, title: str, due_at: datetime, words: Words, *,
    owner: str | None = None, about: str | None = None, part: str = "", from_at: datetime | None = None,
    known: Mapping[str, str] | None = None,
) -> Due:  # fmt: skip
    """`source` is the entry that made it owed and from which it runs; `about` the one it is about, if another; `known`
    what its form opens with besides."""
    detail = {"about": about or source.id, **(known or {})}
    person = ground.state.person
    return KINDS[kind].due(
        person, source.id, title, due_at, words, part=part, owner=owner, detail=detail, since=source.clock,
        from_at=from_at,
    )  # fmt: skip
