"""The lists that can be asked for, each with what it answers. Standard library only: help and menus name them without
reading a model."""

from __future__ import annotations

from collections.abc import Mapping

from carelist_tui.catalogue import tr

QUESTIONS: Mapping[str, str] = {
    "people": tr("everybody on the caseload: who holds them, the last live contact, what is owed next"),
    "high": tr("whoever is red or high, and why"),
    "week": tr("signs seen, triggers and step-up points of the last 7 days, and whether each was answered in time"),
    "safeguarding": tr("what was found, decided and done"),
    "decisions": tr("each decision, why, its review, and what followed"),
    "crises": tr("each crisis, and what was changed because of it"),
    "discharges": tr("each discharge, and whether it counts"),
    "escalations": tr("each escalation: answered in time, outcome, wishes, what was learned"),
    "incidents": tr("each incident, and what was changed because of it"),
    "supervision": tr("what was held, and when each worker's next is owed"),
    "handovers": tr("each handover, and how far it came"),
    "samples": tr("each audit sample, how far it is scored, and how far two readers agreed"),
    "improvements": tr("what the service changes in itself, whose it is, and what came of it"),
    "exports": tr("what was taken out of this laptop, by whom and why"),
    "erasures": tr("what was erased by two managers and by what right, and what waits for the second"),
    "retention": tr("whoever has left, since when, and until when their record is kept"),
}
STAND = ("people", "high", "retention")
"""Those of how things stand at a moment; the others are of what happened in a period."""
OF_THE_LOG = "exports"
"""The one that is read from the access log: that somebody read it stands there too."""
