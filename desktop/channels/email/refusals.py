"""What is not read as mail, and the codes that say why."""

from __future__ import annotations

MOST_BYTES = 50 * 1024 * 1024  # of one raw message; mail servers stop between 10 and 50 MB


class MailRefused(ValueError):
    """These bytes are no mail. `reason` is a stable code: empty, no_header, not_mail, too_large."""

    def __init__(self, reason: str) -> None:
        """Keep the code that is counted and that the window turns into a sentence."""
        super().__init__(reason)
        self.reason = reason


class MailFileUnreadable(ValueError):
    """A path that can't be read as mail at all. `reason` is a stable code: not_found, no_access, no_mail."""

    def __init__(self, reason: str) -> None:
        """Keep the code that the window turns into a sentence."""
        super().__init__(reason)
        self.reason = reason
