"""A catalogue is somebody else's file: whatever it holds, each value is said, nothing acts, and nothing stops us."""

from __future__ import annotations

import gettext
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from carelist_tui import catalogue
from carelist_tui.catalogue import ENGLISH, chosen, fits
from tests.house.tree import PACKAGE, modules
from tests.pseudo import ROOT, catalogue_tool

DUE = "{name}: owed by {when}"
ONE, SEVERAL = "{n} day left for {name}", "{n} days left for {name}"
SAYS = """
import json, sys
from carelist_tui.catalogue import LANGUAGE, TROUBLE, in_english, message_of, ntr, tr, values_in
due = tr("{name}: owed by {when}", name="Ann", when="3 Mar")
print(json.dumps({
    "language": LANGUAGE, "trouble": TROUBLE, "due": due, "plain": tr("Record it"), "empty": tr(""),
    "days": [ntr("{n} day left for {name}", "{n} days left for {name}", n, n=n, name="Ann") for n in (0, 1, 2, 5, 21)],
    "message": message_of(due), "english": in_english(tr("Record it")),
    "values": values_in(due, "{name}: owed by {when}"),
}))
"""
ENGLISH_DAYS = [f"{n} day{'s' * (n != 1)} left for Ann" for n in (0, 1, 2, 5, 21)]


def spoken(folder: Path, **environ: str) -> dict[str, Any]:
    """What a process says that speaks a language of this folder."""
    env = {**os.environ, "CARELIST_LANGUAGE": "zz", "CARELIST_CATALOGUES": str(folder), **environ}
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def place_in(folder: Path) -> Path:
    place = folder / "zz" / "LC_MESSAGES"
    place.mkdir(parents=True)
    return place / "carelist.mo"


def written(folder: Path, said: Mapping[Any, Any], header: str = "nplurals=2; plural=(n != 1);") -> Path:
    """A catalogue as any tool may write it: what it holds is not looked at."""
    pairs = {"": f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {header}\n"}
    pairs |= {"\0".join(k) if isinstance(k, tuple) else k: "\0".join(v) if isinstance(v, tuple) else v
              for k, v in said.items()}  # fmt: skip
    texts = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    keys, at = b"", 28 + 16 * len(texts)
    places, body = [], b""
    for which in (0, 1):
        for pair in texts:
            places.append(struct.pack("<II", len(pair[which]), at + len(body)))
            body += pair[which] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, at)
    place_in(folder).write_bytes(head + b"".join(places) + keys + body)
    return folder


def test_a_catalogue_says_all_in_its_language_and_knows_what_it_said_in_english(tmp_path: Path) -> None:
    said = spoken(written(tmp_path, {DUE: "tan {when}: {name}", "Record it": "Cofnodi",
                                     (ONE, SEVERAL): ("{n} dydd i {name}", "i {name} {n} o ddyddiau")}))  # fmt: skip
    assert (said["language"], said["due"], said["plain"], said["english"]) == (
        "zz", "tan 3 Mar: Ann", "Cofnodi", "Record it",
    )  # fmt: skip
    assert said["message"] == DUE
    assert said["values"] == {"name": "Ann", "when": "3 Mar"}
    assert said["days"][1:3] == ["1 dydd i Ann", "i Ann 2 o ddyddiau"]


@pytest.mark.parametrize(
    "said",
    [
        "tan {when}",  # whose it is, lost
        "{name}",  # by when, lost
        "{name}: {when} {owner}",
        "{name}: {when} {0}",
        "{name}: {when} {}",
        "{name.__class__}: {when}",
        "{name[0]}: {when}",
        "{name!r}: {when}",
        "{name:>99999999}: {when}",
        "{name}: {when:%Y}",
        "{name}: {when",
        "name}: {when} {name}",
        "",
        "{name}: {when}\x1b[31m",
        "{name}: {when}\x9b31m",
        "{name}: {when}\nAnn: owed by nobody",
        "{name}: \u202e{when}",
        "{name}: {when}\0",
        " {name}: {when}",
        "{name}: {when}" + "x" * 5000,
    ],
)
def test_a_translation_that_loses_a_value_or_acts_is_passed_over_for_english(said: str, tmp_path: Path) -> None:
    assert not fits(DUE, said)
    told = spoken(written(tmp_path, {DUE: said, "Record it": "Cofnodi"}))
    assert (told["due"], told["plain"]) == ("Ann: owed by 3 Mar", "Cofnodi")


@pytest.mark.parametrize(
    "said", ["tan {when}\N{NO-BREAK SPACE}: {name}", "{name}: {when}, {name}", "\u0645\u06cc\u200c{name} {when}"]
)
def test_another_order_a_value_twice_and_what_a_script_needs_are_taken(said: str) -> None:
    assert fits(DUE, said)


@pytest.mark.parametrize(
    ("forms", "header", "is_taken"),
    [
        (("un dydd i {name}", "{n} i {name}"), "nplurals=2; plural=(n != 1);", False),  # of one the number is said too
        (("{n} i {name}", "dau i {name}"), "nplurals=2; plural=(n != 1);", False),
        (("{n} i {name}",), "nplurals=1; plural=0;", True),
        (("{n} i {name}",), "nplurals=2; plural=(n != 1);", False),  # a form too few: of several English is said
        (("{n} a {name}", "{n} b {name}", "{n} c {name}"), "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);", True),
    ],
)
def test_a_number_is_said_in_every_form_of_a_language(
    forms: tuple[str, ...], header: str, is_taken: bool, tmp_path: Path
) -> None:
    told = spoken(written(tmp_path, {(ONE, SEVERAL): forms}, header))
    for n, said in zip((0, 1, 2, 5, 21), told["days"], strict=True):
        assert str(n) in said
        assert "Ann" in said
    assert (set(told["days"]).isdisjoint(ENGLISH_DAYS)) == is_taken


