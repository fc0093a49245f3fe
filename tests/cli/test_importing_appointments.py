"""`import --kind appointments`: another program's diary, each row taken, known, brought up to date or refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli import surface
from tests.cli.surface import ACCEPTED, Answer, draft, make_store

pytestmark = pytest.mark.slow
carelist = partial(surface.carelist, CARELIST_WORKER="w-maya")

NOW = datetime.now(UTC).replace(microsecond=0, second=0)
AHEAD, PAST = NOW + timedelta(days=3), NOW - timedelta(days=2)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store in which Tom holds P-0001, and P-0002 must not be phoned."""
    store = make_store(tmp_path / "store")
    tom = ("--id", "w-tom", "--name", "Tom Okafor", "--role", "coordinator", "--team", "North")
    assert carelist("worker", "add", *tom, store=store).status == 0
    began = (NOW - timedelta(days=30)).isoformat()
    two = ACCEPTED | {"ref": "P-0002", "family": "Bo", "given": "Cy", "do_not": ["call"]}
    for body in (ACCEPTED | {"coordinator": "w-tom"}, two):
        line = json.dumps({**json.loads(draft("person.accepted", body)), "occurred_at": began})
        assert carelist("record", "-", store=store, stdin=line.encode()).status == 0
    return store


def row(**changed: str) -> dict[str, str]:
    sound = {"ref": "P-0001", "at": AHEAD.isoformat(), "method": "clinic", "purpose": "routine", "worker": "w-tom",
             "status": "booked", "source_id": "A-1"}  # fmt: skip
    return {**sound, **changed}


def taken(store: Path, *rows: dict[str, str], more: tuple[str, ...] = ()) -> Answer:
    """The answer to a file of these rows."""
    file = store.parent / "diary.csv"
    headings = list(row())
    lines = [",".join(headings), *(",".join(each[name] for name in headings) for each in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return carelist("import", file, "--kind", "appointments", "--json", *more, store=store)


def told(store: Path, ref: str = "P-0001") -> list[dict[str, Any]]:
    """The contacts of somebody's story."""
    story = carelist("show", ref, "--json", store=store).json["story"]
    return [each for each in story if each["type"].startswith("contact.")]


def outcome(answer: Answer) -> tuple[str, str]:
    """What became of the only row, and all that was said of it."""
    (only,) = answer.json["rows"]
    return only["what"], "; ".join(only["remarks"])


def test_the_same_file_twice_changes_nothing(store: Path) -> None:
    first = taken(store, row())
    assert first.status == 0, first
    assert {name: first.json[name] for name in ("taken", "skipped", "refused", "updated")} == {
        "taken": 1, "skipped": 0, "refused": 0, "updated": 0
    }  # fmt: skip
    assert [each["type"] for each in told(store)] == ["contact.planned"]
    again = taken(store, row())
    assert (again.status, outcome(again)) == (0, ("skipped", "is booked here already, as this row says"))
    assert len(told(store)) == 1


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        ("cancelled by us", "contact.cancelled", {"by": "service"}),
        ("cancelled by them", "contact.cancelled", {"by": "person"}),
        ("2", "contact.cancelled", {"by": "person"}),
        ("4", "contact.cancelled", {"by": "service"}),
        ("cancelled", "contact.cancelled", {"by": "person"}),
    ],
)
def test_a_changed_status_adds_only_what_is_new(store: Path, status: str, kind: str, says: dict[str, str]) -> None:
    taken(store, row())
    answer = taken(store, row(status=status))
    assert (answer.status, outcome(answer)[0]) == (0, "updated"), answer
    planned, became = told(store)
    assert became["type"] == kind
    assert says.items() <= became["body"].items()
    assert became["body"]["planned"] == planned["id"]
    assert outcome(taken(store, row(status=status)))[0] == "skipped"
    assert outcome(taken(store, row(status="booked")))[0] == "refused"
    assert len(told(store)) == 2


@pytest.mark.parametrize(
    ("status", "kind"),
    [("attended", "completed"), ("5", "completed"), ("6", "completed"), ("did not attend", "missed"),
     ("3", "missed"), ("7", "missed"), ("2", "cancelled"), ("4", "cancelled")],
)  # fmt: skip
def test_what_became_of_one_that_was_not_known_stands_alone(store: Path, status: str, kind: str) -> None:
    past = row(at=PAST.isoformat(), status=status)
    answer = taken(store, past)
    assert (answer.status, outcome(answer)[0]) == (0, "taken"), answer
    assert told(store)[-1]["type"] == f"contact.{kind}"
    count = len(told(store))
    assert outcome(taken(store, past))[0] == "skipped"
    assert len(told(store)) == count


