"""Scores of an audit sample (S0:35, S4:98)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from carelist_tui.domain.entries.choices import AuditAnswer, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, EntryId, Key, Line


class AuditScored(Body):
    """One of a sample was looked at against the criteria. It is about the service's work, so it stands in no story."""

    TYPE: ClassVar[str] = "audit.scored"
    LABEL: ClassVar[str] = "Audit"
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    sample: Line = Field(title="Sample", description="Which sample, as `audit sample` named it.")
    subject: EntryId = Field(
        title="Subject",
        description="The missed contact, handover, decision, escalation or person looked at: its id.",
    )
    answers: dict[Key, AuditAnswer] = Field(
        min_length=1, title="Answers", description="Each criterion: met, partly, not_met, or na (does not apply)."
    )
    note: AnyNote | None = Field(None, title="Note", description="What was seen.")

    def _line(self, when: When) -> str:
        given = list(self.answers.values())
        counts = [f"{given.count(code)} {choice_in_words(code)}" for code in dict.fromkeys(given)]
        return f"Audit ({self.sample}): {', '.join(counts)}" + (f". {self.note}" if self.note else "")
