"""What of a laptop is fit for Carelist: what was seen of it, and what is found."""

from carelist_tui.domain.fitness.findings import Finding, check_clock, check_rights, findings
from carelist_tui.domain.fitness.laptop_facts import (
    Database,
    Parts,
    Place,
    Program,
    Seen,
    StoreSeen,
    Terminal,
    Trial,
    Zones,
)

__all__ = [
    "Database",
    "Finding",
    "Parts",
    "Place",
    "Program",
    "Seen",
    "StoreSeen",
    "Terminal",
    "Trial",
    "Zones",
    "check_clock",
    "check_rights",
    "findings",
]
