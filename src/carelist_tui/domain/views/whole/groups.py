"""What somebody said of themselves for equity of access (S3:34), with the lawful reason for which it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carelist_tui.catalogue import tr
from carelist_tui.domain.standards import Standards

NOT_LISTED = tr("The Standards no longer ask it: nothing says why it may be kept.")


@dataclass(frozen=True, slots=True)
class GroupTold:
    """One answer: what was asked, what they said, and why it may be asked."""

    title: str
    answer: str
    reason: str


def groups_told(groups: Mapping[str, str], standards: Standards) -> list[GroupTold]:
    """What they answered, in the order of the Standards; what those no longer list is said to be so, last."""
    listed = {key: group for key, group in standards.groups.items() if key in groups}
    told = [GroupTold(group.title, groups[key], group.reason) for key, group in listed.items()]
    others = (key for key in groups if key not in listed)
    return told + [GroupTold(key.replace("_", " ").capitalize(), groups[key], NOT_LISTED) for key in others]
