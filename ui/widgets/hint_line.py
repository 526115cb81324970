"""What is said below a control: what belongs into it or, while something is wrong, the fault in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.icon_line import IconLine


class HintLine(IconLine):
    """A control's hint and fault, which are its accessible description too. Hidden while there is neither."""

    def __init__(self, theme: Theme, control: QWidget, hint: str = "", *, object_name: str = "") -> None:
        """Say the hint, "" for none."""
        super().__init__(theme, "info", hint, object_name=object_name)
        self._control = control
        self._hint = hint
        self.setProperty("fault", False)
        control.setAccessibleDescription(hint)
        if not hint:
            self.hide()  # never shown here: it has no window to be in yet

    @property
    def fault(self) -> str:
        """The fault that is shown, "" for none."""
        return self.text if self.property("fault") else ""

    def set_hint(self, hint: str) -> None:
        """Change what is said while nothing is wrong."""
        self._hint = hint
        if not self.fault:
            self.set_fault("")

    def set_fault(self, fault: str) -> None:
        """Say what is wrong, aloud too; "" for nothing: then the hint is back."""
        self.setProperty("fault", bool(fault))
        if fault:
            self.say(fault, icon="warning-circle", colour="red.text")
            self.announce()
        else:
            self.say(self._hint, icon="info", colour="text.secondary")
        self.setVisible(bool(fault or self._hint))
        self._control.setAccessibleDescription(fault or self._hint)
