"""The step that asks what the company uses the account for, what it is called, and how far the first pull reaches."""

from __future__ import annotations

from desktop.accounts.candidate import Candidate
from desktop.model import Account, AccountRole, Network
from ui.accounts.step_page import StepPage
from ui.accounts.words import role_name, role_note
from ui.theme import Theme
from ui.widgets import ComboField, Field, IconLine, Option, OptionList

_FIRST_DAYS = (7, 30, 90, 365)
_USUAL_DAYS = 30
_LONGEST_NAME = 80


class RolePage(StepPage):
    """Role, name and first days."""

    def __init__(self, theme: Theme, network: Network, *, asks_first_days: bool) -> None:
        """Suggest the role that answers."""
        super().__init__(theme, "role_page", "")
        self.rail_title = self.tr("Role and name")
        self._network = network
        self._busy = False
        self._can_answer = True
        self.set_head(self.tr("What is the account for?"), "", network)
        self._known = IconLine(theme, "info", object_name="known_account")
        self._roles = OptionList(theme, self.tr("Role"), object_name="roles")
        self._roles.chosen.connect(lambda _: self.changed.emit())
        hint = self.tr("Customers see it as the sender of your mail.") if network is Network.EMAIL else ""
        self._name = Field(theme, self.tr("Name"), hint=hint, object_name="account_name")
        self._days = self._make_days(theme)
        self._fault = IconLine(theme, "warning-circle-fill", colour="red.text", object_name="keep_fault")
        self._fault.hide()
        self.body.addWidget(self._known)
        self.body.addWidget(self._roles)
        self.body.addWidget(self._name)
        self.body.addWidget(self._days)
        self._days.setVisible(asks_first_days)
        self.body.addWidget(self._fault)
        self._asks_first_days = asks_first_days

    def show_candidate(self, candidate: Candidate, known: Account | None) -> None:
        """Fill in what the trial found; `known` is the account if it is connected already."""
        can_answer = self._can_answer = candidate.can_answer
        options = [
            Option(role, role_name(role), role_note(role), enabled=can_answer or role is AccountRole.MONITORED)
            for role in AccountRole
        ]
        suggested = AccountRole.CARE if can_answer else AccountRole.MONITORED
        self._roles.set_options(options, known.role if known is not None and can_answer else suggested)
        self._name.set_text(known.name if known is not None else candidate.name)
        self._known.setVisible(known is not None)
        if known is not None:
            words = self.tr("{handle} is connected already. Its sign-in is renewed, its conversations stay.")
            self._known.say(words.replace("{handle}", known.handle))
        self._show_fault("")

    @property
    def role(self) -> AccountRole:
        """The chosen role."""
        chosen = self._roles.current
        return chosen if isinstance(chosen, AccountRole) else AccountRole.MONITORED

    @property
    def account_name(self) -> str:
        """The name as typed, without white space around it."""
        return " ".join(self._name.text.split())

    @property
    def first_days(self) -> int | None:
        """How many days the first pull reaches back, None where the network decides."""
        chosen = self._days.box.current
        return chosen if self._asks_first_days and isinstance(chosen, int) else None

    def set_busy(self, busy: bool) -> None:
        """Take no input while the account is being kept."""
        self._busy = busy
        for widget in (self._roles, self._name, self._days):
            widget.setEnabled(not busy)
        self.changed.emit()

    def show_keep_fault(self, sentence: str) -> None:
        """Say why the account could not be kept."""
        self._show_fault(sentence)

    @property
    def rail_note(self) -> str:
        """What the step decides."""
        return self.tr("Who answers with it")

    @property
    def may_continue(self) -> bool:
        """Not while the account is being kept."""
        return not self._busy

    @property
    def continue_words(self) -> str:
        """Say what happens."""
        return self.tr("Connecting…") if self._busy else self.tr("Connect")

    @property
    def hint(self) -> str:
        """Why something takes long, or can't be chosen."""
        if self._busy:
            return self.tr("The system may ask you to let Sportello keep the sign-in.")
        if self._network is Network.LISTENING:
            return self.tr("What is heard on the web is answered in the browser.")
        return "" if self._can_answer else self.tr("This sign-in may only read, so the account can only listen.")

    def enter(self) -> None:
        """Begin with the role."""
        self._roles.focus()

    def leave(self, *, forward: bool) -> bool:
        """Take no empty name."""
        if not forward:
            return not self._busy
        name = self.account_name
        if not name:
            self._name.set_fault(self.tr("Give the account a name, such as “Aurora Energia care”."))
        elif len(name) > _LONGEST_NAME:
            self._name.set_fault(self.tr("This name is too long. 80 characters are enough."))
        if self._name.fault:
            self._name.focus()
            return False
        return True

    def _make_days(self, theme: Theme) -> ComboField:
        field = ComboField(theme, self.tr("Bring in at first"), object_name="first_days")
        words = self.tr("The mail of the last {count} days")
        field.box.set_choices([(days, words.replace("{count}", str(days))) for days in _FIRST_DAYS], _USUAL_DAYS)
        return field

    def _show_fault(self, sentence: str) -> None:
        self._fault.setVisible(bool(sentence))
        if sentence:
            self._fault.say(sentence)
            self._fault.announce()
