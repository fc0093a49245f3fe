"""What a worker may set on their laptop: one file of their own, read before the first frame, written by the app.

`settings.toml` lies where the platform keeps a user's settings, in a folder `carelist`; CARELIST_SETTINGS names another
file. Standard library only: this is on the way to the first frame, and TOML is read only where there is a file.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import MOST_TOLD, Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.patience import put_in_place
from carelist_tui.vault.whole_file import write_whole

PLACE = "CARELIST_SETTINGS"
KEYS = "keys"
LARGEST = 200_000
"""Bytes; the file that the app writes has a few thousand."""
_ID = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set: its name in the file, a title and a sentence, and what it may be, in words."""

    name: str
    title: str
    sentence: str
    choices: tuple[tuple[Any, str], ...]

    def words_of(self, value: Any) -> str:
        return next((words for each, words in self.choices if each == value), str(value))

    def after(self, value: Any) -> Any:
        """The choice that follows this one; after the last the first."""
        values = [each for each, _ in self.choices]
        return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


SETTINGS = (
    Setting("theme", tr("Colours"), tr("How the screen looks. NO_COLOR in the environment goes before it."),
            (("dark", tr("dark")), ("light", tr("light")), ("high-contrast", tr("high contrast")))),
    Setting("mouse", tr("Mouse"), tr("Whether clicks and the wheel reach Carelist. Holds from the next start."),
            ((True, tr("used")), (False, tr("left to the terminal")))),
    Setting("only_mine", tr("Begin with"), tr("Which rows the list begins with."),
            (("as-role", tr("what suits my role")), ("always", tr("only mine")), ("never", tr("everybody")))),
    Setting("clipboard", tr("Copying"), tr("Where a text that you copy goes."),
            (("osc52", tr("to the clipboard")), ("file", tr("to a file only")))),
    Setting("lock_after", tr("Lock after"), tr("Minutes without a key until the screen is blank."),
            ((5, tr("5 minutes")), (2, tr("2 minutes")), (1, tr("1 minute")), (10, tr("10 minutes")), (15,
                tr("15 minutes")))),
)  # fmt: skip
"""What can be set besides keys; the first choice of each holds unless said."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set. `keys`: the keys of a binding by its id, separated by commas, in place of its own."""

    theme: str = "dark"
    mouse: bool = True
    only_mine: str = "as-role"
    clipboard: str = "osc52"
    lock_after: int = 5
    keys: Mapping[str, str] = field(default_factory=dict)

    def with_keys(self, binding: str, keys: str | None) -> Settings:
        """These, with other keys for a binding; with None its own again."""
        rest = {id: said for id, said in self.keys.items() if id != binding}
        return replace(self, keys={**rest, binding: keys} if keys else rest)


def settings_file(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Where the settings lie; None where there is no home folder."""
    if named := environ.get(PLACE):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if platform == "win32":
        folder = Path(environ.get("APPDATA") or home / "AppData/Roaming")
    elif platform == "darwin":
        folder = home / "Library/Application Support"
    else:
        said = Path(environ.get("XDG_CONFIG_HOME") or "")
        folder = said if said.is_absolute() else home / ".config"
    return folder / "carelist" / "settings.toml"


def read_settings(path: Path | None) -> tuple[Settings, list[str]]:
    """What is set, and a sentence for each thing in the file that can't be used: that one is left as it ships."""
    if path is None or not path.exists():
        return Settings(), []
    from carelist_tui.domain.canonical import parse_toml
    from carelist_tui.vault.given import read_given

    try:
        text = read_given(path, LARGEST, tr("settings file")).decode()
    except (Refused, ValueError):
        return Settings(), [tr("{path} can't be read: Carelist begins as it ships.", path=path)]
    try:
        said = parse_toml(text.replace("\r\n", "\n"))
    except Refused as refused:
        return Settings(), [
            tr("{path} is not a settings file ({refused}): Carelist begins as it ships.", path=path, refused=refused)
        ]
    faults = [f"{path}: {each}" for each in _faults(said)]
    more = [tr("{path}: and {n:,} more.", path=path, n=len(faults) - MOST_TOLD)] if len(faults) > MOST_TOLD else []
    return Settings(**dict(_kept(said)), keys=_keys_in(said)), faults[:MOST_TOLD] + more


def _keys_in(said: Mapping[str, Any]) -> dict[str, str]:
    keys = said.get(KEYS, {})
    named = keys.items() if _table(keys) else ()
    return {id: meant for id, value in named if _ID.fullmatch(id) and (meant := meant_keys(value))}


def _kept(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for setting in SETTINGS:
        if setting.name in said and _fits(setting, said[setting.name]):
            yield setting.name, said[setting.name]


def _fits(setting: Setting, value: Any) -> bool:
    return any(type(value) is type(choice) and value == choice for choice, _ in setting.choices)


def _faults(said: Mapping[str, Any]) -> Iterator[str]:
    by_name = {setting.name: setting for setting in SETTINGS}
    for name, value in said.items():
        if name in by_name and not _fits(by_name[name], value):
            choices = ", ".join(as_toml(choice) for choice, _ in by_name[name].choices)
            yield tr("{name} must be one of {choices}; it stays as it ships.", name=name, choices=choices)
        elif name not in by_name and name != KEYS:
            yield tr("nothing is called {name}; it is passed over.", name=name[:40])
    keys = said.get(KEYS, {})
    if not _table(keys):
        yield tr("{keys} must be a table, [{keys}], of keys by their names; all keys stay as they ship.", keys=KEYS)
        return
    for id, value in keys.items():
        if not _ID.fullmatch(id):
            yield tr("no key is called {id}; it is passed over.", id=id[:40])
        elif not meant_keys(value):
            yield tr('the keys of {id} must be named like "x" or "ctrl+t,f8"; they stay as they ship.', id=id)


def _table(value: Any) -> bool:
    return isinstance(value, dict)


def meant_keys(said: object) -> str:
    """Keys as a binding names them, separated by commas; empty when none is meant. `,` alone is the comma."""
    if said == ",":
        return "comma"
    keys = [key.strip() for key in said.split(",")] if isinstance(said, str) else []
    return ",".join(keys) if all(key and key.isprintable() and " " not in key for key in keys) else ""


def as_toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def settings_text(settings: Settings) -> str:
    """The whole file, with what each thing may be."""
    lines = [tr("# Carelist's settings: change them here, or in the app. The app writes this file afresh.")]
    for setting in SETTINGS:
        choices = ", ".join(as_toml(value) for value, _ in setting.choices)
        lines += [
            "",
            tr(
                "# {title}. {sentence} One of {choices}.",
                title=setting.title,
                sentence=setting.sentence,
                choices=choices,
            ),
        ]
        lines.append(f"{setting.name} = {as_toml(getattr(settings, setting.name))}")
    lines += ["", tr("# Keys, by the name that the settings in the app show."), f"[{KEYS}]"]
    lines += [f'"{id}" = {as_toml(said)}' for id, said in sorted(settings.keys.items())]
    return "\n".join(lines) + "\n"


def write_settings(path: Path | None, settings: Settings) -> str:
    """Put the file in place, whole or not at all; a sentence when it can't be, else empty. A file that could not be
    used is kept beside it as `settings.toml.before`."""
    if path is None:
        return tr("There is no home folder to keep the settings in: they hold until you leave.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and read_settings(path)[1]:
            put_in_place(path, path.with_name(f"{path.name}.before"))
        write_whole(path, settings_text(settings).encode())
    except OSError as trouble:
        return tr(
            "{path} can't be written ({words_of}): this holds until you leave.", path=path, words_of=words_of(trouble)
        )
    return ""
