"""Supervision: who may supervise whom, how far off the next one may be, and which session settles what is owed."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.entries import check_stored
from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.standards import default_standards, parse_standards
from tests.domain.telling import LONDON, Story
from tests.domain.test_checks import asked, paths, settled

STAFF = {"w-tom": "coordinator", "w-ann": "coordinator", "w-kofi": "support_worker", "w-sue": "senior",
         "w-mgr": "manager", "w-aud": "auditor"}  # fmt: skip
SUPERVISED = [
    ("w-tom", "w-sue", ""),
    ("w-tom", "w-mgr", ""),
    ("w-sue", "w-mgr", ""),
    ("w-mgr", "w-sue", ""),
    ("w-aud", "w-mgr", ""),
    ("w-tom", "w-tom", "nobody supervises themselves"),
    ("w-sue", "w-sue", "nobody supervises themselves"),
    ("w-mgr", "w-mgr", "nobody supervises themselves"),
    ("w-tom", "w-ann", "was not a senior or a manager then"),
    ("w-tom", "w-kofi", "was not a senior or a manager then"),
    ("w-tom", "w-aud", "was not a senior or a manager then"),
    ("w-tom", "w-nobody", "nobody works here under that id"),
]
"""Who is supervised, by whom, and what is said against it."""


def service() -> Story:
    story = Story()
    for number, (worker, role) in enumerate(STAFF.items()):
        body = {"worker": worker, "name": worker, "role": role, "team": "North"}
        story.tell(f"2026-02-02 09:0{number}", "worker.added", body, about_nobody=True)
    return story


def sits_down(story: Story, at: str, worker: str, by: str, next_on: str = "2026-03-16", author: str = "w-kofi") -> None:
    body = {"worker": worker, "supervisor": by, "themes": "drift", "next_on": next_on}
    story.tell(at, "supervision.held", body, author=author, about_nobody=True)


def becomes(story: Story, at: str, worker: str, role: str) -> None:
    body = {"worker": worker, "name": worker, "role": role, "team": "North"}
    story.tell(at, "worker.changed", body, author="w-mgr", about_nobody=True)


def roster_of(story: Story) -> Roster:
    return fold_roster(story.entries)


def owed(story: Story, worker: str, standards: Any = None) -> tuple[str, str]:
    """The entry that a worker's supervision counts from, and when it is due in London."""
    [due] = [
        each
        for each in team_owed(roster_of(story), {}, standards or default_standards())
        if each.kind == "supervision" and each.named_owner == worker
    ]
    return due.source, f"{due.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}"


def at_the_door(story: Story) -> list[tuple[str, str]]:
    return [(fault.path, fault.sentence) for fault in asked(story, roster=roster_of(story))]


@pytest.mark.parametrize(("worker", "by", "words"), SUPERVISED)
def test_a_senior_or_a_manager_supervises_and_never_the_worker_supervised(worker: str, by: str, words: str) -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", worker, by)
    found = at_the_door(story)
    assert [path for path, _ in found] == (["body.supervisor"] if words else [])
    assert all(words in sentence for _, sentence in found)


@pytest.mark.parametrize(("worker", "by", "words"), SUPERVISED)
def test_a_session_that_an_earlier_release_took_is_read_and_settles_only_if_it_counts(
    worker: str, by: str, words: str
) -> None:
    story = service()
    before = owed(story, worker)
    sits_down(story, "2026-02-10 10:00", worker, by)
    assert check_stored(story.entries[-1].raw) == []
    after = owed(story, worker)
    assert (after == before) == bool(words)
    assert words or after == (story.entries[-1].id, "Mon 2026-03-16 17:00")


def test_an_earlier_session_that_counts_stands_when_a_later_one_does_not() -> None:
    story = service()
    sits_down(story, "2026-02-10 10:00", "w-tom", "w-sue", "2026-03-10")
    sits_down(story, "2026-02-20 10:00", "w-tom", "w-tom", "2026-03-20")
    assert owed(story, "w-tom") == (story.entries[-2].id, "Tue 2026-03-10 17:00")


@pytest.mark.parametrize(
    ("changed", "counts"),
    [(("2026-03-02 09:00", "senior"), True), (("2026-03-03 09:00", "senior"), False)],
)
def test_the_role_that_a_supervisor_had_when_it_was_held_counts(changed: tuple[str, str], counts: bool) -> None:
    story = service()
    becomes(story, changed[0], "w-ann", changed[1])
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-ann")
    assert (at_the_door(story) == []) == counts
    assert (owed(story, "w-tom")[0] == story.entries[-1].id) == counts


def test_a_senior_who_is_no_longer_one_has_supervised_all_the_same() -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue")
    becomes(story, "2026-03-03 09:00", "w-sue", "coordinator")
    assert owed(story, "w-tom")[0] == story.entries[-2].id


def test_of_a_supervisor_who_was_added_later_the_first_role_counts() -> None:
    story = service()
    body = {"worker": "w-dee", "name": "Dee", "role": "senior", "team": "North"}
    story.tell("2026-03-05 09:00", "worker.added", body, about_nobody=True)
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-dee")
    assert at_the_door(story) == []
    assert owed(story, "w-tom")[0] == story.entries[-1].id


def test_a_correction_of_the_supervisor_is_held_to_the_same() -> None:
    for by, refused in (("w-mgr", []), ("w-tom", ["body.replacement.supervisor"])):
        story = service()
        sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", author="w-sue")
        said = story.entries[-1]
        body = {"entry": said.id, "reason": "the wrong name", "replacement": said.raw["body"] | {"supervisor": by}}
        story.tell("2026-03-02 11:00", "entry.corrected", body, author="w-sue", about_nobody=True)
        assert [path for path, _ in at_the_door(story)] == refused


def test_a_next_date_further_off_than_the_limit_is_read_as_the_limit() -> None:
    story = service()
    sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", "2027-04-02")
    assert owed(story, "w-tom")[1] == "Mon 2026-04-27 17:00"
    ours = parse_standards('[limits]\nsupervision_next = "6 weeks"\n')
    assert owed(story, "w-tom", ours)[1] == "Mon 2026-04-13 17:00"


def test_a_service_sets_how_far_off_the_next_supervision_may_be() -> None:
    ours = parse_standards('[limits]\nsupervision_next = "6 weeks"\n')
    for said, refused in (("2026-04-13", []), ("2026-04-14", ["body.next_on"])):
        story = settled()
        story.standards = ours
        sits_down(story, "2026-03-02 10:00", "w-tom", "w-sue", said, author="w-tom")
        assert paths(story) == refused
