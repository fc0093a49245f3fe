"""Files as real systems write a caseload: nobody is dropped without a word, nobody dead comes in alive, and nobody who
must not be phoned can be. A table of files, taken in through the door, each row's outcome and what is then known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist.imports.caseload_import import Outcome, no_longer_named, take_rows
from carelist_tui.exchange.caseload.column_map import Mapped, read_mapping
from carelist_tui.exchange.caseload.csv_file import Caseload, read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.their_headings import looks_forbidden
from tests.domain.telling import LONDON
from tests.exchange.caseload_files import ANN, BEA, FILES, HEAD, File, text, workbook
from tests.stories.telling import Service

pytestmark = pytest.mark.slow


class NoProgress:
    def step(self, number: int = 1) -> None:
        del number


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service.opens(tmp_path / "store", "2026-03-03 09:30")
    for id, name in (("w-sam", "Sam Twin"), ("w-sam2", "Sam Twin"), ("w-lou", "Lou Gone")):
        added = {"worker": id, "name": name, "role": "support_worker", "team": "North"}
        service.says("worker.added", added, by="w-mgr")
    gone = {"worker": "w-lou", "name": "Lou Gone", "role": "support_worker", "team": "North", "active": False}
    service.says("worker.changed", gone, by="w-mgr")
    service.carelist.worker = "w-mgr"
    yield service
    service.carelist.close()


def read(service: Service, content: bytes, mapped: str = "", sheet: str | None = None) -> Caseload:
    now, workers = service.now.astimezone(UTC), tuple(service.carelist.people.workers())
    clock = Clock(LONDON, now, service.carelist.journal.standards, workers)
    return read_caseload(content, read_mapping(mapped, is_toml=True) if mapped else Mapped(), clock, sheet)


def take(
    service: Service, content: bytes, mapped: str = "", *, dry_run: bool = False, update: bool = False
) -> dict[str, Outcome]:
    rows = read(service, content, mapped).rows
    now = service.now.astimezone(UTC)
    outcomes = take_rows(service.carelist, rows, now, dry_run=dry_run, update=update, progress=NoProgress())
    return {each.ref: each for each in outcomes}


def known(service: Service, ref: str) -> dict[str, Any]:
    """What is known of somebody, as the table of files says it."""
    shown = service.carelist.people.person(ref, service.now)
    booked = next(((each["method"], each["worker"]) for each in shown["next_contacts"]), None)
    consents = [each["body"] for each in shown["story"] if each["type"] == "consent.recorded"]
    consent = {True: "yes", False: "no"}[consents[-1]["given"]] if consents else None
    besides = {"zone": shown["zone"], "coordinator": shown["coordinator"]}
    besides["spoke"] = shown["last_contact"]["at"] if shown["last_contact"] else None
    return {**shown["identity"], **besides, "booked": booked, "consent": consent}


def plain(value: Any) -> Any:
    """Phones without what nobody said of them."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: said for name, said in each.items() if said is not None} for each in value]
    return value


def without_defaults(stands: Any, meant: Any) -> Any:
    if isinstance(meant, list) and meant and isinstance(meant[0], dict):
        return [{name: each.get(name) for name in want} for each, want in zip(stands, meant, strict=True)]
    return stands


@pytest.mark.parametrize("file", FILES, ids=[each.name for each in FILES])
def test_a_file_as_a_real_system_writes_it_comes_in_right(service: Service, file: File) -> None:
    foreseen = take(service, file.content, file.mapped, dry_run=True)
    caseload = read(service, file.content, file.mapped)
    for said in file.of_file:
        assert any(said in remark for remark in caseload.remarks), caseload.remarks
    outcomes = take(service, file.content, file.mapped)
    assert {ref: each.what for ref, each in outcomes.items()} == dict(file.what)
    assert foreseen == outcomes, "a dry run says the same"
    for ref, said in file.said.items():
        assert any(said in remark for remark in outcomes[ref].remarks), outcomes[ref].remarks
    for ref, meant in file.known.items():
        stands = known(service, ref)
        for name, value in meant.items():
            assert without_defaults(plain(stands.get(name)), value) == value, (ref, name)
    assert any(each.kept_out for each in outcomes.values() if each.what != "refused") == file.kept_out
    assert not service.carelist.verify().problems


