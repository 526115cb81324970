"""`sportello engine`: the background process, from a terminal or started by the window."""

from __future__ import annotations

import signal
from pathlib import Path

from desktop.commands.profile import profile_at
from desktop.commands.rules import load_guardrails, load_triage
from desktop.commands.speaking import complain
from desktop.system.leaner import without_httpx_command_line
from desktop.system.log import log_to

_SENTENCES = {
    3: "an engine already runs for this profile; nothing was changed.",
    4: "the store can't be opened; `sportello doctor` says why and what to do.",
}


def run_engine(folder: Path | None, *, unlock_from_stdin: bool) -> int:
    """Run a profile's engine until stdin closes; return the exit code. Raises CommandFailed for an unusable profile."""
    profile = profile_at(folder)
    if unlock_from_stdin:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    log_to(profile.log, "engine")
    without_httpx_command_line()
    from desktop.engine import run  # not before: it brings httpx

    code = run(
        profile, unlock_from_stdin=unlock_from_stdin, load=lambda: (load_triage(profile), load_guardrails(profile))
    )
    if code in _SENTENCES and not unlock_from_stdin:
        complain(_SENTENCES[code])
    return code
