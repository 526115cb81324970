"""Settings: how the window looks and which keys act. Scheme and text size are shown at once, and kept with Save."""

from __future__ import annotations

from ui.session import Session
from ui.settings.preferences import TEXT_SIZES, Appearance, appearance_of, keep_appearance
from ui.settings.settings_page import SettingsPage
from ui.theme import Scheme, Theme
from ui.widgets import CheckBox, Segmented


class AppearancePage(SettingsPage):
    """Scheme, text size, single letters, motion."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "appearance", "moon")
        self.set_head(self.tr("Appearance and keys"))
        self._session = session
        self._kept = appearance_of(session.store)
        self._looked = False
        schemes = [
            (Scheme.SYSTEM, self.tr("As the system")),
            (Scheme.LIGHT, self.tr("Light")),
            (Scheme.DARK, self.tr("Dark")),
        ]
        self._schemes = Segmented(theme, self.tr("Colours"), schemes, object_name="scheme")
        sizes = [(size, f"{size} %") for size in TEXT_SIZES]
        self._sizes = Segmented(theme, self.tr("Text size"), sizes, object_name="text_size")
        self._letters = CheckBox(
            theme,
            self.tr("Single-letter shortcuts"),
            self.tr("E solves, S snoozes, A assigns, while the list has the focus."),
            object_name="single_letters",
        )
        self._still = CheckBox(
            theme,
            self.tr("Reduce motion"),
            self.tr("Nothing slides or fades, whatever the system says."),
            object_name="reduce_motion",
        )
        self._show(self._kept)
        for heading, widget in ((self.tr("Colours"), self._schemes), (self.tr("Text size"), self._sizes)):
            self.body.addWidget(self.heading(heading))
            self.body.addWidget(widget)
        self.body.addWidget(self.heading(self.tr("Keys and motion")))
        for box in (self._letters, self._still):
            self.body.addWidget(box)
            box.toggled.connect(lambda _: self.edited.emit())
        for row in (self._schemes, self._sizes):
            row.chosen.connect(lambda _: self._on_look_chosen())

    @property
    def chosen(self) -> Appearance:
        """What stands on the page."""
        scheme, size = self._schemes.current, self._sizes.current
        return Appearance(
            scheme if isinstance(scheme, Scheme) else self._kept.scheme,
            size if isinstance(size, int) else self._kept.text_percent,
            self._letters.isChecked(),
            self._still.isChecked(),
        )

    @property
    def is_changed(self) -> bool:
        """Whether something else is chosen than was kept."""
        return self.chosen != self._kept

    def keep(self) -> None:
        """Keep the choice."""
        keep_appearance(self._session.store, self.chosen, self._session.clock())
        self._kept = self.chosen

    def revert(self) -> None:
        """Let the window look as before, if it was shown otherwise: the command line may have asked for a look."""
        if self._looked:
            self._kept.apply_to(self.theme)

    def _show(self, appearance: Appearance) -> None:
        self._schemes.choose(appearance.scheme)
        self._sizes.choose(min(TEXT_SIZES, key=lambda size: abs(size - appearance.text_percent)))
        self._letters.setChecked(appearance.single_letters)
        self._still.setChecked(appearance.reduce_motion)

    def _on_look_chosen(self) -> None:
        self._looked = True
        self.chosen.apply_to(self.theme)
        self.edited.emit()
