"""Entries made in one save: the form's own, and those that come out of it, linked to it and stored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.refusal import Fault

AROUND = ("occurred_at", "learned_at", "late_reason", "on_behalf_of")


@dataclass(frozen=True, slots=True)
class Beside:
    """One more entry of the same save. Its questions stand under `name`, as in `first.at`; `says` goes with them."""

    name: str
    type: str
    says: Mapping[str, Any] = field(default_factory=dict)

    def asks(self, names: Sequence[str], titles: Mapping[str, str] | None = None) -> list[Ask]:
        """Some of its questions, in this order, by their path in the body; under other titles where given."""
        own = {ask.name: ask for ask in asks_of(TYPES[self.type])}
        return [
            replace(own[name], path=f"{self.name}.{name}", title=(titles or {}).get(name, own[name].title))
            for name in names
        ]

    def draft(self, id: str, main: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
        """Its draft: about the same person, at the same moment, out of the form's own entry."""
        around = {name: main[name] for name in (*AROUND, "person") if name in main}
        return {"id": id, "type": self.type, **around, "arose_from": main["id"], "body": {**self.says, **said}}

    def placed(self, fault: Fault) -> Fault:
        """A fault of its draft, under its own questions."""
        return Fault(f"{self.name}.{fault.path.removeprefix('body.')}", fault.sentence)
