"""Who a person is: referral, acceptance, and what changes about their details."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

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
        "label": "whose or which is the number",
        "text_ok": "that texts may be sent to",
        "voicemail": {"no": "NO VOICEMAIL on", "yes": "that a voicemail may be left on"},
        "unsafe": "the mark UNSAFE of the number",
    }

    number: Line = Field(title="Number", description="The number, as it is dialled.")
    label: AnyLine | None = Field(None, title="Label", description="Whose or which: mobile, home, mum's.")
    text_ok: Flag = Field(False, title="Texts are all right", description="Leave out for no.")
    voicemail: Voicemail = Field("unknown", title="Voicemail", description="May a message be left? Unknown means no.")
    unsafe: Flag = Field(False, title="Unsafe", description="Somebody unsafe may answer or read it: do not use.")

    def _said(self) -> str:
        voicemail = {"yes": "voicemail is all right", "no": "no voicemail"}.get(self.voicemail, "")
        texts = "texts are all right" if self.text_ok else ""
        uses = ", ".join(filter(None, (self.label, "UNSAFE" if self.unsafe else "", texts, voicemail)))
        return f"{self.number} ({uses})" if uses else self.number


class Partner(Part):
    """Somebody from another agency who works with the person."""

    KNOWN_BY: ClassVar[tuple[str, ...]] = ("name",)
    GOES: ClassVar[Goes] = {"agency": "the agency of", "phone": "the number of"}
    WARNS: ClassVar[frozenset[str]] = frozenset({"phone"})

    name: Line = Field(title="Name", description="Who.")
    agency: Line = Field(title="Agency", description="From which agency.")
    phone: AnyLine | None = Field(None, title="Phone", description="How to ring them.")


_REF = Field(title="Identifier", description="The service's own identifier, like P-0042.")
_GIVEN = Field(title="Given name", description="First name or names.")
_FAMILY = Field(title="Family name", description="Last name.")
_TEAM = Field(title="Team", description="The team that supports them.")
_SOURCE = Field(title="Source", description="Who referred them, or where they come from.")


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
    reason: Note = Field(title="Reason", description="Why they were referred.")
    urgent: Flag = Field(False, title="Urgent", description="Whether triage is owed the same day.")
    team: Annotated[AnyLine | None, _TEAM] = None


class Placement(Body):
    """Where somebody stands from their acceptance on."""

    source: Annotated[Source, _SOURCE]
    team: Annotated[Line, _TEAM]
    tier: Key = Field(title="Tier", description="How much support: intensive, enhanced, standard or light.")
    coordinator: WorkerId | None = Field(None, title="Coordinator", description="The worker who coordinates.")
    consent_to_contact: Literal["yes", "no", "not_yet"] | None = Field(
        None, title="Consent to contact", description="Whether they agree to be contacted."
    )
    zone: Zone | None = Field(
        None, title="Zone", description="Where they begin on the board; left out, a crisis source begins amber."
    )
    brought_over_on: BroughtOver | None = Field(
        None, title="Brought over on", description="When a running case was brought over: by an import alone."
    )
    brought_over_place: BroughtOverPlace | None = Field(
        None,
        title="Place among those brought over",
        description="In thousandths, by tier, zone and days unseen: when their paper falls due. By an import alone.",
    )


class Identity(Body):
    """What is known of a person beside their name. None: not said; an empty value clears what stood there."""

    REPLACES: ClassVar[Replaces] = "given"
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset({"must_not_contact"})
    GOES: ClassVar[Goes] = {
        "known_as": "the name they like to be called by",
        "born": "the date of birth",
        "phones": "the number",
        "partners": "from who else works with them",
        "must_not_contact": "from who must not be contacted",
        "do_not": {code: words.upper() for code, words in AVOID_IN_WORDS.items()},
        "children_at_home": "CHILDREN AT HOME",
        "groups": "what they said of the group",
    }

    known_as: AnyLine | None = Field(None, title="Known as", description="The name they like to be called by.")
    pronouns: AnyLine | None = Field(None, title="Pronouns", description="As they say them.")
    born: BirthDay | None = Field(None, title="Born", description="Date of birth.")
    nhs_number: NhsNumber | None = Field(
        None, title="NHS number", description="10 digits; blanks between them are left out."
    )
    phones: tuple[Phone, ...] | None = Field(None, title="Phones", description="Every number, the best one first.")
    email: AnyLine | None = Field(None, title="Email", description="Their email address.")
    address: AnyNote | None = Field(None, title="Address", description="Where they live or stay.")
    gp: AnyLine | None = Field(None, title="GP", description="Their GP or practice.")
    partners: tuple[Partner, ...] | None = Field(
        None, title="Partners", description="Who else works with them: name, agency, phone."
    )
    must_not_contact: tuple[Line, ...] | None = Field(
        None, title="Must not contact", description="Who must never be told or asked, and why."
    )
    do_not: tuple[Avoid, ...] | None = Field(
        None,
        title="Do not",
        description="What not to do, known before there is a plan: a plan adds to it, and takes nothing away.",
    )
    children_at_home: Flag | None = Field(
        None, title="Children at home", description="Whether children live with them."
    )
    legal_status: AnyLine | None = Field(None, title="Legal status", description="Section 117, CTO, or other.")
    language: AnyLine | None = Field(None, title="Language", description="The language they like to speak.")
    interpreter: AnyLine | None = Field(None, title="Interpreter", description="Which interpreter they need, if any.")
    accessible_format: AnyLine | None = Field(
        None, title="Accessible format", description="Large print, easy read, or another way they need to get words."
    )
    locality: Key | None = Field(
        None, title="Locality", description="Where they live, as the Standards list it (S0:39)."
    )
    groups: dict[Key, AnyLine] | None = Field(
        None,
        title="Groups",
        description="For equity of access alone (S3:34): which group of the Standards, and what they said.",
    )


class ReferralReceived(Identity, Referral, Named):
    """Somebody was referred and waits for triage."""

    TYPE: ClassVar[str] = "referral.received"
    LABEL: ClassVar[str] = "Referral received"
    PERSON_NEEDED: ClassVar[bool] = False

    def _line(self, when: When) -> str:
        urgent = "Urgent referral" if self.urgent else "Referral"
        return f"{urgent} received from {choice_in_words(self.source)}: {self.reason}"


class ReferralDeclined(Body):
    """A referral was not taken on."""

    TYPE: ClassVar[str] = "referral.declined"
    LABEL: ClassVar[str] = "Referral declined"

    reason: Note = Field(title="Reason", description="Why the service does not take them on.")
    told: Note = Field(title="Told", description="Who was told, and what they were offered.")

    def _line(self, when: When) -> str:
        return f"Referral declined: {self.reason} (told: {self.told})"


BY_IMPORT = ("brought_over_on", "brought_over_place")
"""What of an acceptance the import of a caseload alone says, and no correction changes."""


class PersonAccepted(Identity, Placement, Named):
    """Somebody was taken on to the caseload: the clock to first contact starts (S4:44)."""

    TYPE: ClassVar[str] = "person.accepted"
    LABEL: ClassVar[str] = "Accepted on to the caseload"
    PERSON_NEEDED: ClassVar[bool] = False

    def _line(self, when: When) -> str:
        return f"Accepted from {choice_in_words(self.source)} to {self.team}, {choice_in_words(self.tier)}"


class PersonDetailsUpdated(Identity, MaybeNamed):
    """Something about a person's details changed: only what changed is given."""

    TYPE: ClassVar[str] = "person.details_updated"
    LABEL: ClassVar[str] = "Details updated"

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if not self.model_fields_set:
            yield Fault("body", "must change at least one detail")
        yield from super().faults(occurred_at)

    def _line(self, when: When) -> str:
        changed = [str(field.title) for name, field in type(self).model_fields.items() if name in self.model_fields_set]
        return "Details updated: " + ", ".join(changed)
