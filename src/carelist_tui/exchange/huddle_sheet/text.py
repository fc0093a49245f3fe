"""The sheet as plain text, and the summary to copy: a line for each thing, safe on any terminal."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.plain import shown_text
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, NOTHING, Answer, Made, Names, Words


def sheet_lines(huddle: Answer, names: Names, zone: ZoneInfo, made: Made | None = None) -> Iterator[str]:
    """The whole sheet, line by line."""
    for line in _sheet(Words(huddle, names, zone, made)):
        yield shown_text(line, newline=" / ")


def _sheet(words: Words) -> Iterator[str]:
    yield words.title()
    yield CONFIDENTIAL
    if made := words.made():
        yield made
    yield words.since()
    yield from ("", tr("WHO IS HERE"), *words.here())
    for step in words.huddle["steps"]:
        yield from ("", f"{step['title'].upper()} ({len(step['people'])})")
        if step["step"] == "gap":
            yield words.closure()
        for talk in step["people"]:
            yield from _talk(words, talk)
        if not step["people"]:
            yield NOTHING
    yield from ("", tr("Counts").upper(), *words.counts())
    if rest := words.elsewhere():
        yield from ("", tr("ALSO DISCUSSED"))
        yield from (f"- {'; '.join(words.decided(each))}" for each in rest)
    yield from ("", CONFIDENTIAL)


def _talk(words: Words, talk: Answer) -> Iterator[str]:
    said = [
        words.who(talk),
        words.not_told(talk),
        words.standing(talk),
        words.due(talk),
        words.why(talk),
        *words.known(talk),
        words.also(talk),
    ]
    yield tr("- {filter}; with {name}", filter="; ".join(filter(None, said)), name=words.name(talk["owner"]))
    for each in words.decided(talk):
        yield tr("    decided: {value}", value=each)


def summary_lines(huddle: Answer, names: Names, zone: ZoneInfo) -> Iterator[str]:
    """What came of the huddle: who was there, and each person talked about with what was decided."""
    words = Words(huddle, names, zone)
    talks = {talk["person"]: talk for step in huddle["steps"] for talk in step["people"] if talk["person"]}
    lines = [words.title(), *words.here(), *words.counts()]
    held = huddle["held"]
    for each in held["discussed"] if held else ():
        who = words.who(talks[each["person"]]) if each["person"] in talks else tr("Also")
        lines.append(f"{who}: {'; '.join(words.decided(each)) or tr('discussed')}")
    for line in lines:
        yield shown_text(line, newline=" / ")
