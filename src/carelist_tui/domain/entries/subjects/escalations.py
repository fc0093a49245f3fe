"""Escalations from raising to closed loop, and crises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import Answer, Avoidable, CrisisKind, PlanUsed, Route, choice_in_words
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, EntryId, Line, MomentAhead, Note, WorkerId
from carelist_tui.domain.refusal import Fault

TO_OTHERS = tuple(f" to a {choice_in_words(whom)}" for whom in ("trusted_contact", "partner"))
"""How the attempts to others are told among those that were made."""


class Narrative(Part):
    """Why it is escalated; filled from the decision and the record where absent."""

    what_changed: AnyNote | None = Field(None, title="What changed", description="What is different from before.")
    attempts_made: AnyNote | None = Field(None, title="Attempts made", description="What was tried.")
    why_risk: AnyNote | None = Field(None, title="Why a risk", description="Why we believe there is a risk.")


class EscalationRaised(Body):
    """Somebody else was asked to act."""

    TYPE: ClassVar[str] = "escalation.raised"
    LABEL: ClassVar[str] = "Escalation raised"

    decision: EntryId = Field(title="Decision", description="The decision to escalate.")
    route: Route = Field(title="Route", description="Which way it goes.")
    to: Line = Field(title="To", description="Who was asked, by name or desk.")
    owner: WorkerId = Field(title="Owner", description="The worker who follows it up.")
    respond_by: MomentAhead = Field(title="Answer by", description="When we expect an answer.")
    narrative: Narrative | None = Field(None, title="Narrative", description="What changed, what was tried, why.")

    @classmethod
    def others_words(cls, body: Mapping[str, Any]) -> frozenset[str]:
        """What came of attempts to others is theirs, told here too (measures.md, Faces)."""
        told = body.get("narrative")
        tried = str(told.get("attempts_made") or "") if isinstance(told, Mapping) else ""
        return frozenset({"narrative.attempts_made"}) if any(whom in tried for whom in TO_OTHERS) else frozenset()

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from after_entry(self.respond_by, "respond_by", occurred_at)

    def called(self) -> str:
        return f"{choice_in_words(self.route)}, {self.to}"

    def _line(self, when: When) -> str:
        return f"Escalated to {choice_in_words(self.route)}, {self.to}; answer by {when(self.respond_by)}"


class EscalationAcknowledged(Body):
    """The other side answered. Declined or redirected owes a fresh decision."""

    TYPE: ClassVar[str] = "escalation.acknowledged"
    LABEL: ClassVar[str] = "Escalation answered"

    escalation: EntryId = Field(title="Escalation", description="Which escalation.")
    by: Line = Field(title="By", description="Who answered.")
    answer: Answer = Field("accepted", title="Answer", description="Accepted unless said otherwise.")
    reference: AnyLine | None = Field(None, title="Reference", description="Their reference or log number.")

    def _line(self, when: When) -> str:
        reference = f", reference {self.reference}" if self.reference else ""
        return f"Escalation {choice_in_words(self.answer)} by {self.by}{reference}"


class EscalationClosed(Body):
    """What came of an escalation: the closed loop (S4:58)."""

    TYPE: ClassVar[str] = "escalation.closed"
    LABEL: ClassVar[str] = "Escalation closed"

    escalation: EntryId = Field(title="Escalation", description="Which escalation.")
    outcome: Note = Field(title="Outcome", description="What came of it.")
    persons_wishes: AnyNote | None = Field(
        None, title="The person's wishes", description="What they wanted (Making Safeguarding Personal)."
    )
    avoidable: Avoidable | None = Field(
        None, title="Avoidable", description="Whether it could have been avoided, or taught us something (S4:77)."
    )
    learning: AnyNote | None = Field(None, title="Learning", description="What we learned.")

    def _line(self, when: When) -> str:
        return f"Escalation closed: {self.outcome}"


class CrisisRecorded(Body):
    """A crisis: it owes contact, a summary, a risk plan review, and learning after a missed contact (S4:66, S0:37)."""

    TYPE: ClassVar[str] = "crisis.recorded"
    LABEL: ClassVar[str] = "Crisis"

    kind: CrisisKind = Field(title="Kind", description="What happened.")
    source: Line = Field(title="Source", description="Who told us.")
    summary: AnyNote | None = Field(None, title="Summary", description="What is known.")
    plan_used: PlanUsed | None = Field(
        None, title="Plan used", description="Whether their crisis plan was used (S2:37)."
    )

    def _line(self, when: When) -> str:
        summary = f": {self.summary}" if self.summary else ""
        used = f"; crisis plan used: {choice_in_words(self.plan_used)}" if self.plan_used else ""
        return f"Crisis, {choice_in_words(self.kind)}, told by {self.source}{summary}{used}"
