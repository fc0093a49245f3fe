"""How it is said which Dues would come, go and move: by kind, and each in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.door import ZONE
from carelist_tui.domain.entries.choices import choice_in_words

if TYPE_CHECKING:
    from carelist_tui.domain.standards import Instrument, Standards
    from carelist_tui.journal.queries.differences import BookedWhenClosed, Comparison, Difference

EXAMPLES = 3
"""So many of each kind are told in words; all of them stand in the JSON answer."""


def kinds_as_json(found: Comparison) -> list[dict[str, Any]]:
    """Of each kind of which any Due differs: how many before and after, and how many appear, go and move."""
    counts = Counter((each.kind, each.what) for each in found.differences)
    return [
        {"kind": kind, "before": found.before[kind], "after": found.after[kind]}
        | {what: counts[kind, what] for what in ("appears", "goes", "moves")}
        for kind in sorted({kind for kind, _ in counts})
    ]


def tell_kinds(found: Comparison) -> Iterator[str]:
    """A line for each kind that differs, with examples of it below."""
    for each in kinds_as_json(found):
        parts = [f"{each[what]} {what_words}" for what, what_words in _WHAT if each[what]]
        yield tr(
            "{kind}: {before} before, {after} after; {parts}",
            kind=in_plain_words(each["kind"]),
            before=each["before"],
            after=each["after"],
            parts=", ".join(parts),
        )
        theirs = [difference for difference in found.differences if difference.kind == each["kind"]]
        yield from (f"  {in_words(difference)}" for difference in theirs[:EXAMPLES])
        if len(theirs) > EXAMPLES:
            yield tr("  and {n} more", n=len(theirs) - EXAMPLES)


_WHAT = (("appears", "appear"), ("goes", "go"), ("moves", "move"))


def tell_all(found: Comparison) -> str:
    """All of it in one sentence."""
    count = Counter(each.what for each in found.differences)
    return (
        tr(
            "{moves} would move, {appears} appear, {goes} go.",
            moves=count["moves"],
            appears=count["appears"],
            goes=count["goes"],
        )
        if count
        else tr("Nothing differs.")
    )


def in_words(each: Difference) -> str:
    """One Due that moves, appears or goes."""
    who = f"{each.name}, {each.ref}" if each.ref else each.name
    if each.before is None:
        return tr("{who}: {title} appears, due {stamp}", who=who, title=each.title, stamp=_stamp(each.after))
    if each.after is None:
        return tr("{who}: {title} goes; it was due {stamp}", who=who, title=each.title, stamp=_stamp(each.before))
    if each.before == each.after:
        return tr(
            "{who}: {title} is due {stamp} as before, but shown from another day",
            who=who,
            title=each.title,
            stamp=_stamp(each.after),
        )
    sooner = tr("sooner") if each.after < each.before else tr("later")
    return tr(
        "{who}: {title} moves, {sooner}: from {stamp} to {stamp2}",
        who=who,
        title=each.title,
        sooner=sooner,
        stamp=_stamp(each.before),
        stamp2=_stamp(each.after),
    )


def closed_in_words(booked: BookedWhenClosed) -> str:
    """One booking on a day that is closed then."""
    what = tr(
        "{method} of {stamp} is on a day that these Standards close",
        method=choice_in_words(booked.method),
        stamp=_stamp(booked.at),
    )
    owed = (
        tr("one of a series: it is not owed then")
        if booked.is_series
        else tr("it stays owed, because somebody chose it")
    )
    return tr("{name}, {ref}: the {what}; {owed}", name=booked.name, ref=booked.ref, what=what, owed=owed)


def closed_as_json(found: Comparison) -> list[dict[str, Any]]:
    """Each booking on a day that is closed then, its moment local."""
    return [{**asdict(each), "at": each.at.astimezone(ZONE).isoformat()} for each in found.closed]


def instruments_that_differ(before: Standards, after: Standards) -> list[dict[str, str]]:
    """Each instrument that appears, goes, or is declared otherwise: what was scored of it stays readable, and is
    counted by how it is declared then."""
    declared = {**before.instruments, **after.instruments}
    return [
        {"instrument": key, "title": declared[key].title, "what": what}
        for key in declared
        if (what := _what_becomes(before.instruments.get(key), after.instruments.get(key)))
    ]


def sections_that_differ(before: Standards, after: Standards) -> list[str]:
    """The parts of a Standards file, as they are headed there, that say something else: what moves no Due differs too
    (who may do what, which links are offered)."""
    return [name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)]


def _what_becomes(before: Instrument | None, after: Instrument | None) -> str:
    if before is None or after is None:
        return "appears" if before is None else "goes"
    return "" if before == after else "changes"


def instrument_in_words(each: Mapping[str, str]) -> str:
    """One of them."""
    words = {
        "appears": tr("can be scored"),
        "goes": tr("is scored and counted no more"),
        "changes": tr("is declared otherwise"),
    }
    return tr("Instrument {title}: {words}", title=each["title"], words=words[each["what"]])


def _stamp(moment: datetime | None) -> str:
    from carelist_tui.exchange.story_text import stamp

    return stamp(moment, ZONE) if moment else ""


def differences_as_json(found: Comparison) -> list[dict[str, Any]]:
    """Each Due that differs, its moments local."""
    return [_as_json(each) for each in found.differences]


def _as_json(each: Difference) -> dict[str, Any]:
    moments = {name: value.astimezone(ZONE).isoformat() if value else None
               for name, value in (("before", each.before), ("after", each.after))}  # fmt: skip
    return {**asdict(each), "what": each.what, **moments}
