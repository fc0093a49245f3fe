"""A team of three laptops, made once; each test has a copy of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange.enrolment.team import Laptop, first_laptop, joined


@dataclass
class Team:
    """Maya's laptop (a manager), Leah's, Tom's, and the folder they share."""

    root: Path
    maya: Laptop
    leah: Laptop
    tom: Laptop
    folder: Path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("team")
    maya = first_laptop(root)
    joined(root, maya, "leah")
    joined(root, maya, "tom")
    return root


@pytest.fixture
def team(original: Path, tmp_path: Path) -> Team:
    root = Path(shutil.copytree(original, tmp_path / "team"))
    (root / "shared").mkdir()
    maya, leah, tom = (Laptop(root / name, f"w-{name}") for name in ("maya", "leah", "tom"))
    return Team(root, maya, leah, tom, root / "shared")
