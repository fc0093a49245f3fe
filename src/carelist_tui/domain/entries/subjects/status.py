"""How a person stands with the service: consent, coordinator, tier, zone, and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.body_rules import needed, not_before_entry
from carelist_tui.domain.entries.choices import AwayKind, Basis, DischargeReason, Duty, SetZone, choice_in_words
from carelist_tui.domain.entries.entry import Body, Goes, Part, Replaces, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    DayAhead,
    DayBack,
    EntryId,
    Flag,
    Key,
    Line,
    Note,
    PersonId,
    WorkerId,
    WorkerOrOther,
)
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault


class ConsentRecorded(Body):
    """What a person agreed to, or not, and on which ground the service acts (S4:66)."""

    TYPE: ClassVar[str] = "consent.recorded"
    LABEL: ClassVar[str] = "Consent"

    scope: Literal["contact", "share"] = Field(
        title="Consent to", description="Being contacted, or sharing with others."
    )
    with_: AnyLine | None = Field(None, alias="with", title="With whom", description="Who it is shared with.")
    given: Flag = Field(title="Given", description="Whether they agree.")
    basis: Basis = Field(title="Ground", description="The ground on which the service acts.")
    rationale: AnyNote | None = Field(
        None, title="Rationale", description="Why: needed when not given, or when the ground is not consent."
    )
    review_on: DayAhead | None = Field(
        None, title="Review on", description="When to ask again: needed when contact is not given."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        refused = self.given is False
        if refused:
            yield from needed(self.rationale, "rationale", "is needed when consent is not given")
        elif self.basis not in (None, "consent"):
            yield from needed(self.rationale, "rationale", "is needed when the ground is not consent")
        if self.scope == "contact" and refused:
            yield from needed(self.review_on, "review_on", "a refusal of contact needs a review date")
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def _line(self, when: When) -> str:
        to = "be contacted" if self.scope == "contact" else f"share with {self.with_ or 'others'}"
        return f"Consent to {to}: {'given' if self.given else 'not given'}"


class Responsible(Part):
    """Whose one part of the care is, where it is not the coordinator's (S1:12)."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("duty",)
    GOES: ClassVar[Goes] = {"who": ""}

    duty: Duty = Field(title="What for", description="Care plan, risk plan, medication, safeguarding, or step-up.")
    who: WorkerOrOther = Field(title="Who", description="Who is responsible for it.")

    def _said(self) -> str:
        return f"{choice_in_words(self.duty)}: {self.who}"


class CoordinatorNamed(Body):
    """Who coordinates; the previous one holds responsibility until this exists (S4:22, S1:12)."""

    TYPE: ClassVar[str] = "coordinator.named"
    LABEL: ClassVar[str] = "Coordinator named"
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "clinical_oversight": "the clinical oversight",
        "responsible": "who is responsible for",
        "reason": "",
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"clinical_oversight"})

    coordinator: WorkerId = Field(title="Coordinator", description="The worker who coordinates from now on.")
    clinical_oversight: Line = Field(title="Clinical oversight", description="The person or route for clinical advice.")
    responsible: tuple[Responsible, ...] = Field(
        (), title="Responsible", description="Whose a part of the care is; left out: the coordinator's (S1:12)."
    )
    reason: AnyNote | None = Field(None, title="Reason", description="Why it changes.")

    def thing(self) -> str:
        return "coordinator"

    def _line(self, when: When) -> str:
        return f"Coordinator named; clinical oversight: {self.clinical_oversight}"


