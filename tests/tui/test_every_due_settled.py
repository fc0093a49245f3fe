"""Each Due is settled by the form it opens (standards.md, Dues): every kind, in every state it can stand in, is
answered by what its own form says when it opens and by what somebody types into the rest, and is then owed no longer.
Else a worker is nagged for ever by the form that the Due itself opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import form_types, known_of
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.stored import NO_ENTRY, restamped, stamp
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item
from tests.domain.telling import CHECK, DECISION, KEPT, LONDON, PLAN, RISK_PLAN, Story, london
from tests.domain.test_every_due import ROWS, Row, _in_words, amber_and_missed
from tests.domain.test_every_later_due import LATER_ROWS
from tests.domain.undertaking import HANDOVER, STRUCTURED, SUMMARY, defer
from tests.profiles import members

pytestmark = pytest.mark.slow

AFTER = "2026-03-03 18:00"
"""When what changes their state is told: after all that the rows tell."""
LATE = "2026-03-03 17:30"
LOOKED_AT = london("2026-03-04 10:00")
"""When their Due is looked at, where it is not overdue and does not begin later."""


# ---- in what state it stands


def _as_it_was(_story: Story, _key: str) -> None:
    """Nothing more is told."""


def _high(story: Story, _key: str) -> None:
    story.check(AFTER, "high")


def _red(story: Story, _key: str) -> None:
    story.zone(AFTER, "red")


def _away(story: Story, _key: str) -> None:
    body = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell(AFTER, "person.admitted", body)


def _dead(story: Story, _key: str) -> None:
    story.tell(AFTER, "person.died", {"reported_by": "the coroner", "confirmed": True})


def _put_off(story: Story, key: str) -> None:
    due = next(each for each in story.dues if each.key == key)
    until = max(due.due_at, london(AFTER)).astimezone(LONDON) + timedelta(days=1)
    defer(story, AFTER, key, f"{until:%Y-%m-%d %H:%M}")


def _missed_since(story: Story, _key: str) -> None:
    story.miss(AFTER)


def _met_since(story: Story, _key: str) -> None:
    story.keep(AFTER, "call")


STATES: dict[str, Callable[[Story, str], None]] = {
    "as it was": _as_it_was,
    "overdue": _as_it_was,
    "while high": _high,
    "while red": _red,
    "while away": _away,
    "after a death": _dead,
    "put off": _put_off,
    "after a miss": _missed_since,
    "after a call": _met_since,
}


def declined_late(story: Story) -> dict[str, str]:
    """Live contact ended the episode; a visit of before, typed late on another laptop, found the door shut."""
    told = amber_and_missed(story)
    story.keep("2026-03-03 12:00", "call")
    body = {"episode": told["episode"], "step": "in_person_check", "method": "visit", "to": "person"}
    story.tell("2026-03-03 13:00", "outreach.attempted", body | {"outcome": "declined_at_door"}, recorded=LATE)
    return {}


THESE = [*ROWS, *LATER_ROWS, Row("decision", declined_late, "", frozenset(), 2, name="declined after it ended")]


@dataclass(frozen=True)
class Case:
    """One Due of one person, and when it is looked at."""

    number: int
    story: Story
    key: str
    now: datetime

    def moved(self, id: str) -> str:
        """Every story counts its ids from 1: the same, as an id of this person's."""
        return id.replace("00000000-0000-7000", f"{self.number:08x}-0000-7000")


def cases(row: Row) -> dict[str, Case]:
    """That kind in every state that it can stand in."""
    found: dict[str, Case] = {}
    begun = Story()
    row.tell(begun)
    key = _due_of(row, begun).key
    for state, tell in STATES.items():
        story = begun.again()
        if state == "put off" and not KINDS[row.kind].can_wait:
            continue
        tell(story, key)
        standing = next((each for each in story.dues if each.key == key), None)
        if standing is None:
            continue
        now = max(standing.from_at or LOOKED_AT, LOOKED_AT)
        if state == "overdue":
            now = max(now, standing.due_at + timedelta(days=2))
        found[state] = Case(len(found) + 1, story, key, now)
    return found


