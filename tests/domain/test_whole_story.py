"""What a whole story adds up to: missed contacts long closed, the rhythm of 26 weeks, indicators, what belongs."""

from __future__ import annotations

from datetime import date
from typing import Any

from carelist_tui.domain.views.whole.indicators import measured_of
from carelist_tui.domain.views.whole.links import Together
from carelist_tui.domain.views.whole.past import Past, past_of
from carelist_tui.domain.views.whole.rhythm import CONTACT, CRISIS, MISSED, rhythm_of
from tests.domain.telling import LONDON, Story, london

AT = london("2026-03-03 09:00")
INDICATOR: dict[str, Any] = {
    "area": "connection", "name": "Library", "frequency": "weekly", "quality": "An hour.", "support_level": "prompted",
    "kind": "count", "baseline": 1, "aim": 4, "every": "week",
}  # fmt: skip
CRISIS_AT_AE = {"kind": "ae", "source": "A&E liaison nurse"}


def past(story: Story) -> Past:
    return past_of(story.person, reversed(story.entries), story.standards)


def test_a_missed_contact_that_the_state_has_forgotten_is_in_the_past() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    first = story.miss("2025-07-01 10:00")
    tried = story.attempt("2025-07-01 11:00", first, "same_day_attempt")
    story.check("2025-07-01 12:00")
    met = story.keep("2025-07-02 10:00")
    open_one = story.miss("2026-03-02 10:00")
    joined = story.miss("2026-03-02 16:00")
    assert [each.id for each in story.state.misses] == [open_one, joined], "the state forgets, so that it stays small"
    old, now = past(story).missed
    assert (old.id, [each.id for each in old.attempts], old.ended and old.ended.id) == (first, [tried], met)
    assert now.ids == [open_one, joined]
    assert now.is_open


def test_the_past_is_told_with_its_corrections_applied() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    wrong = story.miss("2025-07-01 10:00")
    story.keep("2025-07-02 10:00")
    story.tell("2025-12-01 10:00", "entry.corrected", {"entry": wrong, "reason": "not missed", "replacement": None})
    assert past(story).missed == []
    assert past(story).misses == {}


def test_somebody_who_has_left_is_said_to_have_left_and_one_who_is_back_is_not() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    agreed = {"about": "discharge", "decision": "agree", "what_changed": "goals met",
              "rationale": "All goals are met and held.", "authorised_by": "w-ada"}  # fmt: skip
    decision = story.tell("2026-02-01 10:00", "decision.recorded", agreed, author="w-ada")
    left = {"destination": "GP", "reason": "goals_met", "note": "May ring.", "decision": decision}
    gone = story.tell("2026-02-02 10:00", "person.discharged", left)
    leaving = past(story).left
    assert leaving is not None
    assert leaving.id == gone
    story.tell("2026-02-20 10:00", "person.reopened", {"reason": "rang"})
    assert past(story).left is None


def test_the_rhythm_holds_26_weeks_that_end_with_the_week_of_now() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    story.keep("2025-09-07 10:00")  # the Sunday before the first Monday
    story.keep("2025-09-08 10:00")
    story.miss("2025-12-02 10:00")
    story.attempt("2025-12-02 16:00", None, None, "reached")
    story.tell("2025-12-02 22:00", "crisis.recorded", CRISIS_AT_AE)
    rhythm = rhythm_of(past(story), AT, LONDON)
    assert (rhythm.first, rhythm.today) == (date(2025, 9, 8), date(2026, 3, 3))
    assert rhythm.days == {date(2025, 9, 8): {CONTACT}, date(2025, 12, 2): {CONTACT, MISSED, CRISIS}}
    assert (rhythm.of(CONTACT), rhythm.of(MISSED), rhythm.of(CRISIS)) == (2, 1, 1)
    assert rhythm.longest_gap == (date(2026, 3, 3) - date(2025, 12, 2)).days


def test_each_thing_stands_on_its_local_day_and_a_missed_contact_on_that_it_was_expected() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    story.keep("2025-10-07 00:30")  # 23:30 the day before in UTC
    story.miss("2025-10-15 09:00", expected="2025-10-14 00:30")
    assert set(rhythm_of(past(story), AT, LONDON).days) == {date(2025, 10, 7), date(2025, 10, 14)}


def test_an_indicator_has_its_ratings_in_order_and_corrected() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    id = story.tell("2025-07-01 10:00", "indicator.agreed", INDICATOR)
    rated = {"indicator": id, "support_level": "prompted"}
    story.tell("2025-07-15 10:00", "indicator.rated", rated | {"value": 3})
    wrong = story.tell("2025-07-08 10:00", "indicator.rated", rated | {"value": 9})
    story.tell("2025-07-16 10:00", "entry.corrected", {"entry": wrong, "reason": "typed wrong",
               "replacement": rated | {"value": 2}})  # fmt: skip
    (measured,) = measured_of(story.person, story.entries)
    assert [value for _, value in measured.ratings] == [2, 3]
    assert measured.span == (1, 4)


def test_what_names_an_entry_goes_with_it_and_nothing_else_does() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    body = {"title": "Ask housing", "owner": "w-tom", "due_at": "2025-07-04T10:00:00+01:00", "area": "housing"}
    action = story.tell("2025-07-01 10:00", "action.opened", body)
    story.tell("2025-07-01 10:05", "action.opened", body)
    closed = story.tell("2025-07-02 10:00", "action.closed", {"action": action, "outcome": "done", "note": "Done."})
    corrected = story.tell("2025-07-03 10:00", "entry.corrected", {"entry": closed, "reason": "x", "replacement": None})
    assert [each.id for each in Together(story.entries).about(action)] == [action, closed, corrected]
