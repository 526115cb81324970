"""The words of the knowledge window: why an entry can't be kept, what was taken out, what is told of a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.knowledge import NotFit, texts_in_order
from desktop.model.knowledge import FaqEntry, FaqText
from ui.composer.canned import language_name

translate = QCoreApplication.translate
_NAMED = 4


def unfit_words(fault: NotFit) -> str:
    """Return what is in the way of an entry and what to do."""
    sentences = {
        "question": translate("Knowledge", "{language}: write the question."),
        "answer": translate("Knowledge", "{language}: write the answer."),
        "long": translate("Knowledge", "{language}: too long. A question has 300 characters, an answer 8,000."),
        "personal": translate(
            "Knowledge", "{language}: everybody will read this. Take out what holds or asks for personal data: {words}"
        ),
    }
    language = language_name(fault.language) if fault.language else translate("Knowledge", "The entry")
    words = sentences[fault.reason].replace("{language}", language)
    return words.replace("{words}", ", ".join(f"“{one}”" for one in fault.words[:_NAMED]))


def taken_words(text: FaqText, taken: Sequence[str]) -> str:
    """Return how much was taken out of question and answer before they became an entry, "" where nothing was given."""
    if not (text.question or text.answer):
        return ""
    if not text.answer:
        return translate("Knowledge", "Nobody answered this one yet. Write what everybody may read.")
    if not taken:
        return translate("Knowledge", "Nothing personal was found in the answer. Read it once more before you save.")
    words = translate("Knowledge", "Taken out: {words}. Read it once more before you save.")
    return words.replace("{words}", ", ".join(f"“{one}”" for one in taken[:_NAMED]))


def asked_words(count: int) -> str:
    """Return how often a question was asked."""
    return translate("Knowledge", "Asked {count} times").replace("{count}", str(count))


def entry_note(entry: FaqEntry) -> str:
    """Return what stands below an entry's question: its category and its languages."""
    languages = ", ".join(language_name(one.language) for one in texts_in_order(entry))
    return f"{entry.category} · {languages}" if entry.category else languages


def title_words() -> str:
    """Return the heading of what is written out."""
    return translate("Knowledge", "Frequently asked questions")


def other_words() -> str:
    """Return the heading of what has no category."""
    return translate("Knowledge", "Other questions")
