"""A handover is opened: who passes a person on to whom, with the one-page summary."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, get_args

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.body_rules import needed, not_before_entry, not_earlier
from carelist_tui.domain.entries.choices import (
    HandoverDirection,
    HandoverKind,
    HandoverOutcome,
    HowConfirmed,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, InWords, Part, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    DayAhead,
    EntryId,
    Flag,
    Key,
    Line,
    MomentAhead,
    Note,
    WorkerId,
)
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

NEEDS_TRANSITION: frozenset[HandoverKind] = frozenset({"step_up", "step_down", "discharge"})
"""The kinds that change how much support there is, or by whom: what the next days need is said (S1:26-27)."""


WAYS = (tr("within the service"), tr("out of the service"), tr("into the service"))
"""The directions in words, in their order."""


class OtherParty(Part):
    """Who is on the other side, when they do not use Carelist."""

    name: AnyLine | None = Field(None, title=tr("Name"), description=tr("Who, by name or desk."))
    phone: AnyLine | None = Field(None, title=tr("Phone"), description=tr("How to ring them."))


class HandoverSummary(Part):
    """The one-page summary (S4:94)."""

    current_risks: Note = Field(title=tr("Current risks"), description=tr("Risks as they are now."))
    medication: Note = Field(title=tr("Medication"), description=tr("What they take, and how it goes."))
    safeguarding_status: Note = Field(title=tr("Safeguarding"), description=tr("Anything open, or none."))
    recent_incidents: Note = Field(title=tr("Recent incidents"), description=tr("What happened lately, or none."))
    agreed_goals: Note = Field(title=tr("Agreed goals"), description=tr("What was agreed with the person."))
    contingency_plan: Note = Field(title=tr("Contingency"), description=tr("What if it gets worse."))


class Transition(Part):
    """What the next days need when the kind of support changes (S1:26-27)."""

    medication_actions: Note = Field(
        title=tr("Medication actions"), description=tr("Who prescribes, who collects, by when.")
    )
    immediate_safety: Note = Field(
        title=tr("Immediate safety"), description=tr("What keeps them safe in the first days.")
    )
    contacts_next_14_days: Note = Field(
        title=tr("Contacts in 14 days"), description=tr("Which contacts are booked, with whom.")
    )
    red_flags: Note = Field(title=tr("Red flags"), description=tr("What means a response the same day."))


class HandoverOpened(Body):
    """A person is to be passed on (S4:94-96). The sending side keeps them until acceptance and first contact."""

    TYPE: ClassVar[str] = "handover.opened"
    LABEL: ClassVar[str] = tr("Handover opened")

    kind: HandoverKind = Field(
        title=tr("Kind"), description=tr("A change of worker or team, of support, or discharge.")
    )
    direction: Annotated[HandoverDirection, InWords(WAYS)] = Field(
        "internal", title=tr("Direction"), description=tr("Within the service unless said: out of it, or into it.")
    )
    to_team: Line = Field(title=tr("To team"), description=tr("The team or service that takes them on."))
    from_team: AnyLine | None = Field(
        None, title=tr("From team"), description=tr("The team or service they come from.")
    )
    to_worker: WorkerId | None = Field(
        None, title=tr("To worker"), description=tr("The worker here who is to take them on.")
    )
    other_party: OtherParty | None = Field(
        None,
        title=tr("Other side"),
        description=tr("Who is on the other side, out or in, when they do not use Carelist."),
    )
    higher_risk: Flag = Field(
        title=tr("Higher risk"), description=tr("Whether a live call is owed before it can be closed.")
    )
    summary: HandoverSummary = Field(title=tr("Summary"), description=tr("The one-page summary."))
    transition: Transition | None = Field(
        None, title=tr("Transition"), description=tr("What the next days need: for a step-up, step-down or discharge.")
    )
    complete_by: DayAhead = Field(title=tr("Complete by"), description=tr("When the checklist and the call are done."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind in NEEDS_TRANSITION:
            kind = choice_in_words(self.kind)
            yield from needed(
                self.transition, "transition", tr("is needed: what the next days of a {kind} need", kind=kind)
            )
        if self.direction == "internal" and self.other_party is not None:
            yield Fault("body.other_party", tr("is for a handover out or in; this one is internal"))
        if self.direction == "out" and self.to_worker is not None:
            yield Fault("body.to_worker", tr("is a worker here; in a handover out the other side takes them on"))
        yield from not_before_entry(self.complete_by, "complete_by", occurred_at)

    def _line(self, when: When) -> str:
        ways = dict(zip(get_args(HandoverDirection), WAYS, strict=True))
        way = "" if self.direction == "internal" else f" {ways[self.direction]}"
        risk = tr(", higher risk") if self.higher_risk else ""
        by = day_in_words(self.complete_by)
        return tr(
            "Handover opened{way} ({kind}{risk}) to {to_team}, complete by {by}",
            way=way,
            kind=choice_in_words(self.kind),
            risk=risk,
            to_team=self.to_team,
            by=by,
        )


class _Passage(Body):
    handover: EntryId = Field(title=tr("Handover"), description=tr("Which handover."))


class HandoverSent(_Passage):
    """A handover went sealed to another team's folder: until their receipt nobody there has taken the person on."""

    TYPE: ClassVar[str] = "handover.sent"
    LABEL: ClassVar[str] = tr("Handover sent sealed")

    to: tuple[Line, ...] = Field(
        (), title=tr("To"), description=tr("The public keys of those who can open it, as their laptops show them.")
    )
    answer_to: tuple[Line, ...] = Field(
        (), title=tr("Answer to"), description=tr("The public keys to which the receipt is sealed: whoever sent it.")
    )
    proof: Line | None = Field(
        None,
        title=tr("Proof"),
        description=tr("SHA-256 of a secret of this sending: a receipt counts that shows the secret."),
    )
    proof_for: tuple[Line, ...] = Field(
        (),
        title=tr("Proof for"),
        description=tr("That secret, sealed to each of those who can open it: age, in base64."),
    )

    def _line(self, when: When) -> str:
        return tr("Handover sent sealed to the receiving team")


