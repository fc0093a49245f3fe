"""What stands around a body: as it is given, and as it is stored. Field names are the public format (records.md)."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictInt

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import LARGEST_INTEGER
from carelist_tui.domain.entries.choices import LateReason
from carelist_tui.domain.entries.entry import Part
from carelist_tui.domain.entries.fields import EntryId, Line, MomentBack, PersonId, WorkerId, form

Digest = Annotated[str, *form("[0-9a-f]{64}", tr("must be 64 hex digits in lower case"))]
Hex32 = Annotated[str, *form("[0-9a-f]{32}", tr("must be 32 hex digits in lower case"))]
TypeName = Annotated[str, *form(r"[a-z][a-z_]*\.[a-z][a-z_]*", tr("must be a type like zone.set"))]
Stamped = Annotated[
    str,
    *form(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z",
        tr("must be UTC with milliseconds, like 2026-03-03T09:00:00.123Z"),
        format="date-time",
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
    ),
]


class Envelope(Part):
    """What is said about any entry, whether given or stored."""

    person: PersonId | None = Field(
        None,
        title=tr("Person"),
        description=tr("The id of the person's first referral.received or person.accepted entry."),
    )
    occurred_at: MomentBack = Field(title=tr("Happened at"), description=tr("When it happened: RFC 3339 with offset."))
    learned_at: MomentBack | None = Field(
        None, title=tr("Learned at"), description=tr("When the service learned of it, where that was later.")
    )
    late_reason: LateReason | None = Field(None, title=tr("Why late"), description=tr("Why it is recorded late."))
    on_behalf_of: WorkerId | None = Field(
        None, title=tr("On behalf of"), description=tr("The worker who decided or did it, when the author only types.")
    )
    arose_from: EntryId | None = Field(None, title=tr("Arose from"), description=tr("The entry this one came out of."))
    replaces: tuple[EntryId, ...] = Field(
        (), title=tr("Replaces"), description=tr("The entries that set the same thing when the form opened.")
    )


class DraftEnvelope(Envelope):
    """What may be given; everything else is stamped."""

    type: Line = Field(title=tr("Type"), description=tr("What kind of entry it is: subject.past_tense_verb."))
    id: EntryId | None = Field(
        None, title=tr("Id"), description=tr("A UUIDv7; sending the same entry twice is harmless.")
    )
    v: Literal[1] = Field(1, title=tr("Version"), description=tr("The version of the type's body."))
    ref: Line | None = Field(
        None, title=tr("Identifier"), description=tr("The service's own identifier, in place of person.")
    )


class Origin(Part):
    """Where an entry of another team comes from, and what it was there."""

    team: Line = Field(title=tr("Team"), description=tr("The team that sealed it."))
    device: Hex32 = Field(title=tr("Device"), description=tr("The device under which it stands there."))
    seq: StrictInt = Field(ge=1, le=LARGEST_INTEGER, title=tr("Number"), description=tr("Its number there."))
    hash: Digest = Field(title=tr("Hash"), description=tr("Its hash there."))
    author_name: Line = Field(title=tr("Author's name"), description=tr("What its author is called there."))
    sending: EntryId | None = Field(
        None,
        title=tr("Sending"),
        description=tr("Of a receipt: the handover.sent of ours whose secret came with it."),
    )


class StoredEnvelope(Envelope):
    """What is stored. A lawful erasure takes out body and salt, and nothing else."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"body": ["salt"], "salt": ["body"]}})

    id: EntryId = Field(title=tr("Id"), description=tr("A UUID, one for each entry."))
    type: TypeName = Field(title=tr("Type"), description=tr("What kind of entry it is: subject.past_tense_verb."))
    v: StrictInt = Field(
        ge=1, le=LARGEST_INTEGER, title=tr("Version"), description=tr("The version of the type's body.")
    )
    recorded_at: Stamped = Field(
        title=tr("Recorded at"), description=tr("When the device stamped it: UTC, milliseconds, Z.")
    )
    author: WorkerId = Field(title=tr("Author"), description=tr("The worker who was signed in."))
    device: Hex32 = Field(
        title=tr("Device"), description=tr("First 32 hex digits of SHA-256 of the device's public key.")
    )
    seq: StrictInt = Field(
        ge=1,
        le=LARGEST_INTEGER,
        title=tr("Number"),
        description=tr("The device's own running number: 1, 2, 3, no gaps."),
    )
    prev: Digest = Field(
        title=tr("Previous"), description=tr("Hash of the device's previous entry; 64 zeros for seq 1.")
    )
    origin: Origin | None = Field(
        None,
        title=tr("Origin"),
        description=tr("Of what came by another team's sealed export: every worker in it is theirs."),
    )
    stands_in_for: WorkerId | None = Field(
        None,
        title=tr("In place of"),
        description=tr("Whoever was named for the act and had left; the author holds the role."),
    )
    recorded_ahead: tuple[Stamped, ...] = Field(
        (),
        title=tr("Recorded ahead"),
        description=tr("Of a visit.begun: later moments at which its worker had recorded already, by a clock ahead."),
    )
    salt: Hex32 | None = Field(None, title=tr("Salt"), description=tr("16 random bytes in hex."))
    body_hash: Digest = Field(
        title=tr("Hash of the body"), description=tr("SHA-256 of the salt's bytes and the body's RFC 8785 UTF-8.")
    )
    hash: Digest = Field(
        title=tr("Hash"), description=tr("SHA-256 of the canonical JSON of all but body, salt and hash.")
    )
    body: dict[str, Any] | None = Field(None, title=tr("Body"), description=tr("What it says."))


STAMPED = ("author", "device", "seq", "prev", "recorded_at", "salt", "body_hash", "hash", "origin",
           "stands_in_for", "recorded_ahead")  # fmt: skip
"""Fields that the store stamps, and nobody types."""
