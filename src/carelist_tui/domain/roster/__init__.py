"""Who works here and whose a Due is. Reading a Roster needs the standard library only."""

from carelist_tui.domain.roster.fold import ROSTER_TYPES, fold_roster
from carelist_tui.domain.roster.people import Absence, Cover, DutyTurn, Roster, Worker
from carelist_tui.domain.roster.stored import roster_as_json, roster_from_json

__all__ = [
    "ROSTER_TYPES",
    "Absence",
    "Cover",
    "DutyTurn",
    "Roster",
    "Worker",
    "fold_roster",
    "roster_as_json",
    "roster_from_json",
]
