"""Between the window and what is not the window: the engine's process, background jobs, a second start."""

from ui.bridge.closing_signals import ClosingSignals
from ui.bridge.engine_process import EngineProcess, engine_command
from ui.bridge.jobs import JobRunner
from ui.bridge.single_window import SingleWindow, raise_first_window

__all__ = ["ClosingSignals", "EngineProcess", "JobRunner", "SingleWindow", "engine_command", "raise_first_window"]
