"""A person with 5,000 entries beside one with 50: opening their card, reading today's list, recording one more.

    python benchmarks/long_story.py [--long 5000] [--short 50] [--runs 200]

The floor is the short story, by turns in one store.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from synthetic import MORNING, accepted, in_batches, made_store

LONG, SHORT = 1, 2


BEGUN = MORNING - timedelta(days=2_600)
EVERY = timedelta(hours=12)


def kept(number: int, at: datetime) -> dict[str, Any]:
    """A contact that went as usual."""
    body = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Went through the week."}
    return {"type": "contact.completed", "ref": f"P-{number:06d}", "occurred_at": at.isoformat(), "body": body}


def timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--long", type=int, default=5_000)
    asked.add_argument("--short", type=int, default=50)
    asked.add_argument("--runs", type=int, default=200)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        carelist = made_store(Path(folder) / "store")
        people = {each: carelist.record([accepted(each, BEGUN)], BEGUN)[0].id for each in (LONG, SHORT)}
        for each, entries in ((LONG, options.long), (SHORT, options.short)):
            for batch in in_batches([kept(each, MORNING - EVERY * (entries - n)) for n in range(entries)]):
                carelist.record(batch, MORNING)
        times: dict[tuple[str, int], list[float]] = {}
        for run in range(options.runs):
            for each, person in people.items():
                card = timed(lambda person=person: carelist.people.card(person))
                times.setdefault(("open the card", each), []).append(card)
                now = MORNING + timedelta(minutes=run)
                entry = timed(lambda each=each, now=now: carelist.record([kept(each, now)], now))
                times.setdefault(("record one more", each), []).append(entry)
    for act in ("open the card", "record one more"):
        long, short = median(times[act, LONG]), median(times[act, SHORT])
        print(f"{act}: {long * 1e3:.2f} ms with {options.long} entries, {short * 1e3:.2f} ms with {options.short}, "
              f"ratio {long / short:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
