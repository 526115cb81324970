"""The sentences of the page of response times: faults, list rows and what a preview found."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.accounts.clock_preview import ClockPreview
from desktop.clocks import Step, StepFault, TargetFault, TargetRule
from ui.inbox.clock_words import clock_name, counted_name, minutes_text, rule_name, step_words, when_text

translate = QCoreApplication.translate


def rule_row(rule: TargetRule, accounts: Mapping[str, str]) -> tuple[str, str]:
    """Return the title and the note of a rule in the list."""
    title = translate("Targets", "{clock} within {time}").replace("{clock}", clock_name(rule.clock))
    title = title.replace("{time}", minutes_text(rule.minutes) if rule.minutes > 0 else "…")
    note = translate("Targets", "For {cases}; counts {time}").replace("{cases}", rule_name(rule, accounts))
    return title, note.replace("{time}", counted_name(rule.counts))


def step_row(step: Step, leader: str) -> tuple[str, str]:
    """Return the title and the note of a step in the list."""
    note = f"{clock_name(step.clock)}, {when_text(step.minutes)}"
    return step_words(step, leader), note


def target_fault_words(fault: TargetFault) -> str:
    """Return why a rule can't be kept."""
    return {
        TargetFault.NO_TIME: translate("Targets", "Write a time, such as 45, 1 h 30 or 2 d."),
        TargetFault.TOO_LONG: translate("Targets", "A target is at most a year."),
        TargetFault.DOUBLE: translate("Targets", "Another rule is for the same cases. Change or delete one of them."),
    }[fault]


def step_fault_words(fault: StepFault) -> str:
    """Return why a step can't be kept."""
    return {
        StepFault.TOO_FAR: translate("Targets", "A step comes at most a month before or after."),
        StepFault.NOBODY: translate("Targets", "Choose the team leader above, or tell the agent."),
        StepFault.DOUBLE: translate("Targets", "Another step does the same at the same time."),
    }[fault]


def preview_words(found: ClockPreview, *, changed: bool) -> str:
    """Return what a preview found: how many cases would be at risk or over now, and whose come to be so."""
    if not found.cases:
        return translate("Targets", "No case is open, so nothing changes now.")
    if not changed:
        words = translate("Targets", "{after} of {cases} open cases are at risk or over now.")
    elif found.after == 1:
        words = translate("Targets", "1 of {cases} open cases would now be at risk or over; today it is {before}.")
    else:
        words = translate(
            "Targets", "{after} of {cases} open cases would now be at risk or over; today it is {before}."
        )
    for mark, value in (("{after}", found.after), ("{cases}", found.cases), ("{before}", found.before)):
        words = words.replace(mark, str(value))
    if not found.newly:
        return words
    new = translate("Targets", "Newly: {names}").replace("{names}", ", ".join(found.newly))
    return f"{words} {new}" + ("…" if found.after - found.before > len(found.newly) else "")
