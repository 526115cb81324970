"""The privacy guardrail: requests for personal data and personal data itself, in what is about to be written."""

from desktop.guardrails.privacy.judge import ADVICE, CREDENTIALS, REQUEST, VALUE, privacy_findings
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.masking import masked
from desktop.guardrails.privacy.requests import RequestSpan, find_requests
from desktop.guardrails.privacy.rules import Example, PrivacyRules
from desktop.guardrails.privacy.rules_file import RulesUnreadable
from desktop.guardrails.privacy.values import ValueSpan, find_values

__all__ = [
    "ADVICE",
    "CREDENTIALS",
    "REQUEST",
    "VALUE",
    "DataKind",
    "Example",
    "PrivacyRules",
    "RequestSpan",
    "RulesUnreadable",
    "ValueSpan",
    "find_requests",
    "find_values",
    "masked",
    "privacy_findings",
]
