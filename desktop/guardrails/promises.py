"""Promises: a reply that promises something for a time at which the desk is closed gets advice.

"entro oggi" on a Saturday evening, "tomorrow" before a holiday, "abans de les sis" after closing. What a text promises
is data (`resources/hours`); whether the desk can keep it follows from the opening hours of the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from desktop.guardrails.facts import DraftFacts
from desktop.guardrails.hours import OpeningHours
from desktop.guardrails.opening import is_open, next_opening
from desktop.guardrails.privacy.folding import Folded, fold
from desktop.guardrails.promise_words import PromiseWords
from desktop.model import Decision, Finding, Fix

RULE = "promise.hours"

_TOKEN = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d)|[^\W_]+|[.!?…;:,()\n—–]")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?(am|pm)?")
_SENTENCE_ENDS = frozenset(".!?…\n")
_NOON, _EVENING, _AFTERNOON_ENDS, _MORNING_ENDS = time(12), time(18), time(20), time(13)
_LONGEST_TEXT = 20_000
_DAY = timedelta(days=1)
_SATURDAY, _WEEK = 5, 7


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that promise something, as offsets into the text, and the time in which it would have to be kept.

    `kind` is what was said and in which language ("today.it", "clock.en" …); `start` and `end` are aware.
    """

    first: int
    past: int
    kind: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


class PromiseRules:
    """The languages' words. Holds no state of a text; may be asked from any thread."""

    def __init__(self, languages: Sequence[PromiseWords]) -> None:
        """Read promises in these languages, whichever a text is in: agents do not always answer in the case's."""
        self._languages = tuple(languages)

    @classmethod
    def load(cls, folder: Path) -> PromiseRules:
        """Read every language of a folder. Raises PromisesUnreadable."""
        return cls([PromiseWords.load(path) for path in sorted(folder.glob("*.toml"))])

    def promises(self, text: str, now: datetime) -> tuple[Promise, ...]:
        """Return what a text promises, in order. `now` is the desk's local time; about 1 ms for 1,000 characters."""
        folded = fold(text[:_LONGEST_TEXT])
        tokens = [_Token(match[0], *match.span()) for match in _TOKEN.finditer(folded.text)]
        found: list[Promise] = []
        for sentence in _split(tokens, _SENTENCE_ENDS):
            said = {token.word for token in sentence}
            for words in self._languages:
                if not words.starters.isdisjoint(said):
                    found += _Reading(words, folded, sentence, now).promises()
        found.sort(key=lambda promise: (promise.first, -promise.past))
        kept: list[Promise] = []
        for promise in found:
            if not kept or promise.first >= kept[-1].past:
                kept.append(promise)
        return tuple(kept)

    def findings(self, facts: DraftFacts) -> Iterator[Finding]:
        """Yield advice for each promise that the desk can't keep in its opening hours."""
        if facts.hours is None or facts.now is None or facts.acknowledgement:
            return
        local = facts.now.astimezone(facts.hours.zone)
        for promise in self.promises(facts.text, local):
            if not _can_keep(facts.hours, promise, facts.now):
                said = facts.text[promise.first : promise.past]
                fixes = (Fix.NAME_OPENING,)
                yield Finding(RULE, promise.kind, Decision.ADVISE, promise.first, promise.past, said, fixes)


