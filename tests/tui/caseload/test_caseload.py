"""A caseload from a spreadsheet, on screen: its headings as they are taken, changed, tried, taken, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.imports.caseload_file import (
    DRAFT,
    MAP,
    CaseloadFile,
    keep_draft,
    keep_map,
    kept_draft,
    kept_map,
)
from carelist_tui.carelist.imports.caseload_import import MANY, Outcome, said_of_many
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import PLACE
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.caseload import CaseloadScreen
from carelist_tui.tui.screens.question import AskScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW
from tests.tui.test_every_screen import acting_in

pytestmark = pytest.mark.slow
THEIRS = """Client ID,Surname,Forename,DOB,Team,Level,Start Date,Referral Source,Do Not Phone,Notes
P-0201,Bird,Ana,04/05/1991,North,standard,02/02/2026,gp,,tea
P-0202,Cole,Ben,17/11/1984,North,standard,09/02/2026,gp,yes,
P-0203,,Cy,,North,standard,09/02/2026,gp,,
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(PLACE, str(tmp_path / "settings" / "settings.toml"))
    return tmp_path / "settings"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    (path := tmp_path / "people.csv").write_text(THEIRS)
    return path


def refs(store: Path) -> set[str]:
    with Carelist.open(store) as door:
        return {each.ref for each in door.people.find("")}


async def opened(pilot: Any, path: Path) -> CaseloadScreen:
    await settled(pilot)
    await pilot.press("I")
    await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
    pilot.app.screen.query_one("#answer").value = f'"{path}"'
    await pilot.press("enter")
    screen = await on(pilot)
    await until(pilot, lambda: bool(screen.headings) or screen.said.startswith("NOT"))
    return screen


async def on(pilot: Any) -> CaseloadScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, CaseloadScreen))
    screen: CaseloadScreen = pilot.app.screen
    return screen


async def test_hostile_headings_cells_and_names_of_files_act_on_nothing(
    store: Path, tmp_path: Path, settings: Path
) -> None:
    """What stands in a file, and what the file is called, is shown as what it is."""
    act = "[b]bold[/] \x1b[2J\x1b]0;taken\x07\u202eabc"
    file = tmp_path / "[red]people[nope].csv"
    file.write_text(f'Client ID,Surname,"{act}",Level\nP-0301,"{act}",x,"{act}"\n', encoding="utf-8")
    app = CarelistApp(Desk(store, "w-ada", NOW, runs=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, file)
        assert "[b]bold[/]" in text_of(app)
        await pilot.press("d")
        await pilot.pause()
        for key in ("j", "j", "enter", "escape", *["j"] * 20, "enter", "escape"):
            await pilot.press(key)
            assert not acting_in(app)
        assert '"[b]bold[/]' in text_of(app), "a word that can't be read"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_spreadsheet_is_looked_at_tried_and_taken_and_the_map_is_kept(
    store: Path, theirs: Path, settings: Path, size: tuple[int, int]
) -> None:
    before = refs(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, theirs)
        await shows(pilot, "Family name, guessed")
        assert "Do Not Phone" in text_of(app)
        assert not screen.missing
        await pilot.press("ctrl+s")
        await shows(pilot, "NOT YET: d tries it first")
        assert refs(store) == before
        await pilot.press("d")
        await shows(pilot, "Tried, nothing is recorded. It would be: 2 taken, 1 refused.")
        assert "line 4, P-0203: would be refused" in text_of(app)
        assert refs(store) == before
        await pilot.press("ctrl+s")
        await shows(pilot, "Taken in: 2 taken, 1 refused.")
        await pilot.press("escape")
        await shows(pilot, "Caseload: 2 taken, 1 refused.")
        assert refs(store) == before | {"P-0201", "P-0202"}
        screen = await opened(pilot, theirs)
        assert not [each for each in screen.headings if each.guessed], "the map is kept for next time"
        await pilot.press("escape")
    assert "P-0201" not in (settings / MAP).read_text()
    desk.close()


async def test_a_column_is_changed_and_what_no_column_says_is_said_once(
    store: Path, tmp_path: Path, settings: Path
) -> None:
    (path := tmp_path / "few.csv").write_text(
        "Client ID,Surname,Forename,Start Date,Referral Source,Level,Remarks\n"
        "P-0301,Bird,Ana,02/02/2026,gp,standard,Annie\n"
    )
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, path)
        assert screen.missing == ["team"]
        await shows(pilot, "NEEDED, in no column")
        await pilot.press("d")
        await shows(pilot, "NOT TRIED: Team")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert app.screen.query_one("#answer", Input).value == "North", "their own team is offered"
        await pilot.press("enter")
        await on(pilot)
        await shows(pilot, 'always "North"')
        await pilot.press(*["j"] * 7, "enter")
        await shows(pilot, '"Remarks" is what?')
        await pilot.press(*"known", "enter")
        await on(pilot)
        await shows(pilot, "Known as")
        await pilot.press("d")
        await shows(pilot, "It would be: 1 taken")
        await pilot.press("v", "enter")
        await until(pilot, lambda: not isinstance(app.screen, CaseloadScreen))
        await pilot.press("escape")
        await pilot.press("ctrl+s")
        await shows(pilot, "Taken in: 1 taken")
        await pilot.press("escape")
    with Carelist.open(store) as door:
        identity = door.people.person("P-0301", NOW)["identity"]
    assert (identity["known_as"], identity["team"]) == ("Annie", "North")
    desk.close()


