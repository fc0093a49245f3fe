"""What the service changes in itself because of what it learned (S4:107), and what came of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import ImprovementOutcome, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import EntryId, Line, MomentAhead, Note, WorkerId
from carelist_tui.domain.refusal import Fault


class ImprovementOpened(Body):
    """A change of how the service works, owned by somebody (S4:107). It is about nobody, and names nobody."""

    TYPE: ClassVar[str] = "improvement.opened"
    LABEL: ClassVar[str] = tr("Improvement")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    title: Line = Field(title=tr("Title"), description=tr("What is to change in how we work, without anybody's name."))
    owner: WorkerId = Field(title=tr("Owner"), description=tr("Who sees to it."))
    due_at: MomentAhead = Field(title=tr("Due at"), description=tr("By when."))
    from_entries: tuple[EntryId, ...] = Field(
        (), title=tr("Came out of"), description=tr("The entries, or samples, that it came out of.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.due_at, "due_at", occurred_at)

    def called(self) -> str:
        return self.title

    def _line(self, when: When) -> str:
        return tr("Improvement, due {when}: {title}", when=when(self.due_at), title=self.title)


class ImprovementClosed(Body):
    """What came of an improvement."""

    TYPE: ClassVar[str] = "improvement.closed"
    LABEL: ClassVar[str] = tr("Improvement closed")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    improvement: EntryId = Field(title=tr("Improvement"), description=tr("Which improvement."))
    outcome: ImprovementOutcome = Field(title=tr("Outcome"), description=tr("Done, or no longer needed."))
    what_changed: Note = Field(
        title=tr("What changed"), description=tr("What is different now, or why it is not needed.")
    )

    def _line(self, when: When) -> str:
        return tr(
            "Improvement closed, {outcome}: {what_changed}",
            outcome=choice_in_words(self.outcome),
            what_changed=self.what_changed,
        )
