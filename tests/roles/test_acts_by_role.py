"""Acts that take somebody's authority: a row an act, a column a role, each tried at the real door on a real store.

`+` taken, `?` taken and somebody is asked to say that they authorised it, `-` refused (standards.md, Roles).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.roles import acts
from tests.roles.acts import Act, Trial
from tests.roles.telling import (
    ANOTHER_MANAGER,
    AUDITOR,
    COORDINATOR,
    LEFT,
    NORTH,
    NOW,
    SENIOR,
    SOUTH,
    WHO,
    Service,
    said,
    works,
)

pytestmark = pytest.mark.slow

#                                                           support_worker
#                                                           |  coordinator
#                                                           |  |  senior
#                                                           |  |  |  manager
#                                                           |  |  |  |  auditor
#                                                           |  |  |  |  |  unknown
#                                                           |  |  |  |  |  |  left
TABLE: list[tuple[str, str, Act]] = [
    ("a pause that names nobody",                          "-  -  -  -  -  -  -", acts.pause(None)),
    ("a pause that names whoever records it",              "-  -  +  +  -  -  -", acts.pause("self")),
    ("a pause that names a senior",                        "?  ?  ?  ?  -  -  -", acts.pause(SENIOR)),
    ("a pause that names a coordinator",                   "-  -  -  -  -  -  -", acts.pause(COORDINATOR)),
    ("a pause that names an auditor",                      "-  -  -  -  -  -  -", acts.pause(AUDITOR)),
    ("a pause that names a senior who has left",           "-  -  -  -  -  -  -", acts.pause(LEFT)),
    ("a pause that names nobody known",                    "-  -  -  -  -  -  -", acts.pause("w-none")),
    ("a first no",                                         "+  +  +  +  -  -  -", acts.first_no),
    ("a third no that names nobody",                       "-  -  -  -  -  -  -", acts.third_no(None)),
    ("a third no that names whoever records it",           "-  -  +  +  -  -  -", acts.third_no("self")),
    ("a third no that names a senior",                     "?  ?  ?  ?  -  -  -", acts.third_no(SENIOR)),
    ("a no while high that names nobody",                  "-  -  -  -  -  -  -", acts.no_while_high(None)),
    ("a no while high that names whoever records it",      "-  -  +  +  -  -  -", acts.no_while_high("self")),
    ("a no while high that names a senior",                "?  ?  ?  ?  -  -  -", acts.no_while_high(SENIOR)),
    ("that somebody amber can wait",                       "+  +  +  +  -  -  -", acts.wait("amber", None)),
    ("that somebody red can wait, and nobody named",       "-  -  -  -  -  -  -", acts.wait("red", None)),
    ("that somebody red can wait, by whoever records it",  "-  -  +  +  -  -  -", acts.wait("red", "self")),
    ("that somebody red can wait, by a senior",            "?  ?  ?  ?  -  -  -", acts.wait("red", SENIOR)),
    ("that somebody red can wait, by a coordinator",       "-  -  -  -  -  -  -", acts.wait("red", COORDINATOR)),
    ("steps stopped, by whoever records it",               "-  -  -  -  -  -  -", acts.stop("self")),
    ("steps stopped, by a senior",                         "?  ?  ?  ?  -  -  -", acts.stop(SENIOR)),
    ("steps stopped, by a coordinator",                    "-  -  -  -  -  -  -", acts.stop(COORDINATOR)),
    ("steps stopped for a senior, by that senior",         "-  -  -  -  -  -  -", acts.stop(SENIOR, SENIOR)),
    ("a stricter tier",                                    "+  +  +  +  -  -  -", acts.tier("enhanced")),
    ("a lighter tier that names nobody",                   "-  -  -  -  -  -  -", acts.tier("light")),
    ("a lighter tier that names whoever records it",       "-  -  +  +  -  -  -", acts.tier("light", "self")),
    ("a lighter tier that names a senior",                 "?  ?  ?  ?  -  -  -", acts.tier("light", SENIOR)),
    ("a discharge that a manager agreed",                  "+  +  +  +  -  -  -", acts.discharge("w-man")),
    ("a discharge that a senior agreed",                   "-  -  -  -  -  -  -", acts.discharge(SENIOR)),
    ("a discharge that nobody agreed",                     "-  -  -  -  -  -  -", acts.discharge(None)),
    ("a review that is the last word on a death",          "-  -  -  +  -  -  -", acts.learn_from_a_death),
    ("closing the last action about a death",              "-  -  -  +  -  -  -", acts.close_after_a_death),
    ("closing an action about something else",             "+  +  +  +  -  -  -", acts.close_an_action),
    ("closed as not found, with a senior",                 "+  +  +  +  -  -  -", acts.close_not_found(SENIOR)),
    ("closed as not found, with a coordinator",            "-  -  -  -  -  -  -", acts.close_not_found(COORDINATOR)),
    ("correcting one's own",                               "+  +  +  +  -  -  -", acts.correct_own),
    ("correcting what was typed on one's behalf",          "+  +  +  +  -  -  -", acts.correct_what_was_typed_for_them),
    ("correcting another's",                               "-  -  +  +  -  -  -", acts.correct_anothers()),
    ("correcting another's on behalf of a senior",         "-  -  +  +  -  -  -", acts.correct_anothers(SENIOR)),
    ("correcting one's own into a pause, nobody named",    "-  -  -  -  -  -  -", acts.correct_into_a_pause(None)),
    ("correcting one's own into a senior's pause",         "?  ?  ?  ?  -  -  -", acts.correct_into_a_pause(SENIOR)),
    ("correcting one's own into a lighter tier",           "-  -  -  -  -  -  -", acts.correct_into_a_lighter_tier),
    ("correcting one's correction into a pause",           "-  -  -  -  -  -  -", acts.correct_twice_into_a_pause),
    ("a word put right in a no, high since",               "+  +  +  +  -  -  -", acts.fix_a_word_in_a_no_while_high),
    ("adding a worker",                                    "-  -  -  +  -  -  -", acts.enrol()),
    ("adding a worker on behalf of a manager",             "-  -  -  +  -  -  -", acts.enrol("w-man")),
    ("making somebody manager by a correction",            "-  -  -  +  -  -  -", acts.correct_a_worker),
    ("recording on behalf of an auditor",                  "-  -  -  -  -  -  -", acts.for_an_auditor),
    ("a score on behalf of an auditor",                    "+  +  +  +  +  -  -", acts.score_for_an_auditor),
    ("naming a support worker as coordinator",             "+  +  +  +  -  -  -", acts.name_coordinator("w-sup")),
    ("naming an auditor as coordinator",                   "-  -  -  -  -  -  -", acts.name_coordinator(AUDITOR)),
    ("booking a contact for an auditor",                   "-  -  -  -  -  -  -", acts.book_for(AUDITOR)),
    ("booking a contact for a coordinator",                "+  +  +  +  -  -  -", acts.book_for("w-coo")),
    ("leave that an auditor covers",                       "-  -  -  -  -  -  -", acts.cover_by(AUDITOR)),
    ("leave that a coordinator covers",                    "+  +  +  +  -  -  -", acts.cover_by("w-coo")),
    ("taking on somebody handed over by another",          "+  +  +  +  -  -  -", acts.accept_handover(own=False)),
    ("accepting one's own handover for a colleague",       "-  -  -  -  -  -  -", acts.accept_ones_own),
    ("handing somebody to an auditor",                     "-  -  -  -  -  -  -", acts.hand_to_an_auditor),
]  # fmt: skip
MAY = ("support_worker", "coordinator", "senior", "manager")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    opened = Service(tmp_path_factory.mktemp("service") / "store")
    yield opened
    opened.close()


def meets(service: Service, trial: Trial, act: Act) -> str:
    """What a role meets that tries this act."""
    draft = act(trial)
    by = trial.who if trial.role in MAY else ANOTHER_MANAGER
    if trial.before:
        service.record(ANOTHER_MANAGER, trial.before)
    if trial.own:
        service.record(by, trial.own)
    if service.refusal(trial.who, draft):
        return "-"
    [receipt] = service.record(trial.who, [draft])
    entry = draft["body"].get("entry", receipt)
    return "?" if draft.get("person") and service.confirmed_by(draft["person"], entry) else "+"


@pytest.mark.parametrize(("row", "expected", "act"), [(row, *each) for row, each in enumerate(
    (expected, act) for _, expected, act in TABLE)], ids=[words for words, _, _ in TABLE])  # fmt: skip
def test_who_may_do_it(service: Service, row: int, expected: str, act: Act) -> None:
    trials = [Trial(role, 100 * (row + 1) + column) for column, role in enumerate(WHO)]
    assert "  ".join(meets(service, trial, act) for trial in trials) == expected


def test_a_service_without_a_manager_sets_itself_up_for_any_team_until_it_has_one(tmp_path: Path) -> None:
    service = Service(tmp_path / "store")
    added = works("w-new", "senior", SOUTH)
    assert "manager's act" in service.refusal("w-sup-south", added), "North has one"
    for manager in (ANOTHER_MANAGER, "w-man"):
        service.record("w-man", [works(manager, "manager", kind="worker.changed", active=False)])
    own_role = works("w-sup-south", "manager", SOUTH, kind="worker.changed")
    assert "nobody changes their own role" in service.refusal("w-sup-south", own_role)
    for worker in ("w-sup-south", "w-coo-south", "w-sen-south"):
        assert service.refusal(worker, added) == ""
        assert service.refusal(worker, works("w-new", "senior")) == ""
    assert service.refusal("w-aud-south", added)
    [own] = service.record("w-sup-south", [added])
    service.record("w-sup-south", [works("w-boss", "manager", SOUTH)])
    assert service.refusal("w-sup-south", works("w-next", "senior", SOUTH))
    made = works("w-new", "manager", SOUTH)["body"]
    grabbed = said("entry.corrected", {"entry": own, "reason": "typed in error", "replacement": made})
    assert "manager's act" in service.refusal("w-sup-south", grabbed)
    struck = said("entry.corrected", {"entry": own, "reason": "typed in error", "replacement": None})
    assert "manager's act" in service.refusal("w-sup-south", struck)
    service.record("w-boss", [works("w-boss", "manager", SOUTH, kind="worker.changed", active=False)])
    assert service.refusal("w-sup-south", works("w-next", "senior", SOUTH)) == ""
    service.close()


def test_nobody_makes_themselves_a_manager_by_correcting_what_made_them_a_worker(tmp_path: Path) -> None:
    """Also where nobody manages, and the entry is their own: who set the service up by themselves."""
    tom = {"worker": "w-tom", "name": "Tom", "role": "coordinator", "team": NORTH}
    with Carelist.init(tmp_path / "store", **tom, now=NOW, encrypted=False) as door:
        [own] = [json.loads(line) for line in door.people.stored_lines(None, None)]
        put = own["body"] | {"name": "Tom Reid"}
        wrong = {"entry": own["id"], "reason": "typed in error", "replacement": put | {"role": "manager"}}
        with pytest.raises(Refused, match="nobody changes their own role"):
            door.record([said("entry.corrected", wrong)], NOW)
        door.record([said("entry.corrected", wrong | {"replacement": put})], NOW)


def test_only_the_one_who_is_named_confirms(service: Service) -> None:
    trial = Trial("support_worker", 90_001)
    draft = acts.pause(SENIOR)(trial)
    service.record("w-man", trial.before)
    [entry] = service.record("w-sup", [draft])
    word = trial.about("report.confirmed", {"about": entry, "true": True})
    for worker, more in (("w-sen", {}), ("w-sup", {"on_behalf_of": SENIOR})):
        service.record(worker, [word | more])
        assert service.confirmed_by(trial.person, entry) == SENIOR
    service.record(SENIOR, [word])
    assert service.confirmed_by(trial.person, entry) is None


def test_whoever_leaves_in_a_batch_records_nothing_after_it(service: Service) -> None:
    trial = Trial("support_worker", 90_002)
    trial.accept()
    service.record("w-man", trial.before)
    service.record("w-man", [works("w-brief", "manager")])
    leaves = works("w-brief", "manager", kind="worker.changed", active=False)
    after = trial.about("zone.set", {"zone": "green", "reason": "well"})
    with pytest.raises(Exception, match="line 2: nobody works here under the id w-brief"):
        service.door("w-brief").record([leaves, after], NOW, lines=[1, 2])
