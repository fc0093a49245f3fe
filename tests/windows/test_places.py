"""Where Windows keeps things: a home of no Latin letters, another machine's folder by its name and as a drive, and
consoles of every code page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, first_laptop
from tests.windows.console import opened
from tests.windows.wine import DRIVE, PYTHON, SHARE, SHARED, WindowsLaptop, as_windows, started

pytestmark = [pytest.mark.slow, pytest.mark.wine, pytest.mark.timeout(3600)]

HOME = "Zażółć 李 dom"
NAMES = {"P-1": ("Zoë", "Żółć"), "P-2": ("李", "李小龍"), "P-3": ("Łukasz", "Núñez")}
COLUMNS = "ref,given,family,source,team,tier,accepted_on"
INIT = ("init", "--team", "North", "--name", "Leah Cole", "--role", "manager")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / HOME).mkdir()
    return tmp_path / HOME


@pytest.fixture
def windows(home: Path) -> Iterator[WindowsLaptop]:
    """A laptop with Windows, whose user is called as the home is."""
    with started("tests.windows.commands") as process:
        yield WindowsLaptop(process, home / "carelist", "w-leah", PASSPHRASE)


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path]:
    """A new folder of another machine."""
    folder = SHARE / tmp_path.name
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)


def named(laptop: Laptop, ref: str) -> None:
    """Accepts somebody of this name, so long ago that something is due."""
    given, family = NAMES[ref]
    now = datetime.now(UTC)
    at = now - timedelta(days=9)
    with laptop.door() as door:
        body = {**ACCEPTED, "ref": ref, "given": given, "family": family}
        door.record([{"type": "person.accepted", "occurred_at": at.isoformat(), "body": body}], now)


def test_a_store_is_never_another_machines_and_all_else_may_be(windows: WindowsLaptop, share: Path) -> None:
    """A home that lies on a network drive, by its name or by a letter, keeps no store; a store on the laptop's own disk
    takes in, writes, backs up and syncs there as anywhere."""
    for root in (SHARED, DRIVE):
        refused = windows(*INIT, LOCALAPPDATA=f"{root}{share.name}\\{HOME}")
        assert (refused.status, "network drive" in refused.err) == (3, True), refused
        refused = windows(*INIT, CARELIST_STORE=f"{root}{share.name}\\store")
        assert (refused.status, "network drive" in refused.err) == (3, True), refused
    assert not [*share.iterdir()], "nothing is made there"

    made = windows(*INIT, LOCALAPPDATA=as_windows(windows.store.parent))
    assert made.status == 0, made
    assert windows.store.is_dir(), "where nothing is said, it lies below the user's own data"
    for number, root in enumerate((SHARED, DRIVE)):
        there = f"{root}{share.name}\\{HOME}-{number}"
        (share / f"{HOME}-{number}").mkdir()
        given, family = NAMES[f"P-{number + 1}"]
        row = f"P-{number + 1},{given},{family},gp,North,standard,2026-03-02"
        (share / f"{HOME}-{number}/people.csv").write_text(f"{COLUMNS}\n{row}\n", encoding="utf-8-sig")
        windows.done("import", f"{there}\\people.csv")
        windows.done("export", f"{there}\\liste ł.csv", "--worklist", "--reason", "the printer is down")
        windows.done("backup", f"{there}\\kept 李.backup")
        assert windows.done("sync", there, "--json").json["ok"]
        here = Laptop(windows.store.with_name(f"restored {number}"), "w-leah")
        here.done("restore", share / f"{HOME}-{number}" / "kept 李.backup")
        with here.door() as door:
            assert [each.name for each in door.people.find(family)] == [f"{given} {family}"]


def test_names_are_right_on_a_console_of_any_code_page_and_in_a_file(home: Path) -> None:
    """And the laptop is looked at, and a page of the guide read, there."""
    leah = first_laptop(home, "leah")
    for ref in NAMES:
        named(leah, ref)
    command = f'"{as_windows(PYTHON)}" -m carelist_tui'
    parts = [("850", "today"), ("1252", "today"), ("65001", "today"), ("850", 'today > "%WRITTEN%"'),
             ("850", "self-check"), ("850", "guide support worker")]  # fmt: skip
    lines = ["@echo off", 'cd /d "%HOME_OF_LEAH%"']
    for code_page, said in parts:
        lines += [f"chcp {code_page}", f"{command} {said}", "echo ended in %ERRORLEVEL%"]
    (home / "day.bat").write_text("\r\n".join([*lines, ""]), encoding="ascii", newline="")
    around = {
        "HOME_OF_LEAH": as_windows(home), "WRITTEN": as_windows(home / "today ł.txt"),
        "CARELIST_STORE": as_windows(leah.store), "CARELIST_WORKER": "w-leah", "CARELIST_PASSPHRASE": PASSPHRASE,
    }  # fmt: skip
    with opened("cmd", "/c", as_windows(home / "day.bat"), columns=200, **around) as console:
        drawn = console.all_drawn()
    told = [part.partition("ended in ") for part in drawn.split("Active code page: ")[1:]]
    assert [(part.split()[0], end[:1]) for part, _, end in told] == [(code_page, "0") for code_page, _ in parts], drawn
    written = (home / "today ł.txt").read_bytes().decode()
    for text in (*(part for part, _, _ in told[:3]), written):
        assert [name for name in NAMES.values() if " ".join(name) not in text] == [], text
    assert "fit: " in told[4][0]
    assert "For the support worker" in told[5][0]
