"""The library's `dataclass`, with slots, made cheaply: for the modules on the way to the first frame, and for what a
command imports before it answers.

The standard library compiles up to six methods for each class as its module is imported: more than half of what our
imports took. Here the methods that all classes have alike are shared, and `__init__` is compiled when so many instances
were made that it pays: of four classes of the first frame three have few. The fields are the library's own, so that
`fields`, `replace` and `asdict` know these classes. Only what those modules use of it: no order, nothing left out of
`__init__`.

And slots that are filled when they are first asked for: of a list of hundreds the first frame says a dozen, and putting
the others into words took a tenth of its reading (`python benchmarks/terminal.py`). Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as _of_fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, kw_only: bool = False) -> Callable[[type], type]:
        """As the library's, of these three. Refuses (TypeError) a class without slots."""
        if not slots:
            raise TypeError("a class without slots is made by the library")
        return lambda cls: _made(cls, frozen, kw_only)


__all__ = ["LateSlots", "dataclass", "put_off"]

Methods = dict[str, Any]
Fields = tuple[Field[Any], ...]
_SET = object.__setattr__
_FEW = 50
"""Instances of a class that are made without its `__init__` being compiled, which takes as long as making so many."""


def _made(cls: type, frozen: bool, kw_only: bool) -> type:
    own = {name for name, value in vars(cls).items() if value is not None}
    if "__doc__" not in own:
        cls.__doc__ = cls.__name__  # the library would reckon a signature for it
    said = vars(cls).get("__annotations__", {})
    if any("ClassVar" in each for each in said.values() if isinstance(each, str)):
        raise TypeError("what belongs to a class stands in it without an annotation")
    cls.__annotations__ = dict.fromkeys(said, object)  # the library would look through each that is text
    made: type = _of_fields(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    made.__annotations__ = said
    parts = fields(made)
    for part in parts:
        part.type = said.get(part.name, part.type)
        if part.default_factory is list:
            part.default_factory = _nothing
    shut = _frozen(parts) if frozen else {"__hash__": None}
    methods = {**_init(made, parts, frozen), **_said(parts), **_compared(parts), **shut}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _nothing() -> list[Any]:
    """What `list` gives: of a builtin pydantic asks what it takes by reading its documentation, which took five
    milliseconds of `show` (benchmarks/commands.py)."""
    return []


def _init(made: type, parts: Fields, frozen: bool) -> Methods:
    """Compiled, and put in its own place, as instances turn out to be many, or are made in a way that is wrong."""
    by_place = [field.name for field in parts if not field.kw_only]
    needed = {field.name for field in parts if field.default is MISSING and field.default_factory is MISSING}
    names, few, put = {field.name for field in parts}, [_FEW], _SET if frozen else setattr

    def begin(self: Any, *given: Any, **named: Any) -> None:
        values = dict(zip(by_place, given, strict=False))
        is_fitting = len(given) <= len(by_place) and not values.keys() & named.keys() and named.keys() <= names
        values |= named
        few[0] -= 1
        if few[0] < 0 or not is_fitting or not needed <= values.keys():
            setattr(made, "__init__", init := _compiled(made, parts, frozen))  # noqa: B010 - mypy knows no other way
            init(self, *given, **named)
            return
        for field in parts:
            name = field.name
            if name not in values:
                factory = field.default_factory
                values[name] = field.default if factory is MISSING else factory()
            put(self, name, values[name])
        if hasattr(made, "__post_init__"):
            self.__post_init__()

    return {"__init__": begin}


def _said(parts: Fields) -> Methods:
    names = [field.name for field in parts if field.repr]

    def said(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"

    return {"__repr__": said}


def _compared(parts: Fields) -> Methods:
    values = _values_of([field.name for field in parts if field.compare])

    def equals(self: Any, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    return {"__eq__": equals, "__hash__": lambda self: hash(values(self))}


def _frozen(parts: Fields) -> Methods:
    """Nothing is set or taken away; and what a copy needs, which may not set anything either."""
    names = [field.name for field in parts]
    values = _values_of(names)

    def keep(self: Any) -> tuple[Any, ...]:
        return values(self)

    def restore(self: Any, kept: tuple[Any, ...]) -> None:
        for name, value in zip(names, kept, strict=True):
            _SET(self, name, value)

    return {
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": keep,
        "__setstate__": restore,
    }


def _refuse(self: Any, name: str, *value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple([getattr(self, name) for name in names])


def _compiled(made: type, parts: Fields, frozen: bool) -> Any:
    """The `__init__` of a class: by place or by name, in the order of its fields; after those by place those by name
    alone."""
    known: dict[str, Any] = {"_MISSING": MISSING}
    given, values = ["self"], dict[str, str]()
    for field in sorted(parts, key=lambda part: part.kw_only is True):
        name, default = field.name, f"_of_{field.name}"
        if field.kw_only and "*" not in given:
            given.append("*")
        values[name] = name
        if field.default_factory is not MISSING:
            known[default], values[name] = field.default_factory, f"{default}() if {name} is _MISSING else {name}"
            default = "_MISSING"
        elif field.default is not MISSING:
            known[default] = field.default
        given.append(f"{name}={default}" if default in known else name)
    lines = _set_past_refusal(made, values, known) if frozen else [f"    self.{n} = {v}" for n, v in values.items()]
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()")
    exec("\n".join([f"def __init__({', '.join(given)}):", *lines, "    pass"]), known)  # noqa: S102 - names of fields
    init = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in parts} | {"return": None}
    return init


def _set_past_refusal(made: type, values: dict[str, str], known: dict[str, Any]) -> list[str]:
    """What sets the fields of an instance on which nobody may set any: while it is made it is of a class that has the
    same slots and refuses nothing. To go past its refusal for each field took three times as long."""
    bare = type(made.__name__, made.__bases__, {"__slots__": getattr(made, "__slots__", ())})
    known |= {"_set": _SET, "_made": made, "_bare": bare}
    by_force = [f"_set(self, {name!r}, {value})" for name, value in values.items()] or ["pass"]
    if any("__setattr__" in vars(each) for each in bare.__mro__[:-1]):  # it is made of one that is frozen
        return [f"    {line}" for line in by_force]
    return [
        "    if self.__class__ is _made:",
        "        _set(self, '__class__', _bare)",
        *(f"        self.{name} = {value}" for name, value in values.items()),
        "        self.__class__ = _made",
        "    else:",  # of a class that is made of it
        *(f"        {line}" for line in by_force),
    ]


class LateSlots:
    """Base of a class some of whose slots are filled when first asked for: whoever asks finds no difference."""

    __slots__ = ("_late",)
    _late: Callable[[], Mapping[str, Any]]

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there."""
        late = {} if name == "_late" else self._late()
        if name not in late:
            raise AttributeError(name)
        for each, value in late.items():
            _SET(self, each, value)
        return late[name]


def put_off(made: LateSlots, names: tuple[str, ...], late: Callable[[], Mapping[str, Any]]) -> None:
    """Empties these slots; `late` gives what they hold, each time the same."""
    for name in names:
        object.__delattr__(made, name)
    _SET(made, "_late", late)
