"""Notes on measures: which stand on whose chart, and from when on its limits begin anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries import TYPES, check_draft, check_stored, read_entry
from carelist_tui.domain.entries.choices import MEASURES_IN_WORDS, measure_in_words
from carelist_tui.domain.measures.charts.signals import StepChange
from carelist_tui.domain.measures.keys import MEASURES
from carelist_tui.domain.measures.signal_notes import SignalNote, notes_of, step_changes_among
from carelist_tui.domain.refusal import Fault
from tests.domain.telling import LONDON, Story, london
from tests.domain.test_checks import asked
from tests.domain.test_governance import becomes, roster_of, service
from tests.profiles import dear

FOUND = {"measure": "first_response", "month": "2026-02", "what_we_found": "All on Fridays."}


def noted(story: Story, at: str = "2026-03-02 10:00", author: str = "w-sue", **body: Any) -> str:
    return story.tell(at, "signal.noted", FOUND | body, author=author, about_nobody=True)


def corrected(story: Story, which: str, replacement: dict[str, Any] | None) -> None:
    body = {"entry": which, "reason": "typed in error", "replacement": replacement}
    story.tell("2026-03-21 10:00", "entry.corrected", body, author="w-sue", about_nobody=True)


def test_there_are_39_measures_each_once_and_each_in_words() -> None:
    assert len(MEASURES) == len(set(MEASURES)) == 39
    assert set(MEASURES_IN_WORDS) <= set(MEASURES)
    words = [measure_in_words(key) for key in MEASURES]
    assert len(set(words)) == 39
    assert not any("_" in each for each in words)
    assert measure_in_words("access") == "access", "which is a choice too, of something else"


def test_a_note_stands_as_it_was_written_on_its_own_measure_alone() -> None:
    story = service()
    id = noted(story, what_we_do="Duty until five.")
    noted(story, "2026-03-02 11:00", measure="steps_on_time")
    note = SignalNote(
        id, london("2026-03-02 10:00"), "w-sue", None, "2026-02", "All on Fridays.", "Duty until five.", False
    )
    assert notes_of("first_response", story.entries) == [note]
    assert step_changes_among(notes_of("first_response", story.entries)) == []
    assert notes_of("open_28", story.entries) == []


def test_a_struck_note_is_none_and_a_corrected_one_as_corrected() -> None:
    story = service()
    one, two = noted(story, step_change=True), noted(story, "2026-03-03 10:00")
    corrected(story, one, None)
    corrected(story, two, FOUND | {"month": "2026-01", "step_change": True, "what_we_found": "A new rota."})
    assert [(x.id, x.month) for x in notes_of("first_response", story.entries)] == [(two, "2026-01")]
    assert step_changes_among(notes_of("first_response", story.entries)) == [StepChange("2026-01", "A new rota.")]


def test_what_is_of_the_service_holds_for_each_team_and_what_is_a_teams_for_it_alone() -> None:
    story = service()
    noted(story, month="2025-11", step_change=True, what_we_found="Two teams became one.")
    noted(story, team="North", month="2025-12", step_change=True, what_we_found="A new rota.")
    whole, north, south = (
        [each.month for each in step_changes_among(notes_of("first_response", story.entries, team))]
        for team in (None, "North", "South")
    )
    assert (whole, north, south) == (["2025-11"], ["2025-11", "2025-12"], ["2025-11"])


def test_of_two_step_changes_in_a_month_the_newest_says_why() -> None:
    story = service()
    for day, found in ((3, "The first guess."), (2, "Told earlier."), (4, "What it was.")):
        noted(story, f"2026-03-0{day} 10:00", step_change=True, what_we_found=found)
    noted(story, "2026-03-05 10:00", month="2025-10", step_change=True, what_we_found="Long before.")
    changes = step_changes_among(notes_of("first_response", story.entries))
    assert changes == [StepChange("2025-10", "Long before."), StepChange("2026-02", "What it was.")]
    then = step_changes_among(notes_of("first_response", story.entries, at=london("2026-03-03 12:00")))
    assert then == [StepChange("2026-02", "The first guess.")]


months, teams = st.sampled_from(["2025-12", "2026-01", "2026-02"]), st.sampled_from([None, "North", "South"])


@given(st.lists(st.tuples(months, teams, st.booleans(), st.booleans()), max_size=8), st.randoms(use_true_random=False))
@dear(100)
def test_the_notes_are_the_same_in_any_order_and_however_often_each_comes(told: list[Any], chance: Any) -> None:
    story = service()
    for number, (month, team, step, struck) in enumerate(told):
        id = noted(story, f"2026-03-{3 + number:02} 10:00", month=month, step_change=step,
                   **({"team": team} if team else {}))  # fmt: skip
        if struck:
            corrected(story, id, None)
    anyhow = [*story.entries, *story.entries[-3:]]
    chance.shuffle(anyhow)
    for team in (None, "North", "South"):
        notes = notes_of("first_response", story.entries, team)
        assert notes_of("first_response", anyhow, team) == notes
        assert step_changes_among(notes_of("first_response", anyhow, team)) == step_changes_among(
            notes_of("first_response", story.entries, team)
        )
        stand = [(month, whose) for month, whose, _, struck in told if not struck and whose in (None, team)]
        assert sorted((n.month, n.team or "") for n in notes) == sorted((m, t or "") for m, t in stand)
        assert [n.month for n in notes] == sorted(n.month for n in notes)


# ---- at the door


def faults(story: Story) -> list[tuple[str, str]]:
    return [(fault.path, fault.sentence.split(";")[0].split(":")[0]) for fault in asked(story, roster=roster_of(story))]


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_can_be_noted(key: str) -> None:
    story = service()
    noted(story, measure=key)
    assert faults(story) == []


def test_a_measure_that_there_is_not_is_refused_by_hand_and_kept_on_import() -> None:
    story = service()
    noted(story, measure="happiness")
    assert faults(story) == [("body.measure", "is no measure")]
    assert check_stored(dict(story.entries[-1].raw)) == []
    [note] = notes_of("happiness", story.entries)
    assert note.found == "All on Fridays."


@pytest.mark.parametrize(("author", "for_whom", "path"), [
    ("w-kofi", None, "body.step_change"), ("w-tom", None, "body.step_change"), ("w-sue", None, ""), ("w-mgr", None, ""),
    ("w-tom", "w-sue", ""), ("w-sue", "w-tom", "on_behalf_of"),
])  # fmt: skip
def test_limits_begin_anew_by_the_word_of_a_senior_or_a_manager(author: str, for_whom: str | None, path: str) -> None:
    story = service()
    told: dict[str, Any] = {"on_behalf_of": for_whom} if for_whom else {}
    story.tell(
        "2026-03-02 10:00", "signal.noted", FOUND | {"step_change": True}, author=author, about_nobody=True, **told
    )
    assert [each for each, _ in faults(story)] == ([path] if path else [])


def test_an_ordinary_note_is_anybodys_but_an_auditors() -> None:
    for author in ("w-kofi", "w-tom", "w-sue", "w-mgr", "w-aud"):
        story = service()
        noted(story, author=author)
        assert (faults(story) == []) == (author != "w-aud")


def test_what_a_senior_noted_stays_theirs_when_they_are_none_any_more() -> None:
    story = service()
    noted(story, step_change=True)
    note = story.entries.pop()
    becomes(story, "2026-04-20 09:00", "w-sue", "coordinator")
    story.entries.append(note)
    assert faults(story) == []


def test_where_no_senior_and_no_manager_works_whoever_does_says_that_limits_begin_anew() -> None:
    story = service()
    becomes(story, "2026-02-20 09:00", "w-sue", "coordinator")
    noted(story, author="w-kofi", step_change=True)
    assert [path for path, _ in faults(story)] == ["body.step_change"], "a manager works here still"
    left = {"worker": "w-mgr", "name": "w-mgr", "role": "manager", "team": "North", "active": False}
    story.tell("2026-02-20 09:01", "worker.changed", left, author="w-mgr", about_nobody=True)
    noted(story, author="w-kofi", step_change=True)
    assert faults(story) == []


@pytest.mark.parametrize(("month", "words"), [
    ("2026-03", ""), ("2026-04", "had not begun when this happened"), ("2025-03", ""), ("1998-12", ""),
    ("2026-13", "must be a month, like 2026-02"), ("2026-3", "must be a month, like 2026-02"),
    ("March 2026", "must be a month, like 2026-02"), ("2026-02-01", "must be a month, like 2026-02"),
])  # fmt: skip
def test_a_month_is_one_of_the_calendar_that_has_begun(month: str, words: str) -> None:
    draft = {"type": "signal.noted", "occurred_at": "2026-03-31T23:30:00+01:00", "body": FOUND | {"month": month}}
    found = check_draft(draft, now=london("2026-03-31 23:45"))
    assert found == ([Fault("body.month", words)] if words else [])


def test_a_note_is_told_in_words_and_never_in_keys() -> None:
    story = service()
    noted(story, measure="re_engaged_7", team="North", what_we_do="Ring on Mondays.", step_change=True)
    entry = read_entry(dict(story.entries[-1].raw))
    assert entry.in_words(LONDON) == (
        "Note on back in touch within 7 days, Feb 2026, North; a step change, limits begin anew: "
        "All on Fridays. What we do: Ring on Mondays."
    )
    assert TYPES["signal.noted"].ABOUT_PERSON is False
