"""A store that another release made: where it is much its rows stand for a while, and everybody is folded meanwhile; by
a command, or where a row can't be read, all is made afresh first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.journal.projection import hand_over
from carelist_tui.vault.connection import connect
from tests.cli.surface import carelist as cli
from tests.journal.reading_rows import projections
from tests.journal.telling import hours, zone

pytestmark = pytest.mark.slow


@pytest.fixture
def made_before(carelist: Carelist, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of another release, by whose rules every title was another."""
    monkeypatch.setattr(hand_over, "MANY", 1)
    carelist.record.take_in(told)
    carelist.close()
    say(carelist.store, "UPDATE meta SET value = '0.0.1' WHERE name = 'release'")
    say(carelist.store, "UPDATE due SET title = 'as before' WHERE person != ''")
    return carelist.store


def say(store: Path, sql: str) -> None:
    connection = connect(store)
    connection.execute(sql)
    connection.close()


def titles(carelist: Carelist, person: str = "") -> set[str]:
    found = [item for item in carelist.people.today(hours(5000), days=60) if item.person is not None]
    return {item.title for item in found if person in ("", item.person.ref if item.person else "")}


def is_as_rebuilt(carelist: Carelist) -> bool:
    found = projections(carelist.store)
    carelist.rebuild()
    return projections(carelist.store) == found


def test_the_app_opens_on_the_rows_that_stand_and_goes_on_to_make_them_afresh(made_before: Path) -> None:
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as opened:
        assert "as before" in titles(opened)
        assert opened.glance.behind == 2
        opened.catch_up()
        assert "as before" not in titles(opened)
        assert opened.glance.behind == 0
        assert opened.verify().problems == []
        assert is_as_rebuilt(opened)


def test_who_is_recorded_about_meanwhile_is_made_afresh_at_once(made_before: Path) -> None:
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as opened:
        opened.record([zone("P-1", hours(900))], hours(900))
        assert "as before" not in titles(opened, "P-1")
        assert "as before" in titles(opened)
        assert opened.glance.behind == 1
        opened.catch_up()
        assert is_as_rebuilt(opened)


def test_what_was_left_half_done_is_done_by_the_next_that_opens_it(made_before: Path) -> None:
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as opened:
        opened.record([zone("P-1", hours(900))], hours(900))
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as again:
        assert again.glance.behind == 1, "the app goes on where it was"
    with Carelist.open(made_before, "w-ann") as command:
        assert "as before" not in titles(command)
        assert is_as_rebuilt(command)


def test_a_command_reads_nothing_that_another_release_made(made_before: Path) -> None:
    with Carelist.open(made_before, "w-ann") as command:
        assert "as before" not in titles(command)
        assert command.glance.behind == 0


def test_a_command_goes_on_where_the_app_was_closed_before_it_answers(made_before: Path) -> None:
    Carelist.open(made_before, "w-ann", may_be_behind=True).close()
    answer = cli("today", "--at", hours(2000).isoformat(), "--days", 60, "--json", store=made_before)
    assert answer.json["items"]
    assert "as before" not in answer.out


@pytest.mark.parametrize(
    "sql",
    ["UPDATE due SET kind = 'of_another_release'", "UPDATE person SET card = '{}'", "UPDATE person SET state = '[]'",
     "UPDATE due SET because = 'x'", "DELETE FROM meta WHERE name = 'release'",
     "UPDATE meta SET value = 'x' WHERE name = 'visits'"],
)  # fmt: skip
def test_where_anything_can_not_be_read_all_is_made_afresh_first(made_before: Path, sql: str) -> None:
    say(made_before, sql)
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as opened:
        assert "as before" not in titles(opened)
        assert opened.glance.behind == 0
        assert is_as_rebuilt(opened)


@pytest.mark.parametrize("kept", ["x", "[1]", '{"a": "b"}'])
@pytest.mark.parametrize("may_be_behind", [True, False])
def test_where_nobody_can_tell_who_is_behind_all_is_made_afresh(
    made_before: Path, kept: str, may_be_behind: bool
) -> None:
    Carelist.open(made_before, "w-ann", may_be_behind=True).close()
    say(made_before, f"UPDATE meta SET value = '{kept}' WHERE name = 'behind'")
    with Carelist.open(made_before, "w-ann", may_be_behind=may_be_behind) as opened:
        opened.record([], hours(1))
        assert "as before" not in titles(opened)
        assert is_as_rebuilt(opened)


def test_where_it_is_little_it_is_made_afresh_first(made_before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over, "MANY", 1_000)
    with Carelist.open(made_before, "w-ann", may_be_behind=True) as opened:
        assert "as before" not in titles(opened)
