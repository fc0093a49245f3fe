"""Meetings of the team: the huddle, and supervision."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_beginning, not_before_entry
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import AnyNote, DayAhead, EntryId, Line, Note, OnTheDay, PersonId, WorkerId
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class Discussed(Part):
    """One person the huddle talked about, and what came of it."""

    person: PersonId | None = Field(None, title=tr("Person"), description=tr("Whom it was about, if about one person."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What was said."))
    entries: tuple[EntryId, ...] = Field((), title=tr("Entries"), description=tr("The entries that came of it."))


class HuddleHeld(Body):
    """The daily huddle (S4:33)."""

    TYPE: ClassVar[str] = "huddle.held"
    LABEL: ClassVar[str] = tr("Huddle")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    team: Line = Field(title=tr("Team"), description=tr("Which team."))
    from_: OnTheDay = Field(alias="from", title=tr("From"), description=tr("When it began."))
    to: OnTheDay = Field(title=tr("To"), description=tr("When it ended."))
    present: tuple[WorkerId, ...] = Field(min_length=1, title=tr("Present"), description=tr("Who was there."))
    discussed: tuple[Discussed, ...] = Field(
        (), title=tr("Discussed"), description=tr("Whom we talked about, what came of it.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_beginning(self.to, self.from_, "to")
        for number, each in enumerate(self.discussed or ()):
            if each.person is None and not each.entries and not (each.note or "").strip():
                yield Fault(f"body.discussed[{number}]", tr("must say something: a person, a note or entries"))

    def _line(self, when: When) -> str:
        there, talked = len(self.present), len(self.discussed)
        about = tr(", {talked} discussed", talked=talked) if talked else ""
        return tr(
            "Huddle of {team}, {when}: {there} present{about}",
            team=self.team,
            when=when(self.from_),
            there=there,
            about=about,
        )


ABOUT_WORK = tr("about cases and practice, never the worker's health or conduct")
"""What the words of a supervision are about: they stand in the journal, and travel with it."""


class SupervisionHeld(Body):
    """Supervision of a worker: risk, drift, missed contacts, the quality of plans and decisions (S0:34, S4:105)."""

    TYPE: ClassVar[str] = "supervision.held"
    LABEL: ClassVar[str] = tr("Supervision")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    worker: WorkerId = Field(title=tr("Worker"), description=tr("Who was supervised."))
    supervisor: WorkerId = Field(title=tr("Supervisor"), description=tr("Who supervised."))
    persons: tuple[PersonId, ...] = Field((), title=tr("Persons"), description=tr("The people talked about."))
    decisions: tuple[EntryId, ...] = Field(
        (), title=tr("Decisions read"), description=tr("The decisions read together.")
    )
    themes: Note = Field(title=tr("Themes"), description=tr("What it was about: {about_work}.", about_work=ABOUT_WORK))
    decision_quality: AnyNote | None = Field(
        None,
        title=tr("Quality of decisions"),
        description=tr("How decisions were made and recorded (S0:34): {about_work}.", about_work=ABOUT_WORK),
    )
    agreed: tuple[Line, ...] = Field(
        (), title=tr("Agreed"), description=tr("What was agreed, a line each: the next one begins with it.")
    )
    next_on: DayAhead = Field(title=tr("Next on"), description=tr("When the next one is."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.next_on, "next_on", occurred_at)

    def _line(self, when: When) -> str:
        return tr(
            "Supervision held, the next on {day_in_words}: {themes}",
            day_in_words=day_in_words(self.next_on),
            themes=self.themes,
        )
