"""The guide: a page for each job, short, its keys and commands true, its pictures as the app is now."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import get_args

import pytest
from setuptools import Distribution

from carelist_tui.demo.batches import fill
from carelist_tui.desk.guide.guide_pages import (
    AT_A_DESK,
    BESIDES,
    JOBS,
    NAMES,
    PAGE_OF_ROLE,
    page_lines,
    page_meant,
    page_text,
    title_of,
)
from carelist_tui.domain.entries.choices import Role
from carelist_tui.domain.refusal import Refused
from docs.guide_pictures import PICTURES, SHOWN, made, told
from tests import pseudo
from tests.cli.surface import carelist
from tests.house.tree import ROOT, holds

pytestmark = pytest.mark.slow

LINES, LETTERS = 60, 5200
"""A page is one screen or two of reading."""
TEN = 10
KEYS = ROOT / "docs/keys.md"
FORM, APP, LIST = "form", "app", "today"
PLACES = {
    "support-worker": {APP, LIST, "person", FORM, "dayend"},
    "duty": {APP, LIST, "person", FORM},
    "chair": {APP, LIST, "huddle", "sheet", "person"},
    "coordinator": {APP, LIST, "person", FORM, "dayend"},
    "senior": {APP, LIST, "person"},
    "manager": {APP, LIST, "person"},
    "auditor": {APP, LIST, "audit", "auditing"},
    "service-lead": {APP, LIST, "measures", "cases", "audit", "person"},
    "it": {APP, LIST, "syncing"},
    "security": {APP, LIST, "syncing", "listing"},
    "supervisor": {APP, LIST, "supervision"},
    "second-laptop": {APP, LIST, "syncing"},
    "handover": {APP, LIST, "person", FORM, "syncing"},
}
"""The screens whose keys a page may show, as docs/keys.md calls them."""
OWN_KEYS = {"second-laptop": {"ctrl+f"}, "auditor": {"s"}}
"""Keys of the first start and of the plain lines, which have no place in the list of keys."""
NAMED = re.compile(r"[a-zA-Z,./?<>+]|f\d|ctrl\+\w|enter|esc|space|tab|left|right|up|down|home|end")
"""What stands as code in a page and is a key."""


def keys_by_place() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place, keys in re.findall(r"(?m)^\| (\w+) \| (.+?) \| ", KEYS.read_text(encoding="utf-8")):
        found.setdefault(place, set()).update(re.findall(r"`([^`]+)`", keys))
    return found


def code_in(text: str) -> list[str]:
    """What stands as code in a page, commands that go over two lines as one."""
    return [" ".join(each.split()) for each in re.findall(r"`([^`]+)`", text)]


def ten_keys(text: str) -> list[tuple[str, str]]:
    table = text.partition("## Ten keys\n")[2].partition("\n## ")[0]
    return re.findall(r"(?m)^\| (`.+?) \| (.+) \|$", table)


@pytest.mark.parametrize("name", JOBS)
def test_a_page_begins_with_the_picture_and_ten_keys(name: str) -> None:
    text = page_text(name)
    assert text.startswith("# For ")
    assert text.index("](pictures/") < text.index("## Ten keys") < text.index("\n## ", text.index("## Ten keys") + 1)
    assert f"](pictures/{name}.svg)" in text
    assert len(ten_keys(text)) == TEN


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_one_screen_or_two_of_reading(name: str) -> None:
    assert len(page_text(name).splitlines()) <= LINES
    assert len(page_text(name)) <= LETTERS


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_a_page_is_a_key_of_the_screens_that_it_tells_of(name: str) -> None:
    there = {key for place, keys in keys_by_place().items() if place in PLACES[name] for key in keys}
    shown = {code for code in code_in(page_text(name)) if NAMED.fullmatch(code)}
    shown |= {key for keys, _ in ten_keys(page_text(name)) for key in re.findall(r"`([^`]+)`", keys)}
    holds("A key that a page shows does something there.", sorted(shown - there - OWN_KEYS.get(name, set())))


def test_every_role_has_its_page_and_every_page_is_named_once() -> None:
    assert PAGE_OF_ROLE.keys() == set(get_args(Role))
    assert set(PAGE_OF_ROLE.values()) <= set(JOBS)
    written = {page.stem for page in (ROOT / "docs/guide").glob("*.md")} - {"index"}
    assert written == {*NAMES, *AT_A_DESK}
    assert len(NAMES) == len(set(NAMES))


def test_the_guide_is_listed_and_read_without_a_store() -> None:
    listed = carelist("guide")
    assert listed.status == 0
    for name in NAMES:
        assert f"carelist guide {name:<16}{title_of(name)}" in listed.out
        read = carelist("guide", name, COLUMNS="80")
        assert read.status == 0
        assert read.out.startswith(f"{title_of(name)}\n")
    assert BESIDES


def test_a_page_that_is_not_there_is_refused_with_those_that_are() -> None:
    answer = carelist("guide", "dutty")
    assert (answer.status, answer.out) == (2, "")
    assert "support-worker" in answer.err
    with pytest.raises(Refused):
        page_text("../security")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_page_is_said_in_plain_lines_of_the_width(name: str, width: int) -> None:
    lines = page_lines(page_text(name), width)
    long = [line.words for line in lines if len(line.words) > width and " " in line.words.strip()[:width]]
    assert not long
    assert not [line.words for line in lines if re.search(r"`|\*\*|\]\(|^\|", line.words)]
    told_words = re.findall(r"\w+", re.sub(r"\]\([^)]*\)|!\[", " ", page_text(name)))
    said = set(re.findall(r"\w+", " ".join(line.words for line in lines)))
    assert {word for word in told_words if word not in {"key", "does", "sh"}} <= said, "every word of it is said"


def test_a_key_in_a_sentence_is_told_from_a_letter() -> None:
    (line,) = page_lines("Press `a` and then `ctrl+s`, **now**; see [a page](duty.md).", 80)
    assert line.words == "Press [a] and then [ctrl+s], now; see a page."


def test_a_page_may_be_changed_and_a_picture_is_said_by_what_it_shows() -> None:
    lines = page_lines("# Title\n\n![A list](x.svg)\n\n* one\n  goes on\n* two\n\n```sh\ncarelist today\n```\n", 80)
    assert [line.words for line in lines] == [
        "Title", "", "(Picture: A list)", "", "* one goes on", "* two", "", "  carelist today",
    ]  # fmt: skip
    assert [line.words for line in lines if line.is_strong] == ["Title"]


def test_the_build_takes_every_page_into_the_package_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = spec_from_file_location("build_with_guide", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(build := module_from_spec(spec))
    monkeypatch.chdir(ROOT)
    said = {"packages": ["carelist_tui.demo"], "package_dir": {"": "src"}, "script_name": "setup.py"}
    command = build.WithGuide(Distribution(said))
    command.build_lib = str(tmp_path)
    command.ensure_finalized()
    command.run()
    for name in NAMES:
        assert (tmp_path / f"carelist_tui/guide/{name}.md").read_text(encoding="utf-8") == page_text(name)


# -- commands ---------------------------------------------------------------------------------------------------------

NEEDS_TERMINAL = "needs a terminal"
NOT_HERE = {
    "carelist": NEEDS_TERMINAL,
    "carelist --no-mouse": NEEDS_TERMINAL,
    "carelist demo --history 13 --as w-maya": NEEDS_TERMINAL,
    "carelist passphrase": "not encrypted",
    "carelist recover": "not encrypted",
}
"""Commands that a page shows and that end with 2 here, and why: there is no terminal, and no passphrase."""
SOME = 12
"""People enough for every command of a page."""
PEOPLE = "ref,given,family,accepted_on,source,team,tier\nP-9001,Ann,Lee,2026-02-02,gp,North,standard\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("guide") / "store"
    fill(store, told(SOME), worker="w-maya")
    (store.parent / "folder").mkdir()
    assert carelist("sync", store.parent / "folder", store=store, CARELIST_WORKER="w-maya").status == 0
    return store


def commands() -> list[str]:
    found = (code for name in NAMES for code in code_in(page_text(name)) if code.split(" ")[0] == "carelist")
    return list(dict.fromkeys(found))


def as_typed(command: str, store: Path) -> list[str]:
    """The words of a command, with what it stands for in place of what is written large, and files beside the store."""
    beside = store.parent
    stands_for = {
        "WORKER": "w-leah", "FOLDER": beside / "folder", "URL": f"sqlite:///{beside}/service.db",
        "NEW": beside / "new", "FILE": beside / "a.backup",
    }  # fmt: skip
    if command.startswith("carelist standards"):
        stands_for["FILE"] = ROOT / "src/carelist_tui/domain/standards/examples/scotland.toml"
    if "SAMPLE" in command:
        samples = carelist("list", "samples", "--json", store=store, CARELIST_WORKER="w-ruth").json["items"]
        stands_for["SAMPLE"] = samples[0]["sample"]
    words = shlex.split(command)[1:]
    return [str(beside / w if re.search(r"\.(html|csv|ics)$", w) else stands_for.get(w, w)) for w in words]


def test_every_command_of_a_page_does_what_it_says(demo: Path) -> None:
    (demo.parent / "people.csv").write_text(PEOPLE, encoding="utf-8")
    wrong, shown = [], commands()
    assert len(shown) > 30
    for command in sorted(shown, key=lambda each: ("restore" in each, "leave" in each)):
        (demo.parent / "a.backup").unlink(missing_ok=True) if " backup " in command else None
        typed = as_typed(command, demo)
        if "--plain" in typed:
            answer = carelist(*typed, store=demo, stdin=b"q\n", CARELIST_WORKER="w-maya")
        else:
            answer = carelist(*typed, store=demo, CARELIST_WORKER="w-maya")
        why = NOT_HERE.get(command)
        if answer.status != (2 if why else 0) or (why or "") not in answer.err:
            wrong.append(f"{command}: {answer.status} {answer.err.strip()}")
    holds("A command that a page shows can be typed as it stands.", wrong)


# -- the site ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="mkdocs-material is in the extra dev")
    folder = tmp_path_factory.mktemp("site") / "guide"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def test_the_site_is_built_strictly_with_every_page_and_picture(site: Path) -> None:
    for name in NAMES:
        assert title_of(name) in (site / f"{name}.html").read_text(encoding="utf-8")
    assert {picture.name for picture in PICTURES.glob("*")} == {p.name for p in (site / "pictures").glob("*")}
    home = (site / "index.html").read_text(encoding="utf-8")
    holds("The first page leads to each.", (name for name in NAMES if f'href="{name}.html"' not in home))


def test_a_page_of_the_site_fetches_nothing_and_is_searched_on_the_spot(site: Path) -> None:
    fetched = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//[^"' >]+|@import|url\(["']?(?:https?:)?//[^)]*""")
    pages = [*site.rglob("*.html"), *(site / "assets/stylesheets").glob("*.css")]
    assert len(pages) > len(NAMES)
    holds(
        "Nothing of the site is fetched from a network.",
        (f"{page.name}: {found}" for page in pages for found in fetched.findall(page.read_text(encoding="utf-8"))),
    )
    assert (site / "search/search_index.js").read_text(encoding="utf-8").startswith("var __index = {")
    assert 'src="offline/iframe-worker.js"' in (site / "index.html").read_text(encoding="utf-8")


