"""Who may say that somebody is held over a closure, and what cover says by itself (records.md, cover.arranged)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.calendar.hours import ServiceHours
from carelist_tui.domain.dues.gaps import with_back_at
from carelist_tui.domain.entries import check_draft
from tests.domain.telling import Story, london, moment, settled
from tests.domain.test_checks import paths

AT = "2026-03-06 14:00"
WAITS: dict[str, Any] = {"route": "safe_to_wait", "note": "her sister is there", "back_at": moment("2026-03-09 09:00")}


def _crisis(story: Story) -> None:
    story.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})


@pytest.mark.parametrize("by", [None, "w-tom", "w-sue", "w-mgr", "w-who"])
@pytest.mark.parametrize("high", ["green", "amber", "red", "crisis"])
def test_that_somebody_red_or_high_can_wait_a_senior_or_a_manager_agrees(high: str, by: str | None) -> None:
    story = settled()
    if high == "crisis":
        _crisis(story)
    else:
        story.zone("2026-03-03 10:00", high)
    story.tell(AT, "cover.arranged", WAITS | ({"authorised_by": by} if by else {}))
    needs = high in ("red", "crisis")
    assert paths(story) == (["body.authorised_by"] if needs and by not in ("w-sue", "w-mgr") else [])


def test_other_routes_ask_nobody() -> None:
    story = settled("red")
    story.tell(AT, "cover.arranged", {"route": "crisis_line", "back_at": WAITS["back_at"]})
    assert paths(story) == []


@pytest.mark.parametrize(("author", "owed"), [("w-tom", True), ("w-sue", False)])
def test_whoever_is_named_is_asked_whether_it_is_their_word_and_the_cover_counts_meanwhile(
    author: str, owed: bool
) -> None:
    story = settled("red")
    story.tell(AT, "cover.arranged", WAITS | {"authorised_by": "w-sue"}, author=author)
    assert ("confirm_authority" in story.kinds) == owed
    assert story.due_at("gap_cover") == "Fri 2026-03-13 16:00"


def test_why_it_is_safe_to_wait_is_said() -> None:
    said = {"type": "cover.arranged", "person": Story.person, "occurred_at": moment(AT)}
    for note in (None, "", "  "):
        body = {**WAITS, "note": note} if note is not None else {k: v for k, v in WAITS.items() if k != "note"}
        assert "body.note" in {fault.path for fault in check_draft({**said, "body": body}, now=london(AT))}


@pytest.mark.parametrize(
    ("at", "back"),
    [
        ("2026-03-06 14:00", "2026-03-09T09:00:00+00:00"),
        ("2026-03-07 11:00", "2026-03-09T09:00:00+00:00"),
        ("2026-03-03 14:00", "2026-03-04T09:00:00+00:00"),
        ("2026-03-03 08:59", "2026-03-03T09:00:00+00:00"),
        ("2026-04-02 13:00", "2026-04-07T09:00:00+01:00"),
        ("2026-03-27 13:00", "2026-03-30T09:00:00+01:00"),
        ("2026-10-23 13:00", "2026-10-26T09:00:00+00:00"),
    ],
)
def test_cover_that_does_not_say_so_holds_until_the_service_next_opens(at: str, back: str) -> None:
    draft = {"type": "cover.arranged", "occurred_at": moment(at), "body": {"route": "own_plan"}}
    calendar = Calendar(ServiceHours())
    filled = with_back_at(draft, calendar)
    assert filled["body"] == {"route": "own_plan", "back_at": back}
    assert with_back_at(filled, calendar) is filled
    assert with_back_at(draft, calendar, {"back_at": "as then"})["body"]["back_at"] == "as then"


@pytest.mark.parametrize("draft", [
    None, 3, {}, {"type": "cover.arranged"}, {"type": "cover.arranged", "body": {}},
    {"type": "cover.arranged", "body": {}, "occurred_at": "then"}, {"type": "zone.set", "body": {}},
])  # fmt: skip
def test_what_is_no_draft_of_cover_stays_as_it_is(draft: Any) -> None:
    assert with_back_at(draft, Calendar(ServiceHours())) is draft