class HandoverItemDone(_Passage):
    """One item of the checklist is done (S1:27, S4:36, S4:96)."""

    TYPE: ClassVar[str] = "handover.item_done"
    LABEL: ClassVar[str] = tr("Handover item done")

    item: Key = Field(title=tr("Item"), description=tr("Which item of the Standards' checklist for this kind."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("How it was done."))

    def _line(self, when: When) -> str:
        return tr("Handover, done: {item}", item=choice_in_words(self.item)) + (f". {self.note}" if self.note else "")


class HandoverCallHeld(_Passage):
    """The live call between both sides, owed at higher risk."""

    TYPE: ClassVar[str] = "handover.call_held"
    LABEL: ClassVar[str] = tr("Handover call held")

    with_: Line = Field(alias="with", title=tr("With"), description=tr("Who was on the call."))
    points: Note = Field(title=tr("Points"), description=tr("What was said and agreed."))

    def _line(self, when: When) -> str:
        return tr("Handover call held with {value}: {points}", value=self.with_, points=self.points)


class HandoverAccepted(_Passage):
    """The receiving side takes the person on; responsibility moves once first contact is achieved too.

    Internal: a worker here accepts. Out or in: somebody of the other side does, and it is said how we know. Which of
    the two a handover asks for, and that the sender can't accept, is checked where the handover is known.
    """

    TYPE: ClassVar[str] = "handover.accepted"
    LABEL: ClassVar[str] = tr("Handover accepted")

    receiving_worker: WorkerId | None = Field(
        None, title=tr("Receiving worker"), description=tr("Internal: the worker who takes the person on.")
    )
    accepted_by_name: AnyLine | None = Field(
        None, title=tr("Accepted by"), description=tr("Out or in: who of the other side accepted.")
    )
    how_confirmed: HowConfirmed | None = Field(
        None, title=tr("How confirmed"), description=tr("Out or in: how we know: a call, email, letter or meeting.")
    )
    first_contact_at: MomentAhead = Field(
        title=tr("First contact at"), description=tr("When the receiving side sees the person.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        named, confirmed = bool((self.accepted_by_name or "").strip()), self.how_confirmed is not None
        if self.receiving_worker is None:
            if not named and not confirmed:
                other = tr("somebody of the other side and how that was confirmed")
                yield Fault("body", tr("must say who accepts: a worker here, or {other}", other=other))
            elif not named:
                yield from needed(None, "accepted_by_name", tr("is needed: who of the other side accepted"))
            elif not confirmed:
                yield from needed(None, "how_confirmed", tr("is needed: how did the other side confirm it"))
        else:
            only = tr("is for a handover out or in; a worker here needs nothing else")
            if named:
                yield Fault("body.accepted_by_name", only)
            if confirmed:
                yield Fault("body.how_confirmed", only)
        yield from not_earlier(self.first_contact_at, "first_contact_at", occurred_at)

    def thing(self) -> str:
        return f"handover:{self.handover}"

    def _line(self, when: When) -> str:
        by = (
            tr(
                " by {accepted_by_name} ({how_confirmed})",
                accepted_by_name=self.accepted_by_name,
                how_confirmed=choice_in_words(self.how_confirmed),
            )
            if self.how_confirmed
            else ""
        )
        return tr("Handover accepted{by}; first contact {when}", by=by, when=when(self.first_contact_at))


class HandoverDeclined(_Passage):
    """The receiving side says no: the sending side keeps the person. It sets the same thing as an acceptance."""

    TYPE: ClassVar[str] = "handover.declined"
    LABEL: ClassVar[str] = tr("Handover declined")

    reason: Note = Field(title=tr("Reason"), description=tr("Why."))

    def thing(self) -> str:
        return f"handover:{self.handover}"

    def _line(self, when: When) -> str:
        return tr("Handover declined: {reason}", reason=self.reason)


class HandoverFirstContact(_Passage):
    """Whether the receiving side reached the person. Not achieved: responsibility reverts until it is."""

    TYPE: ClassVar[str] = "handover.first_contact"
    LABEL: ClassVar[str] = tr("Handover: first contact")

    achieved: Flag = Field(
        title=tr("Achieved"), description=tr("Whether the receiving side was in contact with the person.")
    )
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("How it went, or who told us."))

    def _line(self, when: When) -> str:
        achieved = "" if self.achieved else tr("not ")
        return tr("Handover: first contact {achieved}achieved", achieved=achieved) + (
            f". {self.note}" if self.note else ""
        )


class HandoverClosed(_Passage):
    """A handover came to its end: completed, or withdrawn."""

    TYPE: ClassVar[str] = "handover.closed"
    LABEL: ClassVar[str] = tr("Handover closed")

    outcome: HandoverOutcome = Field(title=tr("Outcome"), description=tr("Completed or withdrawn."))
    reason: AnyNote | None = Field(None, title=tr("Reason"), description=tr("Why: needed when withdrawn."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.outcome == "withdrawn":
            yield from needed(self.reason, "reason", tr("is needed: why is the handover withdrawn"))

    def _line(self, when: When) -> str:
        return tr("Handover {outcome}", outcome=choice_in_words(self.outcome)) + (
            f": {self.reason}" if self.reason else ""
        )
