"""What the rules of the Dues stand on: one person's state, the Standards, and what follows from both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.due import Words
from carelist_tui.domain.dues.kinds import Kind
from carelist_tui.domain.person.episodes import Episode, episode_of, episodes
from carelist_tui.domain.person.facts import Decision, Fact, Reason, Sighting
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.standards import Lengths, Standards
from carelist_tui.domain.standards.owed import OwedBy


@dataclass(frozen=True, slots=True)
class Ground:
    """`left`: workers who have left; `namesakes`: other people who carry the same identifier."""

    state: PersonState
    standards: Standards
    episodes: list[Episode]
    left: frozenset[str] = frozenset()
    namesakes: tuple[str, ...] = ()

    @property
    def calendar(self) -> Calendar:
        return self.standards.calendar

    @property
    def numbers(self) -> OwedBy:
        return self.standards.dues

    @property
    def episode(self) -> Episode | None:
        """The missed contact that stands open."""
        return next((each for each in reversed(self.episodes) if each.is_open), None)

    def at_the_time_of(self, episode: Episode) -> Ground:
        """The same ground by the Standards in force at a missed contact's t, which hold for all of its Dues."""
        standards = self.standards.in_force_at(episode.t)
        return self if standards is self.standards else replace(self, standards=standards)

    @property
    def is_calm(self) -> bool:
        """Green, and not high for any reason from the newest entry on."""
        return self.state.zone_now == "green" and not self.is_high

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
        return self.state.high_after_newest(self.lengths)

    def is_high_at(self, moment: datetime) -> bool:
        """Whether they were high at a moment, that moment included (standards.md, Clocks)."""
        return self.state.is_high_at(moment, self.lengths)

    @property
    def signs(self) -> Sighting | None:
        """The sighting with which the early warning began that holds; None where none does (standards.md, Tiers)."""
        return self.state.signs_at(self.state.at, self.lengths) if self.state.at is not None else None

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
        state = self.state
        away = state.away_now is not None and state.away_now.confirmed
        return away or state.death is not None or self.refuses_contact

    def withholds(self, kind: Kind) -> bool:
        """Whether a Due of this kind does not stand for who is away, refuses contact or has died."""
        if self.state.has_died and not kind.outlives_death:
            return True
        return kind.is_contact and self.is_withheld

    @property
    def refuses_contact(self) -> bool:
        """Consent to contact is withdrawn, and the newest risk check puts nobody's capacity in doubt."""
        state = self.state
        if state.consent is None or state.consent.value != "no":
            return False
        return not (state.checks and state.checks[-1].capacity in ("doubt", "assessment_needed"))

    def was_away_at(self, moment: datetime) -> bool:
        """Whether they were, or are, away at that moment, and that is confirmed."""
        return any(
            each.confirmed and each.at <= moment and (each.returned is None or moment < each.returned.at)
            for each in self.state.aways
        )

    def same_day(self, since: Fact) -> datetime:
        return self.calendar.same_day(since.clock, high=self.is_high_at(since.at))

    def episode_of(self, id: str | None) -> Episode | None:
        return episode_of(self.episodes, id)

    def steps_return_at(self, episode: Episode) -> datetime | None:
        """When a stopped ladder's steps come back by themselves; None when they are not stopped.

        Any later decision on the episode except a pause brings them back (records.md, What a decision does).
        """
        if self.state.thing_is_disputed(f"decision:{episode.id}"):
            return None
        until: datetime | None = None
        for each in episode.decisions:
            if each.decision == "stopped" or (each.decision == "pause" and until is not None):
                until = each.review_at
            else:
                until = None
        return until

    def paused_until(self) -> datetime | None:
        """Until when a pause or a stop puts the contact Dues off; the end of an episode ends its pause or stop."""
        standing = [each for each in self.state.decisions if self._puts_off(each)]
        return max((each.review_at for each in standing if each.review_at), default=None)

    def _puts_off(self, decision: Decision) -> bool:
        if decision.replaced or decision.decision not in ("pause", "stopped"):
            return False
        if self.state.thing_is_disputed(f"decision:{decision.subject}"):
            return False
        episode = self.episode_of(decision.episode)
        return decision.episode is None or (episode is not None and episode.is_open)


def stand_on(
    state: PersonState, standards: Standards, left: frozenset[str] = frozenset(), namesakes: tuple[str, ...] = ()
) -> Ground:
    """The ground for one person's Dues."""
    return Ground(state, standards, episodes(state, standards.lengths_at), left, namesakes)


def missed_words(episode: Episode) -> Words:
    """What was missed and when: "missed call yesterday 10:30"."""
    how = {"no_access": "no access at a ", "declined": "declined a ", "left_before": "left before a "}
    return (how.get(episode.miss.how, "missed ") + episode.miss.method + " ", episode.t)


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
    team = ground.calendar.service.out_of_hours
    return " ".join(filter(None, (team.name, team.number)))
