"""The words of the canned replies' page: what is wrong with a reply, and why a row of a file was left out."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.composer.canned_faults import CannedFault, CannedFaultKind
from desktop.composer.canned_rows import Refused
from ui.composer.canned import language_name
from ui.inbox import network_name


def fault_sentence(fault: CannedFault) -> str:
    """Return what is wrong with a reply and what to do, the language named where it is about one text."""
    sentence = _FAULT_SENTENCES[fault.kind]()
    sentence = sentence.replace("{detail}", fault.detail)
    if fault.network is not None:
        sentence = sentence.replace("{network}", network_name(fault.network))
    return f"{language_name(fault.language)}: {sentence}" if fault.language else sentence


def refused_sentence(refused: Refused) -> str:
    """Return "Line 4: it has no text."."""
    words = QCoreApplication.translate("Canned", "Line {line}: {reason}")
    reason = _REFUSED.get(refused.reason)
    sentence = _tr(str(reason)) if reason else fault_of_code(refused)
    return words.replace("{line}", str(refused.line)).replace("{reason}", sentence.replace("{detail}", refused.detail))


def fault_of_code(refused: Refused) -> str:
    """Return the sentence of a fault by its code; the code itself for an unknown one."""
    try:
        return _FAULT_SENTENCES[CannedFaultKind(refused.reason)]()
    except ValueError:
        return refused.reason


def unreadable_sentence(reason: str, name: str) -> str:
    """Return why nothing of a file can be read."""
    sentences = {
        "too_large": _tr("{name} is larger than 20 MB, which no file of canned replies is. Nothing was changed."),
        "no_columns": _tr("{name} does not name the columns shortcut and text in its first line. Nothing was changed."),
        "not_json": _tr("{name} holds no list of replies. Nothing was changed."),
    }
    found = sentences.get(reason, _tr("{name} can’t be read ({reason}). Nothing was changed."))
    return found.replace("{name}", name).replace("{reason}", reason)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canned", text)


_FAULT_SENTENCES = {
    CannedFaultKind.SHORTCUT_EMPTY: lambda: _tr("Give it a shortcut, to be typed after “/”."),
    CannedFaultKind.SHORTCUT_ODD: lambda: _tr(
        "“{detail}” can’t be typed as a shortcut. Use letters, figures, hyphens."
    ),
    CannedFaultKind.SHORTCUT_TAKEN: lambda: _tr("“{detail}” has this shortcut already. Choose another one."),
    CannedFaultKind.NO_TEXT: lambda: _tr("It has no text. Add a language."),
    CannedFaultKind.LANGUAGE_ODD: lambda: _tr("“{detail}” is no language code such as it or ca."),
    CannedFaultKind.LANGUAGE_TWICE: lambda: _tr("There are two texts in this language. Keep one."),
    CannedFaultKind.TITLE_EMPTY: lambda: _tr("Give the text a title: the list shows it."),
    CannedFaultKind.TITLE_LONG: lambda: _tr("The title is too long by {detail} characters."),
    CannedFaultKind.BODY_EMPTY: lambda: _tr("Write the text, or remove this language."),
    CannedFaultKind.BODY_LONG: lambda: _tr("The text is too long by {detail} characters."),
    CannedFaultKind.UNKNOWN_PLACEHOLDER: lambda: _tr("There is no placeholder “{detail}”. Choose one from the list."),
    CannedFaultKind.UNBALANCED: lambda: _tr("“{detail}” has no partner. Close it, or take it out."),
    CannedFaultKind.TOO_LONG: lambda: _tr("{detail} characters over the limit for {network}."),
}
_REFUSED = {
    "broken_row": QT_TRANSLATE_NOOP("Canned", "this row is no CSV."),
    "crisis_odd": QT_TRANSLATE_NOOP("Canned", "crisis is “{detail}”, neither yes nor no."),
    "network_unknown": QT_TRANSLATE_NOOP("Canned", "there is no network “{detail}”."),
    "not_a_text": QT_TRANSLATE_NOOP("Canned", "{detail} is not a text."),
    "not_an_object": QT_TRANSLATE_NOOP("Canned", "JSON, but no object."),
    "not_json": QT_TRANSLATE_NOOP("Canned", "this is not JSON."),
    "open_quote": QT_TRANSLATE_NOOP("Canned", "a quote never closes."),
    "shortcut_differs": QT_TRANSLATE_NOOP("Canned", "the same id as before, with another shortcut (“{detail}”)."),
    "shortcut_twice": QT_TRANSLATE_NOOP("Canned", "a second reply with the shortcut “{detail}”."),
    "texts_odd": QT_TRANSLATE_NOOP("Canned", "its texts are no list of objects."),
    "too_many_columns": QT_TRANSLATE_NOOP("Canned", "more columns than the first line names."),
    "visibility_unknown": QT_TRANSLATE_NOOP("Canned", "“{detail}” is neither public nor direct."),
}
