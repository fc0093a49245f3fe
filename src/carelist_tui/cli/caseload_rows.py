"""What became of the rows of a table, as `import` tells it: a line for each, or one JSON answer; of appointments as
they come, and none is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from carelist_tui.carelist.imports.caseload_import import OUTCOMES, Outcome, take_rows
from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import say, say_json
from carelist_tui.cli.exit_status import answer
from carelist_tui.cli.plain import json_text
from carelist_tui.domain.refusal import MOST_TOLD

__all__ = ["Outcome", "report", "report_as_they_come", "report_json", "take_rows"]

SOME_REFUSED = 1
_SUMS = ("taken", "skipped", "refused", "updated")
_MOST_NAMED = 100
"""People whom a file no longer names, that are named."""


def status_of(outcomes: Sequence[Outcome]) -> int:
    """1 where a row was refused, or a cell of one that was taken could not be."""
    return SOME_REFUSED if any(each.what == "refused" or each.kept_out for each in outcomes) else 0


def report_json(outcomes: Sequence[Outcome]) -> int:
    """The whole answer, every row of it."""
    count = Counter(each.what for each in outcomes)
    sums: dict[str, Any] = {what: count[what] for what in _SUMS}
    say_json({**sums, "rows": [each.as_json() for each in outcomes]})
    return status_of(outcomes)


def words_of(*, dry_run: bool) -> dict[str, str]:
    """What is said for what became of a row, or would."""
    return {what: words[dry_run] for what, words in OUTCOMES.items()}


def line_on(outcome: Outcome, words: Mapping[str, str]) -> str:
    """The line of a report on one row."""
    ref = f", {outcome.ref[:40]}" if outcome.ref else ""
    why = f": {outcome.why}" if outcome.why else ""
    return tr(
        "line {line}{ref}: {words}{why}",
        line=outcome.line,
        ref=ref,
        words=words[outcome.what],
        why=why,
    )


def report(outcomes: Sequence[Outcome], rows_in_file: int, *, dry_run: bool, update: bool) -> int:
    """A line for every row, of those that were refused for the first hundred, then the sums."""
    words = words_of(dry_run=dry_run)
    count, told = Counter(each.what for each in outcomes), 0
    for each in outcomes:
        told += each.what == "refused"
        if each.what == "refused" and told > MOST_TOLD:
            continue
        say(line_on(each, words))
    if told > MOST_TOLD:
        say(tr("and {told:,} more {refused}", told=told - MOST_TOLD, refused=words["refused"]))
    if unread := rows_in_file - len(outcomes):
        last = outcomes[-1].line
        say(
            tr(
                "after line {last:,} nothing was looked at ({unread:,} rows): mend these first, and import the "
                "file again",
                last=last,
                unread=unread,
            )
        )
    rows = ntr("{n} row", "{n} rows", len(outcomes), n=len(outcomes))
    updated = tr(", {updated} updated", updated=count["updated"]) if update else ""
    say(
        tr(
            "{rows}: {taken} taken, {skipped} skipped{updated}, {refused} refused.",
            rows=rows,
            taken=count["taken"],
            skipped=count["skipped"],
            updated=updated,
            refused=count["refused"],
        )
    )
    if dry_run:
        say(tr("Nothing was recorded."))
    return status_of(outcomes)


def words_on_missing(refs: Sequence[str]) -> str:
    """Who is on the caseload and not in the file; empty where everybody is."""
    if not refs:
        return ""
    more = tr(" and {n:,} more", n=len(refs) - _MOST_NAMED) if len(refs) > _MOST_NAMED else ""
    named = ", ".join(ref[:40] for ref in refs[:_MOST_NAMED])
    return tr("On the caseload and not in the file, and left as they are: {named}{more}", named=named, more=more)


def report_as_they_come(outcomes: Iterable[Outcome], *, dry_run: bool, as_json: bool) -> int:
    """A line for every row and then the sums, or one JSON answer whose rows are written one by one; 1 where a row was
    refused, or a cell of one that was taken could not be."""
    count = Counter[str]()
    counted = _counted(outcomes, count)
    if as_json:
        _say_json(counted, count)
    else:
        words = words_of(dry_run=dry_run)
        for each in counted:
            say(line_on(each, words))
        rows = ntr("{rows} row", "{rows} rows", count["rows"], rows=count["rows"])
        said = tr(
            "{taken} taken, {skipped} skipped, {updated} updated",
            taken=count["taken"],
            skipped=count["skipped"],
            updated=count["updated"],
        )
        say(tr("{rows}: {said}, {refused} refused.", rows=rows, said=said, refused=count["refused"]))
        if dry_run:
            say(tr("Nothing was recorded."))
    return SOME_REFUSED if count["refused"] or count["kept out"] else 0


def _counted(outcomes: Iterable[Outcome], count: Counter[str]) -> Iterator[Outcome]:
    for each in outcomes:
        count.update(("rows", each.what, *(("kept out",) if each.kept_out else ())))
        yield each


def _say_json(outcomes: Iterable[Outcome], count: Counter[str]) -> None:
    between = "\n"
    answer('{"rows": [')
    for each in outcomes:
        answer(f"{between}  {json_text(each.as_json())}")
        between = ",\n"
    answer("\n],\n" + json_text({name: count[name] for name in _SUMS})[1:] + "\n")


def say_entries(new: int, known: int, *, as_json: bool) -> None:
    """How many whole entries were taken, and how many were here; in JSON as of a table, which has rows besides."""
    if as_json:
        say_json({**dict.fromkeys(_SUMS, 0), "taken": new, "skipped": known, "rows": []})
    else:
        say(tr("{new} entries taken, {known} were here already.", new=new, known=known))
