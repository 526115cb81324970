"""The words of the guard strip for files that a network does not take with an answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Finding

_MEGABYTE = 1_000_000


def file_sentence(finding: Finding) -> tuple[str, str]:
    """Return the title and the advice for what `files.*` found, {network} left to fill in."""
    title, text = _sentences(finding)
    return title.replace("{file}", finding.text), text


def _sentences(finding: Finding) -> tuple[str, str]:
    if finding.rule == "files.too_many":
        return _too_many(finding.text)
    if finding.rule == "files.too_large":
        return _too_large(finding.kind)
    remove = QCoreApplication.translate("Guard", "Take it out, or send it another way.")
    sentences = {
        "files.none": (QCoreApplication.translate("Guard", "{network} takes no files here."), remove),
        "files.alone": (
            QCoreApplication.translate("Guard", "{network} takes {file} only without other files."),
            QCoreApplication.translate("Guard", "Send it in an answer of its own."),
        ),
        "files.empty": (QCoreApplication.translate("Guard", "{file} is empty."), remove),
        "files.alt_too_long": (
            QCoreApplication.translate("Guard", "The description of {file} is too long for {network}."),
            QCoreApplication.translate("Guard", "It may have {count} characters.").replace("{count}", finding.kind),
        ),
    }
    other = QCoreApplication.translate("Guard", "{network} does not take files like {file}."), remove
    return sentences.get(finding.rule, other)


def _too_large(limit: str) -> tuple[str, str]:
    title = QCoreApplication.translate("Guard", "{file} is too large, {network} takes {limit} MB.")
    megabytes = f"{int(limit) / _MEGABYTE:.3g}" if limit.isdecimal() else "?"
    return title.replace("{limit}", megabytes), QCoreApplication.translate("Guard", "Choose a smaller file.")


def _too_many(most: str) -> tuple[str, str]:
    if most == "1":
        title = QCoreApplication.translate("Guard", "{network} takes 1 file with an answer.")
    else:
        title = QCoreApplication.translate("Guard", "{network} takes {count} files with an answer.")
    return title.replace("{count}", most), QCoreApplication.translate("Guard", "Take some out.")
