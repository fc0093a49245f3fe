"""A real store for every screen test, made once and copied; and an environment without colour settings of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import textual.app
import textual.pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui import keyboard
from carelist_tui.tui.screens import page
from tests.tui.at_rest import at_rest
from tests.tui.telling import ME, NOW, tell

os.environ.pop("NO_COLOR", None)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("told") / "store"
    tell(store)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(told, copy)
    return copy


@pytest.fixture
def desk(store: Path) -> Iterator[Desk]:
    """Tom's desk on that Tuesday at 09:04; the clock stands still, so that pictures are the same every time."""
    opened = Desk(store, ME, NOW, runs=False)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def hands_as_fast_as_a_program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press a key again sooner than a hand means to; where that is what they are about, they say `by_hand`."""
    if request.node.get_closest_marker("by_hand") is None:
        monkeypatch.setattr(keyboard, "RECORDS_SECONDS", 0.0)
        monkeypatch.setattr(page, "SEEN_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def rest_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key a test waits until the app is at rest, not for a clock."""
    monkeypatch.setattr(textual.app, "wait_for_idle", at_rest)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", at_rest)
