"""Light records: frozen dataclasses that are made with one compilation instead of six.

Python writes the source of every method of a dataclass and compiles it: with some hundred of them that is a seventh
of the window's start. All but `__init__` say the same for every class, so here they are closures over the names of
the fields; what `__init__` says is compiled once and kept. What they do is what `dataclasses` documents; where its
insides are not those of Python 3.11, nothing is replaced and a start only takes longer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.kept_code import KeptCode

_Field = dataclasses.Field[Any]
_EXPECTED = {
    "_frozen_get_del_attr": ("cls", "fields", "globals"),
    "_cmp_fn": ("name", "op", "self_tuple", "other_tuple", "globals"),
    "_hash_fn": ("fields", "globals"),
    "_repr_fn": ("fields", "globals"),
}


def make_records_lightly(kept: KeptCode | None = None) -> bool:
    """Let every dataclass from now on be made lightly; False if this Python makes them in a way of its own."""
    for name, parameters in _EXPECTED.items():
        code = getattr(getattr(dataclasses, name, None), "__code__", None)
        if code is None or code.co_varnames[: code.co_argcount] != parameters:
            return False
    compiled = vars(dataclasses)["_cmp_fn"]

    def compare(name: str, op: str, self_tuple: str, other_tuple: str, globals: object) -> object:  # noqa: A002
        return _equality(self_tuple) if op == "==" else compiled(name, op, self_tuple, other_tuple, globals)

    light = {
        "_frozen_get_del_attr": _frozen,
        "_cmp_fn": compare,
        "_hash_fn": lambda fields, _globals: _hash(_values([one.name for one in fields])),
        "_repr_fn": lambda fields, _globals: _repr([one.name for one in fields]),
    }
    for name, made in light.items():
        setattr(dataclasses, name, made)
    if kept is not None:
        setattr(dataclasses, "exec", _carrying_out(kept))  # noqa: B010 - it is Python's own business
    return True


def _carrying_out(kept: KeptCode) -> Callable[..., None]:
    """Return an `exec` that compiles a source once and for all."""

    def carry_out(source: str, *places: dict[str, Any]) -> None:
        exec(kept.compiled(source, "<string>"), *places)  # noqa: S102 - the source is the one that `dataclasses` wrote

    return carry_out


def _values(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what reads the values of some fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _record: ()
    only = attrgetter(names[0])
    return lambda record: (only(record),)


def _equality(fields: str) -> Callable[[object, object], bool]:
    """`fields` is how the compiled method would write them: "(self.a,self.b,)"."""
    values = _values([one.removeprefix("self.") for one in fields.strip("()").split(",") if one])

    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented

    return __eq__


def _hash(values: Callable[[object], tuple[object, ...]]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _repr(names: Sequence[str]) -> Callable[[object], str]:
    @recursive_repr()
    def __repr__(self: object) -> str:  # noqa: N807
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({said})"

    return __repr__


def _frozen(
    cls: type, fields: Sequence[_Field], _globals: object
) -> tuple[Callable[[object, str, object], None], Callable[[object, str], None]]:
    names = frozenset(one.name for one in fields)

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)  # type: ignore[arg-type]

    def __delattr__(self: object, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)  # type: ignore[arg-type]

    return __setattr__, __delattr__
