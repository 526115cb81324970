"""Finding a canned reply: what is typed after "/" may mean, what the customer asked suggests, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.composer.canned import CannedReply, CannedText, fold, shortcut_key, words_of
from desktop.composer.likeness import ALIKE_FROM, Alike
from desktop.model import Network, Visibility

CRISIS_MARK = "!"
"""Typed first, it asks for what is approved in a crisis alone."""

_ASKED_LANGUAGE = re.compile(r"(?P<rest>.+)-(?P<language>[a-z]{2})")
_MISSPELT_FROM = 80.0
_SHORTEST_MISSPELT = 4


class Why(StrEnum):
    """Why a reply is offered, the surest reason first."""

    SHORTCUT = "shortcut"
    TITLE = "title"
    FOLDER = "folder"
    TEXT = "text"  # a word of the text or of what customers ask
    SPELLING = "spelling"  # nearly a word of the shortcut or title
    LIKENESS = "likeness"  # nothing typed; it suits the customer's question
    USE = "use"  # nothing typed; it was used before
    LISTED = "listed"  # nothing typed


_RANKS = {why: place for place, why in enumerate((Why.SHORTCUT, Why.TITLE, Why.FOLDER, Why.TEXT, Why.SPELLING))}


@dataclass(frozen=True, slots=True)
class CannedMatch:
    """A reply that is offered, the text that the conversation gets, and why.

    `wanted` is the language that was asked for, "" if none is known. `alike` is set where the reply suits the
    customer's question.
    """

    reply: CannedReply
    text: CannedText
    why: Why
    wanted: str = ""
    alike: Alike | None = None

    @property
    def is_substitute(self) -> bool:
        """Whether the reply has no text in the language that was asked for."""
        return bool(self.wanted) and self.text.language != self.wanted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply would go; None: not judged by it."""

    network: Network | None = None
    visibility: Visibility | None = None

    def takes(self, reply: CannedReply) -> bool:
        """Return whether a reply fits here."""
        return (self.network is None or reply.network in {None, self.network}) and (
            self.visibility is None or reply.visibility in {None, self.visibility}
        )


def search_canned(
    replies: Iterable[CannedReply],
    typed: str,
    language: str,
    limit: int = 50,
    *,
    place: Place = Place(),
    alike: Mapping[str, Alike] | None = None,
) -> tuple[CannedMatch, ...]:
    """Return the replies that `typed` (without the slash) may mean, best first, at most `limit`.

    Matches the beginning of the shortcut, or the beginnings of words of title, folder and text (every typed word, in
    any order, separated by spaces or any of - _ . +), at last words that are nearly so; accents and case do not
    matter. "guasto-ca" asks for the Catalan text, a leading "!" for what is approved in a crisis. `language` is the
    conversation's, "" if unknown: replies with a text in it come first, then the surer reason, then what suits the
    question (`alike`, by uid), then what is used most.
    """
    crisis = typed.startswith(CRISIS_MARK)
    wanted = fold(typed.removeprefix(CRISIS_MARK)).strip()
    found = []
    for reply in replies:
        if not reply.texts or not place.takes(reply) or (crisis and not reply.crisis):
            continue
        match = _match(reply, wanted, language, (alike or {}).get(reply.uid))
        if match is not None:
            found.append(match)
    found.sort(key=_order)
    return tuple(found[:limit])


def _match(reply: CannedReply, wanted: str, language: str, alike: Alike | None) -> CannedMatch | None:
    suits = alike if alike is not None and alike.score >= ALIKE_FROM else None
    if not wanted:
        why = Why.LIKENESS if suits else Why.USE if reply.uses else Why.LISTED
        return CannedMatch(reply, reply.text_for(language), why, language, suits)
    asked = _ASKED_LANGUAGE.fullmatch(wanted)
    if asked is not None and reply.text_in(asked["language"]) and shortcut_key(reply.shortcut) == asked["rest"]:
        return CannedMatch(reply, reply.text_for(asked["language"]), Why.SHORTCUT, asked["language"], suits)
    reason = _why(reply, wanted)
    return CannedMatch(reply, reply.text_for(language), reason, language, suits) if reason else None


def _why(reply: CannedReply, wanted: str) -> Why | None:
    if shortcut_key(reply.shortcut).startswith(wanted):
        return Why.SHORTCUT
    typed = words_of(wanted)
    if not typed:
        return None
    left = [one for one in typed if f" {one}" not in _words(reply.shortcut)]
    for why, sources in (
        (Why.TITLE, [text.title for text in reply.texts]),
        (Why.FOLDER, [reply.folder]),
        (Why.TEXT, [part for text in reply.texts for part in (text.asked, text.body)]),
    ):
        left = [one for one in left if not any(f" {one}" in _words(source) for source in sources)]
        if not left:
            return why
    names = [
        word for source in (reply.shortcut, *(text.title for text in reply.texts)) for word in _words(source).split()
    ]
    return Why.SPELLING if _nearly(typed, names) else None


@lru_cache(maxsize=16_384)
def _words(text: str) -> str:
    """Return a text's folded words, a space before each: asked for every reply at every key."""
    return "".join(f" {word}" for word in words_of(text))


def _nearly(typed: list[str], words: list[str]) -> bool:
    """Return whether every typed word is nearly the beginning of one of some words."""
    from rapidfuzz import fuzz  # loaded when something is misspelt

    return all(
        len(one) >= _SHORTEST_MISSPELT and any(fuzz.ratio(one, word[: len(one)]) >= _MISSPELT_FROM for word in words)
        for one in typed
    )


def _order(match: CannedMatch) -> tuple[object, ...]:
    likeness = match.alike.score if match.alike else 0
    return (
        match.is_substitute,
        _RANKS.get(match.why, 0),
        -likeness,
        -match.reply.uses,
        fold(match.text.title),
        match.reply.uid,
    )
