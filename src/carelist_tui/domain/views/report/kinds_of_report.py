"""Which reports there are about one person, and what is asked before one goes on paper.

Standard library only: a command's help and a key's list need no model.
"""

from __future__ import annotations

from collections.abc import Mapping

from carelist_tui.catalogue import tr

KINDS: Mapping[str, str] = {
    "person": tr("Report, for an MDT or a tribunal"),
    "plan": tr("Plan, for the person themselves"),
    "share": tr("What a partner may be told"),
    "handover": tr("Handover pack"),
    "subject-access": tr("All that is held, for a request for access"),
}
"""Each kind of report, in plain words."""
MDT = "mdt"
"""The paper of a meeting, about more than one person: asked for by its day, not by a person."""
OF_A_SERVICE: Mapping[str, str] = {
    "team": tr("Figures of a team, or of all"),
    "commissioner": tr("Figures for the commissioner"),
    "inspection": tr("Figures for an inspection"),
}
"""Reports of what happened in a period, which name nobody; `team` may be asked by a team's name."""
SUPERVISION = "supervision"
"""The pack of a worker: asked for by their id."""
HUDDLE = "huddle"
"""The huddle sheet as a page, of a team: the one report that asks no reason, as its sheet asks none."""
MDT_WORDS = tr("MDT: agenda or minutes, of all who are to be talked about")
OTHERS_WORDS_ASKED = ("person", "handover")
"""Kinds in which what others said in confidence stands only where that was asked for."""
PAPER_QUESTION = tr("Is paper safe where they live: can nobody who should not read it find it")
PAPER_NOT_SAFE = tr("paper is not safe there: no plan was written. Read it to them, or keep it for them here")
