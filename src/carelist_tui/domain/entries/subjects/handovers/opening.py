"""A handover is opened: who passes a person on to whom, with the one-page summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, get_args

from pydantic import Field

from carelist_tui.domain.entries.choices import HandoverDirection, HandoverKind, choice_in_words
from carelist_tui.domain.entries.entry import Body, InWords, Part, When
from carelist_tui.domain.entries.fields import AnyLine, DayAhead, Flag, Line, Note, WorkerId
from carelist_tui.domain.entries.rules import needed, not_before_entry
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

NEEDS_TRANSITION: frozenset[HandoverKind] = frozenset({"step_up", "step_down", "discharge"})
"""The kinds that change how much support there is, or by whom: what the next days need is said (S1:26-27)."""


WAYS = ("within the service", "out of the service", "into the service")
"""The directions in words, in their order."""


class OtherParty(Part):
    """Who is on the other side, when they do not use Carelist."""

    name: AnyLine | None = Field(None, title="Name", description="Who, by name or desk.")
    phone: AnyLine | None = Field(None, title="Phone", description="How to ring them.")


class HandoverSummary(Part):
    """The one-page summary (S4:94)."""

    current_risks: Note = Field(title="Current risks", description="Risks as they are now.")
    medication: Note = Field(title="Medication", description="What they take, and how it goes.")
    safeguarding_status: Note = Field(title="Safeguarding", description="Anything open, or none.")
    recent_incidents: Note = Field(title="Recent incidents", description="What happened lately, or none.")
    agreed_goals: Note = Field(title="Agreed goals", description="What was agreed with the person.")
    contingency_plan: Note = Field(title="Contingency", description="What if it gets worse.")


class Transition(Part):
    """What the next days need when the kind of support changes (S1:26-27)."""

    medication_actions: Note = Field(title="Medication actions", description="Who prescribes, who collects, by when.")
    immediate_safety: Note = Field(title="Immediate safety", description="What keeps them safe in the first days.")
    contacts_next_14_days: Note = Field(
        title="Contacts in 14 days", description="Which contacts are booked, with whom."
    )
    red_flags: Note = Field(title="Red flags", description="What means a response the same day.")


class HandoverOpened(Body):
    """A person is to be passed on (S4:94-96). The sending side keeps them until acceptance and first contact."""

    TYPE: ClassVar[str] = "handover.opened"
    LABEL: ClassVar[str] = "Handover opened"

    kind: HandoverKind = Field(title="Kind", description="A change of worker or team, of support, or discharge.")
    direction: Annotated[HandoverDirection, InWords(WAYS)] = Field(
        "internal", title="Direction", description="Within the service unless said: out of it, or into it."
    )
    to_team: Line = Field(title="To team", description="The team or service that takes them on.")
    from_team: AnyLine | None = Field(None, title="From team", description="The team or service they come from.")
    to_worker: WorkerId | None = Field(None, title="To worker", description="The worker here who is to take them on.")
    other_party: OtherParty | None = Field(
        None, title="Other side", description="Who is on the other side, out or in, when they do not use Carelist."
    )
    higher_risk: Flag = Field(title="Higher risk", description="Whether a live call is owed before it can be closed.")
    summary: HandoverSummary = Field(title="Summary", description="The one-page summary.")
    transition: Transition | None = Field(
        None, title="Transition", description="What the next days need: for a step-up, step-down or discharge."
    )
    complete_by: DayAhead = Field(title="Complete by", description="When the checklist and the call are done.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind in NEEDS_TRANSITION:
            kind = choice_in_words(self.kind)
            yield from needed(self.transition, "transition", f"is needed: what the next days of a {kind} need")
        if self.direction == "internal" and self.other_party is not None:
            yield Fault("body.other_party", "is for a handover out or in; this one is internal")
        if self.direction == "out" and self.to_worker is not None:
            yield Fault("body.to_worker", "is a worker here; in a handover out the other side takes them on")
        yield from not_before_entry(self.complete_by, "complete_by", occurred_at)

    def _line(self, when: When) -> str:
        ways = dict(zip(get_args(HandoverDirection), WAYS, strict=True))
        way = "" if self.direction == "internal" else f" {ways[self.direction]}"
        risk = ", higher risk" if self.higher_risk else ""
        by = day_in_words(self.complete_by)
        return f"Handover opened{way} ({choice_in_words(self.kind)}{risk}) to {self.to_team}, complete by {by}"
