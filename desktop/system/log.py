"""Logging with redaction: what is logged at INFO or above never holds a text, a handle, an address or a token.

Callers log codes, counts and ids. The filter is the second line of defence: it replaces what looks like an
address, a handle or a long secret before a line is written.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

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


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A log that can't be written any more, on a full disk say, is lost in silence: it may not stop the program."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing; the usual thing would be a traceback on standard error."""


def log_to(path: Path, process: str, level: int = logging.INFO) -> None:
    """Write this process's log to a rotating file. `process` ("engine", "window") begins every line. Never raises."""
    try:
        handler = _QuietFile(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter(f"%(asctime)s {process} %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Redaction())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
