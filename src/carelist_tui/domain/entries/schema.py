"""The one discriminated union of every entry, envelope and body, and its JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.entries.envelope import StoredEnvelope
from carelist_tui.domain.entries.subjects import TYPES


class _AbsentNotNull(GenerateJsonSchema):
    """A field that may be absent is not one that may be null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") in (None, ()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def _whole(kind: type[Body]) -> type[StoredEnvelope]:
    fields: dict[str, Any] = {
        "type": (Literal[kind.TYPE], Field(title=tr("Type"), description=tr("What kind of entry it is."))),
        "v": (Literal[1], Field(title=tr("Version"), description=tr("The version of the type's body."))),
        "body": (
            kind | None,
            Field(None, title=tr("Body"), description=tr("What it says; absent after a lawful erasure.")),
        ),
    }
    if kind.ABOUT_PERSON and not kind.PERSON_MAY_BE_ABSENT:
        person = StoredEnvelope.model_fields["person"]
        fields["person"] = (person.annotation, Field(title=person.title, description=person.description))
    return create_model(f"{kind.__name__}Entry", __base__=StoredEnvelope, __doc__=kind.__doc__, **fields)


@cache
def entry_union() -> TypeAdapter[Any]:
    """Whole stored entries of every type this release knows, told apart by `type`. Built on first use."""
    union: Any = reduce(or_, (_whole(kind) for kind in TYPES.values()))
    told_apart: Any = Annotated[union, Field(discriminator="type")]
    return TypeAdapter(told_apart, config=ConfigDict(defer_build=True))


def entry_schema(examples: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The JSON Schema of a stored entry: titles, descriptions, an example of each type. Extra fields are allowed."""
    schema = entry_union().json_schema(schema_generator=_AbsentNotNull)
    for kind in TYPES.values():
        whole = schema["$defs"][f"{kind.__name__}Entry"]
        whole["title"] = kind.LABEL
        whole["examples"] = [examples[kind.TYPE]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": tr("Carelist entry"),
        "description": tr("One stored entry, told apart by `type`. What a newer release adds is kept and passed on."),
        **schema,
    }
