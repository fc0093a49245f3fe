"""A class of `domain/slotted.py` behaves as one that the library made of the same fields; and all of the first frame's
classes are made by it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain import slotted


@slotted.dataclass(frozen=True, slots=True)
class Ours:
    """A row."""

    name: str
    count: int = 0
    seen: str = field(default="", repr=False)
    told: object = field(default=None, compare=False)
    parts: list[int] = field(default_factory=list)

    @property
    def twice(self) -> int:
        return 2 * self.count


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """A row."""

    name: str
    count: int = 0
    seen: str = field(default="", repr=False)
    told: object = field(default=None, compare=False)
    parts: list[int] = field(default_factory=list)


@slotted.dataclass(slots=True, kw_only=True)
class ByName:
    more: int = 0
    names: list[str] = field(default_factory=list)


@slotted.dataclass(slots=True)
class Begins(ByName):
    first: str


@slotted.dataclass(slots=True)
class Grows:
    count: int = 0
    names: list[str] = field(default_factory=list)


@slotted.dataclass(frozen=True, slots=True)
class Checked:
    more: str

    def __post_init__(self) -> None:
        if self.more == "none":
            raise ValueError("more or nothing")


@slotted.dataclass(frozen=True, slots=True)
class One:
    only: tuple[int, ...]


VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from("ab")},
    optional={
        "count": st.integers(0, 1),
        "seen": st.sampled_from("xy"),
        "told": st.integers(0, 1),
        "parts": st.lists(st.integers(0, 1), max_size=1),
    },
)


@given(VALUES, VALUES)
def test_a_class_behaves_as_the_librarys_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    a, b, a_theirs, b_theirs = Ours(**one), Ours(**other), Theirs(**one), Theirs(**other)
    assert (a == b) == (a_theirs == b_theirs)
    assert repr(a) == repr(a_theirs).replace("Theirs", "Ours")
    assert asdict(a) == asdict(a_theirs)
    assert asdict(replace(a, count=7)) == asdict(replace(a_theirs, count=7))
    assert Ours(*(getattr(a, part.name) for part in fields(Ours))) == a
    assert a.__eq__(a_theirs) is NotImplemented
    for taken in (copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a))):
        assert (taken, taken.told) == (a, a.told)
        assert taken is not a


WAYS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}), (("a", 1), {}), ((), {"name": "a"}), (("a",), {"told": 2, "count": 1}), (tuple("abcde"), {}),
    ((), {}), ((*"abcdef",), {}), (("a",), {"name": "b"}), (("a",), {"no": 1}),
]  # fmt: skip
"""How an instance may be made, and how it may not."""


def made(kind: type, given: tuple[Any, ...], named: dict[str, Any]) -> object:
    """What comes of it: the values, or what is said of what does not fit."""
    try:
        return asdict(kind(*given, **named))
    except TypeError as refused:
        return str(refused).replace("Theirs", "Ours")


@pytest.mark.parametrize(("given", "named"), WAYS)
@pytest.mark.parametrize("frozen", [True, False])
def test_the_first_instance_is_made_as_the_many_are(
    given: tuple[Any, ...], named: dict[str, Any], frozen: bool
) -> None:
    few: type = slotted.dataclass(slots=True, frozen=frozen)(type("Ours", (), dict(vars(Fresh))))
    expected = made(Theirs, given, named)
    assert made(few, given, named) == expected
    before = vars(few)["__init__"].__name__
    for _ in range(slotted._FEW):
        assert made(few, given, named) == expected
    assert (before, vars(few)["__init__"].__name__) == (
        "begin" if isinstance(expected, dict) else "__init__",
        "__init__",
    )


class Fresh:
    """A row, of which a class is made in each test."""

    name: str
    count: int = 0
    seen: str = field(default="", repr=False)
    told: object = field(default=None, compare=False)
    parts: list[int] = field(default_factory=list)


@given(st.lists(st.integers(), max_size=2).map(tuple), st.lists(st.integers(), max_size=2).map(tuple))
def test_equal_values_are_one_in_a_set(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert (len({One(one), One(other)}) == 1) == (one == other)
    with pytest.raises(TypeError):
        hash(Ours("a"))  # a list is among its values, as in the library's
    with pytest.raises(TypeError):
        hash(Grows())


def test_what_was_made_stays_as_it_is() -> None:
    made = Ours("a")
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(made, name)
    assert made.twice == 0
    assert not hasattr(made, "__dict__")


def test_what_may_grow_grows_and_shares_nothing() -> None:
    made, other = Grows(), Grows()
    made.count, made.names = 1, [*made.names, "a"]
    made.names.append("b")
    assert (made, other) == (Grows(1, ["a", "b"]), Grows())


def test_what_is_given_by_name_alone_comes_after_what_has_a_place() -> None:
    made = Begins("a", more=2)
    assert (made.first, made.more, made.names) == ("a", 2, [])
    assert asdict(made) == {"more": 2, "names": [], "first": "a"}
    for placed, named in (((), {"more": 2}), (("a", 2), {}), ((2,), {"first": "a"})):
        with pytest.raises(TypeError):
            Begins(*placed, **named)


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((*"abcdef",), {}), (("a",), {"name": "b"}), (("a",), {"no": 1})]
)
def test_what_does_not_fit_is_refused(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(*given, **named)


class Longer(Ours):
    """A plain class that is made of ours."""

    __slots__ = ()


@slotted.dataclass(frozen=True, slots=True)
class OfOne(One):
    more: int = 0


def test_what_is_made_of_a_class_is_made_as_that_is_and_as_frozen() -> None:
    for _ in range(2 * slotted._FEW):
        longer, one = Longer("a", 1), OfOne((1,), more=2)
        assert (type(longer), longer.count, longer.parts) == (Longer, 1, [])
        assert (type(one), one.only, one.more) == (OfOne, (1,), 2)
        for made_of in (longer, one):
            with pytest.raises(FrozenInstanceError):
                setattr(made_of, "more", 3)  # noqa: B010 - mypy knows that it is frozen


def test_what_belongs_to_a_class_is_no_field() -> None:
    with pytest.raises(TypeError, match="belongs to a class"):
        slotted.dataclass(slots=True)(type("Theirs", (), {"__annotations__": {"a": "ClassVar[int]"}}))


def test_what_is_checked_once_it_is_made_is_checked() -> None:
    with pytest.raises(ValueError, match="more or nothing"):
        Checked("none")
    assert Checked("some").more == "some"


FIRST_FRAME = ("carelist_tui.tui.app", "carelist_tui.tui.screens.worklist.today")
A_COMMAND = ("carelist_tui.cli.show", "carelist_tui.carelist.record", "carelist_tui.domain.views.person")
ON_THE_WAY = """
import sys
from importlib import import_module
for name in sys.argv[1:]: import_module(name)
from dataclasses import is_dataclass
ours = [m for name, m in sys.modules.items() if name.startswith("carelist_tui")]
found = {thing for m in ours for thing in vars(m).values() if isinstance(thing, type) and is_dataclass(thing)}
print(*sorted(f"{c.__module__}.{c.__name__}" for c in found if c.__module__.startswith("carelist_tui")
      and "__slots__" in vars(c) and vars(c)["__repr__"].__module__ != "carelist_tui.domain.slotted"))
"""


@pytest.mark.parametrize("names", [FIRST_FRAME, A_COMMAND], ids=["first frame", "a command"])
def test_classes_on_the_way_to_the_first_frame_and_of_a_command_are_made_cheaply(names: tuple[str, ...]) -> None:
    answered = subprocess.run([sys.executable, "-c", ON_THE_WAY, *names], capture_output=True, text=True, check=True)
    assert answered.stdout.split() == []
