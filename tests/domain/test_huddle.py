"""The huddle as stories on real stores: what synced late is seen, nobody red is left out, the counts are today's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.views.huddle import Huddle, huddle_as_drawn, huddle_as_json
from tests.tui.telling import NOW, accepted, entry, tell, zone

pytestmark = pytest.mark.slow

FRIDAY, HOUR = datetime(2026, 3, 6, 9, 3, tzinfo=NOW.tzinfo), timedelta(hours=1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carelist]:
    """The demonstration's Friday: two teams, every kind of Due, a huddle the day before, a weekend ahead."""
    store = tmp_path_factory.mktemp("demo") / "store"
    fill(store, tell_caseload(FRIDAY.date(), people=60, seed=1, calendar=Calendar(ServiceHours())), worker=WORKER)
    door = Carelist.open(store, WORKER)
    yield door
    door.close()


@pytest.fixture
def north(tmp_path: Path) -> Iterator[Carelist]:
    """Tom's laptop on that Tuesday at 09:04."""
    tell(tmp_path / "north")
    door = Carelist.open(tmp_path / "north", "w-tom")
    yield door
    door.close()


@pytest.fixture
def other(north: Carelist, tmp_path: Path) -> Iterator[Carelist]:
    """Leah's laptop, which has all that Tom's has."""
    began = datetime(2026, 2, 1, 9, tzinfo=NOW.tzinfo)
    who = {"worker": "w-leah", "name": "Leah Obi", "role": "senior", "team": "North"}
    door = Carelist.init(tmp_path / "other", **who, now=began, encrypted=False)
    sync(north, door)
    yield door
    door.close()


def sync(one: Carelist, to: Carelist) -> None:
    to.record.take_in([json.loads(line) for line in one.people.stored_lines()])


def held(door: Carelist, begins: datetime, **more: Any) -> str:
    """A huddle of ten minutes, recorded when it ended."""
    ends = begins + timedelta(minutes=10)
    body = {"team": "North", "from": begins.isoformat(), "to": ends.isoformat(), "present": [door.worker]} | more
    return door.record([{"type": "huddle.held", "occurred_at": begins.isoformat(), "body": body}], ends)[0].id


def refs(huddle: Huddle, key: str) -> list[str]:
    step = huddle.step(key)
    assert step is not None
    return [talk.ref for talk in step.talks]


def news(huddle: Huddle) -> list[str]:
    return sorted({each.words for step in huddle.steps for talk in step.talks for each in talk.changes})


def amber(ref: str, at: str, reason: str) -> dict[str, Any]:
    return zone(ref, "amber", reason) | {"occurred_at": f"{at}:00+00:00"}


# -- since the last huddle ------------------------------------------------------------------------------------------


def test_what_synced_late_is_seen_in_the_next_huddle(north: Carelist, other: Carelist) -> None:
    """Leah wrote on Monday evening, without a signal; Tom's huddle was on Tuesday; her laptop synced after it."""
    other.record([amber("P-0045", "2026-03-02T19:00", "shouting at night")], NOW - 14 * HOUR)
    held(north, NOW)
    sync(other, north)
    tomorrow = north.huddle(NOW + 24 * HOUR, "North")
    assert "P-0045" in refs(tomorrow, "changed")
    assert any("shouting at night" in words for words in news(tomorrow))


def test_what_came_in_late_about_somebody_well_is_seen_too(north: Carelist, other: Carelist) -> None:
    action = {"title": "Ring the landlord", "owner": "w-leah", "due_at": "2026-03-20T12:00:00+00:00", "area": "housing"}
    other.record([entry("action.opened", "2026-03-02T19:00", action, ref="P-0045")], NOW - 14 * HOUR)
    held(north, NOW)
    sync(other, north)
    step = north.huddle(NOW + 24 * HOUR, "North").step("changed")
    assert step is not None
    assert [talk.why for talk in step.talks if talk.ref == "P-0045"] == [
        "came in late, Mon 2 Mar 19:00: Action (housing), due 20 Mar 12:00: Ring the landlord"
    ]


def test_what_the_last_huddle_had_before_it_is_not_new(north: Carelist) -> None:
    held(north, NOW)
    tomorrow = north.huddle(NOW + 24 * HOUR, "North")
    assert tomorrow.arrived == 0
    assert refs(tomorrow, "changed") == []


def test_what_the_huddle_itself_recorded_is_not_new_in_the_next(north: Carelist) -> None:
    north.record([amber("P-0045", "2026-03-03T09:06", "said in the huddle")], NOW + timedelta(minutes=3))
    held(north, NOW)
    assert north.huddle(NOW + 24 * HOUR, "North").arrived == 0


