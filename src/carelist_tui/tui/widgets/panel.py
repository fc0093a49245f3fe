"""The person at hand in lines: identity always whole, warnings wrapped and never cut, then what helps to act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from rich.style import Style
from textual.strip import Strip

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.desk.calls.outcomes import safe_from
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.card import Bearing, Card, Other, Phone, StepLine, loud_words
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.widgets.plain import Line, width_of, wrap
from carelist_tui.tui.widgets.row import Look

WIDE = 110
"""From here on identity stands in one line; below, always in two, so that every line keeps its place."""
GAP = "   "
STEP_MARKS = {"done": "x", "skipped": "~", "next": ">", "later": "-", "withdrawn": "/"}


def panel_strips(card: Card | None, row: Row, width: int, look: Look, visited: Card | None = None) -> list[Strip]:
    """All that is known to act safely, most important first; of what is about nobody, why it is owed, and of a worker
    who is not back from `visited` where they went and what to mind there."""
    said = Said(width, look)
    if card is None:
        said.put(row.item.why)
        if visited is not None:
            said.put(tr("They went to:"))
            must_lines(said, visited)
        return said.strips
    must_lines(said, card)
    said.put(zone_words(card, look), look.ink.zone(card.zone))
    said.put(steps_words(card, look) or tr("no missed contact"), label=tr("Steps"))
    rest_lines(said, card, why_here(row))
    return said.strips


def must_lines(said: Said, card: Card) -> None:
    """What nobody may act without."""
    identity_lines(said, card)
    warning_lines(said, card)


def rest_lines(said: Said, card: Card, why: str) -> None:
    """What helps besides, when there is room."""
    known_lines(said, [each for each in card.bearings_at(said.look.at) if not each.is_loud])
    flags = tr("   SAME DAY IF: {red_flags}", red_flags=", ".join(card.red_flags)) if card.red_flags else ""
    said.put((", ".join(card.signs) or tr("none agreed")) + flags, label=tr("Warning signs"))
    said_of_others(said, card)
    if why:
        said.put(why, label=tr("Why here"))
    if card.if_missed:
        said.put(card.if_missed, label=tr("We said that if missed"))


def why_here(row: Row) -> str:
    """Why the row stands in its section."""
    return row.why or row.item.why


def steps_words(card: Card, look: Look) -> str:
    """The missed-contact steps in a row; empty when no contact was missed."""
    return "  ".join(step_words(step, look) for step in card.steps)


class Said:
    """Lines in the making: words wrapped to the width, under a label where there is one."""

    def __init__(self, width: int, look: Look) -> None:
        self.width, self.look = width, look
        self.strips: list[Strip] = []

    def put(self, text: str, style: Style | None = None, *, label: str = "") -> None:
        """Words in as many lines as they take; the lines after the first stand under the words, not the label."""
        lead = f"{label}  " if label else ""
        indent = min(len(lead), self.width // 3)
        first = self.width - 2 - len(lead)
        lines = wrap(text, max(first, 10)) if len(lead) <= indent else wrap(lead + text, self.width - 2)
        for n, words in enumerate(lines):
            line = Line(self.width, self.look.ink.words).add(" ")
            if lead and n == 0 and len(lead) <= indent:
                line.add(lead, self.look.ink.quiet)
            elif lead and len(lead) <= indent:
                line.add(" " * len(lead))
            self.strips.append(line.add(words, style).strip())

    def put_pieces(self, pieces: Sequence[tuple[str, Style | None]]) -> None:
        """Words of several styles that run on, in as many lines as they take; where one begins there is a blank."""
        shown = [(shown_text(" ".join(text.split("\n"))), style) for text, style in pieces]
        styles, at = [style for text, style in shown for letter in text if letter != " "], 0
        for words in wrap("".join(text for text, _ in shown), self.width - 2):
            line = Line(self.width, self.look.ink.words).add(" ")
            for is_blank, run in groupby(words, key=" ".__eq__):  # no word is of two pieces
                word = "".join(run)
                line.add(word, None if is_blank else styles[at])
                at += 0 if is_blank else len(word)
            self.strips.append(line.strip())

    def put_noted(self, text: str) -> None:
        """What to mind before acting, with a sign; nothing where there is nothing."""
        if text:
            self.put(f"! {text[:1].upper()}{text[1:]}", self.look.ink.amber)

    def put_one(self, text: str, style: Style | None = None, *, label: str = "") -> None:
        """Words in one line, cut where there is no more room."""
        line = Line(self.width, self.look.ink.words).add(" ")
        if label:
            line.add(f"{label}  ", self.look.ink.quiet)
        self.strips.append(line.add(" ".join(text.split("\n")), style).strip())


def identity_lines(said: Said, card: Card) -> None:
    """Name, pronouns, born, phone, address: whole, in as many lines as they need."""
    known = f' "{card.known_as}"' if card.known_as else ""
    name = f"{card.listed}{known} {card.pronouns}".strip()
    rest = "  ".join(filter(None, (born_words(card.born, said.look.at), *map(phone_words, card.phones), card.address)))
    if said.width >= WIDE and width_of(name) + width_of(rest) + 4 <= said.width:
        line = Line(said.width, said.look.ink.words).add(" ").add(name, said.look.ink.strong).add("  ").add(rest)
        said.strips.append(line.strip())
    else:
        said.put(name, said.look.ink.strong)
        said.put(rest or tr("no phone, no address known"))


def born_words(born: str, at: datetime) -> str:
    """`b. 4 May 1991 (34)`; as written when it is no date."""
    try:
        day = datetime.fromisoformat(born).date()
    except ValueError:
        return f"b. {born}" if born else tr("born: not known")
    age = at.year - day.year - ((at.month, at.day) < (day.month, day.day))
    return f"b. {day_in_words(day)} ({age})"


def phone_words(phone: Phone) -> str:
    """A number with its label; an unsafe one says so."""
    label = f" {phone.label}" if phone.label else ""
    return f"{phone.number}{label}" + (tr(" (UNSAFE)") if phone.unsafe else "")


def warning_lines(said: Said, card: Card) -> None:
    """Warnings at the act: every one whole; and whether now is a safe time."""
    loud = "  ".join(f"! {loud_words(warning)}" for warning in card.warnings)
    later, red = safe_from(card, said.look.at, said.look.zone), said.look.ink.red
    now = (
        tr("NOT NOW: safe from {later}", later=later)
        if later
        else (tr("safe to contact now") if card.safe_times else "")
    )
    ways = ways_words(card)
    pieces = [
        (loud, red),
        (f"{GAP if loud else ''}{ways}{';' if now else ''}" if ways else "", None),
        (f"{' ' if ways else GAP if loud else ''}{now}" if now else "", red if later else None),
        (f"{GAP if loud or ways or now else ''}{card.avoid_note}" if card.avoid_note else "", red),
    ]
    known = card.loud_at(said.look.at)
    if any(words for words, _ in pieces):
        said.put_pieces(pieces)
    elif not known:
        said.put(tr("no warnings"))
    for each in known:
        said.put(f"! {bearing_words(each, said.look)}", said.look.ink.red)


def ways_words(card: Card) -> str:
    """How they agreed to be contacted, the first way first; where that can't be, that it must be asked about."""
    ways = tr(", then ").join(map(in_plain_words, card.methods))
    if card.methods[:1] == ("text",) and not any(phone.text_ok and not phone.unsafe for phone in card.phones):
        return tr("{ways}: text first, but no number is cleared for texts: ask", ways=ways)
    return ways


