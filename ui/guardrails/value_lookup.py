"""Which personal data stands in what customers wrote: the guardrails asked, and what they said remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.guardrails import Guardrails

if TYPE_CHECKING:
    from desktop.guardrails.privacy import ValueSpan

_REMEMBERED = 4096  # texts; a long conversation is read again at each arrival

_TELLING = re.compile(r"[\d@(\[]")
"""No value is without one of these."""


class ValueLookup:
    """Finds the values of personal data in a text. Window thread only; loads the rules when first asked."""

    def __init__(self, guardrails: Callable[[], Guardrails], own_values: Callable[[], tuple[str, ...]]) -> None:
        """`own_values` gives the company's own numbers and addresses, which are nobody's secret."""
        self._guardrails = guardrails
        self._own_values = own_values
        self._find = lru_cache(_REMEMBERED)(self._ask)

    def __call__(self, text: str) -> Sequence[ValueSpan]:
        """Return the values in a text, in their order, none overlapping."""
        if _TELLING.search(text) is None:
            return ()
        return self._find(text, self._own_values())

    def _ask(self, text: str, own_values: tuple[str, ...]) -> Sequence[ValueSpan]:
        return self._guardrails().personal_data_in(text, own_values)
