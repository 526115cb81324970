"""Asking afterwards: how it went, which channel people would rather use, and what an agent wants to be reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.follow_up.answering import Answerer
    from desktop.follow_up.asking import Asker
    from desktop.follow_up.channels import Choice, read_channels
    from desktop.follow_up.marks import Reading, read_mark
    from desktop.follow_up.reminding import MOST_WORDS, ReminderDesk, ReminderWatch
    from desktop.follow_up.rules import AccountRule, FollowUpRules, keep_rules, rules_of
    from desktop.follow_up.wording import Questions
else:
    __getattr__ = late(
        __name__,
        {
            "answering": "Answerer",
            "asking": "Asker",
            "channels": "Choice read_channels",
            "marks": "Reading read_mark",
            "reminding": "MOST_WORDS ReminderDesk ReminderWatch",
            "rules": "AccountRule FollowUpRules keep_rules rules_of",
            "wording": "Questions",
        },
    )

__all__ = [
    "MOST_WORDS",
    "AccountRule",
    "Answerer",
    "Asker",
    "Choice",
    "FollowUpRules",
    "Questions",
    "Reading",
    "ReminderDesk",
    "ReminderWatch",
    "keep_rules",
    "read_channels",
    "read_mark",
    "rules_of",
]
