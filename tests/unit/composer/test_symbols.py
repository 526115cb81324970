"""Symbols found by their names in four languages, and the ones used last."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.composer.symbols import FAVOURITES, MOST_RECENT, RecentSymbols, SymbolNames, name_of
from tests.factories import FakeClock, a_store


@pytest.fixture(scope="module")
def names() -> SymbolNames:
    return SymbolNames()


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("thumbs up", "👍"),
        ("pollice su", "👍"),
        ("pulgar arriba", "👍"),
        ("polze amunt", "👍"),
        ("LAMPADINA", "💡"),
        ("bombeta", "💡"),
        ("wrench", "🔧"),
        ("factura", "🧾"),
        ("camio", "🚚"),
        ("+1", "👍"),
    ],
)
def test_a_symbol_is_found_by_its_name_in_each_language(names: SymbolNames, typed: str, symbol: str) -> None:
    assert symbol in [found.text.replace("\ufe0f", "") for found in names.search(typed, 5)]


def test_what_has_no_such_name_is_not_found(names: SymbolNames) -> None:
    assert names.search("qqqqq", 5) == names.search("", 5) == names.search(" ; ", 5) == ()


def test_skin_tones_are_left_out_and_no_more_is_found_than_asked_for(names: SymbolNames) -> None:
    found = names.search("hand", 12)
    assert len(found) == 12
    assert not any("\U0001f3fb" <= char <= "\U0001f3ff" for symbol in found for char in symbol.text)


def test_the_last_ten_are_remembered_newest_first(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        recent = RecentSymbols(store, FakeClock())
        for symbol in (*FAVOURITES[:12], FAVOURITES[5]):
            recent.use(symbol)
        assert recent.all() == (FAVOURITES[5], *reversed(FAVOURITES[6:12]), *reversed(FAVOURITES[2:5]))
        assert len(recent.all()) == MOST_RECENT
        store.settings.set("symbols_used", {"odd": 1}, FakeClock()())
        assert recent.all() == ()


def test_a_name_is_at_hand_without_a_search() -> None:
    assert name_of("👍") == "Thumbs up sign"
