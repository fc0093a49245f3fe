"""Two records of one person in plain lines: both said, what will be one after, joined or told apart."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.voice import Left, Voice
from tests.tui.meeting.test_two_records import SENIOR, of, there_twice, things
from tests.tui.telling import ME, NOW, tell

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Path:
    tell(tmp_path / "store")
    there_twice(tmp_path / "store")
    return tmp_path / "store"


def settled(store: Path, worker: str, *typed: str) -> str:
    """What is said when the first thing that asks if somebody is there twice is settled with these lines."""
    said = io.StringIO()
    with Carelist.open(store, worker) as door:
        acts = Acts(door, Voice(io.StringIO("".join(f"{line}\n" for line in typed)), said), lambda: NOW)
        item = next(each for each in door.people.today(NOW, kind="conflict", days=30))
        try:
            acts.settle([item], door.people.card(item.person.id if item.person else "", NOW))
        except Left:
            said.write("ENDED")
    return said.getvalue()


def test_a_senior_hears_both_and_what_will_be_one_and_joins_them(store: Path) -> None:
    out = settled(store, SENIOR, "1", "y", "imported twice", "", "birth date; asked him", "", "", "y")
    assert "differs  Phones: number 07700 900222" in out
    assert "One record after:" in out
    assert "finds it too" in out, out
    assert things(store) == [], out
    assert of(store, "P-0107")["person"] == of(store, "P-0043")["person"]


def test_whoever_may_not_join_is_told_so_and_tells_them_apart(store: Path) -> None:
    out = settled(store, ME, "")
    assert "A senior or a manager joins two records" in out
    assert "Two people: whose NHS number or birth date is put right" in out
    assert out.rstrip().endswith("Nothing recorded.")
    assert things(store) == ["person", "person"]
