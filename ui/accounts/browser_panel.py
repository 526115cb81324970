"""The sign-in in the browser inside the wizard: waiting for the answer, the address to copy, an answer to paste."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.browser_sign_in import BrowserAddress, BrowserAttempt, Opening, SignInDeclined
from ui.accounts.browser_words import declined_sentence
from ui.bridge.background import Errand
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Field, IconLine

if TYPE_CHECKING:
    from desktop.accounts.browser_sign_in import Tokens


class BrowserPanel(QWidget):
    """One attempt at a time; its outcome is told by `signed_in`."""

    signed_in = Signal(object)
    """What the attempt's `finish` returned."""
    changed = Signal()
    """Waiting or not."""

    def __init__(self, theme: Theme, open_link: Callable[[str], None]) -> None:
        """`open_link` shows an address in the system's browser."""
        super().__init__()
        self._open_link = open_link
        self._attempt: BrowserAttempt[Any] | None = None
        self._errand: Errand | None = None
        self._address = BrowserAddress("")
        self.setObjectName("browser_panel")
        self._line = IconLine(theme, "arrow-square-out", object_name="browser_line")
        self._again = self._button(theme, self.tr("Open the browser again"), "open_again")
        self._copy = self._button(theme, self.tr("Copy the address"), "copy_address")
        self._by_code = self._button(theme, self.tr("Show a code instead"), "show_code")
        self._cancel = self._button(theme, self.tr("Stop waiting"), "stop_browser")
        self._usual_label = self.tr("If the browser can't come back here, paste the address it ended on")
        self._paste = Field(theme, self._usual_label, object_name="pasted_answer")
        self._use = self._button(theme, self.tr("Use it"), "use_answer")
        self._paste.add_beside(self._use)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self._again, self._copy, self._cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(self._buttons)
        column.addWidget(self._by_code, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._paste)
        column.addStretch(1)
        self._again.clicked.connect(lambda: self._open_link(self._address.url))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._address.url))
        self._by_code.clicked.connect(self._on_by_code_clicked)
        self._cancel.clicked.connect(self.stop)
        self._paste.entered.connect(self._on_answer_entered)
        self._use.clicked.connect(self._on_answer_entered)
        self._say("")

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self._errand is not None

    def begin(self, opening: Opening, finish: Callable[[Tokens], Awaitable[object]], *, paste_label: str = "") -> None:
        """Open the provider's page in the browser and wait for its answer; both run in a thread of their own.

        `paste_label` asks for the address where the browser never comes back by itself.
        """
        self.stop()
        errand = Errand(lambda: attempt.run(), self)  # noqa: PLW0108 - the attempt is made with the errand's ear
        attempt = BrowserAttempt(opening, finish, tell=errand.report)
        errand.reported.connect(self._on_errand_reported)
        errand.finished.connect(self._on_errand_finished)
        errand.failed.connect(self._on_errand_failed)
        self._attempt, self._errand, self._address = attempt, errand, BrowserAddress("")
        self._paste.set_label(paste_label or self._usual_label)
        self._paste.set_text("")
        self._paste.set_fault("")
        self._say(self.tr("Waiting for your answer in the browser…"))
        errand.start()

    def stop(self) -> None:
        """Wait no longer."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = self._attempt = None
        self._say("")

    def _on_errand_reported(self, address: BrowserAddress) -> None:
        self._address = address
        self._open_link(address.url)
        self._by_code.setVisible(bool(address.code_url))

    def _on_errand_finished(self, result: object) -> None:
        self._errand = self._attempt = None
        self._say(self.tr("Signed in in the browser."), icon="check-circle", colour="green.text")
        self.signed_in.emit(result)

    def _on_errand_failed(self, error: Exception) -> None:
        self._errand = self._attempt = None
        reason = error.reason if isinstance(error, SignInDeclined) else "unexpected"
        self._say(declined_sentence(reason), icon="warning-circle", colour="red.text")
        self._line.announce()

    def _on_by_code_clicked(self) -> None:
        """Go on in any browser: its last page shows a code."""
        self._open_link(self._address.code_url)
        self._paste.set_label(self.tr("Paste the code that the page shows"))
        self._paste.focus()

    def _on_answer_entered(self) -> None:
        text = self._paste.text.strip()
        is_code = bool(self._address.code_url) and bool(text) and not any(letter.isspace() for letter in text)
        if not is_code and "code=" not in text and "error=" not in text:
            self._paste.set_fault(self.tr("This is not the address that the browser ended on: it holds “code=”."))
        elif self._attempt is not None:
            self._attempt.paste(text)

    def _say(self, text: str, *, icon: str = "arrow-square-out", colour: str = "text.secondary") -> None:
        self._line.say(text, icon=icon, colour=colour)
        self._line.setVisible(bool(text))
        self._buttons.setVisible(self.is_waiting)
        self._by_code.setVisible(self.is_waiting and bool(self._address.code_url))
        self._paste.setVisible(self.is_waiting)
        self.changed.emit()

    @staticmethod
    def _button(theme: Theme, text: str, object_name: str) -> Button:
        button = Button(theme, text, kind=ButtonKind.PLAIN, small=True, object_name=object_name)
        button.setAutoDefault(False)
        return button
