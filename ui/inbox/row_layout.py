"""Where everything in a row of the case list goes: the rectangles, the elided words, the chips that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QRect, Qt

from desktop.model import ClockState
from ui.inbox.presenter import ClockChip, Priority, ReasonChip, RowState, Tone
from ui.theme import Theme
from ui.widgets import ChipLook, chip_width

ROW_HEIGHT = 80
SECTION_HEIGHT = 26
MARGIN_RIGHT = 12
TEXT_LEFT = 68
_ACTION = 24
_LEAST_CHIP = 64
_CHIP_GAP = 4
_CLOCK_GAP = 8
_NARROW = 340


class RowAction(StrEnum):
    """What can be done to a row without opening it, in the order in which the row shows it."""

    SNOOZE = "snooze"
    ASSIGN = "assign"
    SOLVE = "solve"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text in its place, already elided."""

    rect: QRect
    text: str
    size: int
    weight: int
    colour: str
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class PlacedChip:
    """A chip in its place; `whole` is its tooltip: the words that are cut, counted or short."""

    rect: QRect
    look: ChipLook
    whole: str = ""


@dataclass(frozen=True, slots=True)
class RowLayout:
    """A row's geometry, relative to its top left corner."""

    avatar: QRect
    badge: QRect
    dot: QRect
    words: tuple[Words, ...]
    status: QRect | None
    priority: QRect
    chips: tuple[PlacedChip, ...]
    clock: PlacedChip | None
    assignee: QRect | None
    actions: tuple[tuple[RowAction, QRect], ...]


_TONE_COLOURS = {
    Tone.QUIET: "text.secondary",
    Tone.NEUTRAL: "text.secondary",
    Tone.RED: "red.text",
    Tone.AMBER: "amber.text",
    Tone.GREEN: "green.text",
    Tone.VIOLET: "violet.text",
}
_CLOCK_LOOKS = {
    ClockState.ON_TRACK: ("timer", "text.secondary", "", 400),
    ClockState.PAUSED: ("pause-circle", "text.secondary", "", 400),
    ClockState.QUEUED: ("clock", "amber.text", "", 500),
    ClockState.AT_RISK: ("hourglass-medium-fill", "amber.text", "amber.tint", 600),
    ClockState.BREACHED: ("warning-circle-fill", "red.text", "red.tint", 600),
}


def lay_out_row(theme: Theme, state: RowState, width: int, *, actions: bool) -> RowLayout:
    """Return a row's geometry at a viewport width in pixels. `actions` puts buttons in the place of the time."""
    right = width - theme.px(MARGIN_RIGHT)
    placed = _action_rects(theme, right) if actions else ()
    time = None if actions else _time_words(theme, state, right)
    status = None if time is None else _status_rect(theme, time)
    end = _left_of(placed, status) - theme.px(6)
    assignee = _assignee_rect(theme, state, width, right)
    clock_right = right if assignee is None else right - theme.px(26)
    clock = _place_clock(theme, state.clock, clock_right)
    words = [*_name_words(theme, state, end), _snippet_words(theme, state, right)]
    if time is not None:
        words.append(time)
    return RowLayout(
        avatar=_rect(theme, 20, 10, 36, 36),
        badge=_rect(theme, 44, 33, 16, 16),
        dot=_rect(theme, 7, 24, 8, 8),
        words=tuple(words),
        status=status,
        priority=_rect(theme, TEXT_LEFT, 55, 12, 12),
        chips=_place_chips(theme, state, clock.rect.left() - theme.px(_CLOCK_GAP) if clock else clock_right),
        clock=clock,
        assignee=assignee,
        actions=placed,
    )


def clock_look(clock: ClockChip) -> ChipLook:
    """Return how a response clock looks in the list and in a conversation's header."""
    icon, colour, tint, weight = _CLOCK_LOOKS[clock.state]
    return ChipLook(
        clock.text,
        icon=icon,
        background=tint,
        text_colour=colour,
        weight=weight,
        icon_size=13,
        gap=3,
        pad_left=3,
        pad_right=5,
    )


def reason_look(chip: ReasonChip) -> ChipLook:
    """Return how a reason chip looks on an unselected row."""
    if chip.filled:
        return ChipLook(chip.text, icon=chip.icon, background="violet.tint", text_colour="violet.text", weight=500)
    return ChipLook(chip.text, icon=chip.icon, icon_colour=_TONE_COLOURS[chip.tone])


def _rect(theme: Theme, x: int, y: int, width: int, height: int) -> QRect:
    return QRect(theme.px(x), theme.px(y), theme.px(width), theme.px(height))


def _action_rects(theme: Theme, right: int) -> tuple[tuple[RowAction, QRect], ...]:
    side = theme.px(_ACTION)
    first = right + theme.px(4) - len(RowAction) * side
    return tuple(
        (action, QRect(first + number * side, theme.px(7), side, side)) for number, action in enumerate(RowAction)
    )


