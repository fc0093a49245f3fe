"""A note on what a measure says: its form, begun with the measure, the month and the team at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carelist_tui.tui.screens.page import Page

KIND = "signal.noted"
NOTED_AT = {"access_from_referral": "access"}
"""Where a note on a measure stands that has none of its own."""


def month_of_signal(figure: Mapping[str, Any]) -> str | None:
    """The month that a note is likely to be about: that in which its signal began, else the newest with a figure."""
    since = figure["signal"]["since"]
    if since:
        return str(since)[:7]
    months = [point["month"] for point in figure["points"] if point["value"] is not None or point["n"]]
    return months[-1] if months else None


async def write_note(page: Page, figure: Mapping[str, Any], team: str | None) -> str:
    """What came of it; empty where the form was left."""
    await page.desk.wake()
    from carelist_tui.tui.screens.forms.which_form import form_screen

    known: dict[str, Any] = {"measure": NOTED_AT.get(figure["key"], figure["key"])}
    known |= {name: value for name, value in (("month", month_of_signal(figure)), ("team", team)) if value}
    words = await page.app.push_screen_wait(form_screen(page.desk, KIND, None, None, known))
    return str(words or "")
