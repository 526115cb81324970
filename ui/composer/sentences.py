"""Where the sentences begin and end in which something was found."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.model import Finding

_ENDS = ".!?\n"


def sentences_around(text: str, findings: Sequence[Finding]) -> tuple[int, int]:
    """Return the span, in code points, of the whole sentences from the first finding to the last."""
    first, last = min(one.start for one in findings), max(one.end for one in findings)
    start = max(text.rfind(end, 0, first) for end in _ENDS) + 1
    ends = [place for end in _ENDS if (place := text.find(end, last)) >= 0]
    return start, min(ends) + 1 if ends else len(text)
