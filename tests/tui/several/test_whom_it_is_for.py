"""Whom of those chosen an act is for: everybody is in it or named as left out with why, and nobody is both. Pure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.several import (
    OF_THE_TEAM,
    ONE_AT_A_TIME,
    TOO_URGENT,
    Chosen,
    Those,
    all_names,
    counted,
    done_words,
    each_once,
    for_lines,
    left_lines,
    lost_words,
    nobody_words,
    those_due,
    those_owed,
    those_that_can_wait,
    whose_words,
)
from carelist_tui.domain.worklist import Item
from tests.tui.test_rows import step

pytestmark = pytest.mark.slow

KINDS = ("gap_cover", "gap_return", "zone_review", "engagement_plan", "ladder_step")
NAMES = st.text(max_size=40) | st.sampled_from(["KHAN Bilal", "[/nope] [@click=app.quit]quit[/]", "\u202eedoc", "a\nb"])


def due(key: str, kind: str, band: int) -> Item:
    return replace(step(key, 1), key=f"{kind}:{key}", kind=kind, band=band, title=kind.replace("_", " "))


@st.composite
def chosen(draw: st.DrawFn) -> Chosen:
    """Somebody with a name of any kind, or the team; with Dues of any band, or none."""
    n = draw(st.integers(0, 9))
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=4))
    owed = tuple(due(str(n), kind, draw(st.integers(1, 4))) for kind in kinds)
    person = draw(st.sampled_from([f"p{n}", None]))
    shown = draw(st.sampled_from([None, *owed]))
    return Chosen(person, draw(NAMES), f"P-{n}", shown, owed)


def whom(those: Those) -> list[int]:
    return sorted([*(id(each) for each in those.fit), *(id(each) for each, _ in those.left)])


@given(st.lists(chosen(), max_size=12))
def test_of_the_lines_each_is_in_it_or_left_out_with_a_reason_and_never_both(all_of: list[Chosen]) -> None:
    for those in (those_due(all_of), those_that_can_wait(all_of)):
        assert whom(those) == sorted(map(id, all_of))
        assert all(why for _, why in those.left)
        assert all(each.item is not None for each in those.fit)


@given(st.lists(chosen(), max_size=12), st.sampled_from(KINDS))
def test_of_the_people_each_is_in_it_once_with_the_due_it_is_about_or_left_out(all_of: list[Chosen], kind: str) -> None:
    those = those_owed(all_of, kind, "not owed")
    people = {each.person for each in all_of if each.person is not None}
    fit, left = [each.person for each in those.fit], [each.person for each, _ in those.left if each.person]
    assert sorted(map(str, [*fit, *left])) == sorted(map(str, people))
    for each in those.fit:
        assert each.item is not None
        assert each.item.kind == kind
        assert each.item in each.owed
    assert all(kind not in {item.kind for item in each.owed} for each, _ in those.left if each.person)
    assert {why for each, why in those.left if each.person is None} <= {OF_THE_TEAM}


@given(st.lists(chosen(), max_size=12))
def test_of_several_only_what_is_of_band_4_is_put_off_and_nothing_of_bands_1_and_2_ever(all_of: list[Chosen]) -> None:
    those = those_that_can_wait(all_of)
    several = len([each for each in all_of if each.item is not None]) > 1
    assert all(each.item is not None and each.item.band >= (4 if several else 3) for each in those.fit)
    bands = {why: {each.item.band for each, told in those.left if told == why and each.item} for _, why in those.left}
    assert bands.get(TOO_URGENT, set()) <= {1, 2}
    assert bands.get(ONE_AT_A_TIME, set()) <= {3}


@given(st.lists(chosen(), min_size=1, max_size=12))
def test_every_name_is_said_before_it_is_recorded(all_of: list[Chosen]) -> None:
    """Whoever it is for and whoever it is not for, by name, in every way that they are listed."""
    those = those_that_can_wait(all_of)
    for each in those.fit:
        for lines in (for_lines(those.fit), for_lines(those.fit, by_due=True)):
            assert any(each.name in line for line in lines)
    for each, why in those.left:
        assert any(each.name in line and line.endswith(why) for line in left_lines(those.left))
    once = each_once(all_of).fit
    assert for_lines(once) == [f"For {'1 person' if len(once) == 1 else f'{len(once)} people'}: {all_names(once)}"]


def test_two_of_one_name_are_told_apart() -> None:
    same = [Chosen("p1", "KHAN Bilal", "P-1"), Chosen("p2", "KHAN Bilal", "P-2"), Chosen("p3", "OBI Grace", "P-3")]
    assert all_names(same) == "KHAN Bilal (P-1), KHAN Bilal (P-2), OBI Grace"
    assert for_lines(same) == ["For 3 people: KHAN Bilal (P-1), KHAN Bilal (P-2), OBI Grace"]


def test_what_was_done_is_one_line_that_says_for_whom_not() -> None:
    who = [Chosen(f"p{n}", f"PERSON {n}") for n in range(7)]
    left = tuple((Chosen(f"q{n}", f"OTHER {n}"), "cover is not due") for n in range(3))
    assert whose_words(who[:2]) == "PERSON 0, PERSON 1"
    assert done_words("cover: crisis line", Those(tuple(who), left)) == (
        "PERSON 0, PERSON 1, PERSON 2, PERSON 3, PERSON 4 and 2 more: cover: crisis line."
        " Not for OTHER 0, OTHER 1 and 1 more."
    )
    assert done_words("given to Leah Obi", Those(tuple(who[:1]))) == "PERSON 0: given to Leah Obi."
    assert left_lines(left) == ["Not for 3 people: OTHER 0, OTHER 1, OTHER 2: cover is not due"]
    assert nobody_words(left) == "OTHER 0, OTHER 1, OTHER 2: cover is not due"
    assert (counted(who, "people"), counted(who[:1], "people")) == ("7 people", "PERSON 0")


def test_whose_mark_fell_away_is_named_beside_how_many_are_left() -> None:
    assert lost_words(2, ["OBI Grace"]) == "2 marked; no longer marked: OBI Grace"
    assert lost_words(0, ["OBI Grace", "KHAN Bilal"]) == "no longer marked: OBI Grace, KHAN Bilal"
    assert lost_words(0, []) == ""
