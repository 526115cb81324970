"""Light enumerations: those that Qt brings along, made member by member in one go instead of through a class body.

Qt makes its enumerations with Python's functional interface, each with its whole class at the first use of it: a start
meets some 240 of them with 4,000 members. Python checks every member as if a person had typed it. These come from Qt,
so only what makes an enumeration behave as `enum` documents is done. A list that is not plain names with plain numbers
is left to Python, and so is everything where its insides are not those that are known: they changed within 3.11 too,
so both ways make a trial of every kind first.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Set
from typing import Any, cast

_KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_KNOWN = (3, 11)
_TRIAL = (("Both", 3), ("One", 1), ("None", 0), ("Two", 2), ("Again", 2), ("Far", 64))
_OF_ONE_CLASS = {"__module__", "__qualname__", "__dict__", "__weakref__"}
_Members = dict[str, int]


def make_enums_lightly() -> bool:
    """Let enumerations from lists of names and numbers be made lightly from now on; False if this Python can't."""
    plain = vars(enum.EnumType).get("_create_")
    if sys.version_info[:2] != _KNOWN or plain is None:
        return False
    try:
        made = light(plain)
        is_same = all(_shown(made, kind) == _shown(plain, kind) for kind in _KINDS)
    except Exception:  # noqa: BLE001 - whatever a Python does otherwise, it does alone
        return False
    if is_same:
        setattr(enum.EnumType, "_create_", made)  # noqa: B010 - its type is Python's own business
    return is_same


def _shown(create: Callable[..., Any], kind: type[enum.Enum]) -> list[object]:
    """Return everything that is in a trial and its members, but for what each class has of its own."""
    made = create(kind, "Trial", _TRIAL, module=__name__)
    told: list[object] = [sorted(vars(made)), list(made._member_map_), [repr(one) for one in made]]
    told += [(name, value) for name, value in sorted(vars(made).items()) if type(value) is int]
    for name, one in made._member_map_.items():
        told += [
            name,
            {key: value for key, value in vars(one).items() if key != "__objclass__"},
            made(one.value) is one,
        ]
    return told


def light(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes an enumeration lightly, or by `plain` where its names ask for it."""
    taken = {kind: frozenset(name for one in kind.__mro__ for name in vars(one)) | {"mro", ""} for kind in _KINDS}
    bodies = {kind: _body(plain, kind) for kind in _KINDS}

    def create(cls: Any, class_name: str, names: Any, *, module: str | None = None, **named: Any) -> Any:
        module = module or sys._getframe(2).f_globals.get("__name__")  # noqa: SLF001 - as `enum` does
        is_flag = issubclass(cls, enum.Flag)
        members = None if named.get("type") else _plain_members(names, taken.get(cls))
        if members is None or module is None or (is_flag and min(members.values()) < 0):
            return plain(cls, class_name, names, module=module, **named)
        made = _empty(cls, class_name, bodies[cls], {"__module__": module, "__qualname__": named.get("qualname")})
        if is_flag:
            made._boundary_ = named.get("boundary") or made._boundary_
            _add_flags(made, members)
        else:
            _add(made, members, members.keys())
        return made

    return create


def _body(plain: Callable[..., Any], kind: type[enum.Enum]) -> dict[str, Any]:
    """Return what the class of every enumeration of a kind has in it."""
    body = vars(plain(kind, kind.__name__, (), module=__name__))
    return {name: value for name, value in body.items() if name not in _OF_ONE_CLASS}


def _empty(cls: type[enum.Enum], name: str, body: dict[str, Any], places: dict[str, str | None]) -> Any:
    """Return an enumeration without members."""
    own: dict[str, Any] = {place: value for place, value in places.items() if value is not None}
    own |= {"_member_names_": [], "_member_map_": {}, "_value2member_map_": {}, "_unhashable_values_": []}
    return type.__new__(enum.EnumType, name, (cls,), body | own)


def _plain_members(names: Any, reserved: frozenset[str] | None) -> _Members | None:
    """Return the numbers by their names, None where a name or a number is not plain, or a name comes twice."""
    if reserved is None or not names or type(names) not in (list, tuple) or type(names[0]) is not tuple:
        return None
    members: _Members = dict(names)
    if len(members) != len(names) or not reserved.isdisjoint(members):
        return None
    if any(type(value) is not int for value in members.values()) or any(name[0] == "_" for name in members):
        return None
    return members


def _add(made: Any, members: _Members, listed: Set[str]) -> None:
    """Put the members into an enumeration that has none yet; `listed` are those that may be walked through."""
    is_number = issubclass(made, int)
    by_name, by_value, names = made._member_map_, made._value2member_map_, made._member_names_
    put = cast("Callable[[Any, str, object], None]", type.__setattr__)
    for name, value in members.items():
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = int.__new__(made, value) if is_number else object.__new__(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(names)
            if name in listed:
                names.append(name)
        by_name[name] = member
        put(made, name, member)


def _add_flags(made: Any, members: _Members) -> None:
    """Put flags in: those of several bits, and that of none, are there by their names but not walked through."""
    single = {name for name, value in members.items() if value and not value & (value - 1)}
    _add(made, members, single)
    for value in members.values():
        made._flag_mask_ |= value
    for name in single:
        made._singles_mask_ |= members[name]
    made._all_bits_ = 2 ** made._flag_mask_.bit_length() - 1
    walked = [made._member_map_[name]._value_ for name in made._member_names_]
    if walked != sorted(walked):
        made._iter_member_ = made._iter_member_by_def_
