"""The floor of a start: a PySide6 window with a label, painted. Prints the moment, then leaves or waits for its end."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class PaintedLabel(QLabel):
    """A label that says when it was painted first."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        if "--stay" not in sys.argv:
            os._exit(0)


def main() -> None:
    """Show the window."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1440, 900)
    window.setCentralWidget(PaintedLabel("Sportello"))
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
