"""The daily huddle: what a team steps through, from what is owed, what came in, and who is at work."""

from carelist_tui.domain.views.huddle.answer import decided_words, huddle_as_drawn, huddle_as_json
from carelist_tui.domain.views.huddle.huddle import Arrived, Discussed, Held, Here, Huddle, Since, Step, Talk, Told
from carelist_tui.domain.views.huddle.steps import hold_huddle

__all__ = [
    "Arrived",
    "Discussed",
    "Held",
    "Here",
    "Huddle",
    "Since",
    "Step",
    "Talk",
    "Told",
    "decided_words",
    "hold_huddle",
    "huddle_as_drawn",
    "huddle_as_json",
]
