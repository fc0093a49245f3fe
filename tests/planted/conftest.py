"""One service in which all planted stories were lived through: recorded once, and only read."""

from __future__ import annotations

import pytest

from tests.made_once import made_once
from tests.planted.service import Service
from tests.planted.situations import STORIES
from tests.planted.telling import record


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service.read(made_once(tmp_path_factory, "planted", lambda folder: record(STORIES, folder).close()))