def test_a_booking_that_was_missed_opens_a_missed_contact_that_names_it(store: Path) -> None:
    at = (NOW - timedelta(hours=2)).isoformat()
    body = {"at": at, "method": "clinic", "purpose": "routine", "worker": "w-tom"}
    from carelist_tui.exchange.appointments.appointment_rows import PLANNED, Appointment

    known = Appointment(1, source_id="A-1").id_of(PLANNED)
    line = {"id": known, "type": "contact.planned", "occurred_at": PAST.isoformat(), "ref": "P-0001", "body": body}
    assert carelist("record", "-", store=store, stdin=json.dumps(line).encode()).status == 0
    answer = taken(store, row(at=at))
    assert outcome(answer)[0] == "skipped"
    assert "nothing says what became of it" in outcome(answer)[1]
    assert outcome(taken(store, row(at=at, status="3")))[0] == "updated"
    assert told(store)[-1]["body"]["planned"] == known
    assert outcome(taken(store, row(at=at, status="attended")))[0] == "refused"


def test_what_can_not_be_so_is_refused_by_row_and_the_others_come_in(store: Path) -> None:
    rows = [
        row(at=PAST.isoformat(), source_id="A-2"),
        row(ref="P-9999", source_id="A-3"),
        row(status="attended", source_id="A-4"),
        row(at="2026-03-29 01:30", status="attended", source_id="A-5"),
        row(status="perhaps", source_id="A-6"),
        row(source_id=""),
        row(source_id="A-8"),
        row(ref="P-0002", source_id="A-8"),
    ]
    answer = taken(store, *rows)
    assert answer.status == 1
    said = [(each["what"], "; ".join(each["remarks"])) for each in answer.json["rows"]]
    expected = ["is past, and nothing says", "P-9999", "its time has not come", "clocks skip", "is not one of",
                "source_id: is needed"]  # fmt: skip
    assert [what for what, _ in said] == ["refused"] * 6 + ["taken", "refused"]
    for (_, words), part in zip(said, expected, strict=False):
        assert part in words
    assert "somebody else" in said[-1][1]
    assert [each["line"] for each in answer.json["rows"]] == list(range(2, 10))


def test_nobody_who_must_not_be_phoned_is_booked_by_call_without_a_remark(store: Path) -> None:
    answer = taken(store, row(ref="P-0002", method="telephone"))
    assert outcome(answer)[0] == "taken"
    assert "not to be reached this way" in outcome(answer)[1]


def test_a_moved_booking_is_said_and_nothing_is_moved(store: Path) -> None:
    taken(store, row())
    answer = taken(store, row(at=(AHEAD + timedelta(days=1)).isoformat()))
    assert (answer.status, outcome(answer)[0]) == (1, "refused")
    assert "is booked here for" in outcome(answer)[1]


def test_a_method_or_worker_that_can_not_be_read_is_said(store: Path) -> None:
    answer = taken(store, row(method="smoke signal", worker="Nobody Known"))
    assert (answer.status, outcome(answer)[0]) == (1, "taken")
    assert "stands for no contact" in outcome(answer)[1]
    (booked,) = told(store)
    assert (booked["body"]["method"], booked["body"]["worker"]) == ("other", "w-tom")
    nobody = taken(store, row(ref="P-0002", worker="Nobody Known", source_id="A-2"))
    assert outcome(nobody)[0] == "refused"


def test_a_dry_run_records_nothing(store: Path) -> None:
    answer = taken(store, row(), more=("--dry-run",))
    assert (answer.status, outcome(answer)[0], told(store)) == (0, "taken", [])


def test_a_map_says_their_headings_and_words(store: Path) -> None:
    file, names = store.parent / "theirs.csv", store.parent / "map.toml"
    file.write_text(f"Client;When;Type;Outcome;Booking\nP-0001;{AHEAD:%d/%m/%Y} 10:30;OPD;Bkd;B-7\n", encoding="cp1252")
    names.write_text(
        '[columns]\nClient = "ref"\nWhen = "at"\nType = "method"\nOutcome = "status"\nBooking = "source_id"\n'
        '[values.method]\nOPD = "clinic"\n[values.status]\nBkd = "booked"\n[defaults]\nworker = "Tom Okafor"\n',
        encoding="utf-8",
    )
    answer = carelist("import", file, "--kind", "appointments", "--map", names, store=store)
    assert answer.status == 0, answer
    assert "1 row: 1 taken, 0 skipped, 0 updated, 0 refused." in answer.out
    (booked,) = told(store)
    assert (booked["body"]["method"], booked["body"]["worker"]) == ("clinic", "w-tom")
