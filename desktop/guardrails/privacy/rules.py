"""Rules: the languages of the privacy guardrail, read from `resources/privacy/*.toml` and compiled once.

Everything that a person would want to change lies in those files: the words for personal data, the ways of asking for
it, what makes a sentence harmless, and example sentences that a test runs. How the parts work together is in
`requests` and `values`; how a phrase is written is in `phrases`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from desktop.guardrails.privacy.clue_file import ClueFile, read_clues
from desktop.guardrails.privacy.clues import Clue
from desktop.guardrails.privacy.folding import folded_word
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.leanings import FOLDER as LEANINGS_FOLDER
from desktop.guardrails.privacy.leanings import WEIGHTS_FILE, Leanings
from desktop.guardrails.privacy.lexicon import (
    Cue,
    DataNoun,
    Label,
    Lexicon,
    Memory,
    Need,
    Query,
    Role,
    ValueWords,
)
from desktop.guardrails.privacy.phrases import Phrasebook
from desktop.guardrails.privacy.phrasing import PhraseUnreadable
from desktop.guardrails.privacy.rules_file import RulesUnreadable, Table, read_toml
from desktop.guardrails.privacy.spelling import Spelling
from desktop.guardrails.privacy.value_patterns import ValuePatterns, compile_patterns

_EXAMPLES = {"must_match", "must_pass"}
_TOP = {"language", "abbreviations", "misspelt", "fillers", "shorthand", "small", "data", "query", "values"}
_DATA = {"kind", "needs", "which", "secret", "unless", "value", "words"} | _EXAMPLES
_QUERY = {"kind", "secret", "words"} | _EXAMPLES
_VALUES = {"months", "street_before", "street_after", "linking", "mailboxes"} | set(Cue)

_SHORT = 2  # letters of a word that stands in any sentence

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a rules file. `matches`: it must be found (as `kind`, None for any); else it must pass."""

    language: str
    place: str
    text: str
    matches: bool
    kind: DataKind | None = None


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """All languages, compiled. Immutable; may be read from any thread at once."""

    lexicons: tuple[Lexicon, ...]
    speakers: Mapping[str, Sequence[int]]  # by a word, the numbers of the languages that know it
    abbreviations: frozenset[str]
    politeness: Phrasebook[Role]
    spelling: Spelling
    cues: Phrasebook[Cue]
    patterns: ValuePatterns
    examples: tuple[Example, ...] = ()
    leanings: Leanings | None = None  # learned weights beside the rules
    passages: Memory = field(default_factory=Memory, init=False, compare=False)  # what was read lately, by its text

    @classmethod
    def load(cls, folder: Path) -> PrivacyRules:
        """Read every `*.toml` of a folder; takes some tens of milliseconds, so do it when first needed.

        Raises RulesUnreadable for a malformed file, and for a folder without any: no rules would allow everything.
        """
        paths = sorted(folder.glob("*.toml"))
        if not paths:
            raise RulesUnreadable(folder, "", "there are no rules here")
        with _collector_at_rest():
            languages = [_Language(path) for path in paths]
            learned = folder / LEANINGS_FOLDER
            codes = [language.language for language in languages]
            return cls._compiled(
                languages, Leanings.load(learned, codes) if (learned / WEIGHTS_FILE).exists() else None
            )

    @classmethod
    def _compiled(cls, languages: list[_Language], leanings: Leanings | None) -> PrivacyRules:
        lexicons = tuple(language.lexicon() for language in languages)
        speakers = _speakers(lexicons)
        return cls(
            lexicons,
            speakers,
            frozenset().union(*(language.abbreviations() for language in languages)),
            _together(languages, _Language.fill_politeness),
            Spelling(
                (word for language in languages for word in language.misspelt()),
                speakers.keys(),
            ),
            _together(languages, _Language.fill_cues),
            compile_patterns([lexicon.values for lexicon in lexicons]),
            tuple(example for language in languages for example in language.examples()),
            leanings,
        )

    def known_words(self, words: Iterable[str]) -> list[int]:
        """Return how many different ones of some words each language knows, in the order of `lexicons`."""
        counts = [0] * len(self.lexicons)
        for word in set(words):
            for number in self.speakers.get(word, ()):
                counts[number] += 1
        return counts

    @property
    def languages(self) -> tuple[str, ...]:
        """The ISO 639-1 codes that there are rules for."""
        return tuple(lexicon.language for lexicon in self.lexicons)


