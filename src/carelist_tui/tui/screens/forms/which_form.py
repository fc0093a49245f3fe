"""The screen on which an entry is written: its form, or first both versions where two stand of what it sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.form_types import questionnaire
from carelist_tui.desk.forms.handover import HandoverQuestions
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.forms.risk_check import RiskCheckQuestions
from carelist_tui.desk.forms.two_records import JOINED, asks_if_one
from carelist_tui.desk.versions import CONFLICT
from carelist_tui.domain.card import Card
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.forms.form_screen import FormScreen, Layout
from carelist_tui.tui.screens.forms.handover_lines import handover_strips
from carelist_tui.tui.screens.forms.two_records import TwoRecordsScreen
from carelist_tui.tui.screens.forms.two_versions import Opens, SettlingScreen
from carelist_tui.tui.screens.forms.what_is_known import decision_strips, risk_check_strips
from carelist_tui.vault.drafts import Begun

LAYOUTS: Mapping[type[Questionnaire], Layout] = {
    ContactQuestions: Layout(beside=True),
    DecisionQuestions: Layout(known=decision_strips),
    RiskCheckQuestions: Layout(known=risk_check_strips),
    HandoverQuestions: Layout(known=handover_strips, known_follows=frozenset({"body.kind", "body.higher_risk"})),
}
"""Forms about a person that are laid out by hand."""


def form_screen(
    desk: Desk,
    kind: str,
    item: Item | None,
    card: Card | None,
    known: Mapping[str, Any],
    *,
    around: Mapping[str, str] | None = None,
    begun: Begun | None = None,
) -> FormScreen | SettlingScreen | TwoRecordsScreen:
    """The form for an entry of this kind, begun from what is due or, without an item, from the person alone. Where two
    versions stand of what such an entry sets, both are shown first; before two records are joined, both of them.

    `known` is of the body; `around` of the envelope, as typed (`on_behalf_of`: the chair's id). `begun` is a draft to
    go on with.
    """
    if begun is None and kind == JOINED and (item is None or asks_if_one(item)):
        return TwoRecordsScreen(desk, item, card, _opens(desk, item), around or {})
    if item is not None and item.kind == CONFLICT and kind in item.resolved_by and begun is None:
        return SettlingScreen(desk, item, card, _opens(desk, item), around or {})
    return _form(questionnaire(desk, kind, item, card, known, around or {}, begun))


def _opens(desk: Desk, item: Item | None) -> Opens:
    """The ordinary form, for who writes two versions anew, or joins two records."""

    def opens(kind: str, card: Card | None, known: dict[str, Any], around: dict[str, str]) -> FormScreen:
        return _form(questionnaire(desk, kind, item, card, known, around))

    return opens


def _form(questions: Questionnaire) -> FormScreen:
    return FormScreen(questions, LAYOUTS.get(type(questions), Layout()))
