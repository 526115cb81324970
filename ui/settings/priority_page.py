"""Settings: the weights of the priority, the desk's own words, whom it favours, all tried before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from desktop.model import Deed
from desktop.store.errors import StoreFull, StoreReadOnly
from desktop.system.resources import resource_path
from desktop.triage import OwnPriority, OwnPriorityUnreadable, Triage, read_own_priority
from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.lexicon import shipped_phrases
from desktop.triage.own_figures import SPANS
from desktop.triage.own_priority import NOTHING_OWN, SHARED, plain_phrase
from desktop.triage.own_priority_file import write_own_priority
from desktop.triage.weights import figures_of
from ui.session import Session
from ui.settings.favours_form import FavoursForm
from ui.settings.phrases_form import PhrasesForm
from ui.settings.priority_trial_panel import PriorityTrialPanel
from ui.settings.settings_page import SettingsPage
from ui.settings.weights_form import WeightsForm
from ui.theme import Theme
from ui.widgets import IconLine, Separator


class PriorityPage(SettingsPage):
    """Weights, words, favoured customers and a trial. Changes wait for Save; the engine weighs again afterwards."""

    case_requested = Signal(int)
    """A case of the trial is to be shown behind the settings."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """The forms are made when the page is first seen."""
        super().__init__(theme, "priority", "gauge")
        self.set_head(
            self.tr("Priority"),
            self.tr(
                "Every case gets 0 to 100 points, and each point has a reason that its header shows. Here you say what "
                "weighs how much at your desk. Thanks and chatter always stay below everything else."
            ),
        )
        self._session = session
        self._path = session.profile.priority
        self._kept: OwnPriority | None = None
        self._own = NOTHING_OWN
        self._tried: Triage | None = None  # the last one that a trial used
        self._said = IconLine(theme, "warning-circle", object_name="priority_said")
        self._said.hide()
        self.body.addWidget(self._said)

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what is in the file."""
        return self._kept is not None and self._own != self._kept

    @property
    def unsaved(self) -> str:
        """That words or favoured customers would be lost; a figure is soon set again."""
        kept = self._kept
        if kept is None or (self._own.phrases, self._own.favours) == (kept.phrases, kept.favours):
            return ""
        return self.tr("The words and customers of the priority are not saved.")

    def showEvent(self, event: QShowEvent) -> None:
        """Read the file and make the forms when the page is first seen."""
        super().showEvent(event)
        if self._kept is None:
            self._read()
            self._make()

    def keep(self) -> None:
        """Write the file and a line into the journal: figures, and how many words and customers, not which."""
        try:
            write_own_priority(self._path, self._own)
        except OSError as error:
            raise (StoreReadOnly if isinstance(error, PermissionError) else StoreFull)(self._path) from error
        before, self._kept = self._kept or NOTHING_OWN, self._own
        self._session.store.journal.note(
            Deed.SETTING,
            actor=self._session.agent.name,
            at=self._session.clock(),
            before={"priority": _summary(before)},
            after={"priority": _summary(self._own)},
        )
        self._said.hide()

    def wait(self) -> None:
        """Wait until the other thread is done with what a trial gave it."""
        self._trial.wait()

    def _read(self) -> None:
        self._kept = self._own = NOTHING_OWN
        try:
            self._kept = self._own = read_own_priority(self._path)
        except OwnPriorityUnreadable as error:
            words = self.tr("{reason}. What held before goes on to hold; Save writes a new file in its place.")
            self._said.say(words.replace("{reason}", str(error)))
            self._said.show()

    def _make(self) -> None:
        theme, store = self.theme, self._session.store
        shipped = figures_of(resource_path("triage") / "weights.toml")
        figures = {name: shipped[name.partition(".")[0]][name.partition(".")[2]] for name in SPANS}
        self._weights = WeightsForm(theme, figures)
        self._phrases = PhrasesForm(theme, _shipped_phrases())
        self._favours = FavoursForm(theme, self._found)
        self._trial = PriorityTrialPanel(theme, store.weighing.open_cases, store.weighing.of, self._loader)
        for number, (title, form) in enumerate(
            (
                (self.tr("Try before saving"), self._trial),
                (self.tr("Your words"), self._phrases),
                (self.tr("Favoured customers"), self._favours),
                (self.tr("Points"), self._weights),
            )
        ):
            if number:
                self.body.addWidget(Separator(theme))
            self.body.addWidget(self.heading(title))
            self.body.addWidget(form)
        self._weights.show_figures(self._own.figures)
        self._phrases.show_phrases(self._own.phrases)
        self._favours.show_favours(self._own.favours)
        self._weights.edited.connect(lambda figures: self._change(replace(self._own, figures=figures)))
        self._phrases.edited.connect(lambda phrases: self._change(replace(self._own, phrases=phrases)))
        self._favours.edited.connect(lambda favours: self._change(replace(self._own, favours=favours)))
        self._trial.case_requested.connect(self.case_requested)

    def _change(self, own: OwnPriority) -> None:
        self._own = own
        self._trial.forget()
        self.edited.emit()

    def _loader(self) -> Callable[[], Triage]:
        """Return what loads a triage by the weights and words as they are now; the learned weights only once."""
        own, folder = self._own, resource_path("triage")

        def load() -> Triage:
            known = self._tried
            self._tried = made = known.with_own(folder, own) if known is not None else Triage.load(folder, own)
            return made

        return load

    def _found(self, name: str) -> Sequence[tuple[str, str]]:
        """Return the customers whose name begins so."""
        store = self._session.store
        hits = store.search.customers(name)
        uids = store.people.uids_of(int(hit.customer_id) for hit in hits)
        return [(uids[int(hit.customer_id)], hit.name) for hit in hits if int(hit.customer_id) in uids]


def _summary(own: OwnPriority) -> dict[str, object]:
    return {"weights": dict(own.figures), "words": len(own.phrases), "favoured": len(own.favours)}


def _shipped_phrases() -> Callable[[str, str], frozenset[str]]:
    """Return what gives the program's own phrases, each word list read when it is first asked for."""

    @cache
    def read(code: str) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for target, phrase in shipped_phrases(resource_path("triage"), code):
            found.setdefault(target, set()).add(plain_phrase(phrase))
        return {target: frozenset(phrases) for target, phrases in found.items()}

    def of(target: str, language: str) -> frozenset[str]:
        codes = (language, SHARED) if language else (*DESK_LANGUAGES, SHARED)
        return frozenset().union(*(read(code).get(target, frozenset()) for code in codes))

    return of
