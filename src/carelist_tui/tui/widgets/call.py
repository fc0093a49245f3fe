"""The call sheet: what somebody needs in front of them while it rings, and the keys for what comes of it."""

from __future__ import annotations

from datetime import datetime

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.attempt import Attempt
from carelist_tui.desk.calls.outcomes import HOW_ARE_THEY, PARTNERS
from carelist_tui.domain.card import Card
from carelist_tui.domain.words import clock_in_words
from carelist_tui.tui.widgets.panel import Said, phone_words, said_of_others, warning_lines
from carelist_tui.tui.widgets.plain import Line, width_of
from carelist_tui.tui.widgets.row import Look

DOING = {"call": tr("CALLING"), "text": tr("TEXTING"), "email": tr("BY EMAIL"), "letter": tr("BY LETTER"),
    "visit": tr("AT THE DOOR"),
         "clinic": tr("AT THE CLINIC"), "video": tr("BY VIDEO")}  # fmt: skip
"""What is being done, by its method."""


def call_strips(attempt: Attempt, width: int, look: Look, unheard: str = "") -> list[Strip]:
    """Whom, which number, since when; warnings; the outcome keys; what to ask; who may be spoken to. `unheard` says
    whose laptop has not been heard from."""
    said, card = Said(width, look), attempt.card
    name = card.listed
    since = clock_in_words(datetime.fromisoformat(attempt.at), look.zone)
    method = attempt.now.method if attempt.now is not None else ""
    where = where_of(method, card)
    if attempt.who is not None:
        who = attempt.who
        name, where = tr("{called} about {name}", called=who.called, name=name), who.phone or tr("no number known")
    doing = tr("A VISIT") if attempt.asks_where else DOING.get(method, tr("NOW"))
    calling = tr("{doing} since {since}   {name}   {where}", doing=doing, since=since, name=name, where=where)
    said.put(calling.rstrip(), look.ink.strong)
    warning_lines(said, card)
    other = [("0", tr("{words} instead", words=way.words)) for way in attempt.others[:1]]
    if attempt.asks_first:
        said.put(attempt.may_begin or tr("Going, or at the door?"), look.ink.strong)
        key_lines(said, [*attempt.asks_first, *other])
    elif attempt.outcome is not None:
        said.put(tr("{words}. How are they?", words=attempt.outcome.words.capitalize()), look.ink.strong)
        key_lines(said, [(key, words) for key, _, words in HOW_ARE_THEY])
    elif attempt.outcomes:
        key_lines(said, [*((outcome.key, outcome.words) for outcome in attempt.outcomes), *other])
    else:
        said.put(why_no_keys(attempt), look.ink.amber)
    if attempt.writing or attempt.note:
        said.put(attempt.note + (tr("_ (enter ends the note)") if attempt.writing else ""), label=tr("Note"))
    said.put_noted(unheard)
    ask = [tr("how are they"), tr("why it was missed"), *(f"{sign}?" for sign in card.signs)]
    said.put(", ".join(ask), label=tr("Ask"))
    if card.red_flags:
        said.put(", ".join(card.red_flags), look.ink.red, label=tr("Same day if"))
    said_of_others(said, card)
    return said.strips


def where_of(method: str, card: Card) -> str:
    """Where the person is reached by a method: their address, or their numbers."""
    if method in ("visit", "letter"):
        return card.address or tr("no address known")
    if method in ("call", "text", ""):
        return ", ".join(map(phone_words, card.phones)) or tr("no number known")
    return ""


def why_no_keys(attempt: Attempt) -> str:
    """Why there is nothing to press here, and what there is instead."""
    if attempt.step == PARTNERS:
        return tr("Nobody may be told without a reason: d records a decision about sharing, enter another way.")
    return tr("The plan and the details allow no call and no text here: enter records another way, d a decision.")


def key_lines(said: Said, keys: list[tuple[str, str]]) -> None:
    """Keys and their words in a row, in as many lines as they take; none is cut in two."""
    line = Line(said.width, said.look.ink.words).add(" ")
    for key, words in keys:
        if line.used > 1 and line.room < width_of(words) + 5:
            said.strips.append(line.strip())
            line = Line(said.width, said.look.ink.words).add(" ")
        line.add(key, said.look.ink.key).add(f" {words}   ")
    said.strips.append(line.strip())
