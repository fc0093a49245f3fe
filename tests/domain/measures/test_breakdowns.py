"""How a figure breaks down: what each picture is made of, how it is said in words, and what of it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.breakdowns import Ground, breakdowns_of
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.charts.hidden import HIDDEN_IN_WORDS
from carelist_tui.domain.measures.figure import Counted, figure_as_json, figure_of
from carelist_tui.domain.measures.figure_in_words import breakdown_in_words, figure_in_words, more_beside
from carelist_tui.domain.measures.figures_outside import figure_that_leaves
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Tally
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.telling import LONDON, london
from tests.profiles import dear, every_story

pytestmark = pytest.mark.slow

AT = london("2026-06-01 09:00")
SMALL = range(1, 5)


def case(measure: str, starts: str, *, days: float | None = None, counted: bool = True, tier: str | None = None,
         person: str = "p", worker: str | None = None, **facts: Any) -> Case:  # fmt: skip
    begins = london(starts)
    stops = begins + timedelta(days=days) if days is not None else None
    place = Place("North", tier=tier, worker=worker)
    return Case(measure, person, begins, stops, counted=counted, place=place, facts=facts)


def answer(measure: str, cases: Sequence[Case], stretches: Sequence[Case] = (), **more: Any) -> dict[str, Any]:
    asked = Inquiry.asked(AT, LONDON, london("2026-01-01 00:00").date(), london("2026-05-01 00:00").date(), **more)
    counted = Counted({measure: cases}, stretches)
    return figure_as_json(figure_of(MEASURES[measure], counted, asked), counted, asked, with_cases=False)


def breakdown(told: dict[str, Any], title: str) -> dict[str, Any]:
    (found,) = [each for each in told["breakdowns"] if each["title"] == title]
    return dict(found)


def rows(told: dict[str, Any], title: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in breakdown(told, title)["rows"]]


def missed(reason: str | None, day: int = 5, **more: Any) -> Case:
    facts = {"kind": "call", "how": "no_reply", "reason": reason} | more
    return case("missed_rate", f"2026-02-{day:02} 10:00", days=0, **facts)


def test_who_was_missed_at_one_moment_stands_in_one_order_whatever_came_first() -> None:
    """Else an answer of last quarter would be another text today."""
    told = [case("first_response", "2026-02-05 10:00", days=days, person=f"p{days}") for days in (2, 1, 3)]
    assert answer("first_response", told)["breakdowns"] == answer("first_response", told[::-1])["breakdowns"]


WHY = "Why they were missed"


def test_why_they_were_missed_is_a_pareto_and_called_off_stands_beside_by_whom() -> None:
    told = [missed("forgot")] * 3 + [missed("money")] * 5 + [missed(None)] * 2
    told += [case("missed_rate", "2026-02-05 10:00", days=0, counted=False, kind="visit", partial=False)] * 4
    off = case("missed_rate", "2026-02-05 10:00", days=0, counted=False, by="service")
    off.excluded = "cancelled"
    figure = answer("missed_rate", [*told, off])
    assert rows(figure, WHY, "label", "n", "so_far") == [("money", 5, 5), ("forgot", 3, 8), ("not asked", 2, 10)]
    assert rows(figure, "Called off", "label", "n") == [("by the service", 1)]
    assert rows(figure, "By kind of contact", "label", "n", "d") == [("call", 10, 10), ("visit", 0, 4)]
    lines = list(figure_in_words(figure))
    assert "  forgot: 3, 80 % so far" in lines
    assert not [each for each in lines if each.startswith("Reason:")], "said once"
    assert "reason: forgot" in figure["more"], "what was answered before still is"


def test_what_lay_at_the_root_of_no_contact_is_a_pareto_of_those_who_had_none() -> None:
    facts: dict[str, Any] = {"review_due": "2026-02-20T10:00:00+00:00", "reviewed_at": None}
    told = [
        case("no_contact_7", "2026-02-05 10:00", root_cause=cause, **facts) for cause in ("capacity", "capacity", None)
    ]
    told.append(case("no_contact_7", "2026-02-05 10:00", days=1, counted=False, root_cause=None, **facts))
    figure = answer("no_contact_7", told)
    assert rows(figure, "What lay at the root of it", "label", "n", "so_far") == [
        ("capacity", 2, 2),
        ("not said", 1, 3),
    ]


def test_the_curve_ends_where_the_figure_does_and_falls_by_days_of_the_calendar() -> None:
    told = [case("re_engaged_28", "2026-02-02 23:30", days=1 / 24) for _ in range(4)]  # the next day by the calendar
    told += [case("re_engaged_28", "2026-02-02 10:00", days=0.1) for _ in range(5)]
    told += [case("re_engaged_28", "2026-02-02 10:00", days=27.9) for _ in range(2)]
    told += [case("re_engaged_28", "2026-02-02 10:00", days=40, counted=False)]
    figure = answer("re_engaged_28", told)
    out = dict(rows(figure, "Still out of contact by the end of each day", "label", "n"))
    assert (out["day 0"], out["day 1"], out["day 27"], out["day 28"]) == (7, 3, 3, 1)
    assert out["day 28"] == figure["d"] - figure["n"]
    assert answer("re_engaged_28", told[:9])["breakdowns"] == [], "of few there is no curve"


def test_steps_stand_in_the_order_in_which_they_are_owed_and_by_the_weekday_they_fell_due() -> None:
    def step(title: str, hours: int, *, counted: bool) -> Case:
        made = case("steps_on_time", "2026-02-02 10:00", counted=counted, step="s", title=title)
        made.due_at = made.starts_at + timedelta(hours=hours)
        return made

    told = [step("A visit", 30, counted=False), step("Z first", 2, counted=True), step("A visit", 26, counted=True)]
    figure = answer("steps_on_time", told)
    assert rows(figure, "By step", "label", "n", "d") == [("Z first", 1, 1), ("A visit", 1, 2)]
    days = rows(figure, "By the weekday on which they fell due", "label", "n", "d")
    assert days == [("Monday", 1, 1), ("Tuesday", 1, 2)]


def test_crises_are_guarded_by_their_rate_in_each_tier() -> None:
    begins = london("2026-01-01 00:00")
    stretches = [Case(ON_CASELOAD, person, begins, place=Place("North", tier=tier), facts={"away": False})
                 for person, tier in (("p", "light"), ("q", "intensive"), ("r", "intensive"))]  # fmt: skip
    told = [case("crisis_rate", "2026-02-05 10:00", tier="light") for _ in range(2)]
    figure = answer("crisis_rate", told, stretches)
    found = rows(figure, "By tier, for every 100 person-months", "label", "n", "d")
    assert found == [("intensive", 0, 8), ("light", 2, 4)]
    assert "  light: 2 in 4 person-months, 50.7 per 100 person-months" in list(figure_in_words(figure))


def test_who_holds_how_much_is_by_name_never_by_size() -> None:
    told = [case("caseload_balance", "2026-04-01 10:00", person=str(n), worker="w-a" if n else "w-b", hundredths=50)
            for n in range(3)]  # fmt: skip
    asked = Inquiry.asked(AT, LONDON)
    counted = Counted({"caseload_balance": told}, ())
    figure = figure_as_json(figure_of(MEASURES["caseload_balance"], counted, asked), counted, asked, with_cases=False)
    (strip,) = figure["breakdowns"]
    said = list(breakdown_in_words(strip, {"w-a": "Zoe", "w-b": "Ada"}))
    assert said == ["Ada: 1 person, 0.5 contacts a week", "Zoe: 2 people, 1 contacts a week"]
    assert figure_that_leaves(figure)["breakdowns"] == []


def test_what_stands_of_one_person_never_leaves() -> None:
    hours = [case("first_response", "2026-02-05 10:00", days=n / 24) for n in range(1, 31)]
    inside = answer("first_response", hours)
    assert breakdown(inside, "Hours until somebody tried")["rows"][0] == {"label": "2026-02-05", "value": 1.0}
    assert list(breakdown_in_words(inside["breakdowns"][0]))[:3] == ["up to 1 h: 1", "up to 2 h: 1", "up to 4 h: 2"]
    assert figure_that_leaves(inside)["breakdowns"] == []
    kind: dict[str, Any] = {"kind": "indicator", "area": "sleep", "stands": "towards", "support": "same"}
    held = [case("indicators", "2026-02-05 10:00", baseline=2, now=5, aim=8, **kind) for _ in range(12)]
    inside = answer("indicators", held)
    assert "sleep: from 2 to 5, aim 8" in list(breakdown_in_words(breakdown(inside, "From where they began to now")))
    assert [each["kind"] for each in figure_that_leaves(inside)["breakdowns"]] == ["stacked"]


def test_what_stands_beside_each_other_is_of_all_of_them() -> None:
    facts: dict[str, Any] = {"accepted": False, "met_on_day": True, "prepared": True, "quiet": False}
    told = [
        case("handover_safe", "2026-02-05 10:00", accepted_in_time=n > 2, counted=False, **facts) for n in range(12)
    ]
    assert rows(answer("handover_safe", told), "What makes a handover safe", "n", "d") == [
        (9, 12), (12, 12), (12, 12), (0, 12),
    ]  # fmt: skip
    changed = [case("after_worker_change", "2026-02-05 10:00", counted=n > 6, missed_before=n > 3) for n in range(10)]
    assert rows(answer("after_worker_change", changed), "Missed before and after", "n", "d") == [(6, 10), (3, 10)]
    accepted = [
        case("in_cadence_90", "2026-02-05 10:00", counted=n > 3, first_in_time=n > 5, left=False) for n in range(9)
    ]
    assert rows(answer("in_cadence_90", accepted), "By first contact", "n", "d") == [(3, 3), (2, 6)]


def test_where_pairs_of_scores_stand_is_one_bar_of_all_of_them() -> None:
    window = Inquiry.asked(AT, LONDON).window
    ground = Ground(Tally(n=6, d=10, more={"the same": 3, "worse": 1}), (), (), window)
    (bar,) = breakdowns_of("instruments", ground)
    assert [(row.label, row.n) for row in bar.rows] == [("better", 6), ("the same", 3), ("worse", 1)]
    assert (bar.kind, bar.parts_of) == ("stacked", "d")
    assert breakdowns_of("instruments", Ground(Tally(), (), (), window)) == []


def test_a_hidden_row_goes_with_the_words_that_would_tell_it_and_its_place() -> None:
    told = [missed("money")] * 9 + [missed("forgot")] * 3 + [missed("unwell")] * 20
    told += [case("missed_rate", "2026-02-05 10:00", days=0, counted=False, kind="call", partial=False)] * 40
    inside = answer("missed_rate", told)
    left = figure_that_leaves(inside)
    assert (left["n"], left["d"]) == (32, 72)
    assert breakdown(left, WHY)["rows"] == [
        {"label": "unwell", "n": 20, "more": ["reason: unwell"], "hidden": False},
        {"label": "forgot", "hidden": True},
        {"label": "money", "hidden": True},
    ], "nine alone would tell the three"
    assert (left["more"]["reason: money"], left["more"]["reason: forgot"]) == (None, None)
    assert left["more"]["reason: unwell"] == 20
    said = list(breakdown_in_words(breakdown(left, WHY)))
    assert said == ["unwell: 20", f"forgot: {HIDDEN_IN_WORDS}", f"money: {HIDDEN_IN_WORDS}"]
    assert more_beside(left)[0][0] == "kept, in part only" or dict(more_beside(left))["reason: money"] is None


@pytest.mark.parametrize("by", ["team", "tier"])
def test_who_asks_by_group_is_given_groups_alone_so_that_none_tells_the_other(by: str) -> None:
    told = [missed("money")] * 9 + [missed("unwell")] * 20
    assert figure_that_leaves(answer("missed_rate", told, by=by))["breakdowns"] == []


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 20))
@dear(100)
def test_whatever_the_reasons_no_small_number_leaves_and_none_is_told_by_the_others(
    counts: list[int], kept: int
) -> None:
    reasons = ("money", "forgot", "unwell", "travel", "afraid", "other")
    told = [missed(reason) for reason, n in zip(reasons, counts, strict=False) for _ in range(n)]
    told += [case("missed_rate", "2026-02-05 10:00", days=0, counted=False, kind="call", partial=False)] * kept
    left = figure_that_leaves(answer("missed_rate", told))
    for each in left["breakdowns"]:
        shown = [row for row in each["rows"] if not row["hidden"]]
        assert not {row["n"] for row in shown} & set(SMALL)
        assert not {row["d"] - row["n"] for row in shown if "d" in row} & set(SMALL)
    pareto = [each["rows"] for each in left["breakdowns"] if each["title"] == WHY]
    told_words = {words: n for words, n in left["more"].items() if words.startswith("reason: ")}
    if left["n"] is None:
        assert pareto == []
        assert set(told_words.values()) <= {None}
    elif hidden := [row for row in (pareto[0] if pareto else []) if row["hidden"]]:
        assert len(hidden) > 1, "one alone is what the others leave of the total"
        assert all(told_words[f"reason: {row['label']}"] is None for row in hidden)


@given(st.lists(st.integers(0, 35), min_size=10, max_size=60))
@dear(100)
def test_no_curve_that_leaves_falls_by_a_small_number(days: list[int]) -> None:
    told = [case("re_engaged_28", "2026-02-02 10:00", days=n, counted=n <= 28) for n in days]
    left = figure_that_leaves(answer("re_engaged_28", told))
    if left["n"] is None:
        assert left["breakdowns"] == []
        return
    curve = breakdown(left, "Still out of contact by the end of each day")["rows"]
    out = [left["d"], *(row["n"] for row in curve)]
    assert not {before - after for before, after in pairwise(out)} & set(SMALL)
    assert out[-1] == left["d"] - left["n"]


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3))
@every_story
def test_the_figure_itself_and_its_parts_together_tell_no_small_part(parts: list[int]) -> None:
    """What is counted stands in the figure too: hidden among the parts it hides nothing, for whoever reads both."""
    better, same, worse = parts[0] + 10, *parts[1:]
    more = {"the same": same, "worse": worse}
    inside = {
        **answer("instruments", ()), "n": better, "d": sum((better, same, worse)), "more": more, "points": [],
        "breakdowns": [{"kind": "stacked", "title": "Where they stand", "parts_of": "d", "rows": [
            {"label": "better", "n": better}, *({"label": said, "n": n, "more": [said]} for said, n in more.items()),
        ]}],
    }  # fmt: skip
    left = figure_that_leaves(inside)
    if left["hidden"]:
        return
    for bar in left["breakdowns"]:
        told = {row["label"]: row["n"] for row in bar["rows"] if not row["hidden"]} | {"better": left["n"]}
        untold = {"better": better, **more}.keys() - told.keys()
        assert len(untold) != 1, "the one that is not told is what is left of all"
        assert not any(each in SMALL for each in told.values())
