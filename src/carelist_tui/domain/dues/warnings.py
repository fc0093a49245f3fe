"""What somebody must know before they act for a person: the warnings at the act (screens.md)."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, Avoid, choice_in_words


def warnings_for(ground: Ground) -> tuple[str, ...]:
    """The warnings in words, the gravest first. What is not known to be allowed is warned of."""
    refusals = [each.sentence for each in sharing_of(ground).must_not_be_told]
    return tuple(dict.fromkeys([*state_warnings(ground), *refusals, *_plan_warnings(ground)]))


def state_warnings(ground: Ground) -> list[str]:
    """How they stand, where that comes before all else: died, contact refused, away."""
    state = ground.state
    found = []
    if state.death is not None:
        unsure = "" if state.has_died else tr(" (not confirmed)")
        found.append(tr("Died, do not contact{unsure}", unsure=unsure))
    if state.consent is not None and state.consent.value == "no":
        found.append(tr("Contact refused"))
    away = state.away_now
    if away is not None:
        unsure = "" if away.confirmed else tr(" (not confirmed)")
        found.append(
            tr("Away: {kind}, {where}{unsure}", kind=choice_in_words(away.kind), where=away.where, unsure=unsure)
        )
    return found


def avoided(ground: Ground) -> list[Avoid]:
    """What is not to be used: as was said of them, by the plan, and by what is known of their numbers."""
    phones = ground.state.identity.phones or ()
    found = list(ground.state.forbidden)
    if phones and not any(phone.voicemail == "yes" for phone in phones):
        found.append("voicemail")
    if phones and not any(phone.text_ok for phone in phones):
        found.append("text")
    return found


def _plan_warnings(ground: Ground) -> list[str]:
    identity, risk_plan = ground.state.identity, ground.state.risk_plan
    phones = identity.phones or ()
    found = [AVOID_IN_WORDS[each] for each in avoided(ground)]
    if risk_plan is not None and risk_plan.lone_working is not None and risk_plan.lone_working.two_workers:
        found.append(tr("Two workers"))
    found += [tr("Unsafe number: {number}", number=phone.number) for phone in phones if phone.unsafe]
    if identity.interpreter:
        found.append(tr("Interpreter: {interpreter}", interpreter=identity.interpreter))
    if identity.children_at_home:
        found.append(tr("Children at home"))
    if identity.legal_status:
        found.append(identity.legal_status)
    return found
