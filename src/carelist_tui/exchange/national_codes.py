"""The national codes of the NHS Data Model and Dictionary for what Carelist says, from one pinned table: whatever
leaves with a national code, and whatever comes in with one, asks here.

The table (`national_codes.csv`) was copied by hand from the release named below. A code that comes in may stand for the
same of ours as another; of ours the first is said.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

RELEASED = "June 2026"
COPIED_ON = "2026-11-30"
PAGES = {
    "attendance": "https://www.datadictionary.nhs.uk/data_elements/attended_or_did_not_attend_code.html",
    "mechanism": "https://www.datadictionary.nhs.uk/data_elements/consultation_mechanism_mental_health.html",
}
"""Where each element is defined."""


@dataclass(frozen=True, slots=True)
class NationalCode:
    """One code of an element, its words, and what it is here."""

    element: str
    code: str
    words: str
    ours: str

    @property
    def page(self) -> str:
        """Where its element is defined."""
        return PAGES[self.element]


@cache
def national_codes() -> tuple[NationalCode, ...]:
    """The whole table, in its order."""
    text = files(__package__).joinpath("national_codes.csv").read_text(encoding="utf-8")
    return tuple(NationalCode(**row) for row in csv.DictReader(text.splitlines()))


def code_of(element: str, ours: str) -> NationalCode | None:
    """The national code for one of ours; None where there is none."""
    return next((each for each in national_codes() if (each.element, each.ours) == (element, ours)), None)


def ours_by_code(element: str) -> dict[str, str]:
    """For each code of an element what it is here; of several the first."""
    found: dict[str, str] = {}
    for each in national_codes():
        if each.element == element:
            found.setdefault(each.code, each.ours)
    return found
