"""Knowledge: kept answers, found by their words, with every version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desktop.model import Deed
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.search import fts_query
from desktop.system.clock import from_ms, to_ms

_COLUMNS = "uid, category, language, question, answer, version, agent, at"
_MOST = 2_000
_VERSIONS = 100


class Knowledge:
    """Reads and writes of kept answers on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def all(self) -> tuple[FaqEntry, ...]:
        """Return every entry, by category and question; at most 2,000 texts."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM faq WHERE newest = 1 AND removed = 0 "  # noqa: S608
            "ORDER BY category COLLATE NOCASE, uid, language LIMIT ?",
            (_MOST,),
        )
        return _entries(rows)

    def get(self, uid: str) -> FaqEntry | None:
        """Return an entry, None if there is none any more."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM faq WHERE uid = ? AND newest = 1 AND removed = 0 ORDER BY language",  # noqa: S608
            (uid,),
        )
        return next(iter(_entries(rows)), None)

    def found(self, typed: str, limit: int = 50) -> tuple[str, ...]:
        """Return the uids of the entries that hold the typed words, the best first."""
        query = fts_query(typed)
        if query is None:
            return ()
        rows = self._db.read_column(
            "SELECT f.uid FROM faq_fts JOIN faq f ON f.id = faq_fts.rowid WHERE faq_fts MATCH ? AND f.removed = 0 "
            "ORDER BY bm25(faq_fts, 4.0, 1.0, 2.0) LIMIT ?",
            (query, limit),
        )
        return tuple(dict.fromkeys(rows))

    def versions(self, uid: str, language: str) -> tuple[FaqText, ...]:
        """Return every version of an entry's text in a language, the newest first."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM faq WHERE uid = ? AND language = ? AND removed = 0 "  # noqa: S608
            "ORDER BY version DESC LIMIT ?",
            (uid, language, _VERSIONS),
        )
        return tuple(_text(row) for row in rows)

    def keep(self, entry: FaqEntry, *, actor: str, at: datetime) -> FaqEntry | None:
        """Keep an entry as it is given, in one transaction: a new version of whatever changed; return it as kept.

        A language that it has no more is removed, an entry without texts goes altogether (None). No version is lost.
        """
        with self._db.writing():
            before = self.get(entry.uid)
            for text in entry.texts:
                kept = before.text_in(text.language) if before is not None else None
                same = kept is not None and (kept.question, kept.answer) == (text.question, text.answer)
                if not same or before is None or before.category != entry.category:
                    self._add(entry, text, actor, at, removed=False)
            for text in before.texts if before is not None else ():
                if entry.text_in(text.language) is None:
                    self._add(entry, text, actor, at, removed=True)
            self._journal.record(
                Deed.KNOWLEDGE,
                actor=actor,
                at=at,
                before=_brief(before),
                after=_brief(entry if entry.texts else None),
            )
            return self.get(entry.uid)

    def _add(self, entry: FaqEntry, text: FaqText, actor: str, at: datetime, *, removed: bool) -> None:
        rows = self._db.read(
            "SELECT id, version FROM faq WHERE uid = ? AND language = ? AND newest = 1", (entry.uid, text.language)
        )
        for key, _ in rows:
            self._db.write("UPDATE faq SET newest = 0 WHERE id = ?", (key,))
            self._db.write("DELETE FROM faq_fts WHERE rowid = ?", (key,))
        version = 1 + max((number for _, number in rows), default=0)
        added = self._db.insert(
            f"INSERT INTO faq ({_COLUMNS}, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                entry.uid,
                entry.category,
                text.language,
                text.question,
                text.answer,
                version,
                actor,
                to_ms(at),
                int(removed),
            ),
        )
        if not removed:
            self._db.write(
                "INSERT INTO faq_fts (rowid, question, answer, category) VALUES (?, ?, ?, ?)",
                (added, text.question, text.answer, entry.category),
            )


def _entries(rows: Sequence[Sequence[Any]]) -> tuple[FaqEntry, ...]:
    texts: dict[str, list[FaqText]] = {}
    categories: dict[str, str] = {}
    for row in rows:
        texts.setdefault(row[0], []).append(_text(row))
        categories.setdefault(row[0], row[1])
    return tuple(FaqEntry(uid, categories[uid], tuple(found)) for uid, found in texts.items())


def _text(row: Sequence[Any]) -> FaqText:
    return FaqText(row[2], row[3], row[4], row[5], row[6], from_ms(row[7]))


def _brief(entry: FaqEntry | None) -> list[object] | None:
    return [entry.uid, entry.category, [one.language for one in entry.texts]] if entry is not None else None
