"""The engine of a practice desk: the real one, with channels that lead nowhere, in a process that is sealed first."""

from __future__ import annotations

import signal
from pathlib import Path

from desktop.commands.profile import profile_at
from desktop.commands.rules import load_guardrails, load_triage
from desktop.engine import run
from desktop.practice import channels_for, seal
from desktop.system.clock import utc_now
from desktop.system.log import log_to


def run_practice_engine(folder: Path) -> int:
    """Run a practice profile's engine until stdin closes; return the exit code. The key is the first line of stdin."""
    seal()
    profile = profile_at(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log_to(profile.log, "engine")
    return run(
        profile,
        unlock_from_stdin=True,
        load=lambda: (load_triage(profile), load_guardrails(profile)),
        opener_for=lambda store, guardrails: channels_for(store, guardrails, utc_now),
    )
