"""Escalations from raising to closed loop, and crises."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import after_entry
from carelist_tui.domain.entries.choices import (
    Answer,
    Avoidable,
    CrisisKind,
    PlanUsed,
    Route,
    choice_in_english,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, Part, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, EntryId, Line, MomentAhead, Note, WorkerId
from carelist_tui.domain.refusal import Fault


def to_another(whom: str) -> str:
    """How an attempt to somebody else is told among those that were made, in an entry: the same in every language."""
    return f" to a {choice_in_english(whom)}"


TO_OTHERS = tuple(map(to_another, ("trusted_contact", "partner")))


class Narrative(Part):
    """Why it is escalated; filled from the decision and the record where absent."""

    what_changed: AnyNote | None = Field(
        None, title=tr("What changed"), description=tr("What is different from before.")
    )
    attempts_made: AnyNote | None = Field(None, title=tr("Attempts made"), description=tr("What was tried."))
    why_risk: AnyNote | None = Field(None, title=tr("Why a risk"), description=tr("Why we believe there is a risk."))


class EscalationRaised(Body):
    """Somebody else was asked to act."""

    TYPE: ClassVar[str] = "escalation.raised"
    LABEL: ClassVar[str] = tr("Escalation raised")

    decision: EntryId = Field(title=tr("Decision"), description=tr("The decision to escalate."))
    route: Route = Field(title=tr("Route"), description=tr("Which way it goes."))
    to: Line = Field(title=tr("To"), description=tr("Who was asked, by name or desk."))
    owner: WorkerId = Field(title=tr("Owner"), description=tr("The worker who follows it up."))
    respond_by: MomentAhead = Field(title=tr("Answer by"), description=tr("When we expect an answer."))
    narrative: Narrative | None = Field(
        None, title=tr("Narrative"), description=tr("What changed, what was tried, why.")
    )

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
        return tr(
            "Escalated to {route}, {to}; answer by {when}",
            route=choice_in_words(self.route),
            to=self.to,
            when=when(self.respond_by),
        )


class EscalationAcknowledged(Body):
    """The other side answered. Declined or redirected owes a fresh decision."""

    TYPE: ClassVar[str] = "escalation.acknowledged"
    LABEL: ClassVar[str] = tr("Escalation answered")

    escalation: EntryId = Field(title=tr("Escalation"), description=tr("Which escalation."))
    by: Line = Field(title=tr("By"), description=tr("Who answered."))
    answer: Answer = Field("accepted", title=tr("Answer"), description=tr("Accepted unless said otherwise."))
    reference: AnyLine | None = Field(None, title=tr("Reference"), description=tr("Their reference or log number."))

    def _line(self, when: When) -> str:
        reference = tr(", reference {reference}", reference=self.reference) if self.reference else ""
        return tr(
            "Escalation {answer} by {by}{reference}",
            answer=choice_in_words(self.answer),
            by=self.by,
            reference=reference,
        )


class EscalationClosed(Body):
    """What came of an escalation: the closed loop (S4:58)."""

    TYPE: ClassVar[str] = "escalation.closed"
    LABEL: ClassVar[str] = tr("Escalation closed")

    escalation: EntryId = Field(title=tr("Escalation"), description=tr("Which escalation."))
    outcome: Note = Field(title=tr("Outcome"), description=tr("What came of it."))
    persons_wishes: AnyNote | None = Field(
        None, title=tr("The person's wishes"), description=tr("What they wanted (Making Safeguarding Personal).")
    )
    avoidable: Avoidable | None = Field(
        None,
        title=tr("Avoidable"),
        description=tr("Whether it could have been avoided, or taught us something (S4:77)."),
    )
    learning: AnyNote | None = Field(None, title=tr("Learning"), description=tr("What we learned."))

    def _line(self, when: When) -> str:
        return tr("Escalation closed: {outcome}", outcome=self.outcome)


class CrisisRecorded(Body):
    """A crisis: it owes contact, a summary, a risk plan review, and learning after a missed contact (S4:66, S0:37)."""

    TYPE: ClassVar[str] = "crisis.recorded"
    LABEL: ClassVar[str] = tr("Crisis")

    kind: CrisisKind = Field(title=tr("Kind"), description=tr("What happened."))
    source: Line = Field(title=tr("Source"), description=tr("Who told us."))
    summary: AnyNote | None = Field(None, title=tr("Summary"), description=tr("What is known."))
    plan_used: PlanUsed | None = Field(
        None, title=tr("Plan used"), description=tr("Whether their crisis plan was used (S2:37).")
    )

    def _line(self, when: When) -> str:
        summary = f": {self.summary}" if self.summary else ""
        used = (
            tr("; crisis plan used: {plan_used}", plan_used=choice_in_words(self.plan_used)) if self.plan_used else ""
        )
        return tr(
            "Crisis, {kind}, told by {source}{summary}{used}",
            kind=choice_in_words(self.kind),
            source=self.source,
            summary=summary,
            used=used,
        )
