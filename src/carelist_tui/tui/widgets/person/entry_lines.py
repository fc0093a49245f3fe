"""All of what an entry says as a screen says it: with the moments of a screen, and the names it is drawn with.

What a field says is the entry's own (domain/views/entry_fields.py), which imports the models: only a page that shows
whole entries imports this.
"""

from __future__ import annotations

from collections.abc import Mapping

from carelist_tui.domain.views.entry_fields import Telling, Told, answered
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.row import Look

ById = Mapping[str, Told]


def fields_of(told: Told, by_id: ById, look: Look) -> list[tuple[str, str]]:
    """(title, words) of every field that an entry fills; `by_id` are the entries that it may name."""
    telling = Telling(lambda moment: when_words(moment.isoformat(), look), look.names, by_id)
    return [(each.heading, each.words) for each in answered(told, telling)]
