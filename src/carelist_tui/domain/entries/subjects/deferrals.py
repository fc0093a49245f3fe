"""What a worker may do to a Due itself: put it off, or pass it on."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, DueKey, MomentAhead, Note, WorkerId
from carelist_tui.domain.refusal import Fault


class _OfDue(Body):
    """A Due of a person, or one that belongs to none (supervision)."""

    PERSON_NEEDED: ClassVar[bool] = False
    PERSON_MAY_BE_ABSENT: ClassVar[bool] = True

    due: DueKey = Field(title=tr("Due"), description=tr("Its key, as the worklist shows it."))

    @property
    def due_kind(self) -> str:
        """The kind of Due the key names."""
        return self.due.split(":")[0]


class DueDeferred(_OfDue):
    """A Due is put off. Which may be, and how far, is checked where the Due is known."""

    TYPE: ClassVar[str] = "due.deferred"
    LABEL: ClassVar[str] = tr("Put off")

    until: MomentAhead = Field(title=tr("Until"), description=tr("When it falls due instead."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.until, "until", occurred_at)

    def _line(self, when: When) -> str:
        return tr(
            "Put off until {when}, {due_kind}: {reason}",
            when=when(self.until),
            due_kind=choice_in_words(self.due_kind),
            reason=self.reason,
        )


class DueReassigned(_OfDue):
    """A Due is somebody else's from now on."""

    TYPE: ClassVar[str] = "due.reassigned"
    LABEL: ClassVar[str] = tr("Passed on")

    owner: WorkerId = Field(title=tr("Owner"), description=tr("The worker who holds it from now on."))
    reason: AnyNote | None = Field(None, title=tr("Reason"), description=tr("Why."))

    def _line(self, when: When) -> str:
        return tr("Passed on, {due_kind}", due_kind=choice_in_words(self.due_kind)) + (
            f": {self.reason}" if self.reason else ""
        )
