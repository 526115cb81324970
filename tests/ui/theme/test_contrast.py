"""Every text and mark of the window can be read: WCAG 2 contrast, recomputed from the tokens themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.theme import Tokens, load_tokens
from ui.theme.tokens import contrast

TOKENS = load_tokens(Path(__file__).parents[3] / "resources" / "styles" / "tokens.json")
TEXT, MARK = 4.5, 3.0
GROUNDS = ["bg.surface", "bg.window", "bg.sunken", "bg.raised", "bg.hover", "bg.press", "accent.tint"]
FAMILIES = ["red", "amber", "green", "violet"]

PAIRS: list[tuple[str, str, float]] = [
    *((token, ground, TEXT) for token in ("text.primary", "text.secondary") for ground in GROUNDS),
    *(("text.tertiary", ground, TEXT) for ground in GROUNDS if ground != "bg.press"),  # 4.48 in light: never used there
    ("text.primary", "accent.tint.strong", TEXT),
    ("text.secondary", "accent.tint.strong", TEXT),
    *(("text.primary", f"{family}.tint", TEXT) for family in FAMILIES),
    *(("text.secondary", f"{family}.tint", TEXT) for family in FAMILIES),
    *((f"{family}.text", ground, TEXT) for family in FAMILIES for ground in (*GROUNDS, f"{family}.tint")),
    *(("accent.text", ground, TEXT) for ground in (*GROUNDS, "accent.tint.strong", "violet.tint", "red.tint")),
    *(("text.on.accent", f"accent.fill{state}", TEXT) for state in ("", ".hover", ".press")),
    ("note.text", "note.bg", TEXT),
    ("text.primary", "note.bg", TEXT),
    ("text.on.tooltip", "bg.tooltip", TEXT),
    *((f"av{number}.fg", f"av{number}.bg", TEXT) for number in range(1, 7)),
    *(("line.control", ground, MARK) for ground in ("bg.surface", "bg.window", "bg.raised")),
    *((mark, ground, MARK) for mark in ("accent.mark", "focus") for ground in (*GROUNDS, "accent.tint.strong")),
    *((f"{family}.fill", ground, MARK) for family in ("red", "violet") for ground in ("bg.surface", "bg.window")),
]

ON_SURFACE = {
    "line.control": (3.44, 4.18),
    "text.primary": (16.87, 13.87),
    "text.secondary": (6.94, 8.28),
    "text.tertiary": (5.44, 6.19),
    "accent.text": (7.88, 8.47),
    "accent.mark": (6.19, 7.50),
    "red.text": (6.93, 8.30),
    "amber.text": (6.68, 9.88),
    "green.text": (6.62, 9.41),
    "violet.text": (7.92, 8.71),
}


@pytest.fixture(params=["light", "dark"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return TOKENS[request.param]


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=str)
def test_it_can_be_read(tokens: Tokens, front: str, ground: str, least: float) -> None:
    assert contrast(tokens.colours[front], tokens.colours[ground]) >= least


@pytest.mark.parametrize("token", ON_SURFACE)
def test_the_specified_ratios_on_the_surface_are_true(token: str) -> None:
    ratios = [contrast(TOKENS[scheme].colours[token], TOKENS[scheme].colours["bg.surface"]) for scheme in TOKENS]
    assert ratios == pytest.approx(ON_SURFACE[token], abs=0.006)


def test_every_channels_disc_shows_its_glyph(tokens: Tokens) -> None:
    for network, disc in tokens.channels.items():
        dark_glyph = tokens is TOKENS["dark"] and network == "x"
        glyph = TOKENS["light"].channels["x"] if dark_glyph else "#FFFFFF"
        assert contrast(glyph, disc) >= TEXT, network


def test_black_on_white_is_21_to_1_and_a_colour_on_itself_1() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2F57D0", "#2F57D0") == pytest.approx(1)
