"""What actions, requests, ratings and summaries may name; what may be put off or passed on; whose act set-up is."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.standards import default_text
from tests.domain.telling import Story, moment
from tests.domain.test_checks import ROSTER, Shelf, asked, paths, settled
from tests.domain.undertaking import (
    INDICATOR,
    accept,
    act,
    agree,
    answer,
    ask,
    change,
    decline,
    defer,
    end,
    end_indicator,
    give,
    hand_over,
    rate,
    summarise,
)


def sentences(story: Story) -> list[str]:
    return [fault.sentence for fault in asked(story)]


# ---- what is named


def test_an_action_is_changed_and_closed_while_it_is_open() -> None:
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-20 10:00")
    change(story, "2026-03-02 11:00", action, owner="w-sue")
    assert paths(story) == []
    end(story, "2026-03-02 12:00", action)
    assert paths(story) == []
    for tell in (lambda at: change(story, at, action, owner="w-tom"), lambda at: end(story, at, action)):
        tell("2026-03-02 13:00")
        assert paths(story) == ["body.action"]
        story.entries.pop()


def test_an_action_entered_in_error_is_closed_by_nobody() -> None:
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-20 10:00")
    story.correct("2026-03-02 11:00", action, replacement=None)
    end(story, "2026-03-02 12:00", action)
    assert paths(story) == ["body.action"]


def test_a_request_is_answered_once() -> None:
    story = settled()
    request = ask(story, "2026-03-02 10:00")
    answer(story, "2026-03-02 11:00", request)
    assert paths(story) == []
    answer(story, "2026-03-02 12:00", request)
    assert paths(story) == ["body.request"]


@pytest.mark.parametrize(
    ("kind", "steps", "highest"),
    [("rating_0_10", None, 10), ("graded_step", ["to the gate", "to the shop"], 2), ("count", None, None)],
)
def test_a_rating_lies_on_the_scale_of_its_indicator(kind: str, steps: list[str] | None, highest: int | None) -> None:
    story = settled()
    scale: dict[str, Any] = {"kind": kind, "baseline": 1, "aim": 2} | ({"steps": steps} if steps else {})
    indicator = agree(story, "2026-03-02 10:00", **scale)
    rate(story, "2026-03-02 11:00", indicator, highest or 900)
    assert paths(story) == []
    rate(story, "2026-03-02 12:00", indicator, (highest or 900) + 1)
    assert paths(story) == ([] if highest is None else ["body.value"])


def test_a_corrected_indicator_has_its_new_scale() -> None:
    story = settled()
    indicator = agree(story, "2026-03-02 10:00")
    agreed = next(each.raw["body"] for each in story.entries if each.id == indicator)
    story.correct("2026-03-02 10:30", indicator, replacement=agreed | {"kind": "count"})
    rate(story, "2026-03-02 11:00", indicator, 11)
    assert paths(story) == []
    story.correct("2026-03-02 11:30", indicator, replacement=None)
    rate(story, "2026-03-02 12:00", indicator, 3)
    assert paths(story) == ["body.indicator"]


def test_an_indicator_is_rated_and_ended_while_it_runs() -> None:
    story = settled()
    old, new = agree(story, "2026-03-02 10:00"), agree(story, "2026-03-02 10:05")
    end_indicator(story, "2026-03-02 11:00", old)
    assert paths(story) == []
    story.tell("2026-03-02 11:30", "indicator.agreed", INDICATOR, replaces=(new,))
    assert paths(story) == []
    for indicator in (old, new):
        for tell in (rate, end_indicator):
            tell(story, "2026-03-02 12:00", indicator)
            assert paths(story) == ["body.indicator"]
            assert sentences(story)[0].startswith("does not run any more")
            story.entries.pop()


NAMING: dict[str, dict[str, Any]] = {
    "action.closed": {"action": "", "outcome": "done", "note": "rang"},
    "action.changed": {"action": "", "owner": "w-sue", "reason": "on leave"},
    "request.closed": {"request": "", "outcome": "sent"},
    "indicator.rated": {"indicator": "", "value": 3, "support_level": "prompted"},
    "indicator.ended": {"indicator": "", "outcome": "achieved"},
    "crisis.summary": {"crisis": "", "state": "requested"},
    "contact.completed": {
        "handover": "", "method": "call", "purpose": "first", "how_are_they": "as_usual", "what_we_did": "met",
    },
}  # fmt: skip


@pytest.mark.parametrize("type", NAMING)
def test_a_reference_names_the_right_kind_of_entry_of_this_person(type: str) -> None:
    story = settled()
    field = next(name for name, value in NAMING[type].items() if value == "")
    story.tell("2026-03-02 10:00", type, NAMING[type] | {field: story.entries[0].id})
    assert paths(story) == [f"body.{field}"]
    assert sentences(story)[0].startswith("does not name a")


def test_a_crisis_summary_names_a_crisis_however_old() -> None:
    story = settled()
    crisis = story.tell("2026-03-02 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    for at in ("2026-03-03 10:00", "2026-05-06 10:00"):
        summarise(story, at, crisis)
        assert paths(story) == []


@pytest.mark.parametrize(
    ("opened", "answered"),
    [
        (lambda story, at: act(story, at, "2026-03-20 10:00"), end),
        (ask, answer),
        (hand_over, decline),
        (lambda story, at: hand_over(story, at, to_worker="w-sue"),
         lambda story, at, id: accept(story, at, id, "2026-03-04 10:00", "w-sue")),
        (lambda story, at: story.tell(at, "crisis.recorded", {"kind": "ae", "source": "A&E"}), summarise),
        (lambda story, at: story.tell(at, "person.died", {"reported_by": "a neighbour", "confirmed": False}),
         lambda story, at, id: story.tell(at, "report.confirmed", {"about": id, "true": False})),
    ],
)  # fmt: skip
def test_nothing_is_answered_before_it_happened(opened: Any, answered: Any) -> None:
    """A moment typed too early, or a clock that was set back: told in order it would settle nothing, and stay owed
    for ever. A correction that moves what is answered to an earlier moment is heard."""
    story = settled()
    id = opened(story, "2026-03-03 10:00")
    for at, refused in (("2026-03-03 09:59", ["occurred_at"]), ("2026-03-03 10:00", []), ("2026-03-03 10:01", [])):
        answered(story, at, id)
        assert paths(story) == refused, at
        story.entries.pop()
    body = next(each.raw["body"] for each in story.entries if each.id == id)
    story.correct("2026-03-03 12:00", id, replacement=body, moved_to=moment("2026-03-03 09:00"))
    answered(story, "2026-03-03 09:30", id)
    assert paths(story) == []


# ---- put off, passed on


@pytest.mark.parametrize(
    ("kind", "last", "first"),
    [
        ("cadence", "2026-03-09 17:00", "2026-03-09 17:01"),
        ("review", "2026-05-29 15:18", "2026-05-29 15:19"),
        ("engagement_plan", "2026-06-11 20:06", "2026-06-11 20:07"),
    ],
)
def test_a_due_is_put_off_up_to_its_limit(kind: str, last: str, first: str) -> None:
    for until, refused in ((last, []), (first, ["body.until"])):
        story = settled()
        defer(story, "2026-03-02 10:00", story.key(kind), until)
        assert paths(story) == refused
        if not refused:
            defer(story, "2026-03-02 11:00", story.key(kind), first)
            assert paths(story) == ["body.until"]


def test_bands_1_and_2_cant_be_put_off_nor_what_moves_there_when_somebody_is_high() -> None:
    story = settled()
    story.book("2026-03-02 09:30", "2026-03-05 10:00")
    episode = story.miss("2026-03-02 10:00")
    story.attempt("2026-03-02 10:30", episode, None, "unsafe_for_worker", method="visit")
    refused = [due for due in story.dues if due.band < 3 or due.kind == "contact"]
    assert {"ladder_step", "same_day_response", "decision_review", "contact", "too_long_unseen"} & {
        due.kind for due in refused
    }
    for due in refused:
        defer(story, "2026-03-02 11:00", due.key, "2026-03-20 10:00")
        assert paths(story) == ["body.due"], due.kind
        story.entries.pop()


def test_only_what_is_owed_to_this_person_is_put_off_or_passed_on() -> None:
    story = settled()
    key = story.key("cadence")
    story.keep("2026-03-02 10:00")
    for tell in (
        lambda: defer(story, "2026-03-02 11:00", key, "2026-03-20 10:00"),
        lambda: give(story, "2026-03-02 11:00", key, "w-sue"),
    ):
        tell()
        assert paths(story) == ["body.due"]
        story.entries.pop()


@pytest.mark.parametrize(("owner", "refused"), [("w-sue", []), ("w-nobody-knows", []), ("w-gone", ["body.owner"])])
def test_what_is_owed_is_given_to_nobody_who_has_left(owner: str, refused: list[str]) -> None:
    story = settled()
    gone = replace(ROSTER.workers["w-new"], id="w-gone", active=False)
    roster = Roster(workers={**ROSTER.workers, "w-gone": gone})
    for key in sorted(story.keys):
        give(story, "2026-03-02 10:00", key, owner)
        assert paths(story, roster=roster) == refused
        story.entries.pop()


def test_a_key_of_a_person_needs_the_person() -> None:
    story = settled()
    body = {"due": story.key("cadence"), "until": moment("2026-03-09 10:00"), "reason": "x"}
    story.tell("2026-03-02 10:00", "due.deferred", body, about_nobody=True)
    assert paths(story) == ["person"]
    story.tell("2026-03-02 10:00", "due.reassigned", {"due": body["due"], "owner": "w-sue"}, about_nobody=True)
    assert paths(story) == ["person"]


@pytest.mark.parametrize(("until", "refused"), [("2026-04-27 17:00", []), ("2026-04-27 17:01", ["body.until"])])
def test_supervision_belongs_to_a_worker_and_is_put_off_28_days(until: str, refused: list[str]) -> None:
    story = Story()
    worker = {"worker": "w-tom", "name": "Tom", "role": "coordinator", "team": "North"}
    added = story.tell("2026-03-02 10:00", "worker.added", worker, about_nobody=True)
    roster = fold_roster(story.entries)
    body = {"due": f"supervision:{added}", "until": moment(until), "reason": "on leave"}
    story.tell("2026-03-03 10:00", "due.deferred", body, about_nobody=True)
    assert paths(story, roster=roster) == refused
    another = "00000000-0000-7000-8000-000000000999"
    story.tell("2026-03-03 11:00", "due.deferred", body | {"due": f"supervision:{another}"}, about_nobody=True)
    assert paths(story, roster=roster) == ["body.due"]


# ---- whose act it is

KEYS = {"signing_key": "11" * 32, "box_key": "22" * 32}
DEVICE = {"device": hashlib.sha256(bytes.fromhex("11" * 32)).hexdigest()[:32], "name": "Leah's laptop", **KEYS}


def adopted(text: str) -> dict[str, str]:
    return {"digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "text": text}


SET_UP: dict[str, dict[str, Any]] = {
    "standards.adopted": adopted(default_text()),
    "device.enrolled": DEVICE,
    "device.revoked": DEVICE,
    "worker.added": {"worker": "w-x", "name": "X", "role": "senior", "team": "South"},
}


@pytest.mark.parametrize("type", SET_UP)
@pytest.mark.parametrize(("author", "taken"), [("w-mgr", True), ("w-sue", False), ("w-tom", False), ("w-aud", False)])
def test_set_up_is_a_managers_act(type: str, author: str, taken: bool) -> None:
    story = Story()
    story.tell("2026-03-02 10:00", type, SET_UP[type], author=author, about_nobody=True)
    assert (asked(story) == []) == taken


@pytest.mark.parametrize("type", SET_UP)
def test_while_no_team_has_an_active_manager_the_workers_set_up(type: str) -> None:
    away = replace(ROSTER.workers["w-mgr"], active=False)
    elsewhere = replace(ROSTER.workers["w-mgr"], id="w-other", team="South")
    story = Story()
    story.tell("2026-03-02 10:00", type, SET_UP[type], author="w-tom", about_nobody=True)
    for workers, taken in (
        ({**ROSTER.workers, "w-mgr": away}, True),
        ({**ROSTER.workers, "w-mgr": away, "w-other": elsewhere}, False),
        (dict(ROSTER.workers), False),
    ):
        assert (asked(story, roster=Roster(workers=workers)) == []) == taken


@pytest.mark.parametrize(("author", "role"), [("w-mgr", "coordinator"), ("w-tom", "manager")])
def test_nobody_changes_their_own_role_not_even_where_nobody_manages(author: str, role: str) -> None:
    workers = {each.id: each for each in ROSTER.workers.values() if author == "w-mgr" or each.id != "w-mgr"}
    known, roster = workers[author], Roster(workers=workers)
    for said, taken in ((role, False), (known.role, True)):
        story = Story()
        body = {"worker": author, "name": "Another name", "role": said, "team": known.team}
        story.tell("2026-03-02 10:00", "worker.changed", body, author=author, about_nobody=True)
        assert (asked(story, roster=roster) == []) == taken, said


def test_an_auditor_sets_nothing_up_even_alone() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "device.enrolled", DEVICE, author="w-aud", about_nobody=True)
    assert asked(story, roster=Roster(workers={"w-aud": ROSTER.workers["w-aud"]})) != []


@pytest.mark.parametrize(
    "text",
    ["[ladders]\nstandard = false\n", "[dues]\nfirst_contact = 0\n", "not toml", "[dues]\nunheard_of = 3\n"],
)
def test_standards_that_do_not_hold_are_not_adopted(text: str) -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "standards.adopted", adopted(text), author="w-mgr", about_nobody=True)
    faults = asked(story)
    assert {fault.path for fault in faults} == {"body.text"}
    assert all(fault.sentence.startswith("line ") for fault in faults)


ANYBODY: dict[str, dict[str, Any]] = {
    "huddle.held": {
        "team": "North", "from": moment("2026-03-02 09:00"), "to": moment("2026-03-02 09:15"), "present": ["w-tom"],
    },
    "supervision.held": {"worker": "w-tom", "supervisor": "w-sue", "themes": "drift", "next_on": "2026-03-30"},
}  # fmt: skip


@pytest.mark.parametrize("type", ANYBODY)
def test_anybody_but_an_auditor_records_huddles_and_supervision(type: str) -> None:
    for author in ("w-tom", "w-sue", "w-mgr", "w-new", "w-aud"):
        story = settled()
        story.tell("2026-03-02 10:00", type, ANYBODY[type], author=author, about_nobody=True)
        assert (asked(story) == []) == (author != "w-aud")


def test_a_huddle_names_entries_of_several_people() -> None:
    story = settled()
    one = story.zone("2026-03-02 09:05", "red")
    body = ANYBODY["huddle.held"] | {"discussed": [{"person": story.person, "entries": [one]}]}
    story.tell("2026-03-02 10:00", "huddle.held", body, about_nobody=True)
    entry = story.entries[-1]
    assert faults_now(entry, None, ROSTER, story.standards, Shelf(story.entries[:-1])) == []
