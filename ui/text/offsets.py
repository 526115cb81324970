"""Offsets into a text as Qt counts them: UTF-16 code units, where Python counts code points."""

from __future__ import annotations

_BEYOND_ONE_UNIT = 0xFFFF


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > _BEYOND_ONE_UNIT)


def utf16_offset(text: str, index: int) -> int:
    """Return the UTF-16 offset of the code point at `index`, which is held within the text."""
    return utf16_length(text[: max(0, index)])


def code_point_offset(text: str, offset: int) -> int:
    """Return the index of the code point that holds the UTF-16 code unit at `offset`, held within the text."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > _BEYOND_ONE_UNIT else 1
        if units > offset:
            return index
    return len(text)
