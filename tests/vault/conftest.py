"""One encrypted store, made once; each test has a copy of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vault.telling import Made, encrypted_at


@pytest.fixture(scope="package")
def original(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return encrypted_at(tmp_path_factory.mktemp("vault") / "original")


@pytest.fixture
def made(original: Made, tmp_path: Path) -> Made:
    return replace(original, store=shutil.copytree(original.store, tmp_path / "store"))
