"""Which form settles what is due, what it knows when it opens, and the questionnaire that asks the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.attempt import to_whom
from carelist_tui.desk.calls.outcomes import PARTNERS
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.handover import HandoverQuestions
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.forms.risk_check import RiskCheckQuestions
from carelist_tui.desk.forms.score_forms import AgreedQuestions, InstrumentQuestions, RatingQuestions, ReviewQuestions
from carelist_tui.desk.forms.supervision import SupervisionQuestions
from carelist_tui.desk.forms.who_somebody_is import IDENTITY, IdentityQuestions, WorkerAddedQuestions
from carelist_tui.desk.questions.answers import typed_of
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.versions import CONFLICT
from carelist_tui.domain.card import Card
from carelist_tui.domain.dues.gaps import ARRANGED, next_opening
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

DECISION, CONTACT, RISK_CHECK = "decision.recorded", "contact.completed", "risk_check.completed"
ATTEMPT, HANDOVER, SUPERVISION = "outreach.attempted", "handover.", "supervision.held"
OF_OUTCOMES: Mapping[str, type[Questionnaire]] = {
    "indicator.agreed": AgreedQuestions,
    "indicator.rated": RatingQuestions,
    "instrument.scored": InstrumentQuestions,
    "review.completed": ReviewQuestions,
}
ADDED, CHANGED = "worker.added", "worker.changed"
TAKES_ON = frozenset({"person.accepted", "referral.received", ADDED})
"""What says which team somebody comes to: where there is one alone, it is that."""
OF_SOMEBODY_ELSE = frozenset({ADDED, CHANGED})
"""Set-up of a worker, which nobody's own name begins."""
WITHOUT_FORM = frozenset({
    "standards.adopted", "device.enrolled", "device.revoked", "worker.recovered", "entry.corrected", "sample.drawn",
    "handover.sent",
})  # fmt: skip
"""Types that come from a file, a key or another entry, and are never typed into fields."""
EXPECTED, AUDIT = "expected_at", "audit"
ENDS_BY_ITSELF: Mapping[str, str] = {
    "worker_back": tr("Ring them, and the office: this ends by itself with the next thing that they record."),
    "audit": tr("Draw a sample and score each of its cases: K opens the audits; in a terminal, carelist audit."),
}
"""What is said of what no form settles."""
AROUND = ("occurred_at", "learned_at", "on_behalf_of", "arose_from")
"""What may be known of the envelope when a form opens."""


def form_types(item: Item) -> list[tuple[str, str]]:
    """(type, its words) of each entry that settles this item and has a form; of a team's, those about nobody."""
    if item.kind == AUDIT:
        return []  # a sample is drawn, and its cases scored, on a screen of their own
    known = [TYPES[kind] for kind in item.resolved_by if kind in TYPES and kind not in WITHOUT_FORM]
    if item.kind == CONFLICT:  # both sides are shown first, whichever they are
        return [(kind, TYPES[kind].LABEL) for kind in item.resolved_by[:1]]
    if item.person is None:
        known = [each for each in known if each.PERSON_MAY_BE_ABSENT or not each.ABOUT_PERSON]
    return [(each.TYPE, each.LABEL) for each in known]


