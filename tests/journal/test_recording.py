"""Recording (architecture.md, law 2): checked, stamped, appended and projected in one transaction, or not at all."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries import check_hash
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines, projections, rows
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    worker,
    zone,
)


def refused(
    carelist: Carelist, drafts: list[Any], numbers: list[int] | None = None
) -> list[tuple[int | None, str, str]]:
    """The faults of a batch that is refused, and nothing of it recorded."""
    before, tables = lines(carelist.store), projections(carelist.store)
    with pytest.raises(Refused) as told:
        carelist.record(drafts, hours(1), lines=numbers)
    assert told.value.status == 2
    assert (lines(carelist.store), projections(carelist.store)) == (before, tables)
    return [(fault.line, fault.path, fault.sentence) for fault in told.value.faults]


def test_init_writes_one_entry_the_first_worker(carelist: Carelist) -> None:
    (only,) = lines(carelist.store)
    assert (only["type"], only["seq"], only["author"]) == ("worker.added", 1, "w-ann")
    assert [each.id for each in carelist.people.workers()] == ["w-ann"]
    assert check_hash(only)


def test_each_entry_carries_the_number_after_and_the_hash_of_the_one_before(carelist: Carelist) -> None:
    receipts = carelist.record([accepted("P-1"), zone("P-1", MONDAY), accepted("P-2")], hours(1))
    stored = lines(carelist.store)
    assert [each["seq"] for each in stored] == [1, 2, 3, 4]
    assert [each["prev"] for each in stored[1:]] == [each["hash"] for each in stored[:-1]]
    assert all(map(check_hash, stored))
    assert [receipt.as_json() for receipt in receipts] == [
        {name: each[name] for name in ("id", "type", "device", "seq", "hash")} for each in stored[1:]
    ]


def test_the_person_is_the_id_of_their_first_entry(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), zone("P-1", MONDAY)], hours(1))
    first, second = lines(carelist.store)[1:]
    assert first["person"] == first["id"] == second["person"]
    assert "ref" not in second


def test_a_ref_may_be_of_a_person_accepted_on_an_earlier_line(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), zone("P-1", MONDAY, "red"), missed("P-1", hours(0.5))], hours(1))
    assert {item.person.ref for item in carelist.people.today(hours(1)) if item.person} == {"P-1"}


def test_a_batch_with_a_fault_records_nothing_and_names_every_fault_with_its_line(carelist: Carelist) -> None:
    batch = [
        accepted("P-1"),
        zone("P-9", MONDAY),
        draft("zone.set", MONDAY, {"zone": "red", "reason": "x"}, ref="P-8"),
        draft("zone.unset", MONDAY, {}, ref="P-1"),
        accepted("P-1"),
    ]
    faults = refused(carelist, batch, numbers=[3, 4, 5, 6, 9])
    assert [(line, path) for line, path, _ in faults] == [
        (4, "ref"),
        (5, "body.review_on"),
        (5, "ref"),
        (6, "type"),
        (9, "body.ref"),
    ]
    assert faults[0][2] == "nobody on this caseload has the identifier P-9"


def test_a_line_is_not_told_off_for_the_fault_of_the_line_it_names(carelist: Carelist) -> None:
    first = accepted("P-1", tier=7)
    first["id"] = "00000000-0000-7000-8000-000000000001"
    names_it = zone("P-2", MONDAY, replaces=[first["id"]])
    faults = refused(carelist, [first, zone("P-1", MONDAY), accepted("P-2"), names_it])
    assert [path for _, path, _ in faults] == ["body.tier"]


def test_nobody_records_without_being_signed_in(carelist: Carelist) -> None:
    stranger = Carelist.open(carelist.store)
    with pytest.raises(Refused, match="--as"):
        stranger.record([accepted("P-1")], hours(1))
    stranger.close()


def test_a_worker_who_is_unknown_or_has_left_records_nothing(carelist: Carelist) -> None:
    carelist.record([worker("added", MONDAY, "w-tom"), worker("changed", hours(1), "w-tom", active=False)], hours(1))
    for name in ("w-nobody", "w-tom"):
        with Carelist.open(carelist.store, name) as other, pytest.raises(Refused, match=name):
            other.record([accepted("P-1")], hours(1))


def test_sending_twice_answers_as_before_without_checking_again(carelist: Carelist) -> None:
    sent = accepted("P-1", id="00000000-0000-7000-8000-000000000001")
    once = carelist.record([sent], hours(1))
    again = carelist.record([sent], hours(2))
    assert once == again
    assert len(lines(carelist.store)) == 2


def test_sending_twice_in_one_batch_is_one_entry(carelist: Carelist) -> None:
    sent = accepted("P-1", id="00000000-0000-7000-8000-000000000001")
    one, two = carelist.record([sent, copy.deepcopy(sent)], hours(1))
    assert one == two
    assert len(lines(carelist.store)) == 2


def test_sending_twice_is_the_same_in_another_unicode_form_and_by_person_or_ref(carelist: Carelist) -> None:
    (first,) = carelist.record([accepted("P-1")], hours(1))
    sent = draft(
        "zone.set", MONDAY, {"zone": "green", "reason": "café"}, ref="P-1", id="00000000-0000-7000-8000-000000000002"
    )
    once = carelist.record([sent], hours(1))
    other = {**sent, "person": first.id, "body": {"reason": "café", "zone": "green"}}
    del other["ref"]
    assert carelist.record([other], hours(2)) == once


@pytest.mark.parametrize(
    "change",
    [
        {"body": {"zone": "green", "reason": "another"}},
        {"occurred_at": hours(0.5).isoformat()},
        {"ref": "P-2"},
        {"late_reason": "busy"},
    ],
)
def test_an_id_with_other_content_is_refused(carelist: Carelist, change: dict[str, object]) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], hours(1))
    sent = zone("P-1", MONDAY, id="00000000-0000-7000-8000-000000000002")
    carelist.record([sent], hours(1))
    ((_, path, sentence),) = refused(carelist, [{**sent, **change}])
    assert (path, "other content" in sentence) == ("id", True)


def test_a_reference_to_an_entry_that_has_not_arrived_is_refused(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    nowhere = "00000000-0000-7000-8000-00000000000f"
    batch = [
        attempted("P-1", hours(1), nowhere, "second_attempt"),
        zone("P-1", hours(1), arose_from=nowhere),
        zone("P-1", hours(1), replaces=[nowhere]),
        corrected(nowhere, hours(1), replacement=None),
    ]
    faults = refused(carelist, batch, numbers=[1, 2, 3, 4])
    assert [(line, path) for line, path, _ in faults] == [
        (1, "body.episode"),
        (2, "arose_from"),
        (3, "replaces"),
        (4, "body.entry"),
    ]


def test_an_entry_may_arise_from_another_of_its_batch(carelist: Carelist) -> None:
    one, two = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
    carelist.record([accepted("P-1", id=one), zone("P-1", MONDAY, id=two, arose_from=one)], hours(1))
    assert lines(carelist.store)[-1]["arose_from"] == one


def test_an_entry_about_somebody_else_cannot_be_named(carelist: Carelist) -> None:
    _, _, miss = carelist.record([accepted("P-1"), accepted("P-2"), missed("P-1", MONDAY)], hours(1))
    faults = refused(carelist, [attempted("P-2", hours(1), miss.id, "second_attempt")])
    assert [path for _, path, _ in faults] == ["body.episode"]


def test_what_the_form_did_not_say_it_replaces_is_stamped_inside_the_transaction(carelist: Carelist) -> None:
    _, amber, red = carelist.record(
        [accepted("P-1"), zone("P-1", MONDAY, "amber"), zone("P-1", hours(0.5), "red")], hours(1)
    )
    (green,) = carelist.record([zone("P-1", hours(0.75))], hours(1))
    replaced = {each["id"]: each.get("replaces", []) for each in lines(carelist.store)}
    assert replaced[red.id] == [amber.id]
    assert replaced[green.id] == [red.id]
    assert not [item for item in carelist.people.today(hours(1), days=90) if item.kind == "conflict"]


def test_what_the_form_saw_is_kept_and_a_conflict_stands(carelist: Carelist) -> None:
    _, first = carelist.record([accepted("P-1"), zone("P-1", MONDAY, "amber")], hours(1))
    carelist.record([zone("P-1", hours(0.5), "red", replaces=[first.id])], hours(1))
    carelist.record([zone("P-1", hours(0.75), "green", replaces=[first.id])], hours(1))
    assert [item.kind for item in carelist.people.today(hours(1), kind="conflict")] == ["conflict"]


def test_a_ref_known_from_before_names_that_same_person(carelist: Carelist) -> None:
    (first,) = carelist.record([accepted("P-1")], hours(1))
    carelist.record([draft("person.details_updated", hours(1), {"ref": "P-77"}, ref="P-1")], hours(1))
    carelist.record([zone("P-1", hours(1)), zone("P-77", hours(1))], hours(1))
    assert {each["person"] for each in lines(carelist.store)[1:]} == {first.id}


def test_an_identifier_entered_in_error_is_free_again(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    (wrong,) = carelist.record([draft("person.details_updated", hours(1), {"ref": "P-2"}, ref="P-1")], hours(1))
    carelist.record([corrected(wrong.id, hours(1), replacement=None)], hours(1))
    (second,) = carelist.record([accepted("P-2", hours(1))], hours(1))
    assert lines(carelist.store)[-1]["person"] == second.id


def test_an_identifier_of_somebody_else_is_refused(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], hours(1))
    faults = refused(carelist, [draft("person.details_updated", hours(1), {"ref": "P-2"}, ref="P-1")])
    assert [path for _, path, _ in faults] == ["body.ref"]


def test_a_ref_already_on_the_caseload_is_refused(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    referral = {"ref": "P-1", "given": "A", "family": "B", "source": "gp", "reason": "low for weeks"}
    faults = refused(carelist, [accepted("P-1"), draft("referral.received", MONDAY, referral)])
    assert [path for _, path, _ in faults] == ["body.ref", "body.ref"]


def test_a_referral_and_its_acceptance_are_one_person(carelist: Carelist) -> None:
    referral = {"ref": "P-1", "given": "A", "family": "B", "source": "gp", "reason": "low for weeks"}
    first, second = carelist.record(
        [draft("referral.received", MONDAY, referral), accepted("P-1", hours(0.5))], hours(1)
    )
    assert {each["person"] for each in lines(carelist.store)[1:]} == {first.id}
    assert first.id != second.id


def test_a_correction_carries_the_person_of_its_entry(carelist: Carelist) -> None:
    person, red = carelist.record([accepted("P-1"), zone("P-1", MONDAY, "red")], hours(1))
    carelist.record([corrected(red.id, hours(1), replacement={"zone": "green", "reason": "wrong person"})], hours(1))
    assert lines(carelist.store)[-1]["person"] == person.id
    assert carelist.people.person("P-1", hours(1))["zone"] == "green"


def test_a_correction_of_a_workers_entry_is_about_no_person(carelist: Carelist) -> None:
    (added,) = carelist.record([worker("added", MONDAY, "w-tom")], hours(1))
    carelist.record([corrected(added.id, hours(1), replacement=None)], hours(1))
    assert "person" not in lines(carelist.store)[-1]
    assert [each.id for each in carelist.people.workers()] == ["w-ann"]


def test_an_entry_out_of_story_order_is_folded_in_its_place(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), zone("P-1", hours(2), "red")], hours(3))
    carelist.record([zone("P-1", hours(1), "amber", replaces=[])], hours(3))
    carelist.record([completed("P-1", hours(1.5))], hours(3))
    before = projections(carelist.store)
    carelist.rebuild()
    assert projections(carelist.store) == before


def test_a_worker_who_leaves_leaves_their_people_without_a_coordinator(carelist: Carelist) -> None:
    batch = [worker("added", MONDAY, "w-tom"), accepted("P-1"), coordinator("P-1", MONDAY, "w-tom"), accepted("P-2")]
    carelist.record(batch, hours(1))
    (still_held,) = refused(carelist, [worker("changed", hours(1), "w-tom", active=False)])
    assert still_held[1] == "body.active"
    carelist.record(
        [coordinator("P-1", hours(1), "w-ann"), worker("changed", hours(1), "w-tom", active=False)], hours(1)
    )
    assert carelist.verify().ok


def test_a_coordinator_struck_from_the_list_of_workers_brings_their_people_back_for_allocation(
    carelist: Carelist,
) -> None:
    carelist.record([worker("added", MONDAY, "w-tom"), worker("changed", hours(0.1), "w-tom", active=False)], hours(1))
    gone = lines(carelist.store)[-1]["id"]
    carelist.record([accepted("P-1", coordinator="w-tom")], hours(1))
    assert [item.kind for item in carelist.people.today(hours(1), days=2, kind="allocate_coordinator")]
    carelist.record([corrected(gone, hours(1), replacement=None)], hours(1))
    assert not carelist.people.today(hours(1), days=2, kind="allocate_coordinator")
    assert carelist.verify().ok


def test_the_last_worker_is_not_taken_off_the_list(carelist: Carelist) -> None:
    (first,) = lines(carelist.store)
    ((_, _, sentence),) = refused(carelist, [corrected(first["id"], hours(1), replacement=None)])
    assert "nobody would be left" in sentence


def test_nothing_is_recorded_of_an_empty_batch(carelist: Carelist) -> None:
    assert carelist.record([], hours(1)) == []
    assert len(rows(carelist.store, "SELECT id FROM entry")) == 1


@pytest.mark.parametrize("thing", [None, 7, "zone.set", ["zone.set"], {}, {"type": 7}, {"id": 7}, {"body": []}])
def test_what_is_no_entry_is_refused_in_words(carelist: Carelist, thing: object) -> None:
    faults = refused(carelist, [thing], numbers=[1])
    assert faults
    assert all(line == 1 and sentence for line, _, sentence in faults)


@pytest.mark.parametrize(("ref", "typed"), [("P-1", "p-1"), ("P-1", " P-1 "), ("É-1", "é-1")])
def test_an_identifier_is_one_whatever_its_case_and_the_blanks_around_it(
    carelist: Carelist, ref: str, typed: str
) -> None:
    carelist.record([accepted(ref)], hours(1))
    assert refused(carelist, [accepted(typed)]) == [(None, "body.ref", "is on the caseload already")]
    (receipt,) = carelist.record([zone(typed, MONDAY)], hours(1))
    assert carelist.people.person(typed, hours(2))["story"][-1]["id"] == receipt.id
    carelist.record([accepted(ref.replace("1", "01"))], hours(1))
    assert len(carelist.people.find("")) == 2


def test_who_somebody_is_reads_alike_however_it_is_typed_and_what_was_changed_is_said(carelist: Carelist) -> None:
    """An NHS number with blanks, a phone that lost its 0; sent again as it was typed it is the same entry."""
    typed = accepted(
        "P-1", nhs_number="999 000 0018", born="1984-05-17 00:00:00.000", phones=[{"number": "7700900142"}]
    )
    (receipt,) = carelist.record([typed], hours(1))
    stored = lines(carelist.store)[-1]["body"]
    assert (stored["nhs_number"], stored["born"]) == ("9990000018", "1984-05-17")
    assert stored["phones"] == [{"number": "07700900142"}]
    assert receipt.remarks == ("phones[0].number: the 0 that the number began with was lost, and is put back",)
    assert carelist.record([typed | {"id": receipt.id}], hours(2))[0].hash == receipt.hash
    for number in ("7.7009E+09", "7,7E9"):
        (fault,) = refused(carelist, [accepted("P-2", phones=[{"number": number}])])
        assert (fault[1], "E+ form" in fault[2]) == ("body.phones[0].number", True)
    assert "10 digits" in refused(carelist, [accepted("P-2", nhs_number="999 000 00")])[0][2]


def test_who_may_be_there_already_is_named_in_the_answer_and_nobody_is_kept_out(carelist: Carelist) -> None:
    known: dict[str, Any] = {"given": "Ann", "family": "O'Lee", "born": "1984-05-17", "nhs_number": "9990000018"}
    first, same_number, same_name, other = carelist.record(
        [accepted("P-1", **known), accepted("P-2", given="Bea", family="Moss", nhs_number="9990000018"),
         accepted("P-3", given="ANN", family="o’lee", born="1984-05-17"),
         accepted("P-4", given="Ann", family="Lee", born="1984-05-17")], hours(1),
    )  # fmt: skip
    assert (first.remarks, other.remarks) == ((), ())
    assert same_number.remarks == ("P-1 has the same NHS number: is it one person?",)
    assert same_name.remarks == ("P-1 has the same name and birth date: is it one person?",)
    changed = draft("person.details_updated", hours(2), {"nhs_number": "9990000018"}, ref="P-4")
    (receipt,) = carelist.record([changed], hours(3))
    assert receipt.remarks == tuple(f"{ref} has the same NHS number: is it one person?" for ref in ("P-1", "P-2"))
