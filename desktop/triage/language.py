"""Which language a message is written in, with "unknown" as an honest answer.

Function words decide where they are decisive, which is fast and tells Catalan from Spanish and Italian best. What they
leave open goes to a byte n-gram model, weighed with them, with what the network says and with the thread's language.
"""

from __future__ import annotations

import logging
import math
import tomllib
from collections.abc import Callable
from pathlib import Path

from desktop.triage.function_words import FunctionWords
from desktop.triage.ngrams import ModelUnreadable, NgramModel, model_path, read_model
from desktop.triage.words import Words, without_hashtags, words_of

UNKNOWN = "unknown"
DESK_LANGUAGES = ("it", "ca", "es", "en")

_log = logging.getLogger(__name__)

# Tuned on the training half of public tweets in Italian, Spanish and English and on our own Catalan messages.
_DECISIVE = 1.0  # lead in points, one word that no other language has
_SHARE = 0.15  # of the words must speak for the winner: a few chance hits in a long text prove nothing
_THREAD_POINTS = 0.8
_HINT_POINTS = 0.5  # networks report the account's setting as often as the message's language
_FEW_WORDS = 4
_POINT_NATS = 1.2  # what one point is worth beside the model's log-probability
_DESK_NATS = 1.5  # customers of this desk write its languages far more often than any other
_SURE = 0.55  # below this probability the answer is "unknown"
_FEWEST_LETTERS = 3
_MODEL_READS = 500  # characters; more would not change its mind and costs a microsecond each


class LanguageIdentifier:
    """Names the language of a text as an ISO 639-1 code or "unknown". One thread at a time.

    `read` gives the n-gram model and is called once, when a text first needs it; None goes without a model.
    """

    def __init__(self, function_words: FunctionWords, read: Callable[[], NgramModel] | None) -> None:
        self._function_words = function_words
        self._languages = function_words.languages
        self._read = read
        self._model: NgramModel | None = None

    @classmethod
    def load(cls, folder: Path, *, with_model: bool = True) -> LanguageIdentifier:
        """Read `languages.toml` of a folder. The model itself is read when first needed."""
        lists = tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))
        words = FunctionWords(
            {language: entry["words"] for language, entry in lists.items()},
            {language: entry["marks"] for language, entry in lists.items()},
        )
        return cls(words, (lambda: read_model(model_path(), words.languages)) if with_model else None)

    def warm_up(self) -> None:
        """Read the model now, about half a second, rather than with the first doubtful message."""
        if self._read is None:
            return
        read, self._read = self._read, None
        try:
            self._model = read()
        except ModelUnreadable as error:
            _log.warning("language model unreadable (%s): doubtful messages stay unknown", error)

    def rest(self) -> None:
        """Give back the memory that doubtful texts took, see `NgramModel.rest`."""
        if self._model is not None:
            self._model.rest()

    def identify(self, text: str, *, hint: str | None = None, thread_language: str | None = None) -> str:
        """Return the language of a text, see `of_words`."""
        return self.of_words(words_of(text), hint=hint, thread_language=thread_language)

    def of_words(self, words: Words, *, hint: str | None = None, thread_language: str | None = None) -> str:
        """Return the ISO 639-1 code of the words' language, or "unknown" for too little, noise or a strange script.

        `hint` is what the network says, `thread_language` what the conversation was in so far.
        """
        if words.is_other_script:
            return _code(hint) or UNKNOWN
        points = self._function_words.points(words)
        silent = max(points) == 0  # context alone never decides
        if hint or thread_language:
            self._add_context(points, hint, thread_language, len(words.written))
        least = _SHARE * len(words.written)
        best, lead = _leader(points)
        if lead < _DECISIVE or points[best] < least:
            self._function_words.add_marks(points, words)
            best, lead = _leader(points)
        if lead >= _DECISIVE and points[best] >= least and not silent:
            return self._languages[best]
        letters = words.letters
        enough = letters >= _FEWEST_LETTERS or (letters > 0 and thread_language is not None)
        return self._weigh(words, points) if enough else UNKNOWN

    def _add_context(self, points: list[float], hint: str | None, thread_language: str | None, size: int) -> None:
        """Add what is known besides the text: the less the text says itself, the more that counts."""
        scale = 1 + _FEW_WORDS / max(1, size)
        for code, worth in ((_code(hint), _HINT_POINTS), (_code(thread_language), _THREAD_POINTS)):
            if code in self._languages:
                points[self._languages.index(code)] += worth * scale

    def _weigh(self, words: Words, points: list[float]) -> str:
        """Weigh the points with the model's probabilities; return the language if it is sure enough."""
        self.warm_up()
        size = len(self._languages)
        given = (
            self._model.probabilities(without_hashtags(words.text[:_MODEL_READS])) if self._model else [1 / size] * size
        )
        scores = [
            math.log(max(probability, 1e-9)) + _POINT_NATS * point + (_DESK_NATS if language in DESK_LANGUAGES else 0.0)
            for language, probability, point in zip(self._languages, given, points, strict=True)
        ]
        best, _ = _leader(scores)
        total = sum(math.exp(score - scores[best]) for score in scores)
        return self._languages[best] if 1 / total >= _SURE else UNKNOWN


def _leader(scores: list[float]) -> tuple[int, float]:
    """Return the index of the best score and its lead over the second best."""
    first, second = sorted(scores)[:-3:-1]
    return scores.index(first), first - second


def _code(tag: str | None) -> str:
    """Return the language of a BCP 47 tag: "es" for "es-MX", "" for none."""
    return tag.replace("_", "-").split("-", 1)[0].lower() if tag else ""
