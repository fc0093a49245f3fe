"""Several processes on one store, and one killed in the middle: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from tests.harness.warm import Running, warm
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import accepted, hours

pytestmark = [pytest.mark.slow, pytest.mark.posix]  # each is forked


def writer(store: Path, name: str, count: int) -> Running:
    return warm().start([str(store), name, str(count)], os.environ, "tests.journal.writing:main")


def test_several_processes_write_to_one_store_in_one_chain(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    with ExitStack() as ending:
        running = [ending.enter_context(writer(carelist.store, name, 8)) for name in ("A", "B", "C")]
        acknowledged = [id.decode() for each in running for id in each.stdout.read().split()]
        assert [each.wait(120) for each in running] == [0, 0, 0]
    stored = lines(carelist.store)
    assert [each["seq"] for each in stored] == list(range(1, 2 + 1 + 3 * 8 * 4))
    assert len(acknowledged) == 3 * 8 * 3
    assert set(acknowledged) <= {each["id"] for each in stored}
    assert carelist.verify().as_json()["problems"] == []
    assert not carelist.people.today(hours(1), kind="conflict")


def test_another_process_is_noticed_by_the_data_version(carelist: Carelist) -> None:
    before = carelist.data_version()
    assert carelist.data_version() == before
    with writer(carelist.store, "A", 1) as process:
        process.wait(60)  # what it records of P-1, whom nobody accepted here, is refused
    assert carelist.data_version() != before
    assert [
        item.person.ref for item in carelist.people.today(hours(1), kind="first_contact", days=9) if item.person
    ] == ["A-0"]


@pytest.mark.parametrize("moment", [0.0, 0.013, 0.037, 0.071])
def test_a_process_killed_in_the_middle_leaves_what_it_acknowledged_and_nothing_half_done(
    carelist: Carelist, moment: float
) -> None:
    carelist.record([accepted("P-1")], hours(1))
    with writer(carelist.store, "A", 500) as process:
        acknowledged = [process.stdout.readline().decode().strip() for _ in range(20)]
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.read().decode().split()
        assert process.wait(60) == -signal.SIGKILL
    stored = {each["id"] for each in lines(carelist.store)}
    whole = [id for id in acknowledged if len(id) == 36]
    assert set(whole) <= stored
    assert carelist.verify().as_json()["problems"] == []
    assert (len(stored) - 2) % 4 in (0, 3)
    before = projections(carelist.store)
    carelist.rebuild()
    assert projections(carelist.store) == before
    carelist.record([accepted("P-2")], hours(1))


def test_reading_while_another_process_writes_sees_whole_batches(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    seen = set[int]()
    with writer(carelist.store, "A", 30) as process:
        while not process.is_over():
            items = carelist.people.today(hours(1), days=60)
            accepted_refs = {item.person.ref for item in items if item.person and item.kind == "first_contact"}
            missed_refs = {item.person.ref for item in items if item.person and item.kind == "ladder_step"}
            assert accepted_refs - {"P-1"} == missed_refs
            seen.add(len(missed_refs))
        assert process.wait(60) == 0
    assert len(seen) > 2, "it was read on the way"


def test_what_is_answered_is_json_that_a_program_can_read(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    answers = [
        carelist.people.today_json(hours(1), days=9),
        carelist.people.queue_json(hours(1)),
        carelist.people.person("P-1", hours(1)),
    ]
    assert json.loads(json.dumps(answers)) == answers