def _time_words(theme: Theme, state: RowState, right: int) -> Words:
    weight, colour = (500, "text.primary") if state.unread else (400, "text.tertiary")
    length = theme.metrics(12, weight).horizontalAdvance(state.time_text)
    place = QRect(right - length, theme.px(10), length, theme.px(18))
    return Words(place, state.time_text, 12, weight, colour, Qt.AlignmentFlag.AlignRight)


def _status_rect(theme: Theme, time: Words) -> QRect:
    return QRect(time.rect.left() - theme.px(20), theme.px(12), theme.px(14), theme.px(14))


def _left_of(actions: tuple[tuple[RowAction, QRect], ...], status: QRect | None) -> int:
    if actions:
        return actions[0][1].left()
    return status.left() if status is not None else 0


def _name_words(theme: Theme, state: RowState, end: int) -> list[Words]:
    left, weight = theme.px(TEXT_LEFT), 600 if state.unread else 400
    room = max(0, end - left)
    metrics = theme.metrics(13, weight)
    length = metrics.horizontalAdvance(state.name)
    place = QRect(left, theme.px(10), room, theme.px(18))
    if length > room:
        shown = metrics.elidedText(state.name, Qt.TextElideMode.ElideRight, room)
        return [Words(place, shown, 13, weight, "text.primary")]
    words = [Words(place, state.name, 13, weight, "text.primary")]
    gap = theme.px(6)
    handle_length = theme.metrics(12).horizontalAdvance(state.handle)
    if state.handle and length + gap + handle_length <= room:
        beside = QRect(left + length + gap, theme.px(10), handle_length, theme.px(18))
        words.append(Words(beside, state.handle, 12, 400, "text.tertiary"))
    return words


def _snippet_words(theme: Theme, state: RowState, right: int) -> Words:
    left = theme.px(TEXT_LEFT)
    place = QRect(left, theme.px(29), max(0, right - left), theme.px(18))
    shown = theme.metrics(13).elidedText(state.snippet, Qt.TextElideMode.ElideRight, place.width())
    return Words(place, shown, 13, 400, "text.primary" if state.unread else "text.secondary")


def _assignee_rect(theme: Theme, state: RowState, width: int, right: int) -> QRect | None:
    if state.assignee_optional and width < theme.px(_NARROW):
        return None
    return QRect(right - theme.px(22), theme.px(52), theme.px(22), theme.px(18))


def _place_clock(theme: Theme, clock: ClockChip | None, right: int) -> PlacedChip | None:
    if clock is None:
        return None
    look = clock_look(clock)
    length = chip_width(theme, look)
    return PlacedChip(QRect(right - length, theme.px(52), length, theme.px(18)), look, clock.spoken)


def _place_chips(theme: Theme, state: RowState, right: int) -> tuple[PlacedChip, ...]:
    """Place as many whole chips as fit and "+n" for the rest; if not even one fits, elide the first."""
    left = theme.px(TEXT_LEFT if state.priority is Priority.NORMAL else 85)
    looks = [reason_look(chip) for chip in state.chips]
    for shown in range(len(looks), 0, -1):
        run = [*looks[:shown], *_rest(looks[shown:])]
        if _run_width(theme, run) <= right - left:
            return _place_run(theme, run, left, looks[shown:])
    if not looks:
        return ()
    rest = _rest(looks[1:])
    room = right - left - sum(chip_width(theme, look) + theme.px(_CHIP_GAP) for look in rest)
    if room < theme.px(_LEAST_CHIP):
        rest, room = [], right - left
    if room < theme.px(_LEAST_CHIP):
        return ()
    first = PlacedChip(QRect(left, theme.px(52), room, theme.px(18)), looks[0], looks[0].text)
    return (first, *_place_run(theme, rest, left + room + theme.px(_CHIP_GAP), looks[1:]))


def _rest(hidden: list[ChipLook]) -> list[ChipLook]:
    return [ChipLook(f"+{len(hidden)}", pad_left=5)] if hidden else []


def _run_width(theme: Theme, run: list[ChipLook]) -> int:
    return sum(chip_width(theme, look) for look in run) + theme.px(_CHIP_GAP) * (len(run) - 1)


def _place_run(theme: Theme, run: list[ChipLook], left: int, hidden: list[ChipLook]) -> tuple[PlacedChip, ...]:
    placed = []
    for look in run:
        length = chip_width(theme, look)
        whole = ", ".join(chip.text for chip in hidden) if look.text.startswith("+") else ""
        placed.append(PlacedChip(QRect(left, theme.px(52), length, theme.px(18)), look, whole))
        left += length + theme.px(_CHIP_GAP)
    return tuple(placed)


def on_selected_row(look: ChipLook) -> ChipLook:
    """Return a chip's look on a selected row: a grey one turns to the surface's colour."""
    return replace(look, background="bg.surface") if look.background == "bg.sunken" else look
