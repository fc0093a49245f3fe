"""The service's operational standards: one TOML file, checked, versioned in the journal (standards.md)."""

from carelist_tui.domain.standards.adoptable import adoptable_standards
from carelist_tui.domain.standards.adopted import ADOPTED, adopted_standards, unreadable_adoptions
from carelist_tui.domain.standards.dues import LONGEST, EscalationOutcome, Lengths, OwedBy
from carelist_tui.domain.standards.file import (
    default_standards,
    default_text,
    parse_standards,
    standards_schema,
    unread_keys,
)
from carelist_tui.domain.standards.instruments import AT_REVIEWS, Instrument
from carelist_tui.domain.standards.ladders import Ladder, Step, StepRule, step_due, step_due_when_raised
from carelist_tui.domain.standards.limits import Checklists, Limits, Roles
from carelist_tui.domain.standards.open_hours import Service
from carelist_tui.domain.standards.standards import Standards, Tier

__all__ = [
    "ADOPTED",
    "AT_REVIEWS",
    "LONGEST",
    "Checklists",
    "EscalationOutcome",
    "Instrument",
    "Ladder",
    "Lengths",
    "Limits",
    "OwedBy",
    "Roles",
    "Service",
    "Standards",
    "Step",
    "StepRule",
    "Tier",
    "adoptable_standards",
    "adopted_standards",
    "default_standards",
    "default_text",
    "parse_standards",
    "standards_schema",
    "step_due",
    "step_due_when_raised",
    "unread_keys",
    "unreadable_adoptions",
]
