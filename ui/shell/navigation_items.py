"""The lines of the navigation as they are painted: a view, an account, the agent; wide, or narrow in the rail."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.shell.account_presenter import AccountState
from ui.theme import Theme
from ui.widgets import paint_avatar, paint_channel_badge, paint_line

ITEM_HEIGHT = 28
RAIL_ITEM_HEIGHT = 34
AGENT_HEIGHT = 52
_LEFT, _TEXT_LEFT, _RIGHT = 8, 34, 8
_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class NavigationItem(QAbstractButton):
    """A line with hover, selection and a focus ring inside its edge. Subclasses paint what is in it."""

    def __init__(self, theme: Theme, object_name: str, parent: QWidget | None = None) -> None:
        """Start wide."""
        super().__init__(parent)
        self._theme = theme
        self._rail = False
        self.setObjectName(object_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_rail(self, rail: bool) -> None:
        """Paint an icon only, or the whole line."""
        self._rail = rail
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height at 100 % scaled with the text; the width is given."""
        return QSize(self._theme.px(36), self._theme.px(RAIL_ITEM_HEIGHT if self._rail else ITEM_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the content, and the focus ring over both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self.paint_content(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def paint_content(self, painter: QPainter) -> None:
        """Paint what stands on the line."""

    def paint_icon(self, painter: QPainter, icon: str, colour: str) -> None:
        """Paint a 16 px icon: at the line's left, or in the middle of the rail."""
        side = self._theme.px(16)
        place = QRect(self._theme.px(_LEFT), (self.height() - side) // 2, side, side)
        if self._rail:
            place.moveCenter(self.rect().center())
        self._theme.icons.paint(painter, place, icon, self._theme.colour(colour))

    def paint_label(self, painter: QPainter, text: str, size: int, weight: int, right: int) -> None:
        """Paint the label up to `right` pixels, elided if need be."""
        left = self._theme.px(_TEXT_LEFT)
        place = QRect(left, 0, max(0, right - left), self.height())
        paint_line(painter, self._theme, place, text, size, "text.primary", weight=weight)

    def _paint_ground(self, painter: QPainter) -> None:
        token = "accent.tint.strong" if self.isChecked() else "bg.press" if self.underMouse() or self.isDown() else ""
        if self.property("taking"):
            painter.setPen(QPen(self._theme.colour("accent.mark"), 2))
            painter.setBrush(self._theme.colour("accent.tint"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 6, 6)
            return
        if not token:
            return
        outlined = self._theme.high_contrast
        painter.setPen(self._theme.colour("line.strong") if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(token))
        edge = 0.5 if outlined else 0
        painter.drawRoundedRect(self.rect().toRectF().adjusted(edge, edge, -edge, -edge), 6, 6)


class ViewItem(NavigationItem):
    """A view of the inbox, or Settings: icon, label, count."""

    def __init__(self, theme: Theme, icon: str, label: str, object_name: str, *, checkable: bool = True) -> None:
        """`icon` is a Phosphor name; its filled form shows the selection."""
        super().__init__(theme, object_name)
        self._icon = icon
        self._label = label
        self._count_text = ""
        self._count_colour = "text.tertiary"
        self.badged = False
        self.setCheckable(checkable)
        self.setAccessibleName(label)
        self.setToolTip(label)

    def set_count(self, text: str, colour: str = "text.tertiary") -> None:
        """Show a count ("" for none); a colour other than tertiary also makes it bold."""
        if (text, colour) != (self._count_text, self._count_colour):
            self._count_text, self._count_colour = text, colour
            self.update()

    @property
    def count_text(self) -> str:
        """The count as it is shown."""
        return self._count_text

    def paint_content(self, painter: QPainter) -> None:
        """Paint icon, label and count, or icon and badge in the rail."""
        chosen = self.isChecked()
        icon = f"{self._icon}-fill" if chosen else self._icon
        self.paint_icon(painter, icon, "accent.text" if chosen else "text.secondary")
        if self._rail:
            self._paint_badge(painter)
            return
        right = self.width() - self._theme.px(_RIGHT)
        if self._count_text:
            right = self._paint_count(painter, right, chosen=chosen)
        self.paint_label(painter, self._label, 13, 600 if chosen else 400, right)

    def _paint_count(self, painter: QPainter, right: int, *, chosen: bool) -> int:
        colour = "accent.text" if chosen and self._count_colour == "text.tertiary" else self._count_colour
        weight = 400 if colour == "text.tertiary" else 600
        length = self._theme.metrics(13, weight).horizontalAdvance(self._count_text)
        painter.setFont(self._theme.font(13, weight))
        painter.setPen(self._theme.colour(colour))
        painter.drawText(QRect(right - length, 0, length, self.height()), _VCENTRE, self._count_text)
        return right - length - self._theme.px(6)

    def _paint_badge(self, painter: QPainter) -> None:
        text = self._count_text.split(" ", 1)[0]
        if text and self.badged:
            paint_rail_badge(painter, self._theme, self.width(), text, "bg.press", "text.primary", "")


class AccountItem(NavigationItem):
    """A connected account: channel mark, handle, state as word and glyph."""

    def __init__(self, theme: Theme, state: AccountState) -> None:
        """Show `state`."""
        super().__init__(theme, f"account_{state.account_id}")
        self._state = state
        self.set_state(state)

    @property
    def state(self) -> AccountState:
        """What is shown."""
        return self._state

    def set_state(self, state: AccountState) -> None:
        """Show how the account is doing now."""
        self._state = state
        self.setAccessibleName(state.spoken)
        self.setToolTip(state.handle)
        self.update()

    def paint_content(self, painter: QPainter) -> None:
        """Paint mark, handle, word and glyph."""
        theme, state = self._theme, self._state
        side = theme.px(16)
        paint_channel_badge(
            painter, QRect(theme.px(_LEFT), (self.height() - side) // 2, side, side), theme, state.network, None
        )
        glyph_side = theme.px(14)
        right = self.width() - theme.px(_RIGHT)
        glyph = QRect(right - glyph_side, (self.height() - glyph_side) // 2, glyph_side, glyph_side)
        theme.icons.paint(painter, glyph, state.icon, theme.colour(state.colour))
        right = glyph.left() - theme.px(4)
        if state.word:
            length = theme.metrics(12).horizontalAdvance(state.word)
            painter.setFont(theme.font(12))
            painter.setPen(theme.colour(state.colour))
            painter.drawText(QRect(right - length, 0, length, self.height()), _VCENTRE, state.word)
            right -= length + theme.px(6)
        self.paint_label(painter, state.label, 12, 400, right)


class ChannelsItem(NavigationItem):
    """The rail's one button for all accounts; a mark tells that one of them needs a look."""

    def __init__(self, theme: Theme, label: str) -> None:
        """`label` is its accessible name and tooltip."""
        super().__init__(theme, "rail_channels")
        self.warns = False
        self.setAccessibleName(label)
        self.setToolTip(label)

    def paint_content(self, painter: QPainter) -> None:
        """Paint the icon and the mark."""
        self.paint_icon(painter, "broadcast", "text.secondary")
        if self.warns:
            paint_rail_badge(painter, self._theme, self.width(), "!", "amber.tint", "amber.text", "amber.line")


class AgentItem(NavigationItem):
    """The agent at this window: avatar, name, and how replies are signed."""

    def __init__(self, theme: Theme) -> None:
        """Show nobody until `set_person`."""
        super().__init__(theme, "agent")
        self._name = ""
        self._initials = "?"
        self._line = ""

    def set_person(self, name: str, initials: str, line: str) -> None:
        """Show a name and the line under it."""
        self._name, self._initials, self._line = name, initials, line
        self.setAccessibleName(f"{name}, {line}" if line else name)
        self.setToolTip(f"{name}\n{line}" if line else name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the block's height."""
        return QSize(self._theme.px(36), self._theme.px(44))

    def paint_content(self, painter: QPainter) -> None:
        """Paint avatar, two lines and the caret."""
        theme = self._theme
        side = min(theme.px(28), self.width()) if self._rail else theme.px(28)
        avatar = QRect(theme.px(_LEFT), (self.height() - side) // 2, side, side)
        if self._rail:
            avatar.moveCenter(self.rect().center())
        paint_avatar(painter, avatar, theme, self._name, self._initials)
        if self._rail:
            return
        left, middle = theme.px(46), self.height() // 2
        caret_side = theme.px(14)
        right = self.width() - theme.px(_RIGHT) - caret_side
        caret = QRect(right, middle - caret_side // 2, caret_side, caret_side)
        theme.icons.paint(painter, caret, "caret-up", theme.colour("text.secondary"))
        line = theme.px(16)
        upper = QRect(left, middle - line - 1, right - left - 4, line)
        lower = QRect(left, middle + 1, right - left - 4, line)
        paint_line(painter, theme, upper, self._name, 12, "text.primary", weight=600)
        paint_line(painter, theme, lower, self._line, 11, "text.tertiary")


def paint_rail_badge(
    painter: QPainter, theme: Theme, width: int, text: str, ground: str, colour: str, outline: str
) -> None:
    """Paint a small pill at the top right of a rail item `width` pixels wide."""
    height = theme.px(14)
    length = max(theme.metrics(10, 600).horizontalAdvance(text) + theme.px(7), height + 1)
    pill = QRect(width - length, 0, length, height)
    painter.setPen(theme.colour(outline) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(pill.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setFont(theme.font(10, 600))
    painter.setPen(theme.colour(colour))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
