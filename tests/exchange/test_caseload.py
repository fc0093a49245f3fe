"""A row of a caseload becomes ordinary entries."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.carelist.imports.caseload_import import MANY, Outcome, said_of_many
from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped, read_mapping
from carelist_tui.exchange.caseload.csv_file import RowRead, read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.template import template
from tests.profiles import dear

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
CLOCK = Clock(ZoneInfo("Europe/London"), NOW)
HEADINGS = "ref,given,family,accepted_on,source,team,tier"
SOUND = "P-1,Ann,Lee,12/01/2026,gp,North,standard"


def read(headings: str, *rows: str) -> list[RowRead]:
    return list(read_caseload("\n".join([headings, *rows]).encode(), Mapped(), CLOCK).rows)


def test_a_bare_row_is_one_acceptance_at_nine_local_time_on_its_day() -> None:
    (row,) = read(HEADINGS, SOUND.replace("12/01", "12/06").replace("2026", "2025"))
    (draft,) = row.drafts
    assert row.faults == []
    assert (draft["type"], draft["occurred_at"]) == ("person.accepted", "2025-06-12T09:00:00+01:00")


def test_a_full_row_tells_what_is_known_in_the_order_it_happened_and_then_what_is_known_besides() -> None:
    (row,) = read_caseload(template(CLOCK.today).encode(), Mapped(), CLOCK).rows
    assert (row.faults, row.remarks) == ([], [])
    kinds = [draft["type"] for draft in row.drafts]
    assert kinds == ["person.accepted", "coordinator.named", "consent.recorded", "contact.completed",
                     "contact.completed", "zone.set", "engagement_plan.agreed", "contact.planned",
                     "risk_check.completed", "risk_plan.updated", "review.completed"]  # fmt: skip
    assert all(not check_draft(draft, now=NOW) for draft in row.drafts)
    assert {draft.get("arose_from") for draft in row.drafts[1:]} == {row.drafts[0]["id"]}
    seen, spoke = row.drafts[3:5]
    assert (seen["body"]["method"], spoke["body"]["method"]) == ("visit", "call")
    assert seen["occurred_at"] < spoke["occurred_at"]


def test_the_same_row_has_the_same_ids_at_any_time_and_another_row_has_others() -> None:
    later = Clock(CLOCK.zone, datetime(2026, 3, 5, 14, tzinfo=UTC))
    text = f"{HEADINGS},zone\n{SOUND},green\n".encode()
    (now,), (then,) = (read_caseload(text, Mapped(), clock).rows for clock in (CLOCK, later))
    (other,) = read(f"{HEADINGS},zone", f"{SOUND.replace('Ann', 'Anne')},green")
    assert [draft["id"] for draft in now.drafts] == [draft["id"] for draft in then.drafts]
    assert not {draft["id"] for draft in now.drafts} & {draft["id"] for draft in other.drafts}


def test_nothing_of_a_row_happens_after_now_even_on_the_day_itself() -> None:
    early = Clock(CLOCK.zone, datetime(2026, 3, 3, 7, 10, tzinfo=UTC))
    text = f"{HEADINGS},last_contact_on\n{SOUND.replace('12/01/2026', '03/03/2026')},03/03/2026\n".encode()
    (row,) = read_caseload(text, Mapped(), early).rows
    assert row.faults == []
    assert {draft["occurred_at"] for draft in row.drafts} == {"2026-03-03T07:10:00+00:00"}


BESIDES = ("next_contact_at", "next_contact_method", "next_contact_worker", "last_risk_check_on",
           "last_risk_check_overall", "risk_plan_review_on", "last_review_on", "coordinator")  # fmt: skip


def besides(**cells: str) -> RowRead:
    """A sound row with these cells of what may be known besides."""
    said = [cells.get(name, "w-tom" if name == "coordinator" else "") for name in BESIDES]
    (row,) = read(",".join((HEADINGS, *BESIDES)), ",".join((SOUND, *said)))
    return row


def test_what_is_known_besides_becomes_ordinary_entries_that_say_where_the_rest_stands() -> None:
    row = besides(
        next_contact_at="10/03/2026 2:30pm",
        next_contact_method="visit",
        next_contact_worker="w-ann",
        last_risk_check_on="20/02/2026",
        risk_plan_review_on="2026-04-01",
        last_review_on="1 Feb 2026",
    )
    assert row.faults == []
    assert all(not check_draft(draft, now=NOW) for draft in row.drafts)
    told = {draft["type"]: (draft["occurred_at"], draft["body"]) for draft in row.drafts}
    at, booked = told["contact.planned"]
    assert at == "2026-03-03T09:30:00+00:00"
    assert booked == {"at": "2026-03-10T14:30:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-ann"}
    at, check = told["risk_check.completed"]
    assert (at[:10], check["overall"]) == ("2026-02-20", "no_new_concern")
    assert "stands in the record kept before" in check["recent_disclosures"]
    assert told["risk_plan.updated"][1]["review_on"] == "2026-04-01"
    at, review = told["review.completed"]
    assert (at[:10], review["kind"], review["next_review_on"]) == ("2026-02-01", "monthly", "2026-05-01")


@pytest.mark.parametrize(
    ("cells", "said", "left"),
    [
        ({"next_contact_at": "soon"}, "next_contact_at: must be a date", "contact.planned"),
        ({"next_contact_at": "2026-03-10 25:00"}, "next_contact_at: has a time that is none", "contact.planned"),
        ({"next_contact_at": "2026-03-03 09:00"}, "next_contact_at: has passed: what came", "contact.planned"),
        ({"next_contact_at": "2026-03-10 10:00", "next_contact_method": "owl"}, "next_contact_method: is not one of",
         "contact.planned"),
        ({"next_contact_at": "2026-03-10 10:00", "coordinator": ""}, "next_contact_at: needs next_contact_worker",
         "contact.planned"),
        ({"next_contact_method": "visit"}, "next_contact_at: is needed with next_contact_method", "contact.planned"),
        ({"last_risk_check_on": "04/03/2026"}, "last_risk_check_on: can't be in the future", "risk_check.completed"),
        ({"last_risk_check_on": "20/02/2026", "last_risk_check_overall": "so-so"},
         "last_risk_check_overall: is not one of", "risk_check.completed"),
        ({"last_review_on": "2026-01-02"}, "last_review_on: is before accepted_on", "review.completed"),
        ({"risk_plan_review_on": "2026-02-01"}, "risk_plan_review_on: ", "risk_plan.updated"),
    ],
)  # fmt: skip
def test_a_cell_of_what_is_known_besides_that_cannot_be_taken_stays_out_and_is_said_and_the_person_comes_in(
    cells: dict[str, str], said: str, left: str
) -> None:
    row = besides(**cells)
    assert row.faults == []
    assert row.drafts[0]["type"] == "person.accepted"
    assert left not in {draft["type"] for draft in row.drafts}
    (remark,) = row.remarks
    assert str(remark).startswith(said)


def test_a_booking_later_than_the_tier_allows_is_said() -> None:
    headings = f"{HEADINGS},coordinator,last_contact_on,next_contact_at,next_contact_method"
    early, late = read(
        headings,
        f"{SOUND},w-tom,20/02/2026,2026-03-09 10:00,visit",
        f"{SOUND.replace('P-1', 'P-2')},w-tom,20/02/2026,2026-03-20 10:00,visit",
    )
    assert early.remarks == []
    assert [str(remark) for remark in late.remarks] == [
        "next_contact_at: later than the tier allows: contact is owed by Fri 6 Mar as well"
    ]
    assert "contact.planned" in {draft["type"] for draft in late.drafts}


def test_a_row_that_was_taken_is_known_again_when_its_next_contact_has_passed() -> None:
    text = f"{HEADINGS},coordinator,next_contact_at\n{SOUND},w-tom,2026-03-10 10:00\n".encode()
    later = Clock(CLOCK.zone, datetime(2026, 3, 11, 14, tzinfo=UTC))
    (now,), (then,) = (read_caseload(text, Mapped(), clock).rows for clock in (CLOCK, later))
    assert now.drafts[0]["id"] == then.drafts[0]["id"]
    assert (len(now.drafts), len(then.drafts)) == (2, 1)


def given_places(*rows: str, headings: str = f"{HEADINGS},zone,zone_review_on,last_seen_on") -> dict[str, int | None]:
    """By identifier the place that each row is given."""
    return {row.ref: row.drafts[0]["body"].get("brought_over_place") for row in read(headings, *rows)}


def test_each_running_case_has_its_place_by_tier_zone_and_days_unseen_among_those_of_its_spread() -> None:
    def row(ref: str, tier: str, zone: str = "", seen: str = "", accepted: str = "12/01/2025") -> str:
        return (
            f"{ref},Ann,Lee,{accepted},gp,North,{tier},{zone},{'2026-03-06' if zone in ('amber', 'red') else ''},{seen}"
        )

    found = given_places(
        row("light", "light"), row("seen lately", "standard", "green", "2026-03-01"),
        row("seen in winter", "standard", "green", "2026-01-05"), row("never seen", "standard"),
        row("amber light", "light", "amber"), row("enhanced", "enhanced"), row("amber enhanced", "enhanced", "amber"),
        row("intensive", "intensive"), row("red light", "light", "red"), row("red intensive", "intensive", "red"),
        row("new", "intensive", accepted="12/02/2026"),
    )  # fmt: skip
    assert found == {
        "red intensive": 0, "intensive": 333, "red light": 666,
        "amber enhanced": 0, "enhanced": 333, "amber light": 666,
        "never seen": 0, "seen in winter": 250, "seen lately": 500, "light": 750, "new": None,
    }  # fmt: skip


def test_a_hash_breaks_ties_and_the_same_file_gives_the_same_places_in_any_order() -> None:
    rows = [f"P-{number},Ann,Lee {number},12/01/2025,gp,North,standard,,," for number in range(40)]
    found = given_places(*rows)
    assert found == given_places(*reversed(rows))
    order = [each for each in found.values() if each is not None]
    assert sorted(order) == [number * 25 for number in range(40)] != order


def test_a_person_seen_when_they_were_last_spoken_to_has_one_contact() -> None:
    headings = f"{HEADINGS},last_contact_on,last_contact_method,last_seen_on"
    (one,) = read(headings, f"{SOUND},02/03/2026,visit,02/03/2026")
    (two,) = read(headings, f"{SOUND},02/03/2026,call,20/02/2026")
    assert [draft["body"]["method"] for draft in one.drafts[1:]] == ["visit"]
    assert [draft["body"]["method"] for draft in two.drafts[1:]] == ["visit", "call"]


def test_half_a_contact_plan_stays_out_and_is_said_and_what_it_would_avoid_is_not_to_be_done_all_the_same() -> None:
    (row,) = read(f"{HEADINGS},early_warning_signs,avoid", f"{SOUND},sleeping by day,No calls")
    assert (row.faults, [draft["type"] for draft in row.drafts]) == ([], ["person.accepted"])
    assert row.drafts[0]["body"]["do_not"] == ["call"]
    (said,) = row.remarks
    assert {"contact_methods", "safe_places", "if_missed", "plan_review_on"} <= {
        *said.sentence.replace(",", "").split()
    }


def test_a_cell_too_many_refuses_a_row_and_what_says_nothing_alone_stays_out() -> None:
    (many,) = read(HEADINGS, f"{SOUND},more")
    assert "needs quotes" in many.faults[0].sentence
    (alone,) = read(f"{HEADINGS},zone_reason", f"{SOUND},sleeping by day")
    assert (alone.faults, [str(remark) for remark in alone.remarks]) == ([], ["zone: is needed with zone_reason"])


def test_headings_are_known_whatever_their_case_spaces_and_delimiter() -> None:
    headings = "\ufeffIdentifier ; GIVEN NAME;Family-Name;Accepted on;source;Team;Tier;NHS number"
    text = f"{headings}\n{SOUND.replace(',', ';')};999 000 4226\n"
    (row,) = read_caseload(text.encode(), Mapped(), CLOCK).rows
    assert row.faults == []
    assert row.drafts[0]["body"]["given"] == "Ann"
    assert row.drafts[0]["body"]["nhs_number"] == "9990004226"


@pytest.mark.parametrize("text", ["[columns]\nx = 3", "[tables]\n", "oops", '[values]\ntier = "x"'])
def test_a_map_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_mapping(text, is_toml=True)


def test_a_map_of_two_columns_names_theirs_and_ours() -> None:
    mapped = read_mapping("theirs,ours\nSurname,family\nShoe size,\n", is_toml=False)
    assert [mapped.columns_of(each) for each in (" surname", "SHOE SIZE", "x")] == [("family",), (), None]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_read_or_refused_and_never_a_crash(content: bytes, headed: bool) -> None:
    begin = f"{HEADINGS},zone,zone_review_on,born,phone,text_ok,avoid\n".encode() if headed else b""
    with suppress(Refused):
        rows = list(read_caseload(begin + content, Mapped(), CLOCK).rows)
        assert all(row.faults or all(not check_draft(draft, now=NOW) for draft in row.drafts) for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=7, max_size=10))
def test_any_cells_are_taken_or_refused_by_column(cells: list[str]) -> None:
    quoted = ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
    text = f"{HEADINGS},born,avoid,zone\n{quoted}\n".encode(errors="replace")
    with suppress(Refused):
        rows = list(read_caseload(text, Mapped(), CLOCK).rows)
        assert all(row.faults or all(not check_draft(draft, now=NOW) for draft in row.drafts) for row in rows)


def test_where_one_date_of_a_file_has_the_month_first_no_row_is_taken_by_guessing() -> None:
    unclear = SOUND.replace("12/01/2026", "02/03/2026")
    (alone,) = read(HEADINGS, unclear)
    among, month_first = read(HEADINGS, unclear, SOUND.replace("P-1", "P-2").replace("12/01", "02/23"))
    assert (alone.faults, among.drafts, month_first.drafts) == ([], [], [])
    assert "could be either" in str(among.faults[0])


@pytest.mark.parametrize(
    ("headings", "rows", "said"),
    [
        (HEADINGS, [SOUND, SOUND.replace("Ann", "Bea")], "ref: is on line 2 of this file already"),
        (f"{HEADINGS},last_contact_on", [f"{SOUND},11/01/2026"], "last_contact_on: is before accepted_on: leave it"),
        (f"{HEADINGS},last_seen_on", [f"{SOUND},04/03/2026"], "last_seen_on: can't be in the future"),
        (f"{HEADINGS},email", [f"{SOUND},{'x' * 5000}"], "email: is longer than 4,000 characters"),
        (f"{HEADINGS},partner,partner_agency,partner_phone", [f"{SOUND},Jo,Housing,{'0' * 5000}"], "partner_phone: "),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_its_column_in_a_sentence(
    headings: str, rows: list[str], said: str
) -> None:
    *_, last = read(headings, *rows)
    (fault,) = [*last.faults, *last.remarks]
    assert str(fault).startswith(said)
    assert bool(last.faults) == said.startswith("ref"), "who somebody is refuses a row; any other cell stays out alone"


def test_a_file_that_is_no_text_and_a_map_of_three_columns_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="the file is not text"):
        read_caseload(b"\xff\xfe\x00", Mapped(), CLOCK)
    with pytest.raises(Refused, match="must be two columns: their column, ours") as refused:
        read_mapping("Surname,family\nTown,address,more\n", is_toml=False)
    assert refused.value.faults[0].line == 2


ROWS = st.lists(
    st.builds(
        Outcome, st.integers(2, 99), st.just("P-1"), st.sampled_from(("taken", "skipped", "refused")),
        st.lists(st.sampled_from(("no phone", "no plan")), unique=True).map(tuple),
    )
)  # fmt: skip


@given(ROWS)
@dear(40)
def test_what_is_said_of_many_rows_is_told_once_with_their_number_and_none_of_it_is_lost(rows: list[Outcome]) -> None:
    once, apart = said_of_many(rows)
    assert [replace(each, remarks=()) for each in apart] == [replace(each, remarks=()) for each in rows]
    assert [each for each in apart if each.what == "refused"] == [each for each in rows if each.what == "refused"]
    for remark in ("no phone", "no plan"):
        times = sum(remark in each.remarks for each in rows if each.what != "refused")
        left = sum(remark in each.remarks for each in apart if each.what != "refused")
        assert (f"{times} rows: {remark}" in once, left) == ((True, 0) if times >= MANY else (False, times))
