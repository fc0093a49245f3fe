"""One service in which all planted stories were lived through: recorded once, and only read."""

from __future__ import annotations

import pytest

from tests.planted.service import Service
from tests.planted.situations import STORIES


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service.of(STORIES, tmp_path_factory.mktemp("planted") / "store")
