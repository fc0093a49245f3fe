"""What the Standards list and an entry names (S0:39, S3:34): said where it is not on the list, and taken all the same,
because a list may come later than what people say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carelist_tui.domain.entries import PersonAccepted, PersonDetailsUpdated, ReferralReceived
from carelist_tui.domain.standards import Standards


def remarks_on_identity(
    standards: Standards, body: PersonAccepted | PersonDetailsUpdated | ReferralReceived
) -> Iterator[str]:
    """A sentence for each locality, group and answer that the Standards do not list."""
    if body.locality is not None and body.locality not in standards.localities:
        yield f"the Standards list no locality {body.locality}{_known(standards.localities)}"
    for key, said in (body.groups or {}).items():
        group = standards.groups.get(key)
        if group is None:
            yield f"the Standards list no group {key}{_known(standards.groups)}"
        elif said not in group.values:
            yield f"of {group.title} the Standards list no such answer: {', '.join(group.values)}"


def _known(keys: Iterable[str]) -> str:
    names = ", ".join(keys)
    return f": {names}" if names else ""