def bearing_words(bearing: Bearing, look: Look) -> str:
    """One thing that bears on a decision, with whose word it is."""
    return bearing.said_at(look.at, look.zone, look.name)


def known_lines(said: Said, bearings: Sequence[Bearing], label: str = tr("Known")) -> None:
    """What bears on a decision, each on a line of its own, the most telling first. `-` stands before each."""
    for n, each in enumerate(bearings):
        style = said.look.ink.red if each.is_loud else None
        said.put(bearing_words(each, said.look), style, label=label if n == 0 or label == "-" else " " * len(label))


def zone_words(card: Card, look: Look) -> str:
    """`AMBER 9 days: sleeping by day   last spoke 24 Feb, last seen 10 Feb   Tom / Dr Shah`."""
    since = f" {days_words(look.days_since(card.zone_since))}" if card.zone_since else ""
    zone = in_plain_words(card.zone).upper() if card.zone != "unknown" else tr("ZONE NOT SET")
    reason = f": {card.zone_reason}" if card.zone_reason else ""
    spoke = look.when(card.last_spoke) if card.last_spoke else tr("never")
    seen = look.when(card.last_seen) if card.last_seen else tr("never")
    held = " / ".join(filter(None, (look.name(card.coordinator).split(" ")[0], card.oversight)))
    last = (
        tr("last spoke {spoke}, last seen {seen}", spoke=spoke, seen=seen)
        if spoke != seen
        else tr("last spoke and seen {seen}", seen=seen)
    )
    return f"{zone}{since}{reason}   {last}   {held or tr('no coordinator')}"


def days_words(days: int) -> str:
    """An age in days."""
    return tr("today") if days < 1 else ntr("1 day", "{days} days", days, days=days)


def step_words(step: StepLine, look: Look) -> str:
    """One of the missed-contact steps with its sign: done and what came of it, or by when."""
    state = step.state_at(look.at)
    mark = STEP_MARKS.get(state, "-")
    if step.done_at is not None:
        return f"{mark} {look.when(step.done_at)} {step.words or step.title}"
    if state == "next":
        return f"{mark} {step.title.lower()} {look.by(step.due_at)}"
    return f"{mark} {step.title.lower()} {look.when(step.due_at) if state == 'later' else in_plain_words(state)}"


def speak_words(card: Card) -> str:
    """Who may be told, and on which ground; nobody is said as nobody."""
    return "; ".join(map(told_words, card.may_be_told)) or tr("nobody agreed")


def told_words(who: Other) -> str:
    """`sister Noor 07700 900456 evenings (agreed)`, `Jo Hill, Housing (vital interests)`."""
    return f"{' '.join(filter(None, (who.called, who.phone, who.when)))} ({who.basis_words})"


def said_of_others(said: Said, card: Card) -> None:
    """Who may be told, and on a line of its own about whom to ask first; who must not be told is among the warnings."""
    said.put(speak_words(card), label=tr("May speak to"))
    if card.ask_first:
        said.put("; ".join(who.called for who in card.ask_first), said.look.ink.amber, label=tr("Ask first about"))
