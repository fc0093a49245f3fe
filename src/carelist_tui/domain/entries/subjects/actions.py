"""The one action log (S0:25): what somebody is to do for a person, changed, and closed."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import ActionArea, ActionOutcome, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import EntryId, Line, MomentAhead, Note, WorkerOrOther
from carelist_tui.domain.refusal import Fault


class ActionOpened(Body):
    """Somebody is to do something by a moment."""

    TYPE: ClassVar[str] = "action.opened"
    LABEL: ClassVar[str] = tr("Action")

    title: Line = Field(title=tr("Title"), description=tr("What is to be done."))
    owner: WorkerOrOther = Field(title=tr("Owner"), description=tr("Who does it: a worker, or a partner's name."))
    due_at: MomentAhead = Field(title=tr("Due at"), description=tr("By when."))
    area: ActionArea = Field(title=tr("Area"), description=tr("Which part of life or care it belongs to."))
    about: EntryId | None = Field(None, title=tr("About"), description=tr("The entry it is about, if any."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.due_at, "due_at", occurred_at)

    def called(self) -> str:
        return self.title

    def _line(self, when: When) -> str:
        return tr(
            "Action ({area}), due {when}: {title}",
            area=choice_in_words(self.area),
            when=when(self.due_at),
            title=self.title,
        )


class ActionChanged(Body):
    """Another owner, another time, or both."""

    TYPE: ClassVar[str] = "action.changed"
    LABEL: ClassVar[str] = tr("Action changed")

    action: EntryId = Field(title=tr("Action"), description=tr("Which action."))
    owner: WorkerOrOther | None = Field(None, title=tr("Owner"), description=tr("Who does it from now on."))
    due_at: MomentAhead | None = Field(None, title=tr("Due at"), description=tr("By when from now on."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why it changes."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if not self.model_fields_set & {"owner", "due_at"}:
            yield Fault("body", tr("must change the owner, or when it is due"))
        yield from after_entry(self.due_at, "due_at", occurred_at)

    def _line(self, when: When) -> str:
        owner = tr(", another owner") if self.owner else ""
        due = tr(", now due {when}", when=when(self.due_at)) if self.due_at else ""
        return tr("Action changed{owner}{due}: {reason}", owner=owner, due=due, reason=self.reason)


class ActionClosed(Body):
    """What came of an action."""

    TYPE: ClassVar[str] = "action.closed"
    LABEL: ClassVar[str] = tr("Action closed")

    action: EntryId = Field(title=tr("Action"), description=tr("Which action."))
    outcome: ActionOutcome = Field(title=tr("Outcome"), description=tr("Done, no longer needed, or passed on."))
    note: Note = Field(title=tr("Note"), description=tr("What was done, or why not."))

    def _line(self, when: When) -> str:
        return tr("Action closed, {outcome}: {note}", outcome=choice_in_words(self.outcome), note=self.note)
