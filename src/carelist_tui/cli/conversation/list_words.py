"""The list and a person in words, a line for each thing: what the screens show in colour and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr, values_in
from carelist_tui.cli.plain_words import tell_item, tell_person
from carelist_tui.desk.calls.attempt import Attempt
from carelist_tui.desk.calls.outcomes import HOW_ARE_THEY, Outcome, safe_from
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.card import Card, Phone
from carelist_tui.domain.entries import TYPES, read_body
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.words import inside, moment_in_full
from carelist_tui.domain.worklist import as_json

Names = Mapping[str, str]


def row_words(number: int, row: Row, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """`3. Act now, overdue since Mon 16:10: Bilal Khan ... Also due: risk check.`"""
    others = ", ".join(inside(item.title) for item in row.items if item is not row.item)
    rest = tr(" Also due: {others}.", others=others) if others else ""
    return f"{number}. {tell_item(as_json(row.item, zone), names, at, zone)}{rest}"


def person_lines(card: Card, answer: Mapping[str, Any], names: Names, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Who it is, how to reach them, what to mind before doing so, then how they stand and what is owed."""
    about, *rest = tell_person({**answer, "story": ()}, names, at, zone)
    yield about
    yield from identity_lines(card)
    yield from caution_lines(card, at, zone)
    yield from (line for line in rest if values_in(line, "Warning: {warning}") is None)


def identity_lines(card: Card) -> Iterator[str]:
    """Names, born, numbers, address."""
    if card.known_as or card.pronouns:
        yield ", ".join(
            filter(None, (card.known_as and tr("Known as {known_as}", known_as=card.known_as), card.pronouns))
        )
    yield tr("Born {born}", born=card.born) if card.born else tr("Born: not known")
    for phone in card.phones:
        yield tr(
            "Phone {number}{which}: {use_words}",
            number=phone.number,
            which=f", {phone.label}" if phone.label else "",
            use_words=use_words(phone),
        )
    if not card.phones:
        yield tr("No phone is known.")
    yield tr("Lives at {address}", address=card.address) if card.address else tr("No address is known.")


def use_words(phone: Phone) -> str:
    """What a number may be used for; what is not known to be safe is not."""
    if phone.unsafe:
        return tr("NOT SAFE to use")
    text, voicemail = (
        tr("may text") if phone.text_ok else tr("no text"),
        tr("voicemail") if phone.voicemail_ok else tr("NO VOICEMAIL"),
    )
    return tr("may call, {value}, {voicemail}", value=text, voicemail=voicemail)


def name_words(card: Card) -> str:
    """`YUSUF Amina, born 1991-05-04, P-0042`: what tells them from anybody else."""
    name = card.listed
    return ", ".join(filter(None, (name, tr("born {born}", born=card.born) if card.born else "", card.ref)))


def reach_words(attempt: Attempt) -> str:
    """Whom, in which way, at which number or address: `call to YUSUF Amina, born 1991-05-04, P-0042: 07700 900123`."""
    card, way = attempt.card, attempt.now
    if way is None:
        return name_words(card)
    if way.who is not None:
        return tr(
            "{method} to {words}, about {name_words}: {phone}",
            method=in_plain_words(way.method),
            words=way.words,
            name_words=name_words(card),
            phone=way.who.phone or tr("no number is known"),
        )
    numbers = ", ".join(f"{phone.number} ({use_words(phone)})" for phone in card.phones)
    where = {"call": numbers, "text": numbers, "visit": card.address, "letter": card.address}.get(way.method)
    known = where or (
        ""
        if where is None
        else tr("no {which} is known", which=tr("number") if way.method in ("call", "text") else tr("address"))
    )
    return tr("{method} to {name_words}", method=in_plain_words(way.method), name_words=name_words(card)) + (
        f": {known}" if known else ""
    )


def attempt_words(attempt: Attempt, outcome: Outcome, how: str | None, note: str) -> str:
    """An attempt before it is recorded, whole."""
    of = {code: words for _, code, words in HOW_ARE_THEY}
    said = [
        attempt.item.title,
        reach_words(attempt),
        tr("begun {at}", at=attempt.at[11:16]),
        tr("outcome: {words}", words=outcome.words),
    ]
    return "; ".join(
        [*said, *([tr("they are {of}", of=of[how])] if how else []), *([tr("note: {note}", note=note)] if note else [])]
    )


def draft_words(draft: Mapping[str, Any], card: Card | None, zone: ZoneInfo) -> str:
    """An entry before it is recorded: about whom, when, and what it says in the words of its own model."""
    body = read_body(draft["type"], 1, draft.get("body") or {})
    occurred_at = parse_moment(draft["occurred_at"]) if draft.get("occurred_at") else None
    when = f", {moment_in_full(occurred_at, zone)}" if occurred_at is not None else ""
    words = body.in_words(zone, occurred_at) if body is not None else TYPES[draft["type"]].LABEL
    return f"{name_words(card) if card else tr('the team')}{when}: {words}"


def bearing_lines(card: Card, names: Names, at: datetime, zone: ZoneInfo, *, only_loud: bool = False) -> Iterator[str]:
    """What bears on a decision about them, a line each; what nobody may act without is a warning."""
    for each in card.loud_at(at) if only_loud else card.bearings_at(at):
        words = each.said_at(at, zone, lambda worker: names.get(worker, worker))
        yield f"{tr('Warning') if each.is_loud else tr('Known')}: {words}"


def known_lines(card: Card, names: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """What is known that bears on a decision about them, and what to look for."""
    yield from list(bearing_lines(card, names, now, zone)) or [tr("Known: no risk check, and no decision that stands.")]
    if card.signs:
        yield tr("Signs to look for: {signs}", signs=", ".join(card.signs))
    if card.red_flags:
        yield tr("Same day if: {red_flags}", red_flags=", ".join(card.red_flags))


def caution_lines(card: Card, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Every warning, whole; and whether now is a safe time."""
    for warning in card.warnings:
        yield tr("Warning: {warning}", warning=warning)
    if later := safe_from(card, at, zone):
        yield tr("Warning: NOT NOW, safe from {later}", later=later)
    elif card.safe_times:
        yield tr("Now is a safe time.")
    if card.avoid_note:
        yield tr("Mind: {avoid_note}", avoid_note=card.avoid_note)
