"""The header of a segment as other programs may rely on it: the source of schemas/segment.schema.json."""

from __future__ import annotations

from typing import Any

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.exchange.segments.header import SegmentHeader

_KEY = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
_EXAMPLE = {
    "format": "carelist-segment",
    "v": 1,
    "team": "North",
    "device": sha256_hex(bytes.fromhex(_KEY))[:32],
    "signing_key": _KEY,
    "first": 41,
    "last": 60,
    "follows": "0" * 64,
    "head": "a" * 64,
    "size": 18_204,
    "payload": "b" * 64,
}


def segment_schema() -> dict[str, Any]:
    """The JSON Schema of the header. A header of another version says so in `v`, and is not read by this release."""
    schema = SegmentHeader.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Carelist segment header",
        "description": "What a segment says before its signature and its entries, as canonical JSON (docs/sync.md).",
        **{key: value for key, value in schema.items() if key not in ("title", "description")},
        "examples": [_EXAMPLE],
    }
