"""All planted stories lived through by one service, its entries as they leave it, and what the command answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.surface import carelist
from tests.planted.story import Raw
from tests.planted.telling import Line, Planted, london, read_back, record, written

BY = ("--as", "w-mgr")
Measure = dict[str, Any]


@dataclass
class Service:
    """A store, and its entries about people and about the team."""

    store: Path
    people: list[Raw]
    team: list[Raw]

    @classmethod
    def of(cls, stories: Iterable[Planted], folder: Path, of_team: Iterable[Line] = ()) -> Service:
        """Records these stories in a store of their own, and what a team wrote down of itself."""
        record(stories, folder, of_team).close()
        return cls.read(folder)

    @classmethod
    def read(cls, folder: Path) -> Service:
        """What was recorded in this store."""
        answer = carelist("export", "-", "--format", "ndjson", "--reason", "counted apart", *BY, store=folder)
        assert answer.status == 0, answer.err
        return cls(folder, *read_back(answer.out))

    def of_person(self, story: Planted) -> list[Raw]:
        """The entries of one story."""
        return [raw for raw in self.people if raw["person"] == story.lines[0].draft["id"]]

    def measures(
        self, since: str, until: str, at: str, known_at: str | None = None, by: str | None = None, *,
        with_cases: bool = True,
    ) -> dict[str, Measure]:  # fmt: skip
        """What the command answers of every measure, by its key."""
        asked = ["--from", since, "--to", until, "--at", written(london(at))]
        asked += ["--cases"] if with_cases else []
        asked += ["--known-at", written(london(known_at))] if known_at else []
        asked += ["--by", by] if by else []
        answer = carelist("measures", *asked, *BY, "--json", store=self.store)
        assert answer.status == 0, answer.err
        return {measure["key"]: measure for measure in answer.json["measures"]}
