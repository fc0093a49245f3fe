"""The tab Missed contacts: every missed contact that ever was, the newest first, with all that was done about it."""

from __future__ import annotations

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.views.whole.past import Past
from carelist_tui.domain.views.whole.rhythm import Rhythm
from carelist_tui.tui.screens.person.blocks import Sheet
from carelist_tui.tui.widgets.panel import step_words
from carelist_tui.tui.widgets.person.story_lines import when_words


def missed_tab(sheet: Sheet, past: Past, rhythm: Rhythm) -> None:
    """A heading for each with its steps and how it ended; below it its entries in the order they happened."""
    if not past.missed:
        sheet.title(tr("No missed contacts"))
    for episode in reversed(past.missed):
        sheet.title(heading(episode, sheet))
        if sheet.card.episode == episode.id:
            sheet.put("  ".join(step_words(step, sheet.look) for step in sheet.card.steps), label=tr("Steps"))
        done = [*episode.attempts, *episode.own_checks, *episode.decisions]
        ended = [episode.ended] if episode.ended else []
        sheet.entries(sheet.told.about(*episode.ids, *(each.id for each in (*done, *ended))))


def heading(episode: Episode, sheet: Sheet) -> str:
    """`Missed Mon 2 Mar 10:30: open, standard steps, 1 attempt`."""
    ended = (
        tr("ended {when_words}", when_words=when_words(episode.end.isoformat(), sheet.look))
        if episode.end
        else tr("OPEN")
    )
    joined = tr(", {n} missed in all", n=len(episode.ids)) if len(episode.ids) > 1 else ""
    tries = len(episode.attempts)
    attempts = ntr("{tries} attempt", "{tries} attempts", tries, tries=tries) if tries else tr("no attempts")
    at = when_words(episode.t.isoformat(), sheet.look)
    return tr(
        "Missed {at}: {ended}, {ladder} steps, {attempts}{joined}",
        at=at,
        ended=ended,
        ladder=choice_in_words(episode.ladder),
        attempts=attempts,
        joined=joined,
    )
