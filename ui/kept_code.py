"""Kept code: what every start would compile anew from the same source is compiled once and read from a file afterwards.

The file lies beside this module's own bytecode and is treated as Python treats that: what is in it is known by the
check sum of its source and by the Python that made it, it is as trusted as the folder, and may be thrown away at any
time. Where it can't be read or written a start only takes longer.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

_MAGIC = importlib.util.MAGIC_NUMBER
_MOST = 1_000
"""So many pieces are kept at most; beyond that, only what this process used."""
_Pieces = dict[bytes, bytes]
"""Marshalled code by the check sum of its source; a start needs a fifth of it."""


class KeptCode:
    """Code by the check sum of its source. Window thread only."""

    def __init__(self, place: Path | None = None) -> None:
        """Read what is kept in a file, by default the one beside our bytecode; nothing if it is of another Python."""
        self._place = place or Path(importlib.util.cache_from_source(__file__)).with_suffix(".kept")
        self._kept = _read(self._place)
        self._used: _Pieces = {}
        self._has_news = False

    def compiled(self, source: bytes | str, filename: str, flags: int = 0) -> CodeType:
        """Return a module's code; `flags` are the future statements that hold besides those in the source."""
        text = source.encode() if isinstance(source, str) else source
        mark = bytes(importlib.util.source_hash(b"%s\0%d\0%s" % (filename.encode(), flags, text)))
        code = _loaded(self._kept.get(mark))
        if code is None:
            code = compile(source, filename, "exec", flags, dont_inherit=True)
            self._kept[mark] = marshal.dumps(code)
            self._has_news = True
        self._used[mark] = self._kept[mark]
        return code

    def keep(self) -> None:
        """Write the file if there is anything new, whole or not at all: another window may do so at once."""
        if not self._has_news or sys.dont_write_bytecode:
            return
        self._has_news = False
        kept = _read(self._place) | self._kept
        if len(kept) > _MOST:
            kept = self._used
        beside = self._place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            beside.write_bytes(_MAGIC + marshal.dumps(kept))
            beside.replace(self._place)


def _read(place: Path) -> _Pieces:
    with suppress(OSError, EOFError, ValueError, TypeError):
        written = place.read_bytes()
        kept = marshal.loads(written[len(_MAGIC) :]) if written.startswith(_MAGIC) else None  # noqa: S302 - see above
        if isinstance(kept, dict):
            return kept
    return {}


def _loaded(piece: bytes | None) -> CodeType | None:
    if piece is not None:
        with suppress(EOFError, ValueError, TypeError):
            code = marshal.loads(piece)  # noqa: S302 - see above
            if isinstance(code, CodeType):
                return code
    return None
