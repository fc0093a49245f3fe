"""What a service can show of a period on paper: what changed and why, and each figure with its months, its definition
and what guards it (measures.md, Faces). It names nobody, and no small number leaves by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.beside_in_words import beside_in_words
from carelist_tui.domain.measures.charts.funnels import TEAM_HIDDEN_UNDER, TEAMS_FROM, limits_around
from carelist_tui.domain.measures.charts.hidden import HIDDEN_IN_WORDS
from carelist_tui.domain.measures.figure_in_words import (
    count_in_words,
    duration_in_words,
    guard_in_words,
    more_beside,
    row_count,
)
from carelist_tui.domain.measures.subjects.indicators import CHANGED, SHOWN
from carelist_tui.domain.moments import month_in_short
from carelist_tui.domain.views.report.report_parts import (
    Bar,
    Bars,
    Fact,
    Facts,
    Funnel,
    Grid,
    Part,
    Passage,
    Plot,
    Points,
    Report,
    Section,
    passages,
)

Values = Mapping[str, Any]
CONFIDENTIAL = tr("CONFIDENTIAL: figures of a service. Numbers of 1 to 4, and what would tell them, are left out.")
IN_A_FUNNEL = "steps_on_time"
FUNNEL_STEPS = 24
TEAMS_BESIDE = 4
"""So many teams at the most have a column each."""
NOT_SAID = tr("not said")
IMPROVES = tr("Measures are for improvement, never targets on a worker: no worker is ranked here.")
ACCESS = (tr("Access"), ("access", "two_booked", "no_contact_7", "in_cadence_90"))
ENGAGEMENT = (
    tr("Engagement"),
    ("first_response", "re_engaged_28", "missed_rate", "steps_on_time", "cadence_kept", "same_worker"),
)
CRISES = (
    tr("Crises, what came before them and what changed"),
    ("crisis_after_miss", "crisis_rate", "crisis_again_30", "crisis_after_transition", "seen_72h", "learning"),
)
OUTCOMES = (
    tr("What changed in people's lives"),
    ("indicators", "instruments", "plans_owned", "tenancy", "follow_through"),
)
QUALITY = (tr("How far these figures can be relied on"), ("late_entries", "overdue_now", "assurance"))
DECISIONS = (tr("Decisions and escalations"), ("decisions_made", "reviews_kept", "mdt_reviewed", "escalations_closed"))
WARNING = (tr("Early warning"), ("signs_answered", "escalation_rate", "destabilised"))
TRANSITIONS = (tr("Between services"), ("handover_safe", "after_worker_change", "seen_72h", "crisis_after_transition"))
NOBODY_LOST = (
    tr("Nobody becomes invisible"),
    ("cadence_kept", "overdue_now", "open_28", "first_response", "re_engaged_28"),
)
CONTENTS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "team": (NOBODY_LOST, ACCESS, ENGAGEMENT, DECISIONS, WARNING, CRISES, TRANSITIONS, OUTCOMES, QUALITY),
    "commissioner": (ACCESS, ENGAGEMENT, CRISES, OUTCOMES, QUALITY),
    "inspection": (NOBODY_LOST, DECISIONS, WARNING, TRANSITIONS, CRISES, QUALITY),
}
"""Which measures each report shows, in its order, by section."""
EQUITY = "commissioner"
"""The report that has access by the groups of the Standards (S3:34)."""
TITLES = {
    "team": tr("Team report"),
    "commissioner": tr("Report to the commissioner"),
    "inspection": tr("Report for inspection"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is made of: `answer` as it leaves, by measure; by team, where there are more than one; `notes` on
    signals and `improvements`, each a line in words. `noted`: (month, words) by measure."""

    answer: Values
    by_team: Values | None
    notes: Sequence[str]
    improvements: Sequence[str]
    noted: Mapping[str, Sequence[tuple[str, str]]]
    by_group: Sequence[tuple[str, str, Values]] = ()
    """What is asked for equity of access: (title, the lawful reason to ask, access by it)."""
    known: str = ""
    """As known on which day, where later entries are left out; else empty."""


