"""How a text becomes words: cut once, links and mentions dropped; every later step works on these tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop.triage.memo import Memo

READ_AT_MOST = 4_000  # code points; a longer e-mail says what it wants before that, and time stays bounded
_SUBJECT_AT_MOST = 300
_TOKENS_AT_MOST = 800  # as many words as that text holds; thousands of emoji say no more than hundreds

# A word or figure, a run of punctuation that ends a clause, or one sign or emoji.
_TOKEN = re.compile(r"(\w+|[.,;:!?¡¿…\n()\"«»“”]+|[€$£←-⇿☀-➿⬀-⯿\U0001F000-\U0001FAFF])")
_ADDRESS = re.compile(r"[hH]ttps?://\S*|[wW]ww\.\S*|@[\w.@-]+")
_NAME = 3  # letters
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_JOINERS = re.compile("·(?=[lL])|\u00ad|\u200b")  # Catalan "l·l", and what word processors hide inside words
_HASHTAG = re.compile(r"#\w+")
_NOT_LATIN = re.compile("[\u0250-\u1dff\u2c00-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufeff\uff66-\uffdc]")
_BREAKS = frozenset('.,;:!?¡¿…\n()"«»“”')
_NO_MARK = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


def folded(word: str) -> str:
    """Return a word in lower case, without diacritics, with a letter that is drawn out ("graaazie") written once.

    What is nothing but one letter ("bbb", "www") stays as long as three of it: it is a name, not a letter drawn out.
    """
    return _FOLDED[word]


def _folded(word: str) -> str:
    lowered = word.lower()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered.translate(_NO_MARK))
        lowered = "".join(char for char in decomposed if not unicodedata.combining(char)) or word
    short = _RUN.sub(r"\1", lowered)
    return short if len(short) > 1 else lowered[:_NAME]


_FOLDED = Memo(_folded)


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one text, as written and folded, index for index.

    A token is a word, a figure, an emoji, or a run of punctuation. `text` is what they were cut from: at most
    READ_AT_MOST code points, without links and mentions.
    """

    text: str
    written: list[str]
    folded: list[str]
    pieces: list[str]  # what lies between the tokens and the tokens, by turns

    @property
    def letters(self) -> int:
        """How many letters the text holds."""
        return sum(map(len, filter(str.isalpha, self.written)))

    @property
    def said(self) -> int:
        """How many tokens are more than punctuation."""
        return len(self.folded) - sum([token[0] in _BREAKS for token in self.folded])

    @property
    def is_other_script(self) -> bool:
        """True if most letters are of a script other than Latin."""
        if self.text.isascii() or _is_western(self.text) or not _NOT_LATIN.search(self.text):
            return False
        return 2 * len(_NOT_LATIN.findall(self.text)) > self.letters

    @property
    def asks(self) -> bool:
        """True if the text holds a question mark."""
        return "?" in self.text

    def excerpt(self, start: int, end: int) -> str:
        """Return what the customer wrote from the token `start` up to the token `end`."""
        if end - start == 1:
            return self.written[start]
        return "".join(self.pieces[2 * start + 1 : 2 * end])


def _is_western(text: str) -> bool:
    """Return True for what Latin-1 can write, which is told a hundred times sooner than what script a text is of."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def is_break(token: str) -> bool:
    """Return True if the token is punctuation that a phrase never reaches across."""
    return token[0] in _BREAKS


def words_of(text: str, subject: str = "") -> Words:
    """Cut a message into words. The subject is read as a clause before the text. Never raises."""
    whole = f"{subject[:_SUBJECT_AT_MOST]}\n{text[:READ_AT_MOST]}" if subject else text[:READ_AT_MOST]
    if not whole.isascii():
        whole = unicodedata.normalize("NFC", whole)
        if "·" in whole or "\u00ad" in whole or "\u200b" in whole:
            whole = _JOINERS.sub("", whole)
    if "@" in whole or "://" in whole or "ww." in whole:
        whole = _ADDRESS.sub(" ", whole)
    pieces = _TOKEN.split(whole, maxsplit=_TOKENS_AT_MOST)
    written = pieces[1::2]
    return Words(whole, written, list(map(_FOLDED.__getitem__, written)), pieces)


def without_hashtags(text: str) -> str:
    """Return the text without its hashtags: they are names, often in another language."""
    return _HASHTAG.sub(" ", text) if "#" in text else text