@pytest.mark.parametrize("file", FILES, ids=[each.name for each in FILES])
def test_the_same_file_twice_changes_nothing(service: Service, file: File) -> None:
    first = take(service, file.content, file.mapped)
    before = service.carelist.people.today_json(service.now)
    for update in (False, True):
        again = take(service, file.content, file.mapped, update=update)
        assert {each.what for ref, each in again.items() if first[ref].what == "taken"} <= {"skipped"}
        assert {each.what for each in again.values()} <= {"skipped", "refused"}
    assert service.carelist.people.today_json(service.now) == before


def test_there_are_thirty_files() -> None:
    assert len(FILES) >= 30


def test_a_workbooks_sheet_is_named_and_another_name_is_refused(service: Service) -> None:
    rows: list[list[object]] = [list(HEAD.split(",")), [*ANN.split(",")]]
    book = workbook(("Notes", [["nothing"]]), ("Team Caseload", rows))
    assert [row.ref for row in read(service, book, sheet="team caseload").rows] == ["P-1"]
    for content, sheet, sentence in (
        (book, "Others", "it has Notes, Team Caseload"),
        (text(HEAD, ANN), "Others", "a CSV file is one sheet"),
        (b"PK\x03\x04 and no more", None, "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 and no more", None, "no workbook that can be read"),
    ):
        with pytest.raises(Exception, match=sentence):
            read(service, content, sheet=sheet)


def test_next_weeks_file_brings_what_is_new_and_loosens_nothing(service: Service) -> None:
    head = f"{HEAD},phone,phone_unsafe,email,do_not,coordinator"
    take(service, text(head, f"{ANN},07700 900142,yes,,call,w-tom", f"{BEA},,,,,w-tom"))
    later = text(head, f"{ANN.replace('standard', 'light')},0191 496 0001,,a@example.org,text,w-ann")
    refused = take(service, later)["P-1"]
    assert (refused.what, "--update" in refused.remarks[0]) == ("refused", True)
    updated = take(service, later, update=True)
    assert updated["P-1"].what == "updated"
    assert updated["P-1"].remarks[0] == "changed: phones, email, do_not"
    assert "tier: differs here, and stays as it stands" in updated["P-1"].remarks
    stands = known(service, "P-1")
    assert [(each["number"], each["unsafe"]) for each in stands["phones"]] == [
        ("0191 496 0001", False), ("07700 900142", True),
    ]  # fmt: skip
    assert (stands["do_not"], stands["email"], stands["coordinator"]) == (["call", "text"], "a@example.org", "w-tom")
    assert no_longer_named(service.carelist, updated) == ["P-2"]
    assert service.carelist.people.person("P-2", service.now)["on_caseload"]


def test_who_is_here_and_died_by_the_file_is_not_called_and_somebody_finds_out(service: Service) -> None:
    take(service, text(HEAD, ANN))
    died = text(f"{HEAD},died_on", f"{ANN},2026-03-01")
    assert take(service, died)["P-1"].what == "refused"
    assert take(service, died, update=True)["P-1"].what == "updated"
    shown = service.carelist.people.person("P-1", service.now)
    assert "Died, do not contact (not confirmed)" in shown["warnings"]
    assert "confirm_report" in {item["kind"] for item in shown["items"]}
    assert take(service, died, update=True)["P-1"].what == "skipped"