def keys_of(kind: str) -> list[str]:
    """The measures that a report shows, each once."""
    return list(dict.fromkeys(key for _, keys in CONTENTS[kind] for key in keys))


def measures_report(kind: str, of_whom: str, told: Told, keys: Sequence[str]) -> Report:
    """The whole report of a kind: what changed first, then section by section, then what every figure means. Of no kind
    that is listed: the measures of these keys, in their order; the others of the answer guard them."""
    figures = {each["key"]: each for each in told.answer["measures"] if each["key"] in keys}
    about = tr(
        "{of_whom}, from {value} to before {to}{known}",
        of_whom=of_whom,
        value=told.answer["from"],
        to=told.answer["to"],
        known=told.known,
    )
    parts = [Section(tr("What changed, why, and what we did"), (*_changed(figures, told),))]
    shown = set[str]()
    for title, listed in CONTENTS.get(kind, ((tr("Figures"), tuple(figures)),)):
        parts += _section(title, [figures[key] for key in listed if key in figures and key not in shown], told)
        if (title, listed) == OUTCOMES:
            parts += _line_of_sight(figures)
        shown.update(listed)
        if (title, listed) == ACCESS and kind == EQUITY:
            parts += [
                Section(tr("Access: {title}", title=title), (*_by_group(reason, by),), level=3)
                for title, reason, by in told.by_group
            ]
    if told.by_team is not None:
        parts.append(Section(tr("Variation between teams"), (*variation(told.by_team),)))
    parts.append(
        Section(tr("What each figure counts"), (_definitions([figures[key] for key in figures if key in shown]),))
    )
    digests = tr(
        "Standards {standards}. Entries {digest}.", standards=told.answer["standards"], digest=told.answer["digest"]
    )
    parts.append(Section(tr("By what it was made"), passages(digests)))
    return Report(TITLES.get(kind, tr("Measures")), about, CONFIDENTIAL, tuple(parts), print="figures")


def _changed(figures: Mapping[str, Values], told: Told) -> Iterator[Part]:
    yield Passage(IMPROVES)
    ordinary = ("none", "too_few", "ordinary")
    found = [each for each in figures.values() if each["signal"]["kind"] not in ordinary]
    if found:
        yield Points(tuple(f"{each['title']}: {each['signal']['words']}" for each in found))
    else:
        yield Passage(tr("No measure shows more than ordinary variation."))
    if told.notes:
        yield Points(tuple(told.notes))
    if told.improvements:
        yield Points(tuple(told.improvements))


def _section(title: str, figures: Sequence[Values], told: Told) -> Iterator[Section]:
    if figures:
        yield Section(title, ())
    for figure in figures:
        yield Section(figure["title"], (*_figure(figure, told),), level=3)


def _line_of_sight(figures: Mapping[str, Values]) -> Iterator[Section]:
    """So many contacts, so many changes, shown by so many entries (S2:54)."""
    contacts, more = figures.get("same_worker"), figures.get("indicators", {}).get("more", {})
    if CHANGED in more:
        met = (
            ""
            if contacts is None
            else tr("{number} contacts, more than a nod through the door; ", number=_number(contacts["d"]))
        )
        said = tr(
            "{met}changes noted: {number}; entries that show them: {number2}.",
            met=met,
            number=_number(more[CHANGED]),
            number2=_number(more[SHOWN]),
        )
        yield Section(tr("From contact to change"), (Passage(said),), level=3)


def _figure(figure: Values, told: Told) -> Iterator[Part]:
    yield Passage(_said(figure))
    noted = tuple(told.noted.get(figure["key"], ()))
    if figure["chart"] in ("xmr", "run") and any(each["value"] is not None for each in figure["points"]):
        yield _plot(figure, noted)
    is_told = any(not each.get("hidden") for each in figure["points"])
    yield _months(figure) if is_told else Passage(tr("Each month: {hidden_in_words}.", hidden_in_words=HIDDEN_IN_WORDS))
    for each in figure["breakdowns"]:
        yield from _broken_down(each)
    yield from passages(*said_beside(figure))
    guards = [each for each in told.answer["measures"] if each["key"] in figure["guards"]]
    yield from passages(
        *(tr("Read it together with: {guard_in_words}.", guard_in_words=guard_in_words(each)) for each in guards)
    )
    yield from passages(*(f"{month}: {words}" for month, words in noted))


