"""Settings: what profiles and the site say of the hours, ready to be copied, and a code to print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from desktop.accounts.profile_text import (
    LIMITS,
    PROFILE_LANGUAGES,
    ProfileFacts,
    ProfilePlace,
    ProfileWords,
)
from desktop.accounts.qr_code import (
    LARGEST_MM,
    SMALLEST_MM,
    AddressUnfit,
    Correction,
    PrintedCode,
    printed_code,
)
from desktop.accounts.site_snippet import site_snippet
from desktop.guardrails import OpeningHours
from desktop.system.resources import resource_path
from ui.inbox import network_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.settings.words import address_sentence, language_title, place_network, site_title
from ui.theme import Theme
from ui.widgets import Button, CheckBox, ComboField, Field, IconLine, Label, Segmented

_REPLY_MINUTES = 60
_COPIED_MS = 4_000
_TEXT_HEIGHT, _CODE, _USUAL_MM = 110, 132, 40
_FAINT = 0.4


class CodePicture(QWidget):
    """A code as it will be printed; nothing while there is none."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing."""
        super().__init__()
        self._theme = theme
        self._code: PrintedCode | None = None
        self.setObjectName("code_picture")
        self.setFixedSize(theme.px(_CODE), theme.px(_CODE))
        self.show_code(None)

    def show_code(self, code: PrintedCode | None) -> None:
        """Show a code."""
        self._code = code
        name = (
            self.tr("Code that leads to {address}").replace("{address}", code.address) if code else self.tr("No code")
        )
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pattern: dark on white in every theme, as telephones want it."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour("line.hair"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        rows = self._code.rows() if self._code is not None else ()
        side = (self.width() - 2) // max(1, len(rows))
        inset = (self.width() - side * len(rows)) // 2
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(inset + x * side, inset + y * side, side, side, Qt.GlobalColor.black)
        painter.end()


