"""How a person stands with the service: consent, coordinator, tier, zone, and where they are."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.catalogue import tr
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
    LABEL: ClassVar[str] = tr("Consent")

    scope: Literal["contact", "share"] = Field(
        title=tr("Consent to"), description=tr("Being contacted, or sharing with others.")
    )
    with_: AnyLine | None = Field(None, alias="with", title=tr("With whom"), description=tr("Who it is shared with."))
    given: Flag = Field(title=tr("Given"), description=tr("Whether they agree."))
    basis: Basis = Field(title=tr("Ground"), description=tr("The ground on which the service acts."))
    rationale: AnyNote | None = Field(
        None, title=tr("Rationale"), description=tr("Why: needed when not given, or when the ground is not consent.")
    )
    review_on: DayAhead | None = Field(
        None, title=tr("Review on"), description=tr("When to ask again: needed when contact is not given.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        refused = self.given is False
        if refused:
            yield from needed(self.rationale, "rationale", tr("is needed when consent is not given"))
        elif self.basis not in (None, "consent"):
            yield from needed(self.rationale, "rationale", tr("is needed when the ground is not consent"))
        if self.scope == "contact" and refused:
            yield from needed(self.review_on, "review_on", tr("a refusal of contact needs a review date"))
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def _line(self, when: When) -> str:
        to = (
            tr("be contacted")
            if self.scope == "contact"
            else tr("share with {value}", value=self.with_ or tr("others"))
        )
        return tr("Consent to {to}: {which}", to=to, which=tr("given") if self.given else tr("not given"))


class Responsible(Part):
    """Whose one part of the care is, where it is not the coordinator's (S1:12)."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("duty",)
    GOES: ClassVar[Goes] = {"who": ""}

    duty: Duty = Field(
        title=tr("What for"), description=tr("Care plan, risk plan, medication, safeguarding, or step-up.")
    )
    who: WorkerOrOther = Field(title=tr("Who"), description=tr("Who is responsible for it."))

    def _said(self) -> str:
        return f"{choice_in_words(self.duty)}: {self.who}"


class CoordinatorNamed(Body):
    """Who coordinates; the previous one holds responsibility until this exists (S4:22, S1:12)."""

    TYPE: ClassVar[str] = "coordinator.named"
    LABEL: ClassVar[str] = tr("Coordinator named")
    REPLACES: ClassVar[Replaces] = "whole"
    GOES: ClassVar[Goes] = {
        "clinical_oversight": tr("the clinical oversight"),
        "responsible": tr("who is responsible for"),
        "reason": "",
    }
    WARNS: ClassVar[frozenset[str]] = frozenset({"clinical_oversight"})

    coordinator: WorkerId = Field(title=tr("Coordinator"), description=tr("The worker who coordinates from now on."))
    clinical_oversight: Line = Field(
        title=tr("Clinical oversight"), description=tr("The person or route for clinical advice.")
    )
    responsible: tuple[Responsible, ...] = Field(
        (), title=tr("Responsible"), description=tr("Whose a part of the care is; left out: the coordinator's (S1:12).")
    )
    reason: AnyNote | None = Field(None, title=tr("Reason"), description=tr("Why it changes."))

    def thing(self) -> str:
        return "coordinator"

    def _line(self, when: When) -> str:
        return tr(
            "Coordinator named; clinical oversight: {clinical_oversight}", clinical_oversight=self.clinical_oversight
        )