@pytest.mark.parametrize("heading", ["Do Not Phone", "Phone barred"])
async def test_a_column_that_forbids_is_taken_for_that_and_holds(
    store: Path, theirs: Path, settings: Path, heading: str
) -> None:
    """One that says so is guessed; another is said to be one."""
    theirs.write_text(THEIRS.replace("Do Not Phone", heading))  # noqa: ASYNC240 - before anything is driven
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, theirs)
        if heading == "Do Not Phone":
            await shows(pilot, "Do not: call, guessed")
        else:
            await pilot.press(*["j"] * 8, "enter")
            await shows(pilot, f'"{heading}" is what?')
            await pilot.press(*"do not: call", "enter")
            await on(pilot)
            await shows(pilot, "Do not: call")
        await pilot.press("d")
        await shows(pilot, "It would be: 2 taken")
        await pilot.press("ctrl+s")
        await shows(pilot, "Taken in: 2 taken")
        await pilot.press("escape")
    with Carelist.open(store) as door:
        forbidden, free = (door.people.person(ref, NOW)["warnings"] for ref in ("P-0202", "P-0201"))
    assert any("call" in each.casefold() for each in forbidden)
    assert not any("no call" in each.casefold() for each in free)
    assert kept_map(settings)[0].flags_of(heading) == ("call",)
    desk.close()


async def test_a_change_after_the_trial_has_to_be_tried_anew(store: Path, theirs: Path, settings: Path) -> None:
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, theirs)
        await pilot.press("d")
        await shows(pilot, "It would be: 2 taken")
        await pilot.press("u", "ctrl+s")
        await shows(pilot, "NOT YET: d tries it first")
        await pilot.press("escape")
    assert "P-0201" not in refs(store)
    desk.close()


async def test_what_is_no_caseload_is_said_and_nothing_breaks(store: Path, tmp_path: Path, settings: Path) -> None:
    (path := tmp_path / "empty.csv").write_bytes(b"\0\1\2")
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, path)
        await shows(pilot, "NOT READ: ")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first)
    desk.close()


def test_a_kept_map_means_what_was_said(tmp_path: Path) -> None:
    mapped = Mapped(
        {"client_id": ("ref",), "say_so": (), "pref": ("text_ok", "voicemail")},
        {"tier": {"cpa": "enhanced"}},
        {"team": 'N"orth\\'},
        {"do_not_phone": ("call",)},
        {"*": frozenset({"n/k"})},
    )
    assert keep_map(tmp_path / "new", mapped) == ""
    assert kept_map(tmp_path / "new") == (mapped, "")
    (tmp_path / "new" / MAP).write_text("[columns]\nx = 7")
    broken, said = kept_map(tmp_path / "new")
    assert broken == Mapped()
    assert "can't be read" in said


def test_what_was_said_once_is_seen_again_and_a_day_is_not_kept(tmp_path: Path) -> None:
    """Said of one file, it would fill the empty cells of the next in silence."""
    keep_map(tmp_path, Mapped(defaults={"team": "North", "accepted_on": "2026-01-05"}))
    mapped = kept_map(tmp_path)[0]
    assert mapped.defaults == {"team": "North"}
    file = CaseloadFile(Path("next.csv"), b"ref,given,family,accepted_on,source,team,tier\n", mapped)
    assert file.missing() == ["team"]
    half = CaseloadFile(theirs_of(tmp_path), b"", Mapped(defaults={"accepted_on": "2026-01-05"}))
    keep_draft(tmp_path, half)
    kept = kept_draft(tmp_path)
    assert kept is not None
    assert kept.mapped.defaults == {"accepted_on": "2026-01-05"}, "the same file goes on as it was meant"


def theirs_of(folder: Path) -> Path:
    (path := folder / "theirs.csv").write_text(THEIRS)
    return path


def test_two_headings_that_look_like_one_are_not_both_guessed(tmp_path: Path) -> None:
    (path := tmp_path / "two.csv").write_text("Client ID,MRN,Surname\n1,2,Bird\n")
    headings = CaseloadFile.read(path, Mapped()).headings()
    assert [each.names for each in headings] == [("ref",), (), ("family",)]


