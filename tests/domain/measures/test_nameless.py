"""What leaves a team with a case: listed words, numbers and moments; nothing that anybody typed, and nobody's id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.gaps import Gap, Reason
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.nameless import OWN_WORDS, Pseudonyms, Vocabulary, nameless, value_outside
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.stored_json import json_text, stored_value

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = Pseudonyms(b"k" * 32)
KNOWN = Vocabulary.of(default_standards(), {"North"})
CASE = Case("access", "person-id", AT, place=Place("North", None, "standard", "gp", "green", "w-tom"))
TYPED = st.text(min_size=1).filter(
    lambda text: text not in KNOWN.words and text != OWN_WORDS and not text[:1].isdigit()
)


def leaves(case: Case) -> Case:
    return nameless(case, NAMES, KNOWN)


@given(st.recursive(TYPED, lambda inner: st.lists(inner) | st.dictionaries(TYPED, inner), max_leaves=6))
def test_no_text_that_anybody_typed_leaves_with_a_fact(value: Any) -> None:
    def texts(found: Any) -> set[str]:
        if isinstance(found, str):
            return {found}
        return {text for each in (found.items() if isinstance(found, dict) else found) for text in map_texts(each)}

    def map_texts(each: Any) -> set[str]:
        return {text for part in each for text in texts(part)} if isinstance(each, tuple) else texts(each)

    assert texts(value_outside(value, KNOWN.words)) <= {OWN_WORDS}


@pytest.mark.parametrize(
    "value", [None, True, 3, 24.5, "2026-03-02", AT.isoformat(), "forgot", ["forgot", 1], {"met": 2}]
)
def test_listed_words_numbers_and_moments_leave_as_they_are(value: Any) -> None:
    assert value_outside(value, KNOWN.words) == value


@pytest.mark.parametrize("number", [7700900123, -9990000018, 9990000018.0])
def test_a_number_that_may_be_somebodys_telephone_does_not_leave(number: float) -> None:
    assert value_outside(number, KNOWN.words) is None


@pytest.mark.parametrize("text", ["2026-03-02 of Amina", "2026-03-02T09:00:00 Amina", "999 000 0018", "9990000018"])
def test_what_only_begins_as_a_moment_does_not_leave(text: str) -> None:
    assert value_outside(text, KNOWN.words) == OWN_WORDS


def test_people_workers_and_entries_leave_as_pseudonyms_of_their_team() -> None:
    case = replace(CASE, facts={"plan": "entry-id", "sample": "Amina's file"}, entries=("entry-id",))
    left, elsewhere = leaves(case), nameless(case, Pseudonyms(b"other"), KNOWN)
    assert left.person == NAMES.of("person-id") != elsewhere.person
    assert left.place.worker == NAMES.of("w-tom") != elsewhere.place.worker
    assert left.facts == {"plan": NAMES.of("entry-id"), "sample": NAMES.of("Amina's file")}
    assert left.entries == ()
    assert leaves(replace(case, measure="indicators")).entries == (NAMES.of("entry-id"),)
    assert len(left.person) == 32


@pytest.mark.parametrize("role", ["duty", "senior", "manager", None])
def test_a_role_is_nobodys_id(role: str | None) -> None:
    assert leaves(replace(CASE, place=replace(CASE.place, worker=role))).place.worker == role


def test_a_place_leaves_only_where_the_standards_or_the_team_list_it() -> None:
    place = Place("Amina's", "amina_yusuf", "amina", "Amina", "Amina", None, {"housing": "with Amina"})
    assert leaves(replace(CASE, place=place)).place == Place()
    assert leaves(CASE).place == replace(CASE.place, worker=NAMES.of("w-tom"))


def test_why_somebody_is_held_leaves_without_its_words_and_without_to_whom_it_was_given() -> None:
    clock = AT.time()
    reason = Reason(AT, None, ("missed Amina",), AT)
    gap = Gap(
        (reason,), ((AT, "ring Amina"), (AT, "family")), None, AT, clock, clock, clock, given=(("gap:Amina", "w-tom"),)
    )
    left = leaves(replace(CASE, facts={"gap": stored_value(gap)})).facts["gap"]
    assert "Amina" not in json_text(left)
    assert "w-tom" not in json_text(left)
    covers = ((AT, OWN_WORDS), (AT, "family"))
    assert left == stored_value(replace(gap, reasons=(replace(reason, words=()),), covers=covers, given=()))


def test_what_a_team_is_known_by_tells_nothing_of_its_key() -> None:
    names = Pseudonyms.by_folder("f" * 32)
    assert names.of_team not in (names.of("f" * 32), "f" * 32)
    assert Pseudonyms.by_folder(names.of_team).of("p") != names.of("p")
