"""What a person reads of a mail: its parts decoded into one plain text and, where it has HTML, one safe page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from desktop.channels.email.bodies import Bodies, part_name
from desktop.channels.email.encoding import clean_text, decode_charset, decode_transfer, mend_mojibake
from desktop.channels.email.flowed import unflow
from desktop.channels.email.html import (
    LONGEST_HTML,
    announced_charset,
    sanitise,
    text_of,
    without_large_data,
    without_tags,
)
from desktop.channels.email.repairs import Repair, Repairs
from desktop.channels.email.structure import Part

LONGEST_TEXT = 256 * 1024  # characters that are kept as text; beyond, the whole part is attached as well

_NOT_FOR_READING = frozenset({"text/calendar", "text/rfc822-headers", "text/x-vcard", "text/vcard", "text/css"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The text in full, the sanitised page or None, and the parts to attach."""

    text: str
    html: str | None
    attachments: tuple[Part, ...]


def read_bodies(bodies: Bodies, repairs: Repairs) -> Reading:
    """Decode what was chosen as text. Never raises; what can't be shown whole is attached whole."""
    desk = _Desk(repairs)
    pages = [desk.page(part) for part in bodies.html] if any(map(_is_html, bodies.html)) else []
    text = _joined([desk.text(part) for part in bodies.text])
    if not text and bodies.html:
        text = _joined([desk.text(part) for part in bodies.html])
    if not text:
        spare = next((part for part in bodies.attachments if _is_readable(part)), None)
        text = desk.text(spare) if spare is not None else ""
    if len(text) > LONGEST_TEXT:
        repairs.add(Repair.LONG_TEXT)
        text = text[:LONGEST_TEXT]
        desk.cut.update((id(part), part) for part in bodies.text)
    html = "<hr>".join(page for page in pages if page)
    return Reading(text, html or None, (*bodies.attachments, *desk.cut.values()))


@dataclass(slots=True)
class _Desk:
    """Decodes and sanitises each part once, however many readings it is in."""

    repairs: Repairs
    cut: dict[int, Part] = field(default_factory=dict)  # by identity: parts that could not be shown whole
    _texts: dict[int, str] = field(default_factory=dict)
    _pages: dict[int, str | None] = field(default_factory=dict)

    def text(self, part: Part) -> str:
        """Return the part as plain text."""
        if not _is_html(part):
            return clean_text(self._decoded(part), self.repairs)
        page = self.page(part)
        return clean_text(without_tags(self._decoded(part)) if page is None else text_of(page), self.repairs)

    def page(self, part: Part) -> str | None:
        """Return the part as a safe page, None where sanitising must not be tried."""
        key = id(part)
        if key not in self._pages:
            text = self._decoded(part)
            if _is_html(part):
                self._pages[key] = sanitise(text, self.repairs)
                if self._pages[key] is None:
                    self.cut[key] = part
            else:
                self._pages[key] = escape(clean_text(text, self.repairs)).replace("\n", "<br>")
        return self._pages[key]

    def _decoded(self, part: Part) -> str:
        key = id(part)
        if key not in self._texts:
            data = decode_transfer(part.body, part.headers.token("content-transfer-encoding"), self.repairs)
            label = part.charset or (announced_charset(data) if _is_html(part) else None)
            text = decode_charset(data, label, self.repairs)
            self._texts[key] = self._unflowed(part, mend_mojibake(self._shortened(part, text), self.repairs))
        return self._texts[key]

    def _shortened(self, part: Part, text: str) -> str:
        """Return no more than the window shows; a part that is longer is attached whole."""
        longest = LONGEST_TEXT
        if _is_html(part):
            text, longest = without_large_data(text), LONGEST_HTML
        if len(text) > longest:
            self.repairs.add(Repair.LONG_TEXT)
            self.cut[id(part)] = part
        return text[:longest]

    def _unflowed(self, part: Part, text: str) -> str:
        if part.parameters.get("format", "").lower() != "flowed":
            return text
        return unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")


def _is_html(part: Part) -> bool:
    return part.content_type == "text/html"


def _is_readable(part: Part) -> bool:
    """Return True for a text of an unusual kind that may stand in where a mail has no other."""
    is_text = part.content_type.startswith("text/") and part.content_type not in _NOT_FOR_READING
    return is_text and part.disposition != "attachment" and not part_name(part)


def _joined(texts: list[str]) -> str:
    return "\n\n".join(text for text in texts if text)
