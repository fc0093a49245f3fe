"""What the Standards list and an entry names (S0:39, S3:34). By hand nothing else is taken: nobody is asked what no
lawful reason stands for. What was taken before, by an earlier release or another list, stays, and may be said again.

Where a service lists no localities at all, one is taken and remarked on: a list may come later than where people live.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.entries import PersonAccepted, PersonDetailsUpdated, ReferralReceived
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
            stands = key in had and (body.groups or {}).get(key) == had[key]
        if not stands:
            yield Fault(path, sentence)


def remarks_on_identity(standards: Standards, body: Identity) -> Iterator[str]:
    """A sentence for each locality, group and answer that the Standards do not list."""
    return (sentence for _, sentence in _not_listed(standards, body))


def _not_listed(standards: Standards, body: Identity) -> Iterator[tuple[str, str]]:
    if body.locality and body.locality not in standards.localities:
        yield "body.locality", f"the Standards list no locality {body.locality}{_known(standards.localities)}"
    for key, said in (body.groups or {}).items():
        group = standards.groups.get(key)
        if group is None:
            yield f"body.groups.{key}", f"the Standards list no group {key}{_known(standards.groups)}"
        elif said and said not in group.values:
            yield f"body.groups.{key}", f"of {group.title} the Standards list no such answer: {', '.join(group.values)}"


def _known(keys: Iterable[str]) -> str:
    names = ", ".join(keys)
    return f": {names}" if names else ""
