"""Which laptops have not been heard from, in words: what was done there is not seen here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.journal.sync.heard import Heard
from carelist_tui.tui.widgets.row import Look

NAMED = 2
"""How many laptops are named in a line; the others are counted."""


def silent_words(silent: Sequence[Heard], look: Look) -> str:
    """`nothing heard from Leah's laptop since 26 Feb`; empty where all have been."""
    if not silent:
        return ""
    named = [
        tr("{name} since {when}", name=each.name, when=look.when(each.last)) for each in silent[:NAMED] if each.last
    ]
    more = tr(", and {n} more", n=len(silent) - NAMED) if len(silent) > NAMED else ""
    return tr("nothing heard from {named}{more}", named=", ".join(named), more=more)


def escalation_words(unheard: Sequence[Heard], planned: Iterable[str], look: Look) -> str:
    """What whoever is about to escalate should know: who has not been heard from, and what is planned there."""
    said = silent_words(unheard, look)
    there = "; ".join(planned)
    return tr("{said}; planned there: {there}", said=said, there=there) if said and there else said


def planned_there(answer: Mapping[str, Any], devices: Iterable[str], look: Look) -> list[str]:
    """What one person (as `show --json` answers them) is booked for with whoever works on these laptops: `visit Tue
    14:00 by Leah Obi`."""
    silent = set(devices)
    story = {line["id"]: line for line in answer.get("story", ())}
    works_there = {line["author"] for line in story.values() if line["device"] in silent}
    rows = [
        row
        for row in answer.get("next_contacts", ())
        if row["worker"] in works_there or story.get(row["planned"], {}).get("device") in silent
    ]
    return [
        tr(
            "{method} {when} by {name}",
            method=in_plain_words(row["method"]),
            when=look.when(datetime.fromisoformat(row["at"])),
            name=look.name(row["worker"]),
        )
        for row in rows
    ]
