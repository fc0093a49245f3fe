"""One row a person: which of what is due it shows."""

from __future__ import annotations

from datetime import UTC, datetime

from carelist_tui.domain.worklist import Item, OnPerson
from carelist_tui.tui.sections.rows import missed_rows, rows_of

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