def test_a_huddle_at_another_laptop_hides_nothing_that_it_may_not_have_had(north: Carelist, other: Carelist) -> None:
    """Monday's huddle was here, Tuesday's at Leah's laptop, which had not heard of what Tom wrote on Monday evening."""
    held(north, NOW - 24 * HOUR)
    north.record([amber("P-0045", "2026-03-02T18:00", "not known to Leah")], NOW - 15 * HOUR)
    other.record([amber("P-0044", "2026-03-02T18:30", "known to Leah")], NOW - 14 * HOUR)
    held(other, NOW)
    sync(other, north)
    wednesday = north.huddle(NOW + 24 * HOUR, "North")
    assert wednesday.since.moment == NOW
    assert any("not known to Leah" in words for words in news(wednesday))
    assert all("rent arrears: known" not in words and words != "known to Leah" for words in news(wednesday))
    assert "P-0044" not in refs(wednesday, "changed")


def test_a_huddle_entered_in_error_was_not_held(north: Carelist) -> None:
    mistake = held(north, NOW)
    body = {"entry": mistake, "reason": "wrong day", "replacement": None}
    north.record([entry("entry.corrected", "2026-03-03T09:20", body)], NOW + HOUR)
    assert north.huddle(NOW + 2 * HOUR, "North").since.huddle is None


def test_what_was_entered_in_error_is_not_told_as_news(north: Carelist) -> None:
    held(north, NOW)
    wrong = north.record([amber("P-0045", "2026-03-03T10:00", "meant for somebody else")], NOW + HOUR)[0].id
    body = {"entry": wrong, "reason": "wrong person", "replacement": None}
    north.record([entry("entry.corrected", "2026-03-03T10:05", body, ref="P-0045")], NOW + 2 * HOUR)
    assert not [words for words in news(north.huddle(NOW + 24 * HOUR, "North")) if "meant for somebody" in words]


def test_without_a_huddle_before_new_is_what_was_recorded_since_the_service_day_before(north: Carelist) -> None:
    huddle = north.huddle(NOW, "North")
    assert huddle.since.huddle is None
    assert huddle.since.moment.date() == date(2026, 3, 2)


# -- who stands in which step ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [0, 5, 30, 80])
def test_nobody_red_is_left_out(demo: Carelist, hours: int) -> None:
    huddle = demo.huddle(FRIDAY + hours * HOUR)
    at = FRIDAY + hours * HOUR
    known = {found.ref: demo.people.person(found.ref, at) for found in demo.people.find("") if found.on_caseload}
    red = [ref for ref, person in known.items() if person["zone"] == "red"]
    high = [ref for ref, person in known.items() if person["high"] and person["zone"] != "red"]
    assert sorted(refs(huddle, "red")) == sorted(red + high), "whoever is high stands with the red"
    assert (huddle.counts["red"], huddle.counts["high"]) == (len(red), len(high))
    assert red


def test_somebody_red_with_nothing_due_stands_among_the_red_with_an_owner(north: Carelist) -> None:
    north.record([zone("P-0043", "red", "seen daily by the crisis team")], NOW)
    talks = {talk.ref: talk for talk in north.huddle(NOW, "North").steps[3].talks}
    assert talks["P-0043"].owner == "w-tom"
    assert "crisis team" in talks["P-0043"].why


def test_whoever_is_high_stands_with_the_red_once_and_on_the_sheet(north: Carelist) -> None:
    crisis = {"kind": "ae", "source": "A&E", "summary": "overdose"}
    north.record([entry("crisis.recorded", "2026-03-03T08:30", crisis, ref="P-0045")], NOW)
    huddle = north.huddle(NOW, "North")
    assert "P-0045" in refs(huddle, "red")
    assert "P-0045" not in refs(huddle, "changed")
    assert [talk.why.partition(";")[0] for talk in huddle.steps[3].talks if talk.ref == "P-0045"] == ["high"]
    assert huddle.counts["high"] == 1
    assert any("high and not red 1" in line for line in north.huddle.sheet_lines(huddle))


@pytest.mark.parametrize("hours", [0, 5, 30])
def test_the_counts_are_those_of_today(demo: Carelist, hours: int) -> None:
    at = FRIDAY + hours * HOUR
    counts, answer = demo.huddle(at).counts, demo.people.today_json(at)
    assert {name: counts[name] for name in ("overdue", "due")} == {n: answer["counts"][n] for n in ("overdue", "due")}
    bands = [sum(item["band"] == band for item in answer["items"]) for band in (1, 2, 3, 4)]
    assert [counts[f"band_{band}"] for band in (1, 2, 3, 4)] == bands
    assert sum(demo.huddle(at).owners.values()) == len(answer["items"])