def _speakers(lexicons: Iterable[Lexicon]) -> dict[str, tuple[int, ...]]:
    """Return for each word of any language the numbers of those that know it."""
    speakers: dict[str, tuple[int, ...]] = {}
    for number, lexicon in enumerate(lexicons):
        for word in lexicon.vocabulary:
            speakers[word] = (*speakers.get(word, ()), number)
    return speakers


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking the tables again and again while they grow: half of the time it takes."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


class _Language:
    """One file on its way to a lexicon."""

    def __init__(self, path: Path) -> None:
        self._path = path
        raw = read_toml(path)
        self._top = Table(path, "", raw, _TOP)
        self.language = self._top.text("language")
        self._small = Table(path, "small", raw.get("small", {}), set(Role))
        self._shorthands = Table(
            path, "shorthand", raw.get("shorthand", {}), set(raw.get("shorthand", {}))
        ).shorthands()
        self._data = self._tables(raw, "data", _DATA)
        self._queries = self._tables(raw, "query", _QUERY)
        self._values = Table(path, "values", raw.get("values", {}), _VALUES)

    def _tables(self, raw: dict[str, Any], name: str, keys: set[str]) -> list[Table]:
        """Return the tables of one array, numbered from 1 as a person counts them."""
        rows = raw.get(name, [])
        if not isinstance(rows, list):
            raise RulesUnreadable(self._path, name, f"must be written [[{name}]]")
        return [Table(self._path, f"{name} {number}", row, keys) for number, row in enumerate(rows, 1)]

    def lexicon(self) -> Lexicon:
        """Compile the language. Raises RulesUnreadable."""
        fillers = self._folded(self._top, "fillers")
        inside = fillers | {word for word in self._folded(self._small, Role.YOURS) if word.isalpha()}
        clue_file = self._clue_file
        phrases = Phrasebook[Label](self._shorthands, inside, clue_file.verbs)
        for role in Role:
            self._fill(phrases, self._small, role, role)
        for table, label in self._labelled():
            self._fill(phrases, table, "words", label)
        vocabulary, known = phrases.vocabulary, clue_file.clues.vocabulary
        return Lexicon(
            self.language,
            phrases,
            self._telling(phrases, known),
            fillers,
            self._value_words(),
            clue_file.clues,
            vocabulary | known | fillers,
        )

    @cached_property
    def _clue_file(self) -> ClueFile:
        """The language's clues, none where it has no file of them."""
        path = self._path.parent / "clues" / self._path.name
        fillers = self._folded(self._top, "fillers")
        return read_clues(path, fillers) if path.exists() else ClueFile(Phrasebook[Clue]({}), {})

    def misspelt(self) -> frozenset[str]:
        """Return the words whose slips are mended."""
        return self._folded(self._top, "misspelt")

    def fill_politeness(self, book: Phrasebook[Role]) -> None:
        """Add the language's ways of saying please."""
        self._fill(book, self._small, Role.PLEASE, Role.PLEASE)

    def fill_cues(self, book: Phrasebook[Cue]) -> None:
        """Add the language's words that introduce values."""
        for cue in Cue:
            self._fill(book, self._values, cue, cue)

    def _telling(self, phrases: Phrasebook[Label], known: Set[str]) -> frozenset[str]:
        """Return words of which every name of data and every query holds at least one, rare ones where it can."""
        small = {word for role in Role if role is not Role.COMPANION for word in self._small.words(role)}
        common = {part for word in small for part in folded_word(word).split()} | self._folded(self._top, "fillers")
        written = [phrase for table in (*self._data, *self._queries) for phrase in table.words("words")]
        rarity = _Rarity(phrases, common, known)
        return frozenset().union(*(rarity.rarest(phrase) for phrase in written))

    def abbreviations(self) -> frozenset[str]:
        """Return the words behind which a full stop ends no sentence."""
        return self._folded(self._top, "abbreviations")

    def _labelled(self) -> Iterator[tuple[Table, Label]]:
        """Yield each table of phrases with what they stand for."""
        for table in self._data:
            yield (
                table,
                DataNoun(
                    table.choice("kind", DataKind),
                    table.choice("needs", Need, Need.NOTHING),
                    table.flag("which", default=False),
                    table.flag("secret", default=False),
                    self._folded(table, "unless"),
                    table.flag("value", default=True),
                ),
            )
        for table in self._queries:
            yield table, Query(table.choice("kind", DataKind), table.flag("secret", default=False))

    @staticmethod
    def _fill(phrases: Phrasebook[Meaning], table: Table, key: str, meaning: Meaning) -> None:
        """Add a list of written phrases to a book."""
        for phrase in table.words(key):
            try:
                phrases.add(phrase, meaning)
            except PhraseUnreadable as error:
                raise table.unreadable(key, str(error)) from error

    def _folded(self, table: Table, key: str) -> frozenset[str]:
        """Return a list of single words, as the rules read them."""
        return frozenset(folded_word(word) for word in table.words(key))

    def _value_words(self) -> ValueWords:
        """Compile the words around values."""
        table = self._values
        return ValueWords(
            months=tuple(folded_word(month) for month in table.words("months")),
            street_before=self._folded(table, "street_before"),
            street_after=self._folded(table, "street_after"),
            linking=self._folded(table, "linking"),
            mailboxes=self._folded(table, "mailboxes"),
        )

    def examples(self) -> Iterator[Example]:
        """Yield the sentences that the file itself promises to find or to let pass."""
        for text in self._clue_file.must_match:
            yield Example(self.language, "clues", text, True)
        for text in self._clue_file.must_pass:
            yield Example(self.language, "clues", text, False)
        kinds = [(table, table.choice("kind", DataKind)) for table in (*self._data, *self._queries)]
        for table, kind in kinds:
            for text in table.words("must_match"):
                yield Example(self.language, table.place, text, True, kind)
            for text in table.words("must_pass"):
                yield Example(self.language, table.place, text, False)


