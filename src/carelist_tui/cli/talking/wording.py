"""The list and a person in words, a line for each thing: what the screens show in colour and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.cli.telling import tell_item, tell_person
from carelist_tui.domain.card import Card, Phone
from carelist_tui.domain.worklist import as_json
from carelist_tui.tui.calling.outcomes import safe_from
from carelist_tui.tui.sections.rows import Row

Names = Mapping[str, str]


def row_words(number: int, row: Row, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """`3. Act now, overdue since Mon 16:10: Bilal Khan ... And 2 more for them.`"""
    more = len(row.items) - 1
    rest = f" And {more} more." if more > 0 else ""
    return f"{number}. {tell_item(as_json(row.item, zone), names, at, zone)}{rest}"


def person_lines(card: Card, answer: Mapping[str, Any], names: Names, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Who it is, how to reach them, what to mind before doing so, then how they stand and what is owed."""
    about, *rest = tell_person({**answer, "story": ()}, names, at, zone)
    yield about
    yield from identity_lines(card)
    yield from caution_lines(card, at, zone)
    yield from (line for line in rest if not line.startswith("Warning: "))
    if card.red_flags:
        yield f"Same day if: {', '.join(card.red_flags)}"


def identity_lines(card: Card) -> Iterator[str]:
    """Names, born, numbers, address."""
    if card.known_as or card.pronouns:
        yield ", ".join(filter(None, (card.known_as and f"Known as {card.known_as}", card.pronouns)))
    yield f"Born {card.born}" if card.born else "Born: not known"
    for phone in card.phones:
        yield f"Phone {phone.number}{f', {phone.label}' if phone.label else ''}: {use_words(phone)}"
    if not card.phones:
        yield "No phone is known."
    yield f"Lives at {card.address}" if card.address else "No address is known."


def use_words(phone: Phone) -> str:
    """What a number may be used for; what is not known to be safe is not."""
    if phone.unsafe:
        return "NOT SAFE to use"
    text, voicemail = "may text" if phone.text_ok else "no text", "voicemail" if phone.voicemail_ok else "NO VOICEMAIL"
    return f"may call, {text}, {voicemail}"


def caution_lines(card: Card, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Every warning, whole; and whether now is a safe time."""
    for warning in card.warnings:
        yield f"Warning: {warning}"
    if later := safe_from(card, at, zone):
        yield f"Warning: NOT NOW, safe from {later}"
    elif card.safe_times:
        yield "Now is a safe time."
    if card.avoid_note:
        yield f"Mind: {card.avoid_note}"
