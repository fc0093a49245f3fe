"""All that is said of one measure, in whole sentences: on its panel, on the page behind `v`, and in plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.at_hand.figures import (
    PER,
    Values,
    group_words,
    groups_by_name,
    month_label,
    month_words,
    value_in_words,
)
from carelist_tui.domain.measures.beside_in_words import beside_in_words
from carelist_tui.domain.measures.charts.averages import SHARE_FROM
from carelist_tui.domain.measures.charts.funnels import limits_around
from carelist_tui.domain.measures.figure_in_words import breakdown_in_words, duration_in_words, more_beside, percent

Guards = Sequence[Values]
"""The figures that stand beside one, so that it is not made better at their cost."""


def counted_sentence(figure: Values) -> str:
    """`First response to a missed contact: 280 of 373, 75 %.`"""
    return f"{figure['title']}: {counted(figure)}."


def counted(figure: Values) -> str:
    """How many of how many, and what that is; of few why no share is said."""
    n, d, value = figure["n"], figure["d"], figure.get("value")
    if figure["unit"] == "rate":
        rate = f": {value:.1f} {PER}" if value is not None else ""
        return tr("{n} in {d} person-months{rate}", n=n, d=d, rate=rate)
    if figure["unit"] == "days":
        return tr("{n} of {d}", n=n, d=d) + (
            tr(", half within {value_in_words}", value_in_words=value_in_words(value, "days"))
            if value is not None
            else ""
        )
    if figure["unit"] == "share" and figure["share"] is None and d:
        return tr("{n} of {d}, fewer than {share_from}: no share is said", n=n, d=d, share_from=SHARE_FROM)
    return tr("{n} of {d}", n=n, d=d) + (f", {percent(figure['share'])}" if figure["share"] is not None else "")


def times_sentence(figure: Values) -> str:
    """`Half within 2 h, nine in ten within 25 h.`; empty where none is said."""
    if figure["unit"] == "days":
        return ""
    times = [(word, figure[name]) for word, name in ((tr("half within"), "median"), (tr("nine in ten within"), "p90"))]
    told = [f"{word} {duration_in_words(seconds)}" for word, seconds in times if seconds is not None]
    return sentence(", ".join(told)) if told else ""


def sentence(words: str) -> str:
    """With a capital, and a full stop at its end."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?')) else '.'}"


def range_sentence(figure: Values, team: Values) -> str:
    """A worker's figure beside their team's, with how far it may lie from that by chance alone; empty where there are
    too few to say."""
    n, d = team["n"], team["d"]
    if figure["unit"] != "share" or figure["d"] < SHARE_FROM or d < SHARE_FROM:
        return ""
    limits = limits_around(n, d, figure["d"])
    least, most = (round(limit * figure["d"]) for limit in (limits.low95, limits.high95))
    return tr(
        "The team: {counted}; of {d}, chance alone gives {least} to {most}.",
        counted=counted(team),
        d=figure["d"],
        least=least,
        most=most,
    )


def beside_words(figure: Values) -> Iterator[str]:
    """What stands beside the figure: who is not in it and why, what guards it, what was recorded late."""
    if figure["not_ripe"]:
        yield tr("not ripe yet: {not_ripe}", not_ripe=figure["not_ripe"])
    yield from (
        tr("left out, {reason}: {count}", reason=in_plain_words(reason), count=count)
        for reason, count in figure["left_out"].items()
    )
    yield from (f"{beside_in_words(what)}: {count}" for what, count in more_beside(figure))
    if figure["late_share"]:
        yield tr("recorded late: {percent}", percent=percent(figure["late_share"]))


def guard_words(guards: Guards) -> Iterator[str]:
    """The figures that guard one, each with what was called off and what was kept in part."""
    for each in guards:
        called_off = ((what, n) for what, n in each["more"].items() if what.startswith(("cancel", "kept")))
        calls = [f"{beside_in_words(what)}: {count}" for what, count in called_off]
        yield "; ".join([f"{each['title']}: {counted(each)}", *calls])


