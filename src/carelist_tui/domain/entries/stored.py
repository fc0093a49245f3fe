"""Entries as they are stored: stamped and hashed, checked on import, and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import NO_NULL, canonical_json, fits, json_of_fitting, nfc, sha256_hex, unfit
from carelist_tui.domain.entries.draft import unfit_fields
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.entries.envelope import StoredEnvelope
from carelist_tui.domain.entries.origin import as_called_here
from carelist_tui.domain.entries.sentences import each_path_once, faults_of
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.moments import moment_text, parse_moment, utc
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.slotted import dataclass

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
    recorded_ahead: Iterable[datetime] = (),
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
    if ahead := [moment_text(each) for each in recorded_ahead]:
        entry["recorded_ahead"] = ahead
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


def texts_of(raw: Mapping[str, Any], write: Callable[[Any], str] = canonical_json) -> EntryText:
    """The two canonical texts of a whole entry, as `write` writes them: of its values, unknown ones included."""
    envelope = write({name: part for name, part in raw.items() if name not in _NOT_HASHED})
    return EntryText(envelope, write(raw["body"]) if "body" in raw else None, raw.get("salt"), raw["hash"])


def hashes_hold(texts: EntryText, body_hash: object) -> bool:
    """Whether both hashes hold over the two texts; `body_hash` is what the envelope says. Body and salt may have been
    erased."""
    if texts.hash != sha256_hex(texts.envelope.encode()):
        return False
    if texts.body is None or texts.salt is None:
        return texts.body is texts.salt
    return bool(body_hash == sha256_hex(bytes.fromhex(texts.salt) + texts.body.encode()))


def check_hash(raw: Mapping[str, Any]) -> bool:
    """Whether both hashes hold over the values of a whole entry."""
    try:
        return hashes_hold(texts_of(raw), raw.get("body_hash"))
    except (KeyError, TypeError, ValueError, Refused):
        return False


def line_of(texts: EntryText) -> str:
    """The whole entry as one canonical line, as it leaves: its parts are canonical already, and come in order. One that
    can't be read leaves as it stands, and is refused wherever it comes in: `verify` names it here.

    By pydantic's reader and writer, in 8 microseconds where the standard library takes 15: what is sent goes through
    here (`benchmarks/syncing.py`)."""
    try:
        return to_json(dict(sorted(texts.raw(from_json).items()))).decode()
    except (ValueError, TypeError, RecursionError):
        return texts.envelope


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


@dataclass(frozen=True, slots=True)
class Sound:
    """A whole entry in which no fault was found, and its two canonical texts."""

    entry: Entry
    texts: EntryText


def check_stored(raw: Any) -> list[Fault]:
    """Every fault of a whole entry that comes in; none where `read_sound` gives it."""
    try:
        read_sound(raw)
    except Refused as refused:
        return list(refused.faults)
    return []


def read_sound(raw: Any, write_plain: Callable[[Any], str] | None = None) -> Sound:
    """A whole entry that comes in, checked once and read by that: its shape, its hashes, and its body where this
    release can read it. What is newer (a type, a version, an extra field) passes; so does an erased body. `write_plain`
    writes what `is_plain` as canonical text, and is given where the entry is known to be that.

    Refuses it with every fault.
    """
    if not isinstance(raw, Mapping):
        raise Refused([Fault("", tr("must be a JSON object: one whole entry"))])
    is_plain = write_plain is not None or fits(raw, nulls=False)
    faults = [] if is_plain or fits(raw) else list(unfit(raw))
    envelope = None
    try:
        envelope = StoredEnvelope.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as refusal:
        faults += faults_of(refusal, tr("an entry"))
    if ("body" in raw) != ("salt" in raw):
        faults.append(Fault("salt", tr("body and salt stay together: both, or neither after an erasure")))
    if not is_plain:
        faults += [Fault(name, NO_NULL) for name, part in raw.items() if part is None]
    if envelope is None or faults:
        raise Refused(each_path_once(faults))
    return _sound(raw, envelope, is_plain, texts_of(raw, write_plain or json_of_fitting))


def _sound(raw: Mapping[str, Any], envelope: StoredEnvelope, is_plain: bool, texts: EntryText) -> Sound:
    kind = TYPES.get(envelope.type)
    _check_person(raw, kind)
    recorded_at = _stamped_moment(envelope)
    body = None
    if kind is not None and envelope.v == 1 and texts.body is not None:
        body = _sound_body(raw, kind, envelope.occurred_at, is_plain, texts.body)
    if not hashes_hold(texts, envelope.body_hash):
        raise Refused([Fault("hash", tr("does not fit: the entry was changed after it was stored"))])
    return Sound(made_entry(raw, envelope.occurred_at, recorded_at, envelope.learned_at, body), texts)


def _check_person(raw: Mapping[str, Any], kind: type[Body] | None) -> None:
    if kind is not None and kind.ABOUT_PERSON and not kind.PERSON_MAY_BE_ABSENT and "person" not in raw:
        raise Refused([Fault("person", tr("is needed: without it nobody's story holds this entry"))])


def _stamped_moment(envelope: StoredEnvelope) -> datetime:
    try:
        return parse_moment(envelope.recorded_at)
    except ValueError as fault:
        raise Refused([Fault("recorded_at", str(fault))]) from None


def _sound_body(raw: Mapping[str, Any], kind: type[Body], at: datetime, is_plain: bool, text: str) -> Body:
    try:
        read = kind.model_validate(raw["body"], by_alias=True, by_name=False)
    except ValidationError as refusal:
        raise Refused(each_path_once(faults_of(refusal, kind.TYPE, "body"))) from None
    if not is_plain and (nulls := [each for each in unfit_fields(raw) if each.path.startswith("body")]):
        raise Refused(each_path_once(nulls))
    if not text.isascii() and nfc(raw["body"]) != raw["body"]:
        raise Refused([Fault("body", tr("its text is not in Unicode NFC"))])
    if faults := list(read.faults(at)):
        raise Refused(each_path_once(faults))
    return read
