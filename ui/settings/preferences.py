"""What a person chose about this window: how it looks, which keys act, how long a sent reply can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from desktop.store import Store
from ui.session import Session
from ui.theme import Scheme, Theme

TEXT_SIZES = (90, 100, 110, 120, 130, 140, 150)
"""Percent."""
UNDO_SECONDS = (0, 5, 8, 15)
_APPEARANCE, _SENDING = "appearance", "sending"
_USUAL_UNDO = 8


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the window looks and listens. `text_percent` is 90 to 150."""

    scheme: Scheme = Scheme.SYSTEM
    text_percent: int = 100
    single_letters: bool = True
    reduce_motion: bool = False

    def apply_to(self, theme: Theme) -> None:
        """Dress the window: tells `theme.changed` where anything changes."""
        if theme.scheme is not self.scheme:
            theme.set_scheme(self.scheme)
        if round(theme.scale * 100) != self.text_percent:
            theme.set_scale(self.text_percent / 100)


def appearance_of(store: Store) -> Appearance:
    """Return what was chosen; whatever is missing or can't be read takes its default."""
    value = _object(store.settings.get(_APPEARANCE))
    percent = value.get("text_percent")
    return Appearance(
        scheme=_scheme(value.get("scheme")),
        text_percent=min(150, max(90, percent)) if isinstance(percent, int) else 100,
        single_letters=value.get("single_letters") is not False,
        reduce_motion=value.get("reduce_motion") is True,
    )


def keep_appearance(store: Store, appearance: Appearance, at: datetime) -> None:
    """Keep the choice. Raises StoreError."""
    value = {
        "scheme": appearance.scheme.value,
        "text_percent": appearance.text_percent,
        "single_letters": appearance.single_letters,
        "reduce_motion": appearance.reduce_motion,
    }
    store.settings.set(_APPEARANCE, value, at)


def keep_text_size(session: Session, steps: int) -> None:
    """Keep a text size that is some steps larger (smaller if negative). Raises StoreError."""
    before = appearance_of(session.store)
    place = min(range(len(TEXT_SIZES)), key=lambda n: abs(TEXT_SIZES[n] - before.text_percent)) + steps
    percent = TEXT_SIZES[min(len(TEXT_SIZES) - 1, max(0, place))]
    keep_appearance(session.store, replace(before, text_percent=percent), session.clock())


def undo_seconds_of(store: Store) -> int:
    """Return for how many seconds a reply waits so that it can be taken back, 0 for not at all."""
    seconds = _object(store.settings.get(_SENDING)).get("undo_seconds")
    return seconds if isinstance(seconds, int) and seconds in UNDO_SECONDS else _USUAL_UNDO


def keep_undo_seconds(store: Store, seconds: int, at: datetime) -> None:
    """Keep the choice. Raises StoreError."""
    store.settings.set(_SENDING, {**_object(store.settings.get(_SENDING)), "undo_seconds": seconds}, at)


def gives_advice(store: Store) -> bool:
    """Return whether plainer and kinder words are proposed while somebody writes."""
    return _object(store.settings.get(_SENDING)).get("advice") is not False


def keep_advice(store: Store, wanted: bool, at: datetime) -> None:
    """Keep that choice. Raises StoreError."""
    store.settings.set(_SENDING, {**_object(store.settings.get(_SENDING)), "advice": wanted}, at)


def translation_page_of(store: Store) -> str:
    """Return the address of the page on which texts are translated, "" for none."""
    from desktop.composer.translation import fault_of_template  # the first paint does without

    page = _object(store.settings.get(_SENDING)).get("translation_page")
    return page if isinstance(page, str) and page and fault_of_template(page) is None else ""


def keep_translation_page(store: Store, page: str, at: datetime) -> None:
    """Keep that address, "" for none. Raises StoreError."""
    store.settings.set(_SENDING, {**_object(store.settings.get(_SENDING)), "translation_page": page}, at)


def _scheme(value: object) -> Scheme:
    return next((scheme for scheme in Scheme if scheme == value), Scheme.SYSTEM)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
