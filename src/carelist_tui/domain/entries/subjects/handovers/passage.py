"""A handover on its way: the checklist, the call, the answer of the other side, the first contact, the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.domain.entries.choices import HandoverOutcome, HowConfirmed, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, EntryId, Flag, Key, Line, MomentAhead, Note, WorkerId
from carelist_tui.domain.entries.rules import needed, not_earlier
from carelist_tui.domain.refusal import Fault


class _Passage(Body):
    handover: EntryId = Field(title="Handover", description="Which handover.")


class HandoverItemDone(_Passage):
    """One item of the checklist is done (S1:27, S4:36, S4:96)."""

    TYPE: ClassVar[str] = "handover.item_done"
    LABEL: ClassVar[str] = "Handover item done"

    item: Key = Field(title="Item", description="Which item of the Standards' checklist for this kind.")
    note: AnyNote | None = Field(None, title="Note", description="How it was done.")

    def _line(self, when: When) -> str:
        return f"Handover, done: {choice_in_words(self.item)}" + (f". {self.note}" if self.note else "")


class HandoverCallHeld(_Passage):
    """The live call between both sides, owed at higher risk."""

    TYPE: ClassVar[str] = "handover.call_held"
    LABEL: ClassVar[str] = "Handover call held"

    with_: Line = Field(alias="with", title="With", description="Who was on the call.")
    points: Note = Field(title="Points", description="What was said and agreed.")

    def _line(self, when: When) -> str:
        return f"Handover call held with {self.with_}: {self.points}"


class HandoverAccepted(_Passage):
    """The receiving side takes the person on; responsibility moves once first contact is achieved too.

    Internal: a worker here accepts. Out or in: somebody of the other side does, and it is said how we know. Which of
    the two a handover asks for, and that the sender can't accept, is checked where the handover is known.
    """

    TYPE: ClassVar[str] = "handover.accepted"
    LABEL: ClassVar[str] = "Handover accepted"

    receiving_worker: WorkerId | None = Field(
        None, title="Receiving worker", description="Internal: the worker who takes the person on."
    )
    accepted_by_name: AnyLine | None = Field(
        None, title="Accepted by", description="Out or in: who of the other side accepted."
    )
    how_confirmed: HowConfirmed | None = Field(
        None, title="How confirmed", description="Out or in: how we know: a call, email, letter or meeting."
    )
    first_contact_at: MomentAhead = Field(
        title="First contact at", description="When the receiving side sees the person."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        named, confirmed = bool((self.accepted_by_name or "").strip()), self.how_confirmed is not None
        if self.receiving_worker is None:
            if not named and not confirmed:
                other = "somebody of the other side and how that was confirmed"
                yield Fault("body", f"must say who accepts: a worker here, or {other}")
            elif not named:
                yield from needed(None, "accepted_by_name", "is needed: who of the other side accepted")
            elif not confirmed:
                yield from needed(None, "how_confirmed", "is needed: how did the other side confirm it")
        else:
            only = "is for a handover out or in; a worker here needs nothing else"
            if named:
                yield Fault("body.accepted_by_name", only)
            if confirmed:
                yield Fault("body.how_confirmed", only)
        yield from not_earlier(self.first_contact_at, "first_contact_at", occurred_at)

    def thing(self) -> str:
        return f"handover:{self.handover}"

    def _line(self, when: When) -> str:
        by = f" by {self.accepted_by_name} ({choice_in_words(self.how_confirmed)})" if self.how_confirmed else ""
        return f"Handover accepted{by}; first contact {when(self.first_contact_at)}"


class HandoverDeclined(_Passage):
    """The receiving side says no: the sending side keeps the person. It sets the same thing as an acceptance."""

    TYPE: ClassVar[str] = "handover.declined"
    LABEL: ClassVar[str] = "Handover declined"

    reason: Note = Field(title="Reason", description="Why.")

    def thing(self) -> str:
        return f"handover:{self.handover}"

    def _line(self, when: When) -> str:
        return f"Handover declined: {self.reason}"


class HandoverFirstContact(_Passage):
    """Whether the receiving side reached the person. Not achieved: responsibility reverts until it is."""

    TYPE: ClassVar[str] = "handover.first_contact"
    LABEL: ClassVar[str] = "Handover: first contact"

    achieved: Flag = Field(title="Achieved", description="Whether the receiving side was in contact with the person.")
    note: AnyNote | None = Field(None, title="Note", description="How it went, or who told us.")

    def _line(self, when: When) -> str:
        achieved = "" if self.achieved else "not "
        return f"Handover: first contact {achieved}achieved" + (f". {self.note}" if self.note else "")


class HandoverClosed(_Passage):
    """A handover came to its end: completed, or withdrawn."""

    TYPE: ClassVar[str] = "handover.closed"
    LABEL: ClassVar[str] = "Handover closed"

    outcome: HandoverOutcome = Field(title="Outcome", description="Completed or withdrawn.")
    reason: AnyNote | None = Field(None, title="Reason", description="Why: needed when withdrawn.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.outcome == "withdrawn":
            yield from needed(self.reason, "reason", "is needed: why is the handover withdrawn")

    def _line(self, when: When) -> str:
        return f"Handover {self.outcome}" + (f": {self.reason}" if self.reason else "")
