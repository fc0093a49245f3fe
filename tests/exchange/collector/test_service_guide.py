"""The guide for a service is what somebody types: its commands run, its roles are enough, its units hold."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.collector.conftest import ENGINES
from tests.exchange.collector.postgres import Postgres
from tests.exchange.enrolment.conftest import Team, original, team
from tests.exchange.enrolment.team import CODE, PASSPHRASE, Laptop, all_sync

__all__ = ["original", "team"]
pytestmark = [pytest.mark.slow, pytest.mark.long]
GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "service.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"postgresql\+psycopg://(\w+)@db\.example/carelist")


def blocks(kind: str) -> list[str]:
    return [told for what, told in BLOCK.findall(GUIDE) if what == kind]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_commands_of_the_guide_run_as_they_stand(
    engine: str, team: Team, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    (tmp_path / "carelist").mkdir()
    collector, roles = Laptop(tmp_path / "carelist" / "collector", "w-collector"), blocks("sql")
    postgres: Postgres | None = request.getfixturevalue("running") if engine != "sqlite" else None
    if postgres is not None:
        postgres.sql("postgres", roles[0])
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah)
    code = ""
    for block in blocks("sh"):
        who, *lines = block.splitlines()
        for line in lines:
            told = as_here(line, tmp_path, team, postgres, code)
            laptop = team.maya if "manager" in who else collector
            answer = laptop(*told, passphrase=PASSPHRASE)
            assert answer.status == 0, (line, answer)
            if found := CODE.search(answer.out):
                code = found[0]
            if "invite" in told:
                all_sync(team.folder, team.maya)
            if "collect" in told and postgres is not None:
                postgres.sql("carelist", roles[1])
    assert "North" in collector("list", "people", "--service", as_address("reader", tmp_path, postgres)).err
    assert "Team North" in (tmp_path / "quarter.html").read_text()
    if postgres is not None:  # who reads can't write
        team.leah.accept("P-2")
        all_sync(team.folder, team.leah)
        wrong = collector("collect", team.folder, "--into", as_address("reader", tmp_path, postgres))
        assert wrong.status == 3


def as_address(role: str, room: Path, postgres: Postgres | None) -> str:
    there = (room / "service.db").as_posix()
    return f"sqlite:///{there}" if postgres is None else postgres.address_of(role, "carelist")


def as_here(line: str, room: Path, team: Team, postgres: Postgres | None, code: str) -> list[str]:
    """A command of the guide with this test's places in it."""
    folder, ours = team.folder.as_posix(), (room / "carelist").as_posix()
    line = line.replace("/srv/teams/north", folder).replace("/srv/carelist", ours)
    line = line.replace("/etc/carelist/passphrase", (room / "passphrase").as_posix()).replace("CODE", code)
    line = line.replace(" collector.request", f" {ours}/collector.request")
    line = ADDRESS.sub(lambda found: as_address(found[1], room, postgres), line)
    program, *told = shlex.split(line)
    assert program == "carelist"
    return told


@pytest.mark.systemd
def test_the_units_of_the_guide_are_units(tmp_path: Path) -> None:
    units = []
    for block in blocks("ini"):
        name = block.partition("\n")[0].rpartition("/")[2]
        unit = tmp_path / name
        unit.write_text(block.replace("/opt/carelist/bin/carelist", sys.executable))
        units.append(str(unit))
    assert len(units) == 2
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "carelist-collect" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_no_unit_or_command_of_the_guide_has_a_password_in_it_and_the_image_is_said_not_to_be_built() -> None:
    assert not re.search(r"://\w+:\w+@", GUIDE)
    assert "**not built here**" in GUIDE
