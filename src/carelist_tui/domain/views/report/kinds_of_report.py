"""Which reports there are about one person, and what is asked before one goes on paper.

Standard library only: a command's help and a key's list need no model.
"""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "person": "Report, for an MDT or a tribunal",
    "plan": "Plan, for the person themselves",
    "share": "What a partner may be told",
    "handover": "Handover pack",
    "subject-access": "All that is held, for a request for access",
}
"""Each kind of report, in plain words."""
MDT = "mdt"
"""The paper of a meeting, about more than one person: asked for by its day, not by a person."""
OF_A_SERVICE: Mapping[str, str] = {
    "team": "Figures of a team, or of all",
    "commissioner": "Figures for the commissioner",
    "inspection": "Figures for an inspection",
}
"""Reports of what happened in a period, which name nobody; `team` may be asked by a team's name."""
SUPERVISION = "supervision"
"""The pack of a worker: asked for by their id."""
MDT_WORDS = "MDT: agenda or minutes, of all who are to be talked about"
OTHERS_WORDS_ASKED = ("person", "handover")
"""Kinds in which what others said in confidence stands only where that was asked for."""
PAPER_QUESTION = "Is paper safe where they live: can nobody who should not read it find it"
PAPER_NOT_SAFE = "paper is not safe there: no plan was written. Read it to them, or keep it for them here"
