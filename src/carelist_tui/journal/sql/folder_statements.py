"""What is asked of what this laptop remembers of shared folders, and written there."""

from __future__ import annotations

from sqlalchemy import ClauseElement, delete, func, select

from carelist_tui.journal.statements import Statement, given, put_in_place
from carelist_tui.journal.tables import SEEN, SENT

ASKED: dict[str, ClauseElement | Statement] = {
    "SEEN_IN": select(SEEN.c.device, SEEN.c.last, SEEN.c.hash).where(SEEN.c.folder == given("folder")),
    "SENT_INTO": select(SENT.c.first, SENT.c.last, SENT.c.size, SENT.c.hash)
    .where(SENT.c.folder == given("folder"), SENT.c.device == given("device"))
    .order_by(SENT.c.first),
    "PUT_SEEN": put_in_place(SEEN),
    "PUT_SENT": put_in_place(SENT),
    "TAKE_SENT": delete(SENT).where(*(column == given(column.name) for column in SENT.primary_key)),
}
"""By the name that they have in `folder_sql.py`."""

FOLDERS = tuple(Statement(select(table.c.folder).distinct()) for table in (SEEN, SENT))
SHOWN = tuple(
    Statement(
        select(table.c.device, func.max(table.c.last)).where(table.c.folder == given("folder")).group_by(table.c.device)
    )
    for table in (SEEN, SENT)
)
UPTO = tuple(
    Statement(select(func.max(table.c.last)).where(table.c.device == given("device"))) for table in (SENT, SEEN)
)
