"""What is known already where a form is open: who it is about, above it; the whole of what bears on it, on its left."""

from __future__ import annotations

from datetime import datetime

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.questionnaire import CONTACT, Questionnaire
from carelist_tui.desk.forms.risk_check import RiskCheckQuestions
from carelist_tui.desk.questions.named_entries import entry_words, unnamed
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES
from carelist_tui.tui.widgets.laptops import escalation_words, planned_there
from carelist_tui.tui.widgets.panel import (
    Said,
    identity_lines,
    known_lines,
    said_of_others,
    step_words,
    warning_lines,
)
from carelist_tui.tui.widgets.row import Look, rule_strip

ERASURE = "entry.erased"
MOST_KNOWN = 2
"""What bears on somebody, beside the warnings, above a form."""


def known_width(width: int) -> int:
    """How wide the left side is: a good third, never more than is read with ease."""
    return min(width * 2 // 5, 60)


# -- above the questions ------------------------------------------------------------------------------------------


def about_strips(asked: Questionnaire, unheard: str, width: int, look: Look, *, in_short: bool) -> list[Strip]:
    """Who this is about, whole, and the warnings; what is due where it is about nobody. `in_short`: what bears on them
    too, as much as leaves room for a form."""
    said = Said(width, look)
    if asked.card is not None:
        identity_lines(said, asked.card)
        warning_lines(said, asked.card)
        if in_short:
            _say_known(said, asked.card, look)
        said.put_noted(unheard)
        if (about := about_entry(asked)) is not None:
            said.put(about, label=tr("About"))
    elif asked.item is not None:
        said.put(asked.item.why)
    return [*said.strips, rule_strip(_title(asked), width, look)]


def about_entry(asked: Questionnaire) -> str | None:
    """The earlier entry that it is about, where somebody chose it from a list: a slip there is seen here."""
    chosen = [name for name in unnamed(asked.kind, None, None) if asked.item is None or asked.kind == ERASURE]
    ids = [id for name in chosen if (id := asked.given.get(f"body.{name}"))]
    told = next((each for each in asked.shown.get("story", ()) if each["id"] in ids), None)
    return entry_words(told, asked.desk.zone) if told is not None else None


def _title(asked: Questionnaire) -> str:
    """What it is, and which Due it settles: `Contact: Visit, routine`. A contact that is not of a booking settles
    several at once, and is called after none of them."""
    label = TYPES[asked.kind].LABEL
    several = asked.kind == CONTACT and not asked.detail.get("planned")
    return label if asked.item is None or several else f"{label}: {asked.item.title}"


def _say_known(said: Said, card: Card, look: Look) -> None:
    """That a contact is missed, and what bears on them beside the warnings."""
    if card.missed_at is not None:
        said.put(
            tr(
                "contact missed {when} ({missed_how}), open since",
                when=look.when(card.missed_at),
                missed_how=card.missed_how,
            ),
            label=tr("Known"),
        )
    quieter = [each for each in card.bearings_at(look.at) if not each.is_loud]
    known_lines(said, quieter[:MOST_KNOWN], " " * len(tr("Known")) if card.missed_at is not None else tr("Known"))


def unheard_words(asked: Questionnaire, look: Look) -> str:
    """Before an escalation: which laptops have not been heard from, and what is planned there."""
    planned = planned_there(asked.shown, [each.device for each in asked.unheard], look)
    return escalation_words(asked.unheard, planned, look)


# -- on the left --------------------------------------------------------------------------------------------------


def decision_strips(asked: DecisionQuestions, width: int, look: Look) -> list[Strip]:
    """What bears on a decision, and by when it is reviewed."""
    return known_strips(asked.card, asked.item.why if asked.item is not None else "", width, look, asked.longest)


def risk_check_strips(asked: RiskCheckQuestions, width: int, look: Look) -> list[Strip]:
    """What bears on a risk check."""
    return known_strips(asked.card, asked.item.why if asked.item is not None else "", width, look, None)


def known_strips(card: Card, why: str, width: int, look: Look, longest: datetime | None) -> list[Strip]:
    """What the record knows: what bears on a decision, the missed contact and what was tried, the plan. What nobody may
    act without stands above the form, with the warnings."""
    said, bearings = Said(width, look), card.bearings_at(look.at)
    said.put(tr("Known already"), look.ink.strong)
    known_lines(said, [each for each in bearings if not each.is_loud], label="-")
    if not any(each.kind == "check" for each in bearings):
        said.put(tr("no risk check in four weeks"), look.ink.amber)
    elif card.episode and not card.risk_check:
        said.put(tr("no risk check since the missed contact"), look.ink.amber)
    if not any(each.kind == "decision" for each in bearings):
        said.put(tr("no decision stands"))
    said.put(
        f"{look.when(card.missed_at)}: {card.missed_how}" if card.missed_at else tr("none open"), label=tr("Missed")
    )
    for step in card.steps:
        said.put(step_words(step, look))
    if card.missed_at:
        said.put(tr("{attempts} made", attempts=card.attempts), label=tr("Attempts"))
    if why:
        said.put(why, label=tr("Why here"))
    if longest is not None:
        said.put(tr("{when} at the longest", when=look.when(longest)), look.ink.amber, label=tr("Review by"))
    said.put(", ".join(card.signs) or tr("none agreed"), label=tr("Signs"))
    if card.red_flags:
        said.put(", ".join(card.red_flags), look.ink.red, label=tr("Same day if"))
    said_of_others(said, card)
    said.put(card.if_missed or tr("nothing agreed"), label=tr("If missed"))
    return said.strips
