"""When two names name the same: case, accents, punctuation and blanks are nothing; a part of a word is no name."""

from __future__ import annotations

import pytest

from carelist_tui.domain.names import (
    fold_name,
    is_named_in,
    is_one_name,
    is_said_in,
    names_match,
    sayings_of,
    says_nothing_else,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "obrien"), ("O'Brien", "O Brien"), ("Smith-Jones", "smithjones"), ("Zoë", "ZOE"),
        ("Åkesson-Brøn", "akesson bron"), ("Housing.", " housing "), ("Łukasz", "lukasz"), ("STRASSE", "straße"),
        ("Jo  Hill", "jo hill"), ("Noe\u0301mi", "No\u00e9mi"),
    ],
)  # fmt: skip
def test_names_that_differ_in_spelling_alone_are_one(one: str, other: str) -> None:
    assert is_one_name(one, other)
    assert fold_name(one) == fold_name(other)
    assert names_match(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Housing", "Housing (Jo)"), ("Jo Hill, Housing", "housing"), ("Jo", "Jo Hill"), ("mum", "her mum"),
        ("O’Brien", "Sean O Brien"), ("GP", "the GP, Dr Shah"), ("smithjones", "Ann Smith-Jones"),
    ],
)  # fmt: skip
def test_one_within_the_other_as_whole_words_matches_either_way(one: str, other: str) -> None:
    assert names_match(one, other)
    assert names_match(other, one)
    assert not is_one_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jo", "John"), ("Ann", "Joanne"), ("Housing", "Warehousing"), ("mum", "mum's friend Ann"), ("", "Jo"),
        ("", ""), ("...", "---"), ("Jo Hill", "Jo Mill"), ("Hill Jo", "Jo Hill"), ("GP", "GPS"),
    ],
)  # fmt: skip
def test_a_part_of_a_word_and_no_name_at_all_match_nobody(one: str, other: str) -> None:
    assert not names_match(one, other)
    assert not names_match(other, one)


def test_a_part_is_named_in_the_whole_and_not_the_other_way() -> None:
    assert is_named_in("Jo", "Jo Hill")
    assert not is_named_in("Jo Hill", "Jo")


def test_what_is_said_of_somebody_names_nobody_else() -> None:
    assert says_nothing_else("Housing (Jo)", "Jo Hill", "Housing")
    assert says_nothing_else("her sister", "Noor", "sister")
    assert not says_nothing_else("Jo's friend Ann", "Jo", "")
    assert not says_nothing_else("the", "Jo Hill"), "a word that says nothing names nobody"


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("o'brien", True), ("O’Brien", True), ("obrien", True), ("o brien", True), ("smithjones", True),
        ("smith-jones", True), ("Smith‐Jones,", True), ("zoe", True), ("ZOË", True), ("Brien, Zoe", True),
        ("brown", False), (",", False), ("'", False),
    ],
)  # fmt: skip
def test_a_search_finds_a_name_however_it_is_written(typed: str, finds: bool) -> None:
    assert is_said_in(typed, sayings_of("Zoë", "O’Brien Smith-Jones")) is finds
