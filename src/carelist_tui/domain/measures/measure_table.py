"""The table of measures: a new one is one function of cases, and one row here (measures.md)."""

from __future__ import annotations

from functools import partial

from carelist_tui.domain.measures import response
from carelist_tui.domain.measures.measure import Measure

MEASURES: dict[str, Measure] = {
    each.key: each
    for each in (
        Measure(
            "first_response",
            "First response to a missed contact",
            "Of the missed contacts: those in which somebody tried, in a way that does a step, or spoke to them, by "
            "when the first step was due. With the median time, and the time within which nine in ten were answered.",
            response.first_response,
            is_timed=True,
        ),
        Measure(
            "first_response_same_day",
            "First response on the same day",
            "Of the missed contacts: those in which somebody tried or spoke to them by midnight of the day on which "
            "the contact was expected.",
            response.first_response_same_day,
        ),
        *(
            Measure(
                f"re_engaged_{days}",
                f"Spoken to again within {days} days",
                f"Of the missed contacts: those after which they were spoken to by the end of day {days}. An answer in "
                "writing is none; who refused, or was left alone by a senior's word, stays among those who were not.",
                partial(response.re_engaged, days),
                is_timed=True,
            )
            for days in (7, 14, 28)
        ),
        Measure(
            "steps_on_time",
            "Missed-contact steps on time",
            "Of the missed-contact steps that were still owed when they fell due: those done by then. Steps set aside "
            "with a reason are counted apart.",
            response.steps_on_time,
        ),
    )
}
"""By key, in the order in which they are shown."""
