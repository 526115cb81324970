"""The beginning of a sitting and its results: both walked with the keyboard, and each says what it can't do and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.model import Decision, Finding, Visibility
from desktop.practice import Level, Mood, Offer, Result, ScenarioUnreadable, Sitting, Source, scenario_from, score
from desktop.practice.play import Answer, PlayState, begun
from desktop.practice.scenario import Check
from desktop.practice.scoring import Told
from tests.factories import NOON
from tests.unit.practice.cases import TARGET, a_table, an_entry
from ui.practice.detail import detail_html, inks_of
from ui.practice.pill import PracticePill
from ui.practice.progress import ProgressLine
from ui.practice.results import ResultsDialog
from ui.practice.start_dialog import StartDialog
from ui.theme import Theme


def offers(*levels: int, past: bool = False) -> list[Offer]:
    """Return an offer for each level."""
    tables = [a_table(key=f"{past}{n}", level=level, past=past) for n, level in enumerate(levels)]
    return [(scenario_from("", "en", table), table) for table in tables]


def a_sitting(total: int) -> Sitting:
    return Sitting(NOON, "LB", "en", 1, 3, total, (total,) * 4)


def a_start(
    qtbot: QtBot,
    theme: Theme,
    scenarios: Sequence[Offer] = (),
    past: Sequence[Offer] = (),
    sittings: Sequence[Sitting] = (),
) -> StartDialog:
    dialog = StartDialog(theme, lambda _: (scenarios, past), sittings, "en")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_sitting_is_chosen_with_the_keyboard_alone(qtbot: QtBot, light: Theme) -> None:
    dialog = a_start(qtbot, light, offers(1, 1, 1, 2, 3), offers(1, past=True))
    QTest.keyClick(dialog.language.box, Qt.Key.Key_Up)
    assert dialog.choice.language == "es"
    dialog.source.focus()
    for segments in (dialog.source, dialog.level):
        chosen = next(one for one in segments.findChildren(QAbstractButton) if one.isChecked())
        QTest.keyClick(chosen, Qt.Key.Key_Right)
    assert (dialog.choice.source, dialog.choice.level) == (Source.PAST, Level.USUAL)
    assert dialog.choice.count == 1, "there is one own case only"
    QTest.keyClick(dialog.begin, Qt.Key.Key_Return)
    assert dialog.result() == StartDialog.DialogCode.Accepted


def test_the_number_offered_is_what_there_is(qtbot: QtBot, light: Theme) -> None:
    dialog = a_start(qtbot, light, offers(1, 1, 1, 1, 1, 2, 3))
    box = dialog.count.box
    assert [box.itemData(n) for n in range(box.count())] == [1, 2, 3, 4, 5]
    assert dialog.choice.count == 3


def test_without_a_solved_case_it_says_so_and_offers_invented_ones(qtbot: QtBot, light: Theme) -> None:
    dialog = a_start(qtbot, light, offers(1, 1))
    dialog.source.choose(Source.PAST)
    dialog.source.chosen.emit(Source.PAST)
    assert "No solved case in English" in dialog.offer_words
    assert "invented cases" in dialog.offer_words
    assert not dialog.begin.isEnabled()
    dialog.source.choose(Source.BOTH)
    dialog.source.chosen.emit(Source.BOTH)
    assert dialog.begin.isEnabled()


def test_a_broken_file_is_said_in_a_sentence_and_another_language_still_works(qtbot: QtBot, light: Theme) -> None:
    def broken(language: str) -> tuple[Sequence[Offer], Sequence[Offer]]:
        if language == "en":
            raise ScenarioUnreadable("en.toml", "one", "must")
        return offers(1), ()

    dialog = StartDialog(light, broken, (), "en")
    qtbot.addWidget(dialog)
    assert "en.toml: the case “one” has no usable “must”." in dialog.offer_words
    assert not dialog.begin.isEnabled()
    dialog.language.box.choose("it")
    assert dialog.offer_words == "One invented case in Italian."
    assert dialog.begin.isEnabled()


def test_progress_is_shown_and_can_be_forgotten(qtbot: QtBot, light: Theme) -> None:
    dialog = a_start(qtbot, light, offers(1), sittings=[a_sitting(60), a_sitting(81), a_sitting(74)])
    assert dialog.progress.isVisible()
    assert "60, 81, 74" in dialog.progress.accessibleName()
    with qtbot.waitSignal(dialog.forgetting_requested):
        QTest.keyClick(dialog.forget, Qt.Key.Key_Return)
    dialog.show_sittings(())
    assert not dialog.progress.isVisible()
    assert not dialog.forget.isVisible()


def test_the_line_is_painted(qtbot: QtBot, theme: Theme) -> None:
    line = ProgressLine(theme)
    qtbot.addWidget(line)
    line.set_totals([20, 90])
    line.resize(line.sizeHint())
    image = line.grab().toImage()
    wanted = theme.colour("accent.mark")
    assert any(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def a_result(
    mood: Mood = Mood.CONTENT, *, answered: bool = True, attempt: int = 1, uid: str = "practice01x1"
) -> Result:
    entry = replace(an_entry(uid), attempt=attempt)
    text = "Send us your <IBAN> here"
    answer = Answer("first", text, Visibility.PUBLIC, NOON + timedelta(seconds=30), missed=(Check.TO_PRIVATE,))
    play: PlayState = replace(begun(uid, entry.scenario, NOON), mood=mood, answers=(answer,) if answered else ())
    finding = Finding("privacy.request", "iban", Decision.BLOCK, 13, 19, "<IBAN>")
    return score(entry, play, [Told((finding,))] if answered else [], (), TARGET, solved=False)


def a_results(qtbot: QtBot, theme: Theme, *results: Result, more: bool = True) -> ResultsDialog:
    dialog = ResultsDialog(theme, TARGET)
    qtbot.addWidget(dialog)
    dialog.show_results(results, more=more)
    dialog.show()
    return dialog


def test_a_results_row_and_its_reasons(qtbot: QtBot, theme: Theme) -> None:
    dialog = a_results(qtbot, theme, a_result(), a_result(answered=False, attempt=2, uid="practice02x2"))
    rows = [row.cells for row in dialog.table.shown_rows]
    assert rows[0][:3] == ("A wrong bill", "under way", "100")
    assert rows[1] == ("A wrong bill (2)", "under way", "–", "–", "–", "–", "–")
    QTest.keyClick(dialog.table, Qt.Key.Key_Up)
    words = dialog.detail.toPlainText()
    for said in ("Asked for personal data in public", "−60", "Your public answer", "An answer that would have done"):
        assert said in words
    assert "Send us your <IBAN> here" in words, "what was written is shown as it was"


def test_the_place_in_the_text_is_marked_and_nothing_written_is_read_as_html(light: Theme) -> None:
    html = detail_html(a_result(), TARGET, inks_of(light))
    assert "&lt;IBAN&gt;</u>" in html
    assert "<IBAN>" not in html


def test_the_real_answer_of_an_own_case_is_called_so(light: Theme) -> None:
    result = a_result()
    entry = replace(result.entry, scenario=replace(result.entry.scenario, is_past=True))
    assert "The answer that was given then" in detail_html(replace(result, entry=entry), TARGET, inks_of(light))


def test_once_more_next_and_the_end_are_told(qtbot: QtBot, light: Theme) -> None:
    dialog = a_results(qtbot, light, a_result())
    with qtbot.waitSignal(dialog.again_requested) as again:
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert again.args == ["practice01x1"]
    with qtbot.waitSignal(dialog.next_requested):
        QTest.keyClick(dialog.next, Qt.Key.Key_Return)
    with qtbot.waitSignal(dialog.end_requested):
        QTest.keyClick(dialog.end, Qt.Key.Key_Return)


def test_without_a_case_there_is_nothing_to_repeat_or_export(qtbot: QtBot, light: Theme) -> None:
    dialog = a_results(qtbot, light, more=False)
    assert [one.isEnabled() for one in (dialog.again, dialog.export, dialog.next)] == [False, False, False]
    assert not dialog.table.isVisible()


def test_figures_are_exported_and_a_folder_that_is_not_there_is_said(
    qtbot: QtBot, light: Theme, tmp_path: Path
) -> None:
    dialog = a_results(qtbot, light, a_result())
    dialog.export_to(tmp_path / "points.csv")
    assert "points.csv" in dialog.hint
    assert (tmp_path / "points.csv").read_text("utf-8-sig").count("\n") == 3
    dialog.export_to(tmp_path / "nowhere" / "points.csv")
    assert dialog.hint == "The file could not be written. Choose another folder."


@pytest.mark.parametrize(("width", "beside"), [(1100, True), (760, False)])
def test_the_reasons_stand_below_where_there_is_no_room_beside(
    qtbot: QtBot, light: Theme, width: int, beside: bool
) -> None:
    dialog = a_results(qtbot, light, a_result())
    dialog.resize(width, 700)
    qtbot.waitUntil(lambda: (dialog.detail.mapTo(dialog, dialog.detail.rect().topLeft()).x() > 200) == beside)


def test_the_pill_says_practice_and_how_far_it_is(qtbot: QtBot, theme: Theme) -> None:
    pill = PracticePill(theme)
    qtbot.addWidget(pill)
    pill.set_progress(1, 3)
    assert pill.words == "PRACTICE 1/3"
    assert "Nothing leaves this computer" in pill.accessibleName()
    pill.resize(pill.sizeHint())
    under_way = pill.grab().toImage().pixelColor(pill.width() // 2, 3)
    pill.set_progress(3, 3)
    over = pill.grab().toImage().pixelColor(pill.width() // 2, 3)
    assert (under_way, over) == (theme.colour("amber.tint"), theme.colour("green.tint"))
