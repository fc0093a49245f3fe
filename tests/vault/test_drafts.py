"""Drafts on disk: one file each, whole or not there, for its worker alone; damage is set aside and never fatal."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from carelist_tui.vault.drafts import Begun, Drafts

ID, OTHER = "019c7d50-0000-7000-8000-000000000001", "019c7d50-0000-7000-8000-000000000002"
AMINA = "019c7d50-0000-7000-8000-0000000000aa"
NOTE = Begun(ID, "decision.recorded", AMINA, words="decision", values={"body.rationale": "Çava\n\u2028 \U0001f469"})


class Turned:
    """A sealer: every bit turned over, and a mark that says it was."""

    def seal(self, plain: bytes) -> bytes:
        return b"sealed" + bytes(255 - byte for byte in plain)

    def open(self, sealed: bytes) -> bytes:
        if not sealed.startswith(b"sealed"):
            raise ValueError("not sealed here")
        return bytes(255 - byte for byte in sealed[6:])


def test_a_draft_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    Drafts(tmp_path, "w-tom").write(NOTE)
    assert Drafts(tmp_path, "w-tom").read() == ([NOTE], 0)


@pytest.mark.posix
def test_a_draft_is_its_owners_alone_on_the_disk(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-tom")
    drafts.write(NOTE)
    assert [p for p in drafts.above.rglob("*") if stat.S_IMODE(p.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE(drafts.above.stat().st_mode) == 0o700


def test_another_workers_drafts_are_not_shown_and_their_names_not_told(tmp_path: Path) -> None:
    Drafts(tmp_path, "w-tom").write(NOTE)
    assert Drafts(tmp_path, "w-leah").read() == ([], 0)
    assert not [path for path in tmp_path.rglob("*") if "w-tom" in str(path.relative_to(tmp_path))]


def test_a_newer_text_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, None)
    for words in ("Q", "Qu", "Qui"):
        drafts.write(Begun(ID, "decision.recorded", AMINA, values={"body.rationale": words}))
    assert [begun.values for begun in drafts.read()[0]] == [{"body.rationale": "Qui"}]
    assert len(list(drafts.folder.iterdir())) == 1


def test_a_removed_draft_is_gone_and_may_be_removed_twice(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-tom")
    drafts.write(NOTE)
    drafts.remove(ID)
    drafts.remove(ID)
    assert drafts.read() == ([], 0)


@pytest.mark.parametrize(
    "bytes_there",
    [b"", b"\x00" * 400, b"{", b"[]", b'{"id": 4}', b'{"id":"x","type":"a.b","subject":"","values":{}}',
     b'{"id":"' + ID.encode() + b'","type":"a.b","subject":"","values":{"a":1}}', b"\xff\xfe", b"[" * 20000],
    ids=["empty", "zeros", "cut", "list", "number", "no-id", "no-text", "no-letters", "deep"],
)  # fmt: skip
def test_a_damaged_draft_is_set_aside_and_the_others_are_read(tmp_path: Path, bytes_there: bytes) -> None:
    drafts = Drafts(tmp_path, "w-tom")
    drafts.write(NOTE)
    (drafts.folder / f"{OTHER}.draft").write_bytes(bytes_there)
    assert drafts.read() == ([NOTE], 1)
    assert (drafts.folder / f"{OTHER}.damaged").read_bytes() == bytes_there, "it is never thrown away"
    assert drafts.read() == ([NOTE], 0)


def test_a_draft_under_another_ones_name_is_not_taken_for_it(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-tom")
    drafts.write(NOTE)
    (drafts.folder / f"{ID}.draft").rename(drafts.folder / f"{OTHER}.draft")
    assert drafts.read() == ([], 1)


def test_a_sealed_draft_can_be_read_with_its_sealer_alone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-tom", Turned())
    drafts.write(NOTE)
    assert b"decision" not in (drafts.folder / f"{ID}.draft").read_bytes()
    assert drafts.read() == ([NOTE], 0)
    plain = Begun(OTHER, "zone.set", AMINA, values={})
    Drafts(tmp_path, "w-tom").write(plain)
    assert drafts.read() == ([NOTE], 1), "what it did not seal is set aside"


@pytest.mark.posix
def test_drafts_behind_a_link_are_neither_written_nor_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store = tmp_path / "store"
    store.mkdir()
    (store / "drafts").symlink_to(elsewhere)
    with pytest.raises(OSError, match="link"):
        Drafts(store, "w-tom").write(NOTE)
    assert Drafts(store, "w-tom").read() == ([], 0)
    assert list(elsewhere.iterdir()) == []


def test_a_half_written_file_is_no_draft_and_is_swept_away_in_time(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-tom")
    drafts.write(NOTE)
    half = drafts.folder / f"{OTHER}.77.half"
    half.write_bytes(b'{"id":')
    assert drafts.read() == ([NOTE], 0)
    assert half.exists(), "another window may be writing it"
    os.utime(half, (1, 1))
    assert drafts.read() == ([NOTE], 0)
    assert not half.exists()


def test_an_id_that_is_none_never_becomes_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="id"):
        Drafts(tmp_path, "w-tom").write(Begun("../../outside", "zone.set", AMINA))
