"""A lost laptop reads and writes no longer, the others go on, and what it wrote in time is not lost."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.roster.laptops import fold_laptops
from tests.exchange.enrolment.conftest import Team
from tests.exchange.enrolment.team import all_sync, joined

pytestmark = pytest.mark.slow

REVOKED = Path(__file__).parents[3] / "schemas" / "examples" / "device.revoked.v1.json"


def test_of_several_revocations_the_farthest_counts_in_whatever_order_they_come() -> None:
    told = json.loads(REVOKED.read_text())
    entries = [read_entry({**told, "id": f"{n}", "body": {**told["body"], "through": n}}) for n in (10, 12, 11)]
    for order in permutations(entries):
        (laptop,) = fold_laptops(order).values()
        assert (laptop.is_revoked, laptop.through) == (True, 12)


def test_a_revoked_laptop_reads_nothing_later_and_the_others_read_everything(team: Team) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.maya.done("device", "revoke", "leah's laptop")
    team.maya.sync(team.folder)
    team.tom.sync(team.folder)
    team.tom.accept("P-2")
    team.maya.accept("P-3")
    all_sync(team.folder, team.maya, team.tom)
    assert team.maya.refs() == team.tom.refs() == {"P-1", "P-2", "P-3"}
    assert team.maya.digest() == team.tom.digest()
    lost = team.leah("sync", team.folder)
    assert lost.status == 1
    assert team.leah.refs() == {"P-1"}
    nina = joined(team.root, team.maya, "nina")
    all_sync(team.folder, team.maya, team.tom, nina)
    assert nina.refs() == {"P-1", "P-2", "P-3"}
    assert nina.digest() == team.maya.digest() == team.tom.digest()


def test_what_a_revoked_laptop_wrote_waits_until_a_manager_admits_it(team: Team) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-2")
    team.maya.done("device", "revoke", "leah's laptop")
    team.leah.sync(team.folder)
    report = team.maya("sync", team.folder, "--json")
    assert (report.status, [each["kind"] for each in report.json["problems"]]) == (1, ["revoked"])
    assert team.maya.refs() == {"P-1"}
    assert team.tom("device", "admit", "leah's laptop", team.folder).status == 2
    team.maya.done("device", "admit", "leah's laptop", team.folder)
    all_sync(team.folder, team.maya, team.tom, rounds=3)
    assert team.maya.refs() == team.tom.refs() == {"P-1", "P-2"}
    assert team.maya.digest() == team.tom.digest()
    again = team.maya("device", "admit", "leah's laptop", team.folder)
    assert (again.status, "no more" in again.err) == (2, True)
    assert team.maya("device", "admit", "tom's laptop", team.folder).status == 2


def test_a_revocation_holds_for_what_comes_in_the_same_sync(team: Team) -> None:
    """Whichever of the laptops' names comes first: two are lost, so that one is likely to come before the manager's."""
    both = (team.leah, joined(team.root, team.maya, "nina"))
    all_sync(team.folder, team.maya, *both, team.tom)
    for lost in both:
        lost.accept("P-1")
        lost.sync(team.folder)
        team.maya.done("device", "revoke", lost.device())
    team.maya.sync(team.folder)
    assert [each.kind for each in team.tom.sync(team.folder).problems] == ["revoked", "revoked"]
    assert team.tom.refs() == set()


def test_two_laptops_revoked_at_once_are_both_shut_out(team: Team) -> None:
    ada = joined(team.root, team.maya, "ada", "manager")
    all_sync(team.folder, team.maya, team.leah, team.tom, ada)
    team.maya.done("device", "revoke", "leah's laptop")
    ada.done("device", "revoke", "tom's laptop")
    all_sync(team.folder, team.maya, ada, rounds=3)
    team.maya.accept("P-9")
    all_sync(team.folder, team.maya, ada, rounds=1)
    assert ada.refs() == {"P-9"}
    for lost in (team.leah, team.tom):
        lost("sync", team.folder)
        assert lost.refs() == set()


def test_a_laptop_enrolled_while_another_manager_renewed_the_key_is_given_it_by_the_folder(team: Team) -> None:
    ada = joined(team.root, team.maya, "ada", "manager")
    all_sync(team.folder, team.maya, team.leah, team.tom, ada)
    team.maya.done("device", "revoke", "leah's laptop")
    team.maya.sync(team.folder)
    nina = joined(team.root, ada, "nina")
    all_sync(team.folder, ada, team.maya, rounds=2)
    team.maya.accept("P-5")
    team.maya.sync(team.folder)
    nina.sync(team.folder)
    assert nina.refs() == {"P-5"}


def test_a_revoked_laptops_sealed_export_is_not_ours(team: Team) -> None:
    """It still has the keys that it had, and signs as itself. Nobody takes in what it seals, whatever is said by
    telephone: what it wrote counts by a manager's `device admit`, and by nothing else."""
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-1")
    before, after = team.root / "before.carelist", team.root / "after.carelist"
    team.leah.done("export", before)
    team.maya.done("device", "revoke", "leah's laptop")
    all_sync(team.folder, team.maya, team.tom)
    team.leah.accept("P-2")
    team.leah.done("export", after)
    for file in (before, after):
        for ours in (team.maya, team.tom):
            for named in ((), ("--signed-by", team.leah.device())):
                answer = ours("import", file, *named)
                assert (answer.status, "was revoked" in answer.err) == (2, True), answer
                assert ours.refs() == set()
    digests = team.maya.digest(), team.tom.digest()
    assert (team.maya.digest(), team.tom.digest()) == digests


def test_until_it_is_revoked_a_laptops_sealed_export_is_ours(team: Team) -> None:
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-1")
    file = team.root / "before.carelist"
    team.leah.done("export", file)
    team.maya.done("import", file)
    assert team.maya.refs() == {"P-1"}
