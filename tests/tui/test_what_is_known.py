"""A high risk check ninety minutes ago, outside any missed contact: every face says what was disclosed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.plain_words import tell_person
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.handover import HandoverQuestions
from carelist_tui.desk.forms.risk_check import RiskCheckQuestions
from carelist_tui.desk.person_text import note_text
from carelist_tui.exchange.huddle_sheet.html_page import sheet_html
from carelist_tui.exchange.huddle_sheet.text import sheet_lines
from carelist_tui.tui.app import CarelistApp
from tests.cli.test_plain import line_of, spoken
from tests.tui.driving import asks, recorded, settled, shows, text_of, until
from tests.tui.telling import ME, NOW, entry, tell

pytestmark = pytest.mark.slow

SAID = "says he has saved up tablets"
CHECK = {
    "recent_disclosures": SAID, "environmental_concerns": "none", "third_party_information": "none",
    "relapse_indicators": ["curtains shut"], "safeguarding_indicators": ["none"], "capacity": "no_concern",
    "triggers": ["suicidal_plan"], "overall": "high",
}  # fmt: skip
DECIDED = {
    "about": "clinical_review", "decision": "escalate", "what_changed": "a plan",
    "rationale": "He has the means at home, and nobody else knows of it.",
}  # fmt: skip
AT = "2026-03-03T07:34"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Bilal, who is red and whom no missed contact concerns: checked at 07:34, decided about at 07:40."""
    store = tmp_path / "store"
    tell(store)
    with Carelist.open(store, ME) as door:
        door.record([entry("risk_check.completed", AT, CHECK, ref="P-0043"),
                     entry("decision.recorded", "2026-03-03T07:40", DECIDED, ref="P-0043")], NOW)  # fmt: skip
    return store


@pytest.fixture
def desk(store: Path) -> Iterator[Desk]:
    desk = Desk(store, ME, NOW, runs=False)
    yield desk
    desk.close()


@pytest.fixture
def door(store: Path) -> Iterator[Carelist]:
    with Carelist.open(store, ME) as door:
        yield door


def squeezed(app: CarelistApp) -> str:
    """The screen's words, whatever was wrapped: of what stands in columns each by itself."""
    lines = [line.partition("\u2502") for line in text_of(app).splitlines()]
    left, right = " ".join(each[0] for each in lines), " ".join(each[2] for each in lines)
    return " ".join(f"{left} {right}".split())


async def stand_on_bilal(app: CarelistApp, pilot: Any) -> None:
    await settled(pilot)
    await pilot.press("f1", "g")
    first: Any = app.screen
    for _ in range(10):
        if first.shown.card is not None and first.shown.card.ref == "P-0043":
            return
        await pilot.press("j")
    raise AssertionError(text_of(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_panel_says_it_in_full_and_never_no_warnings(desk: Desk, size: tuple[int, int]) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await stand_on_bilal(app, pilot)
        said = squeezed(app)
        assert f"! risk check: HIGH 07:34: {SAID}; triggers: suicidal plan" in said
        assert "no warnings" not in said


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_decision_form_says_the_check_and_what_was_decided(desk: Desk, size: tuple[int, int]) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await stand_on_bilal(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: asks(app.screen, DecisionQuestions))
        await shows(pilot, "Known already")
        said = squeezed(app)
        assert f"! risk check: HIGH 07:34: {SAID}" in said
        assert "no risk check" not in said
        left = " ".join(line[: min(size[0] * 2 // 5, 60)].strip() for line in text_of(app).splitlines())
        assert "decided about clinical review: to escalate 07:40, by Tom Price" in " ".join(left.split())
        assert "no decision stands" not in said


@pytest.mark.parametrize("height", [24, 30])
async def test_what_has_no_room_on_the_left_says_how_much_it_is(desk: Desk, height: int) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, height)) as pilot:
        await stand_on_bilal(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: asks(app.screen, DecisionQuestions))
        await shows(pilot, "Known already")
        screen: Any = app.screen
        strips, room = screen.known_strips(32), screen.lines("known").size.height
        shown = [strip for strip in screen.lines("known")._strips if strip.text.strip()]
        assert len(strips) > room, "there is more than fits"
        assert len(shown) <= room
        assert shown[-1].text.strip() == f"+ {len(strips) - len(shown) + 1} more lines: on their page"
        assert shown[-1].text.strip() in text_of(app)


async def test_the_risk_check_form_offers_the_signs_of_both_plans_to_tick(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 50)) as pilot:
        await settled(pilot)
        await pilot.press("f2", "g", "j", "r")
        await until(pilot, lambda: asks(app.screen, RiskCheckQuestions))
        screen: Any = app.screen
        await until(pilot, lambda: bool(screen.questions.shown))
        assert screen.card.ref == "P-0042"
        assert "stops opening the curtains" in text_of(app), "the relapse signature"
        assert "sleeping by day" in text_of(app)
        assert "Known already" in text_of(app)
        for path, words in {
            "body.recent_disclosures": "none", "body.environmental_concerns": "none",
            "body.third_party_information": "none", "body.safeguarding_indicators": "none",
            "body.capacity": "no_concern", "body.overall": "no_new_concern",
        }.items():  # fmt: skip
            screen.form.put(path, words)
        await pilot.press("ctrl+s")
        await shows(pilot, "Not recorded: 1 to put right.")
        screen.form.put("body.signs_ticked", "none sign1")
        await pilot.press("ctrl+s")
        await shows(pilot, "none seen can't stand beside a sign")
        screen.form.put("body.signs_ticked", "sign1 sign2")
        screen.form.put("body.other_signs", "shouting")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not screen)
    body = recorded(desk, "risk_check.completed", "P-0042")[-1]["body"]
    assert body["relapse_indicators"] == [*screen.card.signs[1:3], "shouting"]


async def test_a_handovers_risks_are_filled_from_what_was_found_newest(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 50)) as pilot:
        await stand_on_bilal(app, pilot)
        await pilot.press("h")
        await until(pilot, lambda: asks(app.screen, HandoverQuestions))
        screen: Any = app.screen
        await until(pilot, lambda: bool(screen.typed.get("body.summary.current_risks")))
        risks = screen.typed["body.summary.current_risks"]
        assert risks.startswith(f"risk check: HIGH Tue 3 Mar 2026 07:34: {SAID}")
        assert f"risk check: HIGH 07:34: {SAID}" in squeezed(app)


