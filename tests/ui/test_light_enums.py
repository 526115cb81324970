"""Light enumerations are the ones that Python makes, in every thing that can be observed of them."""

from __future__ import annotations

import copy
import enum
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.light_enums import light, make_enums_lightly

KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
PLAIN = vars(enum.EnumType)["_create_"]
NAMES = st.sampled_from(["Left", "Right", "Top", "AllKeys", "None_", "Hidden", "name", "real", "_private", "mro"])
NUMBERS = st.one_of(st.sampled_from([0, 1, 2, 3, 4, 8, 12, 128, 2**31]), st.integers(-5, 70))


def both(kind: Any, pairs: Any, **named: Any) -> list[Any]:
    made = []
    for create in (PLAIN, light(PLAIN)):
        try:
            made.append(create(kind, "Shape", pairs, module=__name__, **named))
        except (TypeError, ValueError) as error:
            made.append(f"{type(error).__name__}: {error}")
    return made


def said(cls: Any) -> list[object]:
    """Return what can be seen of an enumeration without asking who it is."""
    if isinstance(cls, str):
        return [cls]
    told: list[object] = [cls.__name__, cls.__module__, cls.__qualname__, repr(cls), len(cls), sorted(vars(cls))]
    told += [
        [(name, repr(one), one.value, one.name) for name, one in cls.__members__.items()],
        [str(one) for one in cls],
    ]
    told += [[(repr(one), hash(one), f"{one}", one._sort_order_) for one in cls], sorted(cls._value2member_map_)]
    for one in cls.__members__.values():
        told += [cls(one.value) is one, cls[one.name] is one, getattr(cls, one.name) is one, copy.deepcopy(one) is one]
    if issubclass(cls, enum.Flag) and len(cls.__members__):
        told += [cls._flag_mask_, cls._singles_mask_, cls._all_bits_, cls._boundary_]
        *_, last = first, *_ = cls.__members__.values()
        told += [repr(first | last), repr(first & last), repr(first ^ last), [repr(one) for one in first | last]]
        told += [repr(~first), last in (first | last)]
    if issubclass(cls, int):
        told += [one + 1 for one in cls]
    return told


@given(st.sampled_from(KINDS), st.lists(st.tuples(NAMES, NUMBERS), max_size=8))
def test_a_light_enumeration_is_what_python_makes(kind: type[enum.Enum], pairs: list[tuple[str, int]]) -> None:
    plain, made = both(kind, pairs, boundary=enum.KEEP)
    assert said(made) == said(plain)


@pytest.mark.parametrize(
    "names", ["Left Right", ["Left", "Right"], {"Left": 1}, (), [("Left", "l")], [("Left", True)], None]
)
def test_other_ways_to_name_members_are_left_to_python(names: object) -> None:
    for kind in (enum.Enum, enum.IntEnum):
        plain, made = both(kind, names)
        assert said(made) == said(plain)


def test_a_class_that_is_mixed_in_is_left_to_python() -> None:
    plain, made = both(enum.Enum, [("Left", 1), ("Right", 2)], type=float)
    assert said(made) == said(plain)
    assert made.Left + 0.5 == 1.5


def test_members_are_as_unchangeable_and_unknown_numbers_as_unknown() -> None:
    made = light(PLAIN)(enum.Enum, "Shape", [("Left", 1)], module=__name__)
    with pytest.raises(AttributeError, match="cannot reassign"):
        made.Left = 2
    with pytest.raises(ValueError, match="7 is not a valid Shape"):
        made(7)


QT = """
import enum, pickle, sys
from ui.light_enums import make_enums_lightly
plain = vars(enum.EnumType)["_create_"]
if sys.argv[1] == "light":
    assert make_enums_lightly()
    assert vars(enum.EnumType)["_create_"] is not plain
from PySide6.QtCore import Qt, QEvent
from PySide6.QtWidgets import QSizePolicy, QStyle
keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
for one in (Qt.Key, Qt.AlignmentFlag, Qt.ItemFlag, QEvent.Type, QStyle.StateFlag, QSizePolicy.Policy, Qt.WindowType):
    print(one, one.__module__, one.__qualname__, one.__mro__[1], [repr(member) for member in one], len(one.__members__))
    print([pickle.loads(pickle.dumps(member)) is member for member in one])
print(keys, list(keys), Qt.Key.Key_A + 1, Qt.Key(65), ~Qt.AlignmentFlag.AlignLeft & Qt.AlignmentFlag.AlignCenter)
"""


@pytest.mark.slow  # a process of its own
def test_the_enumerations_of_qt_are_the_same_either_way() -> None:
    def told(way: str) -> str:
        done = subprocess.run([sys.executable, "-c", QT, way], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert told("light") == told("plain")


def test_where_the_library_is_another_one_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import light_enums

    monkeypatch.setattr(light_enums, "_KNOWN", (3, 10))
    assert not light_enums.make_enums_lightly()
    assert vars(enum.EnumType)["_create_"] is PLAIN


def test_a_member_survives_a_journey_through_a_pickle() -> None:
    made = light(PLAIN)(enum.IntFlag, "Journey", [("A", 1), ("B", 2)], module=__name__)
    globals()["Journey"] = made
    assert pickle.loads(pickle.dumps(made.A | made.B)) == 3  # noqa: S301 - its own pickle


def test_a_python_whose_enumerations_hold_something_else_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(kind: Any, name: str, pairs: Any, **named: Any) -> Any:
        made = PLAIN(kind, name, pairs, **named)
        for member in made.__members__.values():
            member._told_ = member.value
        return made

    monkeypatch.setattr(enum.EnumType, "_create_", otherwise)
    assert not make_enums_lightly()
    assert vars(enum.EnumType)["_create_"] is otherwise


def test_a_python_that_lacks_what_is_filled_in_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def poorer(kind: Any, name: str, pairs: Any, **named: Any) -> Any:
        made = PLAIN(kind, name, pairs, **named)
        if issubclass(made, enum.Flag):
            type.__delattr__(made, "_singles_mask_")
        return made

    monkeypatch.setattr(enum.EnumType, "_create_", poorer)
    assert not make_enums_lightly()
    assert vars(enum.EnumType)["_create_"] is poorer
