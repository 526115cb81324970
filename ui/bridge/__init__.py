"""Between the window and what is not the window: the engine's process, background jobs, a second start.

What listens to a second start brings Qt's network library; it is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.bridge.closing_signals import ClosingSignals
from ui.bridge.engine_process import EngineProcess, engine_command
from ui.bridge.jobs import JobRunner
from ui.bridge.own_command import own_command, own_window

if TYPE_CHECKING:
    from ui.bridge.single_window import SingleWindow, raise_first_window

__all__ = [
    "ClosingSignals",
    "EngineProcess",
    "JobRunner",
    "SingleWindow",
    "engine_command",
    "own_command",
    "own_window",
    "raise_first_window",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name not in __all__:
        raise AttributeError(name)
    from ui.bridge import single_window

    return getattr(single_window, name)
