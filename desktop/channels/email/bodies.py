"""Which parts of a mail are its text, and which are attachments (RFC 8621 section 4.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.channels.email.structure import Part

_MEDIA = ("image/", "audio/", "video/")


@dataclass(slots=True)
class Bodies:
    """The leaves of a mail by what they are for. `text` and `html` are two ways to read the same mail."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)


def part_name(part: Part) -> str:
    """Return the file name that a part gives itself, as it stands; "" if it gives none."""
    return part.disposition_parameters.get("filename") or part.parameters.get("name", "")


def bodies_of(root: Part) -> Bodies:
    """Sort the leaves of a mail as JMAP does: both readings of an alternative, pictures in the text, attachments."""
    bodies = Bodies()
    if root.is_multipart:
        _sort(root, bodies, _Wanted(text=True, html=True), in_alternative=False)
    else:
        _sort_leaf(root, bodies, _Wanted(text=True, html=True), "mixed", 0)
    return bodies


@dataclass(slots=True)
class _Wanted:
    """Which of the two readings the next part may join."""

    text: bool
    html: bool


def _sort(container: Part, bodies: Bodies, given: _Wanted, *, in_alternative: bool) -> None:
    kind = container.content_type.partition("/")[2]
    in_alternative = in_alternative or kind == "alternative"
    wanted = _Wanted(given.text, given.html)
    texts, htmls = len(bodies.text), len(bodies.html)
    for index, part in enumerate(container.children):
        if part.is_multipart:
            _sort(part, bodies, wanted, in_alternative=in_alternative)
            continue
        if in_alternative and kind != "alternative" and _is_shown(part, kind, index):
            wanted.html = wanted.html and part.content_type != "text/plain"
            wanted.text = wanted.text and part.content_type != "text/html"
        _sort_leaf(part, bodies, wanted, kind, index)
    if kind == "alternative" and wanted.text and wanted.html:
        if len(bodies.text) == texts:
            bodies.text.extend(bodies.html[htmls:])
        elif len(bodies.html) == htmls:
            bodies.html.extend(bodies.text[texts:])


def _sort_leaf(part: Part, bodies: Bodies, wanted: _Wanted, kind: str, index: int) -> None:
    if not part.body and not part.headers.fields:
        return  # a delimiter with nothing behind it
    if not _is_shown(part, kind, index) or part.content_type.startswith(_MEDIA):
        bodies.attachments.append(part)
        return
    alternative = kind == "alternative"
    if wanted.text if not alternative else part.content_type == "text/plain":
        bodies.text.append(part)
    if wanted.html if not alternative else part.content_type == "text/html":
        bodies.html.append(part)


def _is_shown(part: Part, kind: str, index: int) -> bool:
    """Return True for a part that belongs into the running text (RFC 8621, `isInline`)."""
    is_media = part.content_type.startswith(_MEDIA)
    if part.disposition == "attachment" or not (is_media or part.content_type in ("text/plain", "text/html")):
        return False
    return index == 0 or (kind != "related" and (is_media or not part_name(part)))
