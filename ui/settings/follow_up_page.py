"""Settings: on which account customers are asked how it went, how long after Solved, and who hears of a low mark."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from desktop.follow_up import AccountRule, keep_rules, rules_of
from desktop.model import MessageClass, Network
from ui.inbox.clock_words import class_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.widgets import ComboField, IconLine

_CLASSES = tuple(one for one in MessageClass if one not in (MessageClass.NOISE, MessageClass.ABUSE))
_DAYS = (0, 1, 2, 3, 5, 7, 14, 30)
_PERIODS = (7, 14, 30, 60, 90, 180, 365)
_META = (Network.FACEBOOK, Network.INSTAGRAM)
_COLUMNS = 2


class FollowUpPage(SettingsPage):
    """Choose an account, then days for each kind of case. Off until something is chosen; changes wait for Save."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "follow_up", "smiley")
        self.set_head(
            self.tr("Asking afterwards"),
            self.tr(
                "Some days after a case is solved its customer is asked for a mark from 1 to 5, in private, in their "
                "language, while the desk is open. Nobody is asked until you choose it here."
            ),
        )
        self._session = session
        self._kept = self._rules = rules_of(session.store)
        self._accounts = {one.uid: one for one in session.store.accounts.all() if one.network is not Network.LISTENING}
        self._account = ComboField(theme, self.tr("On the account"), object_name="follow_up_account")
        self._limits = IconLine(theme, "info", object_name="follow_up_limits")
        self._days = {
            one: ComboField(theme, _capital(class_name(one)), object_name=f"follow_up_{one.value}") for one in _CLASSES
        }
        self._channels = ComboField(
            theme, self.tr("Which channel they would rather use"), object_name="follow_up_channels"
        )
        self._period = ComboField(theme, self.tr("Ask nobody twice within"), object_name="follow_up_period")
        self._low = ComboField(theme, self.tr("Reopen the case for marks of"), object_name="follow_up_low")
        self._leader = ComboField(theme, self.tr("Give it to"), object_name="follow_up_leader")
        self._lay_out()
        self._fill()
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether anything else is chosen than was kept."""
        return self._rules.to_dict() != self._kept.to_dict()

    def keep(self) -> None:
        """Keep the rules."""
        keep_rules(self._session.store, self._rules, at=self._session.clock(), actor=self._session.agent.name)
        self._kept = self._rules

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body.addWidget(self._account)
        self.body.addWidget(self._limits)
        self.body.addWidget(self.heading(self.tr("How long after Solved they are asked how it went")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for place, field in enumerate(self._days.values()):
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        self.body.addLayout(grid)
        self.body.addWidget(self.heading(self.tr("Two questions about channels, at most once a year")))
        self.body.addWidget(self._channels)
        self.body.addWidget(self.heading(self.tr("On every account")))
        for widget in (self._period, self._low, self._leader):
            self.body.addWidget(widget)

    def _fill(self) -> None:
        names = [(uid, one.handle or one.name) for uid, one in self._accounts.items()]
        self._account.box.set_choices(names, names[0][0] if names else None)
        periods = sorted({*_PERIODS, self._kept.period})
        self._period.box.set_choices([(one, self._day_count(one)) for one in periods], self._kept.period)
        lows = [
            (0, self.tr("None: never reopen")),
            (1, self.tr("1")),
            (2, self.tr("1 or 2")),
            (3, self.tr("1 to 3")),
            (4, self.tr("1 to 4")),
        ]
        self._low.box.set_choices(lows, self._kept.low)
        team = {one.initials: one.name for one in self._session.team.offered()}
        kept = {self._kept.leader: team.get(self._kept.leader, self._kept.leader)} if self._kept.leader else {}
        offered = {"": self.tr("The team leader of Response times"), **team, **kept}
        self._leader.box.set_choices(list(offered.items()), self._kept.leader)
        self._show_account()

    def _connect(self) -> None:
        self._account.box.currentIndexChanged.connect(lambda _: self._show_account())
        for field in (*self._days.values(), self._channels, self._period, self._low):
            field.box.currentIndexChanged.connect(lambda _: self._on_edited())
        self._leader.box.activated.connect(lambda _: self._on_edited())

    # --- acting -----------------------------------------------------------------------------------------------

    def _show_account(self) -> None:
        account = self._accounts.get(str(self._account.box.current))
        rule = self._rules.of(account.uid) if account is not None else AccountRule()
        for one, field in self._days.items():
            self._offer(field, rule.after(one.value))
        self._offer(self._channels, rule.channels)
        for field in (*self._days.values(), self._channels):
            field.setEnabled(account is not None)
        self._limits.say(self._limit_words(account.network if account is not None else None))

    def _offer(self, field: ComboField, days: int | None) -> None:
        offered = sorted({*_DAYS, *((days,) if days is not None else ())})
        words = [(one, self._day_count(one) if one else self.tr("An hour after")) for one in offered]
        field.box.set_choices([(None, self.tr("Not asked")), *words], days)
        if days is None:
            field.box.setCurrentIndex(0)

    def _on_edited(self) -> None:
        account = self._accounts.get(str(self._account.box.current))
        rules = replace(
            self._rules,
            period=_number(self._period.box.current, self._rules.period),
            low=_number(self._low.box.current, self._rules.low),
            leader=str(self._leader.box.current or ""),
        )
        if account is not None:
            chosen = ((one, field.box.current) for one, field in self._days.items())
            days = tuple((one, day) for one, day in chosen if isinstance(day, int))
            channels = self._channels.box.current
            rule = AccountRule(days, channels if isinstance(channels, int) else None)
            others = tuple(one for one in rules.accounts if one[0] != account.uid)
            rules = replace(rules, accounts=(*others, (account.uid, rule)) if rule.asks else others)
        self._rules = rules
        self.edited.emit()

    def _limit_words(self, network: Network | None) -> str:
        if network is None:
            return self.tr("Connect a channel first.")
        if network in _META:
            return self.tr(
                "Meta allows this only within 24 hours of the customer’s last message: choose “An hour after”."
            )
        if network is Network.X:
            return self.tr("X asks for consent: only customers who agreed to surveys are asked. Each message costs.")
        return self.tr("Who answers STOP, or took the consent back, is not asked again.")

    def _day_count(self, days: int) -> str:
        return self.tr("1 day") if days == 1 else self.tr("{count} days").replace("{count}", str(days))


def _number(value: object, usual: int) -> int:
    return value if isinstance(value, int) else usual


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
