"""A database made for a moment: what a disk does not do is seen, and nothing of the trial stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.fitness import Trial
from carelist_tui.vault import connection, trial
from carelist_tui.vault.trial import try_out


def test_on_a_sound_disk_everything_works_and_nothing_stays(tmp_path: Path) -> None:
    assert try_out(tmp_path) == Trial(str(tmp_path), True if os.name == "posix" else None, True, True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_as_trouble(tmp_path: Path) -> None:
    told = try_out(tmp_path / "gone")
    assert told.trouble
    assert told.shares is None


def test_a_database_that_is_kept_in_clear_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = connection.open_database

    def without_key(path: Path, key: bytes | None, **more: Any) -> Any:
        return opened(path, None, **more)

    monkeypatch.setattr(connection, "open_database", without_key)
    assert (try_out(tmp_path).shares, try_out(tmp_path).encrypts) == (True, False)


def test_a_log_that_is_not_shared_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pragmas = tuple(each.replace("=WAL", "=MEMORY") for each in connection._PRAGMAS)
    monkeypatch.setattr(connection, "_PRAGMAS", pragmas)
    assert try_out(tmp_path).shares is False


@pytest.mark.posix
def test_a_disk_that_gives_everybody_every_right_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda path, mode: None)
    assert trial.try_out(tmp_path).keeps_rights is False
