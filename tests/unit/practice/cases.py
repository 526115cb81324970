"""Made-up scenarios and plays with defaults, so that a test names only what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from desktop.model import Visibility
from desktop.practice import PlanEntry, PlayState, Scenario, Words, scenario_from
from desktop.practice.hearing import Reply
from desktop.practice.play import begun
from desktop.practice.scenario import Check
from tests.factories import NOON

TARGET = timedelta(minutes=4)
UID = "practice01x1"
WORDS = Words(
    "en",
    {
        Check.APOLOGY: ("sorry",),
        Check.NEXT_STEP: ("check", "will write"),
        Check.THANKS: ("thank",),
        Check.TO_PRIVATE: ("private message",),
        Check.OPENING: ("at 9",),
    },
)


def a_table(**changes: Any) -> dict[str, Any]:
    """Return a scenario's table: two turns, on Mastodon, in public."""
    table: dict[str, Any] = {
        "key": "bill",
        "title": "A wrong bill",
        "level": 1,
        "network": "mastodon",
        "customer": "Toby Garland",
        "handle": "@toby",
        "says": [{"text": "You charged me twice."}],
        "turn": [
            {
                "name": "first",
                "must": ["no_request", "to_private"],
                "should": ["apology", "next_step"],
                "model": "Sorry. We check it; send us a private message.",
                "good": {"text": "Here I am.", "mood": "calm", "next": "second"},
                "bad": {"text": "What now?", "mood": "angry"},
            },
            {
                "name": "second",
                "must": ["next_step"],
                "model": "I will write to you.",
                "good": {"text": "Thanks."},
                "bad": {"text": "Hm.", "mood": "angry"},
            },
        ],
        "nags": "Hello?",
        "leaves": "Goodbye.",
    }
    return table | changes


def a_scenario(**changes: Any) -> Scenario:
    """Return the scenario of a table."""
    return scenario_from("test.toml", "en", a_table(**changes))


def an_entry(uid: str = UID, **changes: Any) -> PlanEntry:
    """Return an entry of a plan."""
    table = a_table(**changes)
    return PlanEntry(uid, scenario_from("test.toml", "en", table), table)


def a_play(scenario: Scenario) -> PlayState:
    """Return a case that has just come in at noon."""
    return begun(UID, scenario, NOON)


def a_reply(text: str, scenario: Scenario, *, seconds: float = 60, direct: bool = False) -> Reply:
    """Return an answer so many seconds after noon."""
    visibility = Visibility.DIRECT if direct else Visibility.PUBLIC
    return Reply(text, visibility, scenario.network, NOON + timedelta(seconds=seconds))
