"""Who a person is: referral, acceptance, and what changes about their details."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, Avoid, Source, Voicemail, Zone, choice_in_words
from carelist_tui.domain.entries.entry import Body, Goes, Part, Replaces, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    BirthDay,
    BroughtOver,
    BroughtOverPlace,
    Flag,
    Key,
    Line,
    NhsNumber,
    Note,
    WorkerId,
)
from carelist_tui.domain.refusal import Fault


class Phone(Part):
    """A telephone number, and what is safe to do with it."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("number",)
    GOES: ClassVar[Goes] = {
        "label": tr("whose or which is the number"),
        "text_ok": tr("that texts may be sent to"),
        "voicemail": {"no": tr("NO VOICEMAIL on"), "yes": tr("that a voicemail may be left on")},
        "unsafe": tr("the mark UNSAFE of the number"),
    }

    number: Line = Field(title=tr("Number"), description=tr("The number, as it is dialled."))
    label: AnyLine | None = Field(None, title=tr("Label"), description=tr("Whose or which: mobile, home, mum's."))
    text_ok: Flag = Field(False, title=tr("Texts are all right"), description=tr("Leave out for no."))
    voicemail: Voicemail = Field(
        "unknown", title=tr("Voicemail"), description=tr("May a message be left? Unknown means no.")
    )
    unsafe: Flag = Field(
        False, title=tr("Unsafe"), description=tr("Somebody unsafe may answer or read it: do not use.")
    )

    def _said(self) -> str:
        voicemail = {"yes": tr("voicemail is all right"), "no": tr("no voicemail")}.get(self.voicemail, "")
        texts = tr("texts are all right") if self.text_ok else ""
        uses = ", ".join(filter(None, (self.label, "UNSAFE" if self.unsafe else "", texts, voicemail)))
        return f"{self.number} ({uses})" if uses else self.number


