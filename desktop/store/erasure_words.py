"""The words by which kept answers may still name an erased person: which these are, where they stand, taking them out.

Whole names of more than one word, handles, addresses and values with four digits or more are looked for. A first name
or a place is everybody's. Every version of an answer is looked at: what is erased is erased from the past too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.store.connection import Connection

GAP = "[…]"
_SHORTEST_HANDLE, _FEWEST_DIGITS = 4, 4


@dataclass(frozen=True, slots=True)
class Naming:
    """A text of a kept answer that names the person. `id` is its row's."""

    id: int
    uid: str
    question: str
    answer: str
    is_newest: bool


def told_words(db: Connection, identities: Iterable[int], customers: Iterable[int]) -> tuple[str, ...]:
    """Return what may name a person in a text, the longest first."""
    known, homes = ",".join(map(str, identities)) or "-1", ",".join(map(str, customers)) or "-1"
    rows = db.read(f"SELECT name, handle, remote_id FROM identity WHERE id IN ({known})")  # noqa: S608 - keys of our own
    names = [name for name, _, _ in rows] + db.read_column(f"SELECT name FROM customer WHERE id IN ({homes})")  # noqa: S608
    handles = [handle.lstrip("@") for _, handle, _ in rows]
    addresses = [remote_id for _, _, remote_id in rows if "@" in remote_id]
    values = db.read_column(f"SELECT value FROM custom_value WHERE customer_id IN ({homes})")  # noqa: S608
    found = {one for one in names if len(one.split()) > 1}
    found |= {one for one in (*handles, *addresses) if len(one) >= _SHORTEST_HANDLE}
    found |= {one for one in values if sum(sign.isdigit() for sign in one) >= _FEWEST_DIGITS}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def naming(db: Connection, words: Iterable[str]) -> tuple[Naming, ...]:
    """Return the kept texts, old versions too, in which one of these words stands."""
    pattern = _pattern(words)
    if pattern is None:
        return ()
    rows = db.read("SELECT id, uid, question, answer, newest = 1 AND removed = 0 FROM faq ORDER BY id")
    return tuple(
        Naming(key, uid, question, answer, bool(newest))
        for key, uid, question, answer, newest in rows
        if pattern.search(question) or pattern.search(answer)
    )


def take_out(db: Connection, found: Iterable[Naming], words: Iterable[str]) -> None:
    """Put a gap in the place of each of these words. Call inside a transaction."""
    pattern = _pattern(words)
    for one in found if pattern is not None else ():
        question, answer = pattern.sub(GAP, one.question), pattern.sub(GAP, one.answer)  # type: ignore[union-attr]
        db.write("UPDATE faq SET question = ?, answer = ? WHERE id = ?", (question, answer, one.id))
        if one.is_newest:
            db.write("DELETE FROM faq_fts WHERE rowid = ?", (one.id,))
            db.write(
                "INSERT INTO faq_fts (rowid, question, answer, category) SELECT id, question, answer, category "
                "FROM faq WHERE id = ?",
                (one.id,),
            )


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the words as a whole, in any case and with any blanks between its parts."""
    parts = [r"\s+".join(re.escape(piece) for piece in word.split()) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)@?(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None
