"""Light support: the part of PySide6 that is written in Python is compiled once, and what no program needs is left out.

PySide6 carries the source of its signatures and error messages inside its library and compiles it whenever it is
loaded, its patterns too: an eighth of the way to the first paint. Its writer of type stubs is a developer's tool.
"""

from __future__ import annotations
import __future__

import builtins
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ui.kept_code import KeptCode

_OURS = "shibokensupport/"
_NEEDLESS = "shibokensupport/signature/lib/pyi_generator.py"
_LATE_ANNOTATIONS = __future__.annotations.compiler_flag
"""Who loads these modules has them, and `compile` hands down what its caller has."""
_LONG = 1_000
"""Patterns from so many characters on are for the parser of signatures, which is asked after a mistake only."""


@contextmanager
def compiled_once(kept: KeptCode) -> Iterator[None]:
    """Let PySide6 be loaded within."""
    plain_code, plain_pattern = builtins.compile, re.compile
    builtins.compile = _compiling(plain_code, kept)
    re.compile = _putting_off(plain_pattern)
    try:
        yield
    finally:
        builtins.compile, re.compile = plain_code, plain_pattern


def _compiling(plain: Callable[..., Any], kept: KeptCode) -> Callable[..., Any]:
    def compile(source: Any, filename: Any, mode: str, *rest: Any, **named: Any) -> Any:  # noqa: A001
        is_whole = type(source) is bytes and mode == "exec" and not rest and not named
        if not is_whole or not str(filename).startswith(_OURS):
            return plain(source, filename, mode, *rest, **named)
        return kept.compiled(b"" if filename == _NEEDLESS else source, filename, _LATE_ANNOTATIONS)

    return compile


def _putting_off(plain: Callable[..., re.Pattern[str]]) -> Callable[..., Any]:
    def compile(pattern: Any, flags: Any = 0) -> Any:  # noqa: A001
        is_long = isinstance(pattern, str) and flags == re.VERBOSE and len(pattern) > _LONG
        return _LatePattern(pattern) if is_long else plain(pattern, flags)

    return compile


class _LatePattern:
    """A verbose pattern that is compiled when it is first used."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return re.compile(self._pattern, re.VERBOSE).finditer(text)  # `re` keeps what it compiled

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(self._pattern, re.VERBOSE), name)
