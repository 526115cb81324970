"""The step that asks which of a person's Pages to connect, passed over where there is nothing to choose."""

from __future__ import annotations

from desktop.accounts.meta import FoundPage, SignedIn
from desktop.model import Network
from ui.accounts.meta_words import page_note
from ui.accounts.step_page import StepPage
from ui.theme import Theme
from ui.widgets import IconLine, Option, OptionList


class MetaChoicePage(StepPage):
    """A row a Page."""

    def __init__(self, theme: Theme, network: Network) -> None:
        """Know no Pages yet."""
        super().__init__(theme, "meta_choice", "")
        self.rail_title = self.tr("Page")
        self._network = network
        self._pages: dict[str, FoundPage] = {}
        self._wanted = ""
        self._is_found = False
        title = self.tr("Choose the Page") if network is Network.FACEBOOK else self.tr("Choose the account by its Page")
        self.set_head(title, "", network)
        self._none = IconLine(theme, "warning-circle-fill", colour="red.text", size=13, object_name="no_pages")
        self._none.say(
            self.tr(
                "Nobody has given this sign-in a Page. Go back, open the browser again, and tick the Page where Meta "
                "asks for it."
            )
        )
        self._list = OptionList(theme, self.tr("Pages"), object_name="pages")
        self._list.chosen.connect(lambda _: self.changed.emit())
        self.body.addWidget(self._none)
        self.body.addWidget(self._list)
        self.show_pages(None)

    def want(self, page_id: str) -> None:
        """Prefer a Page: the one of an account that signs in again."""
        self._wanted = page_id

    def show_pages(self, found: SignedIn | None) -> None:
        """Offer what a sign-in found, None while there is none."""
        self._is_found = found is not None
        self._pages = {page.id: page for page in found.pages} if found is not None else {}
        options = [
            Option(page.id, page.name, page_note(page, self._network), enabled=self._may_choose(page))
            for page in self._pages.values()
        ]
        first = next((page.id for page in self._pages.values() if self._may_choose(page)), None)
        self._list.set_options(options, self._wanted if self._wanted in self._pages else first)
        self._list.setVisible(bool(options))
        self._none.setVisible(found is not None and not options)
        count = self.tr("You manage {count} Pages. Connect one now, you can add the others later.")
        lead = count.replace("{count}", str(len(options))) if len(options) > 1 else ""
        self.set_head(self.title, lead, self._network)
        self.changed.emit()

    @property
    def chosen(self) -> FoundPage | None:
        """The chosen Page."""
        return self._pages.get(str(self._list.current))

    @property
    def is_needed(self) -> bool:
        """Whether there are several, or none that can be chosen; not where the Page that is wanted is there."""
        several = len(self._pages) > 1 and self._wanted not in self._pages
        return self._is_found and (several or self.chosen is None)

    @property
    def rail_note(self) -> str:
        """The chosen Page's name."""
        chosen = self.chosen
        return chosen.name if chosen is not None else self.tr("Which one to connect")

    @property
    def may_continue(self) -> bool:
        """Whether a Page is chosen."""
        return self.chosen is not None

    def enter(self) -> None:
        """Begin in the list."""
        self._list.focus()

    def _may_choose(self, page: FoundPage) -> bool:
        return self._network is Network.FACEBOOK or bool(page.ig_user)