async def test_a_word_that_can_not_be_read_is_said_once_and_kept(store: Path, tmp_path: Path, settings: Path) -> None:
    """Their level, their colour and their worker: each is asked about with how often it stands there."""
    (path := tmp_path / "words.csv").write_text(
        "ref,given,family,accepted_on,source,team,tier,zone,coordinator\n"
        "P-0401,Ana,Bird,02/02/2026,gp,North,CPA,Blue,\n"
        "P-0402,Ben,Cole,02/02/2026,gp,North,CPA,green,Big Tom\n"
    )
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, path)
        assert [(each.name, each.words, each.rows) for each in screen.words] == [
            ("tier", "CPA", 2), ("coordinator", "Big Tom", 1), ("zone", "Blue", 1)
        ]  # fmt: skip
        await shows(pilot, "CAN'T BE READ")
        for word, typed in (("CPA", "enhanced"), ("Big Tom", "tom"), ("Blue", "nothing")):
            await say_word(pilot, screen, word, typed)
        await shows(pilot, "means enhanced")
        await pilot.press("d")
        await shows(pilot, "It would be: 2 taken")
        assert "zone" not in text_of(app)
        await pilot.press("ctrl+s")
        await shows(pilot, "Taken in: 2 taken")
        await pilot.press("escape")
    with Carelist.open(store) as door:
        ana, ben = (door.people.person(ref, NOW) for ref in ("P-0401", "P-0402"))
    assert (ana["tier"], ana["zone"], ben["coordinator"]) == ("enhanced", "unknown", "w-tom")
    assert kept_map(settings)[0].values == {"tier": {"cpa": "enhanced"}, "coordinator": {"big tom": "w-tom"}}
    assert not (settings / DRAFT).exists(), "what was taken is no draft"
    desk.close()


async def say_word(pilot: Any, screen: CaseloadScreen, word: str, typed: str) -> None:
    screen.cursor = next(n for n, (words, _, _) in enumerate(screen._lines()) if words == f'"{word}"')
    await pilot.press("enter")
    await shows(pilot, f'"{word}" is what?')
    await pilot.press(*typed, "enter")
    await on(pilot)
    await until(pilot, lambda: any(each.words == word and each.means is not None for each in screen.words))


async def test_what_was_left_half_done_goes_on_as_it_was_meant(store: Path, theirs: Path, settings: Path) -> None:
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, theirs)
        await pilot.press(*["j"] * 9, "enter")
        await shows(pilot, '"Notes" is what?')
        await pilot.press(*"known as", "enter")
        await until(pilot, lambda: any(each.names == ("known_as",) for each in screen.headings))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, CaseloadScreen))
        await pilot.press("I")
        await shows(pilot, "Half brought in before")
        await pilot.press("enter")
        screen = await on(pilot)
        await until(pilot, lambda: bool(screen.headings))
        assert screen.headings[-1].names == ("known_as",)
        await pilot.press("escape")
    assert "P-0201" not in (settings / DRAFT).read_text()
    theirs.rename(theirs.with_suffix(".gone"))  # noqa: ASYNC240 - at the end of a test
    assert kept_draft(settings) is None, "a file that is gone is no draft"
    desk.close()


def test_what_is_said_of_many_rows_is_said_once_and_nothing_is_lost() -> None:
    """A refused row keeps all of its reasons; what is said of few stays with its row."""
    rows = [Outcome(n, f"P-{n}", "taken", ("the same", f"its own {n}")) for n in range(MANY)]
    rows += [Outcome(90, "P-90", "refused", ("the same",)), Outcome(91, "P-91", "taken", ("rare",))]
    told, left = said_of_many(rows)
    assert told == [f"{MANY} rows: the same"]
    assert [each.remarks for each in left] == [*((f"its own {n}",) for n in range(MANY)), ("the same",), ("rare",)]
    assert said_of_many(rows[1:])[0] == []


def test_a_number_by_which_the_service_knows_somebody_stays_what_else_it_is(tmp_path: Path) -> None:
    """Without it the same person, known elsewhere by their NHS number, would not be found to be one."""
    content = b"NHS No,Surname,Forename,Start Date,source,team,tier\n9990000026,Bird,Ana,02/02/2026,gp,North,light\n"
    file = CaseloadFile(tmp_path / "people.csv", content)
    assert file.missing() == ["ref"]
    meant = file.taken_also_for("NHS No", "ref")
    assert meant.missing() == []
    (number,) = [each for each in meant.headings() if each.words == "NHS No"]
    assert set(number.names) == {"ref", "nhs_number"}


@pytest.fixture
def without_number(tmp_path: Path) -> Path:
    (path := tmp_path / "people.csv").write_text(THEIRS.replace("P-0201,", ","))
    return path


async def test_what_is_said_of_a_row_names_its_columns_as_the_screen_does(
    desk: Desk, settings: Path, without_number: Path
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot, without_number)
        await pilot.press("d")
        await shows(pilot, "Identifier: is needed")
        assert "ref: is needed" not in text_of(app)
