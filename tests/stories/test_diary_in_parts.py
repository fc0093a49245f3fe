"""A diary taken in many rows at once leaves everybody as its rows one by one do; a dry run says what it would do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.imports import appointments_import
from carelist_tui.carelist.imports.appointments_import import take_appointments
from carelist_tui.carelist.imports.caseload_import import Outcome
from carelist_tui.exchange.appointments.appointment_columns import appointment_columns
from carelist_tui.exchange.appointments.appointment_rows import read_appointments
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.row_drafts import Clock
from tests.profiles import WHOLES, every_story

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
REFS = ("P-1", "P-2", "P-3")
HEADINGS = "ref,at,method,purpose,worker,status,source_id"
STATUSES = ("booked", "attended", "did not attend", "7", "cancelled by us", "cancelled by them")


class Silent:
    """Nobody is told how far it is."""

    def step(self, number: int = 1) -> None:
        """Nothing."""


@contextmanager
def store(folder: str) -> Iterator[Carelist]:
    """Three on the caseload, the newest entry of each younger than most of the diary."""
    began = NOW - timedelta(days=90)
    maya = {"worker": "w-maya", "name": "Maya Ward", "role": "manager", "team": "North"}
    door = Carelist.init(Path(folder) / "store", **maya, now=began, encrypted=False)
    said = {"given": "Ada", "source": "gp", "team": "North", "tier": "enhanced", "coordinator": "w-maya"}
    drafts: list[dict[str, Any]] = [
        {"type": "person.accepted", "occurred_at": began.isoformat(), "body": {**said, "ref": ref, "family": ref}}
        for ref in REFS
    ]
    zone = {"zone": "green", "reason": "As it was."}
    drafts += [{"type": "zone.set", "occurred_at": (NOW - timedelta(days=2)).isoformat(), "ref": ref, "body": zone}
               for ref in REFS]  # fmt: skip
    door.record(drafts, NOW - timedelta(days=1))
    try:
        yield door
    finally:
        door.close()


def take(door: Carelist, *rows: str, dry_run: bool = False) -> list[Outcome]:
    """What became of a file of these rows."""
    read = read_appointments("\n".join([HEADINGS, *rows]).encode(), Mapped(known=appointment_columns()))
    clock = Clock(LONDON, NOW, door.journal.standards, tuple(door.people.workers()))
    return list(take_appointments(door, read.rows(clock), NOW, dry_run=dry_run, progress=Silent()))


def stands(door: Carelist) -> list[Any]:
    """Everything told of everybody, and all that is owed, without what is of a laptop or the order of recording."""
    told = []
    for ref in REFS:
        story = door.people.person(ref, NOW)["story"]
        told.append(sorted((each["occurred_at"], each["type"], repr(each["body"])) for each in story))
    items = door.people.today_json(NOW, days=60)["items"]
    owed = sorted((each["ref"] or "", each["kind"], each["due_at"], each["title"]) for each in items)
    return [told, owed, [each["missed"] for each in door.people.queue(NOW)]]


ROW = st.tuples(st.sampled_from(REFS), st.integers(-40, 20), st.sampled_from(STATUSES), st.integers(0, 9))


def lines(rows: list[tuple[str, int, str, int]]) -> list[str]:
    """Rows of a file, no two at one moment."""
    at = [NOW + timedelta(days=days, minutes=7 + n) for n, (_, days, _, _) in enumerate(rows)]
    return [
        f"{ref},{at[n].isoformat()},clinic,routine,w-maya,{status},S-{id}"
        for n, (ref, _, status, id) in enumerate(rows)
    ]


@settings(every_story, max_examples=max(4, WHOLES // 8))
@given(st.lists(ROW, min_size=4, max_size=16))
def test_many_at_once_are_as_one_by_one_and_as_foreseen(rows: list[tuple[str, int, str, int]]) -> None:
    said = lines(rows)
    with TemporaryDirectory() as one, TemporaryDirectory() as two, store(one) as whole, store(two) as apart:
        foreseen = take(whole, *said, dry_run=True)
        together = take(whole, *said)
        by_one = [outcome for line in said for outcome in take(apart, line)]
        assert [each.what for each in together] == [each.what for each in by_one]
        assert [(each.line, each.what) for each in foreseen] == [(each.line, each.what) for each in together]
        assert stands(whole) == stands(apart)
        assert whole.verify().ok
        assert {each.what for each in take(whole, *said)} <= {"skipped", "refused"}


def test_a_dry_run_knows_a_repeated_id_across_parts(tmp_path: Path) -> None:
    """Booked on the first line, called off and somebody else's more than a part later."""
    between = [f"P-2,{(NOW - timedelta(days=9, minutes=n)).isoformat()},clinic,,w-maya,5,B-{n}"
               for n in range(appointments_import.AT_ONCE + 50)]  # fmt: skip
    ahead = (NOW + timedelta(days=2)).isoformat()
    rows = [f"P-1,{ahead},clinic,,w-maya,booked,A-1", *between, f"P-1,{ahead},clinic,,w-maya,4,A-1",
            f"P-2,{ahead},clinic,,w-maya,booked,A-1", f"P-1,{ahead},clinic,,w-maya,booked,A-1"]  # fmt: skip
    with store(str(tmp_path)) as door:
        foreseen = take(door, *rows, dry_run=True)
        assert [each.what for each in foreseen[-3:]] == ["updated", "refused", "refused"]
        assert [each.what for each in foreseen] == [each.what for each in take(door, *rows)]


def test_a_booking_is_asked_of_them_as_the_file_leaves_them(tmp_path: Path) -> None:
    """Seen yesterday by the file, which says so below the booking: nothing is owed before it, and nothing said."""
    ahead, seen = (NOW + timedelta(days=3)).isoformat(), (NOW - timedelta(days=3)).isoformat()
    rows = [f"P-1,{ahead},visit,,w-maya,booked,A-1", f"P-1,{seen},visit,,w-maya,attended,A-2"]
    with store(str(tmp_path)) as door:
        assert [each.remarks for each in take(door, *rows)] == [(), ()]
    with TemporaryDirectory() as other, store(other) as door:
        assert "later than the tier allows" in " ".join(take(door, rows[0])[0].remarks)
