"""Outreach after a missed contact: attempts, stopping, and how a missed contact was closed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry, needed, not_before_entry
from carelist_tui.domain.entries.choices import (
    EpisodeOutcome,
    HowAreThey,
    Method,
    Outcome,
    ToWhom,
    WhyMissed,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    DayAhead,
    EntryId,
    Flag,
    Key,
    MomentAhead,
    MomentBack,
    Note,
    WorkerId,
)
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

_SPOKEN: tuple[Outcome, ...] = (
    "reached", "declined", "could_not_talk", "wrong_person", "no_answer", "left_message", "engaged_tone",
    "invalid_number",
)  # fmt: skip
_WRITTEN: tuple[Outcome, ...] = ("sent", "replied", "bounced")
_FACE_TO_FACE: tuple[Outcome, ...] = (
    "seen", "spoke_not_seen", "declined_at_door", "no_access", "unsafe_for_worker", "moved_away",
)  # fmt: skip
OUTCOMES: Mapping[Method, tuple[Outcome, ...]] = {
    "call": _SPOKEN,
    "text": _WRITTEN,
    "email": _WRITTEN,
    "letter": _WRITTEN,
    "visit": _FACE_TO_FACE,
    "clinic": _FACE_TO_FACE,
    "video": _FACE_TO_FACE,
    "other": (),
}
"""What can come of an attempt to the person, by its method."""
OUTCOMES_OF_OTHERS: tuple[Outcome, ...] = (
    "says_well", "says_worried", "says_moved", "says_in_hospital", "says_died", "no_news", "not_reached",
)  # fmt: skip
"""What can come of asking a trusted contact or a partner."""
LIVE_OUTCOMES: frozenset[Outcome] = frozenset({"reached", "seen"})
"""Live contact; nothing else is contact."""


def outcomes_for(method: Method, to: ToWhom) -> tuple[Outcome, ...]:
    """The outcomes that an attempt by `method` to `to` can have; empty where it can have none."""
    return OUTCOMES[method] if to == "person" else OUTCOMES_OF_OTHERS


def _outcome_faults(method: Method | None, to: ToWhom | None, outcome: Outcome | None) -> Iterator[Fault]:
    if method is None or to is None:
        return
    outcomes = outcomes_for(method, to)
    if not outcomes:
        ways = ", ".join(way for way, ends in OUTCOMES.items() if ends)
        yield Fault("body.method", tr("an attempt to the person is one of: {ways}", ways=ways))
    elif outcome is not None and outcome not in outcomes:
        by = (
            tr("an attempt by {method} to the person", method=choice_in_words(method))
            if to == "person"
            else tr("asking somebody else")
        )
        yield Fault(
            "body.outcome",
            tr("can't come of {by}, which ends in one of: {outcomes}", by=by, outcomes=", ".join(outcomes)),
        )


class OutreachAttempted(Body):
    """One try to reach somebody after a missed contact. An attempt is not contact unless they were reached or seen."""

    TYPE: ClassVar[str] = "outreach.attempted"
    LABEL: ClassVar[str] = tr("Attempt")
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"name", "outcome", "last_seen_at", "why_missed", "note"})

    episode: EntryId | None = Field(None, title=tr("Missed contact"), description=tr("The missed contact it is about."))
    step: Key | None = Field(None, title=tr("Step"), description=tr("Which step it does; an extra try needs none."))
    method: Method = Field(title=tr("How"), description=tr("Call, text, visit or another way."))
    to: ToWhom = Field(title=tr("To"), description=tr("The person, somebody they trust, or a partner."))
    name: AnyLine | None = Field(None, title=tr("Name"), description=tr("Who, when it is not the person."))
    outcome: Outcome = Field(title=tr("What came of it"), description=tr("What happened."))
    last_seen_at: MomentBack | None = Field(
        None,
        title=tr("Last seen at"),
        description=tr("When they last saw the person: needed when they say all is well."),
    )
    how_are_they: HowAreThey | None = Field(
        None, title=tr("How are they"), description=tr("Needed when the person was reached or seen.")
    )
    why_missed: AnyNote | None = Field(None, title=tr("Why missed"), description=tr("Why the contact was missed."))
    why_missed_kind: WhyMissed | None = Field(
        None, title=tr("Kind of reason"), description=tr("What kind of reason they gave for missing it.")
    )
    promise: DayAhead | None = Field(None, title=tr("Said they'd be in touch"), description=tr("The date they said."))
    call_back_at: MomentAhead | None = Field(
        None, title=tr("Ring them at"), description=tr("The moment they named: they are then due to be spoken to.")
    )
    in_confidence: Flag | None = Field(
        None, title=tr("In confidence"), description=tr("Of what somebody else said; absent counts as yes.")
    )
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("Anything else."))

    @property
    def is_live(self) -> bool:
        """Whether it was live contact with the person."""
        return self.to == "person" and self.outcome in LIVE_OUTCOMES

    @classmethod
    def others_words(cls, body: Mapping[str, Any]) -> frozenset[str]:
        return frozenset() if body.get("to") == "person" else super().others_words(body)

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from _outcome_faults(self.method, self.to, self.outcome)
        if self.to not in (None, "person"):
            yield from needed(self.name, "name", tr("is needed: who was it, when not the person"))
        if self.is_live:
            yield from needed(self.how_are_they, "how_are_they", tr("is needed when the person was reached or seen"))
        if self.outcome == "says_well":
            yield from needed(self.last_seen_at, "last_seen_at", tr("is needed: when did they last see the person"))
        yield from not_before_entry(self.promise, "promise", occurred_at)
        yield from after_entry(self.call_back_at, "call_back_at", occurred_at)

    def _line(self, when: When) -> str:
        way, outcome = choice_in_words(self.method).capitalize(), choice_in_words(self.outcome)
        if self.to != "person":
            openly = tr(", not in confidence") if self.in_confidence is False else ""
            return tr(
                "{way} to {name}: {outcome}{openly}",
                way=way,
                name=self.name or choice_in_words(self.to),
                outcome=outcome,
                openly=openly,
            ) + self._tail(when)
        how = f", {choice_in_words(self.how_are_they)}" if self.how_are_they else ""
        return f"{way}: {outcome}{how}" + self._tail(when)

    def _tail(self, when: When) -> str:
        missed = (
            tr("; missed because of: {why_missed_kind}", why_missed_kind=choice_in_words(self.why_missed_kind))
            if self.why_missed_kind
            else ""
        )
        promise = (
            tr("; said they'd be in touch on {day_in_words}", day_in_words=day_in_words(self.promise))
            if self.promise
            else ""
        )
        rung = tr("; to be rung {when}", when=when(self.call_back_at)) if self.call_back_at else ""
        return missed + promise + rung + (f". {self.note}" if self.note else "")


class OutreachStopped(Body):
    """Going on with the steps raises the risk: they stop, and a safety plan stands instead (S0:14)."""

    TYPE: ClassVar[str] = "outreach.stopped"
    LABEL: ClassVar[str] = tr("Missed-contact steps stopped")

    episode: EntryId = Field(title=tr("Missed contact"), description=tr("The missed contact it is about."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why going on raises the risk."))
    safety_plan: Note = Field(title=tr("Safety plan"), description=tr("What is done instead."))
    authorised_by: WorkerId = Field(
        title=tr("Authorised by"), description=tr("The senior or manager who agreed to it.")
    )
    review_at: MomentAhead = Field(title=tr("Review at"), description=tr("When it is looked at again."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.review_at, "review_at", occurred_at)

    def thing(self) -> str:
        return f"decision:{self.episode}"

    def _line(self, when: When) -> str:
        return tr("Missed-contact steps stopped until {when}: {reason}", when=when(self.review_at), reason=self.reason)


class EpisodeClosed(Body):
    """A missed contact was closed without contact, by a decision."""

    TYPE: ClassVar[str] = "episode.closed"
    LABEL: ClassVar[str] = tr("Missed contact closed")

    episode: EntryId = Field(title=tr("Missed contact"), description=tr("The missed contact that is closed."))
    outcome: EpisodeOutcome = Field(title=tr("Outcome"), description=tr("How it ended."))
    decision: EntryId = Field(
        title=tr("Decision"),
        description=tr("The decision that weighed capacity, told the GP and says how to come back."),
    )
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("Anything else."))

    def _line(self, when: When) -> str:
        return tr("Missed contact closed: {outcome}", outcome=choice_in_words(self.outcome)) + (
            f". {self.note}" if self.note else ""
        )