async def test_the_huddle_says_it_at_every_size(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("H")
        await shows(pilot, "since Mon 2 Mar")
        for _ in range(4):
            await pilot.press("space")
        await until(pilot, lambda: "Red and high: 1" in text_of(app))
        assert f"risk check: HIGH Tue 3 Mar 2026 07:34: {SAID}; triggers: suicidal plan" in squeezed(app)


def test_the_sheet_says_it_in_text_and_on_the_page(door: Carelist) -> None:
    huddle = door.huddle(NOW, "North")
    answer, names = door.huddle.json(huddle), {each.id: each.name for each in door.people.workers()}
    zone = door.glance.calendar.zone
    lines = [line for line in sheet_lines(answer, names, zone) if line.startswith("- KHAN Bilal")]
    assert lines
    for line in lines:
        assert f"{SAID}; triggers: suicidal plan; signs: curtains shut, by Tom Price" in line
    assert sheet_html(answer, names, zone).count(SAID) == 1, "one row a person"


def test_show_and_the_text_for_the_main_record_say_it_with_what_was_decided(door: Carelist) -> None:
    answer, names = door.people.person("P-0043", NOW), {each.id: each.name for each in door.people.workers()}
    zone = door.glance.calendar.zone
    assert [each["kind"] for each in answer["bearings"]][:2] == ["check", "signs"]
    told = {"show": list(tell_person(answer, names, NOW, zone)),
            "text": note_text(answer, names, zone, NOW).splitlines()}  # fmt: skip
    for face, lines in told.items():
        known = [line for line in lines if line.startswith("Known: ")]
        assert known[0].startswith(f"Known: risk check: HIGH Tue 3 Mar 2026 07:34: {SAID}"), face
        assert known[0].endswith(", by Tom Price"), face
        assert any("decided about clinical review: to escalate Tue 3 Mar 2026 07:40" in line for line in known), face


def test_what_is_owed_for_it_says_what_was_disclosed(store: Path) -> None:
    with Carelist.open(store, ME) as door:
        door.record([entry("risk_check.completed", "2026-03-03T08:30", CHECK, ref="P-0044")], NOW)
        owed = [item for item in door.people.today(NOW) if item.person and item.person.ref == "P-0044"]
    why = {item.kind: item.why for item in owed}
    assert SAID in why["same_day_response"]
    assert SAID in why["decision"]


def test_plain_lines_say_it_of_the_person_and_before_a_decision_and_a_call(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Bilal Khan")
    out = spoken(store, n, "d", "", "", "y", "", "q")
    told, _, asked = out.partition("Decision. What must be said")
    assert told.count(f"Known: risk check: HIGH Tue 3 Mar 2026 07:34: {SAID}") == 1
    assert f"Warning: risk check: HIGH 07:34: {SAID}" in told
    assert "Known: decided about clinical review: to escalate 07:40, by Tom Price" in told
    assert asked


def test_what_is_over_at_a_moment_is_not_said_at_it(door: Carelist) -> None:
    crisis = entry("crisis.recorded", "2026-03-01T08:00", {"kind": "self_harm", "source": "A&E"}, ref="P-0045")
    door.record([crisis], NOW)
    kinds = [
        [each["kind"] for each in door.people.person("P-0045", NOW + timedelta(days=n))["bearings"]] for n in (0, 13)
    ]
    assert ["crisis" in each for each in kinds] == [True, False]
