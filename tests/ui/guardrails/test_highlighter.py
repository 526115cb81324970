"""The marks under words: where they are in Qt's own counting, and how they move while one types."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from desktop.model import Decision, Finding
from ui.guardrails import FindingHighlighter, Marked
from ui.theme import Theme


def written(text: str) -> QTextDocument:
    """Return a document that is laid out, as in an editor: only then does it tell of its changes."""
    document = QTextDocument(text)
    document.documentLayout()
    return document


def marked(document: QTextDocument) -> list[tuple[str, str]]:
    """Return the underlined words with the colour of their wave."""
    found = []
    block = document.begin()
    while block.isValid():
        for part in block.layout().formats():
            if part.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline:
                words = block.text().encode("utf-16-le")[part.start * 2 : (part.start + part.length) * 2]
                found.append((words.decode("utf-16-le"), part.format.underlineColor().name()))
        block = block.next()
    return found


def finding(text: str, words: str, decision: Decision = Decision.BLOCK) -> Finding:
    start = text.index(words)
    return Finding("privacy.request", "tax_code", decision, start, start + len(words), words)


def test_blocks_are_red_and_advice_is_amber(light: Theme) -> None:
    text = "your tax code, your phone"
    document = written(text)
    marks = FindingHighlighter(light, document)
    marks.set_findings(text, [finding(text, "tax code"), finding(text, "phone", Decision.ADVISE)])
    assert marked(document) == [
        ("tax code", light.hex("red.fill").lower()),
        ("phone", light.hex("amber.fill").lower()),
    ]


def test_words_after_an_emoji_are_marked_where_they_stand(light: Theme) -> None:
    text = "😡😡 hello\nwrite your IBAN 😀 here"
    document = written(text)
    FindingHighlighter(light, document).set_findings(text, [finding(text, "IBAN")])
    assert [words for words, _ in marked(document)] == ["IBAN"]


def test_marks_follow_the_text_that_is_typed_before_them(light: Theme) -> None:
    text = "your IBAN"
    document = written(text)
    marks = FindingHighlighter(light, document)
    marks.set_findings(text, [finding(text, "IBAN")])
    QTextCursor(document).insertText("Write us 😀 ")
    assert [words for words, _ in marked(document)] == ["IBAN"]


def test_a_mark_goes_with_its_words(light: Theme) -> None:
    text = "your IBAN please"
    document = written(text)
    marks = FindingHighlighter(light, document)
    marks.set_findings(text, [finding(text, "IBAN")])
    cursor = QTextCursor(document)
    cursor.setPosition(4)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert marked(document) == []
    assert marks.marks == ()


def test_a_finding_on_the_whole_marks_nothing(light: Theme) -> None:
    document = written("anything")
    FindingHighlighter(light, document).set_findings("anything", [Finding("hours.closed", "closed", Decision.HOLD)])
    assert marked(document) == []


def test_marking_is_no_change_of_the_text(light: Theme) -> None:
    text = "your IBAN"
    document = written(text)
    document.clearUndoRedoStacks()
    marks = FindingHighlighter(light, document)
    marks.set_findings(text, [finding(text, "IBAN")])
    marks.set_others([Marked(0, 4, "slot")])
    assert not document.isUndoAvailable()
    assert marks.marks == (Marked(5, 9, "red"),)
