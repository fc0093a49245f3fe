"""Lists typed one a line: whatever a value holds, the line that shows it is read as the same."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from carelist_tui.desk.questions.answers import answer_of, cells_of, joined, typed_of
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.entries import TYPES

NOW, ZONE = datetime(2026, 3, 3, 9, tzinfo=UTC), ZoneInfo("Europe/London")
HOSTILE = st.one_of(st.text(alphabet=";\\\\n \u2028\u2029\x85nelp:,\u202e\u0301a"), st.text()).map(
    lambda text: "".join(sign for sign in text if sign.isprintable() or sign in "\n\x85\u2028\u2029").strip()
)


@given(st.lists(HOSTILE, min_size=1))
@example(["a\\", ";", "\\;", "\\n", "a\nb"])
def test_whatever_a_cell_holds_is_read_as_it_was(cells: list[str]) -> None:
    line = joined(cells)
    assert len(line.splitlines()) <= 1
    assert cells_of(line) == cells


@given(st.lists(st.tuples(HOSTILE.filter(bool), HOSTILE.filter(bool), st.booleans(), HOSTILE), min_size=1))
def test_whom_the_plan_names_is_read_as_it_was_shown(rows: list[tuple[str, str, bool, str]]) -> None:
    ask = next(each for each in asks_of(TYPES["engagement_plan.agreed"]) if each.name == "may_contact")
    stood = [
        {"name": name, "relation": relation, "consent": agreed} | ({"when": when} if when else {})
        for name, relation, agreed, when in rows
    ]
    assert answer_of(ask, typed_of([ask], {"may_contact": stood})[ask.path], NOW, ZONE) == stood


def test_a_flag_that_is_not_set_is_said() -> None:
    ask = next(each for each in asks_of(TYPES["person.details_updated"]) if each.name == "phones")
    phone = {"number": "1", "label": "home", "text_ok": False, "voicemail": "no", "unsafe": False}
    assert typed_of([ask], {"phones": [phone]}) == {"body.phones": "1; home; no; no; no"}


def test_before_anything_else_a_backslash_is_itself() -> None:
    assert cells_of(r"C:\temp; a\;b; c\\d; e\nf; g\\") == ["C:\\temp", "a;b", "c\\d", "e\nf", "g\\"]
