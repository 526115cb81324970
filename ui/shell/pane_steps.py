"""Which panes fit at a window's width: the steps in which they shrink and hide, and the user's own wishes over them."""

from __future__ import annotations

from dataclasses import dataclass

LIST_STEP = 1336
RAIL_STEP = 1284
DRAWER_STEP = 1128

NAVIGATION = (184, 208, 260)
LIST = (300, 360, 480)
CONVERSATION_LEAST = 480
PROFILE = (264, 288, 360)
RAIL = 52
NARROW_LIST = 308
DRAWER = 320
"""Widths in pixels: least, default, most. They include the 1 px line at the pane's edge."""


@dataclass(frozen=True, slots=True)
class PaneWishes:
    """What the user chose: collapsed panes (None: never touched, so the width decides) and own widths."""

    rail: bool | None = None
    profile: bool | None = None
    navigation_width: int | None = None
    list_width: int | None = None
    profile_width: int | None = None


@dataclass(frozen=True, slots=True)
class PaneSteps:
    """What a width allows. `drawer`: the profile opens over the conversation instead of beside it."""

    rail: bool
    drawer: bool
    profile: bool  # beside the conversation; False while it is a drawer or collapsed
    navigation_width: int
    list_width: int
    profile_width: int


def steps_at(width: int, wishes: PaneWishes) -> PaneSteps:
    """Return which panes show and how wide they are in a window `width` pixels wide."""
    rail = wishes.rail if wishes.rail is not None else width < RAIL_STEP
    drawer = width < DRAWER_STEP
    profile = not drawer and wishes.profile is not False
    wanted = NARROW_LIST if width < LIST_STEP else LIST[1]
    return PaneSteps(
        rail=rail,
        drawer=drawer,
        profile=profile,
        navigation_width=RAIL if rail else _within(NAVIGATION, wishes.navigation_width),
        list_width=wanted if wishes.list_width is None else _list_width(width, wishes.list_width),
        profile_width=_within(PROFILE, wishes.profile_width),
    )


def _list_width(width: int, wished: int) -> int:
    least, _, most = LIST
    held = min(max(wished, least), most)
    return min(held, NARROW_LIST) if width < LIST_STEP else held


def _within(span: tuple[int, int, int], wished: int | None) -> int:
    least, usual, most = span
    return usual if wished is None else min(max(wished, least), most)
