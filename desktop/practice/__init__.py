"""Practice: an agent trains on invented or masked cases in a desk of its own, from which nothing can leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.practice.channel import channels_for
    from desktop.practice.choosing import Choice, Offer, Source, chosen, offered
    from desktop.practice.desk import Belongings, belongings_of, furnish
    from desktop.practice.history import Sitting, forget_sittings, keep_sitting, sitting_of, sittings_of
    from desktop.practice.past import past_cases
    from desktop.practice.plan import Level, Plan, PlanBook, PlanEntry, Tries, Try, plan_of
    from desktop.practice.play import PlayState
    from desktop.practice.reading import cases_by_uid, next_to_come, read_results, unfinished
    from desktop.practice.scenario import (
        LANGUAGES,
        Mood,
        Scenario,
        ScenarioUnreadable,
        Words,
        read_scenarios,
        scenario_from,
    )
    from desktop.practice.scoring import PARTS, Mark, MarkCode, Part, PartScore, Result, mean, score, written
    from desktop.practice.sealing import seal
    from desktop.practice.writing import csv_rows
else:
    __getattr__ = late(
        __name__,
        {
            "channel": "channels_for",
            "choosing": "Choice Offer Source chosen offered",
            "desk": "Belongings belongings_of furnish",
            "history": "Sitting forget_sittings keep_sitting sitting_of sittings_of",
            "past": "past_cases",
            "plan": "Level Plan PlanBook PlanEntry Tries Try plan_of",
            "play": "PlayState",
            "reading": "cases_by_uid next_to_come read_results unfinished",
            "scenario": "LANGUAGES Mood Scenario ScenarioUnreadable Words read_scenarios scenario_from",
            "scoring": "PARTS Mark MarkCode Part PartScore Result mean score written",
            "sealing": "seal",
            "writing": "csv_rows",
        },
    )

__all__ = [
    "LANGUAGES",
    "PARTS",
    "Belongings",
    "Choice",
    "Level",
    "Mark",
    "MarkCode",
    "Mood",
    "Offer",
    "Part",
    "PartScore",
    "Plan",
    "PlanBook",
    "PlanEntry",
    "PlayState",
    "Result",
    "Scenario",
    "ScenarioUnreadable",
    "Sitting",
    "Source",
    "Tries",
    "Try",
    "Words",
    "belongings_of",
    "cases_by_uid",
    "channels_for",
    "chosen",
    "csv_rows",
    "forget_sittings",
    "furnish",
    "keep_sitting",
    "mean",
    "next_to_come",
    "offered",
    "past_cases",
    "plan_of",
    "read_results",
    "read_scenarios",
    "scenario_from",
    "score",
    "seal",
    "sitting_of",
    "sittings_of",
    "unfinished",
    "written",
]