# -- pictures ---------------------------------------------------------------------------------------------------------


def test_every_job_has_its_picture_and_no_other_is_there() -> None:
    assert SHOWN.keys() == set(JOBS)
    assert {picture.stem for picture in PICTURES.glob("*")} == set(JOBS)


@pytest.mark.long
def test_the_pictures_are_what_the_app_shows_now() -> None:
    old = [name for name, svg in made() if (PICTURES / f"{name}.svg").read_text(encoding="utf-8") != svg]
    holds("A picture of the guide is as the app is: `just guide` makes them anew.", old)


def test_a_picture_fetches_nothing() -> None:
    for picture in PICTURES.glob("*.svg"):
        assert not re.search(r"@font-face|url\(.?https?:|<image|<script", picture.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("support-worker", "support-worker"), ("Support Worker", "support-worker"), ("SUPPORT", "support-worker"),
        ("service_lead.md", "service-lead"), ("su", "su"), ("s", "s"), ("", ""), ("-", "-"), ("../it", "../it"),
        ("second", "second-laptop"), ("security", "security"),
    ],
)  # fmt: skip
def test_a_page_is_found_as_people_say_its_name_and_one_of_several_is_not_guessed(said: str, name: str) -> None:
    assert page_meant(said) == name
    assert all(page_meant(each) == each for each in NAMES)


