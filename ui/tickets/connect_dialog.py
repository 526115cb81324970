"""Connecting a ticket system: its kind, what that asks for, a test that names the failed step, and its rules."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.model import Account, Network
from desktop.model.channel import CheckStep
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import DEFAULT_EFFECTS, CaseEffect, SystemKind, TicketState, TicketSystem
from desktop.tickets import FormField, clean_address, faults_of_form, traits_of_kind, try_system
from desktop.tickets.states import MAPPED, NamedTwice, shown_states, typed_states
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.bridge.background import Errand
from ui.session import Session
from ui.theme import Theme
from ui.tickets.keeping import SystemKeeper
from ui.tickets.words import fault_words, field_name, reason_words, state_name, step_words
from ui.widgets import ComboField, Field, IconLine, Label, SecretField

_WIDTH, _HEIGHT = 560, 660
_ASKED: tuple[FormField, ...] = (
    FormField.NAME,
    FormField.ADDRESS,
    FormField.USER,
    FormField.PLACE,
    FormField.KEY_FIELD,
    FormField.ISSUE_TYPE,
)
_RULED = (TicketState.SOLVED, TicketState.REJECTED, TicketState.WAITING, TicketState.OPEN, TicketState.GONE)


class ConnectSystemDialog(QDialog):
    """Connects a system, or changes one that is connected (its kind stays)."""

    def __init__(
        self, session: Session, theme: Theme, system: TicketSystem | None = None, parent: QWidget | None = None
    ) -> None:
        """`system` None: a new one."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._system = system
        self._errand: Errand | None = None
        self._keeper = SystemKeeper(session, self)
        self.setObjectName("connect_system")
        self.setWindowTitle(
            self.tr("Change {name}").replace("{name}", system.name) if system else self.tr("Connect a ticket system")
        )
        self._make_fields()
        self._steps = [IconLine(theme, "circle-dashed", object_name=f"step_{number}") for number in range(3)]
        self._footer = Footer(theme, self)
        self._cancel = self._footer.add(self.tr("Cancel"), "connect_system_cancel")
        self._test = self._footer.add(self.tr("Test"), "connect_system_test")
        self._save = self._footer.add(
            self.tr("Connect") if system is None else self.tr("Save"), "connect_system_save", primary=True
        )
        self._lay_out()
        self._connect()
        self._fill()
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        (self._fields[FormField.ADDRESS] if system is None else self._fields[FormField.NAME]).focus()

    @property
    def steps(self) -> tuple[str, ...]:
        """What is said of the steps that were tried."""
        return tuple(line.text for line in self._steps if not line.isHidden())

    def _make_fields(self) -> None:
        theme = self._theme
        self._kind = ComboField(theme, self.tr("Kind"), object_name="system_kind")
        self._fields: dict[FormField, Field] = {
            one: Field(theme, field_name(one), object_name=f"system_{one.value}") for one in _ASKED
        }
        self._fields[FormField.TOKEN] = SecretField(theme, field_name(FormField.TOKEN), object_name="system_token")
        self._mailbox = ComboField(theme, field_name(FormField.MAILBOX), object_name="system_mailbox")
        self._effects = {
            state: ComboField(theme, state_name(state), object_name=f"effect_{state.value}") for state in _RULED
        }
        choices = [
            (CaseEffect.NOTE.value, self.tr("Note it only")),
            (CaseEffect.REOPEN.value, self.tr("Reopen the conversation")),
            (CaseEffect.SOLVE.value, self.tr("Solve the conversation")),
        ]
        self._states = {
            state: Field(theme, state_name(state), object_name=f"own_state_{state.value}") for state in MAPPED
        }
        for state, words in shown_states(self._system.own_states if self._system is not None else {}).items():
            self._states[state].set_text(words)
        kept = self._system.effects if self._system is not None else DEFAULT_EFFECTS
        for state, field in self._effects.items():
            field.box.set_choices(choices, kept.get(state, CaseEffect.NOTE).value)

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setContentsMargins(20, 16, 20, 12)
        form.setSpacing(10)
        form.addWidget(self._kind)
        for one in FormField:
            form.addWidget(self._mailbox if one is FormField.MAILBOX else self._fields[one])
        self._rules = QWidget()
        rules = QGridLayout(self._rules)
        rules.setContentsMargins(0, 0, 0, 0)
        rules.setHorizontalSpacing(12)
        rules.addWidget(Label(self._theme, self.tr("When a ticket becomes"), weight=600), 0, 0, 1, 2)
        for number, field in enumerate(self._effects.values()):
            rules.addWidget(field, 1 + number // 2, number % 2)
        form.addWidget(self._rules)
        form.addWidget(self._names_of_states())
        tried = QVBoxLayout()  # outside of what scrolls: the step that failed is to be seen
        tried.setContentsMargins(20, 0, 20, 8)
        tried.setSpacing(4)
        for line in self._steps:
            line.hide()
            tried.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        form.addStretch(1)
        content = QWidget()
        content.setLayout(form)
        column.addWidget(scrolled(content), 1)
        column.addLayout(tried)
        column.addWidget(self._footer)

    def _names_of_states(self) -> QWidget:
        """Return the form for state names of a system's own, and which of them are not understood so far."""
        self._own_states = QWidget()
        column = QVBoxLayout(self._own_states)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(self._theme, self.tr("Names of its own for states"), weight=600))
        hint = self.tr("Usual names are known. Write others under what they amount to, separated by commas.")
        column.addWidget(Label(self._theme, hint, size=12, colour="text.secondary", wrap=True))
        unknown = self._session.store.ticket_systems.unknown_states(self._system.id) if self._system is not None else ()
        if unknown:
            words = self.tr("Not understood so far: {names}").replace("{names}", ", ".join(unknown))
            column.addWidget(IconLine(self._theme, "question", words, object_name="unknown_states"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for number, field in enumerate(self._states.values()):
            grid.addWidget(field, number // 2, number % 2)
        column.addLayout(grid)
        return self._own_states

    def _typed_states(self) -> dict[str, TicketState] | None:
        """Return what the names amount to; None after saying which one stands in two places."""
        for field in self._states.values():
            field.set_fault("")
        try:
            typed = typed_states({state: field.text for state, field in self._states.items()})
        except NamedTwice as twice:
            words = self.tr("“{name}” stands under “{state}” already.").replace("{name}", twice.name)
            wrong = next(
                field
                for state, field in self._states.items()
                if state is not twice.state and twice.name.casefold() in field.text.casefold()
            )
            wrong.set_fault(words.replace("{state}", state_name(twice.state)))
            wrong.focus()
            return None
        before = self._system.own_states if self._system is not None else {}
        return {**{name: state for name, state in before.items() if state not in MAPPED}, **typed}

    def _connect(self) -> None:
        self._kind.box.currentIndexChanged.connect(lambda _: self._show_kind())
        self._cancel.clicked.connect(self.reject)
        self._test.clicked.connect(lambda: self._try(then_keep=False))
        self._save.clicked.connect(lambda: self._try(then_keep=True))
        self._keeper.kept.connect(self.accept)
        self._keeper.failed.connect(self._on_keeper_failed)
        self.finished.connect(lambda _: self._errand.forget() if self._errand is not None else None)

    def _fill(self) -> None:
        system = self._system
        kinds = [(kind.value, traits_of_kind(kind).name) for kind in SystemKind]
        self._kind.box.set_choices(kinds, system.kind.value if system is not None else SystemKind.RT.value)
        self._kind.setEnabled(system is None)
        mailboxes = [one for one in self._session.store.accounts.all() if one.network is Network.EMAIL]
        self._mailbox.box.set_choices([(one.uid, _mailbox_name(one)) for one in mailboxes])
        if system is not None:
            values = {FormField.NAME: system.name, FormField.ADDRESS: system.address, FormField.PLACE: system.place}
            for field, shown in self._fields.items():
                shown.set_text(values.get(field, system.settings.get(field.value, "")))
            self._mailbox.box.choose(system.settings.get(FormField.MAILBOX.value))
            self._fields[FormField.TOKEN].set_hint(self.tr("Empty: the token stays as it is."))
        self._show_kind()

    @property
    def _chosen(self) -> SystemKind:
        return SystemKind(str(self._kind.box.current))

    def _show_kind(self) -> None:
        traits = traits_of_kind(self._chosen)
        for field, shown in self._fields.items():
            shown.setVisible(field is FormField.NAME or field in traits.asks)
            shown.set_fault("")
        self._fields[FormField.NAME].edit.setPlaceholderText(traits.short)
        self._fields[FormField.ADDRESS].edit.setPlaceholderText(traits.example)
        self._fields[FormField.PLACE].edit.setPlaceholderText(traits.place_example)
        self._fields[FormField.KEY_FIELD].set_hint(_key_hint(self._chosen))
        self._fields[FormField.USER].set_hint(self.tr("Empty for a personal access token."))
        self._mailbox.setVisible(FormField.MAILBOX in traits.asks)
        self._rules.setVisible(traits.is_followed)
        self._own_states.setVisible(traits.is_followed)
        self._test.setVisible(traits.is_followed)
        for line in self._steps:
            line.hide()

    def _values(self) -> dict[FormField, str]:
        values: dict[FormField, str] = {field: shown.text.strip() for field, shown in self._fields.items()}
        values[FormField.MAILBOX] = str(self._mailbox.box.current or "")
        return values

    def _check(self) -> TicketSystem | None:
        """Return the system as it is filled in; None after saying what is wrong with it."""
        values, kind = self._values(), self._chosen
        faults = faults_of_form(kind, values)
        if self._system is not None:
            faults.pop(FormField.TOKEN, None)
        for field, shown in self._fields.items():
            shown.set_fault(fault_words(faults[field]) if field in faults else "")
        if FormField.MAILBOX in faults:
            self._footer.set_hint(self.tr("Connect a mailbox first."), icon="warning-circle", colour="red.text")
        if faults:
            first = next(
                (self._fields[field] for field in FormField if field in faults and field in self._fields), None
            )
            if first is not None:
                first.focus()
            return None
        states = self._typed_states()
        return self._made(kind, values, states) if states is not None else None

    def _made(self, kind: SystemKind, values: dict[FormField, str], states: dict[str, TicketState]) -> TicketSystem:
        traits = traits_of_kind(kind)
        asked = (FormField.USER, FormField.KEY_FIELD, FormField.ISSUE_TYPE, FormField.MAILBOX)
        settings = {field.value: values[field] for field in asked if field in traits.asks and values[field]}
        if kind is SystemKind.JIRA:
            settings["edition"] = "cloud" if values[FormField.USER] else "data_center"
        kept = self._system
        return TicketSystem(
            id=kept.id if kept is not None else TicketSystemId(0),
            uid=kept.uid if kept is not None else "",
            kind=kind,
            name=values[FormField.NAME] or traits.short,
            address=clean_address(values[FormField.ADDRESS]) if FormField.ADDRESS in traits.asks else "",
            place=values[FormField.PLACE],
            settings=settings,
            effects={state: CaseEffect(str(field.box.current)) for state, field in self._effects.items()},
            own_states=states,
        )

    def _try(self, *, then_keep: bool) -> None:
        system = self._check()
        if system is None:
            return
        self._set_busy(True)
        token = self._fields[FormField.TOKEN].text.strip()
        session = self._session

        async def trial() -> tuple[CheckStep, ...]:
            secret = token or (session.vault.get(system.secret_name) or "" if system.uid else "")
            return await try_system(system, secret, session.clock)

        self._errand = Errand(trial, self)
        self._errand.finished.connect(lambda steps: self._on_tried(system, token, steps, then_keep=then_keep))
        self._errand.failed.connect(lambda _: self._on_keeper_failed("vault_unavailable"))
        self._errand.start()

    def _on_tried(self, system: TicketSystem, token: str, steps: tuple[CheckStep, ...], *, then_keep: bool) -> None:
        self._set_busy(False)
        name = traits_of_kind(system.kind).name
        for line in self._steps:
            line.hide()
        for line, step in zip(self._steps, steps, strict=False):
            words = step_words(step.step)
            if step.passed:
                line.say(words, icon="check-circle", colour="green.text")
            else:
                line.say(f"{words}: {reason_words(step.reason, name)}", icon="warning-circle", colour="red.text")
                line.announce()
            line.show()
        if all(step.passed for step in steps):
            self._footer.set_hint(self.tr("The connection works.") if steps else "", icon="check-circle")
            if then_keep:
                self._keeper.keep(system, token)

    def _set_busy(self, busy: bool) -> None:
        self._test.setEnabled(not busy)
        self._save.setEnabled(not busy)
        self._footer.set_hint(self.tr("Testing the connection…") if busy else "")

    def _on_keeper_failed(self, reason: str) -> None:
        self._set_busy(False)
        words = reason_words(reason, traits_of_kind(self._chosen).name)
        self._footer.set_hint(words, icon="warning-circle", colour="red.text")


def _mailbox_name(account: Account) -> str:
    return account.handle or account.name


def _key_hint(kind: SystemKind) -> str:
    from PySide6.QtCore import QCoreApplication

    if kind is SystemKind.REDMINE:
        return QCoreApplication.translate("Tickets", "Number of a custom field. Empty: the key stands in the subject.")
    return QCoreApplication.translate("Tickets", "Name of a custom field. Empty: the key stands in the subject.")