class _Reading:
    """One sentence in one language."""

    def __init__(self, words: PromiseWords, folded: Folded, sentence: Sequence[_Token], now: datetime) -> None:
        self._words = words
        self._folded = folded
        self._sentence = [token.word for token in sentence]
        self._clauses = list(_split(sentence, frozenset(",;:()—–") | {join[0] for join in words.phrases["joins"]}))
        self._now = now

    def promises(self) -> Iterator[Promise]:
        for clause in self._clauses:
            yield from self._of_clause(clause, [token.word for token in clause])

    def _of_clause(self, clause: Sequence[_Token], words: list[str]) -> Iterator[Promise]:
        place = 0
        while place < len(words):
            if words[place] not in self._words.starters:
                place += 1
                continue
            length, kind, firm, span = self._time(words, place)
            if length and span is not None and self._is_promised(words, place, length, firm=firm):
                first, past = self._folded.origin(clause[place].start, clause[place + length - 1].end)
                yield Promise(first, past, f"{kind}.{self._words.language}", *span)
            place += max(1, length)

    def _time(self, words: list[str], place: int) -> tuple[int, str, bool, tuple[datetime, datetime] | None]:
        """Return the length, kind, firmness and time of what begins at a place; length 0 where nothing does."""
        for reader in (self._clock, self._day, self._span):
            read = reader(words, place)
            if read is not None:
                return read
        time_said = self._words.time_at(words, place)
        if time_said is None:
            return 0, "", False, None
        return len(time_said.phrase), time_said.when, time_said.firm, _span_of(time_said.when, self._now)

    def _is_promised(self, words: list[str], place: int, length: int, *, firm: bool) -> bool:
        if self._words.holds("denials", words):
            return False
        does = self._words.holds("deeds", words)
        if firm:
            return does or not self._words.holds("theirs", words)
        if self._words.ends("before", words, place):
            return False
        alone = len(words) - length <= 1
        return does or (alone and self._words.holds("deeds", self._sentence))

    def _clock(self, words: list[str], place: int) -> tuple[int, str, bool, tuple[datetime, datetime] | None] | None:
        lead = self._words.begins("clock_before", words, place)
        if not lead or place + lead >= len(words):
            return None
        match = _CLOCK.fullmatch(words[place + lead])
        hour = int(match[1]) if match else self._words.numbers.get(words[place + lead])
        if hour is None or hour > 24:  # noqa: PLR2004 - hours of a day
            return None
        length, half = lead + 1, match[3] if match else None
        if place + length < len(words) and words[place + length] in {"am", "pm"}:
            half, length = words[place + length], length + 1
        elif after := self._words.begins("clock_afternoon", words, place + length):
            half, length = "pm", length + after
        if place + length < len(words) and {words[place + length]} & {w[0] for w in self._words.phrases["hours"]}:
            return None  # "entro le 24 ore" is a span
        minute = int(match[2]) if match and match[2] else 0
        if half is None and not minute and not self._may_follow_a_clock(words, place + length):
            return None  # "by two colleagues"
        return length, "clock", True, (self._now, _next_clock(self._now, hour, min(minute, 59), half))

    def _may_follow_a_clock(self, words: list[str], place: int) -> bool:
        """Return whether a bare number before this place can be a time of day, by what comes after it."""
        if place >= len(words):
            return True
        return bool(self._words.time_at(words, place) or self._words.begins("before", words, place))

    def _day(self, words: list[str], place: int) -> tuple[int, str, bool, tuple[datetime, datetime] | None] | None:
        lead = self._words.begins("day_before", words, place)
        if place + lead < len(words) and words[place + lead] in self._words.days:
            day = _next_weekday(self._now, self._words.days.index(words[place + lead]))
            start = self._now if lead else _at(self._now, day, time())
            return lead + 1, "weekday", bool(lead), (start, _at(self._now, day + _DAY, time()))
        return None

    def _span(self, words: list[str], place: int) -> tuple[int, str, bool, tuple[datetime, datetime] | None] | None:
        lead = self._words.begins("span_before", words, place)
        rest = words[place + lead : place + lead + 2]
        if not lead or len(rest) < 2:  # noqa: PLR2004 - a number and a unit
            return None
        count = int(rest[0]) if rest[0].isdecimal() else self._words.numbers.get(rest[0])
        unit = next((name for name in ("minutes", "hours") if (rest[1],) in self._words.phrases[name]), None)
        if count is None or unit is None or count > 10_000:  # noqa: PLR2004 - no date is that far
            return None
        return lead + 2, "span", False, (self._now, self._now + timedelta(**{unit: count}))


def _split(tokens: Sequence[_Token], ends: frozenset[str]) -> Iterator[list[_Token]]:
    part: list[_Token] = []
    for token in tokens:
        if token.word in ends:
            if part:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _can_keep(hours: OpeningHours, promise: Promise, now: datetime) -> bool:
    start = max(promise.start.astimezone(UTC), now.astimezone(UTC))
    end = promise.end.astimezone(UTC)
    if start >= end:
        return False
    if is_open(hours, start):
        return True
    opens = next_opening(hours, start)
    return opens is not None and opens < end


def _span_of(when: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the time that a phrase of a kind stands for, None for those that stand for none."""
    today, tomorrow = now.date(), now.date() + _DAY
    midnight = _at(now, tomorrow, time())
    spans = {
        "today": (now, midnight),
        "now": (now, now + timedelta(minutes=1)),
        "by_noon": (now, _at(now, today, _MORNING_ENDS)),
        "morning": (_at(now, today, time()), _at(now, today, _MORNING_ENDS)),
        "afternoon": (_at(now, today, _NOON), _at(now, today, _AFTERNOON_ENDS)),
        "evening": (_at(now, today, _EVENING), midnight),
        "night": (_at(now, today, _AFTERNOON_ENDS), _at(now, tomorrow, time(6))),
        "tomorrow": (midnight, _at(now, tomorrow + _DAY, time())),
        "by_tomorrow": (now, _at(now, tomorrow + _DAY, time())),
        "tomorrow_morning": (midnight, _at(now, tomorrow, _MORNING_ENDS)),
        "tomorrow_afternoon": (_at(now, tomorrow, _NOON), _at(now, tomorrow, _AFTERNOON_ENDS)),
    }
    if when == "weekend":
        saturday = today + timedelta(days=max(0, _SATURDAY - today.weekday()))
        return _at(now, saturday, time()), _at(now, today + timedelta(days=_WEEK - today.weekday()), time())
    return spans.get(when)


def _next_clock(now: datetime, hour: int, minute: int, half: str | None) -> datetime:
    """Return the first moment that "6", "18:30" or "6 pm" can mean; a bare hour up to 12 may be of either half."""
    hours = {hour % 24}
    if half == "pm" and hour < _NOON.hour:
        hours = {hour + 12}
    elif half is None and 0 < hour < _NOON.hour and not minute:
        hours = {hour, hour + 12}
    days = (now.date(), now.date() + _DAY)
    moments = sorted(_at(now, day, time(one, minute)) for day in days for one in hours)
    return next((moment for moment in moments if moment > now), moments[-1])


def _next_weekday(now: datetime, weekday: int) -> date:
    ahead = (weekday - now.weekday()) % _WEEK or _WEEK
    return now.date() + timedelta(days=ahead)


def _at(now: datetime, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=now.tzinfo)