@pytest.mark.parametrize(
    "header",
    ["nplurals=2; plural=n/0;", "nplurals=2; plural=n%0;", "nplurals=2; plural=__import__('os');",
     "nplurals=2; plural=",
     "nplurals=2; plural=" + "(" * 500 + "n" + ")" * 500, "nplurals=x; plural=n;", "nplurals=2; plural=n+++n;"],
)  # fmt: skip
def test_a_catalogue_that_can_not_count_is_none_and_is_told(header: str, tmp_path: Path) -> None:
    told = spoken(
        written(tmp_path, {DUE: "tan {when}: {name}", (ONE, SEVERAL): ("{n} a {name}", "{n} b {name}")}, header)
    )
    assert told["due"] in ("Ann: owed by 3 Mar", "tan 3 Mar: Ann")
    assert all(str(n) in said and "Ann" in said for n, said in zip((0, 1, 2, 5, 21), told["days"], strict=True))
    assert (told["language"] == ENGLISH) == (told["trouble"] == "zz")


@pytest.mark.parametrize(
    "content",
    [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40, os.urandom(4096), b"\xde\x12\x04\x95" + bytes(24)[:10]],
    ids=["empty", "text", "lying", "noise", "cut"],
)
def test_a_file_that_is_no_catalogue_is_none_and_is_told(content: bytes, tmp_path: Path) -> None:
    place_in(tmp_path).write_bytes(content)
    told = spoken(tmp_path)
    assert (told["language"], told["trouble"], told["due"]) == (ENGLISH, "zz", "Ann: owed by 3 Mar")


def test_a_charset_that_is_none_a_wrong_one_and_a_file_too_large_are_no_catalogue(tmp_path: Path) -> None:
    for n, charset in enumerate(("no-such-charset", "ascii")):
        folder = tmp_path / str(n)
        written(folder, {DUE: "tân {when}: {name}"})
        path = folder / "zz" / "LC_MESSAGES" / "carelist.mo"
        path.write_bytes(path.read_bytes().replace(b"charset=utf-8", b"charset=" + charset[:5].encode()))
        assert spoken(folder)["due"] == "Ann: owed by 3 Mar"
    with place_in(tmp_path / "large").open("wb") as file:
        file.truncate(catalogue.LARGEST + 1)
    assert spoken(tmp_path / "large")["trouble"] == "zz"


@pytest.mark.parametrize(
    "name", ["../x", "..", "/etc", "zz/../zz", "x" * 5000, "zz\n", "ﬁ", "", "..%2fzz", "C:\\x", "zz zz"]
)
def test_a_language_is_a_name_and_no_path(name: str, tmp_path: Path) -> None:
    written(tmp_path / "inner", {DUE: "tan {when}: {name}"})
    written(tmp_path, {DUE: "tan {when}: {name}"})
    assert chosen({"CARELIST_LANGUAGE": name, "CARELIST_CATALOGUES": str(tmp_path / "inner")}) == ENGLISH


def test_a_folder_that_may_not_be_entered_or_is_none_says_english(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "nothing", tmp_path / ("x" * 300), tmp_path / ("y/" * 3000)):
        assert chosen({"CARELIST_LANGUAGE": "zz", "CARELIST_CATALOGUES": str(folder)}) == ENGLISH
    path = place_in(tmp_path)
    path.mkdir()  # a folder where the file should be
    assert chosen({"CARELIST_LANGUAGE": "zz", "CARELIST_CATALOGUES": str(tmp_path)}) == ENGLISH


def test_what_the_command_line_says_itself_fits_or_is_said_in_english(tmp_path: Path) -> None:
    """It asks the standard module for its words, which puts in whatever it is given."""
    env = {**os.environ, "CARELIST_LANGUAGE": "zz", "CARELIST_CATALOGUES": str(tmp_path)}
    written(tmp_path, {"No such option: {name}": "Dim: {nobody}", "Usage:": "Defnydd:"})
    done = subprocess.run(
        [sys.executable, "-m", "carelist_tui", "today", "--nosuch"],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--nosuch" in done.stderr


def test_the_tool_of_translators_tells_what_the_program_would_pass_over(tmp_path: Path) -> None:
    tool = catalogue_tool()
    made = Catalog(locale="cy")
    made.add(DUE, "tan {when}")
    made.add((ONE, SEVERAL), ("dydd i {name}", "{n} i {name}", "{n} i {name}", "{n} i {name}"))
    assert len(tool.problems_of(made)) == 2
    good = Catalog(locale="cy")
    good.add(DUE, "tan {when}: {name}")
    with (tmp_path / "some.mo").open("wb") as file:
        write_mo(file, good)
    with (tmp_path / "some.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext(DUE) == "tan {when}: {name}"
    assert not tool.problems_of(good)


def test_a_sentence_that_is_known_again_by_its_message_has_that_message() -> None:
    """`values_in` names a message that stands in `tr` or `ntr` elsewhere: both are written as one."""
    messages = {message for message, _ in catalogue_tool().all_words()}
    named = [found for each in modules(PACKAGE) for found in re.findall(r'values_in\([^")]*"([^"]*)"', each.text)]
    assert named
    assert set(named) <= messages