def questionnaire(
    desk: Desk,
    kind: str,
    item: Item | None,
    card: Card | None,
    known: Mapping[str, Any],
    around: Mapping[str, str],
    begun: Begun | None = None,
) -> Questionnaire:
    """What is asked for an entry of this kind, begun from what is due or, without an item, from the person alone.

    `known` is of the body; `around` of the envelope, as typed (`on_behalf_of`: the chair's id). `begun` is a draft to
    go on with. Notes on decisions, contacts, risk checks and handovers ask in their own way; all others as their model.
    """
    asks = asks_of(TYPES[kind])
    facts = {**known_of(kind, asks, item, card, desk.worker), **known}
    if kind in TAKES_ON and "team" not in facts and (team := only_team(desk.roster.workers.values())):
        facts["team"] = team
    if kind == ARRANGED and "back_at" not in facts:
        facts["back_at"] = next_opening(item.detail if item else {}, desk.now(), desk.glance.calendar)
    if EXPECTED in facts and _is_ahead(facts[EXPECTED], desk.now()):
        del facts[EXPECTED]  # a visit of this afternoon was not missed this morning: when it should have been is asked
    typed = typed_of(asks, facts) | dict(around)
    if begun is not None:
        names = (*(ask.path for ask in asks if ask.kind == "id"), "body.occurrence", "body.due", *AROUND[2:])
        typed |= {name: begun.values[name] for name in names if begun.values.get(name)}
    if kind == SUPERVISION:
        return SupervisionQuestions(desk, kind, item, card, typed, begun)
    if kind in IDENTITY:
        return IdentityQuestions(desk, kind, item, card, typed, begun)
    if kind == ADDED:
        return WorkerAddedQuestions(desk, kind, item, card, typed, begun)
    if card is None:
        return Questionnaire(desk, kind, item, card, typed, begun)
    if kind == DECISION:
        return DecisionQuestions(desk, kind, item, card, typed, begun)
    if kind == CONTACT:
        return ContactQuestions(desk, kind, item, card, typed, begun)
    if kind == RISK_CHECK:
        return RiskCheckQuestions(desk, kind, item, card, typed, begun)
    asked = OF_OUTCOMES.get(kind) or (HandoverQuestions if kind.startswith(HANDOVER) else Questionnaire)
    return asked(desk, kind, item, card, typed, begun)


def only_team(workers: Iterable[Worker]) -> str:
    """The one team that everybody who works here is of; empty where there are several."""
    teams = {each.team for each in workers if each.active}
    return teams.pop() if len(teams) == 1 else ""


def _is_ahead(moment: datetime | str, now: datetime) -> bool:
    return (parse_moment(moment) if isinstance(moment, str) else moment) > now


def known_of(kind: str, asks: list[Ask], item: Item | None, card: Card | None, worker: str | None) -> dict[str, Any]:
    """What the record knows already of what the form asks: ids from the item, what the plan says, who is asking."""
    names = {ask.name: ask for ask in asks}
    detail = item.detail if item is not None else {}
    known: dict[str, Any] = {name: detail[name] for name, ask in names.items() if ask.is_answered_by(detail)}
    about_sharing = item is not None and item.kind == "decision" and "step" in detail
    if about_sharing:  # a decision about the missed contact itself would take the place of the one that stands
        known = {name: value for name, value in known.items() if name not in ("episode", "step")}
    episode = None if about_sharing else detail.get("episode") or (card.episode if card is not None else None)
    methods = detail.get("methods")
    told = card.may_be_told if card is not None and detail.get("step") == PARTNERS else ()
    facts = {
        "episode": episode,
        "method": detail.get("method") or (methods[0] if methods else None),
        "to": to_whom(told[0] if told else None) if kind == ATTEMPT else None,  # elsewhere it is a team or a place
        "name": told[0].name if len(told) == 1 and kind == ATTEMPT else None,
        "worker": worker
        if "supervisor" not in names and kind not in OF_SOMEBODY_ELSE
        else None,  # nor supervises oneself
        "due": item.key if item is not None else None,
        "about": "information_sharing" if about_sharing else "missed_contact" if kind == DECISION and episode else None,
        "expected_at": detail.get("at"),
    }
    if item is not None:
        named = [name for name, ask in names.items() if ask.kind == "id" and ask.needed and name not in known]
        facts |= {name: detail.get("about", item.source) for name in named if len(named) == 1}
    if "signs_seen" in names and card is not None and card.signs:
        facts["signs_seen"] = [{"sign": sign, "seen": "not_asked"} for sign in card.signs]
    fitting = {name: value for name, value in facts.items() if value and name in names}
    if (method := fitting.get("method")) is not None and method not in names["method"].codes:
        del fitting["method"]  # the plan's first way may be none that this entry takes: a text is no contact
    return fitting | known