@pytest.mark.parametrize("hours", [0, 5])
def test_the_missed_are_those_of_the_queue(demo: Carelist, hours: int) -> None:
    at = FRIDAY + hours * HOUR
    assert sorted(refs(demo.huddle(at), "missed")) == sorted(each["ref"] for each in demo.people.queue(at))


def test_act_now_is_everybody_with_something_of_band_one(demo: Carelist) -> None:
    wanted = {item.person.ref for item in demo.people.today(FRIDAY, band=1) if item.person}
    assert {ref for ref in refs(demo.huddle(FRIDAY), "act_now") if ref} == wanted


def test_two_teams_together_see_everybody_and_each_its_own(demo: Carelist) -> None:
    whole, north, south = (demo.huddle(FRIDAY, team) for team in (None, "North", "South"))
    for key in ("act_now", "red", "missed"):
        assert set(refs(whole, key)) == {*refs(north, key), *refs(south, key)}
    assert {here.worker.team for here in south.here} == {"South"}


def test_somebody_without_a_team_yet_is_in_every_teams_huddle(north: Carelist) -> None:
    body = {"ref": "P-0900", "given": "New", "family": "Comer", "source": "gp", "reason": "low mood"}
    north.record([entry("referral.received", "2026-03-03T08:30", body)], NOW)
    assert "P-0900" in refs(north.huddle(NOW, "North"), "arriving")


def test_a_contact_whose_worker_is_away_without_cover_is_held_by_nobody(north: Carelist) -> None:
    body = {"at": "2026-03-03T15:00:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-leah"}
    north.record([entry("contact.planned", "2026-03-02T12:00", body, ref="P-0045")], NOW)
    assert "P-0045" not in refs(north.huddle(NOW, "North"), "unheld")
    leave = {"worker": "w-leah", "from": "2026-03-03T12:00:00+00:00", "until": "2026-03-05T09:00:00+00:00",
             "reason": "sickness"}  # fmt: skip
    north.record([entry("worker.away", "2026-03-03T08:00", leave)], NOW)
    assert "P-0045" in refs(north.huddle(NOW, "North"), "unheld"), "she is here now, and away by three"
    assert "Leah Obi is away, no cover" in "\n".join(north.huddle.sheet_lines(north.huddle(NOW, "North")))
    north.record(
        [entry("worker.away", "2026-03-03T08:30", leave | {"cover": [{"persons": "all", "by": "w-tom"}]})], NOW
    )
    assert "P-0045" not in refs(north.huddle(NOW, "North"), "unheld")


def test_nobody_is_lost_from_a_step_who_has_nobody_named(north: Carelist) -> None:
    assert "P-0046" in refs(north.huddle(NOW + 7 * 24 * HOUR, "North"), "unheld")


def test_before_a_closure_and_only_then_the_gap_is_a_step(demo: Carelist) -> None:
    friday, thursday = demo.huddle(FRIDAY), demo.huddle(FRIDAY - 24 * HOUR)
    assert thursday.step("gap") is None
    assert friday.step("gap") is not None
    noon = {item.person.ref for item in demo.people.today(FRIDAY + 4 * HOUR, kind="gap_cover") if item.person}
    assert noon <= set(refs(friday, "gap")), "at nine it shows what falls due at noon"
    assert friday.opens is not None
    assert friday.opens.date() == date(2026, 3, 9)


def test_whoever_is_away_is_shown_with_cover_or_without(demo: Carelist) -> None:
    here = {each.worker.id: each for each in demo.huddle(FRIDAY).here}
    away = [each for each in here.values() if each.absence]
    assert {bool(each.absence and each.absence.covers_everybody) for each in away} == {True, False}
    assert [each.worker.id for each in demo.huddle(FRIDAY, "North").here if each.on_duty]


# -- the sheet of a day ---------------------------------------------------------------------------------------------


def test_the_sheet_of_a_day_shows_its_huddle_as_it_began_with_what_it_decided(north: Carelist) -> None:
    """Ines had nobody when it began; the huddle allocated her, and then she no longer stands on any list."""
    at = NOW + timedelta(minutes=2)
    named = {"coordinator": "w-leah", "clinical_oversight": "Dr Shah"}
    made = north.record([entry("coordinator.named", "2026-03-03T09:06", named, ref="P-0046")], at)[0].id
    person = next(found.person for found in north.people.find("Ines"))
    held(north, NOW, discussed=[{"person": person, "note": "starts today", "entries": [made]}])
    sheet = "\n".join(north.huddle.sheet_lines(north.huddle.of_day(NOW + 5 * HOUR, "North")))
    assert "HALL Ines, P-0046; zone not set; Allocate a coordinator" in sheet
    assert "decided: Coordinator named; clinical oversight: Dr Shah (Leah Obi)" in sheet
    assert "decided: starts today" in sheet


