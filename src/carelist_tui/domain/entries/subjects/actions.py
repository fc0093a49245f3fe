"""The one action log (S0:25): what somebody is to do for a person, changed, and closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import ActionArea, ActionOutcome, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import EntryId, Line, MomentAhead, Note, WorkerOrOther
from carelist_tui.domain.refusal import Fault


class ActionOpened(Body):
    """Somebody is to do something by a moment."""

    TYPE: ClassVar[str] = "action.opened"
    LABEL: ClassVar[str] = "Action"

    title: Line = Field(title="Title", description="What is to be done.")
    owner: WorkerOrOther = Field(title="Owner", description="Who does it: a worker, or a partner's name.")
    due_at: MomentAhead = Field(title="Due at", description="By when.")
    area: ActionArea = Field(title="Area", description="Which part of life or care it belongs to.")
    about: EntryId | None = Field(None, title="About", description="The entry it is about, if any.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.due_at, "due_at", occurred_at)

    def called(self) -> str:
        return self.title

    def _line(self, when: When) -> str:
        return f"Action ({choice_in_words(self.area)}), due {when(self.due_at)}: {self.title}"


class ActionChanged(Body):
    """Another owner, another time, or both."""

    TYPE: ClassVar[str] = "action.changed"
    LABEL: ClassVar[str] = "Action changed"

    action: EntryId = Field(title="Action", description="Which action.")
    owner: WorkerOrOther | None = Field(None, title="Owner", description="Who does it from now on.")
    due_at: MomentAhead | None = Field(None, title="Due at", description="By when from now on.")
    reason: Note = Field(title="Reason", description="Why it changes.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if not self.model_fields_set & {"owner", "due_at"}:
            yield Fault("body", "must change the owner, or when it is due")
        yield from after_entry(self.due_at, "due_at", occurred_at)

    def _line(self, when: When) -> str:
        owner = ", another owner" if self.owner else ""
        due = f", now due {when(self.due_at)}" if self.due_at else ""
        return f"Action changed{owner}{due}: {self.reason}"


class ActionClosed(Body):
    """What came of an action."""

    TYPE: ClassVar[str] = "action.closed"
    LABEL: ClassVar[str] = "Action closed"

    action: EntryId = Field(title="Action", description="Which action.")
    outcome: ActionOutcome = Field(title="Outcome", description="Done, no longer needed, or passed on.")
    note: Note = Field(title="Note", description="What was done, or why not.")

    def _line(self, when: When) -> str:
        return f"Action closed, {choice_in_words(self.outcome)}: {self.note}"