def said_beside(figure: Values) -> Iterator[str]:
    """What stands beside a figure; what of it is hidden together, since it is all said alike."""
    not_ripe = [(tr("not ripe yet"), figure["not_ripe"])] if figure["not_ripe"] != 0 else []
    beside = [*not_ripe, *figure["left_out"].items(), *more_beside(figure)]
    if told := [f"{beside_in_words(what)}: {count}" for what, count in beside if count is not None]:
        yield tr("Beside it: {told}.", told="; ".join(told))
    if hidden := [beside_in_words(what) for what, count in beside if count is None]:
        yield tr("Beside it, {hidden_in_words}: {hidden}.", hidden_in_words=HIDDEN_IN_WORDS, hidden="; ".join(hidden))


def _said(figure: Values) -> str:
    times = [(word, figure[name]) for word, name in ((tr("half within"), "median"), (tr("nine in ten within"), "p90"))]
    told = [f"{word} {duration_in_words(seconds)}" for word, seconds in times if seconds is not None]
    signal = [figure["signal"]["words"]] if figure["signal"]["kind"] != "none" else []
    return " ".join(f"{words[:1].upper()}{words[1:]}." for words in (count_in_words(figure), *told, *signal))


def _plot(figure: Values, noted: tuple[tuple[str, str], ...]) -> Plot:
    limits = figure["limits"]
    middle = limits["mean"] if limits["mean"] is not None else limits.get("median")
    points = tuple((each["month"], each["value"]) for each in figure["points"])
    described = tr(
        "{title}, month by month. {words}. The table below has each month.",
        title=figure["title"],
        words=figure["signal"]["words"],
    )
    is_share = figure["unit"] == "share"
    called: Literal["mean", "median"] = "mean" if limits["mean"] is not None else "median"
    return Plot(figure["title"], described, points, middle, limits["low"], limits["high"], is_share, noted, called)


def _broken_down(breakdown: Values) -> Iterator[Part]:
    """How a figure breaks down: as a table, and below it as a picture, where nothing of it is hidden that it needs."""
    rows, kind = breakdown["rows"], breakdown["kind"]
    whole = max((row.get("so_far", 0) for row in rows), default=0)
    bars = tuple(_bar(row, row_count(row, whole)) for row in rows)
    title = beside_in_words(breakdown["title"])
    cells = [(tr("counted"), [_told(row, "n") for row in rows])]
    cells += [(head, [_told(row, name) for row in rows]) for head, name in ((tr("of"), "d"), (tr("so far"), "so_far"))
              if any(name in row for row in rows)]  # fmt: skip
    heads = ("", *(beside_in_words(row["label"]) for row in rows))
    yield Grid(title, heads, tuple((head, *told) for head, told in cells), narrow=True, short_heads=True)
    is_whole = kind != "stacked" or all(bar.length is not None for bar in bars)
    if is_whole and any(bar.length for bar in bars):
        described = tr("{title}. The table above has each.", title=title)
        yield Bars(title, described, bars, kind if kind in ("stacked", "curve") else "bars")


def _told(row: Values, name: str) -> str:
    return tr("hidden") if row.get("hidden") else str(row.get(name, ""))


def _bar(row: Values, words: str) -> Bar:
    label = beside_in_words(row["label"])
    if row.get("hidden"):
        return Bar(label, words)
    if "value" in row and not row["label"].startswith("day "):
        return Bar(label, words, row["value"])
    return Bar(label, words, row["n"], row.get("d"), row.get("value", 0.0))


def _months(figure: Values) -> Grid:
    heads = ("", *(month_in_short(each["month"]) for each in figure["points"]))
    told = [
        (tr("hidden"), tr("hidden")) if each.get("hidden") else (str(each["n"]), str(each["d"]))
        for each in figure["points"]
    ]
    rows = ((tr("counted"), *(n for n, _ in told)), (tr("of"), *(d for _, d in told)))
    return Grid(tr("{title}, by month", title=figure["title"]), heads, rows, narrow=True, short_heads=True)