def _together(
    languages: list[_Language], fill: Callable[[_Language, Phrasebook[Meaning]], None]
) -> Phrasebook[Meaning]:
    """Return one book of all languages' phrases of a sort."""
    book = Phrasebook[Meaning]({})
    for language in languages:
        fill(language, book)
    return book


class _Rarity:
    """How much a word tells: `common` words least, then those of one or two letters, then those `known` as clues."""

    def __init__(self, phrases: Phrasebook[Label], common: Set[str], known: Set[str]) -> None:
        self._phrases, self._common, self._known = phrases, common, known
        self._commonness = cache(self._commonest)

    def rarest(self, phrase: str) -> Set[str]:
        """Return the words of that place of a phrase which tells most: what of each row may stand there."""
        told = []
        for slot in self._phrases.slots_of(phrase):
            if all(slot):
                keys = {min(row, key=self._commonness) for row in slot}
                rare = frozenset[str]().union(*map(self._phrases.words_of, keys))
                told.append((max(map(self._commonness, keys)), len(rare), rare))
        return min(told, key=lambda one: one[:2])[2]

    def _commonest(self, key: str) -> int:
        """Return how common the commonest word is that a word or a class of words stands for."""
        return max(
            (
                9 * ("*" in word) + 4 * (word in self._common) + 2 * (len(word) <= _SHORT) + (word in self._known)
                for word in self._phrases.words_of(key)
            ),
            default=9,
        )
