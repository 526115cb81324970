"""The rules that come with the program, loaded for the engine and the command line."""

from __future__ import annotations

from desktop.guardrails import Guardrails
from desktop.guardrails.privacy import PrivacyRules
from desktop.system.resources import resource_path
from desktop.triage import Triage


def load_guardrails() -> Guardrails:
    """Return the guardrails with the shipped privacy rules."""
    return Guardrails(PrivacyRules.load(resource_path("privacy")))


def load_triage() -> Triage:
    """Return triage with the shipped word lists."""
    return Triage.load(resource_path("triage"))
