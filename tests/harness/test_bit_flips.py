"""A flipped bit anywhere in the database or its WAL is noticed: by opening, or by verify.

In an encrypted store every one is. A plain one has places that hold nothing (free pages, gaps between cells): there a
flip is noticed, or every entry and every projection is as it was.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from tests.harness.sizes import size, tell
from tests.harness.stores import KEY, NOW, copy_of, entries_in, make_store, opened, problems, save, saves_in
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import completed, hours, missed

pytestmark = pytest.mark.slow

FLIPS = size(12, 200)
KEYS = pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])


def with_wal(folder: Path, key: bytes | None, shared: Path | None = None) -> Path:
    """A copy of a store whose last saves, looks and half its entries are in the WAL only. All of them were sent to a
    folder, where one is given."""
    make_store(folder / "live", key)
    with opened(folder / "live", key) as carelist:
        for number in range(20):
            carelist.record([save(number)], NOW)
        carelist.record([missed("P-1", hours(0.5)), completed("P-1", hours(0.6))], NOW)
        if shared is not None:
            carelist.sync(shared, NOW)
        carelist.people.looked("searched", None, NOW, count=3)
        return copy_of(folder / "live", folder / "sound")


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place // 8] ^= 1 << place % 8
    path.write_bytes(content)


def is_noticed(folder: Path, key: bytes | None) -> bool:
    try:
        return bool(problems(folder, key))
    except Refused:
        return True


def count_noticed(sound: Path, name: str, key: bytes | None, *, witness: bool = True) -> tuple[int, list[Path]]:
    """Flips one bit after the other, each in a fresh copy; how many were noticed, and the copies of the others."""
    dice, noticed, others = random.Random(name), 0, list[Path]()
    for _ in range(FLIPS):
        copy = copy_of(sound, sound.with_name(f"flipped-{len(others)}"))
        flip(copy / name, dice.randrange((copy / name).stat().st_size * 8))
        if not witness:
            (copy / "heads").unlink()
        if is_noticed(copy, key):
            noticed += 1
        else:
            others.append(copy)
    return noticed, others


@KEYS
def test_every_bit_flipped_in_the_wal_is_noticed(tmp_path: Path, key: bytes | None) -> None:
    sound = with_wal(tmp_path, key)
    assert problems(copy_of(sound, tmp_path / "once"), key) == []
    noticed, others = count_noticed(sound, "carelist.db-wal", key)
    tell(f"WAL, {'encrypted' if key else 'plain'}: {noticed} of {FLIPS} noticed")
    assert (noticed, others) == (FLIPS, [])


@KEYS
def test_without_the_witness_the_harness_finds_flips_that_nobody_notices(tmp_path: Path, key: bytes | None) -> None:
    sound = with_wal(tmp_path, key)
    noticed, others = count_noticed(sound, "carelist.db-wal", key, witness=False)
    tell(f"control, no witness, {'encrypted' if key else 'plain'}: {noticed} of {FLIPS} noticed")
    assert len(others) > FLIPS // 2
    assert len(saves_in(others[0], key)) < 20, "history was cut short, and nobody said so"


@KEYS
def test_every_bit_flipped_in_the_database_is_noticed_or_changes_nothing(tmp_path: Path, key: bytes | None) -> None:
    sound = with_wal(tmp_path, key)
    opened(sound, key).close()
    assert not (sound / "carelist.db-wal").exists()
    noticed, others = count_noticed(sound, "carelist.db", key)
    tell(f"database, {'encrypted' if key else 'plain'}: {noticed} of {FLIPS} noticed, {len(others)} in unused places")
    if key is not None:
        assert others == []
    else:
        whole = lines(sound), projections(sound)
        assert all((lines(copy), projections(copy)) == whole for copy in others)


@KEYS
def test_what_a_flip_in_the_wal_took_comes_back_from_the_folder_with_the_next_sync(
    tmp_path: Path, key: bytes | None
) -> None:
    """But the looks: they are nobody else's."""
    (shared := tmp_path / "shared").mkdir()
    sound = with_wal(tmp_path, key, shared)
    whole, dice, shorter = entries_in(copy_of(sound, tmp_path / "once"), key), random.Random(1), 0
    for number in range(FLIPS):
        copy = copy_of(sound, tmp_path / f"flipped-{number}")
        flip(copy / "carelist.db-wal", dice.randrange((copy / "carelist.db-wal").stat().st_size * 8))
        shorter += entries_in(copy, key) != whole
        with opened(copy, key) as carelist:
            carelist.sync(shared, NOW)
            left = [each for each in carelist.verify().problems if each.kind != "access"]
        assert (entries_in(copy, key), left) == (whole, [])
    tell(f"WAL, {'encrypted' if key else 'plain'}: {shorter} of {FLIPS} lost entries, and had them back")
    assert shorter > FLIPS // 2
