"""When two texts are the same: what the networks change on the way is put aside."""

from __future__ import annotations

import re
import unicodedata

_NAMES = re.compile(r"\A(?:@[\w.]{1,60}[\s:,]*)+")


def comparable(text: str) -> str:
    """Return a text as it can be compared after a network showed it: no names before it, white space and case gone."""
    return "".join(_NAMES.sub("", unicodedata.normalize("NFC", text.strip())).split()).casefold()
