"""Ids of entries: UUIDv7 (RFC 9562), from a moment and randomness that are passed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from carelist_tui.catalogue import tr

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UUID = re.compile(UUID_PATTERN.replace("$", r"\Z"), re.ASCII)


def uuid7(now: datetime, randomness: bytes) -> str:
    """A UUIDv7 for the aware moment `now`, from exactly 10 random bytes. Refuses (ValueError) any other number."""
    if len(randomness) != 10:
        raise ValueError(tr("a UUIDv7 takes 10 random bytes"))
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1) & (1 << 48) - 1
    noise = int.from_bytes(randomness)
    value = milliseconds << 80 | 7 << 76 | (noise >> 64 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in canonical form: 36 characters, lower case."""
    return _UUID.match(text) is not None
