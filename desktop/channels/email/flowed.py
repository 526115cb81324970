"""How soft line breaks of a text part are taken back: format=flowed (RFC 3676)."""

from __future__ import annotations

import re

_QUOTES = re.compile(r">*")


def unflow(text: str, *, delete_space: bool) -> str:
    """Return text whose paragraphs are one line each again. `delete_space` is the part's DelSp=yes.

    A line that ends in a space goes on in the next one, if both are quoted to the same depth; "-- " ends a mail and
    never flows.
    """
    paragraphs: list[list[str]] = []
    open_depth = -1
    for raw_line in text.split("\n"):
        line = raw_line.removesuffix("\r")
        marks = _QUOTES.match(line)
        depth = marks.end() if marks else 0
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            content = content[:-1]
        if depth == open_depth and content != "-- ":
            paragraphs[-1].append(content)
        else:
            paragraphs.append([">" * depth + " " if depth else "", content])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in paragraphs)
