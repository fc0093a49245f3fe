"""The rows that measures are counted from: made afresh of whoever was written since, and what a rebuild makes of them;
no figure ever misses what is not made yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import read_sound
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.journal.projection import cases
from carelist_tui.journal.queries.stored_lines import digest_in
from carelist_tui.journal.take_in.runs import Incoming
from tests.domain.telling import LONDON
from tests.journal.reading_rows import lines, rows
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    store_at,
)
from tests.journal.test_adopting import SEVEN_DAYS, adoption
from tests.journal.test_verifying import found, tamper

pytestmark = pytest.mark.slow
MISSED = ("first_response", "re_engaged_7", "steps_on_time")


def case_rows(carelist: Carelist) -> list[tuple[Any, ...]]:
    carelist.measures.count()
    return rows(carelist.store, 'SELECT * FROM "case" ORDER BY person, measure, number')


def counted(carelist: Carelist, at: float, *, known_at: float | None = None) -> dict[str, tuple[int, int]]:
    """N and d of each of MISSED at so many hours after MONDAY."""
    asked = Inquiry.asked(hours(at), LONDON)
    then = hours(known_at) if known_at is not None else None
    answer = carelist.measures.answer(MISSED, asked, known_at=then)
    return {each["key"]: (each["n"], each["d"]) for each in answer["measures"]}


@pytest.fixture
def full(carelist: Carelist) -> Carelist:
    carelist.record([accepted("P-1"), completed("P-1", hours(0.5)), accepted("P-2"), missed("P-1", hours(1))], hours(1))
    return carelist


def test_whoever_is_written_is_to_be_counted_again_and_nobody_else(full: Carelist) -> None:
    assert full.measures.count() == 2
    assert full.measures.count() == 0
    full.record([completed("P-2", hours(2))], hours(2))
    assert [person for (person,) in rows(full.store, "SELECT person FROM uncounted")] == [full.people.whom("P-2")]
    assert full.measures.count() == 1


def test_whoever_was_accepted_by_mistake_stops_no_figure_of_the_others(full: Carelist) -> None:
    """An acceptance that is struck leaves a person without any time on the caseload, and without a case."""
    before = counted(full, 240)
    (receipt,) = full.record([accepted("P-3", hours(1))], hours(1))
    full.record([corrected(receipt.id, hours(2), replacement=None)], hours(2))
    assert counted(full, 240) == before
    person = lines(full.store)[-1]["person"]
    assert not [row for row in case_rows(full) if person in row]
    assert counted(full, 240) == before
    assert full.measures.waiting() == 0


def test_a_figure_says_the_same_before_and_after_the_rows_are_made(full: Carelist) -> None:
    before = counted(full, 240)
    assert before["first_response"] == (0, 1)
    full.measures.count()
    assert counted(full, 240) == before
    (miss,) = [each["id"] for each in lines(full.store) if each["type"] == "contact.missed"]
    full.record([attempted("P-1", hours(2), miss, "same_day_attempt")], hours(2))
    assert counted(full, 240)["first_response"] == (1, 1), "the rows that stand are not asked of whoever was written"
    full.measures.count()
    assert counted(full, 240)["first_response"] == (1, 1)


def test_who_records_while_cases_are_made_waits_for_none_of_it_and_what_they_said_is_counted(
    full: Carelist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long story takes seconds to count: it is read, and written in a breath. What comes in between is in no row that
    was made before it, so that those are made again."""
    (miss,) = [each["id"] for each in lines(full.store) if each["type"] == "contact.missed"]
    said = [attempted("P-1", hours(2), miss, "same_day_attempt")]
    make = cases.case_rows

    def make_while_somebody_records(made: Iterable[Case]) -> list[dict[str, Any]]:
        if said:
            with Carelist.open(full.store, "w-ann") as other:
                other.record([said.pop()], hours(2))
        return make(made)

    monkeypatch.setattr(cases, "case_rows", make_while_somebody_records)
    full.measures.count()
    assert not said, "it was recorded, and nobody waited"
    assert full.measures.waiting() == 0
    assert counted(full, 240)["first_response"] == (1, 1)
    before = case_rows(full)
    full.rebuild()
    assert case_rows(full) == before


@pytest.mark.parametrize("seed", range(4))
def test_two_laptops_that_hold_the_same_have_the_same_rows_whatever_came_first(
    told: list[dict[str, Any]], tmp_path: Path, seed: int
) -> None:
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        runs = [read_sound(raw) for raw in told]
        one.journal.merge([Incoming(told[0]["device"], runs)])
        random, first = Random(seed), 0
        while first < len(runs):
            size = random.randint(1, 4)
            two.journal.merge([Incoming(told[0]["device"], runs[first : first + size])])
            if random.random() < 0.5:
                two.measures.count()
            first += size
        assert case_rows(one) == case_rows(two) != []


def test_the_rows_are_what_a_rebuild_makes(full: Carelist) -> None:
    before = case_rows(full)
    full.rebuild()
    assert case_rows(full) == before
    assert found(full) == []


