"""What a fault of the store or of the engine means to whoever reads the list, what was kept and what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.widgets import NoticeWords


def fault_words(code: str) -> NoticeWords | None:
    """Return what a fault's code means, what was kept and what to do; None for one that passes by itself."""
    if code in {"already_running", "busy"}:
        return None
    if code == "disk_full":
        return NoticeWords(
            _tr("Sportello cannot save new messages, the disk is full"),
            _tr("Free 200 MB, then sync again."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    if code == "file_gone":
        return NoticeWords(
            _tr("A file of this reply is not there any more"),
            _tr("It left or was taken off in another window. Nothing was sent; look at the files, then send again."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    if code == "account_stopped":
        return NoticeWords(
            _tr("One channel stopped by a fault of the program"),
            _tr("Everything else goes on. Restart Sportello; if it happens again, send the log to your administrator."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    if code.startswith("vault_"):
        return NoticeWords(
            _tr("The credential store is locked"),
            _tr("No channel can sign in. Unlock it, then sync again; what you write is kept."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    return NoticeWords(
        _tr("The list could not be read"),
        _tr("What you see is the last that was read. Nothing is lost."),
        icon="warning-circle",
        action=_tr("Try again"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxController", text)
