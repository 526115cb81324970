"""Tone: what makes a reply hard to read or unkind, said as advice and never as an order.

Which words are heavy, blaming, familiar or formal is data (`resources/tone`). At most two things are said at a time,
those first that hurt most; nothing here ever blocks a reply.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop.composer.readability import WORD, Sentence, reading_ease, sentences_of
from desktop.model import Decision, Finding, Fix, Verdict

MOST = 2
LONG_SENTENCE = 30
"""Words; a sentence with more is too long."""
_HARD = {"it": 40.0, "es": 50.0, "en": 45.0}
_FEWEST_FOR_EASE = 40  # words: a formula says nothing of a line or two
_FEWEST_FOR_LANGUAGE = 8
_LEAD = 3  # telling words that another language must have for each one of the customer's
_LONGEST = 8_000
_SHOUTED_ALONE, _SHOUTED_TOGETHER, _LETTERS = 3, 2, 4
_ENDS = re.compile(r"[.!?…:;\n]")
_MARKS = re.compile(r"(?:[!?]){3,}")
_ORDER = ("tone.language", "tone.blame", "tone.shouting", "tone.address", "tone.plain", "tone.long", "tone.hard")


class ToneUnreadable(ValueError):
    """A language's file can't be read; the text says where and why."""


class ToneWords:
    """One language's words. What finds its phrases is made when it is first needed."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        """Take a file's table. Raises KeyError, TypeError or ValueError where something is missing."""
        self.language = language
        self.telling = frozenset(map(str.lower, table["telling"]))
        self._familiar, self._formal = tuple(table["familiar"]), tuple(table["formal"])
        self._plain, self._blame = dict(table["plain"]), dict(table["blame"])
        self.instead: Mapping[str, str] = {**self._plain, **self._blame}

    @classmethod
    def load(cls, path: Path) -> ToneWords:
        """Read a language's file. Raises ToneUnreadable."""
        try:
            return cls(path.stem, tomllib.loads(path.read_text("utf-8")))
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise ToneUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error

    @cached_property
    def familiar(self) -> re.Pattern[str] | None:
        """Finds who is spoken to as a friend."""
        return _any_of(self._familiar)

    @cached_property
    def formal(self) -> re.Pattern[str] | None:
        """Finds who is spoken to formally."""
        return _any_of(self._formal)

    @cached_property
    def plain(self) -> re.Pattern[str] | None:
        """Finds heavy words."""
        return _any_of(self._plain)

    @cached_property
    def blame(self) -> re.Pattern[str] | None:
        """Finds words that blame."""
        return _any_of(self._blame)


