"""What each way of handing over asks for: a letter's addresses, a call's number and outcome, a visit's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.model import AccountId, CallOutcome
from ui.composer.hand_over_words import call_note, outcome_words, visit_note
from ui.theme import Theme
from ui.widgets import ComboField, DateTimeField, Field, Label


class LetterForm(QWidget):
    """From which mailbox to which address, about what. A known address stands there already."""

    def __init__(
        self, theme: Theme, addresses: Sequence[str], mailboxes: Sequence[tuple[AccountId, str]], subject: str
    ) -> None:
        """The first address and the first mailbox are proposed."""
        super().__init__()
        self._from = ComboField(theme, self.tr("From"), object_name="hand_over_from")
        self._from.box.set_choices(mailboxes, mailboxes[0][0] if mailboxes else None)
        self.to = Field(
            theme,
            self.tr("To"),
            placeholder=self.tr("The customer’s e-mail address"),
            object_name="hand_over_to",
        )
        self.to.set_text(addresses[0] if addresses else "")
        if len(addresses) > 1:
            self.to.set_hint(self.tr("Also known: {addresses}").replace("{addresses}", ", ".join(addresses[1:])))
        self._subject = Field(theme, self.tr("Subject"), object_name="hand_over_subject")
        self._subject.set_text(subject)
        _stack(self, self._from, self.to, self._subject)

    @property
    def address(self) -> str:
        """What was typed as address."""
        return self.to.text

    @property
    def account_id(self) -> AccountId | None:
        """The mailbox that writes, None if there is none."""
        current = self._from.box.current
        return AccountId(current) if isinstance(current, int) else None

    @property
    def subject(self) -> str:
        """The letter's subject."""
        return self._subject.text


class CallForm(QWidget):
    """Number, time and outcome of a call."""

    def __init__(self, theme: Theme, now: datetime) -> None:
        """`now` is in the desk's zone."""
        super().__init__()
        self.number = Field(theme, self.tr("Number or name"), object_name="hand_over_number")
        self._when = MomentField(theme, self.tr("When"), now, "hand_over_call_when")
        self._outcome = ComboField(theme, self.tr("Outcome"), object_name="hand_over_outcome")
        self._outcome.box.set_choices([(one, outcome_words(one)) for one in CallOutcome], CallOutcome.REACHED)
        _stack(self, self.number, self._when, self._outcome)

    @property
    def note(self) -> str:
        """The note's words, "" while the number is missing."""
        outcome = self._outcome.box.current
        if not self.number.text.strip() or not isinstance(outcome, str):
            return ""
        return call_note(self.number.text, self._when.moment, CallOutcome(outcome))


class VisitForm(QWidget):
    """Place and time of a visit."""

    def __init__(self, theme: Theme, now: datetime) -> None:
        """`now` is in the desk's zone."""
        super().__init__()
        self.place = Field(theme, self.tr("Place"), object_name="hand_over_place")
        self._when = MomentField(theme, self.tr("When"), now, "hand_over_visit_when")
        _stack(self, self.place, self._when)

    @property
    def note(self) -> str:
        """The note's words, "" while the place is missing."""
        return visit_note(self.place.text, self._when.moment) if self.place.text.strip() else ""


class MomentField(QWidget):
    """A date and a time with a label above."""

    def __init__(self, theme: Theme, label: str, now: datetime, object_name: str) -> None:
        """Begin at `now`, to the minute."""
        super().__init__()
        self._zone = now.tzinfo
        self._edit = DateTimeField(theme, now, object_name=object_name, name=label)
        words = Label(theme, label, size=12, colour="text.secondary")
        words.setBuddy(self._edit)
        _stack(self, words, self._edit, spacing=4)

    @property
    def moment(self) -> datetime:
        """What stands there, in the zone of the start."""
        chosen = self._edit.dateTime()
        day, clock = chosen.date(), chosen.time()
        return datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self._zone)


def _stack(form: QWidget, *widgets: QWidget, spacing: int = 12) -> None:
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
