"""Who works here and whose a Due is. Reading a Roster needs the standard library only."""

from carelist_tui.domain.roster.audit_samples import AUDIT_TYPES, SECOND_EVERY, Sample, Score, samples_in
from carelist_tui.domain.roster.availability import availability, known_of_worker
from carelist_tui.domain.roster.corrections import Recorded, as_corrected
from carelist_tui.domain.roster.fold import ROSTER_TYPES, fold_roster
from carelist_tui.domain.roster.roster import (
    AUDITOR,
    DUTY,
    EVERYBODY,
    MANAGER,
    SENIOR,
    Absence,
    Cover,
    DutyTurn,
    Improvement,
    Roster,
    Said,
    Staff,
    Worker,
)
from carelist_tui.domain.roster.visits import Out, Visit, Visits

__all__ = [
    "AUDITOR",
    "AUDIT_TYPES",
    "DUTY",
    "EVERYBODY",
    "MANAGER",
    "ROSTER_TYPES",
    "SECOND_EVERY",
    "SENIOR",
    "Absence",
    "Cover",
    "DutyTurn",
    "Improvement",
    "Out",
    "Recorded",
    "Roster",
    "Said",
    "Sample",
    "Score",
    "Staff",
    "Visit",
    "Visits",
    "Worker",
    "as_corrected",
    "availability",
    "fold_roster",
    "known_of_worker",
    "samples_in",
]
