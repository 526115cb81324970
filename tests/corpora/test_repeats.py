"""How well repeated questions are known: pairs of real questions to a bank, from the half that nothing was chosen on."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

import pytest

from desktop.system.resources import resource_path
from desktop.triage import Repeats, Stems
from desktop.triage.repeats import ALIKE, likeness

pytestmark = pytest.mark.slow  # thousands of sentences

DATA = Path(__file__).parents[2] / "../shared/data/questions/banking77/test.csv"
PAIRS = 6_000


@pytest.mark.skipif(not DATA.is_file(), reason="the corpus of questions is not on this machine")
def test_two_questions_of_one_intent_are_a_repeat() -> None:
    """As many pairs of one intent as of two, drawn at random under a fixed seed."""
    repeats = Repeats(Stems.load(resource_path("triage")))
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(repeats.read(row["text"], "en"), row["category"]) for row in csv.DictReader(file)]
    alike, different = _pairs([intent for _, intent in rows])
    found = sum(likeness(rows[one][0], rows[other][0]).score >= ALIKE for one, other in alike)
    wrong = sum(likeness(rows[one][0], rows[other][0]).score >= ALIKE for one, other in different)
    precision, recall = found / (found + wrong), found / len(alike)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"repeats: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert f1 >= 0.75


def _pairs(intents: list[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    chance = random.Random(11)
    members = defaultdict(list)
    for number, intent in enumerate(intents):
        members[intent].append(number)
    alike, different = list[tuple[int, int]](), list[tuple[int, int]]()
    while len(alike) < PAIRS:
        one = chance.randrange(len(intents))
        other = chance.choice(members[intents[one]])
        if one != other:
            alike.append((one, other))
    while len(different) < PAIRS:
        one, other = chance.randrange(len(intents)), chance.randrange(len(intents))
        if intents[one] != intents[other]:
            different.append((one, other))
    return alike, different
