"""The format texts say what the code says: entries, Dues, Standards and commands (docs/format)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import BaseModel

from carelist_tui.cli import exit_status
from carelist_tui.cli.group import COMMANDS, EPILOG, ImportedOnUse, app_options, common_options, moment_options
from carelist_tui.domain.dues.kinds import KINDS, LIVE, Kind
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.envelope import StoredEnvelope
from carelist_tui.domain.standards import default_standards
from tests.house.tree import ROOT, holds

FIELD = re.compile(r"`([a-z_0-9]+)`(\*?)")
TYPE = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
SHIPPED: dict[str, Any] = tomllib.loads(default_standards().text)
Fields = dict[str, tuple[bool, Any]]
"""By name: whether it is required, and the fields within it."""
Owed = tuple[int, set[int], bool, set[str]]
"""The band of a kind of Due, its other bands, whether one is for whoever is high, and what resolves it."""


@cache
def text_of(name: str) -> str:
    return (ROOT / "docs" / "format" / name).read_text(encoding="utf-8")


def rows(name: str, heading: str) -> Iterator[list[str]]:
    """The cells of each row of every table of a text whose first heading is this."""
    for table in re.findall(r"(?:^\|.*\|$\n?)+", text_of(name), re.MULTILINE):
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        assert len({len(row) for row in cells}) == 1, f"{name}: a row of {cells[0]} has too many cells, or too few"
        if cells[0][0] == heading:
            yield from cells[2:]


def differing(said: Mapping[str, object], is_so: Mapping[str, object]) -> Iterator[str]:
    """What one says and the other does not, or otherwise."""
    for name in said.keys() | is_so.keys():
        if said.get(name) != is_so.get(name):
            yield f"{name}: the text says {said.get(name)}, and it is {is_so.get(name)}"


def made_of(annotation: Any) -> Iterator[Any]:
    """An annotation, and every part of it."""
    yield annotation
    for part in get_args(annotation) if get_origin(annotation) is not Literal else ():
        yield from made_of(part)


def fields_of(model: type[BaseModel]) -> Fields:
    """The fields of a model by their public names, those of its parts within them."""
    found: Fields = {}
    for name, field in model.model_fields.items():
        parts = [each for each in made_of(field.annotation) if isinstance(each, type) and issubclass(each, BaseModel)]
        found[field.alias or name] = field.is_required(), fields_of(parts[0]) if parts else {}
    return found


def fields_in(cell: str) -> Fields:
    """The fields that a cell names, those in braces within the one before them."""
    found: Fields = {}
    last, rest = "", cell
    while rest:
        named = FIELD.match(rest)
        if rest[0] == "{":
            within, _, rest = rest[1:].partition("}")
            found[last] = found[last][0], fields_in(within)
        elif named:
            last, rest = named[1], rest[named.end() :]
            found[last] = bool(named[2]), {}
        else:
            rest = rest[1:]
    return found


def bodies_in_text() -> dict[str, str]:
    """By type, the cell that names its fields, with the identity fields where it says so."""
    identity = text_of("records.md").partition("The *identity fields*: ")[2].partition("\n")[0]
    bodies = [(names, cell.replace("any identity field", identity)) for names, cell, _ in rows("records.md", "type")]
    return {kind: cell for names, cell in bodies for kind in TYPE.findall(names)}


def choices_of(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """The codes of each field that is a choice, those of its parts too."""
    for part in (part for field in model.model_fields.values() for part in made_of(field.annotation)):
        if get_origin(part) is Literal:
            yield get_args(part)
        elif isinstance(part, type) and issubclass(part, BaseModel):
            yield from choices_of(part)


def unsaid_choices(kind: str, cell: str) -> Iterator[str]:
    """Choices that stand neither in its cell, nor as a shared enumeration, nor under Outcomes."""
    text = text_of("records.md")
    shared = re.findall(r"`[a-z_]+`(?: \([^)]*\))?: ([a-z_0-9]+(?:, [a-z_0-9]+)+)", text)
    outcomes = set(re.findall(r"\w+", text.partition("\nOutcomes: ")[2].partition("\n* ")[0]))
    for codes in choices_of(TYPES[kind]):
        is_outcome = kind == "outreach.attempted" and set(codes) <= outcomes
        if "/".join(codes) not in cell and ", ".join(codes) not in shared and codes != ("all",) and not is_outcome:
            yield f"{kind}: {'/'.join(codes)}"


def test_records_name_every_type_and_field_that_there_is_and_no_other() -> None:
    said = {kind: fields_in(cell) for kind, cell in bodies_in_text().items()}
    is_so = {kind: fields_of(model) for kind, model in TYPES.items()}
    holds("records.md has each type with its fields, and which are required.", differing(said, is_so))


def test_records_name_every_choice_that_there_is() -> None:
    bodies = bodies_in_text()
    found = (each for kind in TYPES for each in unsaid_choices(kind, bodies.get(kind, "")))
    holds("records.md has the codes of each choice.", found)


def test_records_name_every_field_of_the_envelope_and_no_other() -> None:
    said: Fields = {}
    for names, meaning in rows("records.md", "field"):
        parts = fields_in("".join(re.findall(r"^stamped[^{]*\{(.*?)\}", meaning)))
        said |= {name: (needed, parts) for name, (needed, _) in fields_in(names).items()}
    holds("records.md has the whole envelope.", differing(said, fields_of(StoredEnvelope)))


def due_in_text(resolved_by: str, band: str) -> Owed:
    first, *others = map(int, re.findall(r"\d", band))
    live = LIVE if "live contact" in resolved_by else ()
    return first, set(others), "when high" in band, {*TYPE.findall(resolved_by), *live}


def due_in_code(kind: Kind) -> Owed:
    others = {band for band in (kind.band_when_high, kind.other_band) if band is not None}
    return kind.band, others, kind.band_when_high is not None, set(kind.resolved_by)


def test_standards_name_every_kind_of_due_with_its_band_and_what_resolves_it() -> None:
    said = {row[0].strip("`"): due_in_text(*row[3:]) for row in rows("standards.md", "kind") if len(row) == 5}
    is_so = {name: due_in_code(kind) for name, kind in KINDS.items()}
    holds("standards.md has each kind of Due as KINDS has it.", differing(said, is_so))


def test_standards_give_every_limit_tier_and_role_as_it_ships() -> None:
    said = {row[0].strip("`"): row[1] for head in ("limit", "act") for row in rows("standards.md", head)}
    tiers = {row[0]: row[1:7] for row in rows("standards.md", "tier")}
    is_so = {key: [value for each, value in tier.items() if each != "title"] for key, tier in SHIPPED["tiers"].items()}
    wrong = [*differing(said, SHIPPED["limits"] | SHIPPED["roles"]), *differing(tiers, is_so)]
    holds("The tables of standards.md have what ships.", wrong)


def test_standards_give_every_number_of_a_due_before_its_key() -> None:
    wanted = []
    for key, value in SHIPPED["dues"].items():
        said = ", ".join(value) if isinstance(value, list) else value
        wanted += [" ".join(each) for each in value.items()] if isinstance(value, dict) else [f"{said} (`{key}`)"]
    holds("standards.md says each number of [dues].", (each for each in wanted if each not in text_of("standards.md")))


def test_standards_name_every_step_and_every_item_that_ships() -> None:
    steps = [step for ladder in SHIPPED["ladders"].values() for step in ladder["steps"]]
    said = [(row[1].strip("`"), row[3].split(", ")) for row in rows("standards.md", "ladder")]
    assert said == [(step["key"], step["methods"]) for step in steps]
    items = [row[1].split(", ") for row in rows("standards.md", "kind") if len(row) == 2]
    assert items == [list(each) for each in SHIPPED["checklists"].values()]


def options_of(params: Iterable[click.Parameter]) -> set[str]:
    """The options of a command but the common ones and --help."""
    common = {name for each in common_options() for name in each.opts}
    return {name for each in params for name in (*each.opts, *each.secondary_opts) if name.startswith("--")} - common


def commands_in_code() -> Iterator[tuple[str, set[str]]]:
    yield "", {"--version"} | options_of([*app_options(), *moment_options()])
    for name, command in ImportedOnUse(COMMANDS).items():
        if isinstance(command, click.Group):
            yield from ((f"{name} {each}", options_of(below.params)) for each, below in command.commands.items())
        else:
            yield name, options_of(command.params)


def test_surface_names_every_command_and_option_that_there_is_and_no_other() -> None:
    named = re.compile(r"^`carelist((?: [a-z]+(?:-[a-z]+)*)*)(.*)")
    cells = [named.findall(cell)[0] for cell, _ in rows("surface.md", "command")]
    said = {name.strip(): set(re.findall(r"--[a-z-]+", rest)) for name, rest in cells}
    holds("surface.md has each command with its options.", differing(said, dict(commands_in_code())))


def test_surface_gives_every_exit_status_its_meaning() -> None:
    is_so = dict(re.findall(r"(\d+) ([^,.]+)", EPILOG.partition("Exit status:")[2]))
    said = {row[0]: row[1] for row in rows("surface.md", "status")}
    assert said == is_so
    assert {exit_status.DONE, exit_status.BAD_USE, exit_status.INTERRUPTED, exit_status.OUR_FAULT} <= set(
        map(int, is_so)
    )
