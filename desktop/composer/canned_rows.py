"""What a row of a file of canned replies means, and how rows become replies: one refused row spoils no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.composer.canned import CannedReply, CannedText, shortcut_key
from desktop.composer.canned_faults import CannedFaultKind, faults_of
from desktop.model import Network, Visibility, made_uid

COLUMNS = ("id", "shortcut", "folder", "language", "title", "text", "asked", "network", "visibility", "crisis")
_YES = frozenset(("1", "yes", "true", "x", "sì", "si", "sí"))
_NO = frozenset(("", "0", "no", "false"))
_ONLY_WORTH_KNOWING = frozenset((CannedFaultKind.TOO_LONG, CannedFaultKind.SHORTCUT_TAKEN))

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was left out: its line, from 1, why, and the word that is wrong."""

    line: int
    reason: str
    detail: str = ""


class BadRow(Exception):
    """A row that can't be read; `reason` is a code."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep reason and detail."""
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def texts_of(reply: CannedReply) -> list[dict[str, str]]:
    """Return a reply as rows of COLUMNS, one a text."""
    return [
        {
            "id": reply.uid,
            "shortcut": reply.shortcut,
            "folder": reply.folder,
            "language": text.language,
            "title": text.title,
            "text": text.body,
            "asked": text.asked,
            "network": reply.network.value if reply.network else "",
            "visibility": reply.visibility.value if reply.visibility else "",
            "crisis": "yes" if reply.crisis else "",
        }
        for text in reply.texts
    ]


def row_of(item: object) -> list[Row]:
    """Return the rows of one JSON object: a reply with `texts`, or a row. Raises BadRow."""
    if not isinstance(item, dict):
        raise BadRow("not_an_object")
    texts = item.get("texts", [{}])
    if not isinstance(texts, list) or not all(isinstance(text, dict) for text in texts):
        raise BadRow("texts_odd")
    about = {key: value for key, value in item.items() if key != "texts"}
    return [{str(key).lower(): _plain(key, value) for key, value in {**about, **text}.items()} for text in texts]


def _plain(key: Any, value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if not isinstance(value, str):
        raise BadRow("not_a_text", str(key))
    return value


@dataclass(slots=True)
class Gathered:
    """Rows on their way to be replies."""

    _begun: dict[str, tuple[int, CannedReply]] = field(default_factory=dict)
    _refused: list[Refused] = field(default_factory=list)

    def refuse(self, refused: Refused) -> None:
        """Leave a row out."""
        self._refused.append(refused)

    def add(self, line: int, row: Row) -> None:
        """Take one row, or refuse it."""
        try:
            self._join(line, _reply_of(row))
        except BadRow as bad:
            self.refuse(Refused(line, bad.reason, bad.detail))

    def add_whole(self, line: int, rows: list[Row]) -> None:
        """Take the rows of one reply: all of them, or none."""
        if not rows:
            self.refuse(Refused(line, CannedFaultKind.NO_TEXT.value))
            return
        try:
            parts = [_reply_of(row) for row in rows]
            whole = parts[0]
            for part in parts[1:]:
                whole = _joined(whole, part)
            self._join(line, whole)
        except BadRow as bad:
            self.refuse(Refused(line, bad.reason, bad.detail))

    def settle(self) -> tuple[tuple[CannedReply, ...], tuple[Refused, ...]]:
        """Return the whole replies in the order of the file, and the refused rows by their lines."""
        replies: list[CannedReply] = []
        taken: set[str] = set()
        for line, reply in self._begun.values():
            key = shortcut_key(reply.shortcut)
            if key in taken:
                self.refuse(Refused(line, "shortcut_twice", reply.shortcut))
                continue
            taken.add(key)
            replies.append(reply)
        return tuple(replies), tuple(sorted(self._refused, key=lambda one: one.line))

    def _join(self, line: int, reply: CannedReply) -> None:
        key = reply.uid or f"/{shortcut_key(reply.shortcut)}"
        if key in self._begun:
            first, earlier = self._begun[key]
            self._begun[key] = (first, _joined(earlier, reply))
        else:
            self._begun[key] = (line, reply if reply.uid else _with_uid(reply))


def _with_uid(reply: CannedReply) -> CannedReply:
    return replace(reply, uid=made_uid())


def _joined(earlier: CannedReply, part: CannedReply) -> CannedReply:
    known = set(earlier.languages)
    for text in part.texts:
        if text.language in known:
            raise BadRow(CannedFaultKind.LANGUAGE_TWICE.value, text.language)
    if shortcut_key(part.shortcut) != shortcut_key(earlier.shortcut):
        raise BadRow("shortcut_differs", part.shortcut)
    return replace(earlier, texts=earlier.texts + part.texts)


def _reply_of(row: Row) -> CannedReply:
    """Return the reply of one row; "" for an id that is not given. Raises BadRow."""
    title, body = row.get("title", ""), row.get("text", "")
    text = CannedText(row.get("language", "").strip().lower(), title, body, row.get("asked", ""))
    reply = CannedReply(
        uid=row.get("id", "").strip(),
        shortcut=row.get("shortcut", "").strip().removeprefix("/"),
        folder=row.get("folder", ""),
        texts=(text,),
        network=_one_of(Network, row, "network"),
        visibility=_one_of(Visibility, row, "visibility"),
        crisis=_flag(row.get("crisis", "")),
    )
    for fault in faults_of(reply, ()):
        if fault.blocks and fault.kind not in _ONLY_WORTH_KNOWING:
            raise BadRow(fault.kind.value, fault.detail)
    return reply


def _one_of(kind: Any, row: Row, name: str) -> Any:
    value = row.get(name, "").strip().lower()
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as error:
        raise BadRow(f"{name}_unknown", value) from error


def _flag(value: str) -> bool:
    said = value.strip().lower()
    if said not in _YES | _NO:
        raise BadRow("crisis_odd", value)
    return said in _YES
