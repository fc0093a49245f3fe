"""Looking back over one person's whole story, for their cases: an entry of a long story beside one of a short.

    python benchmarks/look_back.py [--long 400] [--short 25]

The story goes on as it does in hard years: a missed contact, a decision about it, a risk check, and they are met again.
Seconds are those of the processor: what else the machine does is left out. The floor is the short story.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from synthetic import MORNING, accepted, in_batches, made_store

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.person import fold
from carelist_tui.domain.standards import default_standards

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
CHECK = {
    "recent_disclosures": "none", "environmental_concerns": "none", "third_party_information": "none",
    "relapse_indicators": [], "safeguarding_indicators": ["none"], "capacity": "no_concern",
    "overall": "no_new_concern",
}  # fmt: skip


def again(number: int, turn: int, at: datetime) -> list[dict[str, Any]]:
    """Missed, decided about, checked, met again."""
    ref, missed = f"P-{number:06d}", f"{number:08x}-0000-7000-8000-{turn:012x}"
    told: list[tuple[str, datetime, dict[str, Any]]] = [
        ("contact.missed", at, {"expected_at": at.isoformat(), "method": "call", "how": "no_reply"}),
        ("decision.recorded", at + HOUR, {
            "about": "missed_contact", "decision": "do_not_escalate", "episode": missed,
            "what_changed": "nothing new", "rationale": "Seen by her sister this morning, who says she is well.",
            "review_at": (at + 24 * HOUR).isoformat()}),
        ("risk_check.completed", at + 1.5 * HOUR, {**CHECK, "episode": missed}),
        ("contact.completed", at + 2 * HOUR, {
            "method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Went through it."}),
    ]  # fmt: skip
    drafts = [{"type": type, "ref": ref, "occurred_at": at.isoformat(), "body": body} for type, at, body in told]
    drafts[0]["id"] = missed
    return drafts


def told(carelist: Carelist, number: int, times: int) -> list[Entry]:
    """The story of somebody to whom that happened so many times."""
    begun = MORNING - (times + 1) * WEEK
    person = carelist.record([accepted(number, begun)], begun)[0].id
    turns = [draft for turn in range(times) for draft in again(number, turn, begun + (turn + 1) * WEEK)]
    for batch in in_batches(turns):
        carelist.record(batch, MORNING + 4 * HOUR)
    return carelist.journal.story(person)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--long", type=int, default=400)
    asked.add_argument("--short", type=int, default=25)
    options = asked.parse_args()
    standards = default_standards()
    with tempfile.TemporaryDirectory() as folder:
        carelist = made_store(Path(folder) / "store")
        stories = [told(carelist, number, times) for number, times in enumerate((options.long, options.short), 1)]
    for what, work in (
        ("with nothing forgotten", lambda story: fold(story[0].person, story, forgets=False)),
        ("and all its cases", lambda story: list(cases_of(Course.of(story[0].person, story, standards)))),
    ):
        took = []
        for story in stories:
            began = process_time()
            work(story)
            took.append((process_time() - began) / len(story) * 1e6)
        long, short = (f"{each:.0f} us an entry of {len(story):,}" for each, story in zip(took, stories, strict=True))
        print(f"a look back {what}: {long}, {short}, ratio {took[0] / took[1]:.1f}")


if __name__ == "__main__":
    main()
