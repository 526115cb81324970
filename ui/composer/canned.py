"""Canned replies as the picker gets them, and what it shows of one: the match in bold, placeholders filled or not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale


@dataclass(frozen=True, slots=True)
class FilledSpan:
    """A placeholder's place in a filled text, in code points; `is_missing` says that nothing could be put there."""

    start: int
    end: int
    name: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class FilledText:
    """A canned reply with its placeholders filled; a missing one stands in the text as "{?name}"."""

    text: str
    spans: tuple[FilledSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class CannedChoice:
    """One canned reply that matches what was typed. `body` is the unfilled text, `uses` how often it went out."""

    uid: str
    shortcut: str  # without the stroke
    title: str
    language: str  # ISO 639-1
    body: str
    filled: FilledText
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the preview: plain words, a filled placeholder ("filled") or a missing one ("missing")."""

    text: str
    look: str = "plain"


def preview_pieces(filled: FilledText) -> tuple[Piece, ...]:
    """Return the preview of a filled text in pieces; a missing placeholder is shown by its name."""
    pieces = []
    at = 0
    for span in sorted(filled.spans, key=lambda span: span.start):
        if span.start < at or span.end > len(filled.text):
            continue
        pieces.append(Piece(filled.text[at : span.start]))
        text = span.name if span.is_missing else filled.text[span.start : span.end]
        pieces.append(Piece(text, "missing" if span.is_missing else "filled"))
        at = span.end
    pieces.append(Piece(filled.text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def missing_words(filled: FilledText) -> str:
    """Return "1 placeholder to fill: estimated time", "" if nothing is missing."""
    names = list(dict.fromkeys(span.name for span in filled.spans if span.is_missing))
    if not names:
        return ""
    if len(names) == 1:
        words = QCoreApplication.translate("Picker", "1 placeholder to fill: {names}")
    else:
        words = QCoreApplication.translate("Picker", "{count} placeholders to fill: {names}")
    return words.replace("{count}", str(len(names))).replace("{names}", ", ".join(names))


def detail_words(choice: CannedChoice) -> str:
    """Return "Italian, used 41 times"."""
    language = language_name(choice.language)
    if not choice.uses:
        return language
    if choice.uses == 1:
        return QCoreApplication.translate("Picker", "{language}, used once").replace("{language}", language)
    words = QCoreApplication.translate("Picker", "{language}, used {count} times")
    return words.replace("{language}", language).replace("{count}", str(choice.uses))


def language_name(code: str) -> str:
    """Return a language's name by its ISO code; the code itself if it is unknown."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    return QLocale.languageToString(locale.language())


def split_at_match(text: str, query: str) -> tuple[str, str, str]:
    """Return what is before, in and after the first match of `query` at a word's start, ignoring case."""
    folded, wanted = text.casefold(), query.casefold()
    if not wanted or len(folded) != len(text):
        return text, "", ""
    at = folded.find(wanted)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(wanted, at + 1)
    if at < 0:
        return text, "", ""
    return text[:at], text[at : at + len(query)], text[at + len(query) :]
