"""The words of trying feeds: one step a feed, and for each fault what happened and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.accounts.listening import WORDS
from desktop.model import CheckStep
from ui.accounts.plan import FaultWords
from ui.accounts.trial_words import Meaning, TrialWords, fault_of

FEEDS = "feeds"
"""What the steps can be pointed at, beside WORDS."""

_WITHOUT_IT = {
    "not_an_address": QT_TRANSLATE_NOOP("Accounts", "“{named}” is no address of a feed, always with https."),
    "feed_gone": QT_TRANSLATE_NOOP("Accounts", "{host} says that this feed has ended. Take it out."),
    "not_found": QT_TRANSLATE_NOOP("Accounts", "{host} has no feed at this address. Look for it on the page again."),
    "http_404": QT_TRANSLATE_NOOP("Accounts", "{host} has no feed at this address. Look for it on the page again."),
    "http_401": QT_TRANSLATE_NOOP("Accounts", "{host} shows this feed to its subscribers only."),
    "http_403": QT_TRANSLATE_NOOP("Accounts", "{host} lets no program read this feed."),
    "redirect_refused": QT_TRANSLATE_NOOP(
        "Accounts", "{host} sends readers of this feed to an address without https. Use the address it has now."
    ),
    "too_many_redirects": QT_TRANSLATE_NOOP("Accounts", "{host} sends readers of this feed in a circle. Take it out."),
    "too_large": QT_TRANSLATE_NOOP(
        "Accounts", "This feed is larger than Sportello reads. Take a smaller one of {host}."
    ),
    "not_a_feed": QT_TRANSLATE_NOOP(
        "Accounts", "This is a page, not a feed. Type it under “Find the feeds of a page”, then test again."
    ),
    "no_text": QT_TRANSLATE_NOOP("Accounts", "This feed of {host} holds no text. Take it out."),
}
_TRIAL = TrialWords(
    ((WORDS, QT_TRANSLATE_NOOP("Accounts", "Something to listen for")),),
    {
        **{code: Meaning(sentence, FEEDS, goes_on=True) for code, sentence in _WITHOUT_IT.items()},
        "no_words": Meaning(QT_TRANSLATE_NOOP("Accounts", "Write at least one word or hashtag to listen for."), WORDS),
    },
    {
        FEEDS: QT_TRANSLATE_NOOP("Accounts", "Change the feeds"),
        WORDS: QT_TRANSLATE_NOOP("Accounts", "Write the words"),
    },
    FEEDS,
    FEEDS,
)


def feeds_steps(feeds: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of a trial; `feeds` are what it reads, in its order."""
    first = _tr(_TRIAL.steps[0][1])
    return ((WORDS, first), *((f"feed_{place}", shown_of(feed)) for place, feed in enumerate(feeds, start=1)))


def feeds_fault(step: CheckStep, feeds: Sequence[str]) -> FaultWords:
    """Return what a failed step means; one feed that can't be read stands in no other's way."""
    place = step.step.removeprefix("feed_")
    feed = feeds[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(feeds) else ""
    host = urlsplit(feed).hostname or feed
    named = CheckStep(step.step, passed=False, reason=f"{step.reason}:{feed}" if feed else step.reason)
    words = fault_of(_TRIAL, named if step.reason in _WITHOUT_IT else step, host=host)
    return FaultWords(words.text, words.fix, words.target, is_fatal=step.step == WORDS)


def shown_of(feed: str) -> str:
    """Return a feed's address as a row shows it: without https, without a last slash."""
    return feed.partition("://")[2].rstrip("/") or feed


def missing_sentence() -> str:
    """Return what is wrong with no feed at all."""
    return _tr(QT_TRANSLATE_NOOP("Accounts", "Type the address of at least one feed."))


def odd_sentence(lines: Sequence[str]) -> str:
    """Return what is wrong with lines that are no addresses."""
    words = QT_TRANSLATE_NOOP("Accounts", "This is no address: “{line}”. It looks like paper.example/feed.")
    return _tr(words).replace("{line}", lines[0])


def found_sentence(count: int) -> str:
    """Return how many feeds a page named."""
    if count == 0:
        words = QT_TRANSLATE_NOOP("Accounts", "This page names no feed, or can't be read. Look for “RSS” on it.")
    elif count == 1:
        words = QT_TRANSLATE_NOOP("Accounts", "1 feed found.")
    else:
        words = QT_TRANSLATE_NOOP("Accounts", "{count} feeds found.")
    return _tr(words).replace("{count}", str(count))


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
