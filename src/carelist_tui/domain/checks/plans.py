"""A plan for contact does not contradict itself (records.md, Replacing a whole)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.entries import EngagementPlanAgreed
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.refusal import Fault


@checks(EngagementPlanAgreed)
def plan_keeps_its_word(asked: Asked, body: EngagementPlanAgreed) -> Iterator[Fault]:
    """No way to be in touch is one to avoid too; voicemail and unannounced visits forbid no way.

    Asked when it is recorded: a plan that an earlier release took stays readable, also where it arrives by sync.
    """
    both = [choice_in_words(method) for method in body.methods if method in body.avoid]
    if both:
        yield Fault("body.methods", tr("can't hold what the plan says to avoid: {both}", both=", ".join(both)))
    known = asked.ground.state.identity.do_not or () if asked.ground is not None else ()
    forbidden = [choice_in_words(method) for method in body.methods if method in known and method not in body.avoid]
    if forbidden:
        named = ", ".join(forbidden)
        yield Fault("body.methods", tr("can't hold what is not to be done, as their details say: {named}", named=named))
