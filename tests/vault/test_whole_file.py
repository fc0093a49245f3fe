"""A file that takes another's place is kept by the disk before it does, and nothing of a failed one is left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carelist_tui.vault.whole_file import write_whole


@pytest.mark.posix
def test_what_is_written_is_kept_by_the_disk_before_it_takes_the_place_and_the_place_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept, seen = tmp_path / "settings", os.fsync, []
    path.write_bytes(b"before")

    def watched(handle: int) -> None:
        seen.append((path.read_bytes(), sorted(each.read_bytes() for each in tmp_path.iterdir())))
        kept(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_whole(path, b"after")
    assert seen[0] == (b"before", [b"after", b"before"])
    assert all(each == (b"after", [b"after"]) for each in seen[1:])
    assert path.read_bytes() == b"after"
    assert os.name != "posix" or (path.stat().st_mode & 0o777 == 0o600 and len(seen) == 2)


def test_one_that_can_not_take_the_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    with pytest.raises(OSError, match="settings"):
        write_whole(tmp_path / "settings", b"after")
    assert [each.name for each in tmp_path.iterdir()] == ["settings"]
