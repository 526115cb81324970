"""How a row of the case list is painted in each of its states, and what its hover actions, tooltips and clicks do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui.inbox.model import SectionTitle, StateRole
from ui.inbox.presenter import Priority, RowState
from ui.inbox.recently_used import RecentlyUsed
from ui.inbox.row_layout import (
    ROW_HEIGHT,
    SECTION_HEIGHT,
    PlacedChip,
    RowAction,
    RowLayout,
    Words,
    lay_out_row,
    on_selected_row,
)
from ui.theme import Theme
from ui.widgets import paint_avatar, paint_channel_badge, paint_chip

_LAYOUTS = 512
_PICTURES = 64
_SECTION_COLOURS = {"breached": "red.text", "at_risk": "amber.text", "queued": "amber.text"}
_ACTION_ICONS = {RowAction.SNOOZE: "bell-z", RowAction.ASSIGN: "user-plus", RowAction.SOLVE: "check-circle"}
_PRIORITY_ICONS = {
    Priority.URGENT: ("caret-double-up-bold", "red.text"),
    Priority.HIGH: ("caret-up-bold", "amber.text"),
}
_OFFERS_ACTIONS = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_KeyboardFocusChange
"""A row under the pointer, or the current row while the list is being walked by keyboard."""

_VCENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_PictureKey = tuple[RowState | SectionTitle | None, int, int, int, float]
_Index = QModelIndex | QPersistentModelIndex


class CaseDelegate(QStyledItemDelegate):
    """Paints case rows (80 px) and section titles (26 px) of a CaseListModel, scaled with the text."""

    action_requested = Signal(int, object)
    """A case's id and the RowAction that was clicked on its row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        """Geometry is kept for the last few hundred rows shown, per state, width and theme."""
        super().__init__(parent)
        self._theme = theme
        self._layouts: RecentlyUsed[tuple[RowState, int, bool], RowLayout] = RecentlyUsed(_LAYOUTS)
        self._pictures: RecentlyUsed[_PictureKey, QPixmap] = RecentlyUsed(_PICTURES)
        self._pointer = QPoint(-1, -1)
        theme.changed.connect(self._forget)

    def point_at(self, place: QPoint) -> None:
        """Take the pointer's place in the viewport, so that the action under it is highlighted."""
        self._pointer = place

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row or a title; the width is the viewport's."""
        is_title = isinstance(index.data(StateRole), SectionTitle)
        return QSize(0, self._theme.px(SECTION_HEIGHT if is_title else ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row, title or, where nothing has been read yet, a skeleton."""
        state = index.data(StateRole)
        self.paint_state(painter, option.rect, option.state, state)

    def paint_state(
        self, painter: QPainter, rect: QRect, flags: QStyle.StateFlag, state: RowState | SectionTitle | None
    ) -> None:
        """Paint what a row shows into `rect`; `flags` say whether it is selected, hovered, focused, active.

        A row's picture is kept, so that scrolling paints only the rows that come into view.
        """
        if flags & QStyle.StateFlag.State_MouseOver:
            painter.save()
            painter.translate(rect.topLeft())
            self._paint_row_or_title(painter, QRect(QPoint(0, 0), rect.size()), flags, state, rect.topLeft())
            painter.restore()
            return
        ratio = painter.device().devicePixelRatioF()
        key = (state, rect.width(), rect.height(), flags.value, ratio)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._draw_picture(rect.size(), flags, state, ratio)
            self._pictures.put(key, picture)
        painter.drawPixmap(rect.topLeft(), picture)

    def _draw_picture(
        self, size: QSize, flags: QStyle.StateFlag, state: RowState | SectionTitle | None, ratio: float
    ) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.colour("bg.surface"))
        painter = QPainter(picture)
        self._paint_row_or_title(painter, QRect(QPoint(0, 0), size), flags, state, QPoint(0, 0))
        painter.end()
        return picture

    def _paint_row_or_title(
        self,
        painter: QPainter,
        size: QRect,
        flags: QStyle.StateFlag,
        state: RowState | SectionTitle | None,
        corner: QPoint,
    ) -> None:
        if isinstance(state, SectionTitle):
            self._paint_title(painter, size, state)
            return
        ground = self._ground(flags)
        painter.fillRect(size, ground)
        if state is None:
            self._paint_skeleton(painter)
        else:
            layout = self.layout_of(state, size.width(), actions=bool(flags & _OFFERS_ACTIONS))
            self._paint_row(painter, layout, state, flags, self._pointer - corner, ground)
        self._paint_frame(painter, size, flags)

    def layout_of(self, state: RowState, width: int, *, actions: bool) -> RowLayout:
        """Return a row's geometry, laid out once per state, width and theme."""
        key = (state, width, actions)
        found = self._layouts.get(key)
        if found is None:
            found = lay_out_row(self._theme, state, width, actions=actions)
            self._layouts.put(key, found)
        return found

    def action_at(self, place: QPoint, rect: QRect, state: Any) -> RowAction | None:
        """Return the action of a hovered row under a place in the viewport."""
        if not isinstance(state, RowState):
            return None
        layout = self.layout_of(state, rect.width(), actions=True)
        inside = place - rect.topLeft()
        return next((action for action, target in layout.actions if target.contains(inside)), None)

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Turn a click on a row's action into `action_requested`; the click then doesn't select."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        state = index.data(StateRole)
        action = self.action_at(event.position().toPoint(), option.rect, state)
        if action is None:
            return False
        if event.type() is QEvent.Type.MouseButtonRelease:
            self.action_requested.emit(state.case_id, action)
        return True

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Say in words what is only a glyph, cut, or counted."""
        state = index.data(StateRole)
        if event.type() is not QEvent.Type.ToolTip or not isinstance(state, RowState):
            return False
        text = self.help_at(event.pos(), option.rect, state)
        QToolTip.showText(event.globalPos(), text, view)
        return bool(text)

    def help_at(self, place: QPoint, rect: QRect, state: RowState) -> str:
        """Return the tooltip at a place of a row, "" for none."""
        action = self.action_at(place, rect, state)
        if action is not None:
            return self.action_name(action)
        layout = self.layout_of(state, rect.width(), actions=False)
        inside = place - rect.topLeft()
        if layout.status is not None and layout.status.contains(inside):
            return state.status_word
        for chip in (*layout.chips, *((layout.clock,) if layout.clock else ())):
            if chip.rect.contains(inside):
                return str(chip.whole)
        return ""

    def action_name(self, action: RowAction) -> str:
        """Return an action's name with its key."""
        names = {
            RowAction.SNOOZE: self.tr("Snooze (S)"),
            RowAction.ASSIGN: self.tr("Assign (A)"),
            RowAction.SOLVE: self.tr("Solve (E)"),
        }
        return names[action]

    def _forget(self) -> None:
        self._layouts.clear()
        self._pictures.clear()

    # Painting.

    def _ground(self, flags: QStyle.StateFlag) -> QColor:
        if flags & QStyle.StateFlag.State_Selected:
            return self._theme.colour("accent.tint" if flags & QStyle.StateFlag.State_Active else "bg.press")
        hovered = flags & QStyle.StateFlag.State_MouseOver
        return self._theme.colour("bg.hover" if hovered else "bg.surface")

    def _paint_title(self, painter: QPainter, size: QRect, title: SectionTitle) -> None:
        theme = self._theme
        painter.fillRect(size, theme.colour("bg.sunken"))
        painter.fillRect(0, size.bottom(), size.width(), 1, theme.colour("line.hair"))
        left = theme.px(16)
        length = theme.metrics(11, 600).horizontalAdvance(title.text)
        painter.setFont(theme.font(11, 600))
        painter.setPen(theme.colour(_SECTION_COLOURS.get(title.code, "text.secondary")))
        painter.drawText(size.adjusted(left, 0, 0, 0), _VCENTRE, title.text)
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.tertiary"))
        painter.drawText(size.adjusted(left + length + theme.px(7), 0, 0, 0), _VCENTRE, str(title.count))

    def _paint_skeleton(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.press"))
        painter.drawEllipse(theme.px(20), theme.px(10), theme.px(36), theme.px(36))
        for top, length in ((13, 120), (35, 240), (57, 160)):
            bar = QRectF(theme.px(68), theme.px(top), theme.px(length), theme.px(10))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)

    def _paint_row(
        self,
        painter: QPainter,
        layout: RowLayout,
        state: RowState,
        flags: QStyle.StateFlag,
        pointer: QPoint,
        ground: QColor,
    ) -> None:
        theme = self._theme
        quiet = "text.secondary" if _is_grey(flags) else "text.tertiary"
        if state.unread:
            _paint_dot(painter, layout.dot, theme.colour("accent.mark"))
        paint_avatar(painter, layout.avatar, theme, state.avatar_key, state.initials)
        paint_channel_badge(painter, layout.badge, theme, state.network, ground)
        for words in layout.words:
            painter.setFont(theme.font(words.size, words.weight))
            painter.setPen(theme.colour(quiet if words.colour == "text.tertiary" else words.colour))
            painter.drawText(words.origin, words.text)
            self._paint_marks(painter, words)
        if layout.status is not None:
            theme.icons.paint(painter, layout.status, state.status_icon, theme.colour(quiet))
        self._paint_actions(painter, layout, pointer)
        self._paint_foot(painter, layout, state, bool(flags & QStyle.StateFlag.State_Selected))

    def _paint_marks(self, painter: QPainter, words: Words) -> None:
        """Paint what is searched for on a ground of its own, in the strongest ink."""
        for mark in words.marks:
            painter.save()
            painter.fillRect(mark, self._theme.colour("amber.line"))
            painter.setClipRect(mark)
            painter.setPen(self._theme.colour("text.primary"))
            painter.drawText(words.origin, words.text)
            painter.restore()

    def _paint_foot(self, painter: QPainter, layout: RowLayout, state: RowState, selected: bool) -> None:
        theme = self._theme
        if state.priority in _PRIORITY_ICONS:
            icon, colour = _PRIORITY_ICONS[state.priority]
            theme.icons.paint(painter, layout.priority, icon, theme.colour(colour))
        for chip in layout.chips:
            self._paint_chip(painter, chip, selected)
        if layout.clock is not None:
            self._paint_chip(painter, layout.clock, selected)
        if layout.assignee is not None:
            self._paint_assignee(painter, layout.assignee, state.assignee)

    def _paint_chip(self, painter: QPainter, chip: PlacedChip, selected: bool) -> None:
        paint_chip(painter, chip.rect, self._theme, on_selected_row(chip.look) if selected else chip.look)

    def _paint_actions(self, painter: QPainter, layout: RowLayout, pointer: QPoint) -> None:
        theme = self._theme
        for action, target in layout.actions:
            if target.contains(pointer):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("bg.press"))
                painter.drawRoundedRect(target, 6, 6)
            side = theme.px(16)
            glyph = QRect(0, 0, side, side)
            glyph.moveCenter(target.center())
            theme.icons.paint(painter, glyph, _ACTION_ICONS[action], theme.colour("text.secondary"))

    def _paint_assignee(self, painter: QPainter, rect: QRect, initials: str) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("line.strong"))
        if not initials:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pill = rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        if initials:
            painter.setFont(theme.font(10, 600))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)
            return
        side = theme.px(12)
        glyph = QRect(0, 0, side, side)
        glyph.moveCenter(rect.center())
        theme.icons.paint(painter, glyph, "user-plus", theme.colour("text.secondary"))

    def _paint_frame(self, painter: QPainter, size: QRect, flags: QStyle.StateFlag) -> None:
        """Paint the hairline under the row, the selection's bar, and the focus ring of an unselected row."""
        theme = self._theme
        painter.fillRect(0, size.bottom(), size.width(), 1, theme.colour("line.hair"))
        if flags & QStyle.StateFlag.State_Selected:
            painter.fillRect(0, 0, 3, size.height(), theme.colour("accent.mark"))
        elif _is_focused(flags):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(size).adjusted(3, 3, -3, -4), 4, 4)


def _is_grey(flags: QStyle.StateFlag) -> bool:
    """Return True for a selected row of a list without focus: tertiary text would fall below 4.5 to 1 on its grey."""
    selected = flags & QStyle.StateFlag.State_Selected
    return bool(selected) and not flags & QStyle.StateFlag.State_Active


def _is_focused(flags: QStyle.StateFlag) -> bool:
    return bool(flags & QStyle.StateFlag.State_HasFocus)


def _paint_dot(painter: QPainter, rect: QRect, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(rect)
