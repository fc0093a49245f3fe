"""The light reading: the same answer as the full one, at any moment, by models never imported."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.stored_json import read_text, stored_text
from carelist_tui.domain.worklist import Item, in_order, looks_ahead
from carelist_tui.journal.light_sql import CONCERNED, OWED
from carelist_tui.journal.projection.earlier import as_owed, owed_on, state_by_then
from carelist_tui.journal.projection.people import stories
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.projection.team import Holdings, team_rows
from carelist_tui.journal.projection.who_is_out import read_visits
from carelist_tui.journal.rows import read_owed
from carelist_tui.vault.connection import connect
from tests.journal.reading_rows import rows
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    worker,
    zone,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def busy(carelist: Carelist) -> Carelist:
    """A fortnight with a little of everything in it."""
    carelist.record([worker("added", MONDAY, "w-tom"), *(accepted(f"P-{n}", hours(n)) for n in range(8))], hours(8))
    carelist.record([coordinator(f"P-{n}", hours(9), "w-tom") for n in range(0, 8, 2)], hours(9))
    carelist.record([zone(f"P-{n}", hours(24), ("red", "amber", "green")[n % 3]) for n in range(6)], hours(24))
    for n, step in ((1, "second_attempt"), (3, "immediate_attempt"), (4, "second_attempt")):
        (miss,) = carelist.record([missed(f"P-{n}", hours(30 + n))], hours(40))
        carelist.record([attempted(f"P-{n}", hours(50 + n), miss.id, step)], hours(60))
    carelist.record([completed("P-2", hours(70)), completed("P-4", hours(75))], hours(80))
    (late,) = carelist.record([zone("P-5", hours(100), "red")], hours(101))
    carelist.record([corrected(late.id, hours(150), replacement=None)], hours(150))
    (moved,) = carelist.record([completed("P-6", hours(160))], hours(161))
    carelist.record([corrected(moved.id, hours(170), moved_to=hours(20).isoformat())], hours(170))
    away = {"worker": "w-tom", "from": hours(90).isoformat(), "until": hours(140).isoformat(), "reason": "leave"}
    cover = [{"persons": "all", "by": "w-ann"}]
    carelist.record([draft("worker.away", hours(80), {**away, "cover": cover})], hours(80))
    return carelist


MOMENTS = [hours(n) for n in (-1, 0, 0.5, 6, 24, 29, 34, 52, 72, 100, 149, 155, 165, 171, 300, 24 * 40)]


def read_in_full(carelist: Carelist, at: datetime, days: int | None) -> list[Item]:
    """The same by folding every story to the moment."""
    journal = carelist.journal
    with journal.store.reading() as connection:
        roster, visits = read_roster(connection), read_visits(connection)
        states = [state_by_then(person, story, at) for person, story in stories(connection)]
    grounds = [stand_on(state, journal.standards, roster.staff) for state in states if state is not None]
    owed = [each for ground in grounds for each in owed_on(ground)]
    holdings = Holdings(uncovered_workers(roster))
    owed += as_owed(None, team_rows(roster, holdings, journal.standards, visits))
    return in_order(
        read_owed(owed, at, roster, journal.standards.calendar), looks_ahead(at, days, journal.standards.calendar.zone)
    )


@pytest.mark.parametrize("days", [None, 0, 3, 60])
def test_today_is_the_same_as_folding_everybody_to_the_moment(busy: Carelist, days: int | None) -> None:
    for at in MOMENTS:
        assert busy.people.today(at, days=days) == read_in_full(busy, at, days), at


def test_an_entry_that_occurs_later_does_not_count_yet(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    carelist.record([zone("P-1", MONDAY + timedelta(minutes=4), "red")], MONDAY)
    assert {item.person.zone for item in carelist.people.today(MONDAY, days=60) if item.person} == {"unknown"}
    assert carelist.people.person("P-1", MONDAY)["zone"] == "unknown"
    assert carelist.people.person("P-1", hours(1))["zone"] == "red"


def test_a_correction_counts_at_the_moment_of_its_entry_whenever_it_was_made(busy: Carelist) -> None:
    assert busy.people.person("P-5", hours(120))["zone"] == "green"
    assert busy.people.person("P-6", hours(30))["last_contact"]["at"] == hours(20).isoformat()
    assert busy.people.person("P-6", hours(10))["last_contact"] is None


def test_before_their_acceptance_nobody_is_on_the_caseload(busy: Carelist) -> None:
    shown = busy.people.person("P-7", hours(6))
    assert (shown["on_caseload"], shown["items"], shown["story"], shown["zone"]) == (False, [], [], None)
    assert busy.people.person("P-7", hours(7))["on_caseload"] is True


def test_an_identifier_that_nobody_has_is_refused(busy: Carelist) -> None:
    with pytest.raises(Refused, match="nobody on this caseload has the identifier P-99") as refused:
        busy.people.person("P-99", MONDAY)
    assert refused.value.status == 2


def test_a_person_is_found_by_id_as_by_identifier(busy: Carelist) -> None:
    shown = busy.people.person("P-1", hours(200))
    assert busy.people.person(shown["person"], hours(200)) == shown
    card = busy.people.card(shown["person"])
    assert card is not None
    assert (card.ref, card.episode) == ("P-1", shown["episode"]["episode"])
    assert busy.people.card("nobody") is None


def test_owners_are_those_of_the_moment(busy: Carelist) -> None:
    def owners(at: datetime) -> set[str]:
        return {item.owner for item in busy.people.today(at) if item.person and item.person.ref == "P-0"}

    assert (owners(hours(89)), owners(hours(120)), owners(hours(141))) == ({"w-tom"}, {"w-ann"}, {"w-tom"})


def test_each_question_leaves_what_it_asks_for(busy: Carelist) -> None:
    at = hours(200)
    everything = busy.people.today(at)
    places = [(i.band, not (i.person and i.person.zone == "red"), i.status != "overdue") for i in everything]
    assert places == sorted(places), "the whole order is held by tests/domain/test_order_of_today.py"
    for item in everything:
        assert item in busy.people.today(at, kind=item.kind, band=item.band, worker=item.owner, team="north")
        if item.person is not None:
            assert item in busy.people.today(at, zone=item.person.zone)
        assert item not in busy.people.today(at, worker="w-nobody")
        assert item not in busy.people.today(at, team="south")
    red = busy.people.today(at, zone="red")
    assert red
    assert {item.person.zone for item in red if item.person} == {"red"}


def test_the_counts_are_of_what_is_answered(busy: Carelist) -> None:
    answer = busy.people.today_json(hours(200), worker="w-tom", days=9)
    statuses = [item["status"] for item in answer["items"]]
    assert answer["counts"] == {status: statuses.count(status) for status in ("overdue", "due", "upcoming")}
    assert sum(answer["counts"].values()) == len(statuses) > 0
    assert answer["standards"].startswith("sha256:")
    assert answer["at"] == hours(200).isoformat()


def test_the_queue_holds_each_open_episode_in_the_order_of_the_worklist(busy: Carelist) -> None:
    queue = busy.people.queue_json(hours(200))
    assert {each["ref"] for each in queue["episodes"]} == {"P-1", "P-3"}
    first = next(
        item.person.ref for item in busy.people.today(hours(200)) if item.person and item.person.ref in ("P-1", "P-3")
    )
    assert queue["episodes"][0]["ref"] == first
    assert {each["ref"] for each in busy.people.queue(hours(72))} == {"P-1", "P-3", "P-4"}
    assert busy.people.queue(hours(24)) == []


@pytest.mark.parametrize("sql", [OWED, CONCERNED])
def test_a_reading_costs_no_look_at_what_is_not_due(busy: Carelist, sql: str) -> None:
    connection = connect(busy.store)
    asked = {"at": "2026", "opens": "2026", "until": "2026"}
    plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", asked)]
    connection.close()
    assert not [line for line in plan if line.startswith("SCAN")]
    assert sum("due_begins" in line for line in plan) == 2
    assert not [line for line in plan if "newest_at" in line]


def test_the_services_hours_are_read_back_as_they_were_written(carelist: Carelist) -> None:
    service = carelist.journal.standards.calendar.service
    assert read_text(ServiceHours, stored_text(service)) == service


HEAVY = ("pydantic", "sqlmodel", "sqlalchemy", "click", "nacl", "textual", "rrule")
LIGHT = """
import sys
from datetime import datetime
from pathlib import Path
from carelist_tui.carelist import Carelist

with Carelist.open(Path(sys.argv[1])) as carelist:
    items = carelist.people.today(datetime.fromisoformat(sys.argv[2]))
    carelist.people.card(items[0].person.id)
    carelist.people.workers()
    carelist.data_version()
print(len(items), *sys.modules)
"""


def test_the_first_list_is_read_without_models_or_rules(busy: Carelist) -> None:
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", LIGHT, str(busy.store), hours(200).isoformat()]
    answered = subprocess.run(command, env={"PYTHONPATH": source}, capture_output=True, text=True, check=True)
    count, *modules = answered.stdout.split()
    assert int(count) == len(busy.people.today(hours(200)))
    assert not {name.split(".")[0] for name in modules} & set(HEAVY)
    assert "dateutil.rrule" not in modules


def test_the_roster_that_is_read_is_the_one_that_was_folded(busy: Carelist) -> None:
    ((text,),) = rows(busy.store, "SELECT value FROM meta WHERE name = 'roster'")
    assert list(read_text(Roster, text).workers.values()) == busy.people.workers()
