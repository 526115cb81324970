"""Light records are the dataclasses that Python makes, in every thing that can be observed of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

BOTH = """
import copy, dataclasses, pickle, sys
from dataclasses import dataclass, field
from ui.light_records import make_records_lightly
compiled = dataclasses._cmp_fn
if sys.argv[1] == "light":
    assert make_records_lightly()
    assert dataclasses._cmp_fn is not compiled

@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    size: int = 12
    marks: tuple = ()

@dataclass(frozen=True)
class Loose:
    text: str
    kept: str = field(default="", compare=False, repr=False)

@dataclass(frozen=True, slots=True)
class One:
    value: int

@dataclass(frozen=True, slots=True)
class Nothing:
    pass

@dataclass(frozen=True, slots=True, order=True)
class Ordered:
    a: int
    b: int

@dataclass
class Plain:
    values: list = field(default_factory=list)

def said(do):
    try:
        return repr(do())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

chip, loose = Chip("Open", marks=(1, 2)), Loose("a", "b")
endless = Plain()
endless.values.append(endless)
print([said(do) for do in (
    lambda: chip, lambda: loose, lambda: One(3), lambda: Nothing(), lambda: endless,
    lambda: chip == Chip("Open", 12, (1, 2)), lambda: chip != Chip("Open"), lambda: chip == One(3), lambda: One(1) == 1,
    lambda: loose == Loose("a", "other"), lambda: Nothing() == Nothing(), lambda: Ordered(1, 2) < Ordered(1, 3),
    lambda: sorted([Ordered(2, 1), Ordered(1, 9)]), lambda: Ordered(1, 2) < One(1),
    lambda: hash(One(3)) == hash((3,)), lambda: hash(Ordered(1, 2)) == hash((1, 2)), lambda: hash(Nothing()) == hash(()),
    lambda: hash(Plain()), lambda: setattr(chip, "text", "x"), lambda: setattr(loose, "new", 1),
    lambda: delattr(chip, "size"), lambda: setattr(One(1), "value", 2), lambda: delattr(loose, "text"),
    lambda: copy.copy(chip), lambda: copy.deepcopy(chip), lambda: pickle.loads(pickle.dumps(chip)),
    lambda: dataclasses.replace(chip, size=3), lambda: dataclasses.asdict(chip), lambda: Chip.__eq__.__qualname__,
    lambda: Chip.__repr__.__qualname__, lambda: Chip.__hash__.__qualname__, lambda: Chip.__match_args__,
)])
"""


def told(way: str) -> str:
    done = subprocess.run([sys.executable, "-c", BOTH, way], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow  # a process of its own
def test_a_light_record_is_what_python_makes() -> None:
    assert told("light") == told("plain")


@pytest.mark.slow  # a process of its own
def test_where_the_library_is_another_one_nothing_is_replaced() -> None:
    script = (
        "import dataclasses; from ui.light_records import make_records_lightly; "
        "dataclasses._hash_fn = lambda fields: None; kept = dataclasses._cmp_fn; "
        "print(make_records_lightly(), dataclasses._cmp_fn is kept)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "False True", done.stderr
