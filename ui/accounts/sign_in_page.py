"""What the sign-in steps of all networks share: they are the plan's sign-in themselves, and may have further steps."""

from __future__ import annotations

from collections.abc import Callable

from ui.accounts.browser_panel import BrowserPanel
from ui.accounts.step_page import StepPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind


class SignInPage(StepPage):
    """A step that takes a sign-in. See `ui.accounts.plan.SignIn` for what the wizard asks of it."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Have no browser and no further steps."""
        super().__init__(theme, object_name, "")
        self.rail_title = self.tr("Sign in")
        self._browser: BrowserPanel | None = None
        self._is_renewal = False

    @property
    def page(self) -> StepPage:
        """The step itself."""
        return self

    @property
    def further(self) -> tuple[StepPage, ...]:
        """The steps between this one and the test, none for most networks."""
        return ()

    def page_for(self, target: str) -> StepPage:  # noqa: ARG002 - sign-ins with further steps override this
        """Return the step that has what a fault names."""
        return self

    @property
    def is_waiting(self) -> bool:
        """Whether the browser's answer is awaited."""
        return self._browser is not None and self._browser.is_waiting

    @property
    def may_continue(self) -> bool:
        """Not while the browser is awaited."""
        return not self.is_waiting

    @property
    def hint(self) -> str:
        """What happens with what is typed here."""
        if self.is_waiting:
            return self.tr("Sportello never sees the password that you type in the browser.")
        return self.tr("Nothing is kept before the test has passed.")

    def give_up(self) -> None:
        """Wait for the browser no longer."""
        if self._browser is not None:
            self._browser.stop()

    def _add_browser(self, panel: BrowserPanel, on_signed_in: Callable[[object], None]) -> None:
        """Take a panel in; `on_signed_in` gets what its attempts bring, then the wizard goes on by itself."""
        self._browser = panel
        panel.changed.connect(self.changed)

        def go_on(result: object) -> None:
            on_signed_in(result)
            self.changed.emit()
            self.continue_requested.emit()

        panel.signed_in.connect(go_on)

    @staticmethod
    def _link(theme: Theme, text: str, object_name: str, icon: str = "arrow-square-out") -> Button:
        """Return a link that is not the dialog's default."""
        button = Button(theme, text, kind=ButtonKind.LINK, icon=icon, object_name=object_name)
        button.setAutoDefault(False)
        return button
