"""A fault as pydantic finds it, put into plain English, with the public path. Never repeats what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import field_path
from carelist_tui.domain.refusal import Fault


def _choices(context: Mapping[str, Any]) -> str:
    return ", ".join(re.findall(r"'([^']*)'", str(context["expected"]))) or str(context["expected"])


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: tr("is needed"),
    "literal_error": lambda context: tr("is not one of: {choices}", choices=_choices(context)),
    "value_error": lambda context: str(context["error"]),
    "bool_type": lambda _: tr("must be true or false"),
    "int_type": lambda _: tr("must be a whole number"),
    "int_from_float": lambda _: tr("must be a whole number"),
    "greater_than_equal": lambda context: tr("must be at least {ge}", ge=context["ge"]),
    "less_than_equal": lambda context: tr("must be at most {le}", le=context["le"]),
    "tuple_type": lambda _: tr("must be a list"),
    "too_short": lambda context: (
        tr("needs at least {min_length}", min_length=context["min_length"])
        + (tr(" in the list") if context["field_type"] == "Tuple" else "")
    ),
    "model_type": lambda _: tr("must be an object with fields"),
    "dict_type": lambda _: tr("must be an object with fields"),
}


def faults_of(refusal: ValidationError, kind: str, path: str = "") -> list[Fault]:
    """One fault for each thing pydantic found in a `kind` ("zone.set", "an entry"), at `path` and below."""
    found = []
    for fault in refusal.errors(include_url=False, include_input=False):
        where = path
        for part in fault["loc"]:
            where = where if part == "[key]" else field_path(where, part)
        found.append(Fault(where, _sentence(fault["type"], fault.get("ctx", {}), kind)))
    return found


def _sentence(code: str, context: Mapping[str, Any], kind: str) -> str:
    if code == "extra_forbidden":
        return tr("is not a field of {kind}", kind=kind)
    return _SENTENCES[code](context) if code in _SENTENCES else tr("is not what belongs here")


def each_path_once(faults: list[Fault]) -> list[Fault]:
    """The first fault of every path, in order: one clear sentence for each thing that is wrong."""
    first: dict[str, Fault] = {}
    for fault in faults:
        first.setdefault(fault.path, fault)
    return list(first.values())
