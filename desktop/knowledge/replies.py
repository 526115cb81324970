"""Replies: entries as the picker of canned replies offers them, found by the same likeness and words."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.composer import CannedReply
from desktop.composer.canned import CannedText, shortcut_key, words_of
from desktop.model.knowledge import FaqEntry

UID = "faq:"
"""Before an entry's uid where it stands among canned replies."""
FOLDER = "FAQ"
_WORDS = 3


def as_replies(entries: Iterable[FaqEntry], taken: Iterable[str] = ()) -> tuple[CannedReply, ...]:
    """Return entries as replies; `taken` are shortcuts that mean something else already."""
    used = {shortcut_key(one) for one in taken}
    replies = []
    for entry in entries:
        texts = tuple(CannedText(one.language, one.question, _literal(one.answer), one.question) for one in entry.texts)
        if not texts:
            continue
        stem = "faq-" + "-".join(words_of(texts[0].title)[:_WORDS])
        shortcut = next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if one not in used)
        used.add(shortcut)
        folder = f"{FOLDER}/{entry.category}" if entry.category else FOLDER
        replies.append(CannedReply(f"{UID}{entry.uid}", shortcut, folder, texts))
    return tuple(replies)


def _literal(answer: str) -> str:
    """Return an answer in which nothing is a placeholder or a choice of words."""
    return answer.replace("{", "(").replace("}", ")").replace("[[", "[ [")
