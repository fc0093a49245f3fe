"""A service of three teams, with localities and groups, that adopts other Standards in the middle: its people, and what
its teams wrote down of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tests.domain.telling import PLAN
from tests.planted.ladders import around
from tests.planted.telling import HANDOVER, Line, Planted, london, on_day, written

WORKERS = (
    ("w-sam", "Sam South", "coordinator", "South"),
    ("w-sol", "Sol Senior", "senior", "South"),
    ("w-eve", "Eve East", "coordinator", "East"),
    ("w-ed", "Ed East", "manager", "East"),
)
PLACES = """
[localities]
north = "North of the river"
south = "South of the river"
[groups.housing]
title = "Housing"
values = ["own", "hostel"]
reason = "To see whether anybody has less access than others."
"""
SOONER = (
    PLACES
    + """
[dues]
first_contact = "3 service days"
[ladders.first_contact]
title = "First-contact steps"
[[ladders.first_contact.steps]]
key = "second_attempt"
title = "Second attempt"
methods = ["call", "text"]
to = "person"
due = "6 hours"
[[ladders.first_contact.steps]]
key = "third_attempt"
title = "Third attempt"
methods = ["call", "text", "visit"]
to = "person"
due = "24 hours"
"""
)
"""From Tuesday 10 March at noon on: first contact sooner, and the second attempt."""
ADOPTED = "2026-03-10 12:00"


def of_team(when: str, type: str, body: dict[str, Any], by: str = "w-mgr") -> Line:
    return Line({"type": type, "occurred_at": written(london(when)), "body": body}, by, london(when))


def adopts(when: str, text: str) -> Line:
    return of_team(when, "standards.adopted", {"text": text, "digest": digest(text)})


def digest(text: str) -> str:
    return "sha256:" + sha256(text.encode()).hexdigest()


def huddles(day: str, team: str, by: str) -> Line:
    body = {
        "team": team,
        "from": written(london(f"{day} 09:05")),
        "to": written(london(f"{day} 09:20")),
        "present": [by],
    }
    return of_team(f"{day} 09:25", "huddle.held", body, by)


def supervises(when: str, worker: str, supervisor: str, next_on: str, **more: Any) -> Line:
    body = {"worker": worker, "supervisor": supervisor, "persons": [], "themes": "drift", "next_on": next_on}
    return of_team(when, "supervision.held", body | more, supervisor)


def wrote_down() -> list[Line]:
    """What the teams wrote down of themselves, from Tuesday 3 June 2025 on."""
    added = [
        of_team("2025-06-03 09:00", "worker.added", {"worker": id, "name": name, "role": role, "team": team})
        for id, name, role, team in WORKERS
    ]
    return [
        *added,
        adopts("2025-06-03 10:00", PLACES),
        adopts(ADOPTED, SOONER),
        *(huddles(day, "North", "w-mgr") for day in ("2026-03-02", "2026-03-03", "2026-03-07", "2026-03-09")),
        huddles("2026-03-03", "South", "w-sol"),
        huddles("2026-03-31", "East", "w-ed"),
        supervises("2025-06-30 17:00", "w-tom", "w-sue", "2025-08-25"),
        supervises("2025-08-26 17:00", "w-tom", "w-sue", "2025-10-20"),
        supervises("2025-10-20 17:00:01", "w-tom", "w-mgr", "2025-12-01"),
        supervises("2025-07-01 17:00", "w-sam", "w-sol", "2025-08-01"),
        supervises("2025-07-01 17:00:01", "w-eve", "w-ed", "2025-08-01"),
        of_team("2025-07-15 09:00", "worker.changed",
                {"worker": "w-eve", "name": "Eve East", "role": "coordinator", "team": "East", "active": False},
                "w-ed"),
    ]  # fmt: skip


def adopted() -> Iterator[Planted]:
    for accepted, due, when in (
        ("2026-03-02 10:00", "2026-03-09 17:00", "before other Standards"),
        ("2026-03-11 10:00", "2026-03-16 17:00", "after other Standards"),
    ):
        for words, moment, verdict in around(due):
            story = Planted(f"accepted {when}: met {words}")
            story.accepts(accepted, locality="north", groups={"housing": "hostel"})
            story.keeps(moment)
            yield story.expect("access", verdict)
    for missed, due, when in (
        ("2026-03-10 10:00", "2026-03-11 10:00", "two hours before other Standards"),
        ("2026-03-11 10:00", "2026-03-11 16:00", "after other Standards"),
    ):
        for words, moment, verdict in around(due):
            story = Planted(f"missed {when}: called {words}")
            story.accepts("2026-03-09 10:00", locality="south", groups={"housing": "own"})
            story.tries(moment, story.misses(missed))
            yield story.expect("first_response", verdict).expect("steps_on_time", verdict, "not")


def elsewhere() -> Iterator[Planted]:
    """People of the South and the East, and one who goes from one to the other."""
    for number in range(12):
        story = Planted(f"in the South, number {number}")
        story.accepts("2026-03-02 10:00", team="South", coordinator="w-sam", locality="south")
        story.keeps("2026-03-05 11:00" if number % 3 else "2026-03-12 11:00", by="w-sam")
        if number % 4 == 0:
            story.breaks("2026-03-20 10:00", by="w-sam")
        yield story.expect("access", "counted" if number % 3 else "not")
    for number in range(6):
        story = Planted(f"in the East, number {number}")
        story.accepts("2026-03-02 10:00", team="East", coordinator="w-ed")
        story.keeps("2026-03-05 11:00" if number % 2 else "2026-03-12 11:00", by="w-ed")
        yield story.expect("access", "counted" if number % 2 else "not")
    story = Planted("from the North to the South, a contact missed in each")
    story.accepts("2026-03-02 10:00", locality="north")
    story.keeps("2026-03-03 11:00")
    story.misses("2026-03-04 10:00")
    story.keeps("2026-03-04 12:00")
    opened = story.says("2026-03-05 10:00", "handover.opened", {
        "kind": "team_transfer", "to_team": "South", "to_worker": "w-sam", "higher_risk": False, "summary": HANDOVER,
        "complete_by": "2026-03-20"})  # fmt: skip
    first = {"handover": opened, "receiving_worker": "w-sam", "first_contact_at": written(london("2026-03-09 11:00"))}
    story.says("2026-03-06 10:00", "handover.accepted", first, by="w-sam")
    for index, item in enumerate(ITEMS.split()):
        story.says(f"2026-03-06 11:{index:02d}", "handover.item_done", {"handover": opened, "item": item})
    story.keeps("2026-03-09 11:00", handover=opened, by="w-sam")
    story.says("2026-03-10 10:00", "handover.closed", {"handover": opened, "outcome": "completed"}, by="w-sam")
    story.misses("2026-03-18 10:00", by="w-sam")
    story.keeps("2026-03-18 12:00", by="w-sam")
    yield story.expect("first_response", "counted", "counted")
    story = Planted("moves house, and a contact missed in each locality")
    story.accepts("2026-03-02 10:00", locality="north", groups={"housing": "hostel"})
    story.keeps("2026-03-03 11:00")
    story.misses("2026-03-04 10:00")
    story.keeps("2026-03-04 12:00")
    body = {"locality": "south", "groups": {"housing": "own"}}
    story.says("2026-03-05 10:00", "person.details_updated", body)
    story.misses("2026-03-18 10:00")
    story.keeps("2026-03-19 12:00")
    yield story.expect("first_response", "counted", "not")


ITEMS = (
    "summary_written risk_plan_current medication_list_sent open_actions_listed person_told "
    "carer_informed_where_agreed appointments_booked support_hours_adjusted transition_plan_given_to_person "
    "receiving_contact_number_given"
)


def paused() -> Iterator[Planted]:
    """A senior pauses on Tuesday 3 March at 11:00, until Wednesday noon."""
    for words, moment, verdict in around("2026-03-04 12:00"):
        story = Planted(f"missed, paused by a senior: called {words}")
        story.is_known("2026-03-03 10:30")
        episode = story.misses("2026-03-03 10:30")
        story.decides("2026-03-03 11:00", episode, "pause", by="w-sue", authorised_by="w-sue",
                      capacity_considered="She can decide this.", review="2026-03-04 12:00")  # fmt: skip
        story.tries(moment, episode)
        yield story.expect("first_response", verdict)


def safe_times() -> Iterator[Planted]:
    """Missed on Tuesday 3 March at 10:30: by Tuesday's close no time is safe, by Wednesday at 10:30 none either, on
    Thursday from 9 to 12 one is. Until somebody decides, the first two are decisions."""
    times = [{"days": ["thu"], "from": "09:00", "to": "12:00"}]
    for words, decided, verdicts in (
        ("nobody decides", None, ["not", "not"]),
        ("decided in time", "2026-03-03 16:00", ["not", "not", "not", "not"]),
        ("decided after the first was due", "2026-03-04 09:00", ["not", "not", "not"]),
    ):
        story = Planted(f"missed, no time is safe before Thursday, {words}")
        story.is_known("2026-03-03 10:30")
        story.says("2026-02-18 10:00", "engagement_plan.agreed", PLAN | {"safe_times": times})
        episode = story.misses("2026-03-03 10:30")
        if decided:
            story.decides(decided, episode, review=on_day(decided, 2, "12:00"))
        yield story.expect("steps_on_time", *verdicts)


def owing() -> Iterator[tuple[Planted, dict[str, tuple[int, int]]]]:
    """Accepted on Monday 2 March 2026, with the contacts and reviews overdue at 09:00 of these days, by hand."""
    story = Planted("nobody ever comes")
    story.accepts("2026-03-02 10:00")
    yield story, {"2026-03-09": (1, 0), "2026-03-16": (2, 1), "2026-03-23": (3, 2), "2026-04-07": (3, 2)}
    story = Planted("met once, and nothing is booked")
    story.accepts("2026-03-02 10:00")
    story.checks("2026-03-02 11:00")
    story.keeps("2026-03-03 11:00")
    yield story, {"2026-03-09": (1, 0), "2026-03-16": (1, 0), "2026-03-23": (2, 0)}
    story = Planted("on a ward from the third day on")
    story.accepts("2026-03-02 10:00")
    story.goes_away("2026-03-04 12:00")
    yield story, {"2026-03-09": (0, 0), "2026-03-16": (0, 2), "2026-03-23": (0, 3)}
    story = Planted("enhanced, and not met for a week")
    story.accepts("2026-03-02 10:00", tier="enhanced")
    story.checks("2026-03-02 11:00")
    story.keeps("2026-03-03 11:00")
    yield story, {"2026-03-09": (1, 0), "2026-03-16": (2, 0)}
    story = Planted("the first screen is put off twice")
    accepted = story.accepts("2026-03-02 10:00")
    for when, until in (("2026-03-06 10:00", "2026-03-10 10:00"), ("2026-03-09 10:00", "2026-03-10 10:30")):
        body = {"due": f"baseline_risk_screen:{accepted}", "until": written(london(until)), "reason": "She asked."}
        story.says(when, "due.deferred", body)
    yield story, {"2026-03-09": (1, 0), "2026-03-16": (2, 1)}
    story = Planted("discharged while something is overdue")
    story.accepts("2026-03-02 10:00")
    decided = story.decides("2026-03-10 10:00", None, "agree", about="discharge", authorised_by="w-mgr", by="w-mgr")
    body = {"destination": "the GP", "reason": "own_wish", "note": "As he asked.", "decision": decided}
    story.says("2026-03-10 11:00", "person.discharged", body, by="w-mgr")
    yield story, {"2026-03-09": (1, 0), "2026-03-16": (0, 0)}


def uncovered() -> Iterator[tuple[Planted, int, int]]:
    """Red since Thursday 5 March at ten: that night and each weekend somebody has to hold them. With how many of the
    closures that began before Monday 23 March had no cover, and needed it."""
    for name, covers, without in (
        ("red, and nobody arranges cover", (), 4),
        ("red, with cover for the second weekend", ("2026-03-13 15:00",), 3),
        ("red, with cover said after the service had opened again", ("2026-03-16 09:00",), 4),
    ):
        story = Planted(name)
        story.is_known("2026-03-05 10:00")
        story.turns("2026-03-05 10:00", "red")
        for when in covers:
            back = on_day(when, 3, "09:00")
            story.says(when, "cover.arranged", {"route": "crisis_line", "back_at": written(london(back))})
        yield story, without, 4


ALL_STORIES = [*adopted(), *elsewhere(), *paused(), *safe_times()]
OWING = list(owing())
UNCOVERED = list(uncovered())
