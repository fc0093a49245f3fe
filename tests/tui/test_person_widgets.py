"""What the person page is drawn with: a window that rolls, a strip of 26 weeks, a chart, an entry with its signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from carelist_tui.domain.entries import TYPES, IndicatorAgreed
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.views.whole.indicators import Measured
from carelist_tui.domain.views.whole.rhythm import ACCEPTED, CONTACT, CRISIS, MISSED, Rhythm
from carelist_tui.tui.bindings import bindings_in
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.person.block_window import Rolling
from carelist_tui.tui.widgets.person.charts import chart_strips
from carelist_tui.tui.widgets.person.entry_lines import fields_of
from carelist_tui.tui.widgets.person.person_head import tab_at, tabs_strip
from carelist_tui.tui.widgets.person.story_lines import entry_strips
from carelist_tui.tui.widgets.person.strip26 import rhythm_strips
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import Look
from tests.domain.filled import NAMED, SOMEBODY, Filler, must_be_said
from tests.exchange.test_note import TYPED, ZONE, line
from tests.tui.living import INDICATOR

LOOK = Look(ink_of("carelist-dark"), datetime(2026, 3, 3, 9, 4, tzinfo=UTC), ZoneInfo("Europe/London"), {})


def blocks(sizes: list[int]) -> tuple[Rolling, list[str], list[int]]:
    """A window on blocks of so many lines, all their lines, and which blocks were made."""
    made: list[int] = []

    def make(block: int) -> list[Strip]:
        made.append(block)
        return [Line(9, Style()).add(f"{block}.{line}").strip() for line in range(sizes[block])]

    whole = [f"{block}.{line}" for block, size in enumerate(sizes) for line in range(size)]
    return Rolling(len(sizes), make), whole, made


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=30),
    st.integers(1, 12),
    st.lists(st.one_of(st.integers(-40, 40), st.sampled_from(["top", "bottom"])), max_size=12),
)
def test_the_window_always_shows_lines_that_follow_each_other(sizes: list[int], height: int, moves: list[Any]) -> None:
    rolling, whole, _ = blocks(sizes)
    for move in moves:
        if move == "top":
            rolling.go_top()
        elif move == "bottom":
            rolling.go_bottom()
        else:
            rolling.scroll(move)
        strips, below = rolling.seen(height)
        seen = [strip.text.strip() for strip in strips]
        assert len(seen) == min(height, len(whole)), "the window is full where there is enough to fill it"
        start = whole.index(seen[0])
        assert seen == whole[start : start + height]
        ends = {line.split(".")[0]: line for line in whole}
        assert below == sum(whole.index(end) >= start + height for end in ends.values())
        if move == "bottom":
            assert seen[-1] == whole[-1]


def test_of_a_long_story_only_what_is_seen_is_made() -> None:
    rolling, _, made = blocks([2] * 5_000)
    rolling.seen(20)
    assert len(made) <= 11
    rolling.go_bottom()
    rolling.seen(20)
    assert len(made) <= 25, "the end is there without the middle"


def test_the_worst_of_a_day_is_shown_and_days_to_come_are_empty() -> None:
    first = date(2025, 9, 8)
    days = {first: frozenset({CONTACT, MISSED}), first + timedelta(7): frozenset({CONTACT, CRISIS}),
            first + timedelta(14): frozenset({CONTACT})}  # fmt: skip
    rhythm = Rhythm(first, date(2026, 3, 3), days, None, 20)
    narrow = [strip.text.rstrip() for strip in rhythm_strips(rhythm, 80, LOOK)]
    assert narrow[1].startswith(" Mon  M X c \u00b7")
    assert (narrow[2].count("\u00b7"), narrow[3].count("\u00b7")) == (26, 25), "tomorrow has nothing yet"
    assert "Of several on one day the worst is shown." in narrow[-1]
    wide = [strip.text for strip in rhythm_strips(rhythm, 120, LOOK)]
    assert wide[1].startswith(" Mon  Mc  Xc  c   \u00b7")
    assert not any("accepted" in strip for strip in narrow), "not within these weeks"


def test_today_and_the_day_they_were_accepted_are_marked_by_signs_that_are_explained() -> None:
    first, today = date(2025, 9, 8), date(2026, 3, 3)
    days = {first + timedelta(8): frozenset({ACCEPTED}), today: frozenset({CONTACT})}
    for width in (80, 120):
        strips = [strip.text.rstrip() for strip in rhythm_strips(Rhythm(first, today, days, None, 20), width, LOOK)]
        assert strips[2].endswith("c<")
        assert strips[2].split()[2] == "A"
        assert any(strip.endswith("< today   A accepted") for strip in strips)


def test_a_chart_puts_each_rating_at_its_height_between_baseline_and_aim() -> None:
    at = datetime(2025, 9, 30, 10, tzinfo=UTC)
    ratings = tuple((at + timedelta(days=7 * n), value) for n, value in enumerate((3, 5, 8), 1))
    measured = Measured("id", IndicatorAgreed.model_validate(INDICATOR), at, ratings)
    rows = [strip.text.rstrip() for strip in chart_strips(measured, 80, LOOK)]
    assert [row.split()[-1].strip("-.") or row.split()[1] for row in rows[:2]] == ["8", "7"]
    assert rows[1].startswith(" aim 7")
    assert rows[-2].startswith(" from 2         2...")
    assert rows[-1].split() == ["30", "Sep", "21", "Oct"]
    many = Measured("id", measured.agreed, at, tuple((at, 10 ** (n % 7)) for n in range(500)))
    assert all(strip.cell_length == 80 for strip in chart_strips(many, 80, LOOK)), "however many and however high"


def test_a_correction_is_said_by_a_sign_besides_the_strike() -> None:
    told = {"occurred_at": "2026-03-02T10:00:00+00:00", "recorded_at": "2026-03-03T10:00:00.000Z", "author": "w-tom",
            "type": "zone.set", "in_words": "Zone set to red", "late": True, "struck": True,
            "corrected_by": "x"}  # fmt: skip
    first = entry_strips(told, 80, LOOK)[0]
    assert first.text.startswith(" Mon 2 Mar 10:00   xL Entered in error, does not count: Zone set to red")
    assert any(segment.style and segment.style.strike for segment in first)
    put_right = entry_strips(told | {"struck": False}, 80, LOOK, now="Zone set to amber")
    assert put_right[0].text[19:21] == "~L"
    assert put_right[-1].text.strip() == "Now: Zone set to amber"


def test_no_key_of_the_page_leads_to_two_things() -> None:
    bindings = [each for each in bindings_in(PersonScreen) if each.key != "ctrl+q"]
    keys = [key.strip() for each in bindings for key in each.key.split(",")]
    assert len(keys) == len(set(keys))
    assert all((each.id or "").startswith("person.") and each.tooltip.endswith(".") for each in bindings)


def test_a_click_on_a_tab_finds_it_at_every_width() -> None:
    for width in (80, 120):
        text = tabs_strip(3, width, LOOK).text
        assert tab_at(text.index("3 Risk") + 2, width, 0) == 2
        assert tab_at(text.index("8 "), width, 0) == 7
        assert tab_at(width + 5, width, 4) == 4


def bare(text: str) -> str:
    """Without the blanks, at which a line may be broken."""
    return "".join(text.split())


def check_seen(kind: type[Body], body: dict[str, Any]) -> None:
    """Each answered value is seen, and none of it acts."""
    told = line(kind.TYPE, body)
    fields = fields_of(told, {NAMED: ZONE}, replace(LOOK, names={"w-maya": "Maya Okafor"}))
    strips = entry_strips(told, 80, LOOK, fields=fields)
    assert all(strip.cell_length == 80 and shown_text(strip.text) == strip.text for strip in strips)
    seen = bare("".join(strip.text for strip in strips))
    for said in must_be_said(kind, body):
        words = said.replace("5 Mar 2026 10:30", "5 Mar 10:30").replace("2 Mar 2026 09:00", "2 Mar 09:00")
        words = words.replace("Ann Lee", SOMEBODY)  # a screen of one person names nobody else
        assert bare(shown_text(words)) in seen, words


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_each_answered_value_of_every_type_stands_in_the_whole_view(kind: type[Body]) -> None:
    for seed in range(3):
        check_seen(kind, Filler(Random(seed)).body(kind))


@given(
    kind=st.sampled_from(list(TYPES.values())), seed=st.integers(0, 1000), typed=st.lists(st.text(TYPED), min_size=1)
)
def test_whatever_the_words_they_stand_in_the_whole_view(kind: type[Body], seed: int, typed: list[str]) -> None:
    check_seen(kind, Filler(Random(seed), typed).body(kind))
