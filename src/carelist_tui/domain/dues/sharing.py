"""Who may be told about a person, who must not, and about whom to ask first (records.md, Sharing; S0:12, S4:66, S4:76).

The one reading that every face, the partner step and the checks use. Somebody may be told only on a standing yes, or on
a recorded ground with its rationale; a refusal stands until a newer yes about the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import NotTold, Other
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import MONTHS
from carelist_tui.domain.names import fold_name, is_named_in, is_one_name, names_match, says_nothing_else, words_of_name
from carelist_tui.domain.person.facts import ShareConsent, Telling
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.slotted import dataclass

UNNAMED = tr("others, not said who")
"""How somebody is called whom a refusal did not name."""


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody around the person, and what was said of telling them."""

    who: Other
    shown: bool = True
    """Whether they are asked about; the GP, and whoever is in no list, are shown only where they may be told."""
    known: bool = True
    """Whether a refusal by that name says whom it means: not where only the service named them, as a ground."""
    refusals: tuple[ShareConsent, ...] = ()
    """Those about them that no newer yes has answered."""
    yes: ShareConsent | None = None
    """The newest yes about them, or ground to tell them."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What a refusal may call them by."""
        return tuple(filter(None, (self.who.name, self.who.relation, self.who.agency)))


@dataclass(frozen=True, slots=True)
class Sharing:
    """How it stands for one person."""

    may_be_told: tuple[Other, ...]
    ask_first: tuple[Other, ...]
    must_not_be_told: tuple[NotTold, ...]
    refused: tuple[Around, ...]
    """Those around them whom a standing refusal is about."""
    refusals: tuple[ShareConsent, ...]
    """The refusals that stand, in story order."""
    unclear: tuple[ShareConsent, ...]
    """Of these, those that say of nobody here that they are meant: until somebody has said who, nobody is offered."""


def sharing_of(ground: Ground) -> Sharing:
    """Who may be told, who must not, and about whom to ask first, as the newest entry leaves it."""
    return ground.once("sharing", lambda: _sharing(ground))


def _sharing(ground: Ground) -> Sharing:
    state = ground.state
    noes = [each for each in state.sharing if not each.given]
    circle = _circle(state)
    decided = [each for each in _decided(state) if not _is_used(state, each, circle)]
    yeses = [*(each for each in state.sharing if each.given), *decided]
    people = [_answered(each, noes, yeses) for each in (*circle, *_others(yeses, circle))]
    unclear = _unclear(noes, people)
    standing = [no for no in noes if _stands(no, people)]
    told, asked = [], []
    for each in people:
        yes = each.yes
        if each.refusals:
            continue
        if yes is not None and not any(no.order > yes.order or not yes.is_agreed for no in unclear):
            told.append(replace(each.who, basis=yes.basis, since=yes.at))
        elif each.shown:
            asked.append(each.who)
    return Sharing(
        may_be_told=tuple(told),
        ask_first=tuple(asked),
        must_not_be_told=tuple(_not_told(ground, no, people, no not in unclear) for no in standing),
        refused=tuple(each for each in people if each.refusals),
        refusals=tuple(standing),
        unclear=tuple(unclear),
    )


def grounds_to_tell(state: PersonState) -> list[ShareConsent]:
    """Grounds other than consent that were recorded for telling somebody. Each is good for one act of telling: gone
    once they were told."""
    recorded = [each for each in state.sharing if each.given and not each.is_agreed]
    circle = _circle(state)
    return [each for each in (*recorded, *_decided(state)) if not _is_used(state, each, circle)]


def _decided(state: PersonState) -> Iterator[ShareConsent]:
    for each in state.decisions:
        stands = each.about == "information_sharing" and not each.replaced and not each.ignored
        if stands and each.told and each.basis not in ("", "consent"):
            said = (each.id, each.order, each.clock, each.told)
            yield ShareConsent(*said, given=True, source="decision", basis=each.basis)


def _is_used(state: PersonState, ground: ShareConsent, circle: list[Around]) -> bool:
    meant = [ground.name, *(each.who.name for each in circle if _is_about(ground, each))]
    return any(each.order > ground.order and _was_told(each, meant) for each in state.tellings)


def _was_told(telling: Telling, names: Iterable[str]) -> bool:
    return any(names_match(one, other) for one in telling.names for other in names)


def _circle(state: PersonState) -> list[Around]:
    """Whom the plan names, the partners, and the GP; each once."""
    plan, identity = state.plan, state.identity
    found = [
        Around(Other(each.name, each.relation, "", each.phone or "", each.when or ""))
        for each in (plan.may_contact if plan else ())
    ]
    for partner in identity.partners or ():
        n = next((n for n, each in enumerate(found) if is_one_name(each.who.name, partner.name)), None)
        if n is None:
            found.append(Around(Other(partner.name, "", partner.agency, partner.phone or "", "")))
        else:
            who = found[n].who
            agency, phone = who.agency or partner.agency, who.phone or partner.phone or ""
            found[n] = replace(found[n], who=replace(who, agency=agency, phone=phone))
    if identity.gp:
        found.append(Around(Other(identity.gp, "", "GP", "", ""), shown=False))
    return found


