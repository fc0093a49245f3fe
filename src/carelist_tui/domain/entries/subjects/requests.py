"""A person's own request about what is kept or how they are contacted, and the answer."""

from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import RequestKind, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, EntryId, Line, Note


class RequestReceived(Body):
    """A person asks: an answer is owed within a month."""

    TYPE: ClassVar[str] = "request.received"
    LABEL: ClassVar[str] = tr("Request")

    kind: RequestKind = Field(
        title=tr("Kind"), description=tr("To see, to put right, to object, or another way of contact.")
    )
    by: Line = Field(title=tr("By"), description=tr("Who asked: the person, or somebody for them."))
    details: AnyNote | None = Field(None, title=tr("Details"), description=tr("What exactly they ask for."))

    def _line(self, when: When) -> str:
        return tr("Request by {by}, {kind}", by=self.by, kind=choice_in_words(self.kind)) + (
            f": {self.details}" if self.details else ""
        )


class RequestClosed(Body):
    """A request was answered."""

    TYPE: ClassVar[str] = "request.closed"
    LABEL: ClassVar[str] = tr("Request answered")

    request: EntryId = Field(title=tr("Request"), description=tr("Which request."))
    outcome: Note = Field(title=tr("Outcome"), description=tr("What was answered and done."))

    def _line(self, when: When) -> str:
        return tr("Request answered: {outcome}", outcome=self.outcome)
