"""Canned replies as the picker gets them, and what it shows of one: the match in bold, placeholders filled or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.composer import Filled, Why, fill


@dataclass(frozen=True, slots=True)
class FilledSpan:
    """A placeholder's place in a filled text, in code points; `is_missing` says that nothing could be put there."""

    start: int
    end: int
    name: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class FilledText:
    """A canned reply with its placeholders filled; a missing one stands in the text as it is written there."""

    text: str
    spans: tuple[FilledSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class CannedChoice:
    """One canned reply that matches what was typed. `body` is the unfilled text, `uses` how often it was used.

    `values` are what its placeholders are filled with. `reason` says why it is offered, `wanted` which language the
    conversation speaks where the text is in another one, `last_used` when it was used last: words, "" for nothing.
    """

    uid: str
    shortcut: str  # without the stroke
    title: str
    language: str  # ISO 639-1
    body: str
    filled: FilledText
    uses: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    wanted: str = ""
    last_used: str = ""
    is_for_crisis: bool = False

    def answered(self, answers: Mapping[str, str]) -> CannedChoice:
        """Return the choice with what the agent answered, by the placeholders' own names ("?time")."""
        return replace(self, filled=filled_text(fill(self.body, {**self.values, **answers})))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the preview: plain words, a filled placeholder ("filled") or a missing one ("missing")."""

    text: str
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the agent is asked for before a reply is put in; `proposal` stands in its field already."""

    name: str  # the placeholder's own name
    words: str
    proposal: str = ""


def filled_text(filled: Filled) -> FilledText:
    """Return a filled text as the picker shows it."""
    spans = (FilledSpan(one.start, one.end, one.prompt or one.name, not one.filled) for one in filled.spans)
    return FilledText(filled.text, tuple(spans))


def questions_of(choice: CannedChoice) -> tuple[Question, ...]:
    """Return what has to be asked before a reply can be put in, each thing once, in the order of the text."""
    found: dict[str, Question] = {}
    for span in fill(choice.body, choice.values).missing:
        words = span.prompt or placeholder_name(span.name)
        found.setdefault(span.name, Question(span.name, words, span.fallback or ""))
    return tuple(found.values())


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
    """Return "Italian, used 41 times, last on 9 March"."""
    parts = [language_name(choice.language)]
    if choice.uses == 1:
        parts.append(QCoreApplication.translate("Picker", "used once"))
    elif choice.uses:
        parts.append(QCoreApplication.translate("Picker", "used {count} times").replace("{count}", str(choice.uses)))
    if choice.uses and choice.last_used:
        parts.append(QCoreApplication.translate("Picker", "last {day}").replace("{day}", choice.last_used))
    return ", ".join(parts)


def substitute_words(choice: CannedChoice) -> str:
    """Return "No Catalan text: this is the Spanish one", "" where the text is in the conversation's language."""
    if not choice.wanted or choice.wanted == choice.language:
        return ""
    words = QCoreApplication.translate("Picker", "No text in {wanted}: this is the one in {language}")
    return words.replace("{wanted}", language_name(choice.wanted)).replace("{language}", language_name(choice.language))


def reason_words(why: Why, folder: str = "", alike: tuple[str, ...] = ()) -> str:
    """Return why a reply is offered, "" where what was typed stands in bold already."""
    if alike:
        words = QCoreApplication.translate("Picker", "Suits the question: {words}")
        return words.replace("{words}", ", ".join(alike))
    return {
        Why.FOLDER: QCoreApplication.translate("Picker", "In {folder}").replace("{folder}", folder),
        Why.TEXT: QCoreApplication.translate("Picker", "In its text"),
        Why.SPELLING: QCoreApplication.translate("Picker", "Nearly what you typed"),
    }.get(why, "")


def placeholder_name(name: str) -> str:
    """Return what the program would fill in for a placeholder, in words; the name itself for an unknown one."""
    return {
        "customer.first_name": QCoreApplication.translate("Picker", "customer’s first name"),
        "customer.name": QCoreApplication.translate("Picker", "customer’s name"),
        "customer.handle": QCoreApplication.translate("Picker", "customer’s handle"),
        "agent.name": QCoreApplication.translate("Picker", "your name"),
        "agent.signature": QCoreApplication.translate("Picker", "your signature"),
        "account.handle": QCoreApplication.translate("Picker", "account’s handle"),
        "account.name": QCoreApplication.translate("Picker", "account’s name"),
        "case.subject": QCoreApplication.translate("Picker", "what it is about"),
        "hours.today": QCoreApplication.translate("Picker", "today’s hours"),
        "hours.next_opening": QCoreApplication.translate("Picker", "when you open"),
    }.get(name, name)


def language_name(code: str) -> str:
    """Return a language's name by its ISO code; the code itself if it is unknown."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    return QLocale.languageToString(locale.language())


def split_at_match(text: str, query: str) -> tuple[str, str, str]:
    """Return what is before, in and after the first match of `query` at a word's start, ignoring case."""
    folded, wanted = text.casefold(), query.casefold().removeprefix("!")
    if not wanted or len(folded) != len(text):
        return text, "", ""
    at = folded.find(wanted)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(wanted, at + 1)
    if at < 0:
        return text, "", ""
    return text[:at], text[at : at + len(wanted)], text[at + len(wanted) :]
