"""What keeps somebody safe fails to the safe side, whatever stands in a cell; and no file loosens what stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.identity import read_day, read_name, read_phone, says_nothing
from carelist_tui.domain.standards import adoptable_standards
from carelist_tui.exchange.caseload.column_map import Mapped, read_mapping
from carelist_tui.exchange.caseload.compared import changes_to
from carelist_tui.exchange.caseload.csv_file import RowRead, read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from tests.exchange.caseload_files import ANN, HEAD

pytestmark = pytest.mark.slow

CLOCK = Clock(ZoneInfo("Europe/London"), datetime(2026, 3, 3, 9, 30, tzinfo=UTC))
NO = {"no", "n", "false", "0", "f", "none"}
cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=15) | st.sampled_from(
    ["yes", "Y", "no", "N", "maybe", "call", "phone; sms", "red", "amber", "?", "NULL", "Do not phone", "1", "0", "x"]
)


def read(columns: str, said: list[str], mapped: Mapped | None = None) -> RowRead:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in said)
    text = f"{HEAD},phone,{columns}\n{ANN},07700 900142,{quoted}\n"
    (row,) = read_caseload(text.encode(), mapped or Mapped(), CLOCK).rows
    return row


@given(cells)
def test_a_flag_that_says_anything_but_no_or_nothing_forbids(cell: str) -> None:
    mapped = read_mapping('[flags]\n"Do Not Phone" = "avoid:call"\n', is_toml=True)
    row = read("Do Not Phone", [cell], mapped)
    forbids = "call" in row.drafts[0]["body"].get("do_not", ())
    assert forbids is not (says_nothing(cell) or cell.strip().casefold() in NO)


@given(cells, cells, cells, cells)
def test_what_says_what_must_not_be_done_is_read_or_forbids_and_is_said(
    do_not: str, unsafe: str, consent: str, zone: str
) -> None:
    row = read("do_not,phone_unsafe,consent_to_contact,zone", [do_not, unsafe, consent, zone])
    assert (row.faults, row.drafts[0]["type"]) == ([], "person.accepted")
    body, remarked = row.drafts[0]["body"], {each.path for each in row.remarks}
    consents = [each["body"]["given"] for each in row.drafts if each["type"] == "consent.recorded"]
    zones = [each["body"]["zone"] for each in row.drafts if each["type"] == "zone.set"] + [body.get("zone")]
    for name, strictest in (
        ("do_not", "call" in body.get("do_not", ())),
        ("phone_unsafe", body["phones"][0].get("unsafe") is True),
        ("consent_to_contact", consents == [False]),
        ("zone", "red" in zones),
    ):
        assert strictest or name not in remarked, (name, row.remarks)
    for name, cell, stays_silent in (
        ("do_not", do_not, "do_not" not in body), ("phone_unsafe", unsafe, "unsafe" not in body["phones"][0]),
        ("consent_to_contact", consent, not consents and consent.casefold() != "not yet"),
    ):  # fmt: skip
        is_nothing = says_nothing(cell) or cell.strip().casefold() in NO | {"pending", "not_yet", "not asked"}
        assert not stays_silent or is_nothing or name in remarked, (name, cell)


numbers = st.integers(0, 9).map(lambda number: f"07700 90010{number}")
phone = st.fixed_dictionaries(
    {"number": numbers},
    optional={"text_ok": st.booleans(), "unsafe": st.booleans(), "voicemail": st.sampled_from(["yes", "no", "unknown"]),
              "label": st.sampled_from(["own", "mum"])},
)  # fmt: skip
phones = st.lists(phone, max_size=4, unique_by=lambda each: each["number"])
avoid = st.lists(st.sampled_from(["call", "text", "letter"]), unique=True)
names = st.lists(st.sampled_from(["his brother", "the landlord"]), unique=True)
who = st.fixed_dictionaries(
    {},
    optional={"phones": phones, "do_not": avoid, "must_not_contact": names, "email": st.sampled_from(["a@b", "c@d"])},
)


@given(who, who)
def test_no_file_loosens_what_stands_and_the_same_file_again_changes_nothing(
    standing: dict[str, Any], said: dict[str, Any]
) -> None:
    changes = changes_to(standing, said)
    after = {**standing, **changes}
    for name in ("do_not", "must_not_contact"):
        assert {*standing.get(name, ()), *said.get(name, ())} == {*after.get(name, ())}
    now = {each["number"]: each for each in after.get("phones", ())}
    for each in standing.get("phones", ()):
        known = now[each["number"]]
        assert not each.get("unsafe") or known["unsafe"]
        assert each.get("text_ok") is not False or known["text_ok"] is False
        assert each.get("voicemail") != "no" or known["voicemail"] == "no"
    for each in said.get("phones", ()):
        known = now[each["number"]]
        assert not each.get("unsafe") or known["unsafe"]
        assert each.get("text_ok") is not False or known["text_ok"] is False
        assert each.get("voicemail") != "no" or known["voicemail"] == "no"
    assert changes_to(after, said) == {}


def sentence_of(reading: Callable[[str], object], text: str) -> str | None:
    """The sentence that refuses a text; None where it is read."""
    try:
        reading(text)
    except ValueError as refused:
        return str(refused)
    return None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence_that_does_not_repeat_it(text: str) -> None:
    for reading in (read_name, read_day, read_phone):
        sentence = sentence_of(reading, text)
        assert sentence is None or (sentence and (len(text.strip()) < 4 or text.strip() not in sentence))


@given(st.integers(1, 40_000))
def test_nobody_was_born_after_today_in_any_way_in(days: int) -> None:
    ahead = CLOCK.today + timedelta(days=days)
    for written in (ahead.isoformat(), f"{ahead:%d/%m/%Y}", f"{ahead:%d %B %Y}", f"{ahead.isoformat()} 00:00:00"):
        row = read("born", [written])
        assert "born" not in row.drafts[0]["body"]
        assert ("born", "lies ahead: nobody was born then") in {(each.path, each.sentence) for each in row.remarks}


def test_columns_of_groups_are_read_by_their_headings_and_in_the_words_of_the_standards() -> None:
    """However they are headed and written; what the Standards do not list stays as it is, for the record to judge."""
    group = (
        '[groups.ethnicity]\ntitle = "Ethnic group"\nvalues = ["White British", "Irish"]\nreason = "Equal access."\n'
    )
    clock = replace(CLOCK, standards=adoptable_standards(group))
    mapped = read_mapping('[columns]\n"ETHNIC GROUP" = "groups"\nFaith = "groups"\n', is_toml=True)
    text = f"{HEAD},ETHNIC GROUP,Faith\n{ANN},white british,none; or both\n"
    (row,) = read_caseload(text.encode(), mapped, clock).rows
    assert row.drafts[0]["body"]["groups"] == {"ethnicity": "White British", "faith": "none; or both"}
    (row,) = read_caseload(f"{HEAD},groups\n{ANN},ethnicity: IRISH\n".encode(), Mapped(), clock).rows
    assert row.drafts[0]["body"]["groups"] == {"ethnicity": "Irish"}
