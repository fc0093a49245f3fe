"""What is signed, read part by part: to the byte, with the sentence of each refusal; and what of a folder is doubled,
missing or older than it was."""

from __future__ import annotations

import json
import zlib
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from pydantic import ValidationError

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.sealed import LEAST_BYTES, MARK, MOST_TIMES, Sender, read_sealed, write_sealed
from carelist_tui.exchange.segments.checked_segment import CHAIN_BROKEN, read_run
from carelist_tui.exchange.segments.header import SegmentHeader, read_header
from carelist_tui.exchange.segments.pack import MAGIC, Run, Sealing, pack, unpack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import RolledBack, doubled, rolled_back, unsent
from carelist_tui.exchange.segments.signature import (
    CHANGED,
    DAMAGED,
    NEWER,
    OTHERWISE,
    check_signature,
    inflate,
    parts,
    unfolded_lines,
    wrap,
)

KEY = SigningKey(b"\x01" * 32)
PUBLIC = bytes(KEY.verify_key).hex()


def said_by(refused: pytest.ExceptionInfo[Refused]) -> str:
    (fault,) = refused.value.faults
    return str(fault)


@given(st.binary(max_size=40).filter(lambda header: b"\n" not in header), st.binary(min_size=64, max_size=64),
       st.binary(max_size=80))  # fmt: skip
def test_header_signature_and_payload_are_told_apart_whatever_bytes_they_hold(
    header: bytes, signature: bytes, payload: bytes
) -> None:
    assert parts(MAGIC + header + b"\n" + signature + payload, MAGIC) == (header, signature, payload)
    assert parts(MAGIC + b"{}\n" + b"\n" * 64 + b"\n{}", MAGIC) == (b"{}", b"\n" * 64, b"\n{}")


@given(st.binary(max_size=80).filter(lambda header: b"\n" not in header), st.binary(max_size=80))
def test_what_was_wrapped_comes_apart_again_and_holds_for_its_key_alone(header: bytes, payload: bytes) -> None:
    line, signature, rest = parts(wrap(MAGIC, header, payload, KEY), MAGIC)
    assert (line, rest) == (header, payload)
    check_signature(PUBLIC, MAGIC, line, signature)
    for key, mark, told in ((bytes(SigningKey(b"\x02" * 32).verify_key).hex(), MAGIC, line), (PUBLIC, MARK, line),
                            (PUBLIC, MAGIC, line + b"x"), ("ff", MAGIC, line)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            check_signature(key, mark, told, signature)
        assert said_by(refused) == "its signature does not hold: the device it names did not write it so"


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"carelist-segment/2\n", NEWER), (b"carelist-segment/", NEWER), (b"carelist-segments\n", DAMAGED),
     (b"carelist-export/1\n", DAMAGED), (b"", DAMAGED)],
)  # fmt: skip
def test_another_version_is_a_newer_one_and_anything_else_is_damaged(raw: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        parts(raw + b"{}\n" + bytes(64), MAGIC)
    assert said_by(refused) == said


def test_each_refusal_of_what_was_signed_is_a_sentence_of_its_own() -> None:
    assert DAMAGED == "it is damaged, or not what its name says"
    assert NEWER == "a newer version of Carelist wrote it: update Carelist on this laptop"
    assert CHANGED == "it was cut short or changed after it was signed"
    assert OTHERWISE == "it does not hold what its header says"
    assert CHAIN_BROKEN == "its entries do not follow each other: they were not written so by one laptop"


PAYLOAD = zlib.compress(b"one\ntwo\n")


@pytest.mark.parametrize(
    ("payload", "size", "digest", "said"),
    [(PAYLOAD, 8, "0" * 64, CHANGED), (b"none", 8, "", DAMAGED), (PAYLOAD, 9, "", OTHERWISE),
     (PAYLOAD, 7, "", OTHERWISE)],
    ids=["changed", "no zlib", "less", "more"],
)  # fmt: skip
def test_what_unfolds_otherwise_than_its_header_says_is_refused_in_the_same_words(
    payload: bytes, size: int, digest: str, said: str
) -> None:
    assert list(unfolded_lines(PAYLOAD, 8, sha256(PAYLOAD).hexdigest(), 3)) == [b"one", b"two"]
    assert inflate(PAYLOAD, 8, sha256(PAYLOAD).hexdigest()) == b"one\ntwo\n"
    digest = digest or sha256(payload).hexdigest()
    with pytest.raises(Refused) as refused:
        list(unfolded_lines(payload, size, digest, 3))
    assert said_by(refused) == said
    with pytest.raises(Refused) as refused:
        inflate(payload, size, digest)
    assert said_by(refused) == said


def test_a_line_longer_than_the_longest_is_refused_while_it_is_unfolded() -> None:
    folded = zlib.compress(b"x" * 200_000)
    told = (folded, 200_000, sha256(folded).hexdigest())
    assert list(unfolded_lines(*told, 200_000)) == [b"x" * 200_000]
    with pytest.raises(Refused, match=f"^{OTHERWISE}$"):
        list(unfolded_lines(*told, 199_999 - 64 * 1024))


def header(**change: Any) -> SegmentHeader:
    made, _ = pack(Run(1, 1, "a" * 64, ("{}",)), team="North", follows="0" * 64, key=KEY, sealing=Sealing())
    return SegmentHeader.model_validate(made.model_dump() | change)


def test_a_header_is_read_as_it_was_signed_and_never_changes() -> None:
    made = header()
    assert read_header(made.line()) == made
    assert made.hash == sha256(made.line()).hexdigest()
    for name in SegmentHeader.model_fields:
        with pytest.raises(ValidationError):
            setattr(made, name, getattr(made, name))
    assert set(SegmentHeader.model_json_schema()["required"]) == set(SegmentHeader.model_fields)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (b"no JSON", "its header is damaged"),
        (b"[" * 100_000, "its header is damaged"),
        (b"[]", "its header is damaged"),
        ({"more": 1}, "its header is damaged"),
        ({"format": "carelist-export"}, "its header is damaged"),
        ({"first": 0}, "its header is damaged"),
        ({"last": 10_001}, "its header is damaged"),
        ({"signing_key": "0" * 64}, "its header is damaged"),
        ({"v": 0}, "its header is damaged"),
        ({"v": "2"}, "its header is damaged"),
        ({"v": 2}, "a newer version of Carelist wrote it: update Carelist on this laptop"),
        ({"v": 2, "format": "other"}, "its header is damaged"),
    ],
)
def test_a_header_that_is_not_ours_is_damaged_and_one_of_a_newer_version_asks_for_an_update(
    change: bytes | dict[str, Any], said: str
) -> None:
    line = change if isinstance(change, bytes) else json.dumps(header().model_dump() | change).encode()
    with pytest.raises(Refused) as refused:
        read_header(line)
    assert said_by(refused) == said


