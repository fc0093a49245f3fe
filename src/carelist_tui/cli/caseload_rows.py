"""What became of the rows of a caseload, as `import` tells it: a line for each, or one JSON answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from carelist_tui.carelist.imports.caseload_import import Outcome, take_rows
from carelist_tui.cli.door import say, say_json
from carelist_tui.domain.refusal import MOST_TOLD

__all__ = ["Outcome", "report", "report_json", "take_rows"]

SOME_REFUSED = 1
_MOST_NAMED = 100
"""People whom a file no longer names, that are named."""


def status_of(outcomes: Sequence[Outcome]) -> int:
    """1 where a row was refused, or a cell of one that was taken could not be."""
    return SOME_REFUSED if any(each.what == "refused" or each.kept_out for each in outcomes) else 0


def report_json(outcomes: Sequence[Outcome]) -> int:
    """The whole answer, every row of it."""
    count = Counter(each.what for each in outcomes)
    answer: dict[str, Any] = {what: count[what] for what in ("taken", "skipped", "refused", "updated")}
    say_json({**answer, "rows": [each.as_json() for each in outcomes]})
    return status_of(outcomes)


def report(outcomes: Sequence[Outcome], rows_in_file: int, *, dry_run: bool, update: bool) -> int:
    """A line for every row, of those that were refused for the first hundred, then the sums."""
    words = {each: f"would be {each}" for each in ("taken", "refused", "updated")} if dry_run else {}
    count, told = Counter(each.what for each in outcomes), 0
    for each in outcomes:
        told += each.what == "refused"
        if each.what == "refused" and told > MOST_TOLD:
            continue
        ref = f", {each.ref[:40]}" if each.ref else ""
        why = f": {each.why}" if each.why else ""
        say(f"line {each.line}{ref}: {words.get(each.what, each.what)}{why}")
    if told > MOST_TOLD:
        say(f"and {told - MOST_TOLD:,} more {words.get('refused', 'refused')}")
    if unread := rows_in_file - len(outcomes):
        last = outcomes[-1].line
        say(f"after line {last:,} nothing was looked at ({unread:,} rows): mend these first, and import the file again")
    rows = f"{len(outcomes)} row{'' if len(outcomes) == 1 else 's'}"
    updated = f", {count['updated']} updated" if update else ""
    say(f"{rows}: {count['taken']} taken, {count['skipped']} skipped{updated}, {count['refused']} refused.")
    if dry_run:
        say("Nothing was recorded.")
    return status_of(outcomes)


def words_on_missing(refs: Sequence[str]) -> str:
    """Who is on the caseload and not in the file; empty where everybody is."""
    if not refs:
        return ""
    more = f" and {len(refs) - _MOST_NAMED:,} more" if len(refs) > _MOST_NAMED else ""
    named = ", ".join(ref[:40] for ref in refs[:_MOST_NAMED])
    return f"On the caseload and not in the file, and left as they are: {named}{more}"
