"""What an agent's hands do in the window: keys, the palette, menus, dialogs, the pointer, and what the eyes read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QMenu, QWidget
from shiboken6 import isValid

from desktop.model import CaseDetail, CaseId, Delivery, Lane, TimelineItem
from desktop.system.clock import utc_now
from tests.journeys.windowed import Windowed
from ui.cases.timeline import Timeline
from ui.shell.palette import CommandPalette

PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFTED = CONTROL | Qt.KeyboardModifier.ShiftModifier
Part = TypeVar("Part", bound=QWidget)
_LOOK_MS = 20


# --- keys -------------------------------------------------------------------------------------------------------------


def key(at: Windowed, pressed: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key in the main window, brought to the front first."""
    front(at)
    at.press(at.window, pressed, modifier)


def front(at: Windowed) -> None:
    """Have the main window in front, with nothing open above it."""
    while (above := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        above.close()
    at.window.activateWindow()
    at.until(lambda: QApplication.activeWindow() is at.window)


def by_name(at: Windowed, words: str) -> None:
    """Do something by its name: Ctrl+K, the words, Return."""
    key(at, Qt.Key.Key_K, CONTROL)
    palette = at.part("palette")
    assert isinstance(palette, CommandPalette)
    at.until(palette.isVisible)
    field = found(palette, QLineEdit, "palette_field")
    at.type_text(field, words.rstrip("…"))
    at.until(lambda: palette.chosen is not None and palette.chosen.title == words)
    at.press(field, Qt.Key.Key_Return)


# --- buttons, menus, dialogs ------------------------------------------------------------------------------------------


def found(room: QWidget, kind: type[Part], name: str) -> Part:
    """Return a part of a room by its kind and name."""
    part = room.findChild(kind, name)
    assert isinstance(part, kind), f"{room.objectName()} has no {name}"
    return part


def button(room: QWidget, words: str) -> QAbstractButton:
    """Return a button that can be seen, by its name or its words."""
    buttons = [one for one in room.findChildren(QAbstractButton) if one.isVisible()]
    pressed = next((one for one in buttons if words in (one.objectName(), one.text().replace("&", ""))), None)
    assert pressed is not None, f"no {words} among {[one.objectName() or one.text() for one in buttons]}"
    return pressed


def click(room: QWidget, words: str) -> None:
    """Click a button by its name or its words."""
    pressed = button(room, words)
    assert pressed.isEnabled(), f"{words} can't be pressed"
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)


def choose(at: Windowed, words: str) -> None:
    """Choose a line of the menu that is open, with the keyboard."""
    at.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next((one for one in menu.actions() if one.text().startswith(words)), None)
    assert action is not None, [one.text() for one in menu.actions()]
    menu.setActiveAction(action)
    at.press(menu, Qt.Key.Key_Return)


def dialog(at: Windowed, name: str) -> QDialog:
    """Return a dialog that is open or about to be."""

    def look() -> QDialog | None:
        opened = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
        return next((one for one in opened if one.objectName() == name), None)

    at.until(lambda: look() is not None)
    opened = look()
    assert opened is not None
    return opened


def answering(at: Windowed, name: str, answer: Callable[[QDialog], object]) -> AbstractContextManager[None]:
    """Answer the dialog of a name that opens, and is waited for, while something is done."""

    def asking() -> QWidget | None:
        opened = QApplication.activeModalWidget()
        return opened if isinstance(opened, QDialog) and opened.objectName() == name else None

    return _meanwhile(at, asking, answer)


def choosing(at: Windowed, words: str) -> AbstractContextManager[None]:
    """Choose a line of the menu that opens, and is waited for, while something is done."""
    return _meanwhile(at, QApplication.activePopupWidget, lambda _: choose(at, words))


def settings(at: Windowed, group: str) -> QDialog:
    """Open a page of the settings by its place in the list."""
    key(at, Qt.Key.Key_Comma, CONTROL)
    asking = dialog(at, "settings_dialog")
    QTest.mouseClick(found(asking, QWidget, f"settings_{group}"), Qt.MouseButton.LeftButton)
    return asking


@contextmanager
def _meanwhile(at: Windowed, opened: Callable[[], QWidget | None], answer: Callable[[Any], object]) -> Iterator[None]:
    told: list[BaseException | None] = []
    timer = QTimer()

    def look() -> None:
        asking = opened()
        if asking is None or not asking.isVisible():
            return
        timer.stop()
        try:
            answer(asking)
            told.append(None)
        except BaseException as error:  # noqa: BLE001 - told again outside of the loop that waits
            told.append(error)
            asking.close()

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)
    try:
        yield
        at.until(lambda: bool(told))
    finally:
        timer.stop()
    if told[0] is not None:
        raise told[0]


