"""The rules that come with the program, loaded for the engine and the command line when they are first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.system.resources import resource_path

if TYPE_CHECKING:
    from desktop.guardrails import Guardrails
    from desktop.system.profile import Profile
    from desktop.triage import Triage


def load_guardrails(profile: Profile | None = None) -> Guardrails:
    """Return the guardrails with the shipped privacy rules, and with those that the desk of a profile added."""
    from desktop.guardrails import Guardrails
    from desktop.guardrails.own_rules import OwnRulesFile
    from desktop.guardrails.privacy import PrivacyRules
    from desktop.guardrails.promises import PromiseRules

    own = OwnRulesFile(profile.privacy_rules) if profile is not None else None
    return Guardrails(PrivacyRules.load(resource_path("privacy")), PromiseRules.load(resource_path("hours")), own)


def load_triage(profile: Profile | None = None) -> Triage:
    """Return triage with the shipped word lists and weights, and with what the desk of a profile changed of them."""
    from desktop.triage import OwnPriority, OwnPriorityFile, Triage

    own = OwnPriorityFile(profile.priority).read() if profile is not None else OwnPriority()
    return Triage.load(resource_path("triage"), own)
