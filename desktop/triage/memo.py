"""What is worked out once a word and kept: most words of a message have come before.

A plain table that is emptied when it is full. `functools.lru_cache` remembers besides which word came last, and writes
to its neighbours at every look: with four tables a word that takes two and a half times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_MOST = 8_192
"""Words: three in four of a day's messages are among them, and each table weighs about a megabyte."""

Value = TypeVar("Value")


class Memo(dict[str, Value], Generic[Value]):
    """The value of each word, worked out when it is first asked for with `memo[word]`. Safe in any thread."""

    def __init__(self, work_out: Callable[[str], Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Value:
        if len(self) >= _MOST:
            self.clear()
        value = self[word] = self._work_out(word)
        return value