def _cell(point: Values, name: str) -> str:
    return tr("hidden") if point.get("hidden") else str(point[name])


def variation(by_team: Values) -> Iterator[Part]:
    """Each measure by team, with the limits within which teams differ by chance alone; no team is sorted by size. Few
    teams stand beside each other, in one table of all measures."""
    told = [each for each in by_team["measures"] if each["unit"] == "share" and len(each["groups"]) > 1]
    held = [group for each in told for group in each["groups"] if group.get("hidden") or group["d"]]
    teams = sorted({group["key"] or NOT_SAID for group in held})
    if told and len(teams) <= TEAMS_BESIDE:
        rows = tuple((each["title"], *_of_teams(each, teams)) for each in told)
        yield Grid(tr("By team, against chance"), ("", *teams), rows)
    for figure in told:
        if len(teams) > TEAMS_BESIDE:
            rows = tuple((each["key"] or NOT_SAID, _counted(each), _within(each)) for each in figure["groups"])
            yield Grid(figure["title"], (tr("team"), tr("counted"), tr("against chance")), rows)
        yield from _funnel(figure)


def _of_teams(figure: Values, teams: Sequence[str]) -> Iterator[str]:
    """What each of these teams has of a figure; a team of which nothing is counted has an empty cell."""
    groups = {each["key"] or NOT_SAID: each for each in figure["groups"]}
    for team in teams:
        group = groups.get(team)
        yield "; ".join(filter(None, (_counted(group), _within(group)))) if group is not None else ""


def _counted(group: Values) -> str:
    return count_in_words({**group, "unit": "share"})


def _funnel(figure: Values) -> Iterator[Part]:
    """The funnel of the teams that may be told, of the measure whose row asks for one."""
    drawn = [each for each in figure["groups"] if not each.get("hidden") and each["low95"] is not None]
    if figure["key"] != IN_A_FUNNEL or len(drawn) < TEAMS_FROM or figure.get("hidden"):
        return
    most = max(each["d"] for each in drawn)
    sizes = sorted(
        {TEAM_HIDDEN_UNDER + (most - TEAM_HIDDEN_UNDER) * n // FUNNEL_STEPS for n in range(FUNNEL_STEPS + 1)}
    )
    limits = [(d, limits_around(figure["n"], figure["d"], d)) for d in sizes]
    lines = tuple(
        (called, tuple((d, getattr(at, name)) for d, at in limits))
        for called, name in (("95 %", "low95"), ("95 %", "high95"), ("99.8 %", "low998"), ("99.8 %", "high998"))
    )
    teams = tuple((each["key"] or tr("not said"), each["d"], each["n"] / each["d"]) for each in drawn)
    described = tr("{title}: teams against the limits of chance. The table above has each.", title=figure["title"])
    yield Funnel(figure["title"], described, teams, lines)


def _by_group(reason: str, by_group: Values) -> Iterator[Part]:
    """Access by one group of people, as they said it themselves; nobody is told by a small number."""
    yield from passages(reason)
    for figure in by_group["measures"]:
        rows = tuple(
            (each["key"] or tr("not said"), count_in_words(each | {"unit": "share"})) for each in figure["groups"]
        )
        if rows and figure["unit"] == "share":
            yield Grid(figure["title"], ("", tr("counted")), rows)


def _within(group: Values) -> str:
    """Whether a team lies within the limits that chance allows; nothing is said of a hidden one."""
    if group.get("hidden") or group["low95"] is None or not group["d"]:
        return ""
    value = group["n"] / group["d"]
    if not group["low998"] <= value <= group["high998"]:
        return tr("outside the 99.8 % limits: open the cases")
    if not group["low95"] <= value <= group["high95"]:
        return tr("outside the 95 % limits")
    return tr("no more than chance")


def _definitions(figures: Sequence[Values]) -> Part:
    return Facts(tuple(Fact(each["title"], each["definition"]) for each in figures))


def _number(count: int | None) -> str:
    return HIDDEN_IN_WORDS if count is None else str(count)
