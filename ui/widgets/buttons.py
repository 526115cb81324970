"""The three kinds of push button and the icon button: height, icon colour, name, tooltip and shortcut hint."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.theme import Theme
from ui.widgets.focus_ring import FocusRing

_HEIGHT = 28
_ICON = 16
_ICON_SPACE = 2


class ButtonKind(StrEnum):
    """How much a button asks for attention. The value is the dynamic property that the style sheet reads."""

    PLAIN = "plain"  # outlined
    PRIMARY = "primary"  # filled with the accent, one per pane
    QUIET = "quiet"  # no outline until hovered
    LINK = "link"  # text only, in the accent colour


_ICON_COLOURS = {
    ButtonKind.PLAIN: "text.primary",
    ButtonKind.PRIMARY: "text.on.accent",
    ButtonKind.QUIET: "text.secondary",
    ButtonKind.LINK: "accent.text",
}


def tooltip_of(name: str, shortcut: str) -> str:
    """Return the tooltip of a control: its name and, where it has one, its shortcut as the system writes it."""
    if not shortcut:
        return name
    return f"{name} ({QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)})"


def is_plain_return(event: QKeyEvent) -> bool:
    """True for Return or Enter without another key."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def themed_icon(
    theme: Theme, name: str, colour: str, size: int = _ICON, space: int = 0, *, disabled: bool = True
) -> QIcon:
    """Return an icon in a token's colour, by default with a disabled state in `text.disabled`.

    `size`, and `space` that is left empty at the icon's right, are in pixels at 100 %.
    """
    icon = QIcon()
    modes = ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, "text.disabled"))
    for mode, token in modes if disabled else modes[:1]:
        for ratio in (1.0, 2.0):
            glyph = theme.icons.pixmap(name, theme.px(size), theme.colour(token), ratio)
            icon.addPixmap(_widened(glyph, theme.px(space), ratio), mode)
    return icon


def _widened(glyph: QPixmap, space: int, ratio: float) -> QPixmap:
    if not space:
        return glyph
    wide = QPixmap(glyph.width() + round(space * ratio), glyph.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, glyph)
    painter.end()
    return wide


class Button(QPushButton):
    """A push button with words. 28 px high at 100 %; the style sheet paints it by its `kind`."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        icon: str = "",
        object_name: str = "",
        shortcut: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`icon` is a Phosphor name; `shortcut` is only shown in the tooltip; `small` writes 12 px, not 13."""
        super().__init__(text, parent)
        self._theme = theme
        self._icon_name = icon
        self._kind = kind
        self._size = 12 if small else 13
        self._words = text
        self._icon_only = False
        self._shortcut = shortcut
        self.setProperty("kind", kind.value)
        self.setObjectName(object_name)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind is ButtonKind.LINK else Qt.CursorShape.ArrowCursor)
        if shortcut:
            self.setToolTip(tooltip_of(text, shortcut))
        self._ring = FocusRing(theme, self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return press a button that has the focus, as Space does."""
        if is_plain_return(event):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon's disabled state when it is needed: most buttons never are disabled."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            self.setIcon(self._make_icon())

    def setText(self, text: str) -> None:
        """Change the words and the accessible name together."""
        self._words = text
        super().setText("" if self._icon_only else text)
        self.setAccessibleName(text)

    def set_icon_only(self, icon_only: bool) -> None:
        """Leave the words to the tooltip where there is no room for them."""
        self._icon_only = icon_only
        self.setToolTip(tooltip_of(self._words, self._shortcut) if icon_only or self._shortcut else "")
        self.setText(self._words)
        self._restyle()

    def set_icon_name(self, name: str) -> None:
        """Show another icon, "" for none."""
        self._icon_name = name
        self._restyle()

    def set_kind(self, kind: ButtonKind) -> None:
        """Change how the button is painted."""
        self._kind = kind
        self.setProperty("kind", kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))
        self.setFont(self._theme.font(self._size, 400 if self._kind is ButtonKind.QUIET else 500))
        self.setIconSize(QSize(self._theme.px(_ICON + self._icon_space), self._theme.px(_ICON)))
        self.setIcon(self._make_icon())
        self.updateGeometry()

    def _make_icon(self) -> QIcon:
        if not self._icon_name:
            return QIcon()
        return themed_icon(
            self._theme,
            self._icon_name,
            _ICON_COLOURS[self._kind],
            _ICON,
            self._icon_space,
            disabled=not self.isEnabled(),
        )

    @property
    def _icon_space(self) -> int:
        return 0 if self._icon_only else _ICON_SPACE


class IconButton(QToolButton):
    """A 28 px square button with an icon only. Its tooltip is its accessible name and adds the shortcut."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        object_name: str = "",
        shortcut: str = "",
        colour: str = "text.secondary",
        size: int = _HEIGHT,
        icon_size: int = _ICON,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader says; `colour` is the icon's token; `size` and `icon_size` are at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._colour = colour
        self._size = size
        self._icon_size = icon_size
        self._shortcut = shortcut
        self.setProperty("kind", "icon")
        self.setObjectName(object_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.set_name(name)
        self._ring = FocusRing(theme, self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_name(self, name: str) -> None:
        """Change the accessible name and the tooltip together."""
        self.setAccessibleName(name)
        self.setToolTip(tooltip_of(name, self._shortcut))

    def set_icon_name(self, icon: str, colour: str | None = None) -> None:
        """Show another icon, in another token's colour if `colour` is given."""
        self._icon_name = icon
        self._colour = colour or self._colour
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon's disabled state when it is needed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            self.setIcon(self._make_icon())

    def _make_icon(self) -> QIcon:
        return themed_icon(self._theme, self._icon_name, self._colour, self._icon_size, disabled=not self.isEnabled())

    def _restyle(self) -> None:
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        length = self._theme.px(self._icon_size)
        self.setIconSize(QSize(length, length))
        self.setIcon(self._make_icon())
