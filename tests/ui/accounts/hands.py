"""The hands of a person at the keyboard: they reach everything with Tab and say what they see."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Network
from ui.accounts import ConnectWizard
from ui.accounts.trial_page import TrialPage

Key = Qt.Key
_MOST_STOPS = 90


class Hands:
    """Types into whatever has the focus."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self.qtbot = qtbot
        self.window = window
        self.keys_alone = False
        """Whether fields are reached with Tab only; else as by a click, which is quicker."""

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            QTest.keyClick(self.focus, key)
            QApplication.processEvents()

    def tab_to(self, name: str) -> None:
        """Walk with Tab until the control of that object name has the focus."""
        for _ in range(_MOST_STOPS):
            if self.focus.objectName() == name:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {name}")

    def go_to(self, name: str) -> None:
        """Put the focus on a visible control as a click would."""
        control = self.see(QWidget, name)
        assert isinstance(control, QWidget)
        control.setFocus(Qt.FocusReason.MouseFocusReason)

    def write(self, name: str, text: str) -> None:
        """Go to a field and type over what stands in it."""
        if self.keys_alone:
            self.tab_to(name)
        else:
            self.go_to(name)
        field = self.focus
        assert isinstance(field, (QLineEdit, QPlainTextEdit))
        field.selectAll()
        QTest.keyClick(field, Key.Key_Delete)
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(field, Key.Key_Return)
            QTest.keyClicks(field, line)

    def see(self, kind: type[QObject], name: str) -> QObject:
        """Return the visible child of a name."""
        found = next(
            (
                child
                for child in self.window.findChildren(kind, name)
                if not isinstance(child, QWidget) or child.isVisible()
            ),
            None,
        )
        assert found is not None, f"{name} can't be seen"
        return found

    def words(self, name: str) -> str:
        """Return the words of a visible label or line, without the joints at which a long name may break."""
        return str(self.see(QWidget, name).property("text") or "").replace("\u200b", "")

    def click(self, name: str) -> None:
        """Click a visible button."""
        button = self.see(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled(), f"{name} can't be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()


class WizardHands(Hands):
    """At the wizard."""

    def __init__(self, qtbot: QtBot, wizard: ConnectWizard) -> None:
        super().__init__(qtbot, wizard)
        self.wizard = wizard

    def choose(self, network: Network) -> None:
        """Choose a network, with the keys alone by walking down from the first one, and go on to its sign-in."""
        if not self.keys_alone:
            self.click(f"networks_{network.value}")
        while self.focus.objectName() != f"networks_{network.value}":
            before = self.focus
            self.press(Key.Key_Down)
            assert self.focus is not before, f"{network.value} is not offered"
        self.press(Key.Key_Return)
        self.press(Key.Key_Return)

    def connect(self) -> None:
        """Go on from a test that found something to the end, with what is suggested."""
        self.click("continue")
        while self.step() not in {"role_page", "done_page"}:
            self.click("continue")
        self.click("continue")
        self.wait_for_step("done_page")

    def note(self, step: str) -> str:
        """Return what the test says of a step that lacks a permission."""
        return self.words(f"trial_note_{step}")

    def step(self) -> str:
        """Return the object name of the step that is shown."""
        return self.wizard.page.objectName()

    def wait_for_step(self, name: str) -> None:
        """Wait until a step is shown."""
        self.qtbot.waitUntil(lambda: self.step() == name, timeout=60_000)

    def wait_for_trial(self) -> None:
        """Wait until the test has come to its end."""
        self.wait_for_step("trial_page")
        self.qtbot.waitUntil(lambda: not self._trial().is_running, timeout=60_000)

    def fault(self) -> str:
        """Return the sentence of the fault that the test shows."""
        return self.words("trial_fault_line_words")

    def _trial(self) -> TrialPage:
        page = self.wizard.page
        assert isinstance(page, TrialPage)
        return page