def test_a_header_written_in_another_order_or_with_blanks_is_damaged() -> None:
    made = header()
    for line in (json.dumps(made.model_dump()).encode(), made.line() + b" "):
        with pytest.raises(Refused, match=r"^its header is damaged$"):
            read_header(line)


def test_a_run_that_ends_in_another_hash_than_its_header_says_was_not_written_so() -> None:
    made, whole = pack(Run(1, 1, "a" * 64, ("{}",)), team="North", follows="0" * 64, key=KEY, sealing=Sealing())
    assert unpack(whole, Sealing()) == (made, b"{}\n")
    for told in (b"{}", b"{}\n{}\n", b""):
        with pytest.raises(Refused, match=r"^it does not hold the entries that its name says$"):
            read_run(made, told)


def admitted(size: int, payload: bytes = PAYLOAD) -> str:
    """What is said of an export whose header says that it unfolds to so much; empty where it is let in."""
    lines = ["{}"]
    told = write_sealed(lines, team="North", key=KEY, to=(), names={"w-ann": "Ann Lee"})
    line, _, _ = parts(told, MARK)
    said = json.loads(line) | {"size": size, "payload": sha256(payload).hexdigest()}
    canonical = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    senders = list[Sender]()
    try:
        found = read_sealed(wrap(MARK, canonical, payload, KEY), (), senders.append)
    except Refused as refused:
        return str(refused.faults[0])
    assert senders == [found.sender] == [Sender("North", sha256(bytes(KEY.verify_key)).hexdigest()[:32], PUBLIC)]
    assert found.names == {"w-ann": "Ann Lee"}
    return ""


def test_what_unfolds_a_hundredfold_is_let_in_and_a_byte_more_is_not() -> None:
    large = bytes(LEAST_BYTES + 1)
    for payload, most in ((PAYLOAD, MOST_TIMES * LEAST_BYTES), (large, MOST_TIMES * len(large))):
        assert admitted(most, payload) == ""
        assert admitted(most + 1, payload) == "it unfolds to more than entries do: it was made to fill this laptop"
    assert (MOST_TIMES, LEAST_BYTES) == (100, 65_536)


def test_an_export_of_more_than_may_be_in_memory_says_how_else_to_give_it() -> None:
    line = json.dumps({"type": "x", "parts": [0] * 19_990})
    found = read_sealed(write_sealed([line] * 51, team="North", key=KEY, to=(), names={}), (), lambda _: None)
    with pytest.raises(Refused) as refused:
        found.entries.held()
    assert said_by(refused) == ("this is more than can be read at once: export person by person, or since a later day")


def place(first: int, last: int) -> Place:
    return Place("d" * 32, first, last, "North")


@pytest.mark.parametrize(
    ("runs", "twice"),
    [
        ([], []),
        ([(1, 3), (4, 5)], []),
        ([(4, 5), (1, 3)], []),
        ([(1, 3), (3, 5), (6, 9)], [(1, 3), (3, 5)]),
        ([(1, 2), (3, 9), (4, 5), (6, 7), (10, 11)], [(3, 9), (4, 5), (6, 7)]),
        ([(1, 1), (1, 2), (4, 4)], [(1, 1), (1, 2)]),
    ],
)
def test_only_segments_that_hold_the_same_numbers_are_doubled(
    runs: list[tuple[int, int]], twice: list[tuple[int, int]]
) -> None:
    assert [(each.first, each.last) for each in doubled(place(*run) for run in runs)] == twice


@pytest.mark.parametrize(
    ("shown", "seen", "older"),
    [({}, {}, []), ({"a": 3}, {"a": 3}, []), ({"a": 4, "b": 9}, {"a": 3}, []), ({"a": 2}, {"a": 3}, [("a", 2, 3)]),
     ({}, {"b": 1, "a": 3}, [("a", 0, 3), ("b", 0, 1)])],
)  # fmt: skip
def test_a_folder_that_shows_less_of_a_laptop_than_it_did_is_older(
    shown: dict[str, int], seen: dict[str, int], older: list[tuple[str, int, int]]
) -> None:
    assert list(rolled_back(shown, seen)) == [RolledBack(*each) for each in older]


@pytest.mark.parametrize(
    ("own", "last", "runs"),
    [([], 0, []), ([], 4, [(1, 4)]), ([(1, 4)], 4, []), ([(3, 4), (1, 1)], 6, [(2, 2), (5, 6)]),
     ([(5, 9)], 3, [(1, 3)])],
)  # fmt: skip
def test_what_no_segment_holds_is_unsent(own: list[tuple[int, int]], last: int, runs: list[tuple[int, int]]) -> None:
    assert unsent((place(*run) for run in own), last) == runs
