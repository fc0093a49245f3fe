"""Contact with a person, planned, made, missed or called off, and contact with those around them."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.catalogue import tr
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
    LABEL: ClassVar[str] = tr("Contact planned")

    at: MomentAhead = Field(title=tr("At"), description=tr("When it begins."))
    until: MomentAhead | None = Field(None, title=tr("Until"), description=tr("When it ends."))
    method: Method = Field(title=tr("How"), description=tr("Call, visit, clinic or another way."))
    purpose: Purpose = Field(title=tr("Purpose"), description=tr("What it is for."))
    worker: WorkerId = Field(title=tr("Worker"), description=tr("Who will do it."))
    place: AnyLine | None = Field(None, title=tr("Place"), description=tr("Where."))
    repeat: Repeat | None = Field(
        None, title=tr("Repeat"), description=tr("For a series: an RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_beginning(self.until, self.at, "until")

    def _line(self, when: When) -> str:
        series = f", {repeat_in_words(self.repeat)}" if self.repeat else ""
        return tr(
            "Planned: {method} on {when}{series}",
            method=choice_in_words(self.method),
            when=when(self.at),
            series=series,
        )


class SignSeen(Part):
    """One early warning sign, and whether it was seen."""

    sign: Line = Field(title=tr("Sign"), description=tr("The sign, as the plan says it."))
    seen: Seen = Field(title=tr("Seen"), description=tr("Whether it was seen this time."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What was seen."))


class Environment(Part):
    """Something about the home that worries (S1:32)."""

    concern: Line = Field(title=tr("Concern"), description=tr("What worries about the home."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What was seen."))


class ContactCompleted(Body):
    """Live two-way contact with the person, whoever began it."""

    TYPE: ClassVar[str] = "contact.completed"
    LABEL: ClassVar[str] = tr("Contact")

    planned: EntryId | None = Field(
        None, title=tr("Planned contact"), description=tr("The booking it fulfils, if any.")
    )
    occurrence: SeriesStart | None = Field(
        None, title=tr("Occurrence"), description=tr("Which one of a series: its first time.")
    )
    handover: EntryId | None = Field(
        None, title=tr("Handover"), description=tr("The handover it is the first contact of.")
    )
    method: LiveMethod = Field(title=tr("How"), description=tr("Call, video, visit or clinic: both sides spoke."))
    purpose: Purpose = Field(title=tr("Purpose"), description=tr("What it was for."))
    minutes: Minutes | None = Field(None, title=tr("Minutes"), description=tr("How long it took."))
    present: tuple[WorkerId, ...] = Field((), title=tr("Present"), description=tr("Which other workers were there."))
    partial: Flag = Field(
        False, title=tr("Partial"), description=tr("A nod through the door counts, and is partial (S3:26).")
    )
    how_are_they: HowAreThey = Field(title=tr("How are they"), description=tr("As usual, worse, or could not tell."))
    what_we_did: Note = Field(title=tr("What we did"), description=tr("What was done, not only talked about (S2:36)."))
    signs_seen: tuple[SignSeen, ...] = Field(
        (), title=tr("Signs"), description=tr("Each early warning sign: seen or not.")
    )
    triggers: tuple[Trigger, ...] = Field(
        (), title=tr("Triggers"), description=tr("Anything that needs a response today.")
    )
    step_up_reached: Flag = Field(
        False,
        title=tr("Step-up point reached"),
        description=tr("Whether the plan's point for more support is reached."),
    )
    coping_used: AnyNote | None = Field(None, title=tr("Coping used"), description=tr("What they did that helped."))
    medication: Medication | None = Field(None, title=tr("Medication"), description=tr("Taken, missed, changed."))
    side_effects: AnyNote | None = Field(
        None, title=tr("Side effects"), description=tr("Of their medication, in their words (S1:16).")
    )
    physical_health: AnyNote | None = Field(None, title=tr("Physical health"), description=tr("Anything noticed."))
    environment: tuple[Environment, ...] = Field((), title=tr("Home"), description=tr("Worries seen on a home visit."))
    plan_72h: AnyNote | None = Field(
        None,
        title=tr("Plan for 72 hours"),
        description=tr("Who does what in the next 72 hours: needed when a sign is seen."),
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from occurrence_names_series(self.planned, self.occurrence)
        if any(sign.seen == "yes" for sign in self.signs_seen):
            yield from needed(self.plan_72h, "plan_72h", tr("is needed when an early warning sign is seen"))

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        what = tr(
            "{which} by {method}",
            which=tr("Partial contact") if self.partial else tr("Contact"),
            method=choice_in_words(self.method),
        )
        return f"{what}, {choice_in_words(self.how_are_they)}: {self.what_we_did}"


class ContactMissed(Body):
    """A contact did not happen: this opens a missed contact, whose id is this entry's."""

    TYPE: ClassVar[str] = "contact.missed"
    LABEL: ClassVar[str] = tr("Missed contact")

    planned: EntryId | None = Field(
        None, title=tr("Planned contact"), description=tr("The booking that was missed, if any.")
    )
    occurrence: SeriesStart | None = Field(
        None, title=tr("Occurrence"), description=tr("Which one of a series: its first time.")
    )
    handover: EntryId | None = Field(
        None, title=tr("Handover"), description=tr("The handover it was the first contact of.")
    )
    expected_at: MissedAt = Field(
        title=tr("Expected at"), description=tr("When it should have been: clocks start there.")
    )
    method: Method = Field(title=tr("How"), description=tr("How the contact should have been."))
    how: HowMissed = Field(title=tr("What happened"), description=tr("How it was missed."))
    circumstances: AnyNote | None = Field(None, title=tr("Circumstances"), description=tr("What is known about it."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from occurrence_names_series(self.planned, self.occurrence)

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        how, method = choice_in_words(self.how), choice_in_words(self.method)
        return tr(
            "Missed contact: {how}, {method} expected {when}", how=how, method=method, when=when(self.expected_at)
        )


class ContactCancelled(Body):
    """A planned contact was called off; not a missed contact. Without an occurrence a series ends."""

    TYPE: ClassVar[str] = "contact.cancelled"
    LABEL: ClassVar[str] = tr("Contact cancelled")

    planned: EntryId = Field(title=tr("Planned contact"), description=tr("The booking that is called off."))
    occurrence: SeriesStart | None = Field(
        None, title=tr("Occurrence"), description=tr("Which one of a series; none ends it.")
    )
    by: Literal["person", "service", "partner"] = Field(title=tr("By"), description=tr("Who called it off."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why."))
    told_person: Literal["yes", "no", "could_not"] = Field(
        title=tr("Person told"), description=tr("Whether the person knows.")
    )

    def thing(self) -> str | None:
        return planned_thing(self.planned, self.occurrence)

    def _line(self, when: When) -> str:
        return tr("Contact cancelled by the {by}: {reason}", by=choice_in_words(self.by), reason=self.reason)


class VisitBegun(Body):
    """Going out alone, and by when to be back (S1:32); whoever went is asked after until they record anything."""

    TYPE: ClassVar[str] = "visit.begun"
    LABEL: ClassVar[str] = tr("Going out to a visit")
    ONCE_RECORDED: ClassVar[str] = tr(
        "Carelist can raise no alarm before the other laptops have this: without a signal, ring the office."
    )

    back_by: MomentAhead = Field(title=tr("Back by"), description=tr("By when you will be back, or will have said so."))
    planned: EntryId | None = Field(None, title=tr("Planned contact"), description=tr("The booking it is for, if any."))
    method: Outing | None = Field(None, title=tr("How"), description=tr("To their home, to a clinic, or elsewhere."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.back_by, "back_by", occurred_at)

    def remarks(self) -> Iterator[str]:
        yield self.ONCE_RECORDED

    def _line(self, when: When) -> str:
        how = tr("visit") if self.method in (None, "other") else choice_in_words(self.method)
        return tr("Going out to a {how}, back by {when}", how=how, when=when(self.back_by))


class Sharing(Part):
    """What was shared with whom, and on which ground."""

    with_: AnyLine | None = Field(None, alias="with", title=tr("With whom"), description=tr("Who was told."))
    basis: Basis | None = Field(None, title=tr("Ground"), description=tr("The ground for sharing."))
    rationale: AnyNote | None = Field(None, title=tr("Rationale"), description=tr("Why it was right to share."))


class PartnerContacted(Body):
    """Contact with a partner, family or a carer (S4:66)."""

    TYPE: ClassVar[str] = "partner.contacted"
    LABEL: ClassVar[str] = tr("Spoke to somebody else")
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"who", "summary"})

    direction: Literal["in", "out"] = Field(
        title=tr("Direction"), description=tr("They contacted us, or we contacted them.")
    )
    who: Line = Field(title=tr("Who"), description=tr("Who it was."))
    agency: AnyLine | None = Field(None, title=tr("Agency"), description=tr("From which agency, if any."))
    summary: Note = Field(title=tr("Summary"), description=tr("What was said."))
    in_confidence: Flag | None = Field(
        None,
        title=tr("In confidence"),
        description=tr(
            "Whether they said it in confidence; unless said otherwise, they did: no report tells it unasked."
        ),
    )
    worried: Flag = Field(
        False, title=tr("Worried"), description=tr("Whether they worry: a risk check is then owed today.")
    )
    sharing: Sharing | None = Field(
        None, title=tr("Sharing"), description=tr("What we told them, and on which ground.")
    )

    def _line(self, when: When) -> str:
        worried = tr(", who is worried") if self.worried else ""
        agency = f" ({self.agency})" if self.agency else ""
        way = tr("Heard from") if self.direction == "in" else tr("Spoke to")
        return f"{way} {self.who}{agency}{worried}: {self.summary}"
