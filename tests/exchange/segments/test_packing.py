"""A segment is taken whole, as its device wrote it, or not at all."""

from __future__ import annotations

import json
import os
import random
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import given
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.entries.stored import Sound, line_of, restamped, stamp
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.checked_segment import _plain_text, check_place, read_run
from carelist_tui.exchange.segments.header import LARGEST_FILE, MOST_BYTES, SegmentHeader
from carelist_tui.exchange.segments.pack import MAGIC, Run, Sealing, pack, seal, unpack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.signature import DAMAGED, inflate, parts
from tests.domain.test_canonical import OURS

pytestmark = pytest.mark.slow

KEY, OTHER = SigningKey(b"\x01" * 32), SigningKey(b"\x02" * 32)
DEVICE = sha256_hex(bytes(KEY.verify_key))[:32]
IDENTITY = pyrage.x25519.Identity.generate()
SEALED = Sealing((str(IDENTITY.to_public()),), (str(IDENTITY),))
PLAIN = Sealing()
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def run_of(first: int = 1, last: int = 3) -> Run:
    lines, prev = [], "0" * 64
    for seq in range(first, last + 1):
        said = {"type": "rain.fell", "occurred_at": "2026-03-02T09:00:00+00:00", "body": {"note": f"entry {seq}"}}
        stamps: dict[str, Any] = {
            "person": None,
            "author": "w-ann",
            "device": DEVICE,
            "recorded_at": AT,
            "replaces": (),
        }
        raw = stamp(said, id=uuid7(AT, bytes(10)), seq=seq, prev=prev, salt=bytes(16), **stamps)
        lines.append(canonical_json(raw))
        prev = raw["hash"]
    return Run(first, last, prev, tuple(lines))


def packed(sealing: Sealing = PLAIN, run: Run | None = None, key: SigningKey = KEY) -> bytes:
    return pack(run or run_of(), team="North", follows="0" * 64, key=key, sealing=sealing)[1]


def taken(raw: bytes, sealing: Sealing, place: Place | None = None) -> list[Sound]:
    header, told = unpack(raw, sealing)
    check_place(header, place or Place(DEVICE, 1, 3, "North"))
    return read_run(header, told)


@pytest.mark.parametrize("sealing", [PLAIN, SEALED], ids=["plain", "sealed"])
def test_a_segment_gives_back_what_was_put_in(sealing: Sealing) -> None:
    assert [line_of(sound.texts) for sound in taken(packed(sealing), sealing)] == list(run_of().lines)


