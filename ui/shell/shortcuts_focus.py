"""F6 and Shift+F6: which pane comes next, and what in it takes the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class PaneRing:
    """The panes of a window in their order. Hidden ones and those without anything to focus are stepped over."""

    def __init__(self, panes: Sequence[QWidget], entrances: Mapping[QWidget, QWidget] | None = None) -> None:
        """`panes` in the order of Tab: top bar, banner, navigation, list, conversation, composer, profile.

        `entrances` names what takes the keyboard in a pane where it is not the first stop: the composer's editor.
        """
        self._panes = tuple(panes)
        self._entrances = dict(entrances or {})

    def step(self, by: int) -> QWidget | None:
        """Give the keyboard to the next (1) or previous (-1) pane; return what took it, None if nothing can."""
        count = len(self._panes)
        here = self._current()
        first = here if here is not None else (-1 if by > 0 else count)
        for distance in range(1, count + 1):
            pane = self._panes[(first + by * distance) % count]
            named = self._entrances.get(pane)
            target = named if named is not None and _is_stop(named) else _entrance(pane)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return target
        return None

    def _current(self) -> int | None:
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        holding = [n for n, pane in enumerate(self._panes) if pane is focused or pane.isAncestorOf(focused)]
        return holding[-1] if holding else None


def _entrance(pane: QWidget) -> QWidget | None:
    """Return what in a pane takes the keyboard: its own choice, else the first stop of Tab in it."""
    if not pane.isVisible() or not pane.isEnabled():
        return None
    proxy = pane.focusProxy()
    if proxy is not None and proxy.isVisible():
        return proxy
    if _is_stop(pane):
        return pane
    following = pane.nextInFocusChain()
    while following is not None and following is not pane:
        if pane.isAncestorOf(following) and _is_stop(following):
            return following
        following = following.nextInFocusChain()
    return None


def _is_stop(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
