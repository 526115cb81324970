"""Most asked: which questions are the same one in other words, by the likeness that finds repeated questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.inbox import without_personal_data
from desktop.model import CaseId
from desktop.store import Store
from desktop.system.resources import resource_path
from desktop.triage.repeats import Question, Repeats, likeness
from desktop.triage.stems import Stems

ALIKE = 0.5
"""How alike two strangers' questions must be: more than one customer's own, who are known to mean the same matter."""
NEWEST = 400
"""So many of the newest questions are compared; each with the beginnings of the groups so far."""
_LEAST, _SHOWN = 2, 8
_LONGEST = 160  # characters


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question that several people asked: its newest wording, how often, how often answered, where, its language.

    What looks like personal data is covered in the wording: a report is exported and an entry published.
    """

    text: str
    count: int
    answered: int
    case_id: CaseId
    language: str = ""


@dataclass(slots=True)
class _Group:
    text: str
    case_id: int
    language: str
    question: Question
    cases: set[int] = field(default_factory=set)
    answered: int = 0
    count: int = 0


def asked_often(store: Store, since: datetime, until: datetime) -> tuple[AskedOften, ...]:
    """Return the questions that were asked in most cases in that time, the most frequent first. Takes a second."""
    return grouped(store.reports.asked_texts(since, until, NEWEST), Repeats(Stems.load(resource_path("triage"))))


def grouped(rows: Sequence[tuple[int, int, str, str, int]], repeats: Repeats) -> tuple[AskedOften, ...]:
    """Return the groups of (case, moment, text, language, answered) rows, newest first, that have several cases."""
    groups: list[_Group] = []
    for case_id, _, text, language, answered in rows:
        question = repeats.read(text, language)
        if not question.stems:
            continue
        home = next((one for one in groups if _same(one.question, question)), None)
        if home is None:
            home = _Group(without_personal_data(" ".join(text.split()))[:_LONGEST], case_id, language or "", question)
            groups.append(home)
        home.cases.add(case_id)
        home.count += 1
        home.answered += answered
    often = [one for one in groups if len(one.cases) >= _LEAST]
    often.sort(key=lambda one: -one.count)
    return tuple(
        AskedOften(one.text, one.count, one.answered, CaseId(one.case_id), one.language) for one in often[:_SHOWN]
    )


def _same(one: Question, other: Question) -> bool:
    """Return whether two questions are one; what shares no stem is not even compared."""
    return not one.stems.keys().isdisjoint(other.stems) and likeness(one, other).score >= ALIKE