class ProfilePage(SettingsPage):
    """Choose where and in which language; what is shown fits there."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Make the texts when the page is first seen."""
        super().__init__(theme, "profile", "megaphone-simple")
        self.set_head(
            self.tr("Tell your hours"),
            self.tr("Text for your profiles and your site, from the hours as they are kept. Copy it there."),
        )
        self._session = session
        self._words: ProfileWords | None = None
        self._code: PrintedCode | None = None
        self._place = ComboField(theme, self.tr("Where"), object_name="profile_place")
        self._place.box.set_choices([(place, _place_words(place)) for place in LIMITS], ProfilePlace.X)
        choices = [(code, language_title(code)) for code in PROFILE_LANGUAGES]
        self._language = Segmented(theme, self.tr("Language"), choices, object_name="profile_language")
        self._language.choose(PROFILE_LANGUAGES[0])
        self._name = Field(theme, self.tr("Company"), object_name="profile_name")
        self._says_languages = CheckBox(
            theme, self.tr("Name the languages you answer in"), object_name="says_languages"
        )
        self._says_reply = CheckBox(theme, self.tr("Name the response time, 1 hour"), object_name="says_reply")
        self._says_languages.setChecked(True)
        self._says_reply.setChecked(True)
        self._text = QPlainTextEdit()
        self._text.setObjectName("profile_text")
        self._text.setAccessibleName(self.tr("Text"))
        self._text.setProperty("kind", "field")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(theme.font(13))
        self._text.setFixedHeight(theme.px(_TEXT_HEIGHT))
        self._length = IconLine(theme, "check-circle", object_name="profile_length")
        self._copy = Button(theme, self.tr("Copy text"), icon="copy-simple", object_name="copy_profile")
        self._address = Field(
            theme,
            self.tr("Address for the code"),
            placeholder="https://aurora.example/help",
            object_name="code_address",
        )
        self._size = QSpinBox()
        self._correction = ComboField(theme, self.tr("Error correction"), object_name="code_correction")
        self._picture = CodePicture(theme)
        self._code_note = IconLine(theme, "info", object_name="code_note")
        self._svg = Button(theme, self.tr("Save SVG…"), small=True, object_name="save_svg")
        self._png = Button(theme, self.tr("Save PNG…"), small=True, object_name="save_png")
        self._forget_copied = QTimer(self)
        self._forget_copied.setSingleShot(True)
        self._forget_copied.setInterval(_COPIED_MS)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the texts of the hours as they are now."""
        super().showEvent(event)
        if self._words is None:
            self._words = ProfileWords.load(resource_path("hours", "profile"))
            accounts = self._session.store.accounts.all()
            self._name.set_text(accounts[0].name if accounts else "")
        self._show_text()
        self._show_code()

    def save_code(self, path: Path) -> bool:
        """Write the code to a file, SVG or PNG by its ending; say so, or why not."""
        if self._code is None:
            return False
        content = self._code.svg() if path.suffix.lower() == ".svg" else self._code.png()
        try:
            path.write_bytes(content)
        except OSError as error:
            words = self.tr("Not saved: {reason}. Choose another folder.")
            reason = (error.strerror or str(error)).rstrip(".")
            self._say_of_code(words.replace("{reason}", reason), "red.text", "warning-circle")
            return False
        words = self.tr("Saved {name}, {size} mm wide.").replace("{name}", path.name)
        self._say_of_code(words.replace("{size}", str(self._code.millimetres)), "green.text", "check-circle")
        return True

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._size.setObjectName("code_size")
        self._size.setAccessibleName(self.tr("Size in millimetres"))
        self._size.setProperty("kind", "field")
        self._size.setFont(self.theme.font(13))
        self._size.setRange(SMALLEST_MM, LARGEST_MM)
        self._size.setSuffix(self.tr(" mm"))
        self._size.setValue(_USUAL_MM)
        levels = {
            Correction.LOW: self.tr("Low, 7 %"),
            Correction.MEDIUM: self.tr("Medium, 15 %"),
            Correction.QUARTILE: self.tr("High, 25 %"),
            Correction.HIGH: self.tr("Highest, 30 %"),
        }
        self._correction.box.set_choices(list(levels.items()), Correction.MEDIUM)
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self._place, 1)
        where.addWidget(self._name, 1)
        copy = QHBoxLayout()
        copy.addWidget(self._length, 1, Qt.AlignmentFlag.AlignVCenter)
        copy.addWidget(self._copy)
        self.body.addLayout(where)
        self.body.addWidget(self._language)
        boxes = QVBoxLayout()
        boxes.setSpacing(2)
        boxes.addWidget(self._says_languages)
        boxes.addWidget(self._says_reply)
        self.body.addLayout(boxes)
        self.body.addWidget(self._text)
        self.body.addLayout(copy)
        self.body.addSpacing(6)
        self.body.addWidget(self.heading(self.tr("Code to print")))
        self.body.addLayout(self._code_row())

    def _code_row(self) -> QHBoxLayout:
        size = QVBoxLayout()
        size.setSpacing(4)
        size.addWidget(Label(self.theme, self.tr("Size"), size=12, colour="text.secondary"))
        size.addWidget(self._size)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addLayout(size)
        choices.addWidget(self._correction, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._svg, self._png):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._address)
        column.addLayout(choices)
        column.addWidget(self._code_note)
        column.addLayout(buttons)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return row

    def _connect(self) -> None:
        self._copy.setAutoDefault(False)
        self._place.box.currentIndexChanged.connect(lambda _: self._show_text())
        self._language.chosen.connect(lambda _: self._show_text())
        self._name.edited.connect(lambda _: self._show_text())
        for box in (self._says_languages, self._says_reply):
            box.toggled.connect(lambda _: self._show_text())
        self._copy.clicked.connect(self._on_copy_clicked)
        self._forget_copied.timeout.connect(lambda: self._copy.setText(self.tr("Copy text")))
        self._address.edited.connect(lambda _: self._on_address_edited())
        self._size.valueChanged.connect(lambda _: self._show_code())
        self._correction.box.currentIndexChanged.connect(lambda _: self._show_code())
        self._svg.clicked.connect(lambda: self._ask_and_save("svg"))
        self._png.clicked.connect(lambda: self._ask_and_save("png"))

    # --- the text ---------------------------------------------------------------------------------------------

    def _facts(self, place: ProfilePlace) -> ProfileFacts:
        return ProfileFacts(
            self._hours_of(place),
            self._name.text,
            PROFILE_LANGUAGES if self._says_languages.isChecked() else (),
            _REPLY_MINUTES if self._says_reply.isChecked() else None,
            self._code.address if self._code is not None else "",
        )

    def _hours_of(self, place: ProfilePlace) -> OpeningHours:
        network = place_network(place)
        accounts = [one for one in self._session.store.accounts.all() if one.network is network]
        return self._session.hours.of(accounts[0] if accounts else None)

    def _show_text(self) -> None:
        if self._words is None:
            return
        place, language = ProfilePlace(str(self._place.box.current)), str(self._language.current)
        facts = self._facts(place)
        if place is ProfilePlace.WEBSITE:
            today = self._session.local_now().date()
            self._text.setPlainText(site_snippet(self._words, language, facts, today))
            self._length.say(
                self.tr("HTML with the same for search engines (schema.org)."), icon="info", colour="text.secondary"
            )
            return
        made = self._words.text(place, language, facts)
        self._text.setPlainText(made.text)
        words = (
            self.tr("{n} of {limit} characters").replace("{n}", str(made.length)).replace("{limit}", str(made.limit))
        )
        if made.label:
            words = f"{self.tr('Field “{name}”').replace('{name}', made.label)}, {words}"
        if made.fits:
            self._length.say(words, icon="check-circle", colour="green.text")
        else:
            note = self.tr("Shorten the week: even the hours alone do not fit.")
            self._length.say(f"{words}. {note}", icon="warning-circle", colour="red.text")

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))
        self._length.announce()
        self._forget_copied.start()

    # --- the code ---------------------------------------------------------------------------------------------

    def _on_address_edited(self) -> None:
        self._show_code()
        self._show_text()

    def _show_code(self) -> None:
        self._code = None
        correction = self._correction.box.current
        level = correction if isinstance(correction, Correction) else Correction.MEDIUM
        try:
            self._code = printed_code(self._address.text, self._size.value(), level)
        except AddressUnfit as error:
            self._say_of_code(address_sentence(error.reason), "text.secondary", "info")
        else:
            self._say_size(self._code)
        self._picture.show_code(self._code)
        for button in (self._svg, self._png):
            button.setEnabled(self._code is not None)

    def _say_size(self, code: PrintedCode) -> None:
        if code.module_mm < _FAINT:
            words = self.tr(
                "A dot is {n} mm wide: too fine for many telephones. Print it larger, or shorten the address."
            )
            self._say_of_code(words.replace("{n}", f"{code.module_mm:.2f}"), "amber.text", "warning-circle")
        else:
            words = self.tr("{n} mm wide with its margin, a dot {dot} mm.").replace("{n}", str(code.millimetres))
            self._say_of_code(words.replace("{dot}", f"{code.module_mm:.2f}"), "text.secondary", "info")

    def _say_of_code(self, words: str, colour: str, icon: str) -> None:
        self._code_note.say(words, icon=icon, colour=colour)

    def _ask_and_save(self, kind: str) -> None:
        title = self.tr("Save the code")
        path, _ = QFileDialog.getSaveFileName(self, title, f"sportello.{kind}", f"{kind.upper()} (*.{kind})")
        if path:
            chosen = Path(path)
            self.save_code(chosen if chosen.suffix.lower() == f".{kind}" else chosen.with_name(f"{chosen.name}.{kind}"))


def _place_words(place: ProfilePlace) -> str:
    network = place_network(place)
    name = network_name(network) if network is not None else site_title()
    limit = LIMITS[place]
    return f"{name}, {limit}" if limit else name
