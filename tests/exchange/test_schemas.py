"""The schemas that other programs are written by are what the models here say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.exchange.schemas import segment_schema
from carelist_tui.exchange.worklist_answer import worklist_schema

SCHEMAS = Path(__file__).parents[2] / "schemas"


@pytest.mark.parametrize(("name", "said"), [("segment", segment_schema), ("worklist", worklist_schema)])
def test_the_schema_that_is_published_is_the_one_the_model_says(name: str, said: Callable[[], dict[str, Any]]) -> None:
    assert json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")) == said()
