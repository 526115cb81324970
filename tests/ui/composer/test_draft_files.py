"""Files beside a draft: shown at once with what is wrong, described, taken off and brought back, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import DraftFile, DraftMode, FileRules, OutgoingAttachment
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer.file_cards import present_files, undescribed
from ui.composer.thumbnails import png_of, thumbnail
from ui.theme import Theme


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


def test_a_pasted_picture_joins_the_draft_and_survives_a_crash(desk: WritingDesk) -> None:
    case = desk.show()
    pasted(desk)
    (card,) = desk.composer.tray.cards
    assert (card.name.endswith(".png"), card.is_picture, card.describable) == (True, True, True)
    (kept,) = desk.session.store.draft_files.outgoing(case)
    assert thumbnail(kept.content) is not None
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
    desk.composer.attachments_dropped.emit([str(tmp_path / "gone.png"), a_file(tmp_path, "there.png")])
    assert names(desk) == ["there.png"]
    problem = desk.composer.findChild(QWidget, "composer_file_problem")
    assert isinstance(problem, QWidget)


def test_what_is_taken_off_comes_back_to_its_place(desk: WritingDesk, tmp_path: Path) -> None:
    desk.show()
    desk.composer.attachments_dropped.emit([a_file(tmp_path, name) for name in ("a.png", "b.png", "c.png")])
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


def test_what_is_no_picture_has_no_thumbnail() -> None:
    assert thumbnail(b"") is None
    assert thumbnail(b"\x89PNG\r\n\x1a\n" + b"\0" * 40) is None
    shown = thumbnail(png_of(picture(800, 300)))
    assert shown is not None
    assert shown.width() == shown.height() <= 96


def test_a_note_carries_no_files(desk: WritingDesk) -> None:
    case = desk.show()
    desk.session.store.draft_files.add(case, [OutgoingAttachment("a.png", "image/png", b"x")])
    desk.controller.forget()
    desk.composer.mode_chosen.emit(DraftMode.NOTE)
    assert names(desk) == []
