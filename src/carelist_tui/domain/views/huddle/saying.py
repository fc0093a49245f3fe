"""What a huddle decided, in the words of the entry that says it, with who is to do it and who decided."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.entry import UNREAD, Body

WHOSE = ("coordinator", "receiving_worker", "owner", "worker")
"""Fields of an entry that name whoever takes something on: a worker's id, or a partner's name."""


def decided_words(body: Body | None, by: str | None, zone: ZoneInfo, happened_at: datetime) -> str:
    """`Action (housing), due 20 Mar: Ring the landlord (w-leah); decided by w-sam`: workers by id, for whoever shows it
    to put their names there. `by` is None where the author decided; `zone` is the service's."""
    if body is None:
        return UNREAD
    whose = next((str(who) for name in WHOSE if (who := getattr(body, name, None))), "")
    return body.in_words(zone, happened_at) + (f" ({whose})" if whose else "") + (f"; decided by {by}" if by else "")
