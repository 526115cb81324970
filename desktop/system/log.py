"""Logging with redaction: what is logged at INFO or above never holds a text, a handle, an address or a token.

Callers log codes, counts and ids. The filter is the second line of defence: it replaces what looks like an
address, a handle or a long secret before a line is written.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

_SECRETS = re.compile(
    r"""[\w.+-]+@[\w-]+(?:\.[\w-]+)+   # address or remote handle
      | (?<![\w/])@\w{2,}              # handle
      | \b[A-Za-z0-9_\-]{24,}\b        # token, key""",
    re.VERBOSE,
)
_TALKATIVE = ("httpx", "httpcore", "websockets")
"""Libraries that log whole addresses at INFO: with what was searched for and, on some networks, the token."""
_BYTES = 2_000_000
_FILES = 3


class Redaction(logging.Filter):
    """Replaces what may be personal in a record's message. Runs in the thread that logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        if record.levelno >= logging.INFO:
            record.msg = _SECRETS.sub("[redacted]", record.getMessage())
            record.args = None
            if record.exc_info:
                kind = record.exc_info[0]
                record.msg = f"{record.msg} ({kind.__name__ if kind else 'error'})"
                record.exc_info = None
                record.exc_text = None
        return True


class _QuietFile(logging.Handler):
    """A rotating file, opened at the first record: until then a start need not load what rotates it.

    A log that can't be written, on a full disk say, is lost in silence: it may not stop the program.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        try:
            if self._file is None:
                self._file = self._opened()
            self._file.emit(record)
        except OSError:
            return

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _opened(self) -> RotatingFileHandler:
        from logging.handlers import RotatingFileHandler

        file = RotatingFileHandler(self._path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
        file.setFormatter(self.formatter)
        file.handleError = lambda record: None  # type: ignore[method-assign]  # noqa: ARG005 - else a traceback
        return file


def log_to(path: Path, process: str, level: int = logging.INFO) -> None:
    """Write this process's log to a rotating file. `process` ("engine", "window") begins every line. Never raises."""
    handler = _QuietFile(path)
    handler.setFormatter(logging.Formatter(f"%(asctime)s {process} %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Redaction())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
