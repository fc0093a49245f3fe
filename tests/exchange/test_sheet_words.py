"""What the huddle sheet says, word for word: of a huddle to come, of one that was held, of somebody about whom much is
known and of somebody about whom nothing is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from carelist_tui.exchange.huddle_sheet.html_page import sheet_html
from carelist_tui.exchange.huddle_sheet.page_rows import Group, Row, actions, groups, without_rows
from carelist_tui.exchange.huddle_sheet.page_size import HEIGHT, SHARES, SIZES, WIDTH, Fit, Layout
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, Made, Words
from carelist_tui.exchange.huddle_sheet.text import sheet_lines, summary_lines
from tests.domain.telling import LONDON

AT = "2026-03-03T09:04:00+00:00"
NAMES = {"w-tom": "Tom Price", "w-tom-2": "Tomasz Wrona", "w-leah": "Leah Obi"}


def item(title: str, status: str, due_at: str, **more: Any) -> dict[str, Any]:
    said = {"key": f"k:{title}", "kind": "risk_check", "band": 3, "owner": "w-tom"}
    return {"title": title, "status": status, "due_at": due_at, **said, **more}


LATE = item("Second attempt", "overdue", "2026-03-03T08:30:00+00:00", band=2)
VISIT = item("Welfare visit", "overdue", "2026-03-02T17:00:00+00:00")
CHECK = item("MDT review", "due", "2026-03-03T17:00:00+00:00")
RING = item("Ring the landlord", "due", "2026-03-03T12:00:00+00:00", kind="action", owner="w-leah")


def talk(**said: Any) -> dict[str, Any]:
    bare = {"person": "p-1", "ref": "P-1", "name": "KHAN Bilal", "zone": "red", "days": 4, "title": "", "due_at": None,
            "status": None, "why": "", "owner": "w-tom", "born": None, "phone": None, "warnings": [], "cover": None,
            "not_told": [], "known": [], "items": [], "also": [], "decided": [], "note": None}  # fmt: skip
    return bare | said


FULL = talk(
    **{name: LATE[name] for name in ("title", "due_at", "status")}, items=[LATE], also=[VISIT, CHECK, RING],
    why="asked for by w-tom-2, not w-tom-3", born="1991-05-04", phone="07700 900222",
    warnings=["No voicemail", "Do not tell Housing: refused 3 Mar"], not_told=["Do not tell Housing: refused 3 Mar"],
    known=[{"in_words": "said he sees no way on", "by": "w-leah"}, {"in_words": "two dogs", "by": None}],
    cover={"by": "w-leah"}, decided=["Zone green (w-leah)"], note="ask his sister",
)  # fmt: skip
TEAM = talk(person=None, ref=None, name="Team North", zone=None, days=None, why="nobody is on duty", owner="duty:North",
            items=[item("Name who is on duty", "due", "2026-03-03T10:00:00+00:00", owner="duty:North")])  # fmt: skip


def huddle(*, owes: bool = True, **said: Any) -> dict[str, Any]:
    """A huddle of North to come, with Bilal in three steps and, where it `owes` something, the team in one."""
    here = [
        {"name": "Tom Price", "on_duty": True, "works_today": True, "away": None},
        {"name": "Leah Obi", "on_duty": True, "works_today": False, "away": None},
        {"name": "Ann Lee", "on_duty": False, "works_today": True,
         "away": {"reason": "leave", "until": "2026-03-09T09:00:00+00:00", "cover": ["w-leah", "duty"],
                  "covered": False}},
        {"name": "Bo Hill", "on_duty": False, "works_today": True,
         "away": {"reason": "sickness", "until": None, "cover": [], "covered": False}},
        {"name": "Cy Poe", "on_duty": False, "works_today": True,
         "away": {"reason": "leave", "until": "2026-03-04T09:00:00+00:00", "cover": ["w-tom"], "covered": True}},
    ]  # fmt: skip
    counts = {"overdue": 5, "due": 4, "people_due": 3, "people": 12, "band_1": 1, "band_2": 2, "band_3": 6, "band_4": 7,
              "red": 2, "high": 1, "amber": 8, "missed": 9}  # fmt: skip
    steps = [
        {"step": "act_now", "title": "Act now", "people": [FULL, TEAM] if owes else [FULL]},
        {"step": "missed", "title": "Missed contact", "people": [FULL, talk(person="p-2", ref="P-2", name="LEE Ann",
                                                                           zone="unknown", days=None)]},
        {"step": "gap", "title": "Over the gap", "people": [FULL]},
        {"step": "news", "title": "News", "people": []},
    ]  # fmt: skip
    closure = {"closes": "2026-03-06T17:00:00+00:00", "opens": "2026-03-09T09:00:00+00:00"}
    whole = {"at": AT, "team": "North", "since": {"at": "2026-03-02T09:00:00+00:00", "huddle": None}, "arrived": 1,
             "here": here, "held": None, "counts": counts, "steps": steps, "closure": closure,
             "holds_the_gap": "Crisis line 01632 960001", "owners": {"w-tom": 3, "duty:North": 1}}  # fmt: skip
    return whole | said


HELD = {"present": ["w-tom", "w-leah"], "discussed": [
    {"person": "p-1", "decided": ["Zone green (w-leah)"], "note": "ask his sister"},
    {"person": "p-2", "decided": [], "note": None},
    {"person": "p-9", "decided": ["Visit (w-tom)"], "note": "with w-leah"},
    {"person": None, "decided": [], "note": "Two keys\nare missing"},
]}  # fmt: skip


def test_the_sheet_of_a_huddle_to_come_word_for_word() -> None:
    made, later = Made("w-tom", datetime(2026, 3, 3, 11, 4, tzinfo=UTC), "f" * 8), "Tue 3 Mar 2026 11:04"
    bilal = ("- KHAN Bilal, P-1; DO NOT TELL Housing: refused 3 Mar; red 4 days; Second attempt, overdue since 08:30; "
             "asked for by Tomasz Wrona, not w-tom-3; said he sees no way on, by Leah Obi; two dogs; "
             "also due: welfare visit, overdue since yesterday 17:00; MDT review, due 17:00; ring the landlord, due "
             "12:00; with Tom Price")  # fmt: skip
    decided = ["    decided: Zone green (Leah Obi)", "    decided: ask his sister"]
    assert list(sheet_lines(huddle(), NAMES, LONDON, made)) == [
        "Huddle, North team, Tue 3 Mar 2026 09:04",
        CONFIDENTIAL,
        f"Made {later} by Tom Price. Shows Tue 3 Mar 2026 09:04, as known {later}. Digest of entries ffffffff",
        "1 entry came in since Mon 2 Mar 2026 09:00; no huddle was recorded before.",
        "",
        "WHO IS HERE",
        "At work: Tom Price (on duty), Leah Obi (not a working day, on duty)",
        "Away: Ann Lee, leave until Mon 09:00; Leah Obi, duty covers for some only",
        "Away: Bo Hill, sickness; NO COVER",
        "Away: Cy Poe, leave until tomorrow 09:00; Tom Price covers",
        "",
        "ACT NOW (2)",
        bilal,
        *decided,
        "- Team North; nobody is on duty; with nobody: whoever is on duty",
        "",
        "MISSED CONTACT (2)",
        bilal,
        *decided,
        "- LEE Ann, P-2; zone not set; with Tom Price",
        "",
        "OVER THE GAP (1)",
        "Closed from Fri 17:00 to Mon 09:00. Out of hours: Crisis line 01632 960001.",
        bilal,
        *decided,
        "",
        "NEWS (0)",
        "Nobody.",
        "",
        "COUNTS",
        "5 overdue and 4 due today, for 3 of 12 people.",
        "Act now 1, missed contact and promises 2, today's contacts 6, keeping up 7.",
        "Red 2, high and not red 1, amber 8, missed contact 9.",
        "Due today, by owner: Tom Price 3, nobody: whoever is on duty 1",
        "",
        CONFIDENTIAL,
    ]


def test_the_summary_of_a_huddle_that_was_held_word_for_word() -> None:
    said = huddle(owes=False, held=HELD, team="Night Team", arrived=2, owners={}, closure=None)
    said["since"]["huddle"] = "h-1"
    said["counts"]["high"] = 0
    heads = ["Huddle, Night Team, Tue 3 Mar 2026 09:04", "Here: Tom Price, Leah Obi"]
    assert list(summary_lines(said, NAMES, LONDON)) == [
        *heads,
        "Away: Ann Lee, leave until Mon 09:00; Leah Obi, duty covers for some only",
        "Away: Bo Hill, sickness; NO COVER",
        "Away: Cy Poe, leave until tomorrow 09:00; Tom Price covers",
        "5 overdue and 4 due today, for 3 of 12 people.",
        "Act now 1, missed contact and promises 2, today's contacts 6, keeping up 7.",
        "Red 2, amber 8, missed contact 9.",
        "Due today, by owner: Nobody.",
        "KHAN Bilal, P-1: Zone green (Leah Obi); ask his sister",
        "LEE Ann, P-2: discussed",
        "Also: Visit (Tom Price); with w-leah",
        "Also: Two keys / are missing",
    ]
    sheet = list(sheet_lines(said, NAMES, LONDON))
    assert sheet[2] == (
        "2 entries came in since the last huddle, Mon 2 Mar 2026 09:00; what was recorded earlier and came in late is "
        "among them."
    )
    also = sheet.index("ALSO DISCUSSED")
    assert sheet[also + 1 :] == ["- Visit (Tom Price); with w-leah", "- Two keys / are missing", "", CONFIDENTIAL]


@pytest.mark.parametrize(("team", "said"), [("North", "North team, "), ("night team", "night team, "), (None, "")])
def test_a_huddle_is_called_by_its_team(team: str | None, said: str) -> None:
    assert Words(huddle(team=team), NAMES, LONDON).title() == f"Huddle, {said}Tue 3 Mar 2026 09:04"


def test_who_made_a_sheet_is_said_where_it_is_known_and_by_when_what_it_shows_was_recorded() -> None:
    made = Made(None, datetime(2026, 3, 3, 11, 4, tzinfo=UTC), "f", datetime(2026, 3, 3, 10, tzinfo=UTC))
    said = Words(huddle(), NAMES, LONDON, made).made()
    assert said.startswith("Made Tue 3 Mar 2026 11:04. Shows Tue 3 Mar 2026 09:04, as known Tue 3 Mar 2026 10:00. ")


def test_nobody_at_work_and_no_team_for_the_gap_is_said() -> None:
    words = Words(huddle(here=[], holds_the_gap=None), {}, LONDON)
    assert list(words.here()) == ["At work: Nobody."]
    assert words.closure() == "Closed from Fri 17:00 to Mon 09:00. No out-of-hours team is named."
    assert words.why({"why": "asked by w-tom"}) == "asked by w-tom", "no names, no change"


@pytest.mark.parametrize(
    ("said", "words"),
    [({"days": 0}, "red since today"), ({"days": 1}, "red 1 day"), ({"days": 2}, "red 2 days"), ({"days": None}, "red"),
     ({"zone": None}, ""), ({"zone": "unknown"}, "zone not set")],
)  # fmt: skip
def test_how_long_somebody_stands_in_a_zone(said: dict[str, Any], words: str) -> None:
    assert Words(huddle(), NAMES, LONDON).standing(talk(**said)) == words


@pytest.mark.parametrize(
    ("cover", "words"),
    [(None, ""), ({"by": "duty"}, "duty"), ({"by": "w-leah"}, "Leah Obi"), ({"by": None}, "NO COVER")],
)
def test_who_stands_in_for_a_coordinator(cover: dict[str, Any] | None, words: str) -> None:
    assert Words(huddle(), NAMES, LONDON).stands_in(talk(cover=cover)) == words


def test_each_row_of_the_page_word_for_word_and_nobody_twice() -> None:
    words = Words(huddle(), NAMES, LONDON)
    first, second = shown = list(groups(words))
    assert (first.heading, second.heading) == ("Act now (2)", "Missed contact (2, 1 of them above)")
    bilal, team = first.rows
    assert bilal.cells == (
        "", "R", "KHAN Bilal, P-1", "4 May 1991", "07700 900222",
        "NO VOICEMAIL; DO NOT TELL Housing: refused 3 Mar; said he sees no way on, by Leah Obi; two dogs",
        "Second attempt, overdue since 08:30; also late: welfare visit; also due: MDT review, ring the landlord",
        "Tom Price", "Leah Obi",
    )  # fmt: skip
    assert first.briefly().rows[0].cells[6] == "Second attempt, overdue since 08:30; also 1 late, 2 due"
    assert team.cells == ("", "", "Team North", "", "", "", "nobody is on duty", "nobody: whoever is on duty", "")
    assert [row.cells for row in second.rows] == [("", "?", "LEE Ann, P-2", "", "", "", "", "Tom Price", "")]
    assert without_rows(words, shown) == "Nobody, or all above: Over the gap (1), News (0)."
    assert without_rows(words, [Group(step["title"], "1") for step in words.huddle["steps"]]) == ""


def test_two_things_that_the_team_owes_are_two_rows() -> None:
    other = TEAM | {"items": [item("Name a lead", "due", AT)]}
    nothing = TEAM | {"items": [], "why": "no lead"}
    step = {"step": "x", "title": "Team", "people": [TEAM, other, nothing, TEAM | {"items": [], "why": "no lead"}]}
    (group,) = groups(Words(huddle(steps=[step]), NAMES, LONDON))
    assert [row.due for row in group.rows] == ["nobody is on duty", "nobody is on duty", "no lead"]


def test_what_is_to_be_done_word_for_word() -> None:
    assert list(actions(Words(huddle(), NAMES, LONDON))) == ["KHAN Bilal: Ring the landlord, due 12:00, Leah Obi"]
    assert list(actions(Words(huddle(owes=False, held=HELD), NAMES, LONDON))) == [
        "KHAN Bilal: Zone green (Leah Obi); ask his sister", "Visit (Tom Price); with w-leah", "Two keys\nare missing",
    ]  # fmt: skip


def test_a_note_about_nobody_stands_once_where_the_team_owes_something_or_at_the_foot() -> None:
    noted = TEAM | {"note": "Two keys"}
    held: dict[str, Any] = {"present": [], "discussed": [{"person": None, "decided": [], "note": "Two keys"}]}
    for people, times in (([noted], 1), ([], 1)):
        said = huddle(steps=[{"step": "x", "title": "Team", "people": people}], held=held)
        assert "\n".join(sheet_lines(said, NAMES, LONDON)).count("Two keys") == times
        assert "; ".join(actions(Words(said, NAMES, LONDON))).count("Two keys") == times


def test_the_page_says_that_nothing_is_to_be_done_and_names_the_first_step_of_each_group_once() -> None:
    page = sheet_html(huddle(steps=[{"step": "x", "title": "News", "people": [TEAM, talk()]}]), NAMES, LONDON)
    assert "<h2>Actions that are due</h2>\n<ul><li>None.</li></ul>" in page
    assert page.count('<span class="step">News (2):</span> ') == 1
    assert "<h2>Decided</h2>" in sheet_html(huddle(held=HELD), NAMES, LONDON)
    row = '<td class="due"><span class="step">Act now (2):</span> <span class="worst">Second attempt, overdue since'
    assert f"{row} 08:30</span>; also late: " in sheet_html(huddle(), NAMES, LONDON)
    assert "<p>Nobody.</p>" in sheet_html(huddle(steps=[]), NAMES, LONDON)


ROW = Row(
    "R", "KHAN Bilal, P-1", "4 May 1991", "07700 900222", "", "Second attempt, due 10:30", "", "", "Tom", ""
).cells
FIXED = (3.8, 3.8, 17, 7.8, 8.7, None, None, 8, 9)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("share", SHARES)
def test_the_columns_fill_the_page_and_the_two_wide_ones_share_what_the_others_leave(size: float, share: float) -> None:
    widths = Layout([], FIXED, [], []).widths(Fit(size, share))
    assert sum(widths) == pytest.approx(WIDTH)
    assert widths[5] / (widths[5] + widths[6]) == pytest.approx(share)
    assert widths[0] / widths[2] == pytest.approx(3.8 / 17)


def test_sizes_go_down_by_half_a_point_and_each_share_leaves_both_their_room() -> None:
    assert list(SIZES) == [10 - step / 2 for step in range(10)]
    assert all(0.4 <= share <= 0.6 for share in SHARES)


@pytest.mark.parametrize(
    ("people", "size"),
    [(1, 10), (15, 10), (16, 9.5), (32, 9.5), (34, 9), (36, 8.5), (38, 8), (41, 7.5), (44, 7), (48, 6.5), (52, 6),
     (56, 5.5), (57, None)],
)  # fmt: skip
def test_so_many_people_stand_on_one_page_in_so_large_letters(people: int, size: float | None) -> None:
    layout = Layout([ROW] * people, FIXED, ["Made"], ["Counts"] * 9)
    fit = layout.largest()
    assert (fit.size if fit else None) == size
    assert fit is None or layout.height(fit) <= HEIGHT


def test_each_column_has_the_class_that_gives_it_its_width_and_its_look() -> None:
    page = sheet_html(huddle(), NAMES, LONDON)
    for name in ("done", "zone", "who", "born", "phone", "warned", "due", "owner", "cover"):
        assert f".{name} {{ width: " in page
        assert f'<th scope="col" class="{name}">' in page
        assert f'<th scope="row" class="{name}">' in page or f'<td class="{name}">' in page
    assert "thead th, .who, .zone, .worst, .confidential { font-weight: bold; }" in page
