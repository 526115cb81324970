"""The step that asks what else to listen for beyond what names the account. It may be left empty, and changed later."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.accounts.candidate import Plain
from desktop.accounts.desk import listens
from desktop.model import Account, Network
from ui.accounts.listening_editor import ListeningEditor
from ui.accounts.step_page import StepPage
from ui.inbox import network_name
from ui.theme import Theme


class ListeningPage(StepPage):
    """Words, hashtags, exclusions."""

    def __init__(self, theme: Theme, network: Network, *, must: bool = False) -> None:
        """`must`: without words there is nothing to connect (web listening)."""
        super().__init__(theme, "listening_page", "")
        self.rail_title = self.tr("Listening")
        self._must = must
        self._shown = ""
        if must:
            lead = self.tr("Only what holds one of these comes in.")
        else:
            lead = self.tr(
                "Mentions come in anyway. What names you without addressing you goes to Listening. Leave this empty to "
                "hear mentions only; you can change it in the settings."
            )
        here = self.tr("What should Sportello listen for on {network}?")
        title = self.tr("What should Sportello listen for?") if must else here
        self.set_head(title.replace("{network}", network_name(network)), lead, network)
        self.editor = ListeningEditor(theme, network)
        self.editor.edited.connect(self.changed)
        self.editor.entered.connect(self.continue_requested)
        self.body.addWidget(self.editor)

    def show_known(self, account: Account | None) -> None:
        """Fill in, once, what an account that is connected already listens for."""
        if account is not None and account.uid != self._shown:
            self._shown = account.uid
            self.editor.show_account(account)

    def settings(self) -> Mapping[str, Plain]:
        """Return the account settings that say the same."""
        return self.editor.settings()

    @property
    def rail_note(self) -> str:
        """How much is listened for."""
        listening = self.editor.listening
        count = len(listening.words) + len(listening.hashtags)
        if not count:
            return self.tr("Words to hear") if self._must else self.tr("Mentions only")
        words = self.tr("1 word or hashtag") if count == 1 else self.tr("{count} words and hashtags")
        return words.replace("{count}", str(count))

    def enter(self) -> None:
        """Begin with the words."""
        self.editor.focus()

    def leave(self, *, forward: bool) -> bool:
        """Check the fields; web listening can't do without words."""
        if not forward:
            return True
        if self._must and not self.editor.listening.is_on:
            self.editor.ask_for_words()
            return False
        return self.editor.check()


def hears_after_trial(network: Network) -> bool:
    """Tell whether the wizard asks what to listen for once the sign-in works; feeds are asked for theirs before."""
    return network is not Network.LISTENING and listens(network)
