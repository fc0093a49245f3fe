"""Collections that are killed, and two that run at once: what stands in the database is what one alone would have put
there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from carelist_tui.exchange.collector.private_journal import FOLDER
from carelist_tui.journal.collected.service_database import ServiceDatabase
from tests.exchange.collector.service import Rows, Service
from tests.exchange.sync.folders import NOW, Office
from tests.harness.sizes import size, tell
from tests.harness.warm import POSSIBLE, warm

pytestmark = [pytest.mark.slow, pytest.mark.long]
Offices = Callable[[], Office]
KILLS = size(8, 100)


def teams(office_of: Offices) -> list[Path]:
    """Two teams, of two laptops each."""
    offices = [office_of(), office_of()]
    for office, names in zip(offices, ("ab", "cd"), strict=True):
        for name in names:
            office.laptop(name, 5).sync(NOW)
    return [office.folder for office in offices]


def process(command: list[str], surroundings: dict[str, str]) -> tuple[int, bytes]:
    """Runs the command in a process of its own: its status, and what it says."""
    if POSSIBLE:
        status, out, err = warm().run(command, b"", surroundings, timeout=240)
        return status, out + err
    done = subprocess.run(
        [sys.executable, "-m", "carelist_tui", *command], env=surroundings, stdout=-1, stderr=-2, timeout=240,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def collected_alone(folders: list[Path], place: Path) -> Rows:
    with Service.at(place / "alone", f"sqlite:///{place / 'alone.db'}") as alone:
        alone.collect(*folders)
        return alone.rows()


@pytest.mark.posix
def test_killed_anywhere_a_collection_goes_on_and_ends_with_the_same_rows(
    service: Service, office_of: Offices, tmp_path: Path
) -> None:
    folders = teams(office_of)
    expected, dice = collected_alone(folders, tmp_path), random.Random(5)
    began = time.monotonic()
    service.collect(folders[0])  # everything is imported, and the tables are there
    longest, whole = 2.5 * (time.monotonic() - began), 0
    for _ in range(KILLS):
        child = os.fork()
        if child == 0:
            service.collect(*folders)
            os._exit(0)
        time.sleep(dice.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        whole += os.WIFEXITED(status)
        found = service.rows()
        assert {row[0] for row in found["team"]} == {row[0] for row in found["reading"]}
    tell(f"{KILLS} collections killed, {whole} of them were done before")
    service.collect(*folders)
    assert service.rows() == expected
    assert not (service.door.store / FOLDER).exists()


def test_a_team_that_is_being_written_is_waited_for_and_no_other_team_on_postgresql(address: str) -> None:
    one, other = (ServiceDatabase.open(address, make=True) for _ in range(2))
    came = Event()

    def write() -> None:
        with other.writing_team("a"):
            came.set()

    with one.writing_team("a"):
        pass  # it is known from now on
    with one.writing_team("a"):
        waiting = Thread(target=write)
        waiting.start()
        assert not came.wait(1)
        if address.startswith("postgresql"):
            with one.writing_team("b"):
                pass
    waiting.join(30)
    assert came.is_set()
    one.close()
    other.close()


def test_two_collectors_at_once_do_not_double(address: str, office_of: Offices, tmp_path: Path, room: Path) -> None:
    folders = teams(office_of)
    expected = collected_alone(folders, tmp_path)
    stores = [room / "one", room / "two"]
    for store in stores:
        with Service.at(store, address):
            pass
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CARELIST")}
    command = ["collect", *map(str, folders), "--into", address, "--store"]
    for _ in range(2):
        with ThreadPoolExecutor() as pool:
            both = [pool.submit(process, [*command, str(store)], surroundings) for store in stores]
        for status, said in (each.result() for each in both):
            assert status == 0, said
    with Service.at(room / "looks", address) as looks:
        assert looks.rows() == expected
