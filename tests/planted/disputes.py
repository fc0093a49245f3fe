"""Where the program reads the design otherwise than the independent count, until the text has settled it.

Each is a measure, what the story's name holds, and what the text says. A dispute that is settled leaves this list: the
tests fail for one that is no dispute any more."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.situations import STORIES
from tests.planted.telling import Planted

BOTH = ("first_response", "first_response_same_day")
RE_ENGAGED = ("re_engaged_7", "re_engaged_14", "re_engaged_28")
AT_A_TIME = (
    "left out is whom a death or stay keeps out of reach when the window ends: who lives, or is home, is owed it"
)
BACK_AGAIN = "a stop's review_at passing, or a newer decision, brings the steps back: what falls due then is owed"
Dispute = tuple[tuple[str, ...], tuple[str, ...], str]
DISPUTES: tuple[Dispute, ...] = (
    (
        (*BOTH, *RE_ENGAGED, "steps_on_time"),
        ("said to be dead, and it is denied", "on a ward for an hour, home before the step was due"),
        AT_A_TIME,
    ),
    (RE_ENGAGED, ("on a ward from the miss on, home on the sixth day",), AT_A_TIME),
    (
        ("steps_on_time",),
        ("a stop is reviewed by nobody, and the visit falls due after that", "on a Tuesday: is_stopped",
         "a stop is looked at in time"),
        BACK_AGAIN,
    ),
    (
        ("steps_on_time",),
        (": seen_instead", "on a Saturday: attempt_corrected", "forward: attempt_corrected"),
        "at due_at itself included: live contact at that very moment has ended the ladder, and no step is left owed",
    ),
    (
        ("steps_on_time",),
        ("nobody may be told",),
        "where nobody may be told no ladder_step stands for the partner step: a decision does",
    ),
    (
        ("steps_on_time",),
        ("red while steps run, called a minute late",),
        "once they are high an undone attempt is due in two hours: on time is the Due's own due_at",
    ),
    (
        ("access", "no_contact_7"),
        ("turns red the day after", "home before anybody was late"),
        AT_A_TIME,
    ),
    (
        ("destabilised",),
        ("home from a ward while red, met a minute before", "home from a ward while red, met at the due moment",
         "home from a ward while red, met a minute late"),
        AT_A_TIME,
    ),
    (
        ("same_worker",),
        ("two desks differ about a booking, and it is settled as kept",),
        "what became of one booking is one thing: a contact that two desks wrote down is one contact",
    ),
)  # fmt: skip


def is_disputed(key: str, story: Planted) -> bool:
    return any(
        key in keys and any(story.name.endswith(part) for part in parts) for keys, parts, _ in DISPUTES
    )  # fmt: skip


def disputed(key: str) -> Iterator[Planted]:
    """The stories about which the two differ in one measure."""
    return (story for story in STORIES if is_disputed(key, story))
