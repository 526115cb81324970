"""The shipped rules, word lists and weights, read once a process: nothing changes them, and reading takes long."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeVar

from desktop.commands.rules import load_triage
from desktop.guardrails import Guardrails
from desktop.guardrails.privacy import PrivacyRules
from desktop.guardrails.promises import PromiseRules
from desktop.system.resources import resource_path
from desktop.triage import Triage
from desktop.triage.own_priority import OwnPriority

_Loaded = TypeVar("_Loaded")


@cache
def shipped_privacy_rules() -> PrivacyRules:
    """Return the privacy rules of `resources/privacy`."""
    return _for_good(lambda: PrivacyRules.load(resource_path("privacy")))


@cache
def shipped_guardrails() -> Guardrails:
    """Return the guardrails as `sportello` has them where the desk added no rule of its own."""
    return Guardrails(shipped_privacy_rules(), PromiseRules.load(resource_path("hours")))


@cache
def shipped_triage() -> Triage:
    """Return triage as `sportello` has it where the desk changed nothing of it."""
    return _for_good(load_triage)


def triage_with(own: OwnPriority) -> Triage:
    """Return triage as a desk has it that changed this of it; the same few changes are tried again and again."""
    return _weighed(repr(own), _Said(own))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a desk changed, which its words tell already."""

    own: OwnPriority = field(hash=False, compare=False)


@lru_cache(maxsize=6)
def _weighed(_: str, said: _Said) -> Triage:
    return shipped_triage().with_own(resource_path("triage"), said.own)


def _for_good(load: Callable[[], _Loaded]) -> _Loaded:
    """Load what stays until the process ends, and let no collection of garbage look through it again."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main:  # a window's objects may be taken apart in their own thread alone
        gc.collect()
    loaded = load()
    if is_main:
        gc.freeze()
    return loaded
