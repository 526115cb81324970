"""Second step: what to have at hand before the sign-in, so that nobody gives up half-way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.model import Network
from ui.accounts.plan import Preparation
from ui.accounts.step_page import StepPage
from ui.inbox import network_name
from ui.theme import Theme
from ui.widgets import Button, Card, IconLine, Label


class PreparePage(StepPage):
    """A card of facts."""

    def __init__(
        self,
        theme: Theme,
        network: Network,
        preparations: Sequence[Preparation],
        copy: Callable[[str], None] | None = None,
    ) -> None:
        """`copy` puts a text on the clipboard."""
        super().__init__(theme, "prepare_page", "")
        self.rail_title = self.tr("Prepare")
        self._copy = copy or _to_clipboard
        title = self.tr("{network}: what you need").replace("{network}", network_name(network))
        self.set_head(title, self.tr("Have this at hand. It takes about two minutes."), network)
        card = Card(theme, object_name="preparations")
        for number, preparation in enumerate(preparations):
            card.add_row(self._row(preparation, number))
        self.body.addWidget(card)

    @property
    def rail_note(self) -> str:
        """What the step is about."""
        return self.tr("What to have at hand")

    def _row(self, preparation: Preparation, number: int) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(14, 10, 14, 10)
        across.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        head = IconLine(
            self.theme, preparation.icon, preparation.title, size=13, weight=600, colour="text.primary", icon_size=18
        )
        words.addWidget(head)
        text = Label(self.theme, preparation.text, size=12, colour="text.secondary", wrap=True)
        text.setIndent(self.theme.px(24))
        words.addWidget(text)
        across.addLayout(words, 1)
        if preparation.copy:
            button = Button(self.theme, self.tr("Copy"), icon="copy-simple", small=True, object_name=f"copy_{number}")
            button.setAccessibleName(self.tr("Copy {text}").replace("{text}", preparation.copy))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, text=preparation.copy: self._copy(text))
            across.addWidget(button)
        return row


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
