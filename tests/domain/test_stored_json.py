"""What a projection keeps of a value: by its fields, both ways, whatever an earlier or later release kept besides."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from carelist_tui.domain.roster import Visit, Visits
from carelist_tui.domain.stored_json import json_value, read_text, stored_text, stored_value
from carelist_tui.domain.words import Words

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    name: str
    at: datetime | None = None


@dataclass(frozen=True)
class Whole:
    words: Words
    parts: tuple[Part, ...] = ()
    days: frozenset[date] = frozenset()
    opens: time | None = None
    pairs: tuple[tuple[int, time], ...] = ()
    by_day: dict[date, Part] = field(default_factory=dict)


FULL = Whole(
    ("since ", AT, "."),
    (Part("one", AT), Part("two")),
    frozenset({date(2026, 3, 2), date(2026, 1, 1)}),
    time(9, 30),
    ((0, time(10)),),
    {date(2026, 3, 3): Part("later"), date(2026, 3, 2): Part("sooner")},
)


@pytest.mark.parametrize("whole", [FULL, Whole(())])
def test_a_value_reads_back_the_same_and_a_mapping_in_its_order(whole: Whole) -> None:
    again = read_text(Whole, stored_text(whole))
    assert again == whole
    assert list(again.by_day) == list(whole.by_day)
    assert stored_text(again) == stored_text(whole)


def test_what_has_its_default_is_left_out() -> None:
    assert stored_value(Whole(("a", AT))) == {"words": ["a", {"at": AT.isoformat()}]}
    assert json_value(stored_text(FULL))["parts"][1] == {"name": "two"}


def test_what_another_release_kept_besides_is_passed_over() -> None:
    assert read_text(Part, '{"name":"one","shoe":44}') == Part("one")


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"name":"one","at":"soon"}', "{", '{"name":"one","at":7}'])
def test_what_says_no_such_value_is_raised_as_what_can_be_read_of_a_store(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        read_text(Part, text)


def test_a_type_that_says_nothing_of_its_parts_is_none_that_a_projection_keeps() -> None:
    @dataclass
    class Loose:
        anything: list[Any]

    with pytest.raises(TypeError, match="keeps no"):
        stored_text(Loose([]))


def test_who_is_out_is_kept_as_the_same_text_whatever_was_told_first() -> None:
    visits = [Visit(f"v-{n}", f"w-{n}", f"p-{n}", AT, AT, AT + timedelta(hours=2)) for n in range(3)]
    one, other = Visits(), Visits()
    for told, order in ((one, (0, 1, 2)), (other, (2, 1, 0))):
        for n in order:
            told.note_begun(f"p-{n}", [visits[n]])
            told.note_recorded(f"w-{n}", AT)
    for told in (one, other):
        told.note_recorded("w-1", AT + timedelta(minutes=1))
    text = stored_text(one.as_kept())
    assert text == stored_text(other.as_kept())
    again = read_text(Visits, text)
    assert again == one.as_kept(), "what is answered already is left out"
    assert again.out() == one.out() == [visits[0], visits[2]]
