"""What is said of a figure: in words, never better than it is, and no code; charts that show what was noted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.at_hand.figure_lines import (
    counted,
    counted_sentence,
    note_words,
    panel_sentences,
    range_sentence,
    whole_lines,
)
from carelist_tui.desk.at_hand.figures import (
    group_words,
    groups_by_name,
    marks_of,
    month_words,
    short_count,
    signal_in_short,
)
from carelist_tui.desk.at_hand.measure_subjects import SUBJECTS, by_subject, subject_of
from carelist_tui.domain.measures.figure_in_words import percent, percent_in_short
from carelist_tui.domain.measures.keys import MEASURES as KEYS
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.tui.screens.measures.figure_panel import columns
from carelist_tui.tui.widgets.chart import chart_lines, noted_places
from tests.tui.test_hostile_text import HOSTILE

NAMES = {"w-b": "Ann", "w-a": "Zoe"}
LINES = {"mean": None, "low": None, "high": None, "state": "none", "median": 0.5}


def figure(**more: Any) -> dict[str, Any]:
    points = [{"month": f"2025-{n:02}", "n": n, "d": 20, "value": n / 20} for n in range(1, 13)]
    said = {"kind": "ordinary", "direction": None, "since": None, "words": "no more than ordinary variation"}
    return {
        "key": "first_response", "title": "First response", "definition": "What it counts.", "unit": "share",
        "chart": "xmr", "n": 78, "d": 240, "share": 0.325, "value": None, "median": None, "p90": None, "not_ripe": 0,
        "left_out": {}, "late_share": None, "more": {}, "guards": [], "points": points, "gaps": [], "limits": LINES,
        "stretches": [LINES | {"since": "2025-01", "reason": None}], "signal": said, "groups": [], "notes": [],
    } | more  # fmt: skip


def note(**more: Any) -> dict[str, Any]:
    return {
        "month": "2025-06", "team": None, "found": "two more workers", "do": None, "step_change": False, "by": "w-b",
    } | more  # fmt: skip


def group(key: str | None, n: int, d: int, by: str = "worker", **more: Any) -> dict[str, Any]:
    limits = {"low95": 0.4, "high95": 0.6, "low998": 0.3, "high998": 0.7}
    return {"by": by, "key": key, "n": n, "d": d, "share": n / d if d >= 10 else None, **limits, **more}


def test_every_measure_stands_under_one_heading() -> None:
    told = [key for keys in SUBJECTS.values() for key in keys]
    assert len(told) == len(set(told))
    assert set(MEASURES) <= set(told) <= set(MEASURES) | set(KEYS)
    assert subject_of("new") == "Others"
    assert [each["key"] for each in by_subject([{"key": "new"}, {"key": "access"}])] == ["access", "new"]


@given(st.integers(1, 100_000), st.data())
def test_a_share_is_never_rounded_to_all_or_to_nothing(d: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, d))
    assert (percent(n / d) == "100 %") == (n == d)
    assert (percent(n / d) == "0 %") == (n == 0)


def test_few_are_said_as_few_and_no_share_of_them() -> None:
    assert counted(figure(n=3, d=4, share=None)) == "3 of 4, fewer than 10: no share is said"
    assert short_count(figure(n=3, d=4, share=None)) == "3 of 4"
    assert counted_sentence(figure()) == "First response: 78 of 240, 32 %."


def test_a_rate_and_days_say_what_they_are_of() -> None:
    rate = figure(unit="rate", n=25, d=564, share=None, value=4.43)
    assert counted(rate) == "25 in 564 person-months: 4.4 a month per 100 people"
    assert short_count(rate) == "4.4 a month per 100"
    assert short_count(figure(unit="days", share=None, value=12.2)) == "12 days"


@given(d=st.integers(10, 2000), data=st.data())
def test_a_share_in_short_says_what_the_long_one_says(d: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, d)) / d
    assert percent_in_short(share) == percent(share).replace("under ", "<").replace("over ", ">")


def test_sentences_begin_with_a_capital_and_end() -> None:
    told = panel_sentences(figure(median=7200.0, p90=90000.0, not_ripe=2, notes=[note()]), [], NAMES)
    assert told[0] == "Half within 2 h, nine in ten within 25 h."
    assert told[1] == "No more than ordinary variation."
    assert told[2] == "Note, Jun 2025: Two more workers. Noted by Ann."
    assert told[3] == "Beside it: not ripe yet: 2."


def test_what_guards_a_figure_is_said_with_what_was_called_off() -> None:
    guard = figure(title="Contacts missed", more={"cancelled by the service": 3, "reason: forgot": 9})
    told = panel_sentences(figure(), [guard], NAMES)[-1]
    assert told == "Beside it: Contacts missed: 78 of 240, 32 %; cancelled by the service: 3."
    assert "Read it together with" in dict(whole_lines(figure(), [guard], NAMES))


def test_workers_stand_by_name_without_limits_and_teams_with_theirs() -> None:
    told = figure(groups=[group("w-a", 9, 10), group("w-b", 1, 10), group("w-c", 0, 0)])
    said = [group_words(each, told, NAMES) for each in groups_by_name(told, NAMES)]
    assert said == ["Ann: 1 of 10  10 %", "Zoe: 9 of 10  90 %"]
    assert group_words(group("North", 9, 10, "team"), told, NAMES).endswith("outside the 99.8 % limits: open the cases")
    assert group_words(group("North", 5, 10, "team"), told, NAMES).endswith("no more than chance")


@pytest.mark.parametrize(
    ("by", "key", "words"),
    [
        ("source", "crisis_team", "crisis team"),
        ("team", "crisis_team", "crisis_team"),
        ("worker", "w-b", "Ann"),
        ("zone", None, "not said"),
    ],
)
def test_a_code_is_said_in_plain_words_and_what_a_team_named_as_it_did(by: str, key: str | None, words: str) -> None:
    assert group_words(group(key, 1, 2, by), figure(), NAMES).startswith(f"{words}: ")


def test_a_workers_figure_stands_beside_the_teams_with_what_chance_alone_gives() -> None:
    said = range_sentence(figure(n=9, d=20, share=0.45), figure(n=120, d=240, share=0.5))
    assert said == "The team: 120 of 240, 50 %; of 20, chance alone gives 6 to 14."
    assert range_sentence(figure(n=4, d=9, share=None), figure()) == "", "too few to say"


def test_a_signal_is_short_where_there_is_little_room() -> None:
    words = "lower than ordinary: 7 months running; open the cases"
    out = figure(signal={"kind": "shift", "direction": "lower", "since": "2025-02", "words": words})
    assert signal_in_short(out, is_narrow=True) == "lower"
    assert signal_in_short(out, is_narrow=False) == "lower: 7 months running"
    assert signal_in_short(out | {"signal": out["signal"] | {"kind": "trend"}}, is_narrow=True) == "falling"
    assert signal_in_short(figure(), is_narrow=True) == ""
    assert signal_in_short(figure(), is_narrow=False) == "ordinary variation"


def test_rare_events_are_marked_and_told_by_how_many_and_drawn_by_the_days_between() -> None:
    rare = figure(chart="t", gaps=[{"ended": "2025-03-05", "days": 40.0}, {"ended": "2025-04-01", "days": 27.0}])
    assert marks_of(rare)[-1] == "█"
    assert next(iter(month_words(rare))) == "5 Mar 2025: 40 days after the one before"
    drawn = chart_lines(rare, 60, 9)
    assert any("days" in line for line in drawn)
    assert not any("%" in line for line in drawn)
    near, far = ([LINES | {"since": None, "reason": None, "median": 30.0, "mean": 30.0, "low": 1.0, "high": high}]
                 for high in (60.0, 900.0))  # fmt: skip
    lines = [len([line for line in chart_lines(rare | {"stretches": each}, 60, 12) if "---" in line])
             for each in (near, far)]  # fmt: skip
    assert lines == [3, 2], "a limit far above every figure would flatten them all"


@pytest.mark.parametrize(("width", "height"), [(78, 8), (66, 18)])
def test_a_note_stands_at_its_month_and_lines_begin_anew_there(width: int, height: int) -> None:
    low, high = LINES | {"since": "2025-01", "reason": None}, LINES | {"since": "2025-07", "reason": "new rota"}
    told = figure(notes=[note(month="2025-07")], stretches=[low | {"median": 0.1}, high | {"median": 0.55}])
    assert noted_places(told, [(each["month"], each["value"]) for each in told["points"]]) == [("a", 6)]
    drawn = chart_lines(told, width, height)
    assert len(drawn) == height
    assert all(len(line) <= width for line in drawn)
    assert any("a" in line[8:] for line in drawn[:2])
    assert len([line for line in drawn if "---" in line]) == 2, "a line for each stretch"
    assert noted_places(told | {"notes": [note(month="2024-12")]}, [("2025-01", 0.5)]) == [], "before what is drawn"


def test_what_is_no_chart_over_time_is_not_drawn() -> None:
    assert chart_lines(figure(chart="bars"), 60, 10) == []
    assert chart_lines(figure(points=[{"month": "2025-01", "n": 1, "d": 2, "value": None}]), 60, 10) == []


@given(st.lists(st.text("ab ", min_size=1, max_size=20), max_size=40), st.integers(20, 80), st.integers(1, 10))
def test_a_table_in_columns_leaves_nothing_out(told: list[str], width: int, height: int) -> None:
    assert sorted("".join(columns(told, width, height)).replace(" ", "")) == sorted("".join(told).replace(" ", ""))


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_of_a_note_are_said_whole(kind: str) -> None:
    text = HOSTILE[kind]
    assert text in note_words(note(found=f"A{text}", team=text[:20]), NAMES)