def test_a_row_that_is_not_what_the_story_says_is_found(full: Carelist) -> None:
    full.measures.count()
    tamper(full, "UPDATE \"case\" SET counted = 1 WHERE measure = 'first_response'")
    assert found(full) == [("projection", full.people.whom("P-1"))]
    full.rebuild()
    assert found(full) == []


def test_an_earlier_moment_and_what_was_known_then_give_the_figure_of_then(full: Carelist) -> None:
    (miss,) = [each["id"] for each in lines(full.store) if each["type"] == "contact.missed"]
    full.record([attempted("P-1", hours(2), miss, "same_day_attempt")], hours(50))
    full.record([completed("P-1", hours(100))], hours(100))
    full.measures.count()
    assert counted(full, 30)["first_response"] == (1, 1), "as it occurred, recorded or not"
    assert counted(full, 30, known_at=30)["first_response"] == (0, 1), "nobody had typed it yet"
    assert counted(full, 1.5)["first_response"] == (0, 0), "the day is not over"


@pytest.mark.parametrize("by", [None, "tier", "worker"])
def test_a_sum_reads_less_of_each_row_and_says_the_same_and_so_do_its_breakdowns(
    full: Carelist, by: str | None
) -> None:
    """By which tier a crisis was, who holds whom and which entries show a change, somebody else asks as well."""
    full.record([completed("P-2", hours(2)), missed("P-2", hours(50)), coordinator("P-2", hours(3), "w-ann"),
                 accepted("P-3", hours(3), tier="intensive")], hours(60))  # fmt: skip
    shown = [each["id"] for each in lines(full.store) if each["type"] == "contact.completed"]
    crisis = {"kind": "ae", "source": "A&E liaison nurse", "summary": "Came in at night."}
    changed = {
        "area": "tenancy",
        "what_changed": "The arrears are paid.",
        "why": "A plan.",
        "our_part": "Rang the bank.",
    }
    full.record([
        draft("crisis.recorded", hours(61), crisis, ref="P-3"),
        draft("outcome.noted", hours(62), changed | {"evidence": shown[:1]}, ref="P-1"),
    ], hours(62))  # fmt: skip
    full.measures.count()
    asked = Inquiry.asked(hours(240), LONDON, by=by)
    figures, whole = (full.measures.answer([], asked, with_cases=each)["measures"] for each in (False, True))
    bare: dict[str, Any] = {"cases": [], "notes_to_read": None}
    assert [each | bare for each in whole] == figures
    assert sum(len(each["cases"]) for each in whole) > 20
    by_key = {each["key"]: each for each in figures}
    assert by_key["indicators"]["more"]["entries that show them"] == 1
    assert [row["label"] for row in by_key["crisis_rate"]["breakdowns"][0]["rows"]] == ["intensive", "standard"]
    assert "w-ann" in [row["label"] for row in by_key["caseload_balance"]["breakdowns"][0]["rows"]]
    for each in whole:
        assert full.measures.answer([each["key"]], asked)["measures"] == [each | bare]


def test_the_digest_of_an_answer_is_of_what_is_stored_when_it_is_given(full: Carelist) -> None:
    def digests(known_at: datetime | None) -> tuple[str, str]:
        answer = full.measures.answer(MISSED, Inquiry.asked(hours(240), LONDON), known_at=known_at)
        with full.journal.store.reading() as connection:
            return str(answer["digest"]), digest_in(connection, known_at)[1]

    asked = [digests(each) for each in (None, None, hours(0.7), hours(1), None)]
    full.record([completed("P-2", hours(2))], hours(2))
    asked += [digests(None)]
    assert all(said == stored for said, stored in asked)
    assert len({said for said, _ in asked}) == 3


def test_the_digest_of_an_answer_is_another_once_the_laptop_took_another_name(full: Carelist) -> None:
    """What was never sent is written again then, in the same places of the journal."""
    asked = Inquiry.asked(hours(240), LONDON)
    before = full.measures.answer(MISSED, asked)["digest"]
    with Carelist.open(full.store, "w-ann") as other:
        assert other.sync.renew()
    with full.journal.store.reading() as connection:
        stored = digest_in(connection)[1]
    assert full.measures.answer(MISSED, asked)["digest"] == stored != before


def test_the_same_question_gives_the_same_answer_to_the_byte_next_quarter(full: Carelist) -> None:
    asked = Inquiry.asked(hours(240), LONDON)
    known = hours(240)
    before = full.measures.answer([], asked, known_at=known, with_cases=True)
    full.record([completed("P-1", hours(100)), completed("P-2", hours(500))], MONDAY + timedelta(days=40))
    assert full.measures.answer([], asked, known_at=known, with_cases=True) == before


def test_days_on_which_the_service_opens_since_then_change_no_answer_of_then(full: Carelist) -> None:
    """Huddles, counts of what is overdue and closures are counted by the days of the service as they were known."""
    asked, known = Inquiry.asked(hours(24 * 40), LONDON), hours(24 * 40)
    before = full.measures.answer([], asked, known_at=known, with_cases=True)
    full.record([adoption(SEVEN_DAYS, hours(24 * 50))], hours(24 * 50))
    full.measures.keep_up()
    assert full.measures.answer([], asked, known_at=known, with_cases=True) == before
