"""What the Standards list and an entry names. Of localities and groups (S0:39, S3:34) nothing else is taken by hand:
nobody is asked what no lawful reason stands for; what was taken before stays, and may be said again. Where a service
lists none at all it is taken and remarked on: a list may come later than what people say. An instrument must be
declared, else its score means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.entries import InstrumentScored, PersonAccepted, PersonDetailsUpdated, ReferralReceived
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Standards

Identity = PersonAccepted | PersonDetailsUpdated | ReferralReceived


@checks(PersonAccepted, PersonDetailsUpdated, ReferralReceived)
def is_on_a_list(asked: Asked, body: Identity) -> Iterator[Fault]:
    """Only a locality, a group and an answer that the Standards list, unless it stood so before."""
    known = asked.ground.state.identity if asked.ground is not None else None
    had = dict(known.groups or {}) if known is not None else {}
    for path, sentence in _not_listed(asked.standards, body):
        key = path.rpartition("groups.")[2]
        if path == "body.locality":
            stands = not asked.standards.localities or (known is not None and known.locality == body.locality)
        else:
            stands = not asked.standards.groups or (key in had and (body.groups or {}).get(key) == had[key])
        if not stands:
            yield Fault(path, sentence)


def remarks_on_identity(standards: Standards, body: Identity) -> Iterator[str]:
    """A sentence for each locality, group and answer that the Standards do not list."""
    return (sentence for _, sentence in _not_listed(standards, body))


def _not_listed(standards: Standards, body: Identity) -> Iterator[tuple[str, str]]:
    if body.locality and body.locality not in standards.localities:
        yield (
            "body.locality",
            tr(
                "the Standards list no locality {locality}{known}",
                locality=body.locality,
                known=_known(standards.localities),
            ),
        )
    for key, said in (body.groups or {}).items():
        group = standards.groups.get(key)
        if group is None:
            yield (
                f"body.groups.{key}",
                tr("the Standards list no group {key}{known}", key=key, known=_known(standards.groups)),
            )
        elif said and said not in group.values:
            yield (
                f"body.groups.{key}",
                tr(
                    "of {title} the Standards list no such answer: {values}",
                    title=group.title,
                    values=", ".join(group.values),
                ),
            )


def _known(keys: Iterable[str]) -> str:
    names = ", ".join(keys)
    return f": {names}" if names else ""


@checks(InstrumentScored)
def score_fits(asked: Asked, body: InstrumentScored) -> Iterator[Fault]:
    """The Standards declare the instrument, its items and their range."""
    declared = asked.standards.instruments
    if (instrument := declared.get(body.instrument)) is None:
        known = ", ".join(declared) or tr("none")
        yield Fault("body.instrument", tr("the Standards declare no such instrument; there are: {known}", known=known))
        return
    for key, why in instrument.out_of_range(body.items):
        yield Fault(f"body.items.{key}", why)
    if why := instrument.wrong_total(body.items, body.total):
        yield Fault("body.total", why)
