"""A dashed row that proposes another identity as the customer's, with its reason, and asks for a yes or a no."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout

from desktop.customers import Suggestion
from desktop.model import IdentityId, LinkReason, Network
from ui.customers.section import ROW_INSET, FocusableRow, SmallLink
from ui.inbox import network_name
from ui.theme import Theme
from ui.widgets import ChannelMark, ElidedLabel

translate = QCoreApplication.translate

_ROW = 28


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """One suggestion: its handle with the shortest reason, and the whole reason."""

    id: IdentityId
    network: Network
    handle: str
    words: str
    reason: str


def present_suggestions(found: tuple[Suggestion, ...]) -> tuple[SuggestionLine, ...]:
    """Return what the rows show."""
    return tuple(_line(one) for one in found)


def _line(one: Suggestion) -> SuggestionLine:
    short, whole = {
        LinkReason.SAME_EMAIL: (
            translate("Suggestion", "same e-mail"),
            translate("Suggestion", "{detail} was given in a message."),
        ),
        LinkReason.SAME_LINK: (
            translate("Suggestion", "gave the link"),
            translate("Suggestion", "The link of the profile {detail} was given in a message."),
        ),
    }.get(
        one.reason,
        (
            translate("Suggestion", "same badge"),
            translate("Suggestion", "Both networks verified the handle {detail}."),
        ),
    )
    if one.same_picture:
        short = translate("Suggestion", "{sign}, same photo").replace("{sign}", short)
        whole += " " + translate("Suggestion", "Both have the same photo.")
    words = f"{_short(one.handle)}, {short}"
    return SuggestionLine(one.identity_id, one.network, one.handle, words, whole.replace("{detail}", one.detail))


def _short(handle: str) -> str:
    """Return a handle without its server, which the row has no room for: "@martas"."""
    name, _, _ = handle.removeprefix("@").partition("@")
    return f"@{name}" if handle.startswith("@") else name


class SuggestionRow(FocusableRow):
    """28 px, dashed."""

    agreed = Signal(int)
    refused = Signal(int)

    def __init__(self, theme: Theme, line: SuggestionLine) -> None:
        """Show `line`."""
        spoken = ", ".join((network_name(line.network), line.handle, line.reason))
        super().__init__(theme, f"suggestion_{int(line.id)}", spoken)
        self.setToolTip(f"{line.handle}\n{line.reason}")
        key = int(line.id)
        merge = SmallLink(theme, self.tr("Merge"), f"suggestion_merge_{key}")
        refuse = SmallLink(theme, self.tr("Not same"), f"suggestion_refuse_{key}")
        merge.setAccessibleName(self.tr("Merge {handle}").replace("{handle}", line.handle))
        refuse.setAccessibleName(self.tr("{handle} is not the same person").replace("{handle}", line.handle))
        merge.clicked.connect(lambda: self.agreed.emit(key))
        refuse.clicked.connect(lambda: self.refused.emit(key))
        row = QHBoxLayout(self)
        row.setContentsMargins(ROW_INSET, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ChannelMark(theme, line.network, 16))
        row.addSpacing(6)
        row.addWidget(ElidedLabel(theme, line.words, size=12), 1)
        row.addWidget(merge)
        row.addWidget(refuse)
        theme.changed.connect(self._restyle)
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed outline, and the focus over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_ROW))
