"""The report about a person says what they work on, the help it took over time, what changed and what shows it."""

from __future__ import annotations

from typing import Any

from carelist_tui.domain.views.report.measures_report import Told, measures_report
from carelist_tui.domain.views.report.person_report import person_report
from carelist_tui.domain.views.report.report_parts import Passage
from carelist_tui.domain.views.report.subject_access import subject_access
from tests.domain.telling import Story
from tests.domain.undertaking import agree, end_indicator
from tests.exchange.test_reports import settled, subject, words

LADDER: dict[str, Any] = {"name": "Rides the bus", "kind": "graded_step", "steps": ["stop", "one stop"], "baseline": 1,
                          "aim": 2}  # fmt: skip


def told() -> tuple[Story, str]:
    """A ladder that went up with less help, another that was ended, a change with what shows it, two scores."""
    story = settled()
    ladder, other = agree(story, "2026-03-01 10:00", **LADDER), agree(story, "2026-03-01 10:01")
    body = {"indicator": ladder, "value": 2, "support_level": "independent"}
    rated = story.tell("2026-03-03 10:00", "indicator.rated", body)
    end_indicator(story, "2026-03-03 10:30", other)
    kept = story.keep("2026-03-04 10:00")
    noted = {"area": "connection", "what_changed": "Rides alone.", "why": "Empty at two.", "our_part": "Sat behind.",
             "own_words": "Nobody stared.", "evidence": [rated, kept]}  # fmt: skip
    story.tell("2026-03-04 11:00", "outcome.noted", noted)
    for at, score in (("2026-03-01 11:00", 3), ("2026-03-04 12:00", 7)):
        body = {"instrument": "own_view", "items": {"satisfied": score}, "by": "person"}
        story.tell(at, "instrument.scored", body)
    return story, kept


def test_it_says_where_each_stands_the_help_over_time_and_apart_what_has_ended() -> None:
    story, _ = told()
    said = words(person_report(of := subject(story)), of)
    assert "now 2 (one stop), from 1 (stop), aim 2 (one stop)" in said
    assert "with prompts Sun 1 Mar 2026 → independent Tue 3 Mar 2026" in said
    assert said.index("What runs") < said.index("Rides the bus") < said.index("What has ended, and how")
    assert "ended Tue 3 Mar 2026: achieved" in said


def test_it_says_from_contact_to_change_in_counts_and_what_shows_each() -> None:
    story, kept = told()
    said = words(person_report(of := subject(story)), of)
    assert "1 contact, 1 change noted, shown by 2 entries." in said
    assert "What changed: Rides alone.; Why: Empty at two.; Our part: Sat behind." in said
    story.correct("2026-03-04 13:00", kept, replacement=None)
    said = words(person_report(of := subject(story)), of)
    assert "0 contacts, 1 change noted, shown by 1 entry." in said, "what was struck out shows nothing"


def test_it_says_every_score_and_how_the_newest_stands() -> None:
    story, _ = told()
    said = words(person_report(of := subject(story)), of)
    assert "How they see the help they get: better than at first, by the person" in said
    assert "I am satisfied with the help I get" in said


def test_all_of_it_stands_in_the_answer_to_a_request_for_access() -> None:
    story, _ = told()
    said = words(subject_access(of := subject(story)), of)
    for each in ("Rides alone.", "Nobody stared.", "Sat behind.", "satisfied: 7"):
        assert each in said


def figure(key: str, d: int | None, more: dict[str, int | None]) -> dict[str, Any]:
    return {
        "key": key, "title": key, "definition": "what it counts", "unit": "share", "chart": "table", "n": 6, "d": d,
        "share": None, "median": None, "p90": None, "not_ripe": 0, "left_out": {}, "more": more, "points": [],
        "limits": {"mean": None, "low": None, "high": None, "state": "none"}, "signal": {"kind": "none", "words": ""},
        "value": None, "hidden": False, "breakdowns": [], "guards": [],
    }  # fmt: skip


def commissioner(*figures: dict[str, Any]) -> str:
    answer = {"from": "2026-01-01", "to": "2026-04-01", "known_at": None, "standards": "sha256:0", "digest": "0",
              "measures": figures}  # fmt: skip
    report = measures_report("commissioner", "North", Told(answer, None, (), (), {}), [each["key"] for each in figures])
    return " ".join(part.words for section in report.sections for part in section.parts if isinstance(part, Passage))


def test_the_report_to_the_commissioner_says_from_contact_to_change_with_no_small_number() -> None:
    indicators = figure("indicators", 12, {"changes noted": 9, "entries that show them": None})
    said = commissioner(figure("same_worker", 120, {}), indicators)
    assert (
        "120 contacts, more than a nod through the door; changes noted: 9; entries that show them: under 5 or hidden."
        in said
    )
    assert "changes noted" not in commissioner(figure("indicators", 12, {}))
