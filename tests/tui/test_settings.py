"""What a worker sets: one file, read whole or not at all, written by the app; a wrong line is said and does no harm."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import (
    SETTINGS,
    Settings,
    meant_keys,
    read_settings,
    settings_file,
    settings_text,
    write_settings,
)
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows, text_of

pytestmark = pytest.mark.slow

SAID = Settings("light", False, "never", "file", 2, {"today.show-mine": "W", "app.open-settings": "comma"})


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of the test's own."""
    path = tmp_path / "own" / "settings.toml"
    monkeypatch.setenv("CARELIST_SETTINGS", str(path))
    return path


def test_the_settings_lie_where_the_platform_keeps_them() -> None:
    home = Path.home()
    assert settings_file({}, "linux") == home / ".config/carelist/settings.toml"
    assert settings_file({"XDG_CONFIG_HOME": "/x"}, "linux") == Path("/x/carelist/settings.toml")
    assert settings_file({"XDG_CONFIG_HOME": "not/whole"}, "linux") == home / ".config/carelist/settings.toml"
    assert settings_file({}, "darwin") == home / "Library/Application Support/carelist/settings.toml"
    assert settings_file({"APPDATA": "/roaming"}, "win32") == Path("/roaming/carelist/settings.toml")
    assert settings_file({"CARELIST_SETTINGS": "/mine.toml"}, "linux") == Path("/mine.toml")


def test_the_first_choice_of_each_setting_is_the_one_that_ships() -> None:
    assert all(getattr(Settings(), setting.name) == setting.choices[0][0] for setting in SETTINGS)


def test_what_is_written_is_read_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    assert write_settings(path, SAID) == ""
    assert read_settings(path) == (SAID, [])
    assert not list(path.parent.glob("settings.toml.*")), "nothing is left beside it"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("theme = 'pink'", 'theme must be one of "dark", "light", "high-contrast"'),
        ("mouse = 1", "mouse must be one of true, false"),
        ("lock_after = 0", "lock_after must be one of 5, 2, 1, 10, 15"),
        ("colour = 'dark'", "nothing is called colour"),
        ("keys = 'x'", "keys must be a table"),
        ("[keys]\n'today.show-mine' = 3", "the keys of today.show-mine must be named like"),
        ("[keys]\n'no such' = 'x'", "no key is called no such"),
        ("theme = ", "is not a settings file"),
    ],
)
def test_a_wrong_line_is_said_with_its_file_and_the_rest_holds(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    settings, faults = read_settings(path)
    assert settings == Settings()
    assert len(faults) == 1
    assert sentence in faults[0]
    assert str(path) in faults[0]


def test_a_file_that_could_not_be_used_is_kept_when_the_app_writes_its_own(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("theme = 'pink'", encoding="utf-8")
    write_settings(path, SAID)
    assert (tmp_path / "settings.toml.before").read_text(encoding="utf-8") == "theme = 'pink'"


def test_where_no_file_can_be_the_change_holds_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    assert "can't be written" in write_settings(tmp_path / "no-folder" / "settings.toml", SAID)
    assert "no home folder" in write_settings(None, SAID)


@given(st.binary(max_size=200))
def test_no_file_at_all_stops_the_app(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(raw)
    settings, faults = read_settings(path)
    assert settings == Settings()
    assert all(isinstance(fault, str) for fault in faults)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}\.[a-z]{1,9}-[a-z]{1,9}", fullmatch=True), st.text(min_size=1)))
def test_keys_that_can_be_meant_survive_the_file(keys: dict[str, str]) -> None:
    fitting = {id: meant for id, said in keys.items() if (meant := meant_keys(said))}
    assert tomllib.loads(settings_text(Settings(keys=fitting)))["keys"] == fitting


async def test_the_app_says_what_is_wrong_in_the_file_and_begins_as_it_ships(desk: Desk) -> None:
    app = CarelistApp(desk, said="/x/settings.toml: theme must be one of dark.")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "/x/settings.toml: theme must be one of dark.")


async def test_a_key_is_changed_by_pressing_it_and_kept_and_a_taken_one_refused(desk: Desk, file: Path) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 70)) as pilot:
        await settled(pilot)
        await pilot.press("comma")
        await shows(pilot, "─ Settings ─")
        await pilot.press("enter")
        await shows(pilot, "Colours: light.")
        assert app.theme == "carelist-light"
        lines = text_of(app).splitlines()
        down = next(n for n, line in enumerate(lines) if "Only mine" in line) - next(
            n for n, line in enumerate(lines) if " > " in line
        )
        await pilot.press(*["j"] * down, "enter", "d")
        await shows(pilot, "Not changed: d is Decide already.")
        await pilot.press("enter", "escape")
        await shows(pilot, "Left as it is.")
        await pilot.press("enter", "W")
        await shows(pilot, "Only mine: W.")
        await pilot.press("escape", "W")
        await shows(pilot, "hidden: only mine")
        await shows(pilot, "W Only mine")
    settings, faults = read_settings(file)
    assert (settings.theme, settings.keys, faults) == ("light", {"today.show-mine": "W"}, [])


async def test_keys_in_the_file_that_clash_are_said_and_keep_their_own(desk: Desk) -> None:
    said = "settings.toml: lock_after must be one of 2, 5."
    app = CarelistApp(desk, settings=Settings(keys={"today.show-mine": "d"}), said=said)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await shows(pilot, "Settings, keys: d is Decide already: today.show-mine keeps its own key.")
        assert app.first.said.startswith(said), "what is wrong besides its keys stays said"
        await pilot.press("w")
        await shows(pilot, "hidden: only mine")


async def test_hostile_words_in_the_file_are_shown_as_they_are_and_do_nothing(desk: Desk, file: Path) -> None:
    write_settings(file, Settings())
    file.write_text('"[@click=app.quit]x" = "\\u202e[/nope]"\n[keys]\n"today.show-mine" = "[/nope]"', encoding="utf-8")  # noqa: ASYNC240
    settings, faults = read_settings(file)
    app = CarelistApp(desk, settings=settings, said=" ".join(faults))
    async with app.run_test(size=(200, 70)) as pilot:
        await settled(pilot)
        await shows(pilot, "nothing is called [@click=app.quit]x")
        await pilot.press("comma")
        await shows(pilot, "[/nope]")
        assert "\u202e" not in text_of(app)
        for width, height in ((40, 10), (80, 24)):
            await pilot.resize_terminal(width, height)
        await pilot.press(*["pagedown"] * 9, "backspace")
        await shows(pilot, "─ Settings ─")
