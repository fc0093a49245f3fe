"""Contact with a person, planned, made, missed or called off, and contact with those around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.body_rules import (
    after_beginning,
    after_entry,
    needed,
    occurrence_names_series,
    planned_thing,
)
from carelist_tui.domain.entries.choices import (
    Basis,
    HowAreThey,
    HowMissed,
    LiveMethod,
    Medication,
    Method,
    Outing,
    Purpose,
    Seen,
    Trigger,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    EntryId,
    Flag,
    Line,
    Minutes,
    MissedAt,
    MomentAhead,
    Note,
    Repeat,
    SeriesStart,
    WorkerId,
)
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.repeats import repeat_in_words


class ContactPlanned(Body):
    """A contact was booked, once or as a series."""

    TYPE: ClassVar[str] = "contact.planned"
    LABEL: ClassVar[str] = "Contact planned"

    at: MomentAhead = Field(title="At", description="When it begins.")
    until: MomentAhead | None = Field(None, title="Until", description="When it ends.")
    method: Method = Field(title="How", description="Call, visit, clinic or another way.")
    purpose: Purpose = Field(title="Purpose", description="What it is for.")
    worker: WorkerId = Field(title="Worker", description="Who will do it.")
    place: AnyLine | None = Field(None, title="Place", description="Where.")
    repeat: Repeat | None = Field(
        None, title="Repeat", description="For a series: an RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_beginning(self.until, self.at, "until")

    def _line(self, when: When) -> str:
        series = f", {repeat_in_words(self.repeat)}" if self.repeat else ""
        return f"Planned: {choice_in_words(self.method)} on {when(self.at)}{series}"


class SignSeen(Part):
    """One early warning sign, and whether it was seen."""

    sign: Line = Field(title="Sign", description="The sign, as the plan says it.")
    seen: Seen = Field(title="Seen", description="Whether it was seen this time.")
    note: AnyNote | None = Field(None, title="Note", description="What was seen.")


class Environment(Part):
    """Something about the home that worries (S1:32)."""

    concern: Line = Field(title="Concern", description="What worries about the home.")
    note: AnyNote | None = Field(None, title="Note", description="What was seen.")


class ContactCompleted(Body):
    """Live two-way contact with the person, whoever began it."""

    TYPE: ClassVar[str] = "contact.completed"
    LABEL: ClassVar[str] = "Contact"

    planned: EntryId | None = Field(None, title="Planned contact", description="The booking it fulfils, if any.")
    occurrence: SeriesStart | None = Field(
        None, title="Occurrence", description="Which one of a series: its first time."
    )
    handover: EntryId | None = Field(None, title="Handover", description="The handover it is the first contact of.")
    method: LiveMethod = Field(title="How", description="Call, video, visit or clinic: both sides spoke.")
    purpose: Purpose = Field(title="Purpose", description="What it was for.")
    minutes: Minutes | None = Field(None, title="Minutes", description="How long it took.")
    present: tuple[WorkerId, ...] = Field((), title="Present", description="Which other workers were there.")
    partial: Flag = Field(False, title="Partial", description="A nod through the door counts, and is partial (S3:26).")
    how_are_they: HowAreThey = Field(title="How are they", description="As usual, worse, or could not tell.")
    what_we_did: Note = Field(title="What we did", description="What was done, not only talked about (S2:36).")
    signs_seen: tuple[SignSeen, ...] = Field((), title="Signs", description="Each early warning sign: seen or not.")
    triggers: tuple[Trigger, ...] = Field((), title="Triggers", description="Anything that needs a response today.")
    step_up_reached: Flag = Field(
        False, title="Step-up point reached", description="Whether the plan's point for more support is reached."
    )
    coping_used: AnyNote | None = Field(None, title="Coping used", description="What they did that helped.")
    medication: Medication | None = Field(None, title="Medication", description="Taken, missed, changed.")
    side_effects: AnyNote | None = Field(
        None, title="Side effects", description="Of their medication, in their words (S1:16)."
    )
    physical_health: AnyNote | None = Field(None, title="Physical health", description="Anything noticed.")
    environment: tuple[Environment, ...] = Field((), title="Home", description="Worries seen on a home visit.")
    plan_72h: AnyNote | None = Field(
        None, title="Plan for 72 hours", description="Who does what in the next 72 hours: needed when a sign is seen."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from occurrence_names_series(self.planned, self.occurrence)
        if any(sign.seen == "yes" for sign in self.signs_seen):
            yield from needed(self.plan_72h, "plan_72h", "is needed when an early warning sign is seen")

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        what = f"{'Partial contact' if self.partial else 'Contact'} by {choice_in_words(self.method)}"
        return f"{what}, {choice_in_words(self.how_are_they)}: {self.what_we_did}"


class ContactMissed(Body):
    """A contact did not happen: this opens a missed contact, whose id is this entry's."""

    TYPE: ClassVar[str] = "contact.missed"
    LABEL: ClassVar[str] = "Missed contact"

    planned: EntryId | None = Field(None, title="Planned contact", description="The booking that was missed, if any.")
    occurrence: SeriesStart | None = Field(
        None, title="Occurrence", description="Which one of a series: its first time."
    )
    handover: EntryId | None = Field(None, title="Handover", description="The handover it was the first contact of.")
    expected_at: MissedAt = Field(title="Expected at", description="When it should have been: clocks start there.")
    method: Method = Field(title="How", description="How the contact should have been.")
    how: HowMissed = Field(title="What happened", description="How it was missed.")
    circumstances: AnyNote | None = Field(None, title="Circumstances", description="What is known about it.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from occurrence_names_series(self.planned, self.occurrence)

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        how, method = choice_in_words(self.how), choice_in_words(self.method)
        return f"Missed contact: {how}, {method} expected {when(self.expected_at)}"


class ContactCancelled(Body):
    """A planned contact was called off; not a missed contact. Without an occurrence a series ends."""

    TYPE: ClassVar[str] = "contact.cancelled"
    LABEL: ClassVar[str] = "Contact cancelled"

    planned: EntryId = Field(title="Planned contact", description="The booking that is called off.")
    occurrence: SeriesStart | None = Field(None, title="Occurrence", description="Which one of a series; none ends it.")
    by: Literal["person", "service", "partner"] = Field(title="By", description="Who called it off.")
    reason: Note = Field(title="Reason", description="Why.")
    told_person: Literal["yes", "no", "could_not"] = Field(title="Person told", description="Whether the person knows.")

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        return f"Contact cancelled by the {choice_in_words(self.by)}: {self.reason}"


class VisitBegun(Body):
    """Going out alone, and by when to be back (S1:32); whoever went is asked after until they record anything."""

    TYPE: ClassVar[str] = "visit.begun"
    LABEL: ClassVar[str] = "Going out to a visit"
    ONCE_RECORDED: ClassVar[str] = (
        "Carelist can raise no alarm before the other laptops have this: without a signal, ring the office."
    )

    back_by: MomentAhead = Field(title="Back by", description="By when you will be back, or will have said so.")
    planned: EntryId | None = Field(None, title="Planned contact", description="The booking it is for, if any.")
    method: Outing | None = Field(None, title="How", description="To their home, to a clinic, or elsewhere.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.back_by, "back_by", occurred_at)

    def remarks(self) -> Iterator[str]:
        yield self.ONCE_RECORDED

    def _line(self, when: When) -> str:
        how = "visit" if self.method in (None, "other") else choice_in_words(self.method)
        return f"Going out to a {how}, back by {when(self.back_by)}"


class Sharing(Part):
    """What was shared with whom, and on which ground."""

    with_: AnyLine | None = Field(None, alias="with", title="With whom", description="Who was told.")
    basis: Basis | None = Field(None, title="Ground", description="The ground for sharing.")
    rationale: AnyNote | None = Field(None, title="Rationale", description="Why it was right to share.")


class PartnerContacted(Body):
    """Contact with a partner, family or a carer (S4:66)."""

    TYPE: ClassVar[str] = "partner.contacted"
    LABEL: ClassVar[str] = "Spoke to somebody else"
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"who", "summary"})

    direction: Literal["in", "out"] = Field(title="Direction", description="They contacted us, or we contacted them.")
    who: Line = Field(title="Who", description="Who it was.")
    agency: AnyLine | None = Field(None, title="Agency", description="From which agency, if any.")
    summary: Note = Field(title="Summary", description="What was said.")
    in_confidence: Flag | None = Field(
        None,
        title="In confidence",
        description="Whether they said it in confidence; unless said otherwise, they did: no report tells it unasked.",
    )
    worried: Flag = Field(False, title="Worried", description="Whether they worry: a risk check is then owed today.")
    sharing: Sharing | None = Field(None, title="Sharing", description="What we told them, and on which ground.")

    def _line(self, when: When) -> str:
        worried = ", who is worried" if self.worried else ""
        agency = f" ({self.agency})" if self.agency else ""
        way = "Heard from" if self.direction == "in" else "Spoke to"
        return f"{way} {self.who}{agency}{worried}: {self.summary}"
