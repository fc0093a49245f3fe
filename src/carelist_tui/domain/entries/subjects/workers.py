"""Those who work here, their leave and duty, and the correction of an entry."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, WithJsonSchema

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.entries.body_rules import after_beginning, needed
from carelist_tui.domain.entries.choices import LeaveReason, PeopleTold, Role, choice_in_words
from carelist_tui.domain.entries.entry import Body, Goes, Part, Replaces, When
from carelist_tui.domain.entries.fields import (
    DayAhead,
    DayOfWeek,
    EitherWay,
    EntryId,
    Flag,
    Line,
    MomentBack,
    NewWorkerId,
    Note,
    Persons,
    WorkerId,
)
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

A_WEEK = timedelta(days=7)
"""Away so long, those whom somebody supports should know (S4:83)."""
_OBJECT_OR_NULL = WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "null"}]})


class _Worker(Body):
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False
    REPLACES: ClassVar[Replaces] = "given"
    GOES: ClassVar[Goes] = {"days": tr("the working day")}

    worker: WorkerId = Field(title=tr("Worker"), description=tr("The worker's id, like w-tom."))
    name: Line = Field(title=tr("Name"), description=tr("Their name."))
    role: Role = Field(title=tr("Role"), description=tr("What they are here."))
    team: Line = Field(title=tr("Team"), description=tr("Their team."))
    days: tuple[DayOfWeek, ...] | None = Field(
        None, title=tr("Working days"), description=tr("Which days they work; leave out for every service day.")
    )
    active: Flag = Field(True, title=tr("Active"), description=tr("Whether they work here now; leave out for yes."))

    def _line(self, when: When) -> str:
        left = "" if self.active else tr(", no longer active")
        return f"{self.LABEL}: {self.name}, {choice_in_words(self.role)}, {self.team}{left}"


class WorkerAdded(_Worker):
    """Somebody works here from now on."""

    TYPE: ClassVar[str] = "worker.added"
    LABEL: ClassVar[str] = tr("Worker added")

    worker: NewWorkerId = Field(title=tr("Worker"), description=tr("The worker's id, like w-tom."))


class WorkerChanged(_Worker):
    """What is true of a worker from now on; days that are not said stay as they are."""

    TYPE: ClassVar[str] = "worker.changed"
    LABEL: ClassVar[str] = tr("Worker changed")


class Cover(Part):
    """Who covers whom."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("by", "persons")

    persons: Persons = Field(title=tr("Persons"), description=tr("The people covered, or all."))
    by: WorkerId = Field(title=tr("By"), description=tr("The worker who covers, or duty."))

    def _said(self) -> str:
        whom = tr("all") if self.persons == "all" else tr("{n} of their people", n=len(self.persons))
        return tr("{by} for {whom}", by=self.by, whom=whom)


class WorkerAway(Body):
    """Leave or sickness: what falls due moves to the cover, and comes back by itself."""

    TYPE: ClassVar[str] = "worker.away"
    LABEL: ClassVar[str] = tr("Worker away")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {"cover": tr("the cover"), "people_told": ""}

    worker: WorkerId = Field(title=tr("Worker"), description=tr("Who is away."))
    from_: EitherWay = Field(alias="from", title=tr("From"), description=tr("When it begins."))
    until: EitherWay | None = Field(None, title=tr("Until"), description=tr("When it ends; may be open when sick."))
    reason: LeaveReason | None = Field(
        None, title=tr("Reason"), description=tr("Leave, sickness, training or other; it need not be said: it travels.")
    )
    people_told: PeopleTold | None = Field(
        None, title=tr("People told"), description=tr("Whether those they support know; say it from a week on (S4:83).")
    )
    cover: tuple[Cover, ...] = Field((), title=tr("Cover"), description=tr("Who covers whom."))

    def remarks(self) -> Iterator[str]:
        is_long = self.until is None or self.until - self.from_ >= A_WEEK
        if self.people_told is None and is_long:
            yield tr("a week or longer: say in people_told whether those they support have been told")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.reason not in (None, "sickness"):
            yield from needed(self.until, "until", tr("is needed; only sickness may be left open"))
        yield from after_beginning(self.until, self.from_, "until")

    def _line(self, when: When) -> str:
        until = tr(" until {when}", when=when(self.until)) if self.until else ""
        if self.reason is None:
            return tr("Worker away from {when}{until}", when=when(self.from_), until=until)
        return tr(
            "Worker away from {when}{until}: {reason}",
            when=when(self.from_),
            until=until,
            reason=choice_in_words(self.reason),
        )


class DutySet(Body):
    """Who is on duty."""

    TYPE: ClassVar[str] = "duty.set"
    LABEL: ClassVar[str] = tr("Duty set")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    date: DayAhead = Field(title=tr("Date"), description=tr("The day of duty."))
    part: Literal["day", "morning", "afternoon"] = Field(
        "day", title=tr("Part"), description=tr("All day unless said.")
    )
    worker: WorkerId = Field(title=tr("Worker"), description=tr("Who is on duty."))

    def _line(self, when: When) -> str:
        part = "" if self.part == "day" else f", {in_plain_words(self.part)}"
        return tr("Duty set for {day_in_words}{part}", day_in_words=day_in_words(self.date), part=part)


class EntryCorrected(Body):
    """An entry was made in error: replaced, moved or struck out. The original stays readable."""

    TYPE: ClassVar[str] = "entry.corrected"
    LABEL: ClassVar[str] = tr("Entered in error")
    PERSON_NEEDED: ClassVar[bool] = False
    PERSON_MAY_BE_ABSENT: ClassVar[bool] = True

    entry: EntryId = Field(title=tr("Entry"), description=tr("The entry that is corrected."))
    reason: Note = Field(title=tr("Reason"), description=tr("What was wrong."))
    replacement: Annotated[dict[str, Any] | None, _OBJECT_OR_NULL] = Field(
        None, title=tr("Replacement"), description=tr("A whole body of the same type, or null to strike the entry out.")
    )
    moved_to: MomentBack | None = Field(None, title=tr("Moved to"), description=tr("When it happened in truth."))

    @property
    def strikes_out(self) -> bool:
        """Whether the entry counts for nothing from now on: `replacement` was given, and is null."""
        return self.replacement is None and "replacement" in self.model_fields_set

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if not self.model_fields_set & {"replacement", "moved_to"}:
            yield Fault("body", tr("must say what is right: a replacement (null strikes the entry out), or moved_to"))
        if self.strikes_out and self.moved_to is not None:
            yield Fault("body.moved_to", tr("can't move an entry that is struck out"))
        if self.moved_to is not None and self.moved_to > occurred_at:
            yield Fault("body.moved_to", tr("can't be after the correction itself"))

    def _line(self, when: When) -> str:
        what = tr("struck out") if self.strikes_out else tr("corrected")
        return tr("Entered in error, {what}: {reason}", what=what, reason=self.reason)
