"""Who has gone out alone is looked for no later than a visit may last (S1:32; standards.md, Limits)."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.roster import Roster, Visit, Visits
from carelist_tui.domain.standards import default_standards
from tests.domain.telling import london

WENT = london("2026-03-03 14:00")


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "awaited"),
    [
        (12 * HOUR - MINUTE, 12 * HOUR - MINUTE),
        (12 * HOUR, 12 * HOUR),
        (12 * HOUR + MINUTE, 12 * HOUR),
        (9999 * HOUR, 12 * HOUR),
    ],
)
def test_a_return_that_nobody_here_was_asked_about_is_awaited_no_longer_than_one_that_was(
    said: timedelta, awaited: timedelta
) -> None:
    visits = Visits()
    visits.note_begun("p-1", [Visit("v-1", "w-tom", "p-1", WENT, WENT, WENT + said)])
    (due,) = [due for due in team_owed(Roster(), {}, default_standards(), visits) if due.kind == "worker_back"]
    assert due.due_at == (WENT.astimezone(UTC) + awaited)
    assert (due.from_at, due.named_owner, due.also) == (due.due_at, "duty", ("manager",))