class Tone:
    """Every language's words. Holds no state of a text; may be asked from any thread."""

    def __init__(self, languages: Iterable[ToneWords]) -> None:
        """Judge in these languages; of others nothing is said but shouting and long sentences."""
        self._languages = {words.language: words for words in languages}

    @classmethod
    def load(cls, folder: Path) -> Tone:
        """Read every language of a folder. Raises ToneUnreadable."""
        return cls(ToneWords.load(path) for path in sorted(folder.glob("*.toml")))

    def advice(self, text: str, language: str = "") -> tuple[Finding, ...]:
        """Return what may be said better, at most MOST things, the worst first. About a millisecond.

        `language` is the customer's, "" if it is not known. Offsets are code points; `instead` is what to write.
        """
        text = text[:_LONGEST]
        words = list(WORD.finditer(text))
        if not words:
            return ()
        written = self._written_in(words, language)
        found = [*self._other_language(words, language, written), *_shouting(text, words)]
        sentences = sentences_of(text, words)
        found += _long(text, sentences)
        spoken = self._languages.get(written)
        if spoken is not None:
            found += _phrases(text, spoken)
            found += _mixed(text, spoken)
            found += _hard(words, sentences, written)
        return tuple(sorted(found, key=lambda one: (_ORDER.index(one.rule), one.start))[:MOST])

    def with_advice(self, verdict: Verdict, text: str, language: str = "") -> Verdict:
        """Return a verdict with the advice behind everything that the guardrails say."""
        advice = self.advice(text, language)
        if not advice:
            return verdict
        decision = max(verdict.decision, Decision.ADVISE, key=lambda one: one.severity)
        return Verdict(decision, (*verdict.findings, *advice))

    def _written_in(self, words: list[re.Match[str]], language: str) -> str:
        """Return the language that a text is written in by its telling words; the customer's unless another leads."""
        said = [word[0].lower() for word in words]
        hits = {one.language: sum(word in one.telling for word in said) for one in self._languages.values()}
        if not hits:
            return language
        best = max(hits, key=lambda one: hits[one])
        own = hits.get(language, 0)
        leads = hits[best] >= _LEAD and hits[best] >= _LEAD * own
        return best if leads or language not in hits else language

    def _other_language(self, words: list[re.Match[str]], language: str, written: str) -> Iterator[Finding]:
        if language in self._languages and written != language and len(words) >= _FEWEST_FOR_LANGUAGE:
            yield Finding("tone.language", f"{language}.{written}", Decision.ADVISE)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for any of some phrases as whole words, the longest first; None for none."""
    longest_first = sorted(phrases, key=len, reverse=True)
    if not longest_first:
        return None
    parts = (re.escape(one).replace("'", "['’]").replace(r"\ ", r"\s+") + _close(one) for one in longest_first)
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(parts)})", re.IGNORECASE)


def _close(phrase: str) -> str:
    """Return what must follow a phrase: the end of a word, unless it ends in an apostrophe."""
    return "" if phrase.endswith("'") else r"(?![\w-])"


def _phrases(text: str, words: ToneWords) -> Iterator[Finding]:
    for rule, pattern in (("tone.plain", words.plain), ("tone.blame", words.blame)):
        for match in pattern.finditer(text) if pattern is not None else ():
            key = " ".join(match[0].lower().replace("’", "'").split())
            instead = _cased(words.instead.get(key, ""), match[0])
            fixes = (Fix.SAY_PLAINLY,) if instead else ()
            yield Finding(rule, key, Decision.ADVISE, *match.span(), match[0], fixes, instead=instead)


def _cased(instead: str, said: str) -> str:
    return instead[:1].upper() + instead[1:] if said[:1].isupper() else instead


def _shouting(text: str, words: list[re.Match[str]]) -> Iterator[Finding]:
    """Yield runs of words in capitals; abbreviations alone (IBAN, PIN) are none. Then rows of marks."""
    run: list[re.Match[str]] = []
    for word in (*words, None):
        if word is not None and word[0].isupper() and len(word[0]) > 1 and _goes_on(text, run, word):
            run.append(word)
            continue
        long = sum(len(one[0]) >= _LETTERS for one in run)
        if long >= _SHOUTED_TOGETHER and (len(run) >= _SHOUTED_ALONE or long == len(run)):
            start, end = run[0].start(), run[-1].end()
            lower = text[start:end].lower()
            begins = not text[:start].strip() or text[:start].rstrip()[-1:] in ".!?\n"
            instead = lower[:1].upper() + lower[1:] if begins else lower
            yield Finding(
                "tone.shouting",
                "capitals",
                Decision.ADVISE,
                start,
                end,
                text[start:end],
                (Fix.SAY_PLAINLY,),
                instead=instead,
            )
        run = [word] if word is not None and word[0].isupper() and len(word[0]) > 1 else []
    for match in _MARKS.finditer(text):
        mark = "?" if "?" in match[0] else "!"
        yield Finding(
            "tone.shouting", "marks", Decision.ADVISE, *match.span(), match[0], (Fix.SAY_PLAINLY,), instead=mark
        )


def _goes_on(text: str, run: list[re.Match[str]], word: re.Match[str]) -> bool:
    """Return whether a word stands in the same sentence as the run before it."""
    return not run or not _ENDS.search(text, run[-1].end(), word.start())


def _long(text: str, sentences: Iterable[Sentence]) -> Iterator[Finding]:
    for one in sentences:
        if one.words > LONG_SENTENCE:
            said = text[one.start : one.end].rstrip()
            yield Finding("tone.long", str(one.words), Decision.ADVISE, one.start, one.start + len(said), said)


def _mixed(text: str, words: ToneWords) -> Iterator[Finding]:
    """Yield the first word of whichever way of addressing is the rarer one, where a text has both."""
    if words.familiar is None or words.formal is None:
        return
    familiar, formal = list(words.familiar.finditer(text)), list(words.formal.finditer(text))
    if familiar and formal:
        rarer = min(familiar, formal, key=len)[0]
        yield Finding("tone.address", words.language, Decision.ADVISE, *rarer.span(), rarer[0])


def _hard(words: list[re.Match[str]], sentences: tuple[Sentence, ...], language: str) -> Iterator[Finding]:
    if len(words) < _FEWEST_FOR_EASE or language not in _HARD:
        return
    ease = reading_ease(language, [word[0] for word in words], len(sentences))
    if ease is not None and ease < _HARD[language]:
        yield Finding("tone.hard", str(max(0, round(ease))), Decision.ADVISE)
