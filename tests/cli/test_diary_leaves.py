"""A worker's diary as a file: their own contacts, nobody's name, and what a later file takes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store

pytestmark = pytest.mark.slow

WHY = ("--reason", "the diary on my work telephone")
TOM = ("worker", "add", "--id", "w-tom", "--name", "Tom Price", "--role", "coordinator", "--team", "North")
CANARY = "Zebrafinch"
PLANNED = {"at": "2026-03-10T10:00:00+00:00", "until": "2026-03-10T10:45:00+00:00", "method": "visit",
           "purpose": "medication", "worker": "w-tom", "place": CANARY}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = make_store(tmp_path / "store")
    assert carelist(*TOM, store=made).status == 0
    record(made, draft("person.accepted", {**ACCEPTED, "given": "Amina", "family": CANARY, "address": CANARY}))
    return made


def record(store: Path, *drafts: str, worker: str = "w-maya") -> list[str]:
    answer = carelist("record", "-", "--as", worker, store=store, stdin="\n".join(drafts).encode())
    assert answer.status == 0, answer.err
    return [json.loads(line)["id"] for line in answer.out.splitlines()]


def diary(store: Path, *asked: object, worker: str = "w-tom") -> Answer:
    return carelist("export", "-", "--format", "ics", *asked, *WHY, "--as", worker, store=store)


def events(answer: Answer) -> list[Any]:
    assert answer.status == 0, answer.err
    return list(Calendar.from_ical(answer.out).walk("VEVENT"))


def test_the_next_file_takes_back_what_was_cancelled_under_the_same_uid(store: Path) -> None:
    once, series = record(
        store, draft("contact.planned", PLANNED, ref="P-0001"),
        draft("contact.planned", {**PLANNED, "repeat": "FREQ=WEEKLY;BYDAY=TU"}, ref="P-0001"),
    )  # fmt: skip
    before = {str(each["UID"]): each for each in events(diary(store))}
    assert {each["STATUS"] for each in before.values()} == {"CONFIRMED"}
    said = {"by": "service", "reason": CANARY, "told_person": "yes"}
    one = {**said, "planned": series, "occurrence": "2026-03-31T10:00:00+01:00"}
    for body in ({**said, "planned": once}, one):
        record(store, draft("contact.cancelled", body, ref="P-0001"))
    after = {str(each["UID"]): each for each in events(diary(store))}
    assert before.keys() == after.keys() == {f"{once}@carelist", f"{series}@carelist"}
    assert (after[f"{once}@carelist"]["STATUS"], after[f"{series}@carelist"]["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert [each.dt.isoformat() for each in after[f"{series}@carelist"]["EXDATE"].dts] == ["2026-03-31T10:00:00+01:00"]
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in before)


def test_a_diary_is_ones_own_unless_another_worker_is_named(store: Path) -> None:
    record(store, draft("contact.planned", PLANNED, ref="P-0001"))
    assert [str(each["SUMMARY"]) for each in events(diary(store))] == ["A.Z. visit"]
    assert events(diary(store, worker="w-maya")) == []
    assert len(events(diary(store, "--worker", "w-tom", worker="w-maya"))) == 1


def test_no_name_place_or_reason_for_contact_leaves_by_a_diary(store: Path) -> None:
    record(store, draft("contact.planned", PLANNED, ref="P-0001"))
    said = diary(store).out
    assert "A.Z. visit" in said
    for canary in (CANARY, "Amina", "medication", "P-0001", "Tom"):
        assert canary.casefold() not in said.casefold()


def test_a_file_ending_in_ics_is_a_diary_and_that_it_left_is_kept(store: Path, tmp_path: Path) -> None:
    record(store, draft("contact.planned", PLANNED, ref="P-0001"))
    out = tmp_path / "mine.ics"
    assert carelist("export", out, "--as", "w-tom", store=store).status == 2
    assert carelist("export", out, *WHY, "--as", "w-tom", store=store).status == 0
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    left = carelist("list", "exports", "--json", "--as", "w-maya", store=store).json["items"]
    assert [each["reason"] for each in left] == [WHY[1]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--worker", "w-nobody"), "w-nobody"),
        (("--person", "P-0001"), "--worker"),
        (("--since", "2026-03-01T00:00"), "--since"),
        (("--mine",), "--mine"),
        (("--deidentified",), "--deidentified"),
    ],
    ids=str,
)
def test_what_a_diary_can_not_be_is_said(store: Path, asked: tuple[str, ...], said: str) -> None:
    answer = diary(store, *asked)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_whose_diary_it_is_must_be_known(store: Path) -> None:
    answer = carelist("export", "-", "--format", "csv", "--worker", "w-tom", *WHY, "--as", "w-tom", store=store)
    assert answer.status == 2
    assert "--worker goes with --format ics" in answer.err
