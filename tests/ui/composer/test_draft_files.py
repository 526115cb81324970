"""Files beside a draft: shown at once with what is wrong, described, taken off and brought back, never lost."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, DraftFile, DraftMode, FileRules, OutgoingAttachment
from desktop.store import Store
from desktop.store.errors import FileGone, StoreFull
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer import file_intake
from ui.composer.file_cards import present_files, undescribed
from ui.composer.thumbnails import png_of, square_of
from ui.theme import Theme
from ui.widgets import IconLine


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        yield opened


def picture(width: int = 40, height: int = 20) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return image


def a_file(folder: Path, name: str, content: bytes = b"x") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def press(desk: WritingDesk, name: str) -> None:
    found = desk.composer.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def names(desk: WritingDesk) -> list[str]:
    return [card.name for card in desk.composer.tray.cards]


def pasted(desk: WritingDesk, name: str = "") -> None:
    mime = QMimeData()
    if name:
        mime.setUrls([QUrl.fromLocalFile(name)])
    else:
        mime.setImageData(picture())
    desk.composer.editor.insertFromMimeData(mime)
    desk.attached()


def test_a_pasted_picture_joins_the_draft_and_survives_a_crash(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    (card,) = desk.composer.tray.cards
    assert (card.name.endswith(".png"), card.is_picture, card.describable) == (True, True, True)
    (kept,) = desk.session.store.draft_files.outgoing(case)
    assert square_of(kept.content) is not None
    desk.controller.show(desk.case(1))  # as a new window would: nothing but the store knows of it
    assert names(desk) == []
    desk.controller.show(desk.case(0))
    assert names(desk) == [card.name]


def test_text_beside_a_picture_is_pasted_as_text(desk: WritingDesk) -> None:
    desk.show()
    mime = QMimeData()
    mime.setImageData(picture())
    mime.setText("42")
    desk.composer.editor.insertFromMimeData(mime)
    assert desk.composer.text() == "42"
    assert names(desk) == []


def test_a_file_that_the_network_does_not_take_is_marked_at_once(desk: WritingDesk, tmp_path: Path) -> None:
    desk.show()
    pasted(desk, a_file(tmp_path, "bill.pdf"))
    assert [card.is_wrong for card in desk.composer.tray.cards] == [True]
    assert desk.composer.strip.page is not None
    assert "bill.pdf" in desk.composer.strip.page.title


def test_a_file_that_is_gone_is_told_of_and_left_out(desk: WritingDesk, tmp_path: Path) -> None:
    desk.show()
    desk.attach(str(tmp_path / "gone.png"), a_file(tmp_path, "there.png"))
    assert names(desk) == ["there.png"]
    problem = desk.composer.findChild(QWidget, "composer_file_problem")
    assert isinstance(problem, QWidget)


def test_what_is_taken_off_comes_back_to_its_place(desk: WritingDesk, tmp_path: Path) -> None:
    desk.show()
    desk.attach(*(a_file(tmp_path, name) for name in ("a.png", "b.png", "c.png")))
    second = desk.composer.tray.cards[1]
    press(desk, f"composer_remove_{second.id}")
    assert names(desk) == ["a.png", "c.png"]
    press(desk, "composer_file_undo")
    assert names(desk) == ["a.png", "b.png", "c.png"]


def test_a_picture_is_described_from_the_advice_with_the_keyboard(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    assert undescribed(desk.composer.tray.cards) == 1
    press(desk, "composer_describe_advice")
    field = desk.composer.findChild(QLineEdit, "composer_alt_text")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "The meter shows 4210")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [file.alt_text for file in desk.session.store.draft_files.outgoing(case)] == ["The meter shows 4210"]
    assert undescribed(desk.composer.tray.cards) == 0
    assert field.isHidden()


def test_files_leave_with_the_reply_and_undo_brings_both_back(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    desk.type("Here is the meter.")
    kept = desk.session.store.draft_files.outgoing(case)
    desk.composer.send()
    assert desk.queued == [case]
    assert names(desk) == []
    (entry,) = desk.session.outbox.listing().entries
    assert desk.session.store.attachments.of_delivery(entry.delivery.id) == kept
    draft = desk.session.outbox.take_back(entry.delivery.id, "Livia Bruno")
    assert draft is not None
    desk.controller.put(draft)
    assert desk.composer.text().startswith("Here is the meter.")
    assert desk.session.store.draft_files.outgoing(case) == kept
    assert len(names(desk)) == 1


def test_a_picture_alone_can_be_sent(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    desk.composer.send()
    assert desk.queued == [case]


def test_cards_say_what_they_are_for_a_screen_reader() -> None:
    rules = FileRules(4, 5_000_000, ("image/png",), alt_text=1_000)
    files = (DraftFile(1, "meter.png", "image/png", 1_234_567), DraftFile(2, "noted", "text/plain", 12, "never shown"))
    first, second = present_files(files, rules)
    assert first.spoken == "meter.png, PNG, 1.2 MB, no description"
    assert (second.spoken, second.describable) == ("noted, 12 bytes", False)


def test_what_is_no_picture_has_no_square_of() -> None:
    assert square_of(b"") is None
    assert square_of(b"\x89PNG\r\n\x1a\n" + b"\0" * 40) is None
    shown = square_of(png_of(picture(800, 300)))
    assert shown is not None
    assert shown.width() == shown.height() <= 96


def test_a_note_carries_no_files(desk: WritingDesk) -> None:
    case = desk.show()
    desk.session.store.draft_files.add(case, [OutgoingAttachment("a.png", "image/png", b"x")])
    desk.controller.forget()
    desk.composer.mode_chosen.emit(DraftMode.NOTE)
    assert names(desk) == []


def said(desk: WritingDesk, name: str) -> str:
    found = desk.composer.findChild(IconLine, name)
    assert isinstance(found, IconLine)
    return found.text if found.isVisible() else ""


def test_what_is_too_large_for_the_network_is_never_read(desk: WritingDesk, tmp_path: Path) -> None:
    desk.show()
    large = tmp_path / "estratto.png"
    with large.open("wb") as file:
        file.truncate(40_000_000)
    large.chmod(0)  # whoever tried to read it would be told that it can't be read
    desk.attach(str(large))
    assert names(desk) == []
    assert (
        said(desk, "composer_file_problem")
        == "estratto.png is 40.0 MB, Mastodon accepts 16.8 MB. Choose a smaller file."
    )


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_left_out_and_nothing_hangs(
    desk: WritingDesk, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    desk.show()
    make(tmp_path / "odd.png")
    desk.attach(str(tmp_path / "odd.png"))
    assert said(desk, "composer_file_problem") == "odd.png can’t be read and was left out."


def test_a_reading_is_shown_and_can_be_cancelled(
    desk: WritingDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.show()
    monkeypatch.setattr(file_intake, "PIECE", 20)
    desk.composer.attachments_dropped.emit([a_file(tmp_path, "film.png", b"x" * 3_000_000), a_file(tmp_path, "b.png")])
    assert said(desk, "composer_file_reading_words") == "Attaching film.png…"
    bar = desk.composer.findChild(QProgressBar, "composer_file_progress")
    assert isinstance(bar, QProgressBar)
    desk.qtbot.waitUntil(lambda: bar.value() > 0)
    desk.type("Here it is.")
    desk.composer.send()
    assert desk.queued == []  # nothing leaves without its file
    assert "still being attached" in said(desk, "composer_file_problem")
    press(desk, "composer_file_cancel")
    assert not desk.controller.is_attaching
    assert said(desk, "composer_file_reading_words") == ""
    assert desk.session.store.draft_files.of_case(case) == ()


def test_progress_is_told_once_for_each_per_cent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_intake, "PIECE", 10)
    told: list[file_intake.Progress] = []
    sources = [Path(a_file(tmp_path, name, b"x" * 5_000)) for name in ("a.png", "b.png")]
    cancelling = file_intake.Cancelling()

    def cancelled_meanwhile(progress: file_intake.Progress) -> None:
        told.append(progress)
        if progress.percent == 99:
            cancelling.settle()

    asyncio.run(file_intake.take_in(no_store, CaseId(1), sources, 10_000, cancelled_meanwhile, cancelling))
    assert [one.percent for one in told if one.name == "a.png"] == list(range(51))
    assert len(told) == len(set(told)) <= 102


def no_store() -> Store:
    raise AssertionError("what was cancelled is not kept")


def test_what_is_being_kept_can_not_be_cancelled_any_more_and_joins(
    desk: WritingDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show()
    files = desk.controller._files
    opened, goes_on, open_store = Event(), Event(), files._open

    def slowly() -> Store:
        opened.set()
        assert goes_on.wait(60)
        return open_store()

    monkeypatch.setattr(files, "_open", slowly)
    desk.composer.attachments_dropped.emit([a_file(tmp_path, "a.png")])
    assert opened.wait(60)
    files.cancel()
    assert desk.controller.is_attaching
    goes_on.set()
    desk.attached()
    assert names(desk) == ["a.png"]


def test_files_join_the_draft_that_they_were_meant_for_in_their_order(desk: WritingDesk, tmp_path: Path) -> None:
    first = desk.show(0)
    desk.composer.attachments_dropped.emit([a_file(tmp_path, "a.png")])
    desk.composer.attachments_dropped.emit([a_file(tmp_path, "b.png")])
    second = desk.show(1)
    assert said(desk, "composer_file_reading_words") == ""
    desk.attached()
    assert names(desk) == []
    kept = desk.session.store.draft_files
    assert [file.name for file in kept.of_case(first)] == ["a.png", "b.png"]
    assert kept.of_case(second) == ()


def test_a_picture_kept_earlier_gets_its_square_a_moment_later(desk: WritingDesk, qtbot: QtBot) -> None:
    case = desk.show()
    desk.session.store.draft_files.add(case, [OutgoingAttachment("a.png", "image/png", png_of(picture()))])
    with qtbot.waitSignal(desk.controller._files.pictured):
        desk.controller.forget()
    (card,) = desk.composer.tray._shown.values()
    assert card._thumb is not None


def test_a_store_that_is_full_keeps_the_draft_as_it_was(
    desk: WritingDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show()

    def full() -> None:
        raise StoreFull

    monkeypatch.setattr(desk.controller._files, "_open", full)
    desk.attach(a_file(tmp_path, "a.png"))
    assert [type(error) for error in desk.failed] == [StoreFull]
    assert names(desk) == []


def test_a_file_that_another_window_took_stops_the_reply_and_is_not_shown_any_more(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    desk.type("Here is the meter.")
    store = desk.session.store
    files, told = store.draft_files.of_case(case), list[object]()
    desk.controller.failed.connect(told.append)
    with store.connection.writing():
        store.connection.write("DELETE FROM draft_file WHERE case_id = ?", (case,))
    desk.controller._files.outgoing = lambda: files  # type: ignore[method-assign]
    desk.composer.send()
    assert [type(error) for error in told] == [FileGone]
    assert desk.session.outbox.listing().total == 0
    assert desk.composer.text() == "Here is the meter."
    assert names(desk) == []
