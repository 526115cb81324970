"""The book of kept answers: nothing gets into it that could not be published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desktop.cases import Done
from desktop.guardrails import DraftFacts, Guardrails
from desktop.model import Deed, Finding, Network, Visibility
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.store import Store

LANGUAGES = ("it", "en", "es", "ca")
LONGEST_QUESTION, LONGEST_ANSWER = 300, 8_000
"""Characters."""
_PRIVACY = "privacy."
_REQUEST = "privacy.request"  # a customer's question asks the company, never a customer


def texts_in_order(entry: FaqEntry) -> tuple[FaqText, ...]:
    """Return an entry's texts in the order of the desk's languages: by the first one it is called."""
    return tuple(sorted(entry.texts, key=lambda one: [*LANGUAGES, one.language].index(one.language)))


class NotFit(ValueError):
    """An entry can't be kept: "question" or "answer" lacks, is too "long", or is "personal"; `words` are in the way."""

    def __init__(self, reason: str, language: str, words: tuple[str, ...] = ()) -> None:
        """Keep what a person must know to mend it."""
        super().__init__(reason)
        self.reason = reason
        self.language = language
        self.words = words


class KnowledgeBook:
    """Reads and changes entries. Belongs to the thread of its store."""

    def __init__(
        self,
        store: Store,
        guardrails: Callable[[], Guardrails],
        agent: Callable[[], str],
        clock: Callable[[], datetime],
        own_values: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """`guardrails` loads the rules when something is kept; `own_values` may be published."""
        self._store = store
        self._guardrails = guardrails
        self._agent = agent
        self._clock = clock
        self._own_values = own_values

    def all(self) -> tuple[FaqEntry, ...]:
        """Return every entry, by category."""
        return self._store.knowledge.all()

    def find(self, typed: str, among: tuple[FaqEntry, ...] | None = None) -> tuple[FaqEntry, ...]:
        """Return the entries that hold the typed words, the best first; all of them while nothing is typed.

        `among` are all entries where they have just been read.
        """
        entries = self.all() if among is None else among
        if not typed.strip():
            return entries
        known = {one.uid: one for one in entries}
        return tuple(known[uid] for uid in self._store.knowledge.found(typed) if uid in known)

    def versions(self, uid: str, language: str) -> tuple[FaqText, ...]:
        """Return the versions of a text, the newest first."""
        return self._store.knowledge.versions(uid, language)

    def keep(self, entry: FaqEntry) -> Done:
        """Keep an entry, tidied. Raises NotFit: it lacks words, is too long, or holds or asks for personal data."""
        tidy = replace(entry, category=" ".join(entry.category.split()), texts=tuple(map(_tidied, entry.texts)))
        if not tidy.texts:
            raise NotFit("question", "")
        for text in tidy.texts:
            self._check(text)
        return self._change(entry.uid, tidy, "kept")

    def remove(self, uid: str) -> Done:
        """Take an entry away; its versions stay."""
        return self._change(uid, FaqEntry(uid, "", ()), "removed")

    def _change(self, uid: str, entry: FaqEntry, detail: str) -> Done:
        before = self._store.knowledge.get(uid)
        self._store.knowledge.keep(entry, actor=self._agent(), at=self._clock())

        def undo() -> None:
            old = before or FaqEntry(uid, "", ())
            self._store.knowledge.keep(old, actor=self._agent(), at=self._clock())

        return Done(Deed.KNOWLEDGE, (), detail, undo)

    def _check(self, text: FaqText) -> None:
        if not text.question:
            raise NotFit("question", text.language)
        if not text.answer:
            raise NotFit("answer", text.language)
        if len(text.question) > LONGEST_QUESTION or len(text.answer) > LONGEST_ANSWER:
            raise NotFit("long", text.language)
        for part, passed in ((text.question, _REQUEST), (text.answer, "")):
            found = [one for one in self._personal(part, text.language) if one.rule != passed]
            if found:
                raise NotFit(
                    "personal", text.language, tuple(dict.fromkeys(part[one.start : one.end] for one in found))
                )

    def _personal(self, words: str, language: str) -> tuple[Finding, ...]:
        """Return what the guardrails say of words that everybody may read."""
        facts = DraftFacts(words, Visibility.PUBLIC, Network.EMAIL, language, own_values=self._own_values())
        return tuple(one for one in self._guardrails().judge(facts).findings if one.rule.startswith(_PRIVACY))


def _tidied(text: FaqText) -> FaqText:
    answer = "\n".join(line.rstrip() for line in text.answer.strip().splitlines())
    return replace(text, question=" ".join(text.question.split()), answer=answer)
