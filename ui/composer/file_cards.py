"""How the files of a draft read: their kind and size, whether they may be described, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.model import Decision, DraftFile, FileRules, Finding


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file. `describable`: a description leaves with it. `is_wrong`: the network does not take it as it is."""

    id: int
    name: str
    detail: str
    spoken: str
    is_picture: bool = False
    describable: bool = False
    longest: int = 0  # characters of a description
    alt_text: str = ""
    is_wrong: bool = False


def present_files(
    files: Sequence[DraftFile], rules: FileRules, findings: Sequence[Finding] = ()
) -> tuple[FileCard, ...]:
    """Return the cards of a draft's files under what its way of answering takes."""
    wrong = {one.text for one in findings if one.rule.startswith("files.") and one.decision is Decision.BLOCK}
    return tuple(_card(file, rules, is_wrong=file.name in wrong) for file in files)


def undescribed(cards: Sequence[FileCard]) -> int:
    """Return how many pictures could be described and are not."""
    return sum(card.describable and not card.alt_text.strip() for card in cards)


def size_text(size: int) -> str:
    """Return a size in bytes for people: "1.2 MB"."""
    return QLocale(QLocale.Language.English).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _card(file: DraftFile, rules: FileRules, *, is_wrong: bool) -> FileCard:
    kind = _kind(file)
    detail = f"{kind}, {size_text(file.size)}" if kind else size_text(file.size)
    describable = rules.describes(file.content_type)
    spoken = f"{file.name}, {detail}"
    if describable:
        shown = file.alt_text.strip() or _tr("no description")
        spoken = f"{spoken}, {shown}"
    return FileCard(
        file.id,
        file.name,
        detail,
        spoken,
        file.content_type.startswith("image/"),
        describable,
        rules.alt_text,
        file.alt_text,
        is_wrong,
    )


def _kind(file: DraftFile) -> str:
    ending = file.name.rpartition(".")[2] if "." in file.name else ""
    return ending.upper() if 0 < len(ending) <= 5 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Attachments", text)
