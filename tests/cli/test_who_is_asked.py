"""Who somebody is, where a command needs a passphrase and more than one worker has one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys import FLOOR
from tests.tui.telling import entry

pytestmark = [pytest.mark.slow, pytest.mark.posix]
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
PASSPHRASE = "gravel lamp teapot orchid river"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Ada and Tom have each a passphrase there."""
    who = {"worker": "w-ada", "name": "Ada", "role": "manager", "team": "North"}
    door = Carelist.init(tmp_path / "store", **who, now=NOW, encrypted=FLOOR, passphrase=PASSPHRASE)
    added = {"worker": "w-tom", "name": "Tom", "role": "coordinator", "team": "North"}
    with door.keys.slot_given("w-tom"):
        door.record([entry("worker.added", "2026-03-03T09:00", added)], NOW)
    door.close()
    return tmp_path / "store"


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    """Types into the terminal at which this process sits from then on."""
    hand, tty = os.openpty()
    with os.fdopen(os.dup(tty), encoding="utf-8") as answers, os.fdopen(tty, "w", encoding="utf-8") as says:

        def typed(line: bytes) -> None:
            monkeypatch.setattr(sys, "stdin", answers)
            monkeypatch.setattr(sys, "stderr", says)
            os.write(hand, line)

        yield typed
    os.close(hand)


def test_at_a_terminal_it_is_asked_who_somebody_is_and_nobody_else_is_taken(
    store: Path, types: Callable[[bytes], None]
) -> None:
    types(b"w-tom\n")
    asked = Asked(store=str(store))
    assert asked.unlocking_as(store, {}) == "w-tom"
    assert asked.signed_in({}) == "w-tom", "asked once"
    types(b"w-\x1b[2Jleah\n")
    with pytest.raises(Refused, match="no passphrase of w-"):
        Asked(store=str(store)).unlocking_as(store, {})


def test_where_nobody_sits_it_is_refused_with_what_is_to_be_said(store: Path) -> None:
    with pytest.raises(Refused, match="--as WORKER or CARELIST_WORKER"):
        Asked(store=str(store)).unlocking_as(store, {})
    assert Asked(store=str(store), worker="w-ada").unlocking_as(store, {}) == "w-ada"
