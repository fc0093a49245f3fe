"""Improvements: what the service changes in itself is owed by somebody, by a moment, until it is closed (S4:107)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.roster import fold_roster
from carelist_tui.domain.standards import Standards, parse_standards
from carelist_tui.domain.views.lists.improvements import improvements
from tests.domain.telling import LONDON, Story, london, moment
from tests.domain.test_checks import asked
from tests.domain.test_governance import roster_of, service
from tests.profiles import dear

BODY = {"title": "Numbers are read back", "owner": "w-sue", "due_at": moment("2026-04-10 12:00")}
DONE = {"outcome": "done", "what_changed": "They are, at every visit."}


def opened(story: Story, at: str = "2026-03-02 10:00", **body: Any) -> str:
    return story.tell(at, "improvement.opened", BODY | body, about_nobody=True)


def closed(story: Story, which: str, at: str = "2026-03-20 10:00", **body: Any) -> str:
    return story.tell(at, "improvement.closed", DONE | {"improvement": which} | body, about_nobody=True)


def corrected(story: Story, which: str, replacement: dict[str, Any] | None, at: str = "2026-03-21 10:00") -> str:
    body = {"entry": which, "reason": "typed in error", "replacement": replacement}
    return story.tell(at, "entry.corrected", body, about_nobody=True)


def owed(story: Story, standards: Standards | None = None) -> list[Due]:
    return [due for due in team_owed(roster_of(story), {}, standards or story.standards) if due.kind == "improvement"]


def listed(story: Story, at: str = "2026-05-01 10:00") -> list[dict[str, Any]]:
    return [row.item for row in improvements(story.entries, london(at), story.standards)]


def test_an_improvement_is_owed_by_whom_it_names_until_it_is_closed() -> None:
    story = service()
    one = opened(story)
    [due] = owed(story)
    assert (due.key, due.band, due.person, due.title) == (f"improvement:{one}", 4, None, "Numbers are read back")
    assert (due.named_owner, due.due_at, due.resolved_by) == (
        "w-sue",
        london("2026-04-10 12:00"),
        ("improvement.closed",),
    )
    assert due.detail == {"improvement": one, "worker": "w-sue"}
    two = opened(story, "2026-03-03 10:00")
    end = closed(story, one)
    assert [each.source for each in owed(story)] == [two]
    corrected(story, end, None)
    assert [each.source for each in owed(story)] == [one, two], "a closing that is struck closes nothing"


def test_an_improvement_that_was_struck_or_corrected_is_owed_as_it_stands() -> None:
    story = service()
    one, two = opened(story), opened(story, "2026-03-03 10:00")
    corrected(story, one, None)
    corrected(story, two, BODY | {"owner": "w-ann", "due_at": moment("2026-04-20 12:00")})
    [due] = owed(story)
    assert (due.source, due.named_owner, due.due_at) == (two, "w-ann", london("2026-04-20 12:00"))


def test_a_closing_that_is_told_before_its_opening_closes_it() -> None:
    """A laptop's clock that was behind puts them the other way round."""
    story = service()
    one = opened(story, "2026-03-05 10:00")
    closed(story, one, "2026-03-04 10:00")
    assert owed(story) == []


def test_a_date_further_off_than_the_limit_stands_for_the_last_day_it_allows() -> None:
    story = service()
    opened(story, due_at=moment("2031-04-10 12:00"))
    assert [due.due_at for due in owed(story)] == [london("2027-03-02 17:00")]
    [row] = listed(story)
    assert row["due_at"] == london("2027-03-02 17:00").astimezone(LONDON).isoformat()
    shorter = parse_standards('[limits]\nimprovement_due = "1 month"\n')
    assert [due.due_at for due in owed(story, shorter)] == [london("2026-04-02 17:00")]


def test_it_is_put_off_28_days_at_the_longest_and_passed_on() -> None:
    story = service()
    one = opened(story)
    key = {"due": f"improvement:{one}"}
    said = key | {"until": moment("2026-05-08 17:01"), "reason": "the phones are late"}
    story.tell("2026-03-03 10:00", "due.deferred", said, about_nobody=True)
    assert [fault.path for fault in asked(story, roster=roster_of(story))] == ["body.until"]
    story.entries.pop()
    story.tell("2026-03-03 10:00", "due.deferred", said | {"until": moment("2026-05-01 12:00")}, about_nobody=True)
    assert asked(story, roster=roster_of(story)) == []
    story.tell("2026-03-03 11:00", "due.reassigned", key | {"owner": "w-mgr"}, about_nobody=True)
    assert asked(story, roster=roster_of(story)) == []
    [due] = owed(story)
    assert (due.due_at, due.named_owner) == (london("2026-05-01 12:00"), "w-mgr")
    [row] = listed(story)
    assert (row["owner"], row["due_at"][:10]) == ("w-mgr", "2026-05-01")
    [then] = listed(story, "2026-03-02 12:00")
    assert (then["owner"], then["due_at"][:10]) == ("w-sue", "2026-04-10")


