"""How a key is written for people: caps to be drawn, words to be read aloud, each as its system calls it."""

from __future__ import annotations

import sys

_CAPS = {
    "plus": "+",
    "-": "−",
    "Return": "↵",
    "Enter": "↵",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "PgDown": "PgDn",
    "Delete": "Del",
}
_MAC = {"Meta": "⌃", "Alt": "⌥", "Shift": "⇧", "Ctrl": "⌘"}
"""In the order in which macOS writes them. Qt's Ctrl is the command key there, its Meta the control key."""
_MAC_CAPS = _CAPS | {"Return": "↩", "Enter": "⌤", "Esc": "⎋", "Tab": "⇥", "Delete": "⌦", "PgUp": "⇞", "PgDown": "⇟"}
_MAC_WORDS = {"Meta": "Control", "Alt": "Option", "Ctrl": "Command"}


def key_caps(keys: str, platform: str = sys.platform) -> tuple[str, ...]:
    """Return how a key of Qt's portable form is drawn, one cap each: ("Ctrl", "Shift", "H"), ("G", "O").

    On macOS a chord is one cap of its signs: ("⇧⌘H",).
    """
    caps: list[str] = []
    for step in _steps(keys):
        parts = _parts(step)
        if platform == "darwin":
            held = "".join(sign for name, sign in _MAC.items() if name in parts[:-1])
            caps.append(held + _MAC_CAPS.get(parts[-1], parts[-1]))
        else:
            caps.extend(_CAPS.get(part, part) for part in parts)
    return tuple(caps)


def key_words(keys: str, platform: str = sys.platform) -> str:
    """Return one step of a key as it is said: "Ctrl+Shift+H", on macOS "Shift+Command+H"."""
    if platform != "darwin":
        return keys
    parts = _parts(keys)
    held = [_MAC_WORDS.get(name, name) for name in _MAC if name in parts[:-1]]
    return "+".join([*held, "+" if parts[-1] == "plus" else parts[-1]])


def _steps(keys: str) -> list[str]:
    return keys.split(", ") if keys != "," else [keys]


def _parts(step: str) -> list[str]:
    return step.replace("++", "+plus").split("+") if step != "+" else ["plus"]
