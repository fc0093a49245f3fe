"""The demonstration's caseload: the same everywhere, believable, and with every kind of Due."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import evenings, fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.worklist import Item
from tests.cli.surface import carelist
from tests.house.test_text import is_an_nhs_number

pytestmark = pytest.mark.slow

SHOWN = KINDS.keys() - {"invisible", "unread"}
LEFT = "after_leaving"
"""It stands of somebody who is not on the caseload any more."""
"""Every kind of Due. Not `invisible`, which never stands, nor `unread`, which only comes from another laptop."""
DAYS = (date(2026, 11, 20), date(2026, 3, 3), date(2026, 1, 2), date(2026, 4, 7), date(2026, 10, 28), date(2027, 1, 4))


def told(day: date, people: int = 60, seed: int = 1) -> Teller:
    return tell_caseload(day, people=people, seed=seed, calendar=Calendar(ServiceHours()))


def filled(teller: Teller, store: Path) -> list[Item]:
    """Everything owed at the demonstration's moment, however far off."""
    fill(store, teller, worker=WORKER)
    door = Carelist.open(store)
    try:
        assert door.verify().ok
        return door.people.today(teller.moment, days=400)
    finally:
        door.close()


def test_the_same_seed_and_day_tell_the_same_to_the_last_letter_in_any_process() -> None:
    asked = (
        "from datetime import date\nfrom carelist_tui.demo.caseload import tell_caseload\n"
        "from carelist_tui.domain.calendar import Calendar, ServiceHours\n"
        "print(tell_caseload(date(2026, 3, 3), people=60, seed=4, calendar=Calendar(ServiceHours())).digest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    assert told(date(2026, 3, 3), seed=4).digest() == elsewhere
    assert told(date(2026, 3, 3), seed=5).digest() != elsewhere
    assert told(date(2026, 3, 4), seed=4).digest() != elsewhere


@pytest.mark.turns(3)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_kind_of_due_stands_at_the_demonstrations_moment(day: date, tmp_path: Path) -> None:
    items = filled(told(day), tmp_path / "store")
    assert SHOWN - {item.kind for item in items} == set()
    assert "invisible" not in {item.kind for item in items}
    now = [item for item in items if item.status != "upcoming"]
    assert {item.band for item in now} == {1, 2, 3, 4}


def is_worrying(item: Item) -> bool:
    """Whether it can't wait, and is about the person more than about the paper."""
    return item.band < 3 and KINDS[item.kind].brings != "act"


def test_most_people_are_quiet_and_the_one_who_signs_in_has_people_of_their_own(tmp_path: Path) -> None:
    items = filled(told(DAYS[0]), tmp_path / "store")
    everyone = {item.person.id for item in items if item.person and item.kind != LEFT}
    worried = {item.person.id for item in items if item.person and item.status != "upcoming" and is_worrying(item)}
    own = {item.person.id for item in items if item.person and item.owner == WORKER}
    assert len(everyone) == 60
    assert len(worried) <= 30
    assert 6 <= len(own) <= 20
    assert all(item.owner != "w-dafydd" for item in items if item.status != "upcoming")


@pytest.mark.turns(3)
@pytest.mark.parametrize("day", [*DAYS, date(2026, 3, 28), date(2026, 12, 25), date(2024, 2, 29)], ids=str)
def test_every_draft_is_sound_and_happened_before_it_was_typed(day: date) -> None:
    teller = told(day)
    assert teller.calendar.is_service_day(teller.day(0))
    assert f"{teller.moment:%H:%M}" == "09:03"
    for each in teller.said:
        assert check_draft(each.draft, now=each.typed_at) == []
        assert each.typed_at < teller.moment


def test_everybody_is_invented() -> None:
    bodies = [each.draft["body"] for each in told(DAYS[0], people=200).said if "family" in each.draft["body"]]
    numbers = [body["nhs_number"] for body in bodies]
    assert all(number.startswith("999") and is_an_nhs_number(number) for number in numbers)
    assert len(set(numbers)) == len(numbers) == len({(body["given"], body["family"]) for body in bodies}) == 202
    phones = [phone["number"] for body in bodies for phone in body["phones"]]
    assert all(phone.startswith("07700 900") for phone in phones)


@pytest.mark.turns(2)
@pytest.mark.parametrize("people", [1, 7, 60, 130])
def test_there_are_as_many_people_as_were_asked_for(people: int, tmp_path: Path) -> None:
    items = filled(told(DAYS[0], people=people), tmp_path / "store")
    assert len({item.person.id for item in items if item.person and item.kind != LEFT}) == people


def test_what_happened_to_one_person_is_typed_in_its_order() -> None:
    last: dict[str, str] = {}
    for evening in evenings(told(DAYS[0]).said):
        for draft in evening.drafts:
            person = draft.get("person", draft["id"])
            assert (evening.typed_at.isoformat()) >= last.get(person, "")
            last[person] = evening.typed_at.isoformat()


def test_a_late_entry_a_correction_and_people_who_left_are_told_too(tmp_path: Path) -> None:
    kinds = {each.draft["type"] for each in told(DAYS[0]).said}
    assert {"entry.corrected", "person.discharged", "referral.declined", "worker.away", "outreach.stopped"} <= kinds
    assert [each.draft["late_reason"] for each in told(DAYS[0]).said if "late_reason" in each.draft] == ["no_signal"]


def test_demo_keeps_its_store_where_it_is_asked_and_leaves_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    said = ("demo", "--people", "5", "--date", "2026-03-07", "--keep", tmp_path / "kept")
    answer = carelist(*said, TMPDIR=str(tmp_path / "tmp"))
    assert (answer.status, answer.out) == (0, "")
    assert "2026-03-06T09:03" in answer.err
    assert [*(tmp_path / "tmp").iterdir()] == []
    at = ("--at", "2026-03-06T09:03", "--store", tmp_path / "kept")
    assert carelist("today", "--json", *at).json["items"]
    assert carelist("verify", "--store", tmp_path / "kept").status == 0
    assert carelist(*said).status == 2


def test_demo_without_a_terminal_and_without_a_place_to_keep_it_is_refused() -> None:
    assert carelist("demo").status == 2
