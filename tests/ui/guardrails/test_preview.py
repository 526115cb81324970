"""The strip's preview shows whole lines in whatever height it gets, and the whole text in its tooltip while it is cut."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.guardrails.preview import Preview
from ui.theme import Theme

WORDS = "Gentile Elena, abbiamo ricevuto il suo messaggio. In questo momento siamo chiusi: riapriamo lunedì alle 9:00."


def test_with_room_for_one_line_it_ends_in_an_ellipsis_and_with_room_for_all_it_is_whole(
    qtbot: QtBot, light: Theme
) -> None:
    preview = Preview(light, "preview")
    qtbot.addWidget(preview)
    preview.setText(f"{WORDS}\n😀 Marta: sì")
    preview.show()
    preview.resize(320, preview.minimumSizeHint().height())
    (line,) = preview.shown_lines()
    assert line.startswith("Gentile Elena")
    assert line.endswith("…")
    assert preview.toolTip() == preview.text()
    preview.resize(320, 200)
    assert " ".join(preview.shown_lines()) == f"{WORDS} 😀 Marta: sì"
    assert preview.shown_lines()[-1] == "😀 Marta: sì"
    assert preview.toolTip() == ""
