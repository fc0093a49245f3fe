"""What follows when something went wrong: summaries of a crisis, incidents, a place on the MDT's list."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import needed, not_before_entry
from carelist_tui.domain.entries.choices import IncidentKind, SummaryState, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, DayAhead, EntryId, Note
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class CrisisSummary(Body):
    """The short factual summary of a crisis: asked for within 48 hours, and then received (S4:66)."""

    TYPE: ClassVar[str] = "crisis.summary"
    LABEL: ClassVar[str] = tr("Crisis summary")

    crisis: EntryId = Field(title=tr("Crisis"), description=tr("Which crisis."))
    state: SummaryState = Field(title=tr("State"), description=tr("Asked for, or received."))
    text: AnyNote | None = Field(None, title=tr("Text"), description=tr("What it says: needed when received."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.state == "received":
            yield from needed(self.text, "text", tr("is needed: what does the summary say"))

    def _line(self, when: When) -> str:
        return tr("Crisis summary {state}", state=choice_in_words(self.state)) + (f": {self.text}" if self.text else "")


class IncidentRecorded(Body):
    """Something went wrong: a learning review is owed."""

    TYPE: ClassVar[str] = "incident.recorded"
    LABEL: ClassVar[str] = tr("Incident")

    kind: IncidentKind = Field(title=tr("Kind"), description=tr("Which kind of incident."))
    what: Note = Field(title=tr("What happened"), description=tr("The facts."))

    def _line(self, when: When) -> str:
        return tr("Incident, {kind}: {what}", kind=choice_in_words(self.kind), what=self.what)


class MdtListed(Body):
    """The MDT is to talk about this person, by a date."""

    TYPE: ClassVar[str] = "mdt.listed"
    LABEL: ClassVar[str] = tr("Listed for the MDT")

    reason: Note = Field(title=tr("Reason"), description=tr("Why."))
    by: DayAhead = Field(title=tr("By"), description=tr("The date by which the MDT is to have met."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.by, "by", occurred_at)

    def _line(self, when: When) -> str:
        return tr(
            "Listed for the MDT by {day_in_words}: {reason}", day_in_words=day_in_words(self.by), reason=self.reason
        )
