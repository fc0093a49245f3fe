"""A caseload and a diary killed in the midst, taken again, taken on two laptops that meet: as taken once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from tests.cli.surface import carelist, make_store

pytestmark = pytest.mark.slow
PEOPLE, EACH = 60, 8
NOW = datetime.now(UTC).replace(microsecond=0)


def caseload_of(folder: Path) -> Path:
    """So many people, one of them there twice by her NHS number, one who must not be phoned, one who died."""
    accepted_on = (NOW - timedelta(days=40)).date()
    rows = [
        f"P-{n:03},Ada,Price {n},{1980 + n % 9}-05-{1 + n % 28:02},gp,North,standard,{accepted_on},"
        f"{'9990000018' if n in (3, 9) else ''},{'call' if n == 5 else ''},{'2026-01-02' if n == 7 else ''},w-maya"
        for n in range(PEOPLE)
    ]
    head = "ref,given,family,born,source,team,tier,accepted_on,nhs_number,do_not,died_on,coordinator"
    (path := folder / "people.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def diary_of(folder: Path) -> Path:
    statuses = ("5", "3", "2", "4", "booked")
    rows = []
    for n in range(PEOPLE * EACH):
        status = statuses[n // PEOPLE % len(statuses)]
        at = NOW + timedelta(days=2 if status == "booked" else -1 - n // PEOPLE, minutes=-n)
        rows.append(f"P-{n % PEOPLE:03},{at.isoformat()},clinic,{status},S-{n}")
    (path := folder / "diary.csv").write_text("\n".join(["ref,at,method,status,source_id", *rows]) + "\n")
    return path


def take(store: Path, file: Path, *more: str) -> Any:
    return carelist("import", file, *more, "--json", store=store, CARELIST_WORKER="w-maya").json


def broken_off(store: Path, file: Path, *more: str, after: int) -> None:
    """Takes a file in, and is killed once so many entries are stored."""
    before = count(store)
    asked = [sys.executable, "-m", "carelist_tui", "--store", str(store), "--as", "w-maya", "import", str(file), *more]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as running:
        while running.poll() is None and count(store) < before + after:
            sleep(0.01)
        running.send_signal(signal.SIGKILL)


def count(store: Path) -> int:
    with Carelist.open(store) as door:
        return sum(1 for _ in door.people.stored_lines())


def told(store: Path) -> list[list[tuple[str, str, str]]]:
    """Everybody's story as it reads, without what is of a laptop."""
    with Carelist.open(store) as door:
        assert door.verify().ok
        refs = sorted(each.ref for each in door.people.find(""))
        stories = [door.people.person(ref, NOW)["story"] for ref in refs]
    return [sorted((e["type"], e["occurred_at"], repr(e["body"])) for e in story) for story in stories]


def test_a_caseload_and_a_diary_broken_off_and_taken_again_are_as_taken_once(tmp_path: Path) -> None:
    people, diary = caseload_of(tmp_path), diary_of(tmp_path)
    once, broken = make_store(tmp_path / "once"), make_store(tmp_path / "broken")
    for file, more, after in ((people, (), 40), (diary, ("--kind", "appointments"), 100)):
        first = take(once, file, *more)
        broken_off(broken, file, *more, after=after)
        again = take(broken, file, *more)
        assert again["refused"] == first["refused"], again
        assert again["taken"] + again["skipped"] == first["taken"] + first["skipped"]
        assert told(broken) == told(once)
        assert take(broken, file, *more)["taken"] == 0


def test_taken_on_two_laptops_that_meet_everybody_is_there_once(tmp_path: Path) -> None:
    people, diary = caseload_of(tmp_path), diary_of(tmp_path)
    stores = [make_store(tmp_path / name) for name in ("one", "two")]
    for store in stores:
        take(store, people)
        take(store, diary, "--kind", "appointments")
    before = told(stores[0])
    lines = []
    for store in stores:
        with Carelist.open(store) as door:
            lines.append([*door.people.stored_lines()])
    for store, others in zip(stores, reversed(lines), strict=True):
        file = store.parent / f"{store.name}.ndjson"
        file.write_text("\n".join(others) + "\n", encoding="utf-8")
        assert carelist("import", file, store=store).status == 0
    refs = []
    for store in stores:
        with Carelist.open(store) as door:
            refs.append(sorted(each.ref for each in door.people.find("")))
            owed = door.people.today(NOW, days=60)
            twice = {str(each.person and each.person.ref) for each in owed if each.kind == "conflict"}
            assert twice == {"P-003", "P-009"}
    assert refs[0] == refs[1]
    assert len(refs[0]) == len(before) == PEOPLE - 1
