"""How an indicator is rated: its scale by keys, a ladder and a routine by the words of their steps, what was in the
way, and how an activity went (S2:42, S2:46-47). Pure: the form of a contact, that of a rating and the prompts ask the
same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.asks import Ask, envelope_asks
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.domain.entries.subjects.indicators import HIGHEST_RATING, name_of_step

RATED = "rating"
REPLACES, IN_PLACE_OF = "replaces", "in_place_of"
"""What an entry takes the place of; and where that is asked, since a form keeps what it saw under the first name."""
RATING_KEYS = "0123456789t"
STEPPED_KIND, ROUTINE, RATING = "graded_step", "routine", "rating_0_10"
OTHER = "other"
BARRIERS = ("fatigue", "anxiety", "disorganisation")
"""What is in the way most often (S2:42), each with its first letter as its key; anything else is typed."""
BARRIER_KEYS = "fado"
NONE_YET = tr("none yet")
ACTIVITY = ("attempted", "minutes", "coping_used", "what_next")
"""What is asked of something that was tried: a step of a ladder, or anything at a contact for an activity."""
ONCE_TRIED = ("minutes", "coping_used")

Indicator = Mapping[str, Any]
"""One that runs: id, name, kind, steps, highest value (None where there is none), support level as it was last."""


def indicators_of(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each indicator that runs, as the whole reading of the person has it."""
    return [
        {"id": row["indicator"], **{name: row[name] for name in ("name", "kind", "steps", "highest", "support_level")}}
        for row in shown.get("indicators", ())
    ]


def in_place_of_ask() -> Ask:
    """Which of those that run an indicator takes the place of, when it is agreed."""
    (ask,) = envelope_asks(REPLACES)
    what = tr("The indicator that this takes the place of, if any: that one is rated no longer.")
    return replace(ask, path=IN_PLACE_OF, title=tr("In place of"), help=what, needed=False)


def rating_of(indicator: Indicator) -> Beside:
    """How one indicator stands."""
    return Beside(f"{RATED}-{indicator['id']}", "indicator.rated", {"indicator": indicator["id"]})


def rating_asks(indicator: Indicator, at: str) -> list[Ask]:
    """What is asked of one, the paths below `at`. A routine is asked by its parts first: its value follows."""
    names = ("value", "support_level", "by", "parts", "barrier", *ACTIVITY)
    titles = {"value": indicator["name"], "attempted": tr("Tried"), "minutes": tr("How long, minutes")}
    own = dict(zip(names, Beside(at, "indicator.rated").asks(names, titles), strict=True))
    # The parts of a routine stand before it, and say of what they are.
    within = indicator["name"] if indicator["kind"] == ROUTINE else ""
    steps = [
        replace(
            own["parts"], path=f"{at}.step{n}", title=step, help=tr("How this step went."), kind="choice", within=within
        )
        for n, step in enumerate(indicator["steps"])
    ]
    value = [replace(_on_its_scale(indicator, own["value"]), needed=False)]
    if indicator["kind"] == RATING:
        value.append(replace(own["by"], title=tr("Whose number")))
    first = [*steps, *value] if indicator["kind"] == ROUTINE else [*value, *steps]
    barrier = replace(
        own["barrier"], title=tr("In the way"), kind="choice", codes=(*BARRIERS, OTHER),
        labels=(*BARRIERS, "something else"), keys=BARRIER_KEYS,
    )  # fmt: skip
    besides = replace(own["barrier"], path=f"{at}.barrier_other", title=tr("What was in the way"))
    support = replace(own["support_level"], title=tr("Help it took"), needed=False)
    return [*first, support, barrier, besides, *(own[name] for name in ACTIVITY)]


def _on_its_scale(indicator: Indicator, value: Ask) -> Ask:
    """A key from 0 to 10 where its scale goes no further, a ladder by the words of its steps; else a number."""
    highest = indicator["highest"]
    if highest is None or highest > HIGHEST_RATING:
        return value
    codes = tuple(map(str, range(highest + 1)))
    words = (NONE_YET, *indicator["steps"]) if indicator["kind"] == STEPPED_KIND else codes
    return replace(value, kind="choice", codes=codes, labels=words, keys=RATING_KEYS)


def is_said_of_rating(indicator: Indicator, path: str, typed: Mapping[str, str], *, for_activity: bool) -> bool:
    """Whether the answer to one of these is asked and recorded, given what stands in the others."""
    at, _, field = path.rpartition(".")
    if field == "value" or (field.startswith("step") and indicator["kind"] == ROUTINE):
        return True
    if not typed.get(f"{at}.value"):
        return False
    if field == "barrier_other":
        return typed.get(f"{at}.barrier") == OTHER
    if field in ONCE_TRIED and typed.get(f"{at}.attempted") == "no":
        return False
    return field not in ACTIVITY or for_activity or indicator["kind"] == STEPPED_KIND


def value_by_parts(indicator: Indicator, at: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What a routine's value is by its parts: how many were done, with whatever help. Nothing where none is said."""
    said = [typed.get(f"{at}.step{n}", "") for n in range(len(indicator["steps"]))]
    if indicator["kind"] != ROUTINE or not any(said):
        return {}
    return {f"{at}.value": str(sum(part not in ("", "not_done") for part in said))}


def body_of_rating(indicator: Indicator, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry says, from what was answered below its path."""
    body, steps = dict(said), indicator["steps"]
    parts = {name_of_step(step, steps): body.pop(f"step{n}") for n, step in enumerate(steps) if f"step{n}" in body}
    other = body.pop("barrier_other", None)
    if body.get("barrier") == OTHER:
        body["barrier"] = other or ""
    if isinstance(body.get("value"), str):
        body["value"] = int(body["value"])
    body = {name: value for name, value in body.items() if value != ""}
    return body | ({"parts": parts} if parts else {})


def indicator_at(indicators: Sequence[Indicator], path: str) -> Indicator | None:
    """The one whose questions this path is among."""
    name = path.partition(".")[0]
    return next((each for each in indicators if rating_of(each).name == name), None)
