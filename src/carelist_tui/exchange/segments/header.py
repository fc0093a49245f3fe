"""What a segment says of itself, signed: whose run of which entries it is, and what it follows."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.entries.envelope import Digest, Hex32
from carelist_tui.domain.refusal import Refused

FORMAT = "carelist-segment"
MOST_ENTRIES = 10_000
"""Entries in one segment, at most."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of canonical NDJSON in one segment, at most: a run is cut before it; what says more is refused unread."""
LARGEST_FILE = MOST_BYTES + 64 * 1024
"""Bytes of a segment's file, at most: zlib and age add little to what can't be made smaller."""
LAST_NUMBER = 9_007_199_254_740_991

Number = Annotated[int, Field(ge=1, le=LAST_NUMBER, strict=True)]


class SegmentHeader(BaseModel):
    """The signed header. A segment renamed, cut, swapped, or made by a stranger disagrees with it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, title=tr("Segment header"))

    format: Literal["carelist-segment"] = Field(title=tr("Format"), description=tr("Always carelist-segment."))
    v: Literal[1] = Field(title=tr("Version"), description=tr("Of this format."))
    team: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        title=tr("Team"), description=tr("Whose folder in the shared folder it stands in.")
    )
    device: Hex32 = Field(
        title=tr("Device"), description=tr("Who wrote it: first 32 hex digits of SHA-256 of its signing key.")
    )
    signing_key: Digest = Field(
        title=tr("Signing key"), description=tr("The device's Ed25519 public key in 64 hex digits.")
    )
    first: Number = Field(title=tr("First"), description=tr("The number of its first entry."))
    last: Number = Field(title=tr("Last"), description=tr("The number of its last entry."))
    follows: Digest = Field(
        title=tr("Follows"),
        description=tr("SHA-256 of the header line of the segment before; 64 zeros where there is none."),
    )
    head: Digest = Field(title=tr("Head"), description=tr("The hash of its last entry."))
    size: Annotated[int, Field(ge=1, le=MOST_BYTES, strict=True)] = Field(
        title=tr("Size"), description=tr("Bytes of its entries as NDJSON.")
    )
    payload: Digest = Field(title=tr("Payload"), description=tr("SHA-256 of the compressed entries."))

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.device != sha256_hex(bytes.fromhex(self.signing_key))[:32]:
            raise ValueError(tr("the device does not belong to this signing key"))
        if not 0 <= self.last - self.first < MOST_ENTRIES:
            raise ValueError(tr("the numbers of its entries make no run"))
        return self

    def line(self) -> bytes:
        """The header as it is signed: canonical JSON."""
        return canonical_json(self.model_dump()).encode()

    @property
    def hash(self) -> str:
        """What the next segment of this device names as the one it follows."""
        return sha256_hex(self.line())


def read_header(line: bytes) -> SegmentHeader:
    """Refuses a header that is not ours, and names one that a newer version wrote."""
    try:
        said: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise Refused(tr("its header is damaged")) from None
    if isinstance(said, dict) and said.get("format") == FORMAT and isinstance(v := said.get("v"), int) and v > 1:
        raise Refused(tr("a newer version of Carelist wrote it: update Carelist on this laptop"))
    try:
        header = SegmentHeader.model_validate(said)
    except ValidationError:
        raise Refused(tr("its header is damaged")) from None
    if header.line() != line:
        raise Refused(tr("its header is damaged"))
    return header
