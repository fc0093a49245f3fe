"""Who may be on the caseload twice is a conflict for both, until they are joined or told apart (records.md, refs)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from tests.journal.reading_rows import lines, projections, rows
from tests.journal.telling import accepted, draft, hours, store_at

NUMBER, OTHER_NUMBER = "9990000018", "9990000026"
LIKE: dict[str, Any] = {"given": "Amina", "family": "O’Brien", "born": "1990-05-17"}
JOINED = {"reason": "imported twice", "checked": "asked her"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Carelist]:
    with store_at(tmp_path / "store") as opened:
        yield opened


def who_may_be_one(carelist: Carelist) -> list[str]:
    """The identifiers of everybody of whom it is asked."""
    found = rows(carelist.store, "SELECT ref FROM person WHERE id IN (SELECT person FROM due WHERE kind = 'conflict')")
    return sorted(ref for (ref,) in found)


@pytest.mark.parametrize(
    ("one", "other", "is_asked"),
    [
        ({"nhs_number": NUMBER}, {"nhs_number": NUMBER}, True),
        (LIKE, LIKE | {"given": "AMINA", "family": "o'brien"}, True),
        (LIKE | {"nhs_number": NUMBER}, LIKE, True),
        (LIKE | {"nhs_number": NUMBER}, LIKE | {"nhs_number": NUMBER}, True),
        (LIKE | {"nhs_number": NUMBER}, LIKE | {"nhs_number": OTHER_NUMBER}, False),
        (LIKE, LIKE | {"born": "1990-05-18"}, False),
        (LIKE, LIKE | {"family": "Brien"}, False),
        ({"given": "Amina", "family": "O'Brien"}, {"given": "Amina", "family": "O'Brien"}, False),
    ],
)
def test_who_has_the_same_number_or_the_same_name_and_birth_date_may_be_one(
    store: Carelist, one: dict[str, Any], other: dict[str, Any], is_asked: bool
) -> None:
    """Two whose NHS numbers are known and differ are two; a name without a birth date says nothing."""
    store.record([accepted("P-1", **one)], hours(1))
    store.record([accepted("P-2", **other), accepted("P-3")], hours(2))
    assert who_may_be_one(store) == (["P-1", "P-2"] if is_asked else [])
    assert store.verify().ok


def test_it_is_asked_no_longer_once_they_are_told_apart_or_joined(store: Carelist) -> None:
    store.record([accepted("P-1", **LIKE), accepted("P-2", **LIKE)], hours(1))
    store.record([draft("person.details_updated", hours(1), {"nhs_number": NUMBER}, ref="P-1")], hours(2))
    assert who_may_be_one(store) == ["P-1", "P-2"]
    apart = draft("person.details_updated", hours(2), {"nhs_number": OTHER_NUMBER}, ref="P-2")
    [receipt] = store.record([apart], hours(3))
    assert who_may_be_one(store) == []
    struck = {"entry": receipt.id, "reason": "a digit wrong", "replacement": None}
    store.record([draft("entry.corrected", hours(3), struck)], hours(4))
    assert who_may_be_one(store) == ["P-1", "P-2"]
    stays = store.people.person("P-1", hours(5))["person"]
    store.record([draft("persons.joined", hours(4), {"into": stays, **JOINED}, ref="P-2")], hours(5))
    assert who_may_be_one(store) == []
    assert store.verify().ok


def test_after_a_merge_both_are_asked_about_in_any_order(tmp_path: Path) -> None:
    with store_at(tmp_path / "one", hours(5)) as one, store_at(tmp_path / "two", hours(5)) as two:
        one.record([accepted("P-1", **LIKE)], hours(1))
        two.record([accepted("P-2", **LIKE)], hours(2))
        ours, theirs = lines(one.store), lines(two.store)
        one.record.take_in(theirs)
        two.record.take_in(reversed(ours))
        assert who_may_be_one(one) == who_may_be_one(two) == ["P-1", "P-2"]
        assert projections(one.store)["likeness"] == projections(two.store)["likeness"]


def test_it_was_asked_then_as_was_known_then(store: Carelist) -> None:
    store.record([accepted("P-1", **LIKE), accepted("P-2", **LIKE)], hours(1))
    stays = store.people.person("P-1", hours(5))["person"]
    store.record([draft("persons.joined", hours(4), {"into": stays, **JOINED}, ref="P-2")], hours(5))

    def asked(known_at: float) -> set[str]:
        items = store.people.today(hours(6), known_at=hours(known_at), days=60)
        return {str(item.person and item.person.ref) for item in items if item.kind == "conflict"}

    assert asked(3) == {"P-1", "P-2"}
    assert asked(6) == set()


def test_two_identifiers_that_differ_in_case_or_blanks_alone_are_asked_about(tmp_path: Path) -> None:
    """Neither laptop knew of the other's (records.md: refs are compared casefolded and trimmed)."""
    with store_at(tmp_path / "one", hours(5)) as one, store_at(tmp_path / "two", hours(5)) as two:
        one.record([accepted("P-1É"), accepted("P-2")], hours(1))
        two.record([accepted("p-1é")], hours(2))
        ours, theirs = lines(one.store), lines(two.store)
        one.record.take_in(theirs)
        two.record.take_in(reversed(ours))
        assert who_may_be_one(one) == who_may_be_one(two) == ["P-1É", "p-1é"]
        then = one.people.today(hours(6), known_at=hours(6), days=60)
        assert {str(item.person and item.person.ref) for item in then if item.kind == "conflict"} == {"P-1É", "p-1é"}
        again = draft("person.details_updated", hours(5), {"ref": "P-9"}, ref="p-1é")
        one.record([again], hours(6))
        assert who_may_be_one(one) == []
        assert one.verify().ok
        assert two.verify().ok
