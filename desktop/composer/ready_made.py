"""Ready-made: which canned replies a text is, whatever was filled in, chosen among alternatives or written around them.

A text is a canned reply where it holds at least half of the runs of three words that the reply has between its
placeholders and alternatives, and where they are no small part of the text: a ready greeting before somebody's own
words makes none. Nothing has to be remembered beside the text, so a draft that was saved, taken back or restored is
known as well as a fresh one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set

from desktop.composer.canned import CannedReply
from desktop.composer.placeholders import placeholders_in
from desktop.composer.variation import alternatives_in

_RUN = 3  # words
_ENOUGH = 0.5
_LEAST = 3  # runs: what is shorter anybody may say in the same words
_PART = 0.2  # of the text's own runs
_WORD = re.compile(r"\w+")
_Text = tuple[str, str]  # a reply's uid and the language


class ReadyMade:
    """Knows canned replies by their words. Immutable; a text of 100 words takes a fraction of a millisecond."""

    def __init__(self, replies: Iterable[CannedReply]) -> None:
        """Take the replies in every language."""
        self._holders: dict[tuple[str, ...], set[_Text]] = {}
        self._runs: dict[_Text, int] = {}
        for reply in replies:
            for text in reply.texts:
                runs = frozenset(_runs_of_template(text.body))
                self._runs[(reply.uid, text.language)] = len(runs)
                for run in runs:
                    self._holders.setdefault(run, set()).add((reply.uid, text.language))

    def uids_in(self, text: str) -> Set[str]:
        """Return the uids of the canned replies that a text is made of."""
        met, runs = Counter[_Text](), set(_runs(_words(text)))
        for run in runs:
            met.update(self._holders.get(run, ()))
        least = max(_LEAST, _PART * len(runs))
        return frozenset(key[0] for key, count in met.items() if count >= max(least, _ENOUGH * self._runs[key]))


def _runs_of_template(body: str) -> Iterator[tuple[str, ...]]:
    for piece in _pieces(body):
        yield from _runs(_words(piece))


def _pieces(body: str) -> Iterator[str]:
    """Yield what of a reply's text is the same whoever it goes to: what stands between its open places."""
    spans = [(one.start, one.end) for one in alternatives_in(body)]
    spans += [(one.start, one.end) for one in placeholders_in(body)]
    position = 0
    for start, end in sorted(spans):
        if start >= position:
            yield body[position:start]
        position = max(position, end)
    yield body[position:]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the runs of three words; of one or two words there are none, because anybody says them."""
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
