"""The Standards: what ships, what a service may change, and what it can't (standards.md)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import (
    Standards,
    default_standards,
    default_text,
    parse_standards,
    standards_schema,
    step_due,
    step_due_when_raised,
    unread_keys,
)
from carelist_tui.domain.standards.file import NO_LONGER_READ

pytestmark = pytest.mark.slow

SHIPPED = default_standards()
LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 10, 30, tzinfo=LONDON)
LATE_FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=LONDON)


def refusals(text: str) -> list[tuple[int | None, str, str]]:
    """(line, path, sentence) of every fault."""
    with pytest.raises(Refused) as refused:
        parse_standards(text)
    return [(fault.line, fault.path, fault.sentence) for fault in refused.value.faults]


def due(ladder: str, t: datetime, *, high: bool = False) -> list[str]:
    dues = [step_due(step, t, SHIPPED.calendar, high) for step in SHIPPED.ladder(ladder).steps]
    return [f"{moment.astimezone(LONDON):%a %H:%M}" for moment in dues]


# --- what ships


def test_no_sentence_that_ships_names_the_source_of_its_rule() -> None:
    """People read them where they score, decide and discharge; what a rule rests on stands beside it in the file."""

    def texts(part: object) -> list[str]:
        if isinstance(part, str):
            return [part]
        inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return [text for each in inside for text in texts(each)]

    said = texts(tomllib.loads(default_text()))
    assert said
    assert not [text for text in said if re.search(r"\bS\d:\d", text)]


def test_the_tiers_ship_as_the_table_says() -> None:
    rows = [
        (key, *map(str, (t.contact_every, t.with_signs_every, t.in_person_every, t.review_every, t.review_every_amber)))
        for key, t in SHIPPED.tiers.items()
    ]
    assert rows == [
        ("intensive", "3 days", "1 day", "7 days", "14 days", "14 days"),
        ("enhanced", "7 days", "3 days", "28 days", "1 month", "1 month"),
        ("standard", "14 days", "7 days", "12 weeks", "3 months", "1 month"),
        ("light", "1 month", "14 days", "26 weeks", "6 months", "6 months"),
    ]
    assert [SHIPPED.rank(tier) for tier in SHIPPED.tiers] == [0, 1, 2, 3]


def test_the_standard_ladder_is_same_day_then_24_48_and_72_hours() -> None:
    assert [step.key for step in SHIPPED.ladder("standard").steps] == [
        "same_day_attempt",
        "next_day_follow_up",
        "in_person_check",
        "partner_notification",
    ]
    assert due("standard", TUESDAY) == ["Tue 17:00", "Wed 10:30", "Thu 10:30", "Fri 10:30"]
    assert due("standard", LATE_FRIDAY) == ["Fri 17:00", "Mon 10:00", "Mon 12:00", "Mon 16:30"]
    last_minutes = LATE_FRIDAY + timedelta(minutes=16)
    assert due("standard", last_minutes) == ["Mon 10:00", "Mon 10:00", "Mon 12:00", "Mon 16:46"]


def test_the_first_contact_ladder_is_two_more_attempts_in_24_hours() -> None:
    assert [step.key for step in SHIPPED.ladder("first_contact").steps] == ["second_attempt", "third_attempt"]
    assert due("first_contact", TUESDAY) == ["Wed 10:30", "Wed 10:30"]


def test_the_high_risk_ladder_never_waits_for_the_morning() -> None:
    assert [step.key for step in SHIPPED.ladder("high_risk").steps] == [
        "immediate_attempt",
        "welfare_visit",
        "partner_notification",
    ]
    assert due("high_risk", TUESDAY, high=True) == ["Tue 12:30", "Tue 17:00", "Tue 17:00"]
    assert due("high_risk", LATE_FRIDAY, high=True) == ["Fri 18:30", "Fri 17:00", "Fri 17:00"]
    assert due("high_risk", LATE_FRIDAY)[0] == "Fri 18:30", "t + 2 h does not move, high or not"


def test_a_ladder_raised_while_it_runs_gives_attempts_two_hours_and_visits_the_day() -> None:
    dues = [
        step_due_when_raised(step, TUESDAY, SHIPPED.calendar, SHIPPED.dues.raised_attempt).astimezone(LONDON)
        for step in SHIPPED.ladder("standard").steps
    ]
    assert [f"{moment:%a %H:%M}" for moment in dues] == ["Tue 12:30", "Tue 12:30", "Tue 17:00", "Tue 17:00"]


def test_the_limits_ship_as_the_design_says() -> None:
    limits = SHIPPED.limits
    zones = ("red", "amber", "unknown", "green")
    found = [str(limits.decision_review(zone, high=False)) for zone in zones]
    assert found == ["1 service day", "3 days", "3 days", "7 days"]
    assert {str(limits.decision_review(zone, high=True)) for zone in zones} == {"1 service day"}
    assert [str(limits.zone_review(zone)) for zone in ("red", "amber")] == ["7 days", "14 days"]
    assert limits.plan_review == Interval(months=6)
    assert (limits.attempts_from, limits.attempts_until) == (time(9), time(20))


@pytest.mark.parametrize(
    ("route", "when"),
    [
        ("ambulance", "Fri 17:30"),
        ("police_welfare_check", "Mon 10:00"),
        ("crisis_team", "Fri 17:00"),
        ("safeguarding", "Fri 17:00"),
        ("others", "Fri 17:00"),
    ],
)
def test_an_escalation_is_closed_by_its_route_in_time(route: str, when: str) -> None:
    high = route == "ambulance"
    moment = SHIPPED.dues.escalation_outcome.due(route, LATE_FRIDAY, SHIPPED.calendar, high=high)
    assert f"{moment.astimezone(LONDON):%a %H:%M}" == when


def test_the_handover_checklist_grows_with_the_kind() -> None:
    lists = SHIPPED.checklists
    assert len(lists.items("team_transfer", higher_risk=False)) == 10
    assert list(lists.items("staff_change", higher_risk=True))[-4:] == [
        "introduced_to_person",
        "diary_moved",
        "engagement_plan_read",
        "live_call_booked",
    ]


def test_a_manager_may_what_a_senior_may_and_nobody_else_may() -> None:
    assert [SHIPPED.may(role, "pause") for role in ("manager", "senior", "coordinator", None)] == [
        True,
        True,
        False,
        False,
    ]
    assert [SHIPPED.may(role, "discharge") for role in ("manager", "senior")] == [True, False]
    assert not SHIPPED.may("senior", "an act of a newer release")


def test_an_unknown_tier_step_or_ladder_is_read_as_the_strictest() -> None:
    assert SHIPPED.tier("of another release") is SHIPPED.tiers["intensive"]
    assert SHIPPED.tier(None) is SHIPPED.tiers["intensive"]
    assert SHIPPED.rank("of another release") == 0
    assert SHIPPED.ladder("of another release") is SHIPPED.ladders.high_risk
    assert SHIPPED.ladder("standard").step("of another release").key == "same_day_attempt"


def test_the_digest_is_of_the_text_of_the_file() -> None:
    assert SHIPPED.digest == "sha256:" + hashlib.sha256(default_text().encode()).hexdigest()
    assert parse_standards(default_text() + "\n").digest != SHIPPED.digest


def test_the_standards_and_their_calendar_are_made_once() -> None:
    assert default_standards() is SHIPPED
    assert SHIPPED.calendar is SHIPPED.calendar


# --- what a service may change


def test_a_file_says_only_what_differs() -> None:
    ours = parse_standards('[dues]\naway_review = "5 days"\n[service]\nbank_holidays = "none"\nclosed = [2026-12-24]\n')
    assert ours.dues.away_review == Interval(days=5)
    assert ours.dues.follow_up == SHIPPED.dues.follow_up
    assert ours.tiers == SHIPPED.tiers
    assert not ours.calendar.is_service_day(date(2026, 12, 24))
    assert ours.calendar.is_service_day(date(2026, 12, 25))


def test_a_service_may_have_tiers_of_its_own() -> None:
    row = 'title = "{}"\ncontact_every = "{}"\nwith_signs_every = "1 day"\nin_person_every = "7 days"\n'
    reviews = 'review_every = "1 month"\nreview_every_amber = "14 days"\n'
    daily, weekly = row.format("Daily", "1 day") + reviews, row.format("Weekly", "1 week") + reviews
    ours = parse_standards(f"[tiers.daily]\n{daily}[tiers.weekly]\n{weekly}")
    assert list(ours.tiers) == ["daily", "weekly"]
    assert ours.tier("enhanced").title == "Daily"


WHOLE_TIER = """title = "Assertive"
contact_every = "{}"
with_signs_every = "1 day"
in_person_every = "3 days"
review_every = "14 days"
"""
SHIPPED_KEYS = list(SHIPPED.tiers)


def rows_of(ours: Standards) -> dict[str, dict[str, str]]:
    return {key: {name: str(value) for name, value in tier if value} for key, tier in ours.tiers.items()}


@pytest.mark.parametrize("tier", SHIPPED_KEYS)
@pytest.mark.parametrize("key", ["title", "contact_every", "with_signs_every", "in_person_every", "review_every",
                                 "review_every_amber", "review_every_high"])  # fmt: skip
def test_one_number_of_a_tier_that_ships_leaves_all_else_as_shipped(tier: str, key: str) -> None:
    said = {"title": "Ours", "contact_every": str(SHIPPED.tiers[tier].contact_every)}.get(key, "1 day")
    expected = rows_of(SHIPPED)
    expected[tier][key] = said
    assert rows_of(parse_standards(f'[tiers.{tier}]\n{key} = "{said}"\n')) == expected


def test_the_number_of_the_fault_is_read_as_it_is_said() -> None:
    ours = parse_standards('[tiers.standard]\ncontact_every = "7 days"\n')
    assert [str(each.contact_every) for each in ours.tiers.values()] == ["3 days", "7 days", "7 days", "1 month"]
    assert rows_of(parse_standards("[tiers.standard]\n")) == rows_of(SHIPPED)


@pytest.mark.parametrize(
    ("often", "order"),
    [("2 days", ["assertive", *SHIPPED_KEYS]), ("5 days", ["intensive", "assertive", *SHIPPED_KEYS[1:]]),
     ("2 months", [*SHIPPED_KEYS, "assertive"])],
)  # fmt: skip
def test_a_tier_of_its_own_stands_among_those_that_ship_by_how_often_it_is(often: str, order: list[str]) -> None:
    text = f'[tiers.standard]\nreview_every = "2 months"\n[tiers.assertive]\n{WHOLE_TIER.format(often)}'
    assert list(parse_standards(text).tiers) == order


def test_whole_tiers_replace_the_list_and_what_they_leave_out_is_as_shipped() -> None:
    row = 'contact_every = "{}"\nin_person_every = "7 days"\nreview_every = "2 months"\n'
    ours = parse_standards(f"[tiers.enhanced]\n{row.format('5 days')}[tiers.standard]\n{row.format('10 days')}")
    assert list(ours.tiers) == ["enhanced", "standard"]
    assert (ours.tiers["standard"].title, str(ours.tiers["standard"].with_signs_every)) == ("Standard", "7 days")
    assert str(ours.tiers["standard"].amber_review) == "1 month"


NONSENSE = [
    ('[dues]\n[tiers.standard]\ncontact_every = "5 days"\n', 2, "tiers.standard", "with_signs_every (as shipped"),
    ('[dues]\n[tiers.standard]\ncontact_every = "2 months"\n', 2, "tiers", "The tiers stand in order"),
    ('[tiers.standard]\ncontact_every = "never"\n', 2, "tiers.standard.contact_every", "can't be switched off"),
    ("[tiers.standard]\ncontact_every = 7\n", 2, "tiers.standard.contact_every", "A length is written like"),
    ('[tiers.standard]\ncontact_evry = "7 days"\n', 2, "tiers.standard.contact_evry", "no such table or key"),
    ('[tiers.standrd]\ncontact_every = "7 days"\n', 1, "tiers.standrd", "this one has no title, with_signs_every, in_"),
    ('[tiers.Standard]\ncontact_every = "7 days"\n', 1, "tiers.Standard", "A key is small letters"),
    ('[tiers]\nstandard = "7 days"\n', 2, "tiers.standard", "This is a table of keys"),
    ('[[tiers.standard]]\ncontact_every = "7 days"\n', 1, "tiers.standard", "This is a table of keys"),
    ("tiers = 3\n", 1, "tiers", "This is a table of keys"),
    ("[tiers]\n", 1, "tiers", "can't be switched off"),
]


@pytest.mark.parametrize(("text", "line", "path", "words"), NONSENSE)
def test_nonsense_in_a_tier_gets_one_clear_sentence(text: str, line: int, path: str, words: str) -> None:
    [(found, where, sentence)] = refusals(text)
    assert (found, where) == (line, path)
    assert words in sentence


def test_a_seven_day_service_with_other_hours_at_the_weekend_is_taken() -> None:
    ours = parse_standards(
        '[service]\ndays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]\nopens = "08:00"\ncloses = "20:00"\n'
        'other_hours = [{ day = "Sat", opens = "10:00", closes = "14:00" }]\nbank_holidays = "scotland"\n'
    )
    assert ours.calendar.closes(date(2026, 3, 7)).hour == 14
    assert ours.calendar.closes(date(2026, 3, 8)).hour == 20


# --- what it can't

STEP = 'key = "{key}"\ntitle = "{title}"\nmethods = ["call"]\nto = "{to}"\ndue = "24 hours"\n'


def ladder(**step: str) -> str:
    filled = STEP.format(**{"key": "a_call", "title": "A call", "to": "person"} | step)
    return f'[ladders.standard]\ntitle = "Steps"\n\n[[ladders.standard.steps]]\n{filled}'


@pytest.mark.parametrize("off", ['"never"', "false", "0", '"off"', '""', '"none"'])
def test_an_obligation_can_not_be_switched_off(off: str) -> None:
    assert refusals(f"# ours\n[dues]\n\nfirst_contact = {off}\n") == [
        (
            4,
            "dues.first_contact",
            "An obligation can be given another number, but it can't be switched off.",
        )
    ]


def test_an_obligation_longer_than_a_year_is_switched_off_and_refused() -> None:
    [(line, path, sentence)] = refusals('[dues]\n\naway_review = "400 days"\n')
    assert (line, path) == (3, "dues.away_review")
    assert "longer than a year" in sentence.lower()


@pytest.mark.parametrize(
    "ending",
    [
        {"key": "discharge"},
        {"title": "Discharge from the service"},
        {"title": "Close the case"},
        {"key": "end_of_care"},
        {"title": "Take off the caseload"},
    ],
)
def test_a_ladder_that_ends_in_discharge_is_refused(ending: dict[str, str]) -> None:
    [(line, path, sentence)] = refusals(ladder(**ending))
    assert line == (5 if "key" in ending else 6)
    assert path.startswith("ladders.standard.steps[0].")
    assert "never by itself a reason to discharge" in sentence


def test_the_line_is_that_of_the_step_that_is_wrong() -> None:
    two = ladder() + "\n[[ladders.standard.steps]]\n" + STEP.format(key="b", title="B", to="nobody")
    assert [(line, path) for line, path, _ in refusals(two)] == [(15, "ladders.standard.steps[1].to")]


def test_a_ladder_tries_to_reach_the_person() -> None:
    assert [path for _, path, _ in refusals(ladder(to="partner"))] == ["ladders.standard.steps"]
    assert [path for _, path, _ in refusals('[ladders.standard]\ntitle = "None"\nsteps = []\n')] == [
        "ladders.standard.steps"
    ]


@pytest.mark.parametrize(
    ("text", "line", "path"),
    [
        ("[dues]\nfirst_contact = \n", 2, ""),
        ("[dues\n", 1, ""),
        ("x =", 1, ""),
        ("", None, ""),
        ("# nothing but a remark\n", None, ""),
        ("[obligations]\ndecision_rationale = false\n", 1, "obligations"),
        ('[dues]\nfirst_contract = "5 days"\n', 2, "dues.first_contract"),
        ('[dues]\nfirst_contact = "5"\n', 2, "dues.first_contact"),
        ("[dues]\nfirst_contact = 5\n", 2, "dues.first_contact"),
        ('[dues]\nspeak_to_at = "25:00"\n', 2, "dues.speak_to_at"),
        ("[dues]\nmdt_missed = true\n", 2, "dues.mdt_missed"),
        ("dues = 3\n", 1, "dues"),
        ('[service]\nzone = "Europe/Nowhere"\n', 2, "service.zone"),
        ('[service]\nzone = "../../etc/passwd"\n', 2, "service.zone"),
        ("[service]\ndays = []\n", 2, "service.days"),
        ('[service]\ndays = ["Monday"]\n', 2, "service.days[0]"),
        ('[service]\nopens = "18:00"\n', 1, "service"),
        ('[roles]\npause = "support_worker"\n', 2, "roles.pause"),
        ('[triggers]\n"No such" = "x"\n', 2, "triggers.No such"),
    ],
)
def test_each_fault_has_its_line_and_path(text: str, line: int | None, path: str) -> None:
    assert [(found, where) for found, where, _ in refusals(text)] == [(line, path)]


def test_a_sentence_is_plain_and_never_repeats_what_was_typed() -> None:
    typed = "Zebedee Quux"
    for text in (
        f'[dues]\nfirst_contact = "{typed}"\n',
        f'[roles]\npause = "{typed}"\n',
        f'[service]\nzone = "{typed}"\n',
    ):
        for _, _, sentence in refusals(text):
            assert typed not in sentence
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert "pydantic" not in sentence


def test_tiers_out_of_order_are_refused() -> None:
    tiers = tomllib.loads(default_text())["tiers"]
    blocks = ["\n".join([f"[tiers.{key}]", *(f'{k} = "{v}"' for k, v in tiers[key].items())]) for key in tiers]
    assert [path for _, path, _ in refusals("\n".join(reversed(blocks)))] == ["tiers"]


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_whatever_the_file_says_it_is_taken_or_refused(text: str) -> None:
    try:
        answer: object = parse_standards(text)
    except Refused as refused:
        answer = refused.faults
    assert isinstance(answer, Standards) or answer


values = st.one_of(
    st.booleans(), st.integers(-3, 9), st.sampled_from(["never", "3 days", "1 month", "09:00", "senior"])
)
paths = [(table, key) for table, rows in tomllib.loads(default_text()).items() for key in rows]


@given(st.sampled_from(paths), values)
@settings(max_examples=300)
def test_any_value_anywhere_is_taken_or_refused_with_its_line(path: tuple[str, str], value: Any) -> None:
    said = f'"{value}"' if isinstance(value, str) else str(value).lower()
    try:
        parse_standards(f"[{path[0]}]\n{path[1]} = {said}\n")
        lines = set()
    except Refused as refused:
        lines = {fault.line for fault in refused.faults}
    assert lines <= {1, 2}


# --- what is no longer read


def test_a_key_that_is_no_longer_read_is_passed_over_and_named_with_its_line() -> None:
    text = '# Ours\n[limits]\ndecision_review_red = "never"\ndecision_review_amber = "2 days"\n'
    limits = parse_standards(text).limits
    assert str(limits.decision_review("amber", high=False)) == "2 days"
    assert str(limits.decision_review("red", high=False)) == "1 service day"
    (unread,) = unread_keys(text)
    assert str(unread).startswith("line 3: limits.decision_review_red: is no longer read: who is red is high")
    assert unread_keys(default_text()) == []
    assert jsonschema.Draft202012Validator(standards_schema()).is_valid(tomllib.loads(text))


@pytest.mark.parametrize("path", NO_LONGER_READ, ids=".".join)
def test_every_key_that_is_no_longer_read_may_still_be_said(path: tuple[str, str]) -> None:
    text = f'[{path[0]}]\n{path[1]} = "2 days"\n'
    assert [unread.line for unread in unread_keys(text)] == [2]
    assert parse_standards(text).limits == default_standards().limits
    assert jsonschema.Draft202012Validator(standards_schema()).is_valid(tomllib.loads(text))


# --- the schema


def test_the_schema_takes_what_ships_and_its_own_example() -> None:
    schema = standards_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    for text in (tomllib.loads(default_text()), *schema["examples"]):
        check.validate(text)
    check.validate({"tiers": {"standard": {}, "ours": tomllib.loads(WHOLE_TIER.format("5 days"))}})


@pytest.mark.parametrize(
    "text",
    [
        '[dues]\nfirst_contact = "never"',
        "[dues]\nunknown = 1",
        "[obligations]\nx = false",
        ladder(to="nobody"),
        '[tiers.ours]\ntitle = "x"',
        '[tiers.standard]\ncontact_every = "never"',
        '[service]\nbank_holidays = "wales"',
    ],
)
def test_the_schema_refuses_what_the_standards_refuse(text: str) -> None:
    assert refusals(text)
    assert not jsonschema.Draft202012Validator(standards_schema()).is_valid(tomllib.loads(text))


def test_every_key_that_ships_is_described_or_says_itself() -> None:
    tables = standards_schema()["$defs"]
    for name in ("OwedBy", "Limits", "Tier", "Step"):
        for key, field in tables[name]["properties"].items():
            assert "description" in field or "$ref" in field, f"{name}.{key}"
