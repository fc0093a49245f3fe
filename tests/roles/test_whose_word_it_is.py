"""Where whoever was named for an act has left, anybody of that role says whether it holds (standards.md, Roles)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from tests.roles import acts
from tests.roles.acts import Act, Trial
from tests.roles.telling import ANOTHER_MANAGER, NOW, WHO, Draft, Service, works

pytestmark = pytest.mark.slow

BRIEF = "w-brief"
"""Named for every act here; leaves once they are recorded."""
HAS_LEFT = "names Name of w-brief, who has left: "


def closing(trial: Trial) -> Draft:
    trial.before.append(trial.decide("do_not_escalate", trial.miss(), BRIEF, place=3))
    return trial.about("episode.closed", {"episode": trial.id(2), "outcome": "handed_over", "decision": trial.id(3)})


ROWS: list[tuple[str, Act, str]] = [
    ("a pause", acts.pause(BRIEF), "senior"),
    ("steps stopped", acts.stop(BRIEF), "senior"),
    ("a third no", acts.third_no(BRIEF), "senior"),
    ("a lighter tier", acts.tier("light", BRIEF), "senior"),
    ("closing a missed contact", closing, "senior"),
    ("a discharge", acts.discharge(BRIEF), "manager"),
]
NAMED = {"person.discharged": 2, "episode.closed": 3}
"""Where in its trial stands the decision that names somebody, where it is not the act itself."""
SAYS = {"senior": "a senior or a manager says whether it holds", "manager": "a manager says whether it holds"}
MAY = {"senior": ("senior", "manager"), "manager": ("manager",)}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service(tmp_path / "store")
    opened.record("w-man", [works(BRIEF, "manager")])
    yield opened
    opened.close()


def told(service: Service, act: Act, role: str, number: int) -> tuple[Trial, str]:
    """The trial, and the entry that names somebody."""
    trial = Trial(role, 91_000 + number)
    draft = act(trial)
    service.record(ANOTHER_MANAGER, trial.before)
    [entry] = service.record(trial.who, [draft])
    return trial, trial.id(NAMED[draft["type"]]) if draft["type"] in NAMED else entry


def stands_in_for(service: Service, trial: Trial, entry: str) -> str | None:
    told = service.door("w-man").people.person(trial.person, NOW)["story"]
    found: dict[str, str] = next(each for each in told if each["id"] == entry)
    return found.get("stands_in_for")


def leaves(service: Service) -> None:
    service.record("w-man", [works(BRIEF, "manager", kind="worker.changed", active=False)])


@pytest.mark.parametrize(("name", "act", "needed"), ROWS, ids=[name for name, _, _ in ROWS])
def test_of_who_has_left_whoever_has_the_role_gives_the_word(
    name: str, act: Act, needed: str, service: Service
) -> None:
    trial, named = told(service, act, "support_worker", 1)
    assert service.confirmed_by(trial.person, named) == BRIEF
    word = trial.about("report.confirmed", {"about": named, "true": True})
    leaves(service)
    assert service.confirmed_by(trial.person, named) == {"senior": "w-leah", "manager": "w-mac"}[needed]
    for role, worker in WHO.items():
        if role in ("support_worker", "coordinator", "senior") and role not in MAY[needed]:
            assert service.refusal(worker, word) == f"line 1: body.about: {HAS_LEFT}{SAYS[needed]}"
    [said] = service.record(WHO[MAY[needed][0]], [word])
    assert stands_in_for(service, trial, said) == BRIEF
    assert service.confirmed_by(trial.person, named) is None
    state = service.door("w-man").people.person(trial.person, NOW)
    assert state["on_caseload"] == (name != "a discharge")
    assert state["tier"] == ("light" if name == "a lighter tier" else "standard")
    assert (state["episode"] is None) == (name not in ("a pause", "steps stopped", "a third no"))


def test_before_they_leave_nobody_else_gives_it(service: Service) -> None:
    trial, named = told(service, acts.discharge(BRIEF), "support_worker", 2)
    [said] = service.record(ANOTHER_MANAGER, [trial.about("report.confirmed", {"about": named, "true": True})])
    assert stands_in_for(service, trial, said) is None
    assert service.door("w-man").people.person(trial.person, NOW)["on_caseload"]
    leaves(service)
    assert service.door("w-man").people.person(trial.person, NOW)["on_caseload"], (
        "a word given then is not one in her place"
    )


def test_whoever_stopped_the_steps_does_not_stand_in_for_whom_they_named(service: Service) -> None:
    trial, named = told(service, acts.stop(BRIEF), "senior", 3)
    leaves(service)
    word = trial.about("report.confirmed", {"about": named, "true": True})
    other = "somebody other than its author says whether it holds"
    assert service.refusal("w-sen", word) == f"line 1: body.about: {HAS_LEFT}{other}"
    service.record(WHO["manager"], [word])
    assert service.confirmed_by(trial.person, named) is None


def test_whom_somebody_stands_in_for_is_never_typed(service: Service) -> None:
    trial, named = told(service, acts.discharge(BRIEF), "support_worker", 4)
    word = trial.about("report.confirmed", {"about": named, "true": True}, stands_in_for=BRIEF)
    with pytest.raises(Refused, match="is stamped, never typed"):
        service.record(ANOTHER_MANAGER, [word])


def test_a_no_in_their_place_counts_too(service: Service) -> None:
    trial, named = told(service, acts.discharge(BRIEF), "support_worker", 5)
    leaves(service)
    service.record(WHO["manager"], [trial.about("report.confirmed", {"about": named, "true": False})])
    assert service.confirmed_by(trial.person, named) is None
    assert service.door("w-man").people.person(trial.person, NOW)["on_caseload"]


def test_what_waits_for_their_word_keeps_nobody_from_leaving_nor_is_it_handed_on(service: Service) -> None:
    trial, named = told(service, acts.discharge(BRIEF), "support_worker", 6)
    service.door("w-man").record.leave(BRIEF, "w-coo", NOW)
    told_since = [each["type"] for each in service.door("w-man").people.person(trial.person, NOW)["story"]]
    assert "due.reassigned" not in told_since
    assert service.confirmed_by(trial.person, named) == "w-mac"


def test_it_keeps_nobody_from_leaving_in_the_same_batch(service: Service) -> None:
    trial = Trial("manager", 91_007)
    draft = acts.pause(BRIEF)(trial)
    service.record(ANOTHER_MANAGER, trial.before)
    service.record("w-man", [draft, works(BRIEF, "manager", kind="worker.changed", active=False)])
    left = [each.id for each in service.door("w-man").people.workers() if not each.active]
    assert BRIEF in left
