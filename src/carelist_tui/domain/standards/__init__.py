"""The service's operational standards: one TOML file, checked, versioned in the journal (standards.md)."""

from carelist_tui.domain.standards.book import Standards
from carelist_tui.domain.standards.ladders import Ladder, Step, StepRule, step_due, step_due_when_raised
from carelist_tui.domain.standards.limits import Checklists, Limits, Roles
from carelist_tui.domain.standards.opening import Service
from carelist_tui.domain.standards.owed import EscalationOutcome, OwedBy
from carelist_tui.domain.standards.reading import default_standards, default_text, parse_standards, standards_schema
from carelist_tui.domain.standards.tiers import Tier

__all__ = [
    "Checklists",
    "EscalationOutcome",
    "Ladder",
    "Limits",
    "OwedBy",
    "Roles",
    "Service",
    "Standards",
    "Step",
    "StepRule",
    "Tier",
    "default_standards",
    "default_text",
    "parse_standards",
    "standards_schema",
    "step_due",
    "step_due_when_raised",
]