class TierSet(Body):
    """How much support a person gets (S0:10)."""

    TYPE: ClassVar[str] = "tier.set"
    LABEL: ClassVar[str] = tr("Tier set")

    tier: Key = Field(title=tr("Tier"), description=tr("How much support: intensive, enhanced, standard or light."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why this tier."))
    review_on: DayAhead | None = Field(None, title=tr("Review on"), description=tr("When to look at it again."))
    authorised_by: WorkerId | None = Field(
        None, title=tr("Authorised by"), description=tr("Who agreed to it: needed for a lighter tier.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "tier"

    def _line(self, when: When) -> str:
        return tr("Tier set to {tier}: {reason}", tier=choice_in_words(self.tier), reason=self.reason)


class ZoneSet(Body):
    """Where a person stands on the board; red and amber are shown there (S4:33)."""

    TYPE: ClassVar[str] = "zone.set"
    LABEL: ClassVar[str] = tr("Zone set")

    zone: SetZone = Field(title=tr("Zone"), description=tr("Red, amber or green."))
    reason: Note = Field(title=tr("Reason"), description=tr("Why."))
    review_on: DayAhead | None = Field(
        None, title=tr("Review on"), description=tr("When to look again: needed unless green.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.zone in ("red", "amber"):
            yield from needed(
                self.review_on, "review_on", tr("{zone} needs a review date", zone=choice_in_words(self.zone))
            )
        yield from not_before_entry(self.review_on, "review_on", occurred_at)

    def thing(self) -> str:
        return "zone"

    def _line(self, when: When) -> str:
        return tr("Zone set to {zone}: {reason}", zone=choice_in_words(self.zone), reason=self.reason)


class PersonAdmitted(Body):
    """The person is away. Unconfirmed until it is said who told us."""

    TYPE: ClassVar[str] = "person.admitted"
    LABEL: ClassVar[str] = tr("Person away")

    kind: AwayKind = Field(title=tr("Where to"), description=tr("A ward, custody, a holiday or elsewhere."))
    where: Line = Field(title=tr("Place"), description=tr("Which ward or place."))
    confirmed_with: AnyLine | None = Field(
        None, title=tr("Confirmed with"), description=tr("Who there told us it is so.")
    )
    expected_until: DayAhead | None = Field(None, title=tr("Expected until"), description=tr("When they may be back."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from not_before_entry(self.expected_until, "expected_until", occurred_at)

    def _line(self, when: When) -> str:
        until = (
            tr(", expected until {day_in_words}", day_in_words=day_in_words(self.expected_until))
            if self.expected_until
            else ""
        )
        confirmed = "" if self.confirmed_with else tr(" (not confirmed)")
        return tr(
            "Away, {kind}: {where}{until}{confirmed}",
            kind=choice_in_words(self.kind),
            where=self.where,
            until=until,
            confirmed=confirmed,
        )


class PersonReturned(Body):
    """The person is back."""

    TYPE: ClassVar[str] = "person.returned"
    LABEL: ClassVar[str] = tr("Back again")

    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("Anything to know about the return."))

    def _line(self, when: When) -> str:
        return tr("Back again: {note}", note=self.note) if self.note else tr("Back again")


class PersonDied(Body):
    """The person is said to have died: nobody contacts them from now on."""

    TYPE: ClassVar[str] = "person.died"
    LABEL: ClassVar[str] = tr("Died")

    reported_by: Line = Field(title=tr("Reported by"), description=tr("Who told us."))
    confirmed: Flag = Field(title=tr("Confirmed"), description=tr("Whether it is certain."))
    source: AnyLine | None = Field(None, title=tr("Source"), description=tr("Who certified it, or told us officially."))
    on: DayBack | None = Field(None, title=tr("Died on"), description=tr("The date, if it is known."))

    def thing(self) -> str:
        return "death"

    def _line(self, when: When) -> str:
        on = tr(" on {day_in_words}", day_in_words=day_in_words(self.on)) if self.on else ""
        source = f" ({self.source})" if self.source else ""
        return tr(
            "Died{on}, reported by {reported_by}{source}{which}",
            on=on,
            reported_by=self.reported_by,
            source=source,
            which="" if self.confirmed else tr(" (not confirmed)"),
        )


class PersonDischarged(Body):
    """The person left the caseload. A missed contact is never a reason (S0:41)."""

    TYPE: ClassVar[str] = "person.discharged"
    LABEL: ClassVar[str] = tr("Discharged")

    destination: Line = Field(title=tr("To"), description=tr("Who looks after them now, or where they go."))
    reason: DischargeReason = Field(
        title=tr("Reason"), description=tr("Why they leave. Missing contact is not a reason.")
    )
    note: Note = Field(title=tr("Note"), description=tr("How it was agreed, and how to come back."))
    decision: EntryId = Field(title=tr("Decision"), description=tr("The decision about discharge that says agree."))
    plan: AnyNote | None = Field(None, title=tr("Plan"), description=tr("What was planned with them."))

    def thing(self) -> str:
        return "discharge"

    def _line(self, when: When) -> str:
        return tr(
            "Discharged to {destination}, {reason}: {note}",
            destination=self.destination,
            reason=choice_in_words(self.reason),
            note=self.note,
        )


class PersonsJoined(Body):
    """Two records are of one person. It is about the one that ends, whose story is told with the other's from now on
    (records.md, persons.joined); its correction undoes it."""

    TYPE: ClassVar[str] = "persons.joined"
    LABEL: ClassVar[str] = tr("Two records joined")

    into: PersonId = Field(title=tr("Into"), description=tr("The record that stays: its person's id."))
    reason: Note = Field(title=tr("Reason"), description=tr("How it came that there were two."))
    checked: Note = Field(
        title=tr("Checked"),
        description=tr("What was compared: NHS number, birth date, address; or that the person was asked."),
    )

    def _line(self, when: When) -> str:
        return tr(
            "Two records of one person joined: {reason} (checked: {checked})", reason=self.reason, checked=self.checked
        )


class PersonReopened(Body):
    """The person is on the caseload again: for every clock a fresh acceptance."""

    TYPE: ClassVar[str] = "person.reopened"
    LABEL: ClassVar[str] = tr("Taken on again")

    reason: Note = Field(title=tr("Reason"), description=tr("Why they are on the caseload again."))

    def _line(self, when: When) -> str:
        return tr("Taken on again: {reason}", reason=self.reason)