class TierSet(Body):
    """How much support a person gets (S0:10)."""

    TYPE: ClassVar[str] = "tier.set"
    LABEL: ClassVar[str] = "Tier set"

    tier: Key = Field(title="Tier", description="How much support: intensive, enhanced, standard or light.")
    reason: Note = Field(title="Reason", description="Why this tier.")
    review_on: DayAhead | None = Field(None, title="Review on", description="When to look at it again.")
    authorised_by: WorkerId | None = Field(
        None, title="Authorised by", description="Who agreed to it: needed for a lighter tier."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "tier"

    def _line(self, when: When) -> str:
        return f"Tier set to {choice_in_words(self.tier)}: {self.reason}"


class ZoneSet(Body):
    """Where a person stands on the board; red and amber are shown there (S4:33)."""

    TYPE: ClassVar[str] = "zone.set"
    LABEL: ClassVar[str] = "Zone set"

    zone: SetZone = Field(title="Zone", description="Red, amber or green.")
    reason: Note = Field(title="Reason", description="Why.")
    review_on: DayAhead | None = Field(None, title="Review on", description="When to look again: needed unless green.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.zone in ("red", "amber"):
            yield from needed(self.review_on, "review_on", f"{self.zone} needs a review date")
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "zone"

    def _line(self, when: When) -> str:
        return f"Zone set to {self.zone}: {self.reason}"


class PersonAdmitted(Body):
    """The person is away. Unconfirmed until it is said who told us."""

    TYPE: ClassVar[str] = "person.admitted"
    LABEL: ClassVar[str] = "Person away"

    kind: AwayKind = Field(title="Where to", description="A ward, custody, a holiday or elsewhere.")
    where: Line = Field(title="Place", description="Which ward or place.")
    confirmed_with: AnyLine | None = Field(None, title="Confirmed with", description="Who there told us it is so.")
    expected_until: DayAhead | None = Field(None, title="Expected until", description="When they may be back.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.expected_until, "expected_until", occurred_at)

    def _line(self, when: When) -> str:
        until = f", expected until {day_in_words(self.expected_until)}" if self.expected_until else ""
        confirmed = "" if self.confirmed_with else " (not confirmed)"
        return f"Away, {choice_in_words(self.kind)}: {self.where}{until}{confirmed}"


class PersonReturned(Body):
    """The person is back."""

    TYPE: ClassVar[str] = "person.returned"
    LABEL: ClassVar[str] = "Back again"

    note: AnyNote | None = Field(None, title="Note", description="Anything to know about the return.")

    def _line(self, when: When) -> str:
        return f"Back again: {self.note}" if self.note else "Back again"


class PersonDied(Body):
    """The person is said to have died: nobody contacts them from now on."""

    TYPE: ClassVar[str] = "person.died"
    LABEL: ClassVar[str] = "Died"

    reported_by: Line = Field(title="Reported by", description="Who told us.")
    confirmed: Flag = Field(title="Confirmed", description="Whether it is certain.")
    source: AnyLine | None = Field(None, title="Source", description="Who certified it, or told us officially.")
    on: DayBack | None = Field(None, title="Died on", description="The date, if it is known.")

    def thing(self) -> str:
        return "death"

    def _line(self, when: When) -> str:
        on = f" on {day_in_words(self.on)}" if self.on else ""
        source = f" ({self.source})" if self.source else ""
        return f"Died{on}, reported by {self.reported_by}{source}{'' if self.confirmed else ' (not confirmed)'}"


class PersonDischarged(Body):
    """The person left the caseload. A missed contact is never a reason (S0:41)."""

    TYPE: ClassVar[str] = "person.discharged"
    LABEL: ClassVar[str] = "Discharged"

    destination: Line = Field(title="To", description="Who looks after them now, or where they go.")
    reason: DischargeReason = Field(title="Reason", description="Why they leave. Missing contact is not a reason.")
    note: Note = Field(title="Note", description="How it was agreed, and how to come back.")
    decision: EntryId = Field(title="Decision", description="The decision about discharge that says agree.")
    plan: AnyNote | None = Field(None, title="Plan", description="What was planned with them.")

    def thing(self) -> str:
        return "discharge"

    def _line(self, when: When) -> str:
        return f"Discharged to {self.destination}, {choice_in_words(self.reason)}: {self.note}"


class PersonsJoined(Body):
    """Two records are of one person. It is about the one that ends, whose story is told with the other's from now on
    (records.md, persons.joined); its correction undoes it."""

    TYPE: ClassVar[str] = "persons.joined"
    LABEL: ClassVar[str] = "Two records joined"

    into: PersonId = Field(title="Into", description="The record that stays: its person's id.")
    reason: Note = Field(title="Reason", description="How it came that there were two.")
    checked: Note = Field(
        title="Checked", description="What was compared: NHS number, birth date, address; or that the person was asked."
    )

    def _line(self, when: When) -> str:
        return f"Two records of one person joined: {self.reason} (checked: {self.checked})"


class PersonReopened(Body):
    """The person is on the caseload again: for every clock a fresh acceptance."""

    TYPE: ClassVar[str] = "person.reopened"
    LABEL: ClassVar[str] = "Taken on again"

    reason: Note = Field(title="Reason", description="Why they are on the caseload again.")

    def _line(self, when: When) -> str:
        return f"Taken on again: {self.reason}"
