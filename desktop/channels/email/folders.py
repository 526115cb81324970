"""Which folder holds sent mail, and which holds everything: by the server's own word first, then by usual names."""

from __future__ import annotations

from desktop.channels.email.responses import Folder

INBOX = "INBOX"

# What mail programs and providers call it in English, Italian, Catalan, Spanish, German and French
_SENT_NAMES = frozenset(
    {
        "sent",
        "sent items",
        "sent messages",
        "sent mail",
        "sent-mail",
        "inviata",
        "inviati",
        "posta inviata",
        "messaggi inviati",
        "elementi inviati",
        "inviate",
        "enviats",
        "elements enviats",
        "correu enviat",
        "missatges enviats",
        "enviados",
        "elementos enviados",
        "correo enviado",
        "mensajes enviados",
        "gesendet",
        "gesendete objekte",
        "gesendete elemente",
        "envoyés",
        "messages envoyés",
        "éléments envoyés",
    }
)


def sent_folder(folders: tuple[Folder, ...]) -> str | None:
    r"""Return the folder of sent mail: the one marked \Sent (RFC 6154), else a usual name, else None."""
    return _marked(folders, "\\sent") or next(
        (folder.name for folder in folders if folder.selectable and folder.leaf.casefold() in _SENT_NAMES), None
    )


def all_mail_folder(folders: tuple[Folder, ...]) -> str | None:
    r"""Return the folder that holds every message, where the provider has one (marked \All)."""
    return _marked(folders, "\\all")


def new_sent_name(folders: tuple[Folder, ...]) -> str:
    """Return the name under which a missing Sent folder should be made, below INBOX where all folders live there."""
    others = [folder for folder in folders if folder.name.upper() != INBOX]
    for folder in others:
        prefix = f"{INBOX}{folder.delimiter}"
        if folder.delimiter and all(other.name.upper().startswith(prefix) for other in others):
            return f"{prefix}Sent"
    return "Sent"


def _marked(folders: tuple[Folder, ...], flag: str) -> str | None:
    return next((folder.name for folder in folders if flag in folder.flags and folder.selectable), None)