def has_gone(room: QWidget) -> bool:
    """Tell whether a dialog was closed, and perhaps taken apart already."""
    return not isValid(room) or not room.isVisible()


def give_reason(reason: str) -> Callable[[QDialog], None]:
    """Return what writes a reason into the question why and accepts it."""

    def answer(asking: QDialog) -> None:
        field = asking.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, reason)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return answer


# --- conversations ----------------------------------------------------------------------------------------------------


def open_case(at: Windowed, words: str) -> CaseId:
    """Wait for the conversation in which some words stand and open it as the palette does."""
    at.until(lambda: case_with(at, words) is not None)
    case_id = case_with(at, words)
    assert case_id is not None
    at.window._wiring._errands.show_case(int(case_id))  # type: ignore[union-attr]
    at.until(lambda: shown(at) == case_id and at.composer.isVisible())
    return case_id


def case_with(at: Windowed, words: str) -> CaseId | None:
    """Return the newest conversation in which somebody wrote these words, None while there is none."""
    with_words = "SELECT case_id FROM message WHERE text LIKE ? ORDER BY id"
    ids = at.session.store.connection.read_column(with_words, (f"%{words}%",))
    return CaseId(ids[-1]) if ids else None


def detail_of(at: Windowed, case_id: CaseId) -> CaseDetail:
    """Return a conversation as the store has it now."""
    detail = at.session.cases.detail(case_id)
    assert detail is not None
    return detail


def shown(at: Windowed) -> CaseId | None:
    """Return the conversation in front."""
    parts = at.window._parts
    detail = parts.case.detail if parts is not None else None
    return detail.row.id if detail is not None else None


def timeline(at: Windowed, case_id: CaseId) -> list[TimelineItem]:
    """Return what stands in a conversation."""
    return list(at.session.store.timeline.items(case_id))


def in_lane(at: Windowed, lane: Lane, case_id: CaseId) -> bool:
    """Tell whether a conversation stands in a view."""
    return int(case_id) in map(int, at.session.store.lanes.ids(lane, agent="LB", at_risk_before=utc_now()))


def rows_of(at: Windowed) -> str:
    """Return what the rows of the conversation in front say, as a reader speaks them."""
    part = at.part("timeline")
    assert isinstance(part, Timeline)
    return "\n".join(row.spoken for row in part.rows)


def hit(at: Windowed, label: str) -> None:
    """Click words of the conversation in front that can be clicked."""
    part = at.part("timeline")
    assert isinstance(part, Timeline)
    view = part.view

    def place() -> QPoint | None:
        for number in view.visible_rows():
            for rect, one in view.sheet_of(number).hits:
                if one.label == label:
                    return view.row_rect(number).topLeft() + rect.center()
        return None

    at.until(lambda: place() is not None)
    point = place()
    assert point is not None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, PLAIN, point)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(at: Windowed, text: str) -> None:
    """Write a reply in place of what stands there."""
    front(at)
    editor = at.composer.editor
    editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
    editor.selectAll()
    at.type_text(editor, text)
    assert at.composer.text().endswith(text)


def send(at: Windowed) -> None:
    """Press Ctrl+Return and wait until the text has left the composer."""
    at.press(at.composer.editor, Qt.Key.Key_Return, CONTROL)
    at.until(lambda: at.composer.text() == "")


def waiting(at: Windowed, text: str) -> Delivery | None:
    """Return a reply that has not left yet, None once it is sent or before it is written."""
    return next((one for one in at.session.store.deliveries.open() if text in one.text), None)


def stops(at: Windowed, words: str) -> None:
    """Wait until the guardrails say some words under the reply."""
    strip = at.composer.strip
    at.until(lambda: strip.isVisible() and words in words_of(strip))


def words_of(room: QWidget) -> str:
    """Return everything that a part of the window says: spoken names and texts of what can be seen."""
    said = [room.accessibleName()]
    for one in room.findChildren(QWidget):
        if one.isVisible():
            text = getattr(one, "text", "")
            said += [one.accessibleName(), str(text() if callable(text) else text)]
    return "\n".join(dict.fromkeys(filter(None, said)))
