"""The words of the privacy rules' page: what a rule does, what is wrong with it, what a trial found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.guardrails.own_rule import RuleDeed, RuleFault, RuleFaultCode
from desktop.guardrails.rule_trial import Outcome

_QUOTED = 60  # characters of a sentence that is quoted


def deed_words(deed: RuleDeed) -> str:
    """Return what a rule does, for its row and for the choice."""
    return {
        RuleDeed.BLOCK: QCoreApplication.translate("PrivacyRules", "Stop in public"),
        RuleDeed.ADVISE: QCoreApplication.translate("PrivacyRules", "Advise only"),
        RuleDeed.RELEASE: QCoreApplication.translate("PrivacyRules", "Let pass"),
    }[deed]


def rule_fault_sentence(fault: RuleFault) -> str:
    """Return what is wrong with a rule and what to do."""
    pattern = {
        RuleFaultCode.NAME_EMPTY: QCoreApplication.translate(
            "PrivacyRules", "Give the rule a name of up to 60 characters: it is what the agent reads."
        ),
        RuleFaultCode.NAME_TAKEN: QCoreApplication.translate("PrivacyRules", "Another rule has this name."),
        RuleFaultCode.PATTERN_EMPTY: QCoreApplication.translate("PrivacyRules", "Write what to look for."),
        RuleFaultCode.PATTERN_LONG: QCoreApplication.translate(
            "PrivacyRules", "This is too long. Make two rules of it, 500 characters each at most."
        ),
        RuleFaultCode.PATTERN_BROKEN: QCoreApplication.translate(
            "PrivacyRules", "This is no regular expression: {detail}."
        ),
        RuleFaultCode.PATTERN_TOO_WIDE: QCoreApplication.translate(
            "PrivacyRules", "This matches even an empty text. Make a part of it obligatory."
        ),
        RuleFaultCode.PATTERN_SLOW: QCoreApplication.translate(
            "PrivacyRules", "This takes too long on some texts. Avoid a repetition within a repetition, as in (a+)+."
        ),
        RuleFaultCode.NO_EXAMPLE: QCoreApplication.translate(
            "PrivacyRules", "Write at least one sentence that it must find."
        ),
        RuleFaultCode.NOT_MATCHED: QCoreApplication.translate("PrivacyRules", "It does not find: {detail}"),
        RuleFaultCode.MATCHED: QCoreApplication.translate("PrivacyRules", "It finds this too: {detail}"),
    }[fault.code]
    return pattern.replace("{detail}", shortened(fault.detail))


def trial_words(outcomes: Sequence[Outcome]) -> str:
    """Return what a trial over past replies found."""
    if not outcomes:
        return QCoreApplication.translate("PrivacyRules", "No reply is stored yet, so there is nothing to try on.")
    stopped = sum(one.differs and one.would_be_stopped for one in outcomes)
    passed = sum(one.differs and not one.would_be_stopped for one in outcomes)
    slow = {name for one in outcomes for name in one.slow}
    if slow:
        words = QCoreApplication.translate("PrivacyRules", "Too slow on some of your replies: {names}.")
        return words.replace("{names}", ", ".join(sorted(slow)))
    words = QCoreApplication.translate(
        "PrivacyRules", "Of your last {count} replies {stopped} more would be stopped and {passed} would pass."
    )
    filled = words.replace("{count}", str(len(outcomes)))
    return filled.replace("{stopped}", str(stopped)).replace("{passed}", str(passed))


def outcome_line(outcome: Outcome) -> str:
    """Return one reply that would fare otherwise."""
    pattern = (
        QCoreApplication.translate("PrivacyRules", "Stopped for “{words}”: {text}")
        if outcome.would_be_stopped
        else QCoreApplication.translate("PrivacyRules", "Passes: {text}")
    )
    return pattern.replace("{words}", ", ".join(outcome.words)).replace("{text}", shortened(outcome.reply.text, 160))


def shortened(text: str, most: int = _QUOTED) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
