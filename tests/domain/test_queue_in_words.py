"""The queue says that the steps are stopped, and until when; once they are back it says so no more."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.cli.plain_words import tell_queue
from carelist_tui.domain.views.queue import episode_as_json
from carelist_tui.domain.words import days_since
from tests.domain.telling import Story, london

LONDON = ZoneInfo("Europe/London")


def queued(story: Story, at: str) -> str:
    assert story.ground.episode is not None
    episode = episode_as_json(story.ground, story.ground.episode, [])
    return " ".join(tell_queue({"at": london(at).isoformat(), "episodes": [episode]}, {}, LONDON))


def test_the_queue_says_until_when_the_steps_are_stopped() -> None:
    story = Story()
    story.accept("2026-02-02 10:00")
    episode = story.miss("2026-03-03 10:00")
    assert "STOPPED" not in queued(story, "2026-03-03 11:00")
    body = {"episode": episode, "reason": "calls frighten her", "safety_plan": "GP sees her", "authorised_by": "w-sam",
            "review_at": london("2026-03-05 10:00").isoformat()}  # fmt: skip
    story.tell("2026-03-03 12:00", "outreach.stopped", body, author="w-sam")
    assert "THE STEPS ARE STOPPED until Thu 10:00; " in queued(story, "2026-03-03 13:00")
    assert "STOPPED" in queued(story, "2026-03-05 09:59")
    assert "STOPPED" not in queued(story, "2026-03-05 10:00"), "the steps are owed again"


@pytest.mark.parametrize(
    ("since", "at", "days"),
    [
        ("2026-03-02 23:59", "2026-03-03 00:01", 1), ("2026-03-02 00:01", "2026-03-02 23:59", 0),
        ("2026-02-27 10:00", "2026-03-03 09:04", 4), ("2026-03-28 12:00", "2026-03-29 12:00", 1),
    ],
)  # fmt: skip
def test_ages_are_local_days_on_every_screen(since: str, at: str, days: int) -> None:
    assert days_since(london(since), london(at), LONDON) == days


def test_a_day_is_the_services_and_not_utcs() -> None:
    since, at = datetime.fromisoformat("2026-06-01T22:30:00+00:00"), datetime.fromisoformat("2026-06-01T23:30:00+00:00")
    assert days_since(since, at, LONDON) == 1
    assert days_since(since, at, ZoneInfo("UTC")) == 0
