"""The four panes side by side: their splitter, their width steps, the profile's drawer and the context strip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QSplitterHandle, QVBoxLayout, QWidget

from ui.shell.navigation import Navigation
from ui.shell.pane_steps import CONVERSATION_LEAST, DRAWER, LIST, NAVIGATION, PROFILE, PaneSteps, PaneWishes, steps_at
from ui.theme import Theme

Wishes = dict[str, int | bool | None]
"""What is remembered per screen width: the fields of PaneWishes by name."""

_HIT = 7
_DRAWER_DURATION = 180


class _Handle(QSplitterHandle):
    """A hairline that can be grabbed 3 px to either side; a double click restores the default widths."""

    reset_requested = Signal()

    def __init__(self, theme: Theme, splitter: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._theme = theme
        reach = _HIT // 2
        self.setContentsMargins(reach, 0, reach, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.width() // 2
        painter.fillRect(middle, 0, 1, self.height(), self._theme.colour("line.hair"))
        painter.end()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.reset_requested.emit()


class _Splitter(QSplitter):
    reset_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setOpaqueResize(True)

    def createHandle(self) -> QSplitterHandle:
        handle = _Handle(self._theme, self)
        handle.reset_requested.connect(self.reset_requested)
        return handle


class Panes(QWidget):
    """Navigation, list, conversation, profile. Narrow windows fold them in three steps."""

    profile_shown_changed = Signal(bool)
    """Whether the profile can be seen, beside the conversation or as a drawer."""
    drawer_mode_changed = Signal(bool)
    """True while the profile is a drawer: then the context strip should show."""
    rail_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        navigation: Navigation,
        case_list: QWidget,
        conversation: QWidget,
        profile: QWidget,
        *,
        load: Callable[[int], Wishes | None],
        save: Callable[[int, Wishes], None],
        screen_width: Callable[[], int],
        motion: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`load` and `save` keep widths per screen width in pixels; `screen_width` says which screen it is."""
        super().__init__(parent)
        self._theme = theme
        self._navigation = navigation
        self._list = case_list
        self._conversation = conversation
        self._profile = profile
        self._save = save
        self._screen_width = screen_width
        self._motion = motion
        self._wishes = PaneWishes(**(load(screen_width()) or {}))  # type: ignore[arg-type]
        self._steps: PaneSteps | None = None
        self._drawer_open = False
        self.setObjectName("panes")
        self._splitter = _Splitter(theme)
        self._drawer = _Drawer(theme, self)
        self._slide = QPropertyAnimation(self._drawer, b"pos", self)
        self._slide.setDuration(_DRAWER_DURATION)
        self._lay_out()
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._splitter.reset_requested.connect(self.reset_widths)
        conversation.installEventFilter(self)

    @property
    def steps(self) -> PaneSteps:
        """What the window's width allows right now."""
        return self._steps or steps_at(self.width(), self._wishes)

    @property
    def profile_shown(self) -> bool:
        """True if the profile can be seen."""
        return self._drawer_open if self.steps.drawer else self.steps.profile

    def set_motion(self, motion: bool) -> None:
        """Slide the drawer, or not."""
        self._motion = motion

    def toggle_navigation(self) -> None:
        """Collapse the navigation to its rail or open it; this wins over the automatic step from now on."""
        self._wish(replace(self._wishes, rail=not self.steps.rail))

    def toggle_profile(self) -> None:
        """Hide or show the profile: beside the conversation, or as a drawer where there is no room."""
        if self.steps.drawer:
            self._open_drawer(not self._drawer_open)
        else:
            self._wish(replace(self._wishes, profile=not self.steps.profile))
        self.profile_shown_changed.emit(self.profile_shown)

    def close_drawer(self) -> bool:
        """Close the drawer; False if it was not open. Escape asks for this."""
        was_open = self._drawer_open
        if was_open:
            self._open_drawer(False)
            self.profile_shown_changed.emit(False)
        return was_open

    def reset_widths(self) -> None:
        """Forget the user's own widths."""
        self._wish(replace(self._wishes, navigation_width=None, list_width=None, profile_width=None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold panes for the new width."""
        super().resizeEvent(event)
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the drawer over the conversation's right edge."""
        if watched is self._conversation and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_drawer()
        return False

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        for pane in (self._navigation, self._list, self._conversation, self._profile):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(2, 1)
        for index in (0, 1, 3):
            self._splitter.setStretchFactor(index, 0)
        self._conversation.setMinimumWidth(CONVERSATION_LEAST)

    def _wish(self, wishes: PaneWishes) -> None:
        if wishes != self._wishes:
            self._wishes = wishes
            self._save(self._screen_width(), asdict(wishes))
            self._apply()

    def _apply(self) -> None:
        before, steps = self._steps, steps_at(self.width(), self._wishes)
        self._steps = steps
        if before == steps:
            return
        self._bound(steps)
        if before is None or before.drawer != steps.drawer:
            self._move_profile(steps)
        self._profile.setVisible(steps.profile or (steps.drawer and self._drawer_open))
        if self._navigation.is_rail != steps.rail:
            self._navigation.set_rail(steps.rail)
        if before is None or before.rail != steps.rail:
            self.rail_changed.emit(steps.rail)
        self._share_width(steps)
        if before is None or before.drawer != steps.drawer:
            self.drawer_mode_changed.emit(steps.drawer)
            self.profile_shown_changed.emit(self.profile_shown)

    def _bound(self, steps: PaneSteps) -> None:
        """Hold each pane within its least and most; a line at the edge belongs to the pane's figure."""
        if steps.rail:
            self._navigation.setFixedWidth(steps.navigation_width - 1)
        else:
            self._navigation.setMinimumWidth(NAVIGATION[0] - 1)
            self._navigation.setMaximumWidth(NAVIGATION[2] - 1)
        self._list.setMinimumWidth(LIST[0] - 1)
        self._list.setMaximumWidth(LIST[2] - 1)
        if not steps.drawer:
            self._profile.setMinimumWidth(PROFILE[0] - 1)
            self._profile.setMaximumWidth(PROFILE[2] - 1)

    def _share_width(self, steps: PaneSteps) -> None:
        panes = [steps.navigation_width - 1, steps.list_width - 1, 0]
        if not steps.drawer:
            panes.append(steps.profile_width - 1 if steps.profile else 0)
        handles = 2 + int(steps.profile)
        panes[2] = max(CONVERSATION_LEAST, self.width() - sum(panes) - handles)
        self._splitter.setSizes(panes)

    def _move_profile(self, steps: PaneSteps) -> None:
        if steps.drawer:
            self._profile.setMinimumWidth(0)
            self._profile.setMaximumWidth(DRAWER)
            self._drawer.take(self._profile)
        else:
            self._drawer_open = False
            self._drawer.hide()
            self._splitter.addWidget(self._profile)

    def _open_drawer(self, is_open: bool) -> None:
        self._drawer_open = is_open
        self._profile.setVisible(True)
        self._slide.stop()
        shut, opened = self._drawer_places()
        if is_open:
            self._drawer.show()
            self._drawer.raise_()
        if not self._motion:
            self._place_drawer()
            self._drawer.setVisible(is_open)
            return
        self._slide.setStartValue(shut if is_open else opened)
        self._slide.setEndValue(opened if is_open else shut)
        self._slide.start()

    def _place_drawer(self) -> None:
        if self.steps.drawer:
            _, opened = self._drawer_places()
            self._drawer.setGeometry(QRect(opened, self._drawer.size()))
            self._drawer.resize(DRAWER, self._conversation.height())

    def _drawer_places(self) -> tuple[QPoint, QPoint]:
        top_right = self._conversation.mapTo(self, QPoint(self._conversation.width(), 0))
        return top_right, top_right - QPoint(DRAWER, 0)

    def _on_splitter_moved(self) -> None:
        sizes = self._splitter.sizes()
        steps = self.steps
        wishes = replace(self._wishes, list_width=sizes[1] + 1)
        if not steps.rail:
            wishes = replace(wishes, navigation_width=sizes[0] + 1)
        if steps.profile and len(sizes) > 3:
            wishes = replace(wishes, profile_width=sizes[3] + 1)
        self._wishes = wishes
        self._steps = steps_at(self.width(), wishes)
        self._save(self._screen_width(), asdict(wishes))


class _Drawer(QWidget):
    """The profile's frame while it lies over the conversation: a line at its left edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("profile_drawer")
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        self.hide()

    def take(self, profile: QWidget) -> None:
        layout = self.layout()
        assert layout is not None
        layout.addWidget(profile)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), self._theme.colour("line.strong"))
        painter.end()
