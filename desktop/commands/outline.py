"""Which conversation each row of a table belongs to, learned by reading the whole file once before it is imported.

A conversation is named after the customer's first message in it, as on the networks: answers to an announcement of
ours are a conversation each. Rows may stand in any order, and may name the message they answer by a damaged id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.commands.rows import DECIMAL_ID, FLOAT_ID, GROUPED_ID, LONGEST_ID, Place, Values

_SHORTEST_IN_RUN = 4  # digits; shorter ids fit into anything
_LONGEST_LIST = 100_000  # characters; one message answers no more than that


@dataclass(frozen=True, slots=True)
class _Entry:
    author: str
    answers: str
    is_incoming: bool


class Outline:
    """The identifiers of a file's rows. Keeps some 300 bytes a row."""

    def __init__(self, rows: Iterable[Values]) -> None:
        """Read the rows once; of several with one id the first counts."""
        self._entries: dict[str, _Entry] = {}
        authors: dict[str, str] = {}
        for values in rows:
            author = authors.setdefault(values.author, values.author)
            self._entries.setdefault(values.id, _Entry(author, values.answers, values.is_incoming))
        self._first: dict[str, str] = {}
        self._by_figure: dict[float, str] | None = None

    def place_of(self, values: Values) -> Place:
        """Return where a row of this file belongs."""
        answered, repairs = self._answered(values.answers)
        if answered == values.id:
            answered = ""
        first = self._customers_first(values.id) if values.id in self._entries else ""
        entry = self._entries.get(first)
        return Place(first or answered or values.id, answered, entry.author if entry else "", repairs)

    def _customers_first(self, remote_id: str) -> str:
        """Return the customer's first message above a row, or the id above the file's first; "" where there is none."""
        chain: dict[str, None] = {}
        above = remote_id
        while above and above not in chain and above not in self._first:
            chain[above] = None
            entry = self._entries.get(above)
            above = self._answered(entry.answers)[0] if entry else ""
        found = self._first_of_circle(list(chain), above) if above in chain else self._first.get(above, "")
        for one in reversed(chain):
            if not found and self._is_customers(one):
                found = one
            self._first[one] = found
        return found

    def _first_of_circle(self, chain: Sequence[str], start: str) -> str:
        """Return the one message that stands for several which answer each other in a circle."""
        circle = chain[chain.index(start) :]
        return min((one for one in circle if self._is_customers(one)), default="")

    def _is_customers(self, remote_id: str) -> bool:
        """Return whether a customer wrote a message, as far as the file can tell."""
        entry = self._entries.get(remote_id)
        return entry is None or entry.is_incoming

    def _answered(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the id of an answered message and what was mended; "" for none, or one whose digits are lost."""
        if not text or text in self._entries:
            return text, ()
        if len(text) > _LONGEST_LIST:
            return "", ("answered_id_lost",)
        if FLOAT_ID.fullmatch(text):
            found = self._by_rounded(text)
            return found, ("answered_id_rounded" if found else "answered_id_lost",)
        if DECIMAL_ID.fullmatch(text):
            return text.partition(".")[0], ("id_decimal",)
        parts = [part.strip() for part in re.split("[,;]", text)]
        if len(parts) > 1 and all(part.isdecimal() for part in parts):
            return self._one_of(text, parts)
        plain = text.strip("<>")
        return ("", ("answered_id_lost",)) if len(plain) > LONGEST_ID else (plain, ())

    def _one_of(self, text: str, parts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return the id behind "571,566,571,564": one with separators, or one of a list, which may have got them."""
        if GROUPED_ID.fullmatch(text):
            digits = "".join(parts)
            found = digits if digits in self._entries else self._first_of_run(digits)
            if found or not any(part in self._entries for part in parts):
                return found or digits, ("id_grouped",)
        return next((part for part in parts if part in self._entries), parts[0]), ("id_list",)

    def _first_of_run(self, digits: str) -> str:
        """Return the first of equally long ids that were written one behind the other, "" if they are none of ours."""
        for length in range(len(digits) // 2, _SHORTEST_IN_RUN - 1, -1):
            parts = [digits[start : start + length] for start in range(0, len(digits), length)]
            if len(digits) % length == 0 and all(part in self._entries for part in parts):
                return parts[0]
        return ""

    def _by_rounded(self, text: str) -> str:
        """Return the only id of the file that a spreadsheet would have rounded to this figure, "" if there is none."""
        if self._by_figure is None:
            self._by_figure = {}
            for one in self._entries:
                if one.isascii() and one.isdecimal() and len(one) <= 300:  # noqa: PLR2004 - what a float holds
                    figure = float(one)
                    self._by_figure[figure] = "" if figure in self._by_figure else one
        return self._by_figure.get(float(text), "")
