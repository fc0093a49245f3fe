"""Two records of one person (records.md, persons.joined): one story from then on, on every laptop, and undone by its
correction."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.person import load_state
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines, projections, rows
from tests.journal.telling import (
    MONDAY,
    accepted,
    completed,
    corrected,
    draft,
    hours,
    missed,
    store_at,
    worker,
    zone,
)

pytestmark = pytest.mark.slow

STAYS, ENDS, THIRD = (f"01950000-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))
CHECKED = {"reason": "imported twice", "checked": "NHS number and birth date; asked her"}


def joined(ended: str, into: str, at: float, **envelope: Any) -> dict[str, Any]:
    return draft("persons.joined", hours(at), {"into": into, **CHECKED}, person=ended, **envelope)


def of_people(carelist: Carelist) -> dict[str, list[tuple[Any, ...]]]:
    """What is projected of people: not what is owed to the team, nor what meta says."""
    found = projections(carelist.store)
    dues = [row for row in found["due"] if row[0]]
    return {name: found[name] for name in ("person", "identifier", "joined")} | {"due": dues}


def two_records(carelist: Carelist) -> None:
    """Ann is there twice: P-1 was seen today, of P-2 a contact was missed last night."""
    carelist.record(
        [
            worker("added", MONDAY, "w-tom"),
            accepted("P-1", MONDAY, STAYS, phones=[{"number": "020 1", "text_ok": True}], born="1990-05-17"),
            accepted("P-2", hours(-30), ENDS, phones=[{"number": "020 1", "unsafe": True}], gp="Dr Ray"),
        ],
        hours(0.1),
    )
    carelist.record([missed("P-2", hours(0.5))], hours(0.6))
    carelist.record([zone("P-1", hours(1), "amber")], hours(1.1))


def state_of(carelist: Carelist, person: str) -> Any:
    found = rows(carelist.store, f"SELECT state FROM person WHERE id = '{person}'")
    return load_state(found[0][0]) if found else None


def test_what_was_recorded_of_either_is_told_of_the_one_that_stays(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    one = carelist.people.person("P-2", hours(3))
    assert one["person"] == STAYS == carelist.people.person("P-1", hours(3))["person"]
    assert carelist.people.person(ENDS, hours(3))["ref"] == "P-1"
    assert one["episode"] is not None
    assert one["zone"] == "amber"
    assert {line["person"] for line in one["story"]} == {STAYS, ENDS}
    assert one["identity"]["gp"] == "Dr Ray"
    assert one["identity"]["born"] == "1990-05-17"
    (phone,) = one["identity"]["phones"]
    assert phone["unsafe"]
    assert not phone.get("text_ok")
    assert carelist.verify().ok


def test_the_earlier_acceptance_counts_for_every_clock(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    assert state_of(carelist, STAYS).acceptance.at == hours(-30)
    assert state_of(carelist, ENDS) is None


def test_dues_of_both_become_those_of_one(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    owed = rows(carelist.store, "SELECT DISTINCT person FROM due WHERE person != ''")
    assert owed == [(STAYS,)]
    assert rows(carelist.store, "SELECT kind FROM due WHERE kind = 'ladder_step'")


def test_what_is_recorded_of_either_later_stands_in_the_one_story(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    carelist.record([completed("P-2", hours(3))], hours(3.1))
    assert state_of(carelist, STAYS).last_contact.at == hours(3)
    assert carelist.people.person("P-1", hours(4))["episode"] is None


def test_joined_in_one_batch_with_what_follows(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2), completed("P-2", hours(2.5)), zone("P-1", hours(2.6))], hours(3))
    assert state_of(carelist, STAYS).last_contact.at == hours(2.5)
    assert carelist.verify().ok


def test_joined_then_corrected_is_as_never_joined(tmp_path: Path) -> None:
    with store_at(tmp_path / "store") as carelist:
        two_records(carelist)
        before = of_people(carelist)
        [receipt] = carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
        assert state_of(carelist, ENDS) is None
        carelist.record([corrected(receipt.id, hours(3), replacement=None)], hours(3.1))
        assert of_people(carelist) == before
        assert carelist.verify().ok


def test_joined_through_a_third(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([accepted("P-3", hours(-50), THIRD)], hours(1.5))
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    carelist.record([joined(STAYS, THIRD, 2.2)], hours(2.3))
    assert {carelist.people.person(ref, hours(3))["person"] for ref in ("P-1", "P-2", "P-3")} == {THIRD}
    assert state_of(carelist, THIRD).acceptance.at == hours(-50)
    assert carelist.verify().ok


def test_a_leaving_of_one_record_ends_nothing_of_the_other(carelist: Carelist) -> None:
    """Somebody saw that she was there twice, and discharged one of her: she still waits for contact."""
    two_records(carelist)
    carelist.record([completed("P-2", hours(1.2))], hours(1.3))
    decided = {"about": "discharge", "decision": "agree", "what_changed": "she is there twice",
               "rationale": "The same person as P-1, by NHS number.", "authorised_by": "w-ann"}  # fmt: skip
    [decision] = carelist.record([draft("decision.recorded", hours(1.4), decided, ref="P-2")], hours(1.5))
    left = {"destination": "P-1", "reason": "other", "note": "there twice", "decision": decision.id}
    carelist.record([draft("person.discharged", hours(1.6), left, ref="P-2")], hours(1.7))
    assert not carelist.people.person("P-2", hours(2))["on_caseload"]
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    assert carelist.people.person("P-2", hours(3))["on_caseload"]


@pytest.mark.parametrize("no_first", [True, False])
def test_a_yes_in_one_record_answers_no_refusal_in_the_other(carelist: Carelist, no_first: bool) -> None:
    two_records(carelist)
    words = {"scope": "share", "with": "Housing, Jo Hill", "basis": "consent", "rationale": "as she said"}
    said = [("P-2", False), ("P-1", True)] if no_first else [("P-1", True), ("P-2", False)]
    for number, (ref, is_yes) in enumerate(said):
        at = hours(1.2 + number / 10)
        carelist.record([draft("consent.recorded", at, words | {"given": is_yes}, ref=ref)], at)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    shown = carelist.people.person("P-1", hours(3))
    assert [each["name"] for each in shown["must_not_be_told"]] == ["Housing, Jo Hill"]
    assert shown["may_be_told"] == []
    carelist.record([draft("consent.recorded", hours(3.1), words | {"given": True}, ref="P-2")], hours(3.2))
    assert carelist.people.person("P-1", hours(4))["must_not_be_told"] == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (joined(ENDS, ENDS, 3), "is a record of this person already"),
        (joined(ENDS, THIRD, 3), "is nobody here"),
    ],
)
def test_nobody_is_joined_into_themselves_or_nobody(carelist: Carelist, entry: dict[str, Any], words: str) -> None:
    two_records(carelist)
    with pytest.raises(Refused, match=words):
        carelist.record([entry], hours(4))


def test_a_record_ends_once(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([accepted("P-3", hours(-50), THIRD), joined(ENDS, STAYS, 2)], hours(2.1))
    for again in (joined(ENDS, THIRD, 3), joined(ENDS, STAYS, 3)):
        with pytest.raises(Refused, match=r"joined into another record already|is a record of this person already"):
            carelist.record([again], hours(4))


def test_two_records_are_joined_by_a_senior_or_a_manager(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.worker = "w-tom"
    with pytest.raises(Refused, match="by a senior or a manager"):
        carelist.record([joined(ENDS, STAYS, 3)], hours(4))
    carelist.record([joined(ENDS, STAYS, 3, on_behalf_of="w-ann")], hours(4))


def test_joined_both_ways_on_two_laptops_is_a_conflict_that_a_correction_settles(tmp_path: Path) -> None:
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        two_records(one)
        two.record.take_in(lines(one.store))
        [first] = one.record([joined(ENDS, STAYS, 2)], hours(2.1))
        [second] = two.record([joined(STAYS, ENDS, 2.2)], hours(2.3))
        one.record.take_in(lines(two.store))
        two.record.take_in(lines(one.store))
        assert projections(one.store)["person"] == projections(two.store)["person"]
        kinds = [item["detail"].get("thing") for item in one.people.person("P-1", hours(3))["items"]]
        assert "joined" in kinds
        assert state_of(one, STAYS) is not None
        assert state_of(one, ENDS) is None
        one.record([corrected(first.id, hours(3), replacement=None)], hours(3.1))
        assert state_of(one, STAYS) is None
        assert state_of(one, ENDS) is not None
        kinds = [item["detail"].get("thing") for item in one.people.person("P-1", hours(4))["items"]]
        assert "joined" not in kinds
        assert one.verify().ok
        assert second.id


def test_whatever_order_it_comes_in_every_laptop_tells_the_same(tmp_path: Path) -> None:
    with store_at(tmp_path / "one", hours(5)) as one:
        two_records(one)
        one.record([accepted("P-3", hours(-50), THIRD)], hours(1.5))
        one.record([joined(ENDS, STAYS, 2)], hours(2.1))
        [undone] = one.record([joined(STAYS, THIRD, 2.2)], hours(2.3))
        one.record([completed("P-2", hours(3))], hours(3.2))
        one.record([corrected(undone.id, hours(4), replacement=None)], hours(4.1))
        told = lines(one.store)
        wanted = of_people(one)
    for seed in range(8):
        shuffled = [*told, *told[::3]]
        random.Random(seed).shuffle(shuffled)
        with store_at(tmp_path / f"two {seed}", hours(5)) as two:
            for start in range(0, len(shuffled), 1 + seed):
                two.record.take_in(shuffled[start : start + 1 + seed])
            assert of_people(two) == wanted
            assert two.verify().as_json()["problems"] == []
            two.rebuild()
            assert of_people(two) == wanted


def test_a_past_reading_knows_they_are_one_but_not_what_was_known_then(carelist: Carelist) -> None:
    two_records(carelist)
    carelist.record([joined(ENDS, STAYS, 2)], hours(2.1))
    assert carelist.people.person("P-2", hours(1.5))["person"] == STAYS
    with carelist.as_known(hours(2)) as then:
        assert then.people.person("P-2", hours(1.5), hours(2))["person"] == ENDS


@pytest.mark.parametrize(("ended", "stays"), [(ENDS, STAYS), (STAYS, ENDS)])
def test_what_is_foreseen_of_a_join_is_what_it_makes(carelist: Carelist, ended: str, stays: str) -> None:
    """Who they are, what is minded, and all that is owed: as the join then makes it. Foreseeing writes nothing."""
    two_records(carelist)
    before = projections(carelist.store)
    foreseen = carelist.people.if_joined(ended, stays, hours(2))
    assert projections(carelist.store) == before
    carelist.record([joined(ended, stays, 2)], hours(2))
    one = carelist.people.person(stays, hours(2))
    assert {**foreseen, "story": []} == {**one, "story": []}
    assert len(foreseen["story"]) == len(one["story"])
