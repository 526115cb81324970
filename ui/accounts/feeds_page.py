"""Web listening's steps before the test: which feeds to read, and what to listen for in them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.listening import WORDS, ListeningForm, feed_addresses, feeds_on, try_feeds
from desktop.model import Account, CheckStep, Network
from ui.accounts.feeds_words import feeds_fault, feeds_steps, found_sentence, missing_sentence, odd_sentence
from ui.accounts.listening_page import ListeningPage
from ui.accounts.plan import FaultWords, SignInTools
from ui.accounts.sign_in_page import SignInPage
from ui.accounts.step_page import StepPage
from ui.accounts.text_box import TextBox
from ui.bridge.background import Errand
from ui.theme import Theme
from ui.widgets import Button, Field


class FeedsPage(SignInPage):
    """A feed a line, and a way to find them."""

    def __init__(self, theme: Theme, tools: SignInTools) -> None:  # noqa: ARG002 - feeds need no browser
        """Begin empty."""
        super().__init__(theme, "feeds_page")
        self.rail_title = self.tr("Feeds")
        self._words = ListeningPage(theme, Network.LISTENING, must=True)
        self._errand: Errand | None = None
        lead = self.tr("News sites, blogs and forums say what is new in feeds, which need no account.")
        self.set_head(self.tr("Where should Sportello listen?"), lead, Network.LISTENING)
        self._feeds = TextBox(
            theme,
            self.tr("Feeds"),
            lines=6,
            hint=self.tr("One a line, 200 at most."),
            placeholder="paper.example/feed",
            object_name="feeds",
        )
        self._site = Field(
            theme,
            self.tr("Find the feeds of a page"),
            placeholder="paper.example",
            object_name="site",
        )
        self._find = Button(theme, self.tr("Find"), icon="magnifying-glass", object_name="find_feeds")
        self._find.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._site, 1, Qt.AlignmentFlag.AlignTop)
        self._site.add_beside(self._find)
        self.body.addWidget(self._feeds)
        self.body.addLayout(row)
        self._feeds.edited.connect(self.changed)
        self._feeds.entered.connect(self.continue_requested)
        self._find.clicked.connect(self._on_find_clicked)

    @property
    def further(self) -> tuple[StepPage, ...]:
        """What to listen for."""
        return (self._words,)

    def page_for(self, target: str) -> StepPage:
        """Return the step that has the feeds, or the words."""
        return self._words if target == WORDS else self

    @property
    def rail_note(self) -> str:
        """How many feeds there are."""
        count = len(self._addresses[0])
        if not count:
            return self.tr("Where to listen")
        return (self.tr("1 feed") if count == 1 else self.tr("{count} feeds")).replace("{count}", str(count))

    @property
    def hint(self) -> str:
        """What happens with what is typed here."""
        return self.tr("Sportello only reads them. Nothing is ever sent there.")

    def enter(self) -> None:
        """Begin with the feeds."""
        self._feeds.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the lines."""
        self.give_up()
        addresses, odd = self._addresses
        if not forward or (addresses and not odd):
            return True
        self._feeds.set_fault(odd_sentence(odd) if odd else missing_sentence())
        self._feeds.focus()
        return False

    def give_up(self) -> None:
        """Look for feeds no longer."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
        self._find.setEnabled(True)

    def renew(self, account: Account) -> None:
        """Fill in the feeds and words of a connected account, to change them."""
        self._is_renewal = True
        lead = self.tr("What it has heard so far stays.")
        self.set_head(self.tr("Feeds of {name}").replace("{name}", account.name), lead, Network.LISTENING)
        self._feeds.set_text(str(account.settings.get("feeds") or ""))
        self._words.show_known(account)

    def trial(self) -> Callable[[Tell], Coroutine[Any, Any, Trial]]:
        """Return the trial of the feeds as typed."""
        form = ListeningForm(self._feeds.text, self._words.editor.listening)

        async def run(tell: Tell) -> Trial:
            return await try_feeds(form, tell)

        return run

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Return a step a feed, after the one for the words."""
        return feeds_steps(self._tried)

    def fault_words(self, step: CheckStep) -> FaultWords:
        """Return what a failed step means."""
        return feeds_fault(step, self._tried)

    def point_at(self, target: str) -> None:
        """Put the caret where something must be changed."""
        if target == WORDS:
            self._words.editor.focus()
        else:
            self._feeds.focus()

    @property
    def _addresses(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return feed_addresses(self._feeds.text)

    @property
    def _tried(self) -> tuple[str, ...]:
        addresses, odd = self._addresses
        return (*addresses, *odd)

    def _on_find_clicked(self) -> None:
        typed = self._site.text.strip()
        if not typed or self._errand is not None:
            self._site.focus()
            return
        self._find.setEnabled(False)
        self._site.set_hint(self.tr("Looking…"))
        errand = Errand(lambda: feeds_on(typed), self)
        errand.finished.connect(self._on_errand_finished)
        errand.failed.connect(lambda _: self._on_errand_finished(()))
        self._errand = errand
        errand.start()

    def _on_errand_finished(self, found: tuple[str, ...]) -> None:
        self._errand = None
        self._find.setEnabled(True)
        self._site.set_hint(found_sentence(len(found)))
        new = [feed for feed in found if feed not in self._tried]
        if new:
            self._feeds.set_text("\n".join([*self._feeds.entries, *new]))
            self._site.set_text("")
        self.changed.emit()
