"""Settings: who works at this desk, by name and initials, and who leads: whom a case can be given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.accounts.team_book import TeamFault, faults_of_colleague
from desktop.model import initials_of, made_uid
from desktop.model.agents import Colleague
from ui.session import Session
from ui.settings.entry_bench import EntryBench, EntryForm
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, Field, IconLine


class TeamPage(SettingsPage):
    """A list of colleagues with the form of the chosen one. Changes wait for Save."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show who is known."""
        super().__init__(theme, "team", "users-three")
        self.set_head(
            self.tr("Team"),
            self.tr(
                "Whom a conversation can be given to. Who has conversations already is taken over; who leads is told "
                "by the steps of Response times."
            ),
        )
        self._session = session
        self._kept = session.team.all()
        self._bench: EntryBench[Colleague] = EntryBench(
            theme,
            self.tr("Team"),
            "team",
            ColleagueForm(theme),
            self._words,
            lambda: Colleague(made_uid(), "", ""),
            self.tr("Add a colleague"),
            self.tr("The colleague was deleted; they keep their conversations."),
        )
        self.body.addWidget(self._bench)
        self._bench.set_entries(self._kept)
        self._bench.edited.connect(self.edited)

    @property
    def is_changed(self) -> bool:
        """Whether anybody else stands in the list than was kept."""
        return self._bench.entries != self._kept

    def check(self) -> bool:
        """Go to the first colleague who can't be kept."""
        for one in self._bench.entries:
            if faults_of_colleague(one, self._bench.entries):
                self._bench.show_entry(one.uid)
                self._bench.form.begin()
                return False
        return True

    def keep(self) -> None:
        """Keep the list; the ladder follows who leads."""
        self._session.team.keep(self._bench.entries, actor=self._session.agent.name)
        self._session.clocks.forget()
        self._kept = self._bench.entries

    def _words(self, one: Colleague) -> tuple[str, str]:
        title = one.name or one.initials or self.tr("New colleague")
        note = self.tr("{initials}, leads") if one.is_leader else "{initials}"
        return title, note.replace("{initials}", one.initials or "…")


class ColleagueForm(EntryForm):
    """Edits a colleague. Initials follow from the name until somebody writes others."""

    def __init__(self, theme: Theme) -> None:
        """Begin with nobody."""
        super().__init__()
        self.setObjectName("colleague_form")
        self._one = Colleague("", "", "")
        self._name = Field(theme, self.tr("Name"), object_name="colleague_name", placeholder="Laura Bianchi")
        self._initials = Field(theme, self.tr("Initials"), object_name="colleague_initials", placeholder="LB")
        self._leads = CheckBox(theme, self.tr("Leads the team"), object_name="colleague_leads")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="colleague_fault")
        self._delete = Button(
            theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, small=True, object_name="colleague_delete"
        )
        self._delete.setAutoDefault(False)
        fields, last = QHBoxLayout(), QHBoxLayout()
        fields.setSpacing(10)
        fields.addWidget(self._name, 2)
        fields.addWidget(self._initials, 1)
        last.addWidget(self._leads)
        last.addWidget(self._fault, 1)
        last.addStretch(0)
        last.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(fields)
        column.addLayout(last)
        self._name.edited.connect(lambda _: self._on_name_edited())
        self._initials.edited.connect(lambda _: self._tell())
        self._leads.clicked.connect(lambda _: self._tell())
        self._delete.clicked.connect(self.delete_requested)

    def show_entry(self, entry: object, entries: Sequence[object]) -> None:
        """Show a colleague; what is wrong stands below."""
        assert isinstance(entry, Colleague)
        if entry.uid != self._one.uid or entry.initials != self._typed():
            self._initials.set_text(entry.initials)
        if entry.uid != self._one.uid or entry.name != self._name.text.strip():
            self._name.set_text(entry.name)
        self._leads.setChecked(entry.is_leader)
        self._one = entry
        faults = faults_of_colleague(entry, [one for one in entries if isinstance(one, Colleague)])
        self._fault.say(" ".join(self._sentence(fault) for fault in faults))
        self._fault.setVisible(bool(faults))

    def begin(self) -> None:
        """Put the keyboard into the name, or into the initials that are wrong."""
        (self._initials if self._one.name else self._name).focus()

    def _sentence(self, fault: TeamFault) -> str:
        return {
            TeamFault.NO_INITIALS: self.tr("Write the initials: conversations are given by them."),
            TeamFault.TOO_LONG: self.tr("Initials have at most four letters."),
            TeamFault.DOUBLE: self.tr("Somebody else has these initials. Change one of them."),
        }[fault]

    def _typed(self) -> str:
        return self._initials.text.strip().upper()

    def _on_name_edited(self) -> None:
        usual = initials_of(self._one.name) if self._one.name else ""
        name = self._name.text.strip()
        if name and self._typed() in ("", usual):
            self._initials.set_text(initials_of(name))
        self._tell()

    def _tell(self) -> None:
        self._one = replace(
            self._one, name=self._name.text.strip(), initials=self._typed(), is_leader=self._leads.isChecked()
        )
        self.edited.emit(self._one)