def test_a_name_of_two_words_needs_no_sign_between_them() -> None:
    assert carelist("guide", "service", "lead").out == carelist("guide", "service-lead").out


# -- in another language ----------------------------------------------------------------------------------------------

STAYS = re.compile(r"`[^`]*`|\]\([^)]*\)|```.*?```", re.DOTALL)
"""Of a page that is translated: keys, commands, and where a link or a picture leads."""


@pytest.fixture
def spoken(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> dict[str, str]:
    """A language of which one page of the guide is translated, and the others are not yet."""
    lies_in = Path(shutil.copytree(pseudo.catalogues(tmp_path_factory), tmp_path / "catalogues"))
    page = lies_in / pseudo.LANGUAGE / "guide" / "duty.md"
    page.parent.mkdir()
    lines = page_text("duty").split("\n")
    page.write_text("\n".join(pseudo.pseudo(line, STAYS) for line in lines), encoding="utf-8")
    return {**os.environ, "CARELIST_LANGUAGE": pseudo.LANGUAGE, "CARELIST_CATALOGUES": str(lies_in), "COLUMNS": "80"}


def said_in(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "carelist_tui", "guide", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=True).stdout.decode()


def test_a_page_is_read_in_the_language_and_else_in_english_which_it_says(spoken: dict[str, str]) -> None:
    names = {part for name in NAMES for part in name.split("-")} | {"carelist", "today", "plain", "queue", "voicemail"}
    keys = re.compile(r"\[[^\]]*\]|^\S+(?: \S+)*?  ", re.MULTILINE)
    assert not pseudo.leaks(said_in(spoken), names), "which pages there are"
    assert not pseudo.leaks(keys.sub(" ", said_in(spoken, "duty")), names)
    english = said_in(spoken, "chair").splitlines()
    assert english[0] == title_of("chair")
    assert set(pseudo.ACCENTED) & set(english[2]), "that it is not translated is said in the language"
    assert page_said("chair")[1] == english[4], "and it is the whole page"
    assert len(english) == len(page_said("chair")) + 3
    assert said_in(spoken, "support", "worker").startswith(title_of("support-worker"))


def page_said(name: str) -> list[str]:
    return [line.words for line in page_lines(page_text(name), 80)][1:]


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"no title", b"# A title\n\n\x1b[2Jgone", b"#", b""])
def test_a_translated_page_that_cannot_be_shown_is_none(spoken: dict[str, str], broken: bytes) -> None:
    (Path(spoken["CARELIST_CATALOGUES"]) / pseudo.LANGUAGE / "guide" / "duty.md").write_bytes(broken)
    assert said_in(spoken, "duty").startswith(f"{title_of('duty')}\n")


def test_the_site_has_the_pages_of_the_language_and_says_which_are_in_english(
    spoken: dict[str, str], tmp_path: Path
) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs-material is in the extra dev")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    subprocess.run(command, env=spoken, cwd=ROOT, capture_output=True, check=True)
    pages = {name: (tmp_path / "site" / f"{name}.html").read_text(encoding="utf-8") for name in (*NAMES, *AT_A_DESK)}
    said = pseudo.pseudo("This page is not translated yet: it is in English.", STAYS)
    assert {name for name, page in pages.items() if said not in page} == {"duty"}
    assert pseudo.pseudo(title_of("duty"), STAYS) in pages["duty"]
    assert f">{title_of('duty')}<" not in pages["duty"]
