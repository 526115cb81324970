"""What was chosen is read back, and what can't be read takes its default."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import Store
from tests.factories import NOON, a_store
from ui.settings import Appearance, appearance_of, undo_seconds_of
from ui.settings.preferences import keep_appearance, keep_undo_seconds
from ui.theme import Scheme, Theme


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_a_new_desk_has_the_defaults(store: Store) -> None:
    assert appearance_of(store) == Appearance(Scheme.SYSTEM, 100, single_letters=True, reduce_motion=False)
    assert undo_seconds_of(store) == 8


def test_what_was_chosen_is_read_back(store: Store) -> None:
    chosen = Appearance(Scheme.DARK, 130, single_letters=False, reduce_motion=True)
    keep_appearance(store, chosen, NOON)
    keep_undo_seconds(store, 0, NOON)
    assert appearance_of(store) == chosen
    assert undo_seconds_of(store) == 0


@pytest.mark.parametrize("value", [None, 7, "dark", [], {"scheme": "purple", "text_percent": "big"}])
def test_what_can_not_be_read_takes_its_default(store: Store, value: object) -> None:
    store.settings.set("appearance", value, NOON)
    store.settings.set("sending", value, NOON)
    assert appearance_of(store) == Appearance()
    assert undo_seconds_of(store) == 8


@pytest.mark.parametrize(("percent", "held"), [(10, 90), (999, 150), (125, 125)])
def test_a_text_size_is_held_within_its_limits(store: Store, percent: int, held: int) -> None:
    store.settings.set("appearance", {"text_percent": percent}, NOON)
    assert appearance_of(store).text_percent == held


def test_the_window_is_dressed_only_where_something_changes(light: Theme) -> None:
    told: list[None] = []
    light.changed.connect(lambda: told.append(None))
    Appearance(Scheme.LIGHT, 100).apply_to(light)
    assert told == []
    Appearance(Scheme.DARK, 120).apply_to(light)
    assert (light.scheme, light.scale, len(told)) == (Scheme.DARK, 1.2, 2)