def _due_of(row: Row, story: Story) -> Due:
    due = story.due(row.kind, row.part)
    assert due is not None
    return due


ELSEWHERE = {
    "gap_cover": "test_gaps: by cover, and by what is heard afterwards; test_every_form opens it",
    "gap_return": "test_gaps: by cover, and by what is heard afterwards; test_every_form opens it",
    "conflict": "meeting/test_two_versions: both versions are shown, and one is kept",
    "unread": "a newer release reads it",
    "invisible": "it never stands",
    "audit": "the service's, settled where its sample is drawn and scored: see test_audits and test_audit",
    "worker_back": "a worker's, ended by what that worker records next: see test_team_dues",
    "cover_needed": "a worker's, see test_team_dues and test_every_form",
    "supervision": "a worker's, see test_every_form",
    "improvement": "a worker's, see test_improvement_forms",
    "erasure": "a manager's, see journal/test_erasing and test_every_form",
}
"""What no story of one person owes, and where it is settled."""


def test_every_kind_of_due_is_settled_here_or_said_to_be_elsewhere() -> None:
    assert {row.kind for row in THESE} | ELSEWHERE.keys() == KINDS.keys()
    assert not {row.kind for row in THESE} & ELSEWHERE.keys()


# ---- in a real store


def _lines(case: Case) -> Iterator[dict[str, Any]]:
    """The story's entries as one laptop of its own wrote them."""
    for seq, entry in enumerate(case.story.entries, 1):
        raw = json.loads(case.moved(canonical_json(entry.raw)).replace("P-0001", f"P-{case.number:04d}"))
        salt = bytes.fromhex(raw["salt"])
        told = stamp(
            raw, id=raw["id"], person=raw.get("person"), author=raw["author"], device="", seq=seq, prev=NO_ENTRY,
            recorded_at=parse_moment(raw["recorded_at"]), replaces=raw.get("replaces", ()), salt=salt,
        )  # fmt: skip
        yield restamped(told, device=f"{case.number:032x}", seq=seq, prev=NO_ENTRY)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service of three, with nobody on its caseload."""
    path, begun = tmp_path_factory.mktemp("settled") / "store", london("2026-02-02 09:00")
    workers = (("w-tom", "Tom", "coordinator"), ("w-sue", "Sue", "senior"))
    told = [
        {"type": "worker.added", "occurred_at": begun.isoformat(),
         "body": {"worker": id, "name": name, "role": role, "team": "North"}}
        for id, name, role in workers
    ]  # fmt: skip
    first: dict[str, Any] = {"worker": "w-ann", "name": "Ann", "role": "manager", "team": "North"}
    with Carelist.init(path, **first, now=begun, encrypted=False) as door:
        door.record(told, begun)
    return path


# ---- what is typed


def _day(now: datetime, days: int) -> str:
    return (now + timedelta(days=days)).date().isoformat()


def _soon(now: datetime) -> str:
    return (now + timedelta(hours=3)).isoformat()


def _an_attempt(method: str | None) -> dict[str, Any]:
    if method == "text":
        return {"method": "text", "to": "person", "outcome": "sent"}
    return {"method": method or "call", "to": "person", "outcome": "no_answer"}


def typed_into(type: str, item: Item, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What somebody types into a form of this type that says this already."""
    soon = _soon(now)
    review = {"kind": known.get("kind", "monthly"), "decisions": "go on", "next_review_on": _day(now, 3)}
    review |= dict.fromkeys(STRUCTURED, "as before") | {"root_cause": "capacity", "what_changes": "checked"}
    said: dict[str, dict[str, Any]] = {
        "person.accepted": {"ref": item.person.ref if item.person else "", "given": "Amina", "family": "Yusuf",
                            "source": "gp", "team": "North", "tier": "standard"},
        "coordinator.named": {"coordinator": "w-tom", "clinical_oversight": "the CMHT duty line"},
        "contact.completed": KEPT,
        "outreach.attempted": _an_attempt(known.get("method")),
        "review.completed": review,
        "consent.recorded": {"scope": "contact", "given": True, "basis": "consent"},
        "risk_check.completed": CHECK,
        "engagement_plan.agreed": PLAN | {"review_on": _day(now, 60)},
        "risk_plan.updated": RISK_PLAN | {"review_on": _day(now, 60)},
        "contact.planned": {"at": (now + timedelta(days=2)).isoformat(), "method": "visit", "purpose": "routine",
                            "worker": "w-tom"},
        "person.returned": {},
        "person.details_updated": {"address": "2 Low Row"},
        "person.died": {"reported_by": "the coroner", "confirmed": True},
        "handover.opened": HANDOVER | {"summary": SUMMARY, "complete_by": _day(now, 5)},
        "decision.recorded": DECISION | {"about": "clinical_review", "decision": "continue",
                                         "review_at": soon, "authorised_by": "w-ann",
                                         "capacity_considered": "she understands"},
        "escalation.raised": {"route": "crisis_team", "to": "the desk", "owner": "w-sue", "respond_by": soon},
        "escalation.acknowledged": {"by": "the desk", "answer": "accepted"},
        "escalation.closed": {"outcome": "met"},
        "crisis.summary": {"state": "received", "text": "seen at A&E"},
        "report.confirmed": {"true": True},
        "details.checked": {"found": False},
        "partner.contacted": {"direction": "out", "who": "the prescriber", "summary": "told"},
        "action.closed": {"outcome": "done", "note": "rang"},
        "handover.call_held": {"with": "South", "points": "risks"},
        "handover.accepted": {"receiving_worker": "w-ann", "first_contact_at": soon},
        "handover.first_contact": {"achieved": True},
        "zone.set": {"zone": "amber", "reason": "as before", "review_on": _day(now, 3)},
        "indicator.rated": {"value": 4, "support_level": "prompted"},
        "cover.arranged": {"route": "family", "back_at": soon},
        "request.closed": {"outcome": "copies sent"},
    }  # fmt: skip
    return said.get(type, {}) | known


