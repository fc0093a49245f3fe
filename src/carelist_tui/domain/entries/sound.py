"""Whole entries that come in, from a file or another laptop: checked once, and read by that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from carelist_tui.domain.canonical import NO_NULL, fits, json_of_fitting, nfc, sha256_hex, unfit
from carelist_tui.domain.entries.draft import unfit_fields
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.entries.envelope import StoredEnvelope
from carelist_tui.domain.entries.sentences import each_path_once, faults_of
from carelist_tui.domain.entries.stored import check_hash, made_entry
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.refusal import Fault, Refused

_ENVELOPE = StoredEnvelope.model_fields.keys()


@dataclass(frozen=True, slots=True)
class Sound:
    """A whole entry in which no fault was found, and its canonical line."""

    entry: Entry
    line: str


def check_stored(raw: Any) -> list[Fault]:
    """Every fault of a whole entry that comes in; none where `read_sound` gives it."""
    try:
        read_sound(raw)
    except Refused as refused:
        return list(refused.faults)
    return []


def read_sound(raw: Any, line: str | None = None) -> Sound:
    """A whole entry that comes in, checked once and read by that: its shape, its hashes, and its body where this
    release can read it. What is newer (a type, a version, an extra field) passes; so does an erased body. `line` is its
    canonical text, where that is known, and known to be of an entry that `is_plain`.

    Refuses it with every fault.
    """
    if not isinstance(raw, Mapping):
        raise Refused([Fault("", "must be a JSON object: one whole entry")])
    is_plain = line is not None or fits(raw, nulls=False)
    faults = [] if is_plain or fits(raw) else list(unfit(raw))
    envelope = None
    try:
        envelope = StoredEnvelope.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as refusal:
        faults += faults_of(refusal, "an entry")
    if ("body" in raw) != ("salt" in raw):
        faults.append(Fault("salt", "body and salt stay together: both, or neither after an erasure"))
    if not is_plain:
        faults += [Fault(name, NO_NULL) for name, part in raw.items() if part is None]
    if envelope is None or faults:
        raise Refused(each_path_once(faults))
    return _sound(raw, envelope, is_plain, line or json_of_fitting(raw))


def _sound(raw: Mapping[str, Any], envelope: StoredEnvelope, is_plain: bool, line: str) -> Sound:
    kind = TYPES.get(envelope.type)
    _check_person(raw, kind)
    recorded_at = _stamped_moment(envelope)
    body = None
    if kind is not None and envelope.v == 1 and "body" in raw:
        body = _sound_body(raw, kind, envelope.occurred_at, is_plain, line)
    if not _hashes_hold(raw, line):
        raise Refused([Fault("hash", "does not fit: the entry was changed after it was stored")])
    return Sound(made_entry(raw, envelope.occurred_at, recorded_at, envelope.learned_at, body), line)


def _check_person(raw: Mapping[str, Any], kind: type[Body] | None) -> None:
    if kind is not None and kind.ABOUT_PERSON and not kind.PERSON_MAY_BE_ABSENT and "person" not in raw:
        raise Refused([Fault("person", "is needed: without it nobody's story holds this entry")])


def _stamped_moment(envelope: StoredEnvelope) -> datetime:
    try:
        return parse_moment(envelope.recorded_at)
    except ValueError as fault:
        raise Refused([Fault("recorded_at", str(fault))]) from None


def _sound_body(raw: Mapping[str, Any], kind: type[Body], at: datetime, is_plain: bool, line: str) -> Body:
    try:
        read = kind.model_validate(raw["body"], by_alias=True, by_name=False)
    except ValidationError as refusal:
        raise Refused(each_path_once(faults_of(refusal, kind.TYPE, "body"))) from None
    if not is_plain and (nulls := [each for each in unfit_fields(raw) if each.path.startswith("body")]):
        raise Refused(each_path_once(nulls))
    if not line.isascii() and nfc(raw["body"]) != raw["body"]:
        raise Refused([Fault("body", "its text is not in Unicode NFC")])
    if faults := list(read.faults(at)):
        raise Refused(each_path_once(faults))
    return read


def _hashes_hold(raw: Mapping[str, Any], line: str) -> bool:
    """`check_hash` of an entry whose envelope is sound, over what is cut out of its canonical line: the envelope's
    texts hold no quote that is not escaped, so that only the body can hold what looks like one of its fields."""
    if not raw.keys() <= _ENVELOPE:
        return check_hash(raw)
    if "body" in raw:
        begins, ends = line.index('"body":'), line.rindex(',"body_hash":"') + 1
        salt, told = raw["salt"], line[begins + len('"body":') : ends - 1]
        if raw["body_hash"] != sha256_hex(bytes.fromhex(salt) + told.encode()):
            return False
        line = line[:begins] + line[ends:].replace(f',"salt":"{salt}"', "", 1)
    return bool(raw["hash"] == sha256_hex(line.replace(f',"hash":"{raw["hash"]}"', "", 1).encode()))