def test_who_has_the_same_nhs_number_or_name_and_birth_date_is_said_and_taken(service: Service) -> None:
    take(service, text(f"{HEAD},nhs_number,born", f"{ANN},9990000018,1984-05-17"))
    again = ("P-3,ANN,lée,12/01/2026,gp,North,light,,17/05/1984", "P-4,Ann,Lee,12/01/2026,gp,North,light,,")
    found = take(service, text(f"{HEAD},nhs_number,born", f"{BEA},9990000018,", *again))
    assert [each.what for each in found.values()] == ["taken"] * 3
    assert "P-1 has the same NHS number: is it one person?" in found["P-2"].remarks
    assert "P-1 has the same name and birth date: is it one person?" in found["P-3"].remarks
    assert not found["P-4"].remarks


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("Mor, Roger", ["P-1"]), ("o'brien", ["P-2"]), ("O’Brien", ["P-2"]), ("obrien", ["P-2"]),
        ("smithjones", ["P-3"]), ("17/05/1984", ["P-1"]), ("1984-05-17", ["P-1"]), ("17/05/84", ["P-1"]),
        ("17 May 1984", ["P-1"]), ("999 000 0018", ["P-1"]), ("p-1", ["P-1"]), ("17/05/1985", []),
    ],
)  # fmt: skip
def test_somebody_is_found_however_their_name_or_birth_date_is_typed(
    service: Service, typed: str, refs: list[str]
) -> None:
    people = (
        "P-1,Roger,Mor,12/01/2026,gp,North,light,17/05/1984,9990000018",
        "P-2,Siobhán,O'Brien,12/01/2026,gp,North,light,,",
        "P-3,Jo,Smith-Jones,12/01/2026,gp,North,light,,",
    )
    take(service, text(f"{HEAD},born,nhs_number", *people))
    assert [each.ref for each in service.carelist.people.find(typed)] == refs


def test_what_a_rule_of_now_refuses_stays_out_and_the_person_comes_in(service: Service) -> None:
    """An auditor coordinates nobody; a zone whose date lies too far off stays as it is, and falls due as paper."""
    ida = {"worker": "w-ida", "name": "Ida Vane", "role": "auditor", "team": "North"}
    service.says("worker.added", ida, by="w-mgr")
    head = f"{HEAD},coordinator,clinical_oversight,zone,zone_reason,zone_review_on"
    found = take(service, text(head, f"{ANN},Ida Vane,Dr Shah,red,sleeping by day,2026-12-01", f"{BEA},,,amber,,"))
    assert [each.what for each in found.values()] == ["taken", "taken"]
    assert any(each.startswith("coordinator: is an auditor") for each in found["P-1"].remarks)
    assert any(each.startswith("zone_review_on: is too far off") for each in found["P-1"].remarks)
    stands = known(service, "P-1")
    assert (stands["coordinator"], stands["zone"]) == (None, "red")
    assert service.carelist.people.person("P-1", service.now)["story"][-1]["body"]["reason"] == "sleeping by day"


def test_somebody_accepted_on_friday_from_a_and_e_and_brought_in_on_monday_is_on_mondays_list(tmp_path: Path) -> None:
    service = Service.opens(tmp_path / "monday", "2026-03-09 08:30")
    service.carelist.worker = "w-mgr"
    take(service, text(HEAD, "P-9,Ann,Lee,06/03/2026,A&E liaison,North,enhanced"))
    service.at("2026-03-09 09:00")
    owed = {item["kind"]: item["status"] for item in service.carelist.people.today_json(service.now)["items"]}
    assert owed["first_contact"] in ("due", "overdue")
    service.carelist.close()


@pytest.mark.parametrize(
    ("heading", "code"),
    [("Do Not Phone", "call"), ("No SMS", "text"), ("Do not contact by post", "letter"), ("DO_NOT_EMAIL", "email"),
     ("Don't leave message", "voicemail"), ("Notes", None), ("No. of calls", None), ("No fixed abode", None),
     ("Do Not Contact", None)],
)  # fmt: skip
def test_a_heading_that_forbids_is_offered_as_that(heading: str, code: str | None) -> None:
    assert looks_forbidden(heading) == code
