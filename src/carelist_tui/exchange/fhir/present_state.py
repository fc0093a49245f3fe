"""What stands at the moment of the bundle, and is in no later one once it is done, withdrawn or no longer so. Task:
what is owed, by when and why. CarePlan: the steps of an open missed contact, each a task. Flag: the zone, what must not
be done, and every other warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import ENGLISH, LANGUAGE, in_english
from carelist_tui.domain.dues.ladder import StepPlan, plan_steps
from carelist_tui.domain.dues.warnings import warnings_for
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, choice_in_english
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import HL7_CODES, Resource, concept, ours, reference, resource, words_alone

PRIORITY = {1: "stat", 2: "urgent", 3: "routine", 4: "routine"}
"""By the band that it stands in."""
CATEGORY = f"{HL7_CODES}flag-category"
_BY_WORDS = {words: code for code, words in AVOID_IN_WORDS.items()}
OPEN, DONE, SET_ASIDE, WITHHELD = "requested", "completed", "cancelled", "on-hold"


def owed_tasks(told: Disclosure) -> Iterator[Resource]:
    """A task for everything they are owed, and the plan and the further tasks of a missed contact."""
    plans = {}
    episode = told.ground.episode if told.ground.state.on_caseload and not told.ground.state.has_died else None
    if episode is not None:
        plans = {f"ladder_step:{episode.id}:{each.step.key}": each for each in plan_steps(told.ground, episode)}
    owed = {item.key: item for item in told.items}
    for item in owed.values():
        yield _task(told, item, episode if item.key in plans else None)
    if episode is not None and plans:
        for key, plan in plans.items():
            if key not in owed:
                yield _step(told, key, plan, episode)
        yield _care_plan(told, episode, list(plans))


def _task(told: Disclosure, item: Item, episode: Episode | None) -> Resource:
    begins = item.from_at if item.from_at is not None and item.from_at <= item.due_at else None
    why, language = told.spoken(item.why)
    return resource(
        "Task",
        item.key,
        language=language,
        basedOn=[reference("CarePlan", episode.id)] if episode else [],
        status=OPEN,
        intent="plan",
        priority=PRIORITY[item.band],
        code=ours("due", item.kind, told.words(_title_of(item))),
        description=why,
        for_=told.subject,
        owner=told.worker(item.owner),
        restriction={"period": {"start": told.when(begins), "end": told.when(item.due_at)}},
    )


def _title_of(item: Item) -> str:
    """What is due, in English: its title here, else what its kind says."""
    return item.title if LANGUAGE == ENGLISH else item.kind.replace("_", " ").capitalize()


def _step(told: Disclosure, key: str, plan: StepPlan, episode: Episode) -> Resource:
    """A step that is not owed now: done, set aside by a decision, or withheld."""
    status = DONE if plan.done_by is not None else SET_ASIDE if plan.skipped_by is not None else WITHHELD
    return resource(
        "Task",
        key,
        basedOn=[reference("CarePlan", episode.id)],
        status=status,
        intent="plan",
        priority="routine",
        code=ours("due", "ladder_step", plan.step.title),
        for_=told.subject,
        restriction={"period": {"end": told.when(plan.due_at)}},
    )


def _care_plan(told: Disclosure, episode: Episode, keys: list[str]) -> Resource:
    stopped = told.ground.steps_return_at(episode) is not None
    return resource(
        "CarePlan",
        episode.id,
        status="on-hold" if stopped else "active",
        intent="plan",
        category=[ours("ladder", episode.ladder)],
        title="Steps after a missed contact",
        subject=told.subject,
        period={"start": told.when(episode.t)},
        created=told.when(episode.t),
        activity=[{"reference": reference("Task", key)} for key in keys],
    )


def flags(told: Disclosure) -> Iterator[Resource]:
    """The flags of somebody on the caseload; of whoever has left, that they died alone."""
    state = told.ground.state
    if state.on_caseload:
        zone = ours("zone", state.zone_now, f"Zone: {choice_in_english(state.zone_now)}")
        since = told.when(state.zone.at) if state.zone is not None else None
        yield _flag(told, "zone", "clinical", zone, since)
    said = warnings_for(told.ground) if state.on_caseload or state.death is not None else ()
    for words, language in dict.fromkeys(map(told.spoken, filter(str.strip, said))):
        code = _BY_WORDS.get(words)
        if code is not None:
            yield _flag(told, f"do_not:{code}", "contact", ours("do-not", code, in_english(AVOID_IN_WORDS[code])))
        else:
            yield _flag(told, words, "safety", words_alone(words), language=language)


def _flag(
    told: Disclosure, source: str, category: str, code: Resource, since: str | None = None, language: str | None = None
) -> Resource:
    return resource(
        "Flag",
        f"{told.person}:{source}",
        language=language,
        status="active",
        category=[concept(CATEGORY, category, category.capitalize())],
        code=code,
        subject=told.subject,
        period={"start": since},
    )
