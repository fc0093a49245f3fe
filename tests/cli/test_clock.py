"""A clock that can't be right, as a user of the command meets it: every face says so first, and reads what is owed.

The machine's clock is the real one; what was recorded lies ahead of it, as it does where a clock was set back.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.clock import judge_clock
from carelist_tui.vault.witness import CLOCK, Witness
from tests.cli.surface import ACCEPTED, Answer, carelist
from tests.house.tree import PACKAGE

pytestmark = pytest.mark.slow

REAL = datetime.now(UTC).replace(microsecond=0)
LATER = REAL + timedelta(days=400)
"""When the store's entries were recorded: the machine's clock lies 400 days behind it."""
WRONG = "The clock of this laptop can't be right"
ME = "w-maya"
BODY = '{"zone": "green", "reason": "settled, sleeping well"}'


def make(store: Path, now: datetime = LATER) -> Path:
    """A store of somebody red, recorded at that moment."""
    made = {"worker": ME, "name": "Maya Okafor", "role": "manager", "team": "North"}
    with Carelist.init(store, **made, now=now - timedelta(days=3), encrypted=False) as door:
        for kind, body, ago in (
            ("person.accepted", ACCEPTED | {"coordinator": ME}, timedelta(days=2)),
            ("zone.set", {"zone": "red", "reason": "not sleeping", "review_on": f"{now.date()}"}, timedelta(hours=1)),
        ):
            whose = {"ref": "P-0001"} if kind == "zone.set" else {}
            at = (now - ago).isoformat(timespec="seconds")
            door.record([{"type": kind, "occurred_at": at, "body": body, **whose}], now)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("clock") / "store")


FACES = (("today",), ("queue",), ("find", "lee"), ("show", "P-0001"), ("huddle",), ("verify",))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face[0])
def test_every_face_says_first_that_the_clock_is_wrong(store: Path, face: tuple[str, ...]) -> None:
    answer = carelist(*face, store=store)
    assert (answer.status, answer.out.splitlines()[0][: len(WRONG)]) == (0, WRONG)
    as_json = carelist(*face, "--json", store=store)
    assert WRONG in as_json.err
    if face[0] != "find":  # it answers a list
        assert as_json.json["clock"].startswith(WRONG)


OTHERS = (("worker", "list"), ("device", "list"), ("standards", "show"), ("standards", "diff", "FILE"), ("rebuild",),
          ("show", "P-0001", "--access"), ("backup", "BACKUP"))  # fmt: skip


@pytest.mark.parametrize("face", OTHERS, ids=" ".join)
def test_whatever_else_opens_the_store_tells_of_a_wrong_clock_beside_its_answer(
    store: Path, face: tuple[str, ...], tmp_path: Path
) -> None:
    named = {"FILE": str(PACKAGE / "domain/standards/examples/scotland.toml"), "BACKUP": str(tmp_path / "store.backup")}
    answer = carelist(*(named.get(word, word) for word in face), store=store)
    assert WRONG in answer.err, answer
    assert WRONG not in answer.out


@pytest.mark.parametrize("face", FACES, ids=lambda face: face[0])
def test_a_clock_that_can_be_right_is_not_spoken_of(tmp_path: Path, face: tuple[str, ...]) -> None:
    store = make(tmp_path / "store", REAL)
    assert "clock" not in carelist(*face, store=store).out
    as_json = carelist(*face, "--json", store=store)
    assert (as_json.status, as_json.err) == (0, "")
    assert face[0] == "find" or as_json.json["clock"] is None


def owed(answer: Answer) -> list[tuple[str, str]]:
    return [(item["key"], item["status"]) for item in answer.json["items"]]


def test_no_due_vanishes_where_the_clock_was_reset(store: Path) -> None:
    """The list, the queue and the person are read at the newest moment, as `--at` that moment reads them."""
    then = LATER.isoformat(timespec="seconds")
    wrong, right = carelist("today", "--json", store=store), carelist("today", "--at", then, "--json", store=store)
    assert owed(wrong) == owed(right)
    assert owed(wrong)
    assert datetime.fromisoformat(wrong.json["at"]) == LATER
    shown = carelist("show", "P-0001", "--json", store=store).json
    assert shown["zone"] == "red"
    assert owed(wrong)[0][0] in [item["key"] for item in shown["items"]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(back=st.timedeltas(timedelta(minutes=61), timedelta(days=60 * 365)))
def test_a_wrong_clock_never_makes_a_due_vanish_from_today(store: Path, back: timedelta) -> None:
    with Carelist.open(store, ME) as door:
        clock = door.clock(LATER - back)
        assert not clock.can_be_right
        owed_then = {item.key for item in door.people.today(LATER)}
        assert owed_then
        assert {item.key for item in door.people.today(clock.at)} == owed_then
        assert door.people.queue(clock.at) == door.people.queue(LATER)


def test_a_moment_that_somebody_named_is_never_called_wrong(store: Path) -> None:
    for face in (("today",), ("queue",), ("show", "P-0001"), ("huddle",)):
        answer = carelist(*face, "--at", "2020-01-01T10:00", store=store)
        assert "can't be right" not in answer.out + answer.err
    assert carelist("today", "--at", "2020-01-01T10:00", "--json", store=store).json["clock"] is None


def entries(store: Path) -> int:
    return int(carelist("verify", "--json", store=store).json["entries"])


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("record", "zone.set", "--person", "P-0001", "--body", BODY),
    ("worker", "add", "--id", "w-tom", "--name", "Tom", "--role", "support_worker", "--team", "North"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_nothing_is_recorded_by_a_clock_that_cant_be_right(store: Path, command: tuple[str, ...]) -> None:
    before = entries(store)
    refused = carelist(*command, store=store)
    assert (refused.status, refused.out) == (2, "")
    assert WRONG in refused.err
    assert "--clock-is-right" in refused.err
    assert entries(store) == before


def test_saying_once_that_the_clock_is_right_is_kept(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    said = carelist(*COMMANDS[0], "--clock-is-right", store=store)
    assert said.status == 0, said.err
    assert carelist(*COMMANDS[1], store=store).status == 0
    today = carelist("today", "--json", store=store).json
    assert today["clock"] is None
    assert abs(datetime.fromisoformat(today["at"]) - datetime.now(UTC)) < timedelta(minutes=5)
    assert carelist("verify", store=store).status == 0
    assert carelist("rebuild", store=store).status == 0
    assert carelist("today", "--json", store=store).json["clock"] is None


def test_what_a_clock_ahead_recorded_counts_from_the_saying_on_and_is_shown_as_such(tmp_path: Path) -> None:
    store = make(tmp_path / "store", REAL)
    with Carelist.open(store, ME) as door:
        body = {"zone": "amber", "reason": "sleeping by day", "review_on": f"{LATER.date()}"}
        draft = {"type": "zone.set", "occurred_at": LATER.isoformat(), "body": body, "ref": "P-0001"}
        door.record([draft], LATER)
        door.clock_is_right(REAL)
    shown = carelist("show", "P-0001", store=store)
    assert "Zone amber" in shown.out
    assert shown.out.splitlines()[-1].endswith("by Maya Okafor (recorded by a clock ahead)")
    items = carelist("today", "--json", "--days", "30", store=store).json["items"]
    assert {item["zone"] for item in items if item["person"]} == {"amber"}
    assert carelist("verify", store=store).status == 0


def test_it_may_be_said_without_recording_anything(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    before = entries(store)
    answer = carelist("record", "--clock-is-right", store=store)
    assert (answer.status, answer.out, entries(store)) == (0, "", before)
    assert carelist("today", "--json", store=store).json["clock"] is None


def test_after_it_was_said_a_clock_set_back_again_is_noticed(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    with Carelist.open(store, ME) as door:
        door.clock_is_right(REAL)
        assert door.clock(REAL).can_be_right
        assert not door.clock(REAL - timedelta(hours=2)).can_be_right
        body = {"zone": "green", "reason": "settled"}
        tomorrow = REAL + timedelta(days=1)
        draft = {"type": "zone.set", "occurred_at": tomorrow.isoformat(), "body": body, "ref": "P-0001"}
        door.record([draft], tomorrow)
        assert not door.clock(REAL + timedelta(hours=2)).can_be_right


def test_what_the_witness_remembers_tells_against_the_clock_too(tmp_path: Path) -> None:
    """A journal that was cut off does not make a wrong clock right."""
    store = make(tmp_path / "store", REAL)
    assert Witness(store).read()[CLOCK].count == int(REAL.timestamp() * 1000)
    Witness(store).raise_to({CLOCK: Witness(store).read()[CLOCK].__class__(int(LATER.timestamp() * 1000), 0, "-")})
    with Carelist.open(store, ME) as door:
        assert door.clock(REAL).at == LATER


def test_a_store_of_an_earlier_release_knows_its_newest_moment(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    with Carelist.open(store, ME) as door:
        with door.journal.store.writing() as connection:
            connection.execute("DELETE FROM meta WHERE name = 'newest'")
        (store / "heads").unlink()
        assert door.clock(REAL).at == LATER
        early = REAL + timedelta(days=1)
        draft: dict[str, Any] = {"type": "zone.set", "occurred_at": early.isoformat(), "body": json.loads(BODY)}
        door.record([draft | {"ref": "P-0001"}], early)
        assert door.clock(REAL).at == LATER
        assert judge_clock(REAL, door.glance.clock_evidence()).recorded_up_to == LATER


def test_the_plain_lines_say_so_first_and_ask_before_they_record(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    before = entries(store)
    told = carelist("--plain", "--as", ME, store=store, stdin=b"1\nd\nn\n\nq\n")
    assert told.status == 0
    assert f"Warning: {WRONG}" in "\n".join(told.out.splitlines()[:2])
    assert "Lee" in told.out.replace("LEE", "Lee")
    assert "Is the clock of this laptop right?" in told.out
    assert entries(store) == before
    said = carelist("--plain", "--as", ME, store=store, stdin=b"1\nd\ny\n")
    assert said.status == 0
    assert carelist("today", "--json", store=store).json["clock"] is None


def test_a_rebuild_keeps_the_newest_moment_of_a_store_that_never_kept_it(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    with Carelist.open(store, ME) as door:
        with door.journal.store.writing() as connection:
            connection.execute("DELETE FROM meta WHERE name = 'newest'")
        door.rebuild()
        with door.journal.store.reading() as connection:
            kept = connection.execute("SELECT value FROM meta WHERE name = 'newest'").fetchone()[0]
    assert datetime.fromisoformat(kept) == LATER


@pytest.mark.parametrize(
    "asked",
    [("--format", "text", "--person", "P-0001"), ("--format", "csv", "--worklist"), ("--format", "csv")],
    ids=lambda asked: asked[1],
)
def test_what_leaves_is_read_at_the_newest_moment_and_says_so(store: Path, asked: tuple[str, ...]) -> None:
    answer = carelist("export", "-", "--reason", "a test", *asked, store=store)
    assert (answer.status, answer.err[: len(WRONG)]) == (0, WRONG)
    assert "None (not on the caseload)" not in answer.out
    assert "P-0001" in answer.out
