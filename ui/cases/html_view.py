"""A message as its sender formatted it: sanitised HTML in a dialog that never loads anything from outside."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Label


class _NoLoads(QTextBrowser):
    """Shows HTML without fetching a picture, a style sheet or a page."""

    def loadResource(self, kind: int, _url: QUrl | str) -> object:
        """Load nothing, whatever is asked for."""
        return b"" if kind == QTextDocument.ResourceType.StyleSheetResource.value else None


class HtmlView(QDialog):
    """Shows one message's sanitised HTML. Links are asked for, never followed here."""

    link_requested = Signal(str)

    def __init__(self, theme: Theme, subject: str, html: str, parent: QWidget | None = None) -> None:
        """`html` has been sanitised by the channel that brought it; remote pictures are left out here as well."""
        super().__init__(parent)
        self.setObjectName("html_view")
        self.setWindowTitle(subject or self.tr("Message as sent"))
        self.setAccessibleName(self.windowTitle())
        self.resize(theme.px(720), theme.px(560))
        self._browser = self._make_browser(theme, html)
        notice = Label(theme, self.tr("Pictures from the internet are not loaded."), size=12, colour="text.secondary")
        close = Button(theme, self.tr("Close"), object_name="html_view_close")
        close.clicked.connect(self.accept)
        footer = QHBoxLayout()
        footer.addWidget(notice, 1)
        footer.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self._browser, 1)
        layout.addLayout(footer)

    def _make_browser(self, theme: Theme, html: str) -> QTextBrowser:
        browser = _NoLoads(self)
        browser.setObjectName("html_view_text")
        browser.setAccessibleName(self.tr("Message"))
        browser.setOpenLinks(False)
        browser.setOpenExternalLinks(False)
        browser.setFont(theme.font(14))
        browser.setHtml(html)
        browser.anchorClicked.connect(self._on_browser_anchor_clicked)
        return browser

    def _on_browser_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            self.link_requested.emit(url.toString())
