"""A person as text for the main record: only when asked, to the clipboard, else to a private file."""

from __future__ import annotations

import os
import stat
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.person_text import FOLDER, REASONS, due_lines, note_text, terminal_copies, write_copy
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows
from tests.tui.telling import NOW

SIZE = (110, 30)
LONDON = ZoneInfo("Europe/London")


def answered(**more: Any) -> dict[str, Any]:
    """A person as `show --json` answers, as much of it as a copy needs."""
    entry = {"id": "a1", "type": "contact.completed", "v": 1, "author": "w-tom", "late": False,
             "occurred_at": "2026-03-03T08:00:00+00:00", "recorded_at": "2026-03-03T08:01:00.000Z",
             "in_words": "Call: reached", "body": {"what_we_did": "Made tea.\nTalked of Friday."}}  # fmt: skip
    due = owed("Second attempt", "overdue", "2026-03-03T09:00:00+00:00")
    return {"person": "p1", "name": "Amina Yusuf", "ref": "P-0042", "on_caseload": True, "coordinator": "w-tom",
            "tier": "enhanced", "zone": "amber", "warnings": ["no voicemail"], "story": [entry], "items": [due],
            "identity": {"born": "1991-05-04", "nhs_number": "9990000018"}} | more  # fmt: skip


def owed(title: str, status: str, due_at: str) -> dict[str, Any]:
    return {"title": title, "status": status, "due_at": due_at}


def test_a_copy_says_who_it_is_what_was_recorded_last_and_what_is_due() -> None:
    lines = note_text(answered(), {"w-tom": "Tom Price"}, LONDON, NOW).splitlines()
    assert lines == [
        "Amina Yusuf, P-0042",
        "Born 4 May 1991, NHS number 9990000018",
        "From Carelist, as at Tue 3 Mar 2026 09:04",
        "Zone amber, tier enhanced, coordinator Tom Price",
        "Warning: no voicemail",
        "Recorded since Tue 3 Mar 2026 00:00:",
        "Tue 3 Mar 2026 08:00: Call: reached, by Tom Price",
        "  What we did: Made tea.",
        "    Talked of Friday.",
        "Due next:",
        "Second attempt, overdue since Tue 3 Mar 2026 09:00",
    ]


def test_nothing_in_a_copy_acts_on_where_it_is_pasted() -> None:
    hostile = answered(name="\x1b]52;c;ZXZpbA==\x07Ami\nna \x9b31m\u202e")
    hostile["story"][0]["in_words"] = "a\r\nrm -rf ~\x00"
    text = note_text(hostile, {}, LONDON, NOW)
    assert text.replace("\n", "").isprintable()
    assert len(text.splitlines()) == 11, "no line of theirs begins one of ours"


def test_what_was_copied_before_is_marked_with_its_time() -> None:
    text = note_text(answered(), {"w-tom": "Tom Price"}, LONDON, NOW, {"a1": NOW, "other": NOW})
    assert "Tue 3 Mar 2026 08:00: Call: reached, by Tom Price [copied Tue 3 Mar 2026 09:04]\n" in text
    assert text.count("[copied") == 1


def test_all_that_is_due_and_the_next_few_to_come_are_in_a_copy_with_their_dates() -> None:
    coming = [owed(f"Visit {n}", "upcoming", f"2026-03-{n:02}T10:00:00+00:00") for n in (9, 6, 5, 7, 8)]
    lines = list(due_lines([*coming, owed("Decide", "due", "2026-03-03T17:00:00+00:00")], LONDON))
    assert lines[0] == "Decide, by Tue 3 Mar 2026 17:00"
    assert [line.partition(",")[0] for line in lines[1:]] == ["Visit 5", "Visit 6", "Visit 7"]


def test_somebody_of_whom_nothing_is_known_can_be_copied() -> None:
    text = note_text(answered(identity={}, story=[], items=[], coordinator=None, tier=None, zone=None), {}, LONDON, NOW)
    assert "Born: not known" in text
    assert text.endswith("Due next:\nNothing.\n")


@pytest.mark.parametrize(
    ("setting", "environ", "can"),
    [("osc52", {"TERM": "xterm-256color"}, True), ("osc52", {"TERM": "tmux-256color"}, True),
     ("file", {"TERM": "xterm-256color"}, False), ("osc52", {"TERM": "dumb"}, False), ("osc52", {}, False),
     ("osc52", {"TERM": "linux"}, False), ("osc52", {"WT_SESSION": "1"}, True),
     ("osc52", {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False)],
)  # fmt: skip
def test_a_terminal_without_a_clipboard_is_given_none(setting: str, environ: dict[str, str], can: bool) -> None:
    assert terminal_copies(setting, environ) is can


def test_a_copy_in_a_file_is_its_owners_alone_and_older_ones_go(desk: Desk) -> None:
    first = write_copy(desk.store, "one\n", NOW, "0000-aaaaaaaa")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    os.utime(first, (NOW.timestamp() - 90_000, NOW.timestamp() - 90_000))
    second = write_copy(desk.store, "two\n", NOW, "0000-bbbbbbbb")
    assert [path.name for path in (desk.store / FOLDER).iterdir()] == [second.name]


async def test_y_copies_to_the_clipboard_or_says_which_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = CarelistApp(desk)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter")
        await pilot.press("y")
        await shows(pilot, "Copy YUSUF Amina: why?")
        assert app.clipboard == ""
        await pilot.press("escape")
        await shows(pilot, "Today")
        assert app.clipboard == "", "without a reason nothing leaves"
        await pilot.press("y", "1")
        await shows(pilot, "Copied: YUSUF Amina, ")
        assert app.clipboard.startswith("Amina Yusuf, P-0042\nBorn 4 May 1991, 12 Mill Lane\n")
        assert "[copied" not in app.clipboard
        monkeypatch.setenv("TERM", "dumb")
        await pilot.press("y", "4", *"gp", "space", *"asks", "enter")
        await shows(pilot, f"to the file {FOLDER}/2026-03-03-0904-")
        (path,) = (desk.store / FOLDER).glob("*.txt")
        again = path.read_text(encoding="utf-8")
        assert "[copied Tue 3 Mar 2026 09:04]" in again
        assert again.replace(" [copied Tue 3 Mar 2026 09:04]", "") == app.clipboard
        desk.looks.finish()
        looks = (await desk.door()).people.access("P-0042")
        assert [(each["kind"], each["reason"]) for each in looks if each["kind"] == "copied"] == [
            ("copied", "gp asks"),
            ("copied", REASONS[0]),
        ]
