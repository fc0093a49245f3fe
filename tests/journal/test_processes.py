"""Several processes on one store, and one killed in the middle: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import accepted, hours

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from carelist_tui.carelist import Carelist
from tests.journal.telling import accepted, hours, missed, zone

store, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Carelist.open(store, "w-ann") as carelist:
    for number in range(count):
        ref = f"{name}-{number}"
        for receipt in carelist.record([accepted(ref), zone(ref, hours(0.1)), missed(ref, hours(0.2))], hours(1)):
            print(receipt.id, flush=True)
        carelist.record([zone("P-1", hours(0.5), "amber")], hours(1))
"""


def writer(store: Path, name: str, count: int) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-c", WRITER, str(store), name, str(count)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True)


def test_several_processes_write_to_one_store_in_one_chain(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    running = [writer(carelist.store, name, 8) for name in ("A", "B", "C")]
    acknowledged = [id for each in running for id in each.communicate(timeout=120)[0].split()]
    assert [each.returncode for each in running] == [0, 0, 0]
    stored = lines(carelist.store)
    assert [each["seq"] for each in stored] == list(range(1, 2 + 1 + 3 * 8 * 4))
    assert len(acknowledged) == 3 * 8 * 3
    assert set(acknowledged) <= {each["id"] for each in stored}
    assert carelist.verify().as_json()["problems"] == []
    assert not carelist.people.today(hours(1), kind="conflict")


def test_another_process_is_noticed_by_the_data_version(carelist: Carelist) -> None:
    before = carelist.data_version()
    assert carelist.data_version() == before
    writer(carelist.store, "A", 1).communicate(timeout=60)
    assert carelist.data_version() != before
    assert [
        item.person.ref for item in carelist.people.today(hours(1), kind="first_contact", days=9) if item.person
    ] == ["A-0"]


@pytest.mark.parametrize("moment", [0.0, 0.013, 0.037, 0.071])
def test_a_process_killed_in_the_middle_leaves_what_it_acknowledged_and_nothing_half_done(
    carelist: Carelist, moment: float
) -> None:
    carelist.record([accepted("P-1")], hours(1))
    process = writer(carelist.store, "A", 500)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(20)]
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.read().split()
    process.wait()
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
    process = writer(carelist.store, "A", 30)
    while process.poll() is None:
        items = carelist.people.today(hours(1), days=60)
        accepted_refs = {item.person.ref for item in items if item.person and item.kind == "first_contact"}
        missed_refs = {item.person.ref for item in items if item.person and item.kind == "ladder_step"}
        assert accepted_refs - {"P-1"} == missed_refs
    assert process.stdout is not None
    process.stdout.close()
    assert process.returncode == 0


def test_what_is_answered_is_json_that_a_program_can_read(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    answers = [
        carelist.people.today_json(hours(1), days=9),
        carelist.people.queue_json(hours(1)),
        carelist.people.person("P-1", hours(1)),
    ]
    assert json.loads(json.dumps(answers)) == answers
