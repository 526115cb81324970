"""Marking what the guardrails found while it is typed: a wave under the words, red for a block, amber for advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.model import Decision, Finding
from ui.text import utf16_offset
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the document in UTF-16 code units and how it is marked: "red", "amber", "slot" or "command"."""

    start: int
    end: int
    look: str


class FindingHighlighter(QSyntaxHighlighter):
    """Underlines the spans of findings. They move with the text until the next verdict arrives."""

    marks_changed = Signal()

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        """Mark in `document`."""
        super().__init__(document)
        self._theme = theme
        self._findings: tuple[Marked, ...] = ()
        self._others: tuple[Marked, ...] = ()
        self._misspelt: tuple[Marked, ...] = ()
        self._text = document.toRawText()
        document.contentsChange.connect(self._on_document_contents_change)
        theme.changed.connect(self.rehighlight)

    @property
    def marks(self) -> tuple[Marked, ...]:
        """The findings as they stand in the document now, in order."""
        return self._findings

    def set_findings(self, text: str, findings: Sequence[Finding]) -> None:
        """Mark the findings of a verdict on `text`; those without a span mark nothing."""
        marks = [
            Marked(utf16_offset(text, finding.start), utf16_offset(text, finding.end), _look(finding))
            for finding in findings
            if finding.end > finding.start and finding.decision is not Decision.ALLOW
        ]
        fresh = tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
        if fresh != self._findings:
            self._findings = fresh
            self.rehighlight()
            self.marks_changed.emit()

    def set_others(self, marks: Sequence[Marked]) -> None:
        """Mark placeholders and the command that is being typed."""
        if tuple(marks) != self._others:
            self._others = tuple(marks)
            self.rehighlight()

    def set_misspelt(self, marks: Sequence[Marked]) -> None:
        """Mark words that are spelt wrong; what the guardrails found stands above them."""
        if tuple(marks) != self._misspelt:
            self._misspelt = tuple(marks)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Mark what lies in one paragraph."""
        begin = self.currentBlock().position()
        end = begin + self.currentBlock().length()
        for mark in (*self._misspelt, *self._others, *self._findings):
            first, last = max(mark.start, begin), min(mark.end, end)
            if first < last and text:
                self.setFormat(first - begin, last - first, self._format(mark.look))

    def _format(self, look: str) -> QTextCharFormat:
        marked = QTextCharFormat()
        if look == "command":
            marked.setForeground(self._theme.colour("accent.text"))
        elif look == "spelling":
            marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            marked.setUnderlineColor(self._theme.colour("red.fill"))
        elif look == "slot":
            marked.setForeground(self._theme.colour("amber.text"))
            marked.setBackground(self._theme.colour("amber.tint"))
        else:
            marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            marked.setUnderlineColor(self._theme.colour(f"{look}.fill"))
        return marked

    def _on_document_contents_change(self, at: int, removed: int, added: int) -> None:
        text = self.document().toRawText()
        if text == self._text:  # only formats changed
            return
        self._text = text
        if self._findings or self._others or self._misspelt:
            self._misspelt = _after_edit(self._misspelt, at, removed, added)
            self._findings = _after_edit(self._findings, at, removed, added)
            self._others = _after_edit(self._others, at, removed, added)
            self.rehighlight()


def _look(finding: Finding) -> str:
    return "red" if finding.decision is Decision.BLOCK else "amber"


def _after_edit(marks: tuple[Marked, ...], at: int, removed: int, added: int) -> tuple[Marked, ...]:
    """The marks after `removed` units at `at` became `added` units; a mark that lay in what went is gone."""
    change = added - removed
    moved = []
    for mark in marks:
        if removed and at <= mark.start and at + removed >= mark.end:
            continue
        start = mark.start + change if mark.start >= at + removed else mark.start
        end = mark.end + change if mark.end > at else mark.end
        moved.append(replace(mark, start=start, end=max(start, end)))
    return tuple(moved)
