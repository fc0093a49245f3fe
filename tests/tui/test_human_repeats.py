"""How a booking repeats is typed and read in words: nobody types, or is shown, a rule."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.questions.human_repeats import understood_repeat
from carelist_tui.domain.repeats import check_repeat, repeat_in_words, repeat_rule, repeat_said

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rules() -> st.SearchStrategy[str]:
    """Rules that a booking may have."""
    unit = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    many = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=12"])
    ends = st.sampled_from(["", ";COUNT=1", ";COUNT=8", ";UNTIL=20261204"])
    plain = st.lists(st.sampled_from(DAYS), unique=True, max_size=3)
    counted = st.lists(
        st.sampled_from([f"{n}{day}" for n in (1, 3, 5, -1, -2) for day in DAYS]), unique=True, max_size=3
    )

    def days(unit: str) -> st.SearchStrategy[str]:
        named = plain if unit in ("DAILY", "WEEKLY") else st.one_of(plain, counted)
        return named.map(lambda found: f"FREQ={unit}" + (f";BYDAY={','.join(found)}" if found else ""))

    return st.tuples(unit.flatmap(days), many, ends).map("".join)


@given(rules())
def test_a_rule_in_words_is_understood_as_that_rule(rule: str) -> None:
    words = repeat_in_words(check_repeat(rule))
    understood = understood_repeat(words, NOW, LONDON)
    starts = [repeat_rule(each, NOW, LONDON)[:6] for each in (rule, understood)]
    assert starts[0] == starts[1], words


@given(rules())
def test_what_is_said_of_a_rule_is_read_back_by_the_messages_that_it_is_made_of(rule: str) -> None:
    """As another language is read, in which nobody has said how one types."""
    said = repeat_said(repeat_in_words(rule))
    assert said is not None
    assert repeat_in_words(said) == repeat_in_words(rule)
    assert repeat_rule(said, NOW, LONDON)[:6] == repeat_rule(rule, NOW, LONDON)[:6]


@pytest.mark.parametrize(
    "text", ["", "every", "every day, until 4 Dec", "on Tue", "every week on Tues", "every 0 days"]
)
def test_what_no_rule_says_is_read_as_none(text: str) -> None:
    assert repeat_said(text) is None


@given(rules())
def test_the_words_of_a_rule_hold_no_code(rule: str) -> None:
    words = repeat_in_words(rule)
    assert not set(words) & set("=;_")
    assert "FREQ" not in words


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("every day", "FREQ=DAILY"), ("daily", "FREQ=DAILY"), ("every week", "FREQ=WEEKLY"),
        ("Weekly on Tuesday", "FREQ=WEEKLY;BYDAY=TU"), ("every tue", "FREQ=WEEKLY;BYDAY=TU"),
        ("every Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH"), ("tuesdays", None),
        ("every 2 weeks on tue, thu", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"), ("every fortnight on mon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2"), ("every 2 fortnights", "FREQ=WEEKLY;INTERVAL=4"),
        ("monthly", "FREQ=MONTHLY"), ("every month on the first tue", "FREQ=MONTHLY;BYDAY=1TU"),
        ("every 3 months on the last friday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
        ("every week on tue until 4 dec", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261204"),
        ("every week, 8 times", "FREQ=WEEKLY;COUNT=8"), ("every year", "FREQ=YEARLY"),
        ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"), ("freq=daily", "FREQ=DAILY"),
        ("every week on the first tue", None), ("every", None), ("every full moon", None), ("every week on", None),
        ("on tue", None), ("every month on the first", None), ("every week until yesterday", None), ("8 times", None),
        ("every week on tomorrow", None), ("every 0 weeks", None), ("every tum", None),
    ],
)  # fmt: skip
def test_what_people_say_is_the_rule_they_mean_or_is_refused(typed: str, rule: str | None) -> None:
    if rule is None:
        with pytest.raises(ValueError, match=r"not understood|past already"):
            understood_repeat(typed, NOW, LONDON)
    else:
        assert understood_repeat(typed, NOW, LONDON) == rule
