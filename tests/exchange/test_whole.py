"""The laws of the whole, whatever happens in whatever order: laptops that meet, are lost, renewed, copied, restored and
recovered, and people passed on to another service that is no friend, and back."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from carelist_tui.domain.refusal import Refused
from tests.exchange.enrolment.raw_team import NEWCOMER, SECOND, TOGETHER, make_team
from tests.exchange.whole import ACTS_ELSEWHERE, MANAGERS, Whole, begun, make_whole
from tests.profiles import WHOLES, examples_of, members

pytestmark = pytest.mark.slow

EVERYBODY = (*TOGETHER, NEWCOMER, "cal2", "bea2")
PARTS = 4
Act = tuple[str, str, int, str]
_who, _number = st.sampled_from(EVERYBODY), st.integers(0, 5)
_OFTEN = ("sync", "sync", "sync", "there and back", "there and back", "revoke")
_SELDOM = ("accept", "discharge", "confirm", "invite", "copy", "restore", "recover", "promote", "give", "there",
           "elsewhere", "back", "home")  # fmt: skip
ACTS = st.tuples(st.sampled_from((*_OFTEN, *_SELDOM)), _who, _number, st.sampled_from(ACTS_ELSEWHERE))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole")
    return make_whole(root, make_team(tmp_path_factory.mktemp("team")))


def happens(whole: Whole, act: Act) -> None:
    """One act; what nobody can do at that moment is passed by."""
    what, who, number, elsewhere = act
    if who not in whole.north.members and what not in ("copy", "restore", "recover", "there", "elsewhere"):
        return
    if what == "there and back":
        for part in ("give", "there", "elsewhere", "back", "home"):
            happens(whole, (part, who, -1 if part in ("there", "home") else number, elsewhere))
        return
    person, manager = whole.people[number % len(whole.people)], MANAGERS[number % 2]
    {
        "sync": lambda: whole.north.sync(who, EVERYBODY[number] if number < 2 else None),
        "revoke": lambda: whole.north.revoke(manager, ("cal", "dee", NEWCOMER, "cal2")[number % 4]),
        "invite": lambda: whole.north.invite(manager),
        "accept": lambda: whole.accept(who),
        "discharge": lambda: whole.discharge(who, person),
        "confirm": lambda: whole.confirm(who, person),
        "promote": lambda: whole.promote(who),
        "copy": lambda: whole.copy(who),
        "restore": lambda: whole.restore(who),
        "recover": lambda: whole.recover(who, TOGETHER[number % 4]),
        "give": lambda: whole.give(who, person),
        "there": lambda: whole.take_there(number),
        "elsewhere": lambda: whole.act_there(elsewhere, person),
        "back": lambda: whole.give_back(who, person),
        "home": lambda: whole.take_back(who, number),
    }[what]()


def meet(whole: Whole) -> list[str]:
    """Everybody who was not revoked meets until nothing is new, and managers let what the revoked had sent count, which
    some had taken in before they heard; gives who they are."""
    north = whole.north
    ours = sorted(north.members - north.revoked)
    for last in (False, True):
        for _ in range(3):
            before = _written_in(north.folder)
            reports = [north.sync(name) for name in ours]
            if before == _written_in(north.folder) and not any(report and report.taken for report in reports):
                break
        for manager, lost in () if last else product(MANAGERS, sorted(north.revoked)):
            with suppress(Refused):
                north.door(manager).sync.admit(north.device(lost), north.folder, north.tick())
    return ours


def _written_in(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def broken_laws(whole: Whole, ours: list[str]) -> list[str]:
    """What does not hold."""
    found = whole.north.leaks()
    verdicts = {name: whole.north.door(name).verify() for name in ours}
    if len({each.digest for each in verdicts.values()}) > 1:
        found.append(f"they do not agree: { {name: each.entries for name, each in verdicts.items()} }")
    found += [f"{name}: {problem.kind} {problem.what}" for name, each in verdicts.items() for problem in each.problems]
    now = whole.north.now
    for person in whole.people:
        for name in ours:
            if not whole.knows(name, person):
                continue
            shown = whole.north.door(name).people.person(person, now)
            told = {line["id"]: line for line in shown["story"]}
            for id, line in told.items():
                theirs = line["author"].endswith(_elsewhere(whole))
                if not theirs and line["author"] != whole.said.get(id):
                    found.append(f"{name}: {line['type']} stands under {line['author']}, who did not say it")
            agreed = whole.agreed & told.keys()
            if not shown["on_caseload"] and not any(told[id]["type"] in _LEAVE for id in agreed):
                found.append(f"{name}: {person} left on nobody's word here")
            if shown["tier"] == "light" and not any(told[id]["type"] == "tier.set" for id in agreed):
                found.append(f"{name}: a lighter tier on nobody's word here")
            if shown["died"] and shown["died"]["confirmed"] and shown["died"]["id"] not in agreed:
                found.append(f"{name}: a death on nobody's word here")
            if shown["coordinator"] not in (None, *(f"w-{each}" for each in EVERYBODY)):
                found.append(f"{name}: {shown['coordinator']} coordinates, who is nobody here")
    return found


_LEAVE = ("decision.recorded", "person.discharged")


def _elsewhere(whole: Whole) -> str:
    return f"({whole.south.journal.device[:8]})"


@pytest.mark.long
@pytest.mark.parametrize("part", members(range(PARTS), 1))
def test_no_secret_reaches_the_revoked_nobodys_word_stands_under_anothers_name_no_role_is_exceeded_and_all_agree(
    original: Path, part: int
) -> None:
    @examples_of(part)
    @settings(max_examples=WHOLES // PARTS, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
    @example(
        acts=[("there and back", "ann", 0, act) for act in ("discharge", "confirm", "lighter", "death", "coordinator")]
    )
    @example(acts=[("promote", name, 0, "zone") for name in TOGETHER])
    @example(acts=[("recover", "cal", 0, "zone")])
    @given(acts=st.lists(ACTS, min_size=4, max_size=16))
    def holds(acts: list[Act]) -> None:
        root = Path(tempfile.mkdtemp(dir=original.parent))
        whole = begun(original, root)
        try:
            whole.accept(TOGETHER[part])
            for act in acts:
                happens(whole, act)
            whole.accept(SECOND)
            assert broken_laws(whole, meet(whole)) == []
        finally:
            whole.close()
            shutil.rmtree(root)

    holds()