# ---- at the door


def refused(story: Story) -> list[tuple[str, str]]:
    before = story.again()
    before.entries.pop()
    return [(fault.path, fault.sentence) for fault in asked(story, roster=roster_of(before))]


def test_only_an_open_improvement_is_closed() -> None:
    story = service()
    one = opened(story)
    end = closed(story, one)
    assert refused(story) == []
    closed(story, one, "2026-03-21 10:00")
    assert refused(story) == [("body.improvement", "is not open any more: it was closed, or entered in error")]
    story.entries.pop()
    closed(story, end, "2026-03-21 10:00")
    assert refused(story) == [("body.improvement", "does not name an improvement")]


def test_what_was_closed_can_be_put_right_by_whom_it_is_by() -> None:
    story = service()
    one = opened(story)
    end = closed(story, one)
    corrected(story, end, DONE | {"improvement": one, "what_changed": "They are read back at each call too."})
    assert refused(story) == []


@pytest.mark.parametrize("author", ["w-kofi", "w-tom", "w-sue", "w-mgr", "w-aud"])
def test_anybody_but_an_auditor_opens_and_closes_one(author: str) -> None:
    story = service()
    one = story.tell("2026-03-02 10:00", "improvement.opened", BODY, author=author, about_nobody=True)
    assert (refused(story) == []) == (author != "w-aud")
    story.tell("2026-03-03 10:00", "improvement.closed", DONE | {"improvement": one}, author=author, about_nobody=True)
    assert (refused(story) == []) == (author != "w-aud")


def test_an_improvement_is_given_to_no_auditor() -> None:
    story = service()
    opened(story, owner="w-aud")
    assert [path for path, _ in refused(story)] == ["body.owner"]


# ---- the list


def test_the_list_says_whose_each_is_and_what_came_of_it_by_then() -> None:
    story = service()
    one = opened(story, from_entries=[story.entries[0].id])
    closed(story, one)
    [row] = listed(story)
    assert row == {
        "entry": one, "at": moment("2026-03-02 10:00"), "by": "w-tom", "title": "Numbers are read back",
        "owner": "w-sue", "due_at": moment("2026-04-10 12:00"), "from_entries": [story.entries[0].id],
        "outcome": "done", "what_changed": "They are, at every visit.", "closed_at": moment("2026-03-20 10:00"),
        "closed_by": "w-tom", "open": False,
    }  # fmt: skip
    [then] = listed(story, "2026-03-19 10:00")
    assert (then["open"], then["outcome"], then["closed_at"]) == (True, None, None)
    assert listed(story, "2026-03-01 10:00") == []


ACTS = st.lists(st.sampled_from(["open", "close", "strike", "put off", "pass on", "reopen"]), max_size=14)


@given(ACTS, st.randoms(use_true_random=False))
@dear(100)
def test_in_any_order_what_is_owed_is_what_the_list_says_is_open(acts: list[str], chance: Any) -> None:
    story = service()
    known: list[str] = []
    for number, act in enumerate(acts):
        at = f"2026-03-{3 + number:02} 10:00"
        which = chance.choice(known) if known else None
        if act == "open" or which is None:
            known.append(opened(story, at))
        elif act == "close":
            closed(story, which, at)
        elif act in ("put off", "pass on"):
            told = {"until": moment("2026-04-20 12:00"), "reason": "late"} if act == "put off" else {"owner": "w-mgr"}
            kind = "due.deferred" if act == "put off" else "due.reassigned"
            story.tell(at, kind, {"due": f"improvement:{which}", **told}, about_nobody=True)
        else:
            ends = [each.id for each in story.entries if each.type == "improvement.closed"]
            corrected(story, chance.choice(ends) if ends and act == "reopen" else which, None, at)
    told_anyhow = [*story.entries, *story.entries[-4:]]
    chance.shuffle(told_anyhow)
    assert fold_roster(told_anyhow) == roster_of(story)
    rows = [row.item for row in improvements(told_anyhow, london("2026-12-01 10:00"), story.standards)]
    assert {row["entry"] for row in rows if row["open"]} == {due.source for due in owed(story)}
    assert all(row["owner"] and row["due_at"] for row in rows)