def test_what_came_in_after_a_huddle_is_not_on_its_sheet(north: Carelist, other: Carelist) -> None:
    other.record([amber("P-0045", "2026-03-02T19:00", "shouting at night")], NOW - 14 * HOUR)
    held(north, NOW)
    before = news(north.huddle.of_day(NOW + 5 * HOUR, "North"))
    sync(other, north)
    assert news(north.huddle.of_day(NOW + 5 * HOUR, "North")) == before
    assert news(north.huddle(NOW + 5 * HOUR, "North")) != before


def test_a_huddle_that_began_at_midnight_is_of_the_day_that_begins(north: Carelist) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    held(north, midnight)
    assert north.huddle.of_day(NOW, "North").at == midnight
    assert north.huddle.of_day(NOW - 24 * HOUR, "North").at == NOW - 24 * HOUR


def test_the_huddle_with_a_mark_is_the_teams_and_tells_how_much_came_from_others_since(
    north: Carelist, other: Carelist
) -> None:
    huddle, mark = north.huddle.now(NOW, "North")
    assert (huddle.team, huddle) == ("North", north.huddle(NOW, "North"))
    north.record([amber("P-0044", "2026-03-03T08:00", "not seen at home")], NOW)
    assert north.huddle.came_since(mark) == 0
    other.record([amber("P-0045", "2026-03-02T19:00", "shouting at night")], NOW - 14 * HOUR)
    sync(other, north)
    assert north.huddle.came_since(mark) == 2, "her laptop's first worker, and the zone"


def test_a_new_person_recorded_today_is_among_the_arriving(north: Carelist) -> None:
    held(north, NOW - 24 * HOUR)
    north.record([accepted("P-0777", "Zoe", "Adams") | {"occurred_at": "2026-03-03T08:00:00+00:00"}], NOW)
    assert "P-0777" in refs(north.huddle(NOW, "North"), "arriving")


def test_what_a_huddle_said_of_somebody_in_two_parts_stands_on_its_sheet_whole(north: Carelist) -> None:
    at = NOW + timedelta(minutes=2)
    made = [north.record([amber("P-0044", f"2026-03-03T09:0{minute}", why)], at)[0].id
            for minute, why in enumerate(("not seen at home", "shouting at night"), 5)]  # fmt: skip
    person = next(found.person for found in north.people.find("P-0044"))
    parts = [{"person": person, "note": "ring at noon", "entries": made[:1]},
             {"person": person, "note": "ask her sister", "entries": made[1:]},
             {"note": "Two keys"}, {"note": "Fire"}]  # fmt: skip
    held(north, NOW, discussed=parts)
    sheet = "\n".join(north.huddle.sheet_lines(north.huddle.of_day(NOW + 5 * HOUR, "North")))
    for words in ("not seen at home", "shouting at night", "ring at noon", "ask her sister", "Two keys", "Fire"):
        assert words in sheet


def test_whoever_coordinates_and_works_nowhere_is_named(north: Carelist) -> None:
    """An earlier import took names for workers: everybody of theirs is on nobody's list, and the huddle says so."""
    assert north.huddle(NOW).works_nowhere == {}
    said = entry("coordinator.named", "2026-03-03T09:01", {"coordinator": "OKAFOR T (CMHN)", "clinical_oversight": "x"},
                 ref="P-0042")  # fmt: skip
    north.record([said], NOW)
    huddle = north.huddle(NOW)
    assert huddle.works_nowhere == {"OKAFOR T (CMHN)": 1}
    told = "Works nowhere here: OKAFOR T (CMHN), who coordinates one person: name somebody else"
    assert told in north.huddle.sheet_lines(huddle)
    assert told in north.huddle.sheet_html(huddle)


def test_a_screen_is_given_what_the_answer_says_of_each_and_nobody_before_they_are_looked_at(demo: Carelist) -> None:
    (huddle, _), zone = demo.huddle.now(FRIDAY, None), Calendar(ServiceHours()).zone
    answer, drawn = huddle_as_json(huddle, zone), huddle_as_drawn(huddle, zone)
    assert {**drawn, "steps": None} == {**answer, "steps": None}
    assert sum(len(step["people"]) for step in answer["steps"]) > 10
    for told, late in zip(answer["steps"], drawn["steps"], strict=True):
        assert not late["people"]._made
        assert {**late, "people": [late["people"][n] for n in range(len(late["people"]))]} == told
        with pytest.raises(IndexError):
            late["people"][len(told["people"])]