@pytest.mark.parametrize("sealing", [PLAIN, SEALED], ids=["plain", "sealed"])
def test_a_segment_cut_anywhere_is_refused(sealing: Sealing) -> None:
    raw = packed(sealing)
    for part in range(64):
        with pytest.raises(Refused):
            taken(raw[: len(raw) * part // 64], sealing)


@pytest.mark.parametrize("sealing", [PLAIN, SEALED], ids=["plain", "sealed"])
def test_a_segment_changed_anywhere_is_refused(sealing: Sealing) -> None:
    raw, chance = packed(sealing), random.Random(6)
    for _ in range(500):
        changed = bytearray(raw)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        if bytes(changed) != raw:
            with pytest.raises(Refused):
                taken(bytes(changed), sealing)


def test_bytes_added_to_a_segment_are_refused() -> None:
    for sealing in (PLAIN, SEALED):
        with pytest.raises(Refused):
            taken(packed(sealing) + b"\0", sealing)


def test_a_segment_under_another_name_is_refused() -> None:
    for place in (Place(DEVICE, 1, 4, "North"), Place(DEVICE, 2, 3, "North"), Place(DEVICE, 1, 3, "South"),
                  Place("0" * 32, 1, 3, "North")):  # fmt: skip
        with pytest.raises(Refused, match="renamed"):
            taken(packed(), PLAIN, place)


def changed_entry(line: str, **change: Any) -> Run:
    """A run of one entry that its own device changed, and hashed and signed anew."""
    raw = {**json.loads(line), **change}
    raw = restamped(raw, device=raw["device"], seq=raw["seq"], prev=raw["prev"])
    return Run(1, 1, raw["hash"], (canonical_json(raw),))


@pytest.mark.parametrize(
    ("change", "path"),
    [({"author": ""}, "author"), ({"body_hash": "0" * 64}, "hash"), ({"learned_at": None}, "learned")],
)
def test_an_entry_that_is_not_sound_is_refused_with_its_number_and_path(change: dict[str, Any], path: str) -> None:
    run = changed_entry(run_of(1, 1).lines[0], **change)
    with pytest.raises(Refused, match=f"its entry 1 is not sound: {path}"):
        taken(packed(run=run), PLAIN, Place(DEVICE, 1, 1, "North"))


@pytest.mark.parametrize(
    "told", ['{"a":1,"a":1}', '{"seq":1.5}', "{", '{"a":NaN}', '"\\ud800"', "[" * 5000, "9" * 5000]
)
def test_a_line_that_is_no_entry_is_refused(told: str) -> None:
    run = Run(1, 1, "0" * 64, (told,))
    with pytest.raises(Refused):
        taken(packed(run=run), PLAIN, Place(DEVICE, 1, 1, "North"))


def test_a_field_given_twice_is_refused_even_where_the_last_one_is_sound() -> None:
    line = run_of(1, 1).lines[0]
    run = Run(1, 1, json.loads(line)["hash"], (line.replace('"v":1', '"v":2,"v":1'),))
    with pytest.raises(Refused, match="given twice"):
        taken(packed(run=run), PLAIN, Place(DEVICE, 1, 1, "North"))


@given(OURS)
def test_what_is_plain_is_written_quickly_as_it_is_written_canonically(value: Any) -> None:
    value = json.loads(canonical_json(value))
    assert _plain_text(value) == canonical_json(value)


def turned(value: Any) -> Any:
    """The same value, the fields of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return value


@pytest.mark.parametrize("write", [json.dumps, lambda raw: json.dumps(turned(raw), separators=(",", ":"))])
def test_an_entry_that_is_not_in_canonical_form_is_read_all_the_same(write: Callable[[Any], str]) -> None:
    line = run_of(1, 1).lines[0]
    run = Run(1, 1, json.loads(line)["hash"], (write(json.loads(line)),))
    assert [line_of(sound.texts) for sound in taken(packed(run=run), PLAIN, Place(DEVICE, 1, 1, "North"))] == [line]


def test_a_segment_signed_by_a_stranger_is_refused() -> None:
    header, _ = pack(run_of(), team="North", follows="0" * 64, key=KEY, sealing=PLAIN)
    payload = zlib.compress("".join(f"{line}\n" for line in run_of().lines).encode(), 6)
    forged = MAGIC + header.line() + b"\n" + OTHER.sign(MAGIC + header.line()).signature + payload
    with pytest.raises(Refused, match="signature"):
        unpack(forged, PLAIN)


def test_entries_of_another_device_are_refused_even_when_well_signed() -> None:
    other = sha256_hex(bytes(OTHER.verify_key))[:32]
    with pytest.raises(Refused):
        taken(packed(key=OTHER), PLAIN, Place(other, 1, 3, "North"))


def test_what_is_sealed_to_another_team_is_refused() -> None:
    stranger = pyrage.x25519.Identity.generate()
    with pytest.raises(Refused, match="another team"):
        unpack(packed(SEALED), Sealing((str(stranger.to_public()),), (str(stranger),)))


def test_an_unencrypted_store_says_why_it_cannot_read_an_encrypted_team() -> None:
    with pytest.raises(Refused, match="not"):
        unpack(packed(SEALED), PLAIN)


def test_an_encrypted_team_takes_no_plain_segment() -> None:
    with pytest.raises(Refused, match="not encrypted"):
        unpack(packed(PLAIN), SEALED)


def test_a_newer_segment_asks_for_an_update() -> None:
    with pytest.raises(Refused, match="update"):
        unpack(packed().replace(b"carelist-segment/1", b"carelist-segment/2"), PLAIN)


def test_a_segment_that_would_unfold_without_end_is_refused() -> None:
    """A bomb: signed by an enrolled device, small, and says of itself less than it holds."""
    payload = zlib.compress(b"\0" * (64 * MOST_BYTES), 9)
    header, _ = pack(run_of(), team="North", follows="0" * 64, key=KEY, sealing=PLAIN)
    said = header.model_copy(update={"payload": sha256_hex(payload), "size": MOST_BYTES})
    raw = MAGIC + said.line() + b"\n" + KEY.sign(MAGIC + said.line()).signature + payload
    for bomb in (raw, seal(raw, SEALED.public)):
        with pytest.raises(Refused):
            unpack(bomb, SEALED if bomb is not raw else PLAIN)


def test_a_file_larger_than_any_segment_is_refused_before_it_is_looked_into() -> None:
    with pytest.raises(Refused, match="larger"):
        unpack(os.urandom(LARGEST_FILE + 1), PLAIN)


def test_a_header_says_how_many_entries_and_never_more_than_a_segment_may_hold() -> None:
    with pytest.raises(ValueError, match="no run"):
        SegmentHeader(
            format="carelist-segment", v=1, team="North", device=DEVICE, signing_key=bytes(KEY.verify_key).hex(),
            first=1, last=20_000, follows="0" * 64, head="0" * 64, size=1, payload="0" * 64,
        )  # fmt: skip


FROZEN = Path(__file__).parent / "frozen"


@pytest.mark.parametrize("name", ["plain", "sealed"])
def test_a_segment_of_the_first_release_is_read_by_every_later_one(name: str) -> None:
    identity = (FROZEN / "identity.txt").read_text().strip()
    public = str(pyrage.x25519.Identity.from_str(identity).to_public())
    sealing = Sealing((public,), (identity,)) if name == "sealed" else PLAIN
    header, told = unpack((FROZEN / f"{name}.seg").read_bytes(), sealing)
    assert [sound.entry.type for sound in read_run(header, told)] == ["worker.added", "person.accepted"]


PAYLOAD = zlib.compress(b"x" * 100)


@pytest.mark.parametrize(
    ("payload", "size"),
    [(PAYLOAD, 99), (PAYLOAD, 101), (PAYLOAD[:-4], 100), (PAYLOAD + b"more", 100), (PAYLOAD, 1)],
    ids=["a byte more", "a byte less", "its end is cut off", "something behind it", "far more"],
)
def test_what_unfolds_to_anything_but_what_its_header_says_is_refused(payload: bytes, size: int) -> None:
    assert inflate(PAYLOAD, 100, sha256(PAYLOAD).hexdigest()) == b"x" * 100
    with pytest.raises(Refused, match="does not hold what its header says"):
        inflate(payload, size, sha256(payload).hexdigest())


@pytest.mark.parametrize("rest", [b"", b"{}", b"{}\n" + b"s" * 63, b"{" * 20_000 + b"}\n" + b"s" * 64, b"{" * 200])
def test_a_header_without_an_end_or_its_whole_signature_is_damaged(rest: bytes) -> None:
    with pytest.raises(Refused, match=f"^{re.escape(DAMAGED)}"):
        parts(MAGIC + rest, MAGIC)
    assert parts(MAGIC + b"{}\n" + b"s" * 64, MAGIC) == (b"{}", b"s" * 64, b"")


def test_a_laptop_without_the_key_hears_that_it_may_have_been_revoked() -> None:
    """All that a revoked laptop sees of it: the team has another key since."""
    ours, theirs = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = seal(b"whatever the others send", [str(ours.to_public())])
    with pytest.raises(Refused, match="this laptop was revoked, and what is recorded on it reaches nobody"):
        unpack(sealed, Sealing(public=(str(theirs.to_public()),), secret=(str(theirs),)))
