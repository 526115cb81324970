"""Placeholders still to fill in a draft: where they are, and the next one from the caret; commands before the caret."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.composer import missing_placeholders


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder to fill, in code points of the draft."""

    start: int
    end: int
    name: str


def find_slots(text: str) -> tuple[Slot, ...]:
    """Return the placeholders of a text that wait to be filled, in order, as the guardrails see them."""
    return tuple(Slot(span.start, span.end, span.prompt or span.name) for span in missing_placeholders(text))


def next_slot(text: str, start: int, end: int, *, backwards: bool = False) -> Slot | None:
    """Return the placeholder after (or before) a selection from `start` to `end`, None if there is no other."""
    slots = find_slots(text)
    if backwards:
        return next((slot for slot in reversed(slots) if slot.end <= start), None)
    return next((slot for slot in slots if slot.start >= end), None)


_COMMAND = re.compile(r"(?:^|(?<=\s))/([^\s/]{0,40})$")


def command_before(line: str) -> str | None:
    """Return what is typed after "/" at the end of `line` (the text up to the caret), None if it is no command.

    The stroke stands at the line's start or after a space, so that "and/or" and addresses are left alone.
    """
    found = _COMMAND.search(line)
    return found.group(1) if found else None
