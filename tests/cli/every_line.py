"""Conversations in lines, by each who works there, with whoever stands at some places of the list: every letter, asked
what it means and answered in turn. `python -m tests.cli.every_line STORE MOMENT PART PARTS` tells what was said."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.conversation import Conversation
from carelist_tui.cli.conversation.voice import Voice

AT_LIST, OF_SOMEBODY = "lmw/FfeMLKvHriIoyuUhq", "cadsglrouUtyzmhp+."
ANSWERS = ("?", "ω ω", "", "0", "1", "", "2026-03-04", "", "1", "", "", "3", "", "ω", "", "", "y", "1", "", "ω", "",
           "1", "", "", "", "", "n", "", "", "")  # fmt: skip
"""Of every sort, some of which each question refuses."""
WORKERS, PLACES = ("w-leah", "w-joan", "w-ruth"), (1, 2, 5, 13, 18, 24, 26)


def conversations() -> Iterator[tuple[str, list[str]]]:
    """Who talks, and what they type."""
    for worker in WORKERS:
        for letter in AT_LIST:
            yield worker, ["s", letter, *ANSWERS, "q", "q"]
        for place in PLACES:
            yield from ((worker, ["s", str(place), letter, *ANSWERS, "q", "q"]) for letter in OF_SOMEBODY)


def said(store: Path, worker: str, typed: list[str], at: datetime) -> str:
    """What is said when these lines are typed."""
    out = io.StringIO()
    with Carelist.open(store, worker) as door:
        Conversation(
            door, Voice(io.StringIO("".join(f"{line}\n" for line in typed)), out), lambda: at, records=True
        ).run()
    return out.getvalue()


def main(store: Path, at: datetime, part: int, parts: int) -> dict[str, str]:
    """What is said in every so many of the conversations, by who talks and what they typed."""
    asked = list(conversations())[part::parts]
    return {f"{worker} {' '.join(typed)}": said(store, worker, typed, at) for worker, typed in asked}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), *map(int, sys.argv[3:])), sys.stdout)
