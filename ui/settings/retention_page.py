"""Settings: how long conversations are kept, by network and kind, and what would go by that."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.model import Network
from desktop.model.messages import ThreadKind
from desktop.store import Outlived, StoreError, open_store
from ui.bridge.aside import Aside
from ui.customers.wording import figure
from ui.inbox import network_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.widgets import Button, ComboField, IconLine

_Place = tuple[str, str]
_DAYS = (2, 30, 90, 180, 365, 730, 1_095, 1_825, 3_650)


class RetentionPage(SettingsPage):
    """One choice a network and kind. Nothing is deleted by the page: the engine does it, an hour after at most."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the rules that hold."""
        super().__init__(theme, "retention", "eraser")
        self.set_head(
            self.tr("How long to keep"),
            self.tr(
                "Conversations whose newest message is older are deleted here for good, with their notes and files. "
                "On the networks they stay. What still waits for an answer, is assigned and open, snoozed or has a "
                "draft stays until that is done."
            ),
        )
        self._session = session
        self._kept = dict(session.store.retention.rules())
        self._choices: dict[_Place, ComboField] = {}
        self._aside = Aside(self)
        self._turn = 0
        self._preview = Button(theme, self.tr("See what would go"), icon="eraser", object_name="retention_preview")
        self._said = IconLine(theme, "info", object_name="retention_said")
        self._said.hide()
        self.body.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._said)
        for place in self._places():
            self._add_choice(place)
        self._preview.clicked.connect(self.look)

    @property
    def rules(self) -> dict[_Place, int]:
        """The days by network and kind as chosen; what is kept for good is left out."""
        chosen = {place: int(str(field.box.current or 0)) for place, field in self._choices.items()}
        hidden = {place: days for place, days in self._kept.items() if place not in chosen}
        return hidden | {place: days for place, days in chosen.items() if days}

    @property
    def is_changed(self) -> bool:
        """Whether a rule differs from what holds."""
        return self.rules != self._kept

    def keep(self) -> None:
        """Keep the rules and a line in the journal. Raises StoreError."""
        session = self._session
        session.store.retention.set_rules(self.rules, actor=session.agent.name, at=session.clock())
        self._kept = dict(session.store.retention.rules())

    def look(self) -> None:
        """Count in the background what would go by what is chosen."""
        self._turn += 1
        turn, rules, session = self._turn, self.rules, self._session
        now = session.clock()
        self._say(self.tr("Counting…"))

        def count() -> tuple[Outlived, ...] | None:
            try:
                with open_store(session.profile, session.key) as store:
                    return store.retention.outlived(rules, now)
            except StoreError:
                return None

        self._aside.run(count, lambda found: self._on_counted(turn, found))

    def wait(self) -> None:
        """Wait for what runs in the background."""
        self._aside.wait()

    def _places(self) -> list[_Place]:
        networks = dict.fromkeys(account.network for account in self._session.store.accounts.all())
        networks.update(dict.fromkeys(Network(one) for one, _ in self._kept))
        return [(network.value, kind.value) for network in networks for kind in _kinds(network)]

    def _add_choice(self, place: _Place) -> None:
        network, kind = place
        field = ComboField(self.theme, self._place_name(place), object_name=f"retention_{network}_{kind}")
        days = self._kept.get(place, 0)
        offered = sorted({*_DAYS, *([days] if days else [])})
        choices = [(0, self.tr("For good")), *((one, self._span(one)) for one in offered)]
        field.box.set_choices(choices, days)
        field.box.currentIndexChanged.connect(lambda _: self._on_choice_changed())
        self._choices[place] = field
        self.body.addWidget(field)

    def _place_name(self, place: _Place) -> str:
        network = network_name(Network(place[0]))
        if place[1] == ThreadKind.EMAIL.value:
            return network
        kind = self.tr("in public") if place[1] == ThreadKind.PUBLIC.value else self.tr("direct messages")
        return f"{network}, {kind}"

    def _span(self, days: int) -> str:
        years, rest = divmod(days, 365)
        if years and not rest:
            return self.tr("1 year") if years == 1 else self.tr("{count} years").replace("{count}", str(years))
        return self.tr("{count} days").replace("{count}", figure(days))

    def _on_choice_changed(self) -> None:
        self._turn += 1
        self._said.hide()
        self.edited.emit()

    def _on_counted(self, turn: int, found: tuple[Outlived, ...] | None) -> None:
        if turn != self._turn:
            return
        if found is None:
            self._say(self.tr("The store did not answer. Try again in a moment."))
            return
        going = [one for one in found if one.conversations]
        if not going:
            self._say(self.tr("Nothing would go now."))
            return
        words = self.tr("{place}: conversations {cases}, messages {messages}")
        lines = [
            words.replace("{place}", self._place_name((one.network, one.kind)))
            .replace("{cases}", figure(one.conversations))
            .replace("{messages}", figure(one.messages))
            for one in going
        ]
        self._say(self.tr("This would go now, and it can't be undone:") + "\n" + "\n".join(lines))

    def _say(self, words: str) -> None:
        self._said.say(words)
        self._said.show()


def _kinds(network: Network) -> tuple[ThreadKind, ...]:
    if network is Network.EMAIL:
        return (ThreadKind.EMAIL,)
    return (ThreadKind.PUBLIC,) if network is Network.LISTENING else (ThreadKind.PUBLIC, ThreadKind.DIRECT)
