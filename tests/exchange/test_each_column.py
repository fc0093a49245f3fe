"""What each column of a caseload becomes: which field of which entry, when it happened, and in which words a file or a
map that can't be taken is refused."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.cells import read_day, read_moment
from carelist_tui.exchange.caseload.column_map import Mapped, read_mapping
from carelist_tui.exchange.caseload.csv_file import RowRead, read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.template import template

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
CLOCK = Clock(ZoneInfo("Europe/London"), NOW)
TODAY = "2026-03-03T09:30:00+00:00"
NEEDED = {"ref": "P-1", "given": "Ann", "family": "Lee", "accepted_on": "12/01/2026", "source": "gp", "team": "North",
          "tier": "standard"}  # fmt: skip
LIST = "On the caseload list that Carelist began with."
ELSEWHERE = f"{LIST} What was written stands in the record kept before."
EACH: tuple[tuple[str, str, str, str, Any], ...] = (
    ("ref", " P-1 ", "person.accepted", "ref", "P-1"),
    ("given", "Ann", "person.accepted", "given", "Ann"),
    ("family", "Lee", "person.accepted", "family", "Lee"),
    ("accepted_on", "12 Jan 2026", "person.accepted", "", "2026-01-12T09:00:00+00:00"),
    ("source", "A&E liaison", "person.accepted", "source", "ae_liaison"),
    ("team", "North", "person.accepted", "team", "North"),
    ("tier", "Enhanced", "person.accepted", "tier", "enhanced"),
    ("consent_to_contact", "No", "person.accepted", "consent_to_contact", "no"),
    ("known_as", "Annie", "person.accepted", "known_as", "Annie"),
    ("pronouns", "she/her", "person.accepted", "pronouns", "she/her"),
    ("born", "4/5/1991", "person.accepted", "born", "1991-05-04"),
    ("nhs_number", "999-000 4226", "person.accepted", "nhs_number", "9990004226"),
    ("email", "ann@example.org", "person.accepted", "email", "ann@example.org"),
    ("address", "14 Mill Lane", "person.accepted", "address", "14 Mill Lane"),
    ("gp", "Mill Lane Surgery", "person.accepted", "gp", "Mill Lane Surgery"),
    ("must_not_contact", "her brother; her landlord", "person.accepted", "must_not_contact",
     ["her brother", "her landlord"]),
    ("children_at_home", "y", "person.accepted", "children_at_home", True),
    ("legal_status", "CTO", "person.accepted", "legal_status", "CTO"),
    ("language", "Polish", "person.accepted", "language", "Polish"),
    ("interpreter", "by phone", "person.accepted", "interpreter", "by phone"),
    ("accessible_format", "large print", "person.accepted", "accessible_format", "large print"),
    ("locality", "north", "person.accepted", "locality", "north"),
    ("phone", "07700 900142", "person.accepted", "phones.0.number", "07700 900142"),
    ("phone_label", "mobile", "person.accepted", "phones.0.label", "mobile"),
    ("text_ok", "yes", "person.accepted", "phones.0.text_ok", True),
    ("voicemail", "no", "person.accepted", "phones.0.voicemail", "no"),
    ("phone_unsafe", "0", "person.accepted", "phones.0.unsafe", False),
    ("partner", "Jo Hill", "person.accepted", "partners.0.name", "Jo Hill"),
    ("partner_agency", "Housing", "person.accepted", "partners.0.agency", "Housing"),
    ("partner_phone", "01632 960001", "person.accepted", "partners.0.phone", "01632 960001"),
    ("coordinator", "w-tom", "coordinator.named", "coordinator", "w-tom"),
    ("clinical_oversight", "Dr Shah", "coordinator.named", "clinical_oversight", "Dr Shah"),
    ("consent_rationale", "asked at the door", "consent.recorded", "rationale", "asked at the door"),
    ("consent_review_on", "2026-06-01", "consent.recorded", "review_on", "2026-06-01"),
    ("zone", "Amber", "zone.set", "zone", "amber"),
    ("zone_reason", "sleeping by day", "zone.set", "reason", "sleeping by day"),
    ("zone_review_on", "06/03/2026", "zone.set", "review_on", "2026-03-06"),
    ("contact_methods", "Text; call", "engagement_plan.agreed", "methods", ["text", "call"]),
    ("safe_places", "the library", "engagement_plan.agreed", "safe_places", "the library"),
    ("avoid", "voicemail", "engagement_plan.agreed", "avoid", ["voicemail"]),
    ("avoid_note", "he listens", "engagement_plan.agreed", "avoid_note", "he listens"),
    ("early_warning_signs", "sleeping by day", "engagement_plan.agreed", "early_warning_signs", ["sleeping by day"]),
    ("if_missed", "We ring.", "engagement_plan.agreed", "if_missed", "We ring."),
    ("agreed_with_person", "yes", "engagement_plan.agreed", "agreed_with_person", "yes"),
    ("own_words", "leave me be", "engagement_plan.agreed", "own_words", "leave me be"),
    ("plan_review_on", "2026-05-01", "engagement_plan.agreed", "review_on", "2026-05-01"),
    ("last_contact_on", "28/02/2026", "contact.completed", "", "2026-02-28T12:00:00+00:00"),
    ("last_contact_method", "call", "contact.completed", "method", "call"),
    ("last_contact_note", "she slept", "contact.completed", "what_we_did", "she slept"),
    ("next_contact_at", "06/03/2026 2:00pm", "contact.planned", "", TODAY),
    ("next_contact_method", "visit", "contact.planned", "method", "visit"),
    ("next_contact_worker", "w-leah", "contact.planned", "worker", "w-leah"),
    ("last_risk_check_on", "20/02/2026", "risk_check.completed", "", "2026-02-20T12:00:00+00:00"),
    ("last_risk_check_overall", "Concern", "risk_check.completed", "overall", "concern"),
    ("risk_plan_review_on", "2026-04-01", "risk_plan.updated", "review_on", "2026-04-01"),
    ("last_review_on", "1 Feb 2026", "review.completed", "", "2026-02-01T12:00:00+00:00"),
)  # fmt: skip
"""Column, what stands in its cell, the entry and the field that it fills (none: when it happened), and with what."""


def read(cells: dict[str, str], *, clock: Clock = CLOCK, mapped: Mapped | None = None) -> RowRead:
    """One row of these cells, as a file has them."""
    text = io.StringIO()
    csv.writer(text).writerows([cells.keys(), cells.values()])
    (row,) = read_caseload(text.getvalue().encode(), mapped or Mapped(), clock).rows
    return row


def refused(row: RowRead) -> list[str]:
    return sorted(str(fault) for fault in row.faults)


@pytest.fixture(scope="module")
def whole() -> RowRead:
    """A row in which every cell says something."""
    return read({column: typed for column, typed, *_ in EACH})


def told_of(row: RowRead, kind: str) -> dict[str, Any]:
    (draft,) = (each for each in row.drafts if each["type"] == kind)
    found: dict[str, Any] = draft
    return found


@pytest.mark.parametrize(("column", "typed", "kind", "path", "meant"), EACH, ids=[each[0] for each in EACH])
def test_a_cell_fills_its_field_of_its_entry(
    whole: RowRead, column: str, typed: str, kind: str, path: str, meant: Any
) -> None:
    assert (refused(whole), whole.remarks) == ([], [])
    draft = told_of(whole, kind)
    said: Any = draft["body"] if path else draft["occurred_at"]
    for part in filter(None, path.split(".")):
        said = said[int(part)] if part.isdecimal() else said[part]
    assert said == meant


def test_the_template_names_each_of_these_columns_and_fills_what_an_ordinary_row_says() -> None:
    heads, cells = csv.reader(io.StringIO(template(CLOCK.today)))
    assert set(heads) >= {each[0] for each in EACH}
    said = dict(zip(heads, cells, strict=True))
    filled = {name: said[name] for name in ("coordinator", "clinical_oversight", "next_contact_at", "last_review_on")}
    assert filled == {"coordinator": "w-tom", "clinical_oversight": "Joan Whitfield",
                      "next_contact_at": "2026-03-06 14:00", "last_review_on": "2026-02-11"}  # fmt: skip
    assert (said["own_words"], said["partner"]) == ("", "")


def test_what_a_row_does_not_say_of_an_entry_is_said_to_stand_elsewhere(whole: RowRead) -> None:
    bare = read(NEEDED | {"coordinator": "w-tom", "zone": "green", "next_contact_at": "2026-03-06",
                          "zone_review_on": "", "last_contact_on": "2026-02-28", "consent_to_contact": "yes",
                          "last_risk_check_on": "2026-02-20", "risk_plan_review_on": "2026-04-01",
                          "last_review_on": "2026-02-01"})  # fmt: skip
    assert (refused(bare), bare.remarks) == ([], [])
    said = {draft["type"]: draft["body"] for draft in bare.drafts}
    assert said["person.accepted"]["coordinator"] == "w-tom"
    assert "coordinator.named" not in said
    assert said["consent.recorded"] == {"scope": "contact", "given": True, "basis": "consent"}
    assert said["contact.completed"] == {
        "method": "call", "purpose": "routine", "how_are_they": "could_not_tell", "what_we_did": LIST,
    }  # fmt: skip
    assert said["zone.set"] == {"zone": "green", "reason": LIST}
    booked = {"at": "2026-03-06T12:00:00+00:00", "method": "call", "purpose": "routine", "worker": "w-tom"}
    assert said["contact.planned"] == booked
    assert said["risk_check.completed"]["overall"] == "no_new_concern"
    assert said["risk_plan.updated"]["formulation"] == ELSEWHERE
    assert said["review.completed"] | {"kind": "monthly", "next_review_on": "2026-05-01", "decisions": ELSEWHERE,
                                       "risk": ELSEWHERE} == said["review.completed"]  # fmt: skip
    plan = told_of(whole, "engagement_plan.agreed")["body"]
    assert (plan["safe_times"], plan["may_contact"]) == ([], [])


def test_everything_but_the_acceptance_names_whom_it_is_about_and_what_it_arose_from(whole: RowRead) -> None:
    first, *rest = whole.drafts
    assert "ref" not in first
    assert {(each["ref"], each["arose_from"]) for each in rest} == {("P-1", first["id"])}


@pytest.mark.parametrize(("agreed", "kept"), [("yes", [True]), ("no", [False]), ("not_yet", []), ("", [])])
def test_consent_is_recorded_where_it_was_given_or_refused_and_not_where_nobody_asked(
    agreed: str, kept: list[bool]
) -> None:
    row = read(NEEDED | {"consent_to_contact": agreed})
    assert [each["body"]["given"] for each in row.drafts if each["type"] == "consent.recorded"] == kept


@pytest.mark.parametrize("seen", [{"last_contact_on": "02/03/2026", "last_contact_method": "visit"},
                                  {"last_contact_on": "02/03/2026", "last_contact_method": "call",
                                   "last_seen_on": "01/03/2026"}])  # fmt: skip
def test_whoever_was_seen_lately_stands_after_whoever_was_not(seen: dict[str, str]) -> None:
    cells = dict.fromkeys(("last_contact_on", "last_contact_method", "last_seen_on"), "")
    told = {"lately": seen, "long ago": {"last_seen_on": "05/02/2026"}, "never": {}}
    people = [NEEDED | {"ref": ref, "accepted_on": "12/01/2025"} | cells | told[ref] for ref in told]
    text = io.StringIO()
    csv.writer(text).writerows([people[0].keys(), *(each.values() for each in people)])
    rows = read_caseload(text.getvalue().encode(), Mapped(), CLOCK).rows
    assert {row.ref: row.drafts[0]["body"]["brought_over_place"] for row in rows} == {
        "never": 0, "long ago": 333, "lately": 666,
    }  # fmt: skip


@pytest.mark.parametrize(("source", "first"), [("crisis_team", True), ("ward", True), ("gp", False)])
def test_whoever_came_from_a_crisis_or_a_ward_is_spread_with_the_amber_though_no_zone_is_written(
    source: str, first: bool
) -> None:
    people = [NEEDED | {"ref": ref, "accepted_on": "12/01/2025", "source": came, "zone": zone, "zone_review_on": until}
              for ref, came, zone, until in (("amber", "gp", "amber", "2026-03-05"), ("unset", source, "", ""),
                                             ("green", "gp", "green", ""))]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([people[0].keys(), *(each.values() for each in people)])
    rows = read_caseload(text.getvalue().encode(), Mapped(), CLOCK).rows
    places = {row.ref: row.drafts[0]["body"]["brought_over_place"] for row in rows}
    assert {places["amber"], places["unset"]} == ({0, 500} if first else {0})
    assert (places["green"] == 0) is first


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"tier": ""}, "tier: is needed"),
        ({"accepted_on": "04/03/2026"}, "accepted_on: can't be in the future"),
    ],
)
def test_what_every_row_needs_is_refused_by_its_column_in_a_whole_sentence(cells: dict[str, str], said: str) -> None:
    assert refused(read(NEEDED | cells)) == [said]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"voicemail": "perhaps"}, ["voicemail: is not one of: yes, no, unknown: counts as no",
                                    "phone: is needed with voicemail"]),
        ({"zone_reason": "sleeping by day"}, ["zone: is needed with zone_reason"]),
        ({"last_contact_note": "she slept"}, ["last_contact_on: is needed with last_contact_note"]),
        ({"clinical_oversight": "Dr Shah"}, ["coordinator: is needed with clinical_oversight"]),
        ({"last_seen_on": "11/01/2026"},
         ["last_seen_on: is before accepted_on: leave it empty when nobody has spoken to them since"]),
        ({"phone": "07700 900142", "phone_label": "x" * 5000}, ["phone_label: is longer than 4,000 characters"]),
    ],
)  # fmt: skip
def test_what_else_a_cell_may_not_say_stays_out_and_is_said_by_its_column_and_the_person_comes_in(
    cells: dict[str, str], said: list[str]
) -> None:
    row = read(NEEDED | cells)
    assert ([str(remark) for remark in row.remarks], refused(row)) == (said, [])
    assert row.drafts[0]["type"] == "person.accepted"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["the file is empty"]),
        (b"\n , \n", ["the file is empty"]),
        (b"\xff\xfe\x00", ["the file is not text"]),
        (b"ref,given\0", ["the file is not text: save the spreadsheet as CSV (UTF-8)"]),
        (b'ref,"given\n', ["the headings can't be read: a quote is not closed"]),
        (b"ref,given,family,source,team,tier,accepted_on,REF,Given name\n",
         ["ref: is in the file twice",
          "see `carelist import --template`, and --map for other headings"]),
        (b"Source_id,ref,At,status,given,family,source,team,tier\n",
         ["accepted_on: is a column that every row needs, and is not in the file",
          "these are columns of appointments: take them in with --kind appointments"]),
        (b"ref,given,ref,family,source,team\n",
         ["ref: is in the file twice", "tier: is a column that every row needs, and is not in the file",
          "accepted_on: is a column that every row needs, and is not in the file",
          "see `carelist import --template`, and --map for other headings"]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_caseload_is_refused_with_all_that_is_wrong_with_it(content: bytes, said: list[str]) -> None:
    with pytest.raises(Refused) as trouble:
        read_caseload(content, Mapped(), CLOCK)
    assert [str(fault) for fault in trouble.value.faults] == said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sheet_is_read_alike_in_every_encoding_with_every_delimiter_and_end_of_line(
    encoding: str, delimiter: str, end: str
) -> None:
    cells = NEEDED | {"given": "Zoë", "address": f"14 Mill Lane{delimiter.replace(chr(9), chr(44))}flat 2"}
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([[], cells.keys(), cells.values()])
    caseload = read_caseload(text.getvalue().encode(encoding), Mapped(), CLOCK)
    (row,) = caseload.rows
    assert (row.line, row.faults, row.drafts[0]["body"]["given"]) == (3, [], "Zoë")
    assert row.drafts[0]["body"]["address"] == cells["address"]
    assert [remark.startswith("the file is not UTF-8") for remark in caseload.remarks] == (
        [True] if encoding == "cp1252" else []
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_ends_within_a_cell_ends_as_an_entry_may_say_it_however_it_was_written(end: str) -> None:
    row = read(NEEDED | {"zone": "green", "zone_reason": f"asleep{end}by day", "must_not_contact": f"Al{end}Bo"})
    assert (row.faults, told_of(row, "zone.set")["body"]["reason"]) == ([], "asleep\nby day")
    assert told_of(row, "person.accepted")["body"]["must_not_contact"] == ["Al", "Bo"]


def test_a_row_that_cannot_be_read_has_no_identifier_and_says_on_which_line_it_begins() -> None:
    text = f'{",".join(NEEDED)}\n{",".join(NEEDED.values())}\nP-2,"Ann\n'
    _, lost = read_caseload(text.encode(), Mapped(), CLOCK).rows
    assert (lost.line, lost.ref, lost.drafts) == (3, "", [])
    assert refused(lost) == ["a quote is never closed, so nothing after it can be read"]


@pytest.mark.parametrize(
    ("text", "is_toml", "said"),
    [
        ('[shoes]\na = "b"', True,
         ["shoes: is not a table of a map: columns, values, defaults, flags, nothing, encounters"]),
        ('[columns]\n"Their tier" = "rank"', True, ["rank: is not a column of a caseload"]),
        ("[columns]\ntheirs = 3", True,
         ['columns: must be lines like "their word" = "ours", or = ["ours", "another of ours"]']),
        ("[values.tier]\nhigh = 3", True, ['values.tier: must be lines like "their word" = "ours"']),
        ("[defaults]\ntier = 3", True, ['defaults: must be lines like "their word" = "ours"']),
        ('[values.rank]\na = "b"\n[defaults]\nshoe = "c"', True,
         ["rank: is not a column of a caseload", "shoe: is not a column of a caseload"]),
        ("a,b\nSurname\n", False, ["line 2: must be two columns: their column, ours"]),
        ('"a,b', False, ["the map is not a CSV of two columns: their column, ours"]),
    ],
)  # fmt: skip
def test_a_map_is_refused_by_the_place_at_which_it_is_none(text: str, is_toml: bool, said: list[str]) -> None:
    with pytest.raises(Refused) as trouble:
        read_mapping(text, is_toml=is_toml)
    assert [(f"line {each.line}: " if each.line else "") + str(each).removeprefix(f"line {each.line}: ")
            for each in trouble.value.faults] == said  # fmt: skip


def test_a_map_says_in_our_words_what_their_columns_and_values_mean_and_what_an_empty_cell_does() -> None:
    mapped = read_mapping(
        '[columns]\n"Level of Care" = "tier"\nSurname = " family "\nShoe = ""\n[values.tier]\n" CPA " = "enhanced"\n'
        '[defaults]\nteam = "North"\nsource = "gp"\n',
        is_toml=True,
    )
    cells = {"ref": "P-1", "given": "Ann", "surname": "Lee", "accepted on": "12/01/2026", "LEVEL of care": "cpa ",
             "shoe": "40", "team": ""}  # fmt: skip
    row = read(cells, mapped=mapped)
    assert row.faults == []
    body = row.drafts[0]["body"]
    assert (body["family"], body["tier"], body["team"], body["source"]) == ("Lee", "enhanced", "North", "gp")


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    name = MONTHS[month - 1]
    for text in (f"{year}-{month:02}-{number:02}", f"{year}/{month}/{number}", f"{number}/{month}/{year}",
                 f"{number:02}.{month:02}.{year}", f"{number}-{month}-{year} 00:00", f"{number} {name} {year}",
                 f" {number}-{name[:3].upper()}-{year} "):  # fmt: skip
        assert read_day(text) == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.times())
def test_a_moment_is_the_same_however_it_is_written_but_that_midnight_says_no_time(day: date, clock: time) -> None:
    hour, half = (clock.hour % 12 or 12), "PM" if clock.hour >= 12 else "am"
    meant = datetime.combine(day, clock.replace(second=0, microsecond=0))
    if (clock.hour, clock.minute) == (0, 0):
        assert read_moment(f"{day} 00:00") == datetime.combine(day, time(12))
        assert read_moment(f"{day} 12:00am") == meant
        return
    for text in (f"{day} {clock:%H:%M}", f"{day:%d/%m/%Y} {clock:%H.%M.%S}", f"{day} at {hour}:{clock:%M}{half}",
                 f"{day.day} {MONTHS[day.month - 1]} {day.year}, {hour}:{clock:%M} {half}"):  # fmt: skip
        assert read_moment(text) == meant
