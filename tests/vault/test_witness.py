"""The head witness: it only rises, whoever writes to it, and it says what a store that was cut off lacks."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from carelist_tui.vault.witness import HEADS, Head, Witness

DEVICE = "d" * 32


def head(seq: int, count: int | None = None) -> Head:
    return Head(seq if count is None else count, seq, f"{seq:064x}")


def test_what_was_witnessed_is_read_by_another(tmp_path: Path) -> None:
    assert Witness(tmp_path).read() == {}
    assert Witness(tmp_path).raise_to({DEVICE: head(3), "e" * 32: head(1)})
    assert Witness(tmp_path).read() == {DEVICE: head(3), "e" * 32: head(1)}


def test_the_witness_only_ever_rises(tmp_path: Path) -> None:
    first, second = Witness(tmp_path), Witness(tmp_path)
    first.raise_to({DEVICE: head(5)})
    second.raise_to({DEVICE: head(4)})
    assert Witness(tmp_path).read() == {DEVICE: head(5)}
    first.raise_to({DEVICE: head(9, count=4)})
    first.raise_to({DEVICE: head(9, count=5)})
    first.raise_to({DEVICE: head(9, count=4)})
    assert Witness(tmp_path).read() == {DEVICE: head(9, count=5)}


def test_a_torn_or_damaged_line_is_passed_over(tmp_path: Path) -> None:
    Witness(tmp_path).raise_to({DEVICE: head(3)})
    whole = (tmp_path / HEADS).read_bytes()
    Witness(tmp_path).raise_to({DEVICE: head(4)})
    both = (tmp_path / HEADS).read_bytes()
    for length in range(len(whole), len(both) - 1):
        (tmp_path / HEADS).write_bytes(both[:length])
        assert Witness(tmp_path).read() == {DEVICE: head(3)}
        Witness(tmp_path).raise_to({DEVICE: head(5)})
        assert Witness(tmp_path).read() == {DEVICE: head(5)}
    for place in range(len(whole) + 1, len(both) - 1):
        damaged = bytearray(both)
        damaged[place] ^= 1
        (tmp_path / HEADS).write_bytes(damaged)
        assert Witness(tmp_path).read() == {DEVICE: head(3)}


def test_a_long_witness_is_written_together_and_loses_no_chain(tmp_path: Path) -> None:
    Witness(tmp_path).raise_to({"e" * 32: head(7)})
    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(lambda start: _rise(tmp_path, start), range(4)))
    assert Witness(tmp_path).read() == {DEVICE: head(1200), "e" * 32: head(7)}
    assert (tmp_path / HEADS).stat().st_size < 80_000


def _rise(folder: Path, start: int) -> None:
    witness = Witness(folder)
    for seq in range(start + 1, 1201, 4):
        witness.raise_to({DEVICE: head(seq)})


@pytest.mark.posix
def test_the_witness_is_its_owners_alone_and_one_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    os.umask(0o022)
    assert Witness(tmp_path).raise_to({DEVICE: head(1)})
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
    assert not Witness(tmp_path / "nowhere").raise_to({DEVICE: head(1)})
