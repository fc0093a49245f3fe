"""Writes the table of `docs/keys.md` from the app's bindings: `python docs/keys.py`, or `just keys`."""

from __future__ import annotations

import re
from pathlib import Path

from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import key_table
from carelist_tui.tui.screens.settings.bound_keys import holders

PAGE = Path(__file__).with_name("keys.md")
TABLE = re.compile(r"(?<=<!-- keys: written from the bindings, held by a test -->\n).*?(?=<!-- end)", re.DOTALL)


def page(written: str) -> str:
    """The page with its table as the bindings give it; what stands around the table stays."""
    table = key_table(holders(CarelistApp))
    anew, places = TABLE.subn(lambda _: f"{table}\n", written)
    if places != 1:
        raise ValueError(f"{PAGE.name} needs one place for the table, and has {places}")
    return anew


def main() -> None:
    """Writes the page anew."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