def _others(yeses: list[ShareConsent], circle: list[Around]) -> Iterator[Around]:
    """Whoever was agreed, or is told on a ground, besides those."""
    for name, yes in {fold_name(yes.name): yes for yes in yeses}.items():
        if name and not any(_is_about(yes, each) for each in circle):
            agreed = any(each.is_agreed and fold_name(each.name) == name for each in yeses)
            yield Around(Other(yes.name, yes.relation, "", "", ""), shown=False, known=agreed)


def _is_about(yes: ShareConsent, person: Around) -> bool:
    """Whether a yes means somebody. A plan's means the one it names and nobody who only sounds like them; a recorded
    one may call them by their agency or by what they are, as long as it names nobody else with that."""
    who = person.who
    if yes.source == "plan":
        return is_one_name(yes.name, who.name)
    return names_match(yes.name, who.name) or says_nothing_else(yes.name, *person.fields)


def _refuses(no: ShareConsent, person: Around) -> bool:
    """Whether a refusal is about somebody: by their name, their agency, or what they are to the person."""
    return any(names_match(no.name, field) for field in person.fields)


def _answers(yes: ShareConsent, no: ShareConsent, person: Around) -> bool:
    """Whether a yes takes a refusal away from somebody: newer, the person's own, and the same name. `Jo` takes nothing
    from `Jo Hill of Housing`; where it can't be matched the refusal holds."""
    if not yes.is_agreed or yes.order <= no.order or not _is_about(yes, person):
        return False
    if yes.source == "plan" or is_one_name(yes.name, no.name):
        return True
    name = person.who.name
    if len(words_of_name(name)) > 1 and is_named_in(name, yes.name):
        return True
    nobody_else = says_nothing_else(yes.name, *person.fields)
    return nobody_else and any(is_named_in(field, yes.name) for field in person.fields)


def _answered(person: Around, noes: list[ShareConsent], yeses: list[ShareConsent]) -> Around:
    about = [yes for yes in yeses if _is_about(yes, person)]
    refusals = [no for no in noes if _refuses(no, person) and not any(_answers(yes, no, person) for yes in about)]
    newest = max(about, key=lambda yes: (yes.is_agreed, yes.order), default=None)
    return replace(person, refusals=tuple(refusals), yes=newest)


def _stands(no: ShareConsent, people: list[Around]) -> bool:
    """Until everybody it is about has a newer yes; where it is about nobody here it stands."""
    about = [each for each in people if _refuses(no, each)]
    return not about or any(no in each.refusals for each in about)


def _unclear(noes: list[ShareConsent], people: list[Around]) -> list[ShareConsent]:
    """Refusals of which nobody can say here whom they mean. A plan, whoever keeps `must_not_contact`, and who takes a
    yes back say whom they mean; so does a newer refusal of somebody here by that name, or by any where none was named.
    """

    def says_whom(no: ShareConsent) -> bool:
        return no.source != "consent" or no.withdraws or any(each.known and _refuses(no, each) for each in people)

    def is_told_apart(no: ShareConsent) -> bool:
        newer = [each for each in noes if each.order > no.order and says_whom(each)]
        return any(not fold_name(no.name) or names_match(no.name, each.name) for each in newer)

    return [no for no in noes if not says_whom(no) and not is_told_apart(no)]


def _not_told(ground: Ground, no: ShareConsent, people: list[Around], says_who: bool) -> NotTold:
    name = no.name if fold_name(no.name) else UNNAMED
    if no.source == "details":
        return NotTold(name, no.at, name, "", says_who)
    meant = [no.name, *(each.who.name for each in people if no in each.refusals)]
    told = [x for x in ground.state.tellings if x.basis and x.order > no.order and _was_told(x, meant)]
    newest = max(told, key=lambda each: each.order, default=None)
    act = (
        tr("; told {day_words}, {basis}", day_words=day_words(ground, newest.at), basis=choice_in_words(newest.basis))
        if newest
        else ""
    )
    who = f"{no.relation} {name}".strip()
    return NotTold(
        name, no.at, who, tr("refused {day_words}{act}", day_words=day_words(ground, no.at), act=act), says_who
    )


def day_words(ground: Ground, moment: datetime) -> str:
    """`3 Mar`, in the service's zone; with its year where that is not the year of the newest entry."""
    zone, newest = ground.calendar.zone, ground.state.at
    local = moment.astimezone(zone)
    year = "" if newest is None or newest.astimezone(zone).year == local.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}"


def why_nobody(sharing: Sharing) -> str:
    """Why nobody may be told: `nobody may be told: Housing refused 3 Mar`."""
    refused = [f"{each.who} {each.because}" for each in sharing.must_not_be_told if each.because]
    unclear = tr(", and it is not said who that is") if sharing.unclear else ""
    return tr(
        "nobody may be told: {refused}{unclear}", refused="; ".join(refused) or tr("nobody has agreed"), unclear=unclear
    )