class Partner(Part):
    """Somebody from another agency who works with the person."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("name",)
    GOES: ClassVar[Goes] = {"agency": tr("the agency of"), "phone": tr("the number of")}
    WARNS: ClassVar[frozenset[str]] = frozenset({"phone"})

    name: Line = Field(title=tr("Name"), description=tr("Who."))
    agency: Line = Field(title=tr("Agency"), description=tr("From which agency."))
    phone: AnyLine | None = Field(None, title=tr("Phone"), description=tr("How to ring them."))


_REF = Field(title=tr("Identifier"), description=tr("The service's own identifier, like P-0042."))
_GIVEN = Field(title=tr("Given name"), description=tr("First name or names."))
_FAMILY = Field(title=tr("Family name"), description=tr("Last name."))
_TEAM = Field(title=tr("Team"), description=tr("The team that supports them."))
_SOURCE = Field(title=tr("Source"), description=tr("Who referred them, or where they come from."))


class Named(Body):
    """What somebody must be known by."""

    ref: Annotated[Line, _REF]
    given: Annotated[Line, _GIVEN]
    family: Annotated[Line, _FAMILY]


class MaybeNamed(Body):
    """The same, where only what changed is given."""

    ref: Annotated[Line | None, _REF] = None
    given: Annotated[Line | None, _GIVEN] = None
    family: Annotated[Line | None, _FAMILY] = None
    team: Annotated[Line | None, _TEAM] = None


class Referral(Body):
    """What triage needs to know."""

    source: Annotated[Source, _SOURCE]
    reason: Note = Field(title=tr("Reason"), description=tr("Why they were referred."))
    urgent: Flag = Field(False, title=tr("Urgent"), description=tr("Whether triage is owed the same day."))
    team: Annotated[AnyLine | None, _TEAM] = None


class Placement(Body):
    """Where somebody stands from their acceptance on."""

    source: Annotated[Source, _SOURCE]
    team: Annotated[Line, _TEAM]
    tier: Key = Field(title=tr("Tier"), description=tr("How much support: intensive, enhanced, standard or light."))
    coordinator: WorkerId | None = Field(None, title=tr("Coordinator"), description=tr("The worker who coordinates."))
    consent_to_contact: Literal["yes", "no", "not_yet"] | None = Field(
        None, title=tr("Consent to contact"), description=tr("Whether they agree to be contacted.")
    )
    zone: Zone | None = Field(
        None, title=tr("Zone"), description=tr("Where they begin on the board; left out, a crisis source begins amber.")
    )
    brought_over_on: BroughtOver | None = Field(
        None, title=tr("Brought over on"), description=tr("When a running case was brought over: by an import alone.")
    )
    brought_over_place: BroughtOverPlace | None = Field(
        None,
        title=tr("Place among those brought over"),
        description=tr(
            "In thousandths, by tier, zone and days unseen: when their paper falls due. By an import alone."
        ),
    )


class Identity(Body):
    """What is known of a person beside their name. None: not said; an empty value clears what stood there."""

    REPLACES: ClassVar[Replaces] = "given"
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"must_not_contact"})
    GOES: ClassVar[Goes] = {
        "known_as": tr("the name they like to be called by"),
        "born": tr("the date of birth"),
        "phones": tr("the number"),
        "partners": tr("from who else works with them"),
        "must_not_contact": tr("from who must not be contacted"),
        "do_not": {code: words.upper() for code, words in AVOID_IN_WORDS.items()},
        "children_at_home": tr("CHILDREN AT HOME"),
        "groups": tr("what they said of the group"),
    }

    known_as: AnyLine | None = Field(None, title=tr("Known as"), description=tr("The name they like to be called by."))
    pronouns: AnyLine | None = Field(None, title=tr("Pronouns"), description=tr("As they say them."))
    born: BirthDay | None = Field(None, title=tr("Born"), description=tr("Date of birth."))
    nhs_number: NhsNumber | None = Field(
        None, title=tr("NHS number"), description=tr("10 digits; blanks between them are left out.")
    )
    phones: tuple[Phone, ...] | None = Field(
        None, title=tr("Phones"), description=tr("Every number, the best one first.")
    )
    email: AnyLine | None = Field(None, title=tr("Email"), description=tr("Their email address."))
    address: AnyNote | None = Field(None, title=tr("Address"), description=tr("Where they live or stay."))
    gp: AnyLine | None = Field(None, title=tr("GP"), description=tr("Their GP or practice."))
    partners: tuple[Partner, ...] | None = Field(
        None, title=tr("Partners"), description=tr("Who else works with them: name, agency, phone.")
    )
    must_not_contact: tuple[Line, ...] | None = Field(
        None, title=tr("Must not contact"), description=tr("Who must never be told or asked, and why.")
    )
    do_not: tuple[Avoid, ...] | None = Field(
        None,
        title=tr("Do not"),
        description=tr("What not to do, known before there is a plan: a plan adds to it, and takes nothing away."),
    )
    children_at_home: Flag | None = Field(
        None, title=tr("Children at home"), description=tr("Whether children live with them.")
    )
    legal_status: AnyLine | None = Field(None, title=tr("Legal status"), description=tr("Section 117, CTO, or other."))
    language: AnyLine | None = Field(None, title=tr("Language"), description=tr("The language they like to speak."))
    interpreter: AnyLine | None = Field(
        None, title=tr("Interpreter"), description=tr("Which interpreter they need, if any.")
    )
    accessible_format: AnyLine | None = Field(
        None,
        title=tr("Accessible format"),
        description=tr("Large print, easy read, or another way they need to get words."),
    )
    locality: Key | None = Field(
        None, title=tr("Locality"), description=tr("Where they live, as the Standards list it (S0:39).")
    )
    groups: dict[Key, AnyLine] | None = Field(
        None,
        title=tr("Groups"),
        description=tr("For equity of access alone (S3:34): which group of the Standards, and what they said."),
    )


class ReferralReceived(Identity, Referral, Named):
    """Somebody was referred and waits for triage."""

    TYPE: ClassVar[str] = "referral.received"
    LABEL: ClassVar[str] = tr("Referral received")
    PERSON_NEEDED: ClassVar[bool] = False

    def _line(self, when: When) -> str:
        urgent = tr("Urgent referral") if self.urgent else tr("Referral")
        return tr(
            "{urgent} received from {source}: {reason}",
            urgent=urgent,
            source=choice_in_words(self.source),
            reason=self.reason,
        )


class ReferralDeclined(Body):
    """A referral was not taken on."""

    TYPE: ClassVar[str] = "referral.declined"
    LABEL: ClassVar[str] = tr("Referral declined")

    reason: Note = Field(title=tr("Reason"), description=tr("Why the service does not take them on."))
    told: Note = Field(title=tr("Told"), description=tr("Who was told, and what they were offered."))

    def _line(self, when: When) -> str:
        return tr("Referral declined: {reason} (told: {told})", reason=self.reason, told=self.told)


BY_IMPORT = ("brought_over_on", "brought_over_place")
"""What of an acceptance the import of a caseload alone says, and no correction changes."""


class PersonAccepted(Identity, Placement, Named):
    """Somebody was taken on to the caseload: the clock to first contact starts (S4:44)."""

    TYPE: ClassVar[str] = "person.accepted"
    LABEL: ClassVar[str] = tr("Accepted on to the caseload")
    PERSON_NEEDED: ClassVar[bool] = False

    def _line(self, when: When) -> str:
        return tr(
            "Accepted from {source} to {team}, {tier}",
            source=choice_in_words(self.source),
            team=self.team,
            tier=choice_in_words(self.tier),
        )


class PersonDetailsUpdated(Identity, MaybeNamed):
    """Something about a person's details changed: only what changed is given."""

    TYPE: ClassVar[str] = "person.details_updated"
    LABEL: ClassVar[str] = tr("Details updated")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if not self.model_fields_set:
            yield Fault("body", tr("must change at least one detail"))
        yield from super().faults(occurred_at)

    def _line(self, when: When) -> str:
        changed = [str(field.title) for name, field in type(self).model_fields.items() if name in self.model_fields_set]
        return tr("Details updated: ") + ", ".join(changed)
