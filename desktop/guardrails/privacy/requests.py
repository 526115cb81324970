"""Requests: which words of a reply ask the customer for personal data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.guardrails.privacy.asking import Group, Hearing, Ways
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import Ask, DataNoun, Label, Lexicon, Query, Role
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.reading import Matches, Reading
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.words import Sentence

_NEARLY = 0.75  # of the words known in the best language: a text that mixes two is at home in both


@dataclass(frozen=True, slots=True)
class RequestSpan:
    """Words that ask for personal data. `start` and `end` are code point offsets of the data words alone.

    `secret`: nobody may ask for it anywhere. `private_way`: the same sentence says to send it privately.
    """

    kind: DataKind
    start: int
    end: int
    language: str
    secret: bool = False
    private_way: bool = False


def find_requests(text: str, rules: PrivacyRules, languages: tuple[str, ...] | None) -> tuple[RequestSpan, ...]:
    """Return the requests for personal data in a text, in the order in which they stand.

    `languages` (ISO 639-1) is a hint: those are read with all their rules, others with what is plain in any text.
    None, or only unknown codes, lets the text decide. Takes time proportional to the text's length; never raises.
    """
    return requests_in(Reading(text, rules), languages)


def requests_in(reading: Reading, languages: tuple[str, ...] | None) -> tuple[RequestSpan, ...]:
    """Return the requests in a text that has been read."""
    lexicons = reading.rules.lexicons
    numbers = range(len(reading.sentences))
    ways = [_ways([per_language[number] for per_language in reading.found]) for number in numbers]
    home = _home(lexicons, reading.found, languages or ())
    spans: list[RequestSpan] = []
    for lexicon, found in zip(lexicons, reading.found, strict=True):
        groups = _groups(reading.sentences, found, lexicon, ways, home=lexicon.language in home)
        spans.extend(_spans(groups, lexicon.language))
    return _merged([_placed(span, reading.folded.origin(span.start, span.end)) for span in spans])


def _ways(matches: Sequence[Sequence[Match[Label]]]) -> Ways:
    """Return how a sentence says that the answer should come, in whatever language it says so."""
    labels = {label for per_language in matches for match in per_language for label in match.labels}
    return Ways(private=Role.PRIVATE in labels, public=Role.PUBLIC in labels)


def _home(lexicons: Sequence[Lexicon], found: Sequence[Sequence[Matches]], expected: tuple[str, ...]) -> set[str]:
    """Return the languages that the text is written in: the expected ones and those whose words it is full of."""
    known = [sum(match.past - match.first for matches in per_language for match in matches) for per_language in found]
    most = max(known, default=0)
    spoken = {
        lexicon.language for lexicon, count in zip(lexicons, known, strict=True) if count and count >= _NEARLY * most
    }
    return spoken | set(expected)


def _groups(
    read: Sequence[Sentence], matches: Sequence[Matches], lexicon: Lexicon, ways: Sequence[Ways], *, home: bool
) -> list[Group]:
    """Hear all the sentences in one language; each may answer what the one before it left open."""
    groups: list[Group] = []
    earlier: list[Group] = []
    for sentence, phrases, way in zip(read, matches, ways, strict=True):
        if _worth_hearing(phrases, answers=bool(earlier)):
            earlier = Hearing(sentence, phrases, lexicon.fillers, home, way, earlier).hear()
            groups.extend(earlier)
        else:
            earlier = []
    return groups


def _worth_hearing(phrases: Sequence[Match[Label]], *, answers: bool) -> bool:
    """Return whether a sentence names data, or may ask for what the sentence before it named."""
    return any(
        isinstance(label, DataNoun | Query) or (answers and isinstance(label, Ask) and label.back)
        for match in phrases
        for label in match.labels
    )


def _spans(groups: Sequence[Group], language: str) -> list[RequestSpan]:
    """Return what was asked for, with offsets into the folded text."""
    return [
        RequestSpan(said.label.kind, said.start, said.end, language, said.label.secret, group.private)
        for group in groups
        if group.asked
        for said in group.said
    ]


def _placed(span: RequestSpan, original: tuple[int, int]) -> RequestSpan:
    """Return the span with offsets into the text as it was written."""
    return replace(span, start=original[0], end=original[1])


def _merged(spans: Sequence[RequestSpan]) -> tuple[RequestSpan, ...]:
    """Return one span for words that several languages found: the longest, private if any of them read it so."""
    kept: list[RequestSpan] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = replace(
                last, secret=last.secret or span.secret, private_way=last.private_way or span.private_way
            )
        else:
            kept.append(span)
    return tuple(kept)
