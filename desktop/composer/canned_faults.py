"""What is wrong with a canned reply as somebody wrote it: what keeps it from being kept, what is only worth knowing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.composer.canned import CannedReply, CannedText, shortcut_key
from desktop.composer.counting import count, counting_of
from desktop.composer.placeholders import KNOWN_PLACEHOLDERS, fill, missing_placeholders, placeholders_in
from desktop.composer.signature import with_signature
from desktop.composer.variation import alternatives_in, variations, vary
from desktop.model import Network, Visibility, traits_of

LONGEST_SHORTCUT = 40
LONGEST_TITLE = 120
LONGEST_BODY = 10_000
_SHORTCUT = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_STAND_IN = "0000000000"  # ten characters, about what a prompted input takes
_MOST_TRIED = 64  # variations of which the length is taken


class CannedFaultKind(StrEnum):
    """The kinds of fault. The value is told by commands and tests."""

    SHORTCUT_EMPTY = "shortcut_empty"
    SHORTCUT_ODD = "shortcut_odd"  # what can't be typed after the stroke
    SHORTCUT_TAKEN = "shortcut_taken"
    NO_TEXT = "no_text"
    LANGUAGE_ODD = "language_odd"
    LANGUAGE_TWICE = "language_twice"
    TITLE_EMPTY = "title_empty"
    TITLE_LONG = "title_long"
    BODY_EMPTY = "body_empty"
    BODY_LONG = "body_long"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    UNBALANCED = "unbalanced"  # braces or brackets
    TOO_LONG = "too_long"  # for a network


@dataclass(frozen=True, slots=True)
class CannedFault:
    """One fault. `language` says in which text, "" for the reply as a whole; `start` and `end` where in its body.

    `detail` is the word that is wrong, the title of the reply that has the shortcut, or by how much it is too long.
    One that does not `block` is only worth knowing.
    """

    kind: CannedFaultKind
    language: str = ""
    detail: str = ""
    start: int = 0
    end: int = 0
    network: Network | None = None
    blocks: bool = True


def faults_of(reply: CannedReply, others: Iterable[CannedReply], *, signature: str = "") -> tuple[CannedFault, ...]:
    """Return what is wrong with a reply beside the other ones of its desk, in the order of the form.

    `signature` is what public replies end with. A few milliseconds.
    """
    return (
        *_shortcut_faults(reply, others),
        *_text_faults(reply),
        *(fault for text in reply.texts for fault in _body_faults(text)),
        *(fault for text in reply.texts for fault in _lengths(reply, text, signature)),
    )


def _shortcut_faults(reply: CannedReply, others: Iterable[CannedReply]) -> Iterator[CannedFault]:
    shortcut = reply.shortcut.strip()
    if not shortcut:
        yield CannedFault(CannedFaultKind.SHORTCUT_EMPTY)
    elif len(shortcut) > LONGEST_SHORTCUT or not _SHORTCUT.fullmatch(shortcut):
        yield CannedFault(CannedFaultKind.SHORTCUT_ODD, detail=shortcut)
    else:
        key = shortcut_key(shortcut)
        taken = next((one for one in others if one.uid != reply.uid and shortcut_key(one.shortcut) == key), None)
        if taken is not None:
            yield CannedFault(CannedFaultKind.SHORTCUT_TAKEN, detail=taken.title)


def _text_faults(reply: CannedReply) -> Iterator[CannedFault]:
    if not reply.texts:
        yield CannedFault(CannedFaultKind.NO_TEXT)
    seen: set[str] = set()
    for text in reply.texts:
        language = text.language
        if not _LANGUAGE.fullmatch(language):
            yield CannedFault(CannedFaultKind.LANGUAGE_ODD, language, language)
        elif language in seen:
            yield CannedFault(CannedFaultKind.LANGUAGE_TWICE, language, language)
        seen.add(language)
        if not text.title.strip():
            yield CannedFault(CannedFaultKind.TITLE_EMPTY, language)
        elif len(text.title) > LONGEST_TITLE:
            yield CannedFault(CannedFaultKind.TITLE_LONG, language, str(len(text.title) - LONGEST_TITLE))
        if not text.body.strip():
            yield CannedFault(CannedFaultKind.BODY_EMPTY, language)
        elif len(text.body) > LONGEST_BODY:
            yield CannedFault(CannedFaultKind.BODY_LONG, language, str(len(text.body) - LONGEST_BODY))


def _body_faults(text: CannedText) -> Iterator[CannedFault]:
    language, body = text.language, text.body
    for span in placeholders_in(body):
        if not span.prompt and span.name not in KNOWN_PLACEHOLDERS:
            yield CannedFault(CannedFaultKind.UNKNOWN_PLACEHOLDER, language, span.name, span.start, span.end)
    for start, end in _unbalanced(body):
        yield CannedFault(CannedFaultKind.UNBALANCED, language, body[start:end], start, end)


def _unbalanced(body: str) -> Iterator[tuple[int, int]]:
    """Yield where a brace, or a double bracket, has no partner: what is whole is taken out first."""
    whole = [(span.start, span.end) for span in placeholders_in(body)]
    inside = [(span.start, span.end) for span in alternatives_in(body) if span.closed]
    rest = list(body)
    for start, end in whole:
        rest[start:end] = "\0" * (end - start)
    for start, end in inside:
        rest[start : start + 2], rest[end - 2 : end] = "\0\0", "\0\0"
    for found in re.finditer(r"[{}]+|\[\[|\]\]", "".join(rest)):
        yield found.span()


def _lengths(reply: CannedReply, text: CannedText, signature: str) -> Iterator[CannedFault]:
    """Yield for each public network that a text is too long for; it blocks where the reply is for that one alone."""
    if reply.visibility is Visibility.DIRECT or len(text.body) > LONGEST_BODY:
        return
    leaving = [with_signature(one, signature, Visibility.PUBLIC) for one in _longest(text.body)]
    for network in (reply.network,) if reply.network else tuple(Network):
        traits = traits_of(network)
        if traits.public_limit is None or not traits.has_public:
            continue
        unit = counting_of(network, Visibility.PUBLIC)
        over = max(count(one, unit, traits.url_weight) for one in leaving) - traits.public_limit
        if over > 0:
            blocks = reply.network is not None and reply.visibility is Visibility.PUBLIC
            yield CannedFault(CannedFaultKind.TOO_LONG, text.language, str(over), network=network, blocks=blocks)


def _longest(body: str) -> list[str]:
    """Return some of a text's variations with every placeholder filled as it usually is."""
    filled = []
    for number in range(min(variations(body), _MOST_TRIED)):
        one = vary(body, number)
        filled.append(fill(one, {span.name: span.fallback or _STAND_IN for span in missing_placeholders(one)}).text)
    return filled
