"""Early warning signs as they are ticked, and what that says: seen, not seen, or not asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carelist_tui.desk.questions.asks import KEYS, Ask

SIGNS, OTHER_SIGNS = "body.signs_ticked", "body.other_signs"
NONE_SEEN = "none"


def signs_ask(signs: Sequence[str]) -> list[Ask]:
    """A tick for each sign of the plan, one key for "none seen", and room for others."""
    codes = (NONE_SEEN, *(f"sign{n}" for n in range(len(signs))))
    what = "Tick what was seen; 0 says that you looked for all of them and saw none."
    ticks = Ask(SIGNS, "Warning signs", what, "choices", False, codes, labels=("none seen", *signs), keys="0" + KEYS)
    other = Ask(OTHER_SIGNS, "Other signs", "Signs seen that the plan does not name, one a line.", "lines", False)
    return [ticks, other] if signs else [other]


def signs_of(signs: Sequence[str], ticked: Sequence[str], others: Sequence[str]) -> list[dict[str, Any]]:
    """What the entry says of each sign. Not ticked is not asked, unless it is said that none was seen."""
    seen = {f"sign{n}" for n in range(len(signs))} & set(ticked)
    rest = "no" if NONE_SEEN in ticked else "not_asked"
    said = [{"sign": sign, "seen": "yes" if f"sign{n}" in seen else rest} for n, sign in enumerate(signs)]
    return [*said, *({"sign": sign, "seen": "yes"} for sign in others)]
