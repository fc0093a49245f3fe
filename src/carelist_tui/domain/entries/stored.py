"""Entries as they are stored: stamped and hashed, checked on import, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from carelist_tui.domain.canonical import canonical_json, nfc, sha256_hex
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.entries.origin import as_called_here
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.moments import moment_text, parse_moment, utc
from carelist_tui.domain.refusal import Refused

NO_ENTRY = "0" * 64
"""`prev` of a device's first entry."""
_GIVEN = ("learned_at", "late_reason", "on_behalf_of", "arose_from")
_NOT_HASHED = ("body", "salt", "hash")


def stamp(
    draft: Mapping[str, Any],
    *,
    id: str,
    person: str | None,
    author: str,
    device: str,
    seq: int,
    prev: str,
    recorded_at: datetime,
    replaces: Sequence[str],
    salt: bytes,
    stands_in_for: str | None = None,
) -> dict[str, Any]:
    """The entry as it is stored, hashed, from a draft that `check_draft` found sound.

    The body is put in NFC; no default is filled in and nothing absent is added. `recorded_at` is aware and written as
    UTC with milliseconds; the other moments stay as written. `salt` is 16 random bytes.
    """
    entry: dict[str, Any] = {"id": id, "type": draft["type"], "v": 1}
    if person is not None:
        entry["person"] = person
    entry["occurred_at"] = draft["occurred_at"]
    entry |= {name: nfc(draft[name]) for name in _GIVEN if name in draft}
    entry |= {"recorded_at": moment_text(recorded_at), "author": author}
    if replaces:
        entry["replaces"] = list(replaces)
    if stands_in_for is not None:
        entry["stands_in_for"] = stands_in_for
    body = nfc(draft["body"])
    entry |= {"device": device, "seq": seq, "prev": prev, "salt": salt.hex(), "body_hash": _body_hash(salt, body)}
    return entry | {"hash": _entry_hash(entry), "body": body}


def restamped(
    raw: Mapping[str, Any], *, device: str, seq: int, prev: str, origin: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A stored entry as another device writes it again: same id, moments, author and words, under that device's own
    number. For a laptop that takes a name of its own and sends what it had not sent yet; and, with its `origin`, for
    what comes from another team."""
    entry = {**raw, "device": device, "seq": seq, "prev": prev}
    if origin is not None:
        entry["origin"] = dict(origin)
    return entry | {"hash": _entry_hash(entry)}


def _body_hash(salt: bytes, body: Any) -> str:
    return sha256_hex(salt + canonical_json(body).encode())


def _entry_hash(raw: Mapping[str, Any]) -> str:
    return sha256_hex(canonical_json({k: v for k, v in raw.items() if k not in _NOT_HASHED}).encode())


def check_hash(raw: Mapping[str, Any]) -> bool:
    """Whether both hashes hold over the stored values, unknown ones included; body and salt may have been erased."""
    try:
        if raw["hash"] != _entry_hash(raw):
            return False
        if "body" not in raw and "salt" not in raw:
            return True
        return bool(raw["body_hash"] == _body_hash(bytes.fromhex(raw["salt"]), raw["body"]))
    except (KeyError, TypeError, ValueError, Refused):
        return False


def read_entry(raw: Mapping[str, Any]) -> Entry:
    """A stored entry with moments in UTC. A body of a newer type, version or value, or an erased one, is None.

    Refuses (KeyError, ValueError) only what `check_stored` would have refused in the envelope.
    """
    learned_at = raw.get("learned_at")
    return made_entry(
        raw,
        parse_moment(raw["occurred_at"]),
        parse_moment(raw["recorded_at"]),
        parse_moment(learned_at) if learned_at is not None else None,
        None if "origin" in raw else read_body(raw["type"], raw["v"], raw.get("body")),
    )


def made_entry(
    raw: Mapping[str, Any], occurred_at: datetime, recorded_at: datetime, learned_at: datetime | None, body: Body | None
) -> Entry:
    """The entry of a stored one whose moments (aware) and body were read already; the body of one of another team is
    read again, with its workers as they are called here."""
    called = as_called_here(raw)
    if called is not raw:
        body = read_body(raw["type"], raw["v"], called.get("body"))
    return Entry(
        id=raw["id"],
        type=raw["type"],
        person=raw.get("person"),
        occurred_at=utc(occurred_at),
        recorded_at=utc(recorded_at),
        learned_at=utc(learned_at) if learned_at is not None else None,
        author=called["author"],
        on_behalf_of=called.get("on_behalf_of"),
        arose_from=raw.get("arose_from"),
        replaces=tuple(raw.get("replaces", ())),
        device=raw["device"],
        seq=raw["seq"],
        hash=raw["hash"],
        body=body,
        raw=raw,
    )


def read_body(name: str, v: int, body: Any) -> Body | None:
    """The body as its model, extra fields of a newer release left out; None where this release can't read it."""
    kind = TYPES.get(name)
    if kind is None or v != 1 or body is None:
        return None
    try:
        return kind.model_validate(body, by_alias=True, by_name=False)
    except ValidationError:
        return None
