"""Made canned replies with defaults, so that a test names only what it is about."""

from __future__ import annotations

from desktop.composer import CannedReply, CannedText


def reply(shortcut: str, title: str = "Titolo", language: str = "it", **changes: object) -> CannedReply:
    """Return a reply with one text; `body` and `asked` are its text's, the rest its own."""
    text = CannedText(language, title, str(changes.pop("body", "Testo")), str(changes.pop("asked", "")))
    values: dict[str, object] = {"uid": f"{shortcut}/{language}", "folder": "General", "texts": (text,), **changes}
    return CannedReply(shortcut=shortcut, **values)  # type: ignore[arg-type]


def in_languages(shortcut: str, *languages: str) -> CannedReply:
    """Return a reply with one text a language, each saying which one it is in."""
    texts = tuple(CannedText(one, f"Title {one}", f"Body {one}") for one in languages)
    return reply(shortcut, texts=texts)
