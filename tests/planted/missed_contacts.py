"""Planted missed contacts: in time, at the due moment, a minute late, and everything that may come between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.planted.telling import Planted, later, london, on_day, written

FIRST_STEP = (
    ("2026-03-03 10:30", "2026-03-03 17:00", "on a Tuesday"),
    ("2026-03-03 16:00", "2026-03-03 17:00", "an hour before the close"),
    ("2026-03-03 16:00:01", "2026-03-04 10:00", "a second later"),
    ("2026-03-03 07:30", "2026-03-03 17:00", "before opening"),
    ("2026-03-06 16:45", "2026-03-06 17:00", "a quarter before the weekend"),
    ("2026-03-06 16:46", "2026-03-09 10:00", "a minute later"),
    ("2026-03-07 11:00", "2026-03-09 10:00", "on a Saturday"),
    ("2026-03-27 16:50", "2026-03-30 10:00", "before the clocks go forward"),
    ("2026-04-02 16:46", "2026-04-07 10:00", "before Easter"),
    ("2025-10-24 16:50", "2025-10-27 10:00", "before the clocks go back"),
    ("2025-12-24 16:46", "2025-12-29 10:00", "on Christmas Eve"),
)
"""When it was missed, by when the first step of the standard ladder is due, in words."""

Turn = Callable[[Planted, str, str, str], None]
"""What happens after a missed contact: the story, t, the first step's due moment, the episode."""


def in_time(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=-1), episode)
    story.expect("first_response", "counted")


def at_due(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(due, episode)
    story.expect("first_response", "counted")


def a_second_late(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, seconds=1), episode)
    story.expect("first_response", "not")


def late(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=1), episode)
    story.expect("first_response", "not")


def unanswered(story: Planted, t: str, due: str, episode: str) -> None:
    story.expect("first_response", "not").expect("first_response_same_day", "not").expect("re_engaged_7", "not")
    story.expect("steps_on_time", "not", "not", "not", "not")


def seen_instead(story: Planted, t: str, due: str, episode: str) -> None:
    story.keeps(due)
    story.expect("first_response", "counted").expect("re_engaged_7", "counted").expect("steps_on_time")


def dies_before(story: Planted, t: str, due: str, episode: str) -> None:
    story.dies(later(due, minutes=-1))
    story.expect("first_response", "left out: died").expect("re_engaged_28", "left out: died")
    story.expect("steps_on_time")


def dies_after(story: Planted, t: str, due: str, episode: str) -> None:
    story.dies(later(due, minutes=1))
    story.expect("first_response", "not").expect("re_engaged_7", "left out: died")


def is_away(story: Planted, t: str, due: str, episode: str) -> None:
    story.goes_away(later(due, minutes=-1))
    story.expect("first_response", "left out: away").expect("re_engaged_7", "left out: away")


def is_said_to_be_away(story: Planted, t: str, due: str, episode: str) -> None:
    story.goes_away(later(due, minutes=-1), confirmed=False)
    story.expect("first_response", "not").expect("re_engaged_7", "not")


def is_stopped(story: Planted, t: str, due: str, episode: str) -> None:
    story.stops(later(due, minutes=-2), episode, on_day(due, 1, "12:00"), confirmed=later(due, minutes=-1))
    story.expect("first_response", "not").expect("re_engaged_7", "not")


def is_stopped_on_nobodys_word(story: Planted, t: str, due: str, episode: str) -> None:
    story.stops(later(due, minutes=-2), episode, on_day(due, 1, "12:00"))
    story.expect("first_response", "not").expect("re_engaged_7", "not")


def only_decides(story: Planted, t: str, due: str, episode: str) -> None:
    story.decides(later(due, minutes=-1), episode, review=on_day(due, 2, "12:00"))
    story.expect("first_response", "not")


def wrong_number(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=-2), episode, "invalid_number")
    story.expect("first_response", "not")


def extra_try(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=-2), None)
    story.expect("first_response", "not")


def to_her_sister(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=-2), episode, "says_well", to="trusted_contact", name="Noor",
                last_seen_at=written(london(t)))  # fmt: skip
    story.expect("first_response", "counted").expect("steps_on_time", "not", "not", "not", "counted")


def struck(story: Planted, t: str, due: str, episode: str) -> None:
    story.strikes(later(due, minutes=5), episode)
    for key in ("first_response", "re_engaged_7", "steps_on_time", "missed_rate"):
        story.expect(key)


def strike_struck(story: Planted, t: str, due: str, episode: str) -> None:
    struck_out = story.strikes(later(due, minutes=5), episode)
    story.strikes(later(due, minutes=6), struck_out)
    story.expect("first_response", "not").expect("missed_rate", "counted")


def joined(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(due, episode)
    story.misses(later(due, hours=30))
    story.expect("first_response", "counted").expect("missed_rate", "counted", "counted")
    story.expect("re_engaged_7", "not")


def joined_then_struck(story: Planted, t: str, due: str, episode: str) -> None:
    second = story.misses(later(due, hours=30))
    story.strikes(later(due, hours=31), episode)
    story.tries(later(due, hours=32), second, "reached")
    story.expect("re_engaged_7", "counted").expect("missed_rate", "counted")


def answers_in_writing(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(later(due, minutes=-1), episode, "replied", method="text")
    story.expect("first_response", "counted").expect("re_engaged_7", "not").expect("steps_on_time", "counted")


def attempt_struck(story: Planted, t: str, due: str, episode: str) -> None:
    attempt = story.tries(due, episode, "reached")
    story.strikes(later(due, hours=1), attempt)
    story.expect("first_response", "not").expect("re_engaged_7", "not")


def attempt_corrected(story: Planted, t: str, due: str, episode: str) -> None:
    attempt = story.tries(due, episode, "no_answer")
    body = story.of_line(attempt) | {"outcome": "reached", "how_are_they": "as_usual"}
    story.strikes(later(due, hours=1), attempt, replacement=body)
    story.expect("first_response", "counted").expect("re_engaged_7", "counted")


def attempt_moved(story: Planted, t: str, due: str, episode: str) -> None:
    attempt = story.tries(later(due, minutes=20), episode)
    story.strikes(later(due, minutes=30), attempt, moved_to=written(london(due)))
    story.expect("first_response", "counted")


def typed_late(story: Planted, t: str, due: str, episode: str) -> None:
    story.tries(due, episode, recorded=later(due, hours=60))
    story.expect("first_response", "counted")


EVERYWHERE: tuple[Turn, ...] = (in_time, at_due, a_second_late, late, unanswered, seen_instead)
ELSEWHERE: tuple[Turn, ...] = (
    dies_before, dies_after, is_away, is_said_to_be_away, is_stopped, is_stopped_on_nobodys_word, only_decides,
    wrong_number, extra_try, to_her_sister, struck, strike_struck, joined, joined_then_struck, answers_in_writing,
    attempt_struck, attempt_corrected, attempt_moved, typed_late,
)  # fmt: skip
"""Told at three of the moments: an ordinary one, a weekend, and a change of the clocks."""


def standard_ladders() -> Iterator[Planted]:
    for index, (t, due, words) in enumerate(FIRST_STEP):
        for turn in EVERYWHERE + (ELSEWHERE if index in {0, 6, 7} else ()):
            story = Planted(f"missed {words}: {turn.__name__}")
            story.is_known(t)
            turn(story, t, due, story.misses(t))
            yield story


ALL_STORIES = [*standard_ladders()]
