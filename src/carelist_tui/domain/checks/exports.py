"""Who may take out in clear what is about more than one person (surface.md, In clear)."""

from __future__ import annotations

from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards

EXPORT_ALL = "export_all"


def may_export_all(standards: Standards, roster: Roster, worker: str) -> bool:
    """Whether this worker may: by [roles] export_all; anybody who works here while the service has no manager."""
    known = roster.workers.get(worker)
    if known is None or not known.active:
        return False
    return not roster.has_manager or standards.may(known.role, EXPORT_ALL)
