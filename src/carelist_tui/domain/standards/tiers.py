"""How often, for the people of one tier (S0:10)."""

from __future__ import annotations

from pydantic import Field, model_validator

from carelist_tui.domain.standards.lengths import Length
from carelist_tui.domain.standards.table import Table, Title


class Tier(Table):
    """One tier. Refused where early warning signs would make contact rarer."""

    title: Title = Field(description="The tier in screen words.")
    contact_every: Length = Field(description="Live contact at least so often.")
    with_signs_every: Length = Field(description="The same while early warning signs stand.")
    in_person_every: Length = Field(description="Seen in person or by video at least so often.")
    review_every: Length = Field(description="The structured review.")
    review_every_amber: Length = Field(description="The structured review in zone amber, or zone unknown.")

    @model_validator(mode="after")
    def _signs_never_slow_it(self) -> Tier:
        if self.with_signs_every.about > self.contact_every.about:
            raise ValueError("with early warning signs, contact can't come less often than without")
        return self
