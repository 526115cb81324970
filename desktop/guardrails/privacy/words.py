"""Words: how a folded text falls into words and marks, and where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import NamedTuple

from desktop.guardrails.privacy.folding import Folded
from desktop.guardrails.privacy.phrases import LINK, MAIL, MENTION

LONGEST_SENTENCE = 250  # words and marks; a text without any full stop is cut here so that work stays linear

_LINKS = r"""(?P<link>  (?:https?://|www\.)\S*[^\s.,;:!?)\]"'»] | [\w.+%'-]{0,64}@\w[\w-]*(?:\.\w[\w-]*)* ) | """
_OTHERS = r"""
      (?P<word>  [^\W_]+ )
    | (?P<blank> \n[ ]*\n\s* )
    | (?P<item>  \n\s*(?:[-*•‣▪–—]|\d{1,2}[.)])(?=\s) )
    | (?P<line>  \n )
    | (?P<dash>  (?<=\s)[-–—]+(?=\s) | — )
    | (?P<end>   [.?!…]+(?=[\s"'”»)\]]|$) | [?!]+ )
    | (?P<sign>  [,;:()\[\]¿¡/&+|"“”«»] )
    """
_WORD = re.compile(_LINKS + _OTHERS, re.VERBOSE)
_WITHOUT_LINKS = re.compile(_OTHERS, re.VERBOSE)  # ruling links out at every word takes half of the time
_LINKED = re.compile(r"@|://|www\.")
_ENDS = frozenset("?!.")
_COMMAS = frozenset("¿¡|")


class Word(NamedTuple):
    """A word or a mark: `text` folded, offsets into the folded text, `opens` where a capital begins a line."""

    text: str
    start: int
    end: int
    opens: bool = False

    @property
    def is_mark(self) -> bool:
        """True for punctuation; a link, an address and a mention stand for words."""
        return not (self.text[0].isalnum() or self.text[0] == "@")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence. `asks`: it ends in a question mark; `polite`: a ", please," was left out."""

    words: tuple[Word, ...]
    asks: bool
    polite: bool = False

    def pauses(self) -> frozenset[int]:
        """Return the places of marks and of words that open a line: a clause may end there."""
        return frozenset(
            place
            for place, (text, _, _, opens) in enumerate(self.words)
            if opens or not (text[0].isalnum() or text[0] == "@")
        )


def sentences(folded: Folded, abbreviations: Set[str]) -> tuple[list[Sentence], bool]:
    """Return the sentences of a text, and whether it ends where one ends. None ends behind an abbreviation or a letter.

    A list under a colon belongs to the sentence that announces it, so "we need: (line) - IBAN" is one.
    """
    found: list[Sentence] = []
    words: list[Word] = []
    text = ""
    for word in _words(folded, abbreviations):
        text = word[0]
        if text in _ENDS:
            found.append(Sentence(tuple(words), asks=text == "?"))
            words = []
            continue
        words.append(word)
        if len(words) >= LONGEST_SENTENCE:
            found.append(Sentence(tuple(words), asks=False))
            words = []
    if words:
        found.append(Sentence(tuple(words), asks=False))
    return found, text in _ENDS


def _words(folded: Folded, abbreviations: Set[str]) -> Iterator[Word]:
    """Yield words, "," for whatever parts a clause, ":" before a list, and one of ". ? !" for a sentence's end."""
    before = ""
    opens = False
    text, apart = folded.text, folded.apart
    new = tuple.__new__  # a third of the time that the class itself takes
    pattern = _WORD if _LINKED.search(text) else _WITHOUT_LINKS
    for match in pattern.finditer(text):
        sort = match.lastgroup
        start, end = match.span()
        if sort == "word":
            before = folded.word(start, end) if apart else text[start:end]
            yield new(Word, (before, start, end, opens and folded.is_capital(start)))
        elif sort == "line":
            opens = True
            continue
        else:
            read_as = _read_as(sort or "", match.group(), before, abbreviations)
            if read_as:
                yield Word(read_as, start, end, opens and folded.is_capital(start))
                before = read_as
        opens = False


def _read_as(sort: str, found: str, before: str, abbreviations: Set[str]) -> str:
    """Return what a piece of text that is no word counts as, "" for nothing."""
    if sort == "link":
        return MENTION if found[0] == "@" else MAIL if "@" in found else LINK
    if sort == "blank":
        return "," if before in {":", ","} else "."
    if sort in {"item", "dash"}:
        return ","
    if sort == "end":
        return _end(found, before, abbreviations)
    return "," if found in _COMMAS else "." if found == ";" else found


def _end(found: str, before: str, abbreviations: Set[str]) -> str:
    """Return "?" or "!" for what ends so, "." for a full stop, "" behind an abbreviation."""
    if "?" in found:
        return "?"
    if "!" in found:
        return "!"
    short = before in abbreviations or (len(before) == 1 and before.isalpha())
    return "" if short and found == "." else "."
