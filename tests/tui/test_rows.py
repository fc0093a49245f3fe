"""One row a person: which of what is due it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.sections.rows import Row, missed_rows, rows_of
from carelist_tui.domain.worklist import Item, OnPerson
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.row import Look, row_strip

DUE_AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
WHO = OnPerson("p", "P-0001", "Eoin", "Nolan", "red", "", "standard", 2, "North", "w-tom", None)


def step(key: str, number: int, due_at: datetime = DUE_AT) -> Item:
    detail = {"episode": "e", "step": key, "number": number}
    key = f"ladder_step:e:{key}"
    return Item(key, "ladder_step", 1, WHO, due_at, None, "overdue", "w-tom", key, "", "", (), "e", detail)


def test_of_steps_that_fall_due_together_the_first_is_shown() -> None:
    together = [step("partner_notification", 3), step("welfare_visit", 2)]
    together.sort(key=lambda item: item.order)
    for rows in (rows_of(together), missed_rows(together)):
        assert [row.item.detail["step"] for row in rows] == ["welfare_visit"]
        assert rows[0].more == 1


def test_a_step_that_falls_due_sooner_is_shown_whatever_its_number() -> None:
    sooner = step("partner_notification", 3, DUE_AT.replace(hour=12))
    assert rows_of([sooner, step("welfare_visit", 2)])[0].item is sooner


@pytest.mark.parametrize("width", [70, 75, 76, 80, 100, 120])
@pytest.mark.parametrize(
    ("warnings", "signs"),
    [
        (("Died, do not contact",), "DIED"), (("Died, do not contact (not confirmed)",), "DIED"),
        (("Do not tell Housing: refused 3 Mar", "No voicemail"), "DO NOT TELL"),
        (("No texts", "Unsafe number: 07700 900124"), "UNSAFE"),
        (("Do not tell Housing: refused 3 Mar", "Unsafe number: 07700 900124"), "DO NOT TELL UNSAFE"),
        (("No voicemail", "Two workers"), ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("says", ["", "amber 4 days, review Thu"])
def test_what_nobody_may_overlook_stands_whole_on_the_row(
    width: int, warnings: tuple[str, ...], signs: str, says: str
) -> None:
    item = replace(step("welfare_visit", 2), title="Welfare visit", person=replace(WHO, warnings=warnings))
    look = Look(ink_of("carelist-dark"), DUE_AT, ZoneInfo("Europe/London"), {"w-tom": "Tom Price"})
    text = row_strip(Row(item, (item, item), says), width, look, at_hand=False).text
    assert [each for each in ("DIED", "DO NOT TELL", "UNSAFE") if each in text] == (
        [signs] if signs != "DO NOT TELL UNSAFE" else ["DO NOT TELL", "UNSAFE"]
    ) * bool(signs)
    assert (says or "Welfare")[:5] in text
    assert "Tom" in text
    assert len(text) == width
