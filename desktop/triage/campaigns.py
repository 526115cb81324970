"""Campaigns: many people who send one text, told from one person who asks one question again.

Texts are alike by runs of three words: of each text the eight runs with the smallest check sums are kept, and two texts
are one if they share five of them, so that a greeting or a name of one's own makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from desktop.triage.words import Words, words_of

FEWEST = 5
"""People from whom on one text is a campaign."""
_RUN = 3  # words
_KEPT = 8  # runs of a text
_SHARED = 5  # of them
_LONGEST = 12  # words of the evidence


@dataclass(slots=True)
class Campaign:
    """One text: the runs that tell it, who sent it, and the cases in which it stands with the words that say so."""

    runs: frozenset[int]
    people: set[int] = field(default_factory=set)
    cases: dict[int, str] = field(default_factory=dict)

    @property
    def is_one(self) -> bool:
        """Whether so many people sent it that it is a campaign."""
        return len(self.people) >= FEWEST


class Campaigns:
    """The texts of some days, each under the first that was like it. One thread."""

    def __init__(self) -> None:
        self._by_run: dict[int, list[Campaign]] = {}
        self._of_case: dict[int, Campaign] = {}

    def add(self, case_id: int, person: int, text: str) -> Campaign | None:
        """Note a text of a person; return what it belongs to, None for one that is too short to be told.

        A later message of a case that is in a campaign already returns that one, whatever it says.
        """
        words = words_of(text)
        runs = runs_of(words)
        if not runs:
            return self._of_case.get(case_id)
        campaign = self._like(runs.keys())
        if campaign is None:
            if (known := self._of_case.get(case_id)) is not None:
                return known
            campaign = Campaign(frozenset(runs))
            for run in campaign.runs:
                self._by_run.setdefault(run, []).append(campaign)
        campaign.people.add(person)
        campaign.cases.setdefault(case_id, shared_words(words, runs, campaign.runs))
        self._of_case[case_id] = campaign
        return campaign

    def _like(self, runs: Iterable[int]) -> Campaign | None:
        found: Counter[int] = Counter()
        known: dict[int, Campaign] = {}
        for run in runs:
            for campaign in self._by_run.get(run, ()):
                found[id(campaign)] += 1
                known[id(campaign)] = campaign
        if not found:
            return None
        best, count = found.most_common(1)[0]
        return known[best] if count >= min(_SHARED, len(known[best].runs)) else None


def runs_of(words: Words) -> dict[int, int]:
    """Return the runs that tell a text: check sum -> the token where it begins; none for fewer than ten words."""
    told = [(at, token) for at, token in enumerate(words.folded) if token.isalpha()]
    found: dict[int, int] = {}
    for first in range(len(told) - _RUN + 1):
        run = " ".join(token for _, token in told[first : first + _RUN])
        found.setdefault(crc32(run.encode()), told[first][0])
    kept = sorted(found)[:_KEPT]
    return {run: found[run] for run in kept} if len(kept) == _KEPT else {}


def is_same_text(one: str, other: str) -> bool:
    """Return whether two texts are one, but for words of one's own."""
    ours, theirs = runs_of(words_of(one)).keys(), runs_of(words_of(other)).keys()
    return bool(ours) and len(ours & theirs) >= _SHARED


def shared_words(words: Words, runs: dict[int, int], common: Iterable[int]) -> str:
    """Return some words of a text, as written, that begin where a run begins which others share."""
    start = min((runs[run] for run in common if run in runs), default=0)
    return words.excerpt(start, min(start + _LONGEST, len(words.folded))).strip()