# ---- and it is owed no longer


@pytest.mark.parametrize("row", THESE, ids=_in_words)
def test_a_due_is_owed_no_longer_once_its_own_form_was_answered(row: Row, service: Path, tmp_path: Path) -> None:
    store, told = tmp_path / "store", dict(members([*cases(row).items()], 4))
    shutil.copytree(service, store)
    with Carelist.open(store, "w-ann") as ann, Carelist.open(store, "w-sue") as sue:
        ann.record.take_in(line for case in told.values() for line in _lines(case))
        unsettled = {state: wrong for state, case in told.items() if (wrong := what_is_wrong(case, ann, sue))}
    assert unsettled == {}


def what_is_wrong(case: Case, ann: Carelist, sue: Carelist) -> str | None:
    """What its own form leaves of this Due, or why it is refused; None when all is well."""
    person, key = case.moved(case.story.person), case.moved(case.key)
    with closing(Desk(ann.store, "w-ann", case.now, runs=False)) as desk:
        item = next(each for each in desk.glance.today(case.now, days=1000) if each.key == key)
        type, *others = [type for type, _ in form_types(item)]
        answered = [type, *others[:1]] if item.title == "Find out if it is true" else [type]
        known = {each: known_of(each, asks_of(TYPES[each]), item, desk.card(person), "w-ann") for each in answered}
    told = {"occurred_at": case.now.isoformat(), "person": person}
    drafts = [
        told | {"type": each, "body": body} for each in answered for body in bodies(each, item, known[each], case.now)
    ]
    try:
        (sue if item.owner == "w-sue" else ann).record(drafts, case.now)
    except Refused as refused:
        return f"{type} is refused: {refused}; its form says {known}"
    still = key in {each.key for each in ann.people.today(case.now, days=1000)}
    return f"{type} leaves it; its form says {known}" if still else None


def bodies(type: str, item: Item, known: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """What is recorded by that form: once, or for each item of a checklist."""
    body = typed_into(type, item, known, now)
    if type == "handover.item_done":
        return [body | {"item": each} for each in item.detail["left"]]
    return [body]
