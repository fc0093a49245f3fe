"""What stands around a body: as it is given, and as it is stored. Field names are the public format (records.md)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictInt

from carelist_tui.domain.canonical import LARGEST_INTEGER
from carelist_tui.domain.entries.choices import LateReason
from carelist_tui.domain.entries.entry import Part
from carelist_tui.domain.entries.fields import EntryId, Line, MomentBack, PersonId, WorkerId, form

Digest = Annotated[str, *form("[0-9a-f]{64}", "must be 64 hex digits in lower case")]
Hex32 = Annotated[str, *form("[0-9a-f]{32}", "must be 32 hex digits in lower case")]
TypeName = Annotated[str, *form(r"[a-z][a-z_]*\.[a-z][a-z_]*", "must be a type like zone.set")]
Stamped = Annotated[
    str,
    *form(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z",
        "must be UTC with milliseconds, like 2026-03-03T09:00:00.123Z",
        format="date-time",
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
    ),
]


class Envelope(Part):
    """What is said about any entry, whether given or stored."""

    person: PersonId | None = Field(
        None, title="Person", description="The id of the person's first referral.received or person.accepted entry."
    )
    occurred_at: MomentBack = Field(title="Happened at", description="When it happened: RFC 3339 with offset.")
    learned_at: MomentBack | None = Field(
        None, title="Learned at", description="When the service learned of it, where that was later."
    )
    late_reason: LateReason | None = Field(None, title="Why late", description="Why it is recorded late.")
    on_behalf_of: WorkerId | None = Field(
        None, title="On behalf of", description="The worker who decided or did it, when the author only types."
    )
    arose_from: EntryId | None = Field(None, title="Arose from", description="The entry this one came out of.")
    replaces: tuple[EntryId, ...] = Field(
        (), title="Replaces", description="The entries that set the same thing when the form opened."
    )


class DraftEnvelope(Envelope):
    """What may be given; everything else is stamped."""

    type: Line = Field(title="Type", description="What kind of entry it is: subject.past_tense_verb.")
    id: EntryId | None = Field(None, title="Id", description="A UUIDv7; sending the same entry twice is harmless.")
    v: Literal[1] = Field(1, title="Version", description="The version of the type's body.")
    ref: Line | None = Field(None, title="Identifier", description="The service's own identifier, in place of person.")


class Origin(Part):
    """Where an entry of another team comes from, and what it was there."""

    team: Line = Field(title="Team", description="The team that sealed it.")
    device: Hex32 = Field(title="Device", description="The device under which it stands there.")
    seq: StrictInt = Field(ge=1, le=LARGEST_INTEGER, title="Number", description="Its number there.")
    hash: Digest = Field(title="Hash", description="Its hash there.")
    author_name: Line = Field(title="Author's name", description="What its author is called there.")
    sending: EntryId | None = Field(
        None, title="Sending", description="Of a receipt: the handover.sent of ours whose secret came with it."
    )


class StoredEnvelope(Envelope):
    """What is stored. A lawful erasure takes out body and salt, and nothing else."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"body": ["salt"], "salt": ["body"]}})

    id: EntryId = Field(title="Id", description="A UUID, one for each entry.")
    type: TypeName = Field(title="Type", description="What kind of entry it is: subject.past_tense_verb.")
    v: StrictInt = Field(ge=1, le=LARGEST_INTEGER, title="Version", description="The version of the type's body.")
    recorded_at: Stamped = Field(title="Recorded at", description="When the device stamped it: UTC, milliseconds, Z.")
    author: WorkerId = Field(title="Author", description="The worker who was signed in.")
    device: Hex32 = Field(title="Device", description="First 32 hex digits of SHA-256 of the device's public key.")
    seq: StrictInt = Field(
        ge=1, le=LARGEST_INTEGER, title="Number", description="The device's own running number: 1, 2, 3, no gaps."
    )
    prev: Digest = Field(title="Previous", description="Hash of the device's previous entry; 64 zeros for seq 1.")
    origin: Origin | None = Field(
        None, title="Origin", description="Of what came by another team's sealed export: every worker in it is theirs."
    )
    stands_in_for: WorkerId | None = Field(
        None, title="In place of", description="Whoever was named for the act and had left; the author holds the role."
    )
    salt: Hex32 | None = Field(None, title="Salt", description="16 random bytes in hex.")
    body_hash: Digest = Field(
        title="Hash of the body", description="SHA-256 of the salt's bytes and the body's RFC 8785 UTF-8."
    )
    hash: Digest = Field(title="Hash", description="SHA-256 of the canonical JSON of all but body, salt and hash.")
    body: dict[str, Any] | None = Field(None, title="Body", description="What it says.")


STAMPED = ("author", "device", "seq", "prev", "recorded_at", "salt", "body_hash", "hash", "origin",
           "stands_in_for")  # fmt: skip
"""Fields that the store stamps, and nobody types."""
