"""What is installed is what the lock says: every package pinned, hashed, listed in the bill with its licence."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.bill_of_materials import BILL, CLASSIFIED, TOLD, bill, licences_in, pins, table
from tests.house.tree import ROOT, holds

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
RUN = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
PDF = (ROOT / "requirements/pdf.txt").read_text(encoding="utf-8")
DEV = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
BUILD = PYPROJECT["build-system"]["requires"]
NEEDED = {"run": [*PROJECT["dependencies"], *BUILD]}
NEEDED["pdf"] = [*NEEDED["run"], *PROJECT["optional-dependencies"]["pdf"]]
NEEDED["dev"] = [*NEEDED["pdf"], *PROJECT["optional-dependencies"]["dev"]]
NEEDED["packages"] = [*NEEDED["run"], *PROJECT["optional-dependencies"]["packages"]]
PACKAGES = (ROOT / "requirements/packages.txt").read_text(encoding="utf-8")
LOCKS = {"run": RUN, "pdf": PDF, "dev": DEV, "packages": PACKAGES}
LINE = re.compile(
    r"|--only-binary :all:| *#.*|[a-z0-9-]+==[\w.+!]+(?: ; [\w .='<>!]+)? \\| {4}--hash=sha256:[0-9a-f]{64}(?: \\)?"
)
BY_LOCK = "--require-hashes -r requirements/{}.txt && .venv/bin/pip install -q --no-deps --no-build-isolation "
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_pinned_within_its_range_and_has_a_hash(name: str) -> None:
    locked = {pin.name: pin for pin in pins(LOCKS[name])}

    def right(needed: Requirement) -> bool:
        pin = locked.get(canonicalize_name(needed.name))
        return pin is not None and needed.specifier.contains(pin.version) and bool(pin.hashes)

    holds(
        f"requirements/{name}.txt pins what pyproject.toml asks for: requirements/renew writes it anew.",
        (text for text in NEEDED[name] if not right(Requirement(text))),
    )


@pytest.mark.parametrize("name", LOCKS)
def test_no_line_of_a_lock_brings_anything_without_a_hash(name: str) -> None:
    lock = LOCKS[name]
    assert len(pins(lock)) == len(re.findall(r"(?m)^[^\s#-]", lock)), "every package is read"
    assert all(pin.hashes for pin in pins(lock))
    holds(
        "A lock holds pins, hashes, what needs each, and that only wheels are taken: no host, no path, no more.",
        (f"{number}: {line}" for number, line in enumerate(lock.splitlines(), 1) if not LINE.fullmatch(line)),
    )
    assert "--only-binary :all:" in lock.splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_path(name: str) -> None:
    told = re.sub(r"requirements/(?:run\.txt|renew)\b", "", LOCKS[name])
    assert "/" not in told
    assert "\\" not in told.replace(" \\\n", "\n")
    assert "@" not in told


@pytest.mark.parametrize(("less", "more"), [("run", "pdf"), ("pdf", "dev"), ("run", "packages")])
def test_what_runs_is_pinned_alike_where_it_is_tested(less: str, more: str) -> None:
    tested = {pin.name: (pin.version, pin.hashes) for pin in pins(LOCKS[more])}
    holds(
        f"requirements/{more}.txt holds every pin of requirements/{less}.txt.",
        (pin.name for pin in pins(LOCKS[less]) if tested.get(pin.name) != (pin.version, pin.hashes)),
    )


def test_what_the_readme_and_the_checks_install_is_installed_by_the_lock() -> None:
    installs = [line for line in (README + CI).splitlines() if "pip install" in line]
    first, tests, checks = installs
    assert BY_LOCK.format("run") + ". && .venv/bin/carelist demo" in first
    assert BY_LOCK.format("dev") + "-e . && .venv/bin/pytest" in tests
    assert checks == tests


def test_the_bill_of_materials_is_what_the_lock_gives() -> None:
    written = BILL.read_text(encoding="utf-8")
    again = bill(pins(RUN), pins(PDF), licences_in(json.loads(written)), PROJECT)
    assert written == json.dumps(again, indent=1) + "\n", "requirements/bill_of_materials.py writes it anew"


def test_the_licences_told_are_those_of_the_lock() -> None:
    assert table(json.loads(BILL.read_text(encoding="utf-8"))) in TOLD.read_text(encoding="utf-8")


def test_a_licence_is_what_the_installed_package_says() -> None:
    told = licences_in(json.loads(BILL.read_text(encoding="utf-8")))
    installed = {canonicalize_name(one.name): one for one in metadata.distributions() if one.name}

    def said(name: str) -> set[str]:
        file = installed[canonicalize_name(name)].metadata
        classes = (CLASSIFIED.get(each.split(" :: ")[-1], "") for each in file.get_all("Classifier", []))
        return {*file.get_all("License-Expression", []), *file.get_all("License", []), *classes} - {""}

    here = [
        pin
        for pin in pins(PDF)
        if pin.name in installed and installed[canonicalize_name(pin.name)].version == pin.version
    ]
    holds(
        "The bill tells the licence that the package itself tells, where it tells one.",
        (pin.purl for pin in here if said(pin.name) and told[pin.purl] not in said(pin.name)),
    )


def test_only_what_builds_is_left_out_of_what_runs_and_only_an_extra_is_optional() -> None:
    parts = json.loads(BILL.read_text(encoding="utf-8"))["components"]
    extra = PROJECT["optional-dependencies"]["pdf"]
    for scope, asked in (("excluded", BUILD), ("optional", extra)):
        assert [part["name"] for part in parts if part["scope"] == scope] == [Requirement(text).name for text in asked]
