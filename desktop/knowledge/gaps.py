"""Gaps: which questions people ask again and again that no entry answers, by the likeness that finds repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.model import CaseId
from desktop.model.knowledge import FaqEntry
from desktop.reports.questions import ALIKE, NEWEST, AskedOften, grouped
from desktop.store import Store
from desktop.system.resources import resource_path
from desktop.triage.repeats import Repeats, likeness
from desktop.triage.stems import Stems

SPAN = timedelta(days=90)
"""So far back questions are read."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an entry: its newest wording, how often it was asked, a case of it, and its language."""

    text: str
    count: int
    case_id: CaseId
    language: str = ""


def questions_without_entry(store: Store, now: datetime) -> tuple[Gap, ...]:
    """Return what was asked in several cases of the last 90 days and no entry answers. Takes up to a second."""
    repeats = Repeats(Stems.load(resource_path("triage")))
    store.reports.derive_all()
    often = grouped(store.reports.asked_texts(now - SPAN, now, NEWEST), repeats)
    return without_entry(often, store.knowledge.all(), repeats)


def without_entry(often: Sequence[AskedOften], entries: Sequence[FaqEntry], repeats: Repeats) -> tuple[Gap, ...]:
    """Return the questions that are like none of the entries', in any language."""
    known = [repeats.read(text.question, text.language) for entry in entries for text in entry.texts]
    gaps = []
    for one in often:
        asked = repeats.read(one.text, one.language or None)
        if not any(likeness(asked, question).score >= ALIKE for question in known):
            gaps.append(Gap(one.text, one.count, one.case_id, one.language))
    return tuple(gaps)
