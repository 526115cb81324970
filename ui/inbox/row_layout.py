"""Where everything in a row of the case list goes: the rectangles, the elided words, the chips that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, Qt

from desktop.model import ClockState
from ui.inbox.presenter import ClockChip, Priority, ReasonChip, RowState, Tone
from ui.text import hit_spans
from ui.theme import Theme
from ui.widgets import CHIP_HEIGHT, ChipLook, chip_width, fitted_look

ROW_HEIGHT = 80
SECTION_HEIGHT = 26
MARGIN_RIGHT = 12
TEXT_LEFT = 68
_ACTION = 24
_LEAST_CHIP = 64
_CHIP_GAP = 4
_CLOCK_GAP = 8
_NARROW = 340
_LINE = 18


class RowAction(StrEnum):
    """What can be done to a row without opening it, in the order in which the row shows it."""

    SNOOZE = "snooze"
    ASSIGN = "assign"
    SOLVE = "solve"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, already elided. `origin` is where its baseline starts."""

    origin: QPoint
    text: str
    size: int
    weight: int
    colour: str
    marks: tuple[QRect, ...] = ()  # the ground of what is searched for


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
    lines = (*_name_words(theme, state, end), _snippet_words(theme, state, right))
    words = [_marked(theme, line, state) for line in lines]
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


def _line(theme: Theme, left: int, top: int, text: str, font: tuple[int, int], colour: str) -> Words:
    """Return text on a line 18 px high whose top is at `top` (at 100 %) and whose left edge is at `left` pixels."""
    metrics = theme.metrics(*font)
    baseline = theme.px(top) + (theme.px(_LINE) - metrics.height()) // 2 + metrics.ascent()
    return Words(QPoint(left, baseline), text, *font, colour)


def _time_words(theme: Theme, state: RowState, right: int) -> Words:
    weight, colour = (500, "text.primary") if state.unread else (400, "text.tertiary")
    length = theme.metrics(12, weight).horizontalAdvance(state.time_text)
    return _line(theme, right - length, 10, state.time_text, (12, weight), colour)


def _status_rect(theme: Theme, time: Words) -> QRect:
    return QRect(time.origin.x() - theme.px(20), theme.px(12), theme.px(14), theme.px(14))


def _left_of(actions: tuple[tuple[RowAction, QRect], ...], status: QRect | None) -> int:
    if actions:
        return actions[0][1].left()
    return status.left() if status is not None else 0


def _name_words(theme: Theme, state: RowState, end: int) -> list[Words]:
    """Place the name, and the handle after it if the whole of it fits."""
    left, font = theme.px(TEXT_LEFT), (13, 600 if state.unread else 400)
    room = max(0, end - left)
    metrics = theme.metrics(*font)
    length = metrics.horizontalAdvance(state.name)
    if length > room:
        shown = metrics.elidedText(state.name, Qt.TextElideMode.ElideRight, room)
        return [_line(theme, left, 10, shown, font, "text.primary")]
    words = [_line(theme, left, 10, state.name, font, "text.primary")]
    gap = theme.px(6)
    if state.handle and length + gap + theme.metrics(12).horizontalAdvance(state.handle) <= room:
        words.append(_line(theme, left + length + gap, 10, state.handle, (12, 400), "text.tertiary"))
    return words


def _snippet_words(theme: Theme, state: RowState, right: int) -> Words:
    left = theme.px(TEXT_LEFT)
    shown = theme.metrics(13).elidedText(state.snippet, Qt.TextElideMode.ElideRight, max(0, right - left))
    return _line(theme, left, 29, shown, (13, 400), "text.primary" if state.unread else "text.secondary")


def _marked(theme: Theme, words: Words, state: RowState) -> Words:
    """Return a line with the grounds of what is searched for in it."""
    spans = hit_spans(words.text, state.sought) if state.sought else ()
    if not spans:
        return words
    metrics = theme.metrics(words.size, words.weight)
    top = words.origin.y() - metrics.ascent() - 1
    rects = []
    for span in spans:
        left = metrics.horizontalAdvance(words.text[: span.start])
        width = metrics.horizontalAdvance(words.text[: span.end]) - left
        rects.append(QRect(words.origin.x() + left, top, width, metrics.height() + 2))
    return replace(words, marks=tuple(rects))


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
    gap = theme.px(_CHIP_GAP)
    looks = [reason_look(chip) for chip in state.chips]
    ends = list(accumulate(chip_width(theme, look) + gap for look in looks))
    for shown in range(len(looks), 0, -1):
        rest = _rest(theme, looks[shown:], left + ends[shown - 1])
        if (rest.rect.right() + 1 if rest else left + ends[shown - 1] - gap) <= right:
            starts = [0, *ends][:shown]
            whole = [
                PlacedChip(_chip_rect(theme, left + start, end - gap - start), look)
                for start, end, look in zip(starts, ends, looks, strict=False)
            ]
            return (*whole, rest) if rest else tuple(whole)
    return _elided_chip(theme, looks, left, right) if looks else ()


def _elided_chip(theme: Theme, looks: list[ChipLook], left: int, right: int) -> tuple[PlacedChip, ...]:
    """Place the first chip in what room there is, if that is enough to say anything, and "+n" if it fits too."""
    rest = _rest(theme, looks[1:], 0)
    gap = theme.px(_CHIP_GAP)
    room = right - left - (rest.rect.width() + gap if rest else 0)
    if room < theme.px(_LEAST_CHIP):
        rest, room = None, right - left
    if room < theme.px(_LEAST_CHIP):
        return ()
    first = PlacedChip(_chip_rect(theme, left, room), fitted_look(theme, looks[0], room), looks[0].text)
    return (first, replace(rest, rect=rest.rect.translated(left + room + gap, 0))) if rest else (first,)


def _rest(theme: Theme, hidden: list[ChipLook], left: int) -> PlacedChip | None:
    if not hidden:
        return None
    look = ChipLook(f"+{len(hidden)}", pad_left=5)
    return PlacedChip(_chip_rect(theme, left, chip_width(theme, look)), look, ", ".join(chip.text for chip in hidden))


def _chip_rect(theme: Theme, left: int, width: int) -> QRect:
    return QRect(left, theme.px(52), width, theme.px(CHIP_HEIGHT))


def on_selected_row(look: ChipLook) -> ChipLook:
    """Return a chip's look on a selected row: a grey one turns to the surface's colour."""
    return replace(look, background="bg.surface") if look.background == "bg.sunken" else look
