"""What is owed to no person: supervision, and cover for all that somebody away holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import MONDAY, accepted, coordinator, corrected, draft, hours, missed, store_at, worker

pytestmark = pytest.mark.slow

LATER = 24 * 365
OF_A_SENIOR = ("no_contact_exception", "senior_review", "mdt_review", "learning_review")
"""They go to a senior, and with nobody who coordinates (standards.md, Owner)."""


@pytest.fixture
def team(carelist: Carelist) -> Carelist:
    carelist.record([worker("added", MONDAY, "w-tom"), worker("added", MONDAY, "w-lea"), accepted("P-1")], MONDAY)
    carelist.record(
        [accepted("P-2"), coordinator("P-1", hours(1), "w-tom"), coordinator("P-2", hours(1), "w-tom")], hours(1)
    )
    return carelist


def owed(carelist: Carelist, kind: str, at: datetime | None = None) -> list[dict[str, Any]]:
    """Every Due of a kind that belongs to nobody, upcoming ones included; verify and rebuild agree with it."""
    assert carelist.verify().as_json()["problems"] == []
    before = projections(carelist.store)
    carelist.rebuild()
    assert projections(carelist.store) == before
    return [item for item in carelist.people.today_json(at or hours(2), days=LATER)["items"] if item["kind"] == kind]


def away(begins: float, ends: float | None, cover: list[dict[str, Any]] | None = None, at: float = 2) -> dict[str, Any]:
    body: dict[str, Any] = {"worker": "w-tom", "from": hours(begins).isoformat(), "reason": "sickness"}
    body |= {"until": hours(ends).isoformat()} if ends else {}
    body |= {"cover": cover} if cover else {}
    return draft("worker.away", hours(at), body)


def test_every_worker_is_owed_supervision_four_weeks_after_they_came(team: Carelist) -> None:
    items = owed(team, "supervision")
    assert {(item["owner"], item["due_at"], item["band"]) for item in items} == {
        (who, "2026-03-30T17:00:00+01:00", 4) for who in ("w-ann", "w-tom", "w-lea")
    }
    (item,) = [item for item in items if item["owner"] == "w-tom"]
    nobody = ("person", "ref", "name", "zone", "tier", "from_at")
    assert [item[key] for key in nobody] == [None] * len(nobody)
    assert item["resolved_by"] == ["supervision.held"]
    assert set(item) == set(team.people.today_json(hours(2), days=9)["items"][0])


def test_supervision_held_says_when_the_next_one_is(team: Carelist) -> None:
    held = {"worker": "w-tom", "supervisor": "w-ann", "themes": "two missed contacts", "next_on": "2026-03-20"}
    team.record([draft("supervision.held", hours(3), held)], hours(3))
    (item,) = [item for item in owed(team, "supervision") if item["owner"] == "w-tom"]
    assert item["due_at"] == "2026-03-20T17:00:00+00:00"
    team.record([worker("changed", hours(4), "w-lea", active=False)], hours(4))
    assert {item["owner"] for item in owed(team, "supervision")} == {"w-ann", "w-tom"}


def test_supervision_can_be_put_off_within_its_limit_until_another_is_held(team: Carelist) -> None:
    (item,) = [item for item in owed(team, "supervision") if item["owner"] == "w-tom"]
    until = datetime(2026, 4, 10, 16, tzinfo=UTC)
    put_off = {"due": item["key"], "until": until.isoformat(), "reason": "both on leave"}
    team.record([draft("due.deferred", hours(3), put_off)], hours(3))
    (item,) = [item for item in owed(team, "supervision") if item["owner"] == "w-tom"]
    assert datetime.fromisoformat(item["due_at"]) == until
    held = {"worker": "w-tom", "supervisor": "w-ann", "themes": "all well", "next_on": "2026-03-20"}
    team.record([draft("supervision.held", hours(4), held)], hours(4))
    (item,) = [item for item in owed(team, "supervision") if item["owner"] == "w-tom"]
    assert item["due_at"][:10] == "2026-03-20"


def test_supervision_by_oneself_or_by_a_peer_is_refused_with_its_path(team: Carelist) -> None:
    for supervisor in ("w-tom", "w-lea", "w-nobody"):
        held = {"worker": "w-tom", "supervisor": supervisor, "themes": "all well", "next_on": "2026-03-20"}
        with pytest.raises(Refused) as refused:
            team.record([draft("supervision.held", hours(3), held)], hours(3))
        assert [fault.path for fault in refused.value.faults] == ["body.supervisor"]


def test_somebody_away_without_cover_owes_it_the_same_day_to_a_manager(team: Carelist) -> None:
    team.record([away(24, 100)], hours(2))
    (item,) = owed(team, "cover_needed")
    assert (item["due_at"], item["band"], item["owner"]) == ("2026-03-02T17:00:00+00:00", 2, "w-ann")
    assert "2 people" in item["why"]
    assert len(item["detail"]["persons"]) == 2
    assert item in team.people.today_json(hours(2), team="north")["items"]
    assert item not in team.people.today_json(hours(2), team="south")["items"]


def test_cover_for_all_settles_it(team: Carelist) -> None:
    team.record([away(24, 100)], hours(2))
    team.record([away(24, 100, [{"persons": "all", "by": "w-lea"}], at=3)], hours(3))
    assert owed(team, "cover_needed") == []


@pytest.mark.parametrize("by", ["w-tom", "w-tmo", "Lea", "w-gone"])
def test_cover_by_nobody_who_could_leaves_it_owed(team: Carelist, by: str) -> None:
    """By whoever is away, by a mistyped id, by a name, by somebody who left: the plan says that they are covered."""
    gone = {"worker": "w-gone", "name": "Gil Gone", "role": "support_worker", "team": "north"}
    team.record([draft("worker.added", hours(1), gone)], hours(1))
    team.record([away(24, 100, [{"persons": "all", "by": by}])], hours(2))
    team.record([draft("worker.changed", hours(3), gone | {"active": False})], hours(3))
    (item,) = owed(team, "cover_needed")
    assert len(item["detail"]["persons"]) == 2


def test_whoever_holds_people_is_made_no_auditor(team: Carelist) -> None:
    """An auditor records nothing: nobody could do what is owed to them."""
    with pytest.raises(Refused, match="still holds 2 people or things"):
        team.record([worker("changed", hours(2), "w-tom", role="auditor")], hours(2))
    team.record([worker("changed", hours(2), "w-lea", role="auditor")], hours(2))


def test_whose_coordinator_was_made_an_auditor_on_another_laptop_are_allocated_anew(
    team: Carelist, tmp_path: Path
) -> None:
    other = store_at(tmp_path / "other")
    other.record.take_in(_by_arrival(team))
    for ref in ("P-1", "P-2"):
        other.record([coordinator(ref, hours(2), "w-lea")], hours(2))
    other.record([worker("changed", hours(3), "w-tom", role="auditor")], hours(3))
    team.record([accepted("P-3"), coordinator("P-3", hours(4), "w-tom")], hours(4))
    have = {each["hash"] for each in _by_arrival(team)}
    team.record.take_in([each for each in _by_arrival(other) if each["hash"] not in have])
    (item,) = owed(team, "allocate_coordinator", hours(5))
    assert item["ref"] == "P-3"
    assert "their coordinator is an auditor" in item["why"]
    items = team.people.today_json(hours(5), days=LATER)["items"]
    assert "w-tom" not in {each["owner"] for each in items}


def test_cover_for_some_leaves_the_others_due_the_day_before(team: Carelist) -> None:
    person = team.people.person("P-1", hours(2))["person"]
    team.record([away(72, 100, [{"persons": [person], "by": "w-lea"}])], hours(2))
    (item,) = owed(team, "cover_needed")
    assert item["due_at"] == "2026-03-04T17:00:00+00:00"
    assert item["detail"]["persons"] == [team.people.person("P-2", hours(2))["person"]]
    team.record([coordinator("P-2", hours(4), "w-lea")], hours(4))
    assert owed(team, "cover_needed") == []
    team.record([coordinator("P-2", hours(5), "w-tom")], hours(5))
    assert len(owed(team, "cover_needed")) == 1


def test_whoever_is_named_by_a_due_holds_that_person_too(team: Carelist) -> None:
    team.record([coordinator(ref, hours(2), "w-lea") for ref in ("P-1", "P-2")], hours(2))
    team.record([away(24, 100)], hours(2))
    assert owed(team, "cover_needed") == []
    booked = {"at": hours(30).isoformat(), "method": "visit", "purpose": "routine", "worker": "w-tom"}
    team.record([draft("contact.planned", hours(3), booked, ref="P-1")], hours(3))
    (item,) = owed(team, "cover_needed")
    assert item["detail"]["persons"] == [team.people.person("P-1", hours(3))["person"]]


def test_once_they_are_back_no_cover_is_owed(team: Carelist) -> None:
    team.record([away(24, 100)], hours(2))
    assert owed(team, "cover_needed", hours(99))
    assert owed(team, "cover_needed", hours(101)) == []


def test_their_own_supervision_does_not_hold_a_worker_back(team: Carelist) -> None:
    team.record([worker("changed", hours(3), "w-lea", active=False)], hours(3))
    with pytest.raises(Refused, match="still holds"):
        team.record([worker("changed", hours(3), "w-tom", active=False)], hours(3))


def test_whoever_leaves_passes_everything_on_in_one(team: Carelist) -> None:
    booked = {"at": hours(30).isoformat(), "method": "visit", "purpose": "routine", "worker": "w-tom"}
    opened = {"title": "Ring housing", "owner": "w-tom", "due_at": hours(90).isoformat(), "area": "housing"}
    team.record(
        [draft("contact.planned", hours(3), booked, ref="P-1"), draft("action.opened", hours(3), opened, ref="P-2")],
        hours(3),
    )
    receipts = team.record.leave("w-tom", "w-lea", hours(4))
    types = [each.type for each in receipts]
    assert types.count("coordinator.named") == 2
    assert types.count("action.changed") == 1
    assert types[-1] == "worker.changed"
    assert owed(team, "cover_needed") == []
    everything = team.people.today_json(hours(5), days=LATER)["items"]
    assert not [item for item in everything if item["owner"] == "w-tom"]
    of_theirs = [item for item in everything if item["ref"] == "P-1" and item["kind"] not in OF_A_SENIOR]
    assert {item["owner"] for item in of_theirs} == {"w-lea"}


def test_whoever_leaves_keeps_name_role_and_working_days_in_what_is_known_of_them(team: Carelist) -> None:
    changed = worker("changed", hours(3), "w-tom")
    changed["body"]["days"] = ["Mon", "Tue"]
    team.record([changed], hours(3))
    (before,) = [each for each in team.people.workers() if each.id == "w-tom"]
    team.record.leave("w-tom", "w-lea", hours(4))
    (after,) = [each for each in team.people.workers() if each.id == "w-tom"]
    assert before.days == ("Mon", "Tue")
    assert after == replace(before, active=False)
    (told,) = [each for each in map(json.loads, team.people.stored_lines()) if each["body"].get("active") is False]
    assert told["body"]["days"] == ["Mon", "Tue"]


def test_leaving_is_refused_whole_where_it_can_not_be(team: Carelist) -> None:
    entries = team.verify().entries
    for who, to in (("w-tom", "w-tom"), ("w-tom", "w-nobody"), ("w-nobody", "w-tom")):
        with pytest.raises(Refused):
            team.record.leave(who, to, hours(4))
    team.worker = "w-lea"
    with pytest.raises(Refused, match="manager"):
        team.record.leave("w-tom", "w-lea", hours(4))
    assert team.verify().entries == entries


# ---- who goes out alone


def begun(ref: str, at: datetime, back_by: datetime, **envelope: Any) -> dict[str, Any]:
    return draft("visit.begun", at, {"back_by": back_by.isoformat(), "method": "visit"}, ref=ref, **envelope)


def as_worker(team: Carelist, worker: str, drafts: list[dict[str, Any]], at: datetime) -> list[str]:
    """Records these as another worker of the same store."""
    receipts = team.journal.record(drafts, author=worker, now=at)
    return [receipt.id for receipt in receipts]


def test_who_went_out_is_asked_after_from_when_they_said_they_would_be_back(team: Carelist) -> None:
    (visit,) = as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    read = [owed(team, "worker_back", hours(5) + timedelta(minutes=minutes)) for minutes in (-1, 0, 1)]
    assert [[each["status"] for each in items] for items in read] == [["upcoming"], ["due"], ["overdue"]]
    (item,) = read[-1]
    person = team.people.person("P-1", hours(5))["person"]
    assert (item["key"], item["person"], item["band"]) == (f"worker_back:{visit}", None, 1)
    assert item["detail"] == {"worker": "w-tom", "person": person}
    assert item["owner"] == "w-ann"  # nobody is on duty: a manager
    assert item["why"].startswith("Name of w-tom: back from a visit? overdue since 14:00: Name of w-tom went out")


def test_it_says_to_whom_they_went_and_where_as_that_is_known_now(team: Carelist) -> None:
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    for moved in ("12 Mill Lane", "3 The Green"):
        team.record([draft("person.details_updated", hours(4), {"address": moved}, ref="P-1")], hours(4))
        (item,) = owed(team, "worker_back", hours(6))
        card = team.people.card(item["detail"]["person"])
        assert card is not None
        assert item["why"].endswith(f"went out 12:00 to {card.listed}, {moved}, has recorded nothing since: ring them")
        assert team.verify().ok
        known = team.people.today_json(hours(6), known_at=hours(6))["items"]
        assert [each["why"] for each in known if each["kind"] == "worker_back"] == [item["why"]]


def test_who_is_out_alone_is_known_before_they_are_late(team: Carelist) -> None:
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    as_worker(team, "w-lea", [begun("P-2", hours(3.2), hours(4))], hours(3.2))

    def out(at: float, of: str | None = None) -> list[str]:
        return [each["worker"] for each in team.people.today_json(hours(at), team=of)["out"]]

    assert [out(at) for at in (2.9, 3, 3.5, 4, 4.9, 5)] == [[], ["w-tom"], ["w-lea", "w-tom"], ["w-tom"], ["w-tom"], []]
    assert out(3.5, "nowhere") == []
    (told, _) = team.glance.out(hours(3.5))
    assert told.in_words("Lea", hours(3.5), team.glance.calendar.zone).startswith("Lea to ")
    assert told.in_words("Lea", hours(3.5), team.glance.calendar.zone).endswith(", back by 13:00")
    as_worker(team, "w-lea", [draft("mdt.listed", hours(3.6), {"reason": "a", "by": "2026-03-10"}, ref="P-2")],
              hours(3.6))  # fmt: skip
    assert out(3.7) == ["w-tom"]


def test_it_is_the_duty_workers_and_stands_before_everybody(team: Carelist) -> None:
    body = {"date": "2026-03-02", "part": "day", "worker": "w-lea"}
    team.record([draft("duty.set", hours(1), body), missed("P-2", hours(1))], hours(1))
    team.record([draft("zone.set", hours(1), {"zone": "red", "reason": "seen", "review_on": "2026-03-03"}, ref="P-2")],
                hours(1))  # fmt: skip
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    items = team.people.today_json(hours(5) + timedelta(minutes=1))["items"]
    assert (items[0]["kind"], items[0]["owner"]) == ("worker_back", "w-lea")
    assert any(item["zone"] == "red" for item in items[1:])


@pytest.mark.parametrize(
    ("author", "ref", "ends"),
    [("w-tom", "P-1", True), ("w-tom", "P-2", True), ("w-lea", "P-1", False), ("w-ann", "P-1", False)],
)
def test_the_next_entry_of_that_worker_ends_it_about_anybody(team: Carelist, author: str, ref: str, ends: bool) -> None:
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    as_worker(team, author, [draft("mdt.listed", hours(4), {"reason": "asked", "by": "2026-03-10"}, ref=ref)], hours(4))
    assert [item["kind"] for item in owed(team, "worker_back", hours(6))] == ([] if ends else ["worker_back"])


def test_an_entry_about_no_person_ends_it_too_and_a_second_visit_takes_its_place(team: Carelist) -> None:
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    (second,) = as_worker(team, "w-tom", [begun("P-2", hours(4), hours(7))], hours(4))
    (item,) = owed(team, "worker_back", hours(8))
    assert item["source"] == second
    as_worker(team, "w-tom", [draft("duty.set", hours(8), {"date": "2026-03-03", "worker": "w-tom"})], hours(8))
    assert owed(team, "worker_back", hours(9)) == []


def test_it_ends_by_when_it_was_recorded_and_not_by_when_it_happened(team: Carelist) -> None:
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    typed_late = draft("mdt.listed", hours(2), {"reason": "asked", "by": "2026-03-10"}, ref="P-2")
    as_worker(team, "w-tom", [typed_late], hours(4))
    assert owed(team, "worker_back", hours(6)) == []


@pytest.mark.parametrize("whom", ["P-1", "P-2"], ids=["to the same person", "to another"])
def test_what_a_clock_that_ran_ahead_recorded_before_somebody_went_out_ends_nothing(team: Carelist, whom: str) -> None:
    """The clock was set right, and they went out again: both came before, whatever their moments say."""
    as_worker(team, "w-tom", [begun("P-1", hours(3.5), hours(4.4))], hours(3.5))
    as_worker(team, "w-tom", [begun(whom, hours(3), hours(5))], hours(3))
    (item,) = owed(team, "worker_back", hours(6))
    assert item["due_at"] == hours(5).isoformat()
    as_worker(team, "w-tom", [missed("P-2", hours(3.2))], hours(3.2))
    assert owed(team, "worker_back", hours(6)) == []


def test_a_visit_struck_out_leaves_the_one_that_it_had_overtaken(team: Carelist) -> None:
    (first,) = as_worker(team, "w-tom", [begun("P-1", hours(3.5), hours(4.4))], hours(3.5))
    (second,) = as_worker(team, "w-tom", [begun("P-2", hours(3), hours(5))], hours(3))
    team.record([corrected(second, hours(3.1), replacement=None)], hours(3.1))
    assert [item["source"] for item in owed(team, "worker_back", hours(6))] == [first]


def test_struck_out_by_a_senior_it_is_over_and_on_behalf_of_somebody_it_is_theirs(team: Carelist) -> None:
    (visit,) = as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    team.record([corrected(visit, hours(4), replacement=None)], hours(4))
    assert owed(team, "worker_back", hours(6)) == []
    as_worker(team, "w-lea", [begun("P-1", hours(6), hours(7), on_behalf_of="w-tom")], hours(6))
    as_worker(team, "w-lea", [draft("mdt.listed", hours(7), {"reason": "a", "by": "2026-03-10"}, ref="P-2")], hours(7))
    (item,) = owed(team, "worker_back", hours(8))
    assert item["detail"]["worker"] == "w-tom"


@pytest.mark.parametrize("how", ["struck", "the join undone, then struck", "back"])
def test_a_visit_to_one_whose_record_was_joined_into_another_is_asked_after_and_ends(team: Carelist, how: str) -> None:
    """The whole is told under one record, and nothing is left of the other."""
    into = team.people.person("P-1", hours(2))["person"]
    (visit,) = as_worker(team, "w-tom", [begun("P-2", hours(3), hours(5))], hours(3))
    said = {"into": into, "reason": "one person", "checked": "birth date"}
    (joined,) = team.record([draft("persons.joined", hours(3.5), said, ref="P-2")], hours(3.5))
    assert [each["source"] for each in owed(team, "worker_back", hours(6))] == [visit]
    if how.startswith("the join"):
        team.record([corrected(joined.id, hours(3.6), replacement=None)], hours(3.6))
        assert [each["source"] for each in owed(team, "worker_back", hours(6))] == [visit]
    if how == "back":
        as_worker(team, "w-tom", [missed("P-1", hours(4))], hours(4))
    else:
        team.record([corrected(visit, hours(4), replacement=None)], hours(4))
    assert owed(team, "worker_back", hours(6)) == []


def test_it_can_neither_be_put_off_nor_asked_for_longer_than_twelve_hours(team: Carelist) -> None:
    with pytest.raises(Refused, match="too far off"):
        as_worker(team, "w-tom", [begun("P-1", hours(3), hours(15.1))], hours(3))
    with pytest.raises(Refused, match="after this happened"):
        as_worker(team, "w-tom", [begun("P-1", hours(3), hours(3))], hours(3))
    (visit,) = as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    put_off = {"due": f"worker_back:{visit}", "until": hours(9).isoformat(), "reason": "still there"}
    with pytest.raises(Refused):
        team.record([draft("due.deferred", hours(4), put_off)], hours(4))


def _by_arrival(carelist: Carelist) -> list[dict[str, Any]]:
    return lines(carelist.store)


@pytest.mark.parametrize("first", ["the visit", "what came later"])
@pytest.mark.parametrize(("recorded", "ends"), [(hours(2.5), False), (hours(4), True)])
def test_what_arrives_from_another_laptop_ends_it_by_when_it_was_recorded(
    team: Carelist, tmp_path: Path, first: str, recorded: datetime, ends: bool
) -> None:
    """Tom went out with one laptop and wrote on another: in whatever order a third hears of it, and at once."""
    set_up = _by_arrival(team)
    other, third = store_at(tmp_path / "other"), store_at(tmp_path / "third")
    for each in (other, third):
        each.record.take_in(set_up)
    as_worker(team, "w-tom", [begun("P-1", hours(3), hours(5))], hours(3))
    duty = draft("duty.set", recorded, {"date": "2026-03-03", "worker": "w-tom"})
    as_worker(other, "w-tom", [duty], recorded)
    told = [_by_arrival(team)[len(set_up) :], [each for each in _by_arrival(other) if each not in set_up]]
    for part in told if first == "the visit" else reversed(told):
        third.record.take_in(part)
    found = [] if ends else ["worker_back"]
    assert [item["kind"] for item in owed(third, "worker_back", hours(6))] == found
    team.record.take_in(told[1])
    assert [item["kind"] for item in owed(team, "worker_back", hours(6))] == found
    other.record.take_in(told[0])
    assert [item["kind"] for item in owed(other, "worker_back", hours(6))] == found


def improvement(at: float = 2, **body: Any) -> dict[str, Any]:
    said = {"title": "Read back", "owner": "w-tom", "due_at": hours(24 * 30).isoformat()}
    return draft("improvement.opened", hours(at), said | body)


def test_an_improvement_stands_on_its_owners_list_until_it_is_closed(team: Carelist) -> None:
    (one,) = team.record([improvement()], hours(2))
    (item,) = owed(team, "improvement")
    assert (item["key"], item["owner"], item["band"], item["due_at"]) == (
        f"improvement:{one.id}", "w-tom", 4, "2026-04-01T10:00:00+01:00",
    )  # fmt: skip
    assert item["detail"] == {"improvement": one.id, "worker": "w-tom"}
    assert [item[key] for key in ("person", "ref", "name", "zone", "tier")] == [None] * 5
    end = {"improvement": one.id, "outcome": "done", "what_changed": "It is."}
    (closed,) = team.record([draft("improvement.closed", hours(3), end)], hours(3))
    assert owed(team, "improvement") == []
    with pytest.raises(Refused) as refused:
        team.record([draft("improvement.closed", hours(4), end)], hours(4))
    assert [fault.path for fault in refused.value.faults] == ["body.improvement"]
    team.record([corrected(closed.id, hours(5), replacement=None)], hours(5))
    assert [item["key"] for item in owed(team, "improvement")] == [f"improvement:{one.id}"]


def test_an_improvement_of_who_is_away_is_the_teams_and_of_who_leaves_it_is_passed_on(team: Carelist) -> None:
    team.record([improvement()], hours(2))
    team.record([away(24, 100)], hours(3))
    assert [item["owner"] for item in owed(team, "improvement", hours(48))] == ["w-ann"]
    team.record.leave("w-tom", "w-lea", hours(120))
    (item,) = owed(team, "improvement", hours(121))
    assert item["owner"] == "w-lea"
    assert team.lists.answer("improvements", hours(121))["items"][0]["owner"] == "w-lea"


def test_one_that_opens_and_closes_in_one_act_owes_nothing(team: Carelist) -> None:
    id = "019c0000-0000-7000-8000-000000000001"
    end = {"improvement": id, "outcome": "no_longer_needed", "what_changed": "It was done before."}
    team.record([improvement() | {"id": id}, draft("improvement.closed", hours(2), end)], hours(2))
    assert owed(team, "improvement") == []


def test_an_improvement_of_nobody_who_works_here_is_a_managers_and_verify_says_so(team: Carelist) -> None:
    team.record([improvement(owner="w-nobody")], hours(2))
    assert [item["owner"] for item in owed(team, "improvement")] == ["w-ann"]
    [remark] = [each for each in team.verify().remarks if "w-nobody" in each]
    assert "is nobody who works here, and is named for what is about no person" in remark
