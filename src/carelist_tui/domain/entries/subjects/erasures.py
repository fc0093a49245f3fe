"""Lawful erasure: that what an entry says is to go, by two managers (records.md, entry.erased)."""

from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import EntryId, Note


class EntryErased(Body):
    """What an entry says goes for good, once a second manager records it too. Who, when and what kind stay."""

    TYPE: ClassVar[str] = "entry.erased"
    LABEL: ClassVar[str] = tr("Erasure")
    ONCE_RECORDED: ClassVar[str] = tr("What the entry says goes once two managers have recorded its erasure.")
    PERSON_NEEDED: ClassVar[bool] = False
    PERSON_MAY_BE_ABSENT: ClassVar[bool] = True

    entry: EntryId = Field(title=tr("Entry"), description=tr("The entry of which body and salt go."))
    basis: Note = Field(
        title=tr("Basis"),
        description=tr("Why it may go by law: whose right, which retention schedule; never what it said."),
    )

    def _line(self, when: When) -> str:
        return tr("Erasure recorded: {basis}", basis=self.basis)