def note_words(note: Values, names: Mapping[str, str]) -> str:
    """`Feb 2026, North, step change: two more workers. What we do: keep them. Noted by Ada.`"""
    about = ", ".join(filter(None, (month_label(note["month"]), note["team"])))
    anew = tr(", step change, limits begin anew") if note["step_change"] else ""
    does = tr(" What we do: {sentence}", sentence=sentence(note["do"])) if note["do"] else ""
    return tr(
        "{about}{anew}: {sentence}{does} Noted by {names}.",
        about=about,
        anew=anew,
        sentence=sentence(note["found"]),
        does=does,
        names=names.get(note["by"], note["by"]),
    )


def panel_sentences(figure: Values, guards: Guards, names: Mapping[str, str]) -> list[str]:
    """What the panel says beside the chart, what matters first: what the months say, what guards it, what was noted."""
    beside = [*guard_words(guards), *beside_words(figure)]
    told = [
        times_sentence(figure),
        sentence(figure["signal"]["words"]) if figure["signal"]["words"] else "",
        *(tr("Note, {note_words}", note_words=note_words(note, names)) for note in reversed(figure["notes"])),
        tr("Beside it: {beside}.", beside="; ".join(beside)) if beside else "",
    ]
    return [each for each in told if each]


def whole_lines(
    figure: Values, guards: Guards, names: Mapping[str, str], more: Iterable[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """All of it, as (heading, lines), the first heading empty: what it is and counts, what is beside it, its months or
    events, its groups, its notes. `more` is what else is said with the groups."""
    first = [counted_sentence(figure), times_sentence(figure), sentence(figure["signal"]["words"] or tr("Not charted"))]
    yield "", [each for each in first if each]
    yield tr("What it counts"), [figure["definition"]]
    if guards:
        yield tr("Read it together with"), [sentence(each) for each in guard_words(guards)]
    if beside := [sentence(each) for each in beside_words(figure)]:
        yield tr("Beside it"), beside
    if lines := [*_limit_words(figure)]:
        yield tr("Its limits"), lines
    for each in figure.get("breakdowns", ()):
        yield beside_in_words(each["title"]), [*breakdown_in_words(each, names)]
    yield tr("Month by month"), [*month_words(figure)]
    if groups := [group_words(each, figure, names) for each in groups_by_name(figure, names)]:
        yield tr("By {by}", by=in_plain_words(figure["groups"][0]["by"])), [*groups, *more]
    elif more:
        yield tr("The team"), list(more)
    notes = [note_words(note, names) for note in figure["notes"]]
    yield tr("Notes on it"), notes or [tr("None yet: n on the measures writes one, once the cases were opened.")]


def _limit_words(figure: Values) -> Iterator[str]:
    """The lines of each stretch between step changes, the oldest first."""
    unit = "days" if figure["chart"] == "t" else figure["unit"]
    for each in figure["stretches"]:
        middle = each["mean"] if each["mean"] is not None else each["median"]
        if middle is None:
            continue
        since = (
            tr("from {month_label}", month_label=month_label(each["since"]))
            if each["since"]
            else tr("from the first month")
        )
        what = tr("median") if each["mean"] is None or each["low"] is None else tr("mean")
        told = f"{since}: {what} {value_in_words(middle, unit)}"
        if each["low"] is not None:
            told += tr(
                ", limits {value_in_words} to {value_in_words2}",
                value_in_words=value_in_words(each["low"], unit),
                value_in_words2=value_in_words(each["high"], unit),
            )
        trial = {"none": tr(", too few for limits yet"), "trial": tr(", on trial"), "fixed": ""}[each["state"]]
        yield sentence(f"{told}{trial if figure['chart'] != 'run' else ''}{_because(each)}")


def _because(stretch: Values) -> str:
    return tr("; step change: {reason}", reason=stretch["reason"]) if stretch["reason"] else ""
