"""`--plain`: a handover sealed for another team, taken in there, and its receipt, by lines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.vault.device import read_device
from tests.cli.test_plain import spoken, store, told
from tests.domain.undertaking import SUMMARY
from tests.tui.telling import NOW

__all__ = ["store", "told"]
pytestmark = pytest.mark.slow
ME = "w-tom"


def record(store: Path, type: str, body: dict[str, Any], later: int = 0) -> None:
    at = NOW + timedelta(minutes=later)
    with Carelist.open(store, ME) as door:
        door.record([{"type": type, "occurred_at": at.isoformat(), "body": body, "ref": "P-0042"}], at)


def out_of_service(store: Path) -> None:
    """Amina is handed over to West, out of the service."""
    body = {"kind": "team_transfer", "direction": "out", "to_team": "West", "higher_risk": False, "summary": SUMMARY,
            "complete_by": "2026-03-13"}  # fmt: skip
    record(store, "handover.opened", body)


@pytest.fixture
def west(tmp_path: Path) -> Path:
    """Another team's laptop, where another Tom works."""
    place, began = tmp_path / "west", NOW.replace(month=2, day=1)
    Carelist.init(place, worker=ME, name="Tom West", role="manager", team="West", now=began, encrypted=False).close()
    return place


def test_it_is_sent_taken_in_and_answered_by_lines(store: Path, west: Path, tmp_path: Path) -> None:
    out_of_service(store)
    out, back = tmp_path / "out.carelist", tmp_path / "back.carelist"
    said = spoken(store, "f", "yusuf", "1", "o", "1", "nowhere.pdf", str(out), "", "q")
    assert "1  Send it sealed to West" in said
    assert "its name ends in .carelist" in said
    assert "Until the receipt of West is here you hold them, whatever is said by telephone." in said
    assert "Tell West by telephone which laptop sealed it." in said
    assert "nothing heard" in spoken(store, "f", "yusuf", "1", "", "q", later=5)
    assert "this is not the laptop that sealed the file" in spoken(west, "o", str(out), "f" * 32, "", "q", later=10)
    assert "Nobody found" in spoken(west, "f", "yusuf", "q", later=15)
    said = spoken(west, "o", str(tmp_path / "none"), str(out), read_device(store), "q", later=20)
    assert "there is no such file" in said
    assert "a referral waits for triage" in said
    assert "as written" in said, "the sender's summary"
    said = spoken(west, "f", "yusuf", "1", "o", "1", str(back), "", "q", later=30)
    assert "NOT SENT: nothing has become of it yet" in said
    record(west, "referral.declined", {"reason": "no room until May", "told": "South"}, later=40)
    spoken(west, "f", "yusuf", "1", "o", "1", str(back), "", "q", later=50)
    said = spoken(store, "o", str(back), read_device(west), "q", later=60)
    assert "Handover declined: no room until May" in said
    assert "YUSUF Amina is yours: " in said


def test_what_a_file_settles_is_not_asked_by_a_form(store: Path, tmp_path: Path) -> None:
    out_of_service(store)
    spoken(store, "f", "yusuf", "1", "o", "1", str(tmp_path / "out.carelist"), "", "q")
    asked = spoken(store, "f", "yusuf", "1", "s", "", "", "q").partition("What is due:")[2]
    assert "Risk check" in asked
    assert "Handover accepted" not in asked


def test_where_nothing_may_be_recorded_it_is_not_offered(store: Path, tmp_path: Path) -> None:
    out_of_service(store)
    assert "Where is the file" not in spoken(store, "o", "q", read_only=True)
    said = spoken(store, "f", "yusuf", "1", "o", "", "q", read_only=True)
    assert "Send what" not in said
