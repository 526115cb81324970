"""Settings: of which happenings this agent is told, when not, and how much a notice shows."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.session import Session
from ui.settings.fields import TimeField
from ui.settings.settings_page import SettingsPage
from ui.shell.notices import NoticeKind
from ui.shell.notices_choice import NoticeChoice, QuietHours, keep_notice_choice, notice_choice
from ui.theme import Theme
from ui.widgets import CheckBox, IconLine, Label

_DAY_MINUTES = 24 * 60


class NoticesPage(SettingsPage):
    """A switch for each kind, quiet hours, and what may be read on a locked screen."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "notices", "bell")
        self.set_head(
            self.tr("Notifications"),
            self.tr(
                "The bell keeps everything for seven days. Here you choose what is shown by the system too: never your "
                "own deeds, nor what you have before you."
            ),
        )
        self._session = session
        self._kept = notice_choice(session.store)
        self._kinds = {
            kind: CheckBox(theme, *self._words(kind), object_name=f"notice_{kind.value}") for kind in NoticeKind
        }
        self._direct = CheckBox(
            theme,
            self.tr("Show the text of direct messages"),
            self.tr("Whoever sees your screen can read it then."),
            object_name="notice_direct_text",
        )
        self._outside = CheckBox(
            theme,
            self.tr("Also outside opening hours"),
            self.tr("Otherwise only surges and expired sign-ins are shown while the desk is closed."),
            object_name="notice_outside_hours",
        )
        self._quiet = CheckBox(
            theme,
            self.tr("Quiet hours"),
            self.tr("Between these times only a surge is shown."),
            object_name="notice_quiet",
        )
        self._from = TimeField(theme, self.tr("Quiet from"), "notice_quiet_from")
        self._to = TimeField(theme, self.tr("Quiet until"), "notice_quiet_to")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="notice_fault")
        self._lay_out()
        self._show(self._kept)
        self._connect()

    @property
    def chosen(self) -> NoticeChoice:
        """What stands on the page."""
        start, end = _minutes(self._from.text()), _minutes(self._to.text())
        readable = start is not None and end is not None
        quiet = QuietHours(start or 0, end or 0) if self._quiet.isChecked() and readable else None
        off = frozenset(kind for kind, box in self._kinds.items() if not box.isChecked())
        return NoticeChoice(off, self._direct.isChecked(), self._outside.isChecked(), quiet)

    @property
    def is_changed(self) -> bool:
        """Whether something else is chosen than was kept."""
        return self.chosen != self._kept or (self._quiet.isChecked() and self.chosen.quiet is None)

    def check(self) -> bool:
        """Refuse quiet hours that can't be read."""
        good = not self._quiet.isChecked() or self.chosen.quiet is not None
        self._fault.setVisible(not good)
        if not good:
            self._from.setFocus()
        return good

    def keep(self) -> None:
        """Keep the choice."""
        keep_notice_choice(self._session.store, self.chosen, self._session.clock())
        self._kept = self.chosen

    def _words(self, kind: NoticeKind) -> tuple[str, str]:
        return {
            NoticeKind.ASSIGNED: (self.tr("A case is given to you"), ""),
            NoticeKind.MENTION: (self.tr("A colleague mentions you in a note"), ""),
            NoticeKind.MESSAGE: (self.tr("A customer writes in one of your open cases"), ""),
            NoticeKind.REMINDER: (self.tr("A follow-up of yours is due"), ""),
            NoticeKind.VIP: (
                self.tr("A VIP writes and nobody has the case"),
                self.tr("Customers or cases with the tag VIP."),
            ),
            NoticeKind.AT_RISK: (
                self.tr("One of your answers is due in a quarter of an hour"),
                self.tr("Once a case."),
            ),
            NoticeKind.BREACHED: (self.tr("One of your answers is overdue"), self.tr("Once a case.")),
            NoticeKind.ESCALATED: (self.tr("A case is escalated to you"), self.tr("By the steps in Response times.")),
            NoticeKind.NOT_SENT: (self.tr("A reply of yours was not sent"), ""),
            NoticeKind.SIGN_IN: (self.tr("A sign-in expired"), ""),
            NoticeKind.CRISIS: (self.tr("Unusually many messages come in"), ""),
        }[kind]

    def _lay_out(self) -> None:
        self.body.addWidget(self.heading(self.tr("Show")))
        kinds = QVBoxLayout()
        kinds.setSpacing(4)
        for box in self._kinds.values():
            kinds.addWidget(box)
        self.body.addLayout(kinds)
        self.body.addWidget(self.heading(self.tr("When")))
        self.body.addWidget(self._outside)
        self.body.addWidget(self._quiet)
        times, row = QWidget(), QHBoxLayout()
        times.setLayout(row)
        row.setContentsMargins(28, 0, 0, 0)
        row.setSpacing(8)
        for words, field in ((self.tr("from"), self._from), (self.tr("until"), self._to)):
            row.addWidget(Label(self.theme, words, size=12, colour="text.secondary"))
            row.addWidget(field)
        row.addStretch(1)
        self._times = times
        self.body.addWidget(times)
        self._fault.say(self.tr("Write both times, such as 20:00 and 08:00."))
        self._fault.hide()
        self.body.addWidget(self._fault)
        self.body.addWidget(self.heading(self.tr("What is shown")))
        self.body.addWidget(self._direct)

    def _show(self, choice: NoticeChoice) -> None:
        for kind, box in self._kinds.items():
            box.setChecked(kind not in choice.off)
        self._direct.setChecked(choice.shows_direct_text)
        self._outside.setChecked(choice.tells_outside_hours)
        self._quiet.setChecked(choice.quiet is not None)
        quiet = choice.quiet or QuietHours()
        self._from.setText(_written(quiet.start))
        self._to.setText(_written(quiet.end))
        self._times.setEnabled(choice.quiet is not None)

    def _connect(self) -> None:
        for box in (*self._kinds.values(), self._direct, self._outside, self._quiet):
            box.toggled.connect(lambda _: self.edited.emit())
        self._quiet.toggled.connect(self._times.setEnabled)
        for field in (self._from, self._to):
            field.textEdited.connect(lambda _: self._on_time_edited())

    def _on_time_edited(self) -> None:
        self._fault.hide()
        self.edited.emit()


def _written(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(text: str) -> int | None:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total < _DAY_MINUTES else None
