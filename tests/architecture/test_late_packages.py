"""Packages that load what they offer when it is asked for offer all of it, and nothing that a module hides."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LATE = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for half in ("desktop", "ui")
    for path in (ROOT / half).rglob("__init__.py")
    if "late(" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("package", LATE)
def test_everything_that_a_late_package_offers_can_be_had(package: str) -> None:
    module = import_module(package)
    assert module.__all__
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    with pytest.raises(AttributeError, match="has no attribute 'nothing_of_the_kind'"):
        _ = module.nothing_of_the_kind


@pytest.mark.slow  # a process of its own
@pytest.mark.parametrize("package", LATE)
def test_no_module_has_the_name_of_what_is_loaded_late(package: str) -> None:
    """Importing such a module would put it in the place of what has its name."""
    module = import_module(package)
    modules = {path.stem for path in (ROOT / package.replace(".", "/")).iterdir()}
    script = f"import {package} as p; print(*[one for one in p.__all__ if one not in vars(p)])"
    late = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert set(late.stdout.split()) <= set(module.__all__)
    assert not set(late.stdout.split()) & modules
