"""Search while a word is being typed: what its beginning finds, however many words begin so."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store import Store, fts_query
from desktop.store import search as searching
from tests.effort import examples
from tests.factories import NOON, a_store, an_account, an_arrival, taken

_WORDS = ("bolletta", "bollette", "Bollettino", "bollètta", "bollo", "perché", "percorso", "IVA_2026", "casa", "caso")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, a_store(Path(folder)) as opened:
        account = an_account(opened)
        texts = [f"{one} {other}" for one in _WORDS for other in _WORDS]
        page = [
            taken(an_arrival(f"m{number}", text=text, sent_at=NOON + timedelta(seconds=number)))
            for number, text in enumerate(texts)
        ]
        opened.intake.take(account, page, NOON)
        yield opened


def found(store: Store, typed: str) -> list[int]:
    return [hit.message_id for hit in store.search.messages(typed, 200)]


def merged(store: Store, typed: str) -> list[int]:
    """Return what FTS5 finds by itself for a word and the beginning of another."""
    sql = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC"
    return store.connection.read_column(sql, (fts_query(typed),))


@given(
    words=st.lists(st.sampled_from(_WORDS), max_size=2),
    last=st.sampled_from(_WORDS),
    length=st.integers(1, 12),
    shout=st.booleans(),
)
@settings(max_examples=examples(60), deadline=None)
def test_a_beginning_finds_what_all_words_that_begin_so_find(
    store: Store, words: list[str], last: str, length: int, shout: bool
) -> None:
    typed = " ".join([*words, last[:length]])
    typed = typed.upper() if shout else typed
    assert found(store, typed) == merged(store, typed)


def test_a_beginning_finds_accented_and_capital_words_too(store: Store) -> None:
    texts = {hit.text for hit in store.search.messages("BOLLETT", 200)}
    assert {"casa bolletta", "casa bollette", "casa Bollettino", "casa bollètta"} <= texts
    assert "casa bollo" not in texts


def test_a_beginning_of_no_word_finds_nothing(store: Store) -> None:
    assert found(store, "bollz") == []
    assert found(store, "casa bollz") == []


def test_a_beginning_of_too_many_words_still_finds_them_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_MOST_WORDS_NAMED", 2)
    assert found(store, "boll") == merged(store, "boll") != []


def test_the_newest_come_first_whichever_word_they_hold(store: Store) -> None:
    ids = found(store, "bolle")
    assert ids == sorted(ids, reverse=True)


def test_a_leaf_of_the_index_fills_one_page_of_the_encrypted_file(tmp_path: Path) -> None:
    with a_store(tmp_path) as opened:
        words = " ".join(f"parola{number:05}" for number in range(2_000))
        opened.intake.take(an_account(opened), [taken(an_arrival(text=words))], NOON)
        largest = opened.connection.read_one("SELECT max(length(block)) FROM message_fts_data")
        page = opened.connection.read_one("PRAGMA cipher_page_size")
    assert largest is not None
    assert page is not None
    usable = int(page[0]) - 48  # what SQLCipher leaves of a page with HMAC-SHA256
    assert usable - 300 < largest[0] <= usable - 35 - 4  # the most that a row keeps in its own page
