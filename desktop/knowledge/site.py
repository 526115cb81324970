"""Site: the entries written out as one file for the company's own pages: HTML, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from html import escape

from desktop.model.knowledge import FaqEntry, FaqText

_Grouped = list[tuple[str, list[tuple[FaqEntry, FaqText]]]]


def export_site(entries: Sequence[FaqEntry], language: str, kind: str, *, title: str, other: str) -> str:
    """Return the entries that have a text in `language`, by category, as a whole file.

    `kind` is one of SITE_FORMATS; `other` heads what has no category. Raises KeyError for another kind.
    """
    return SITE_FORMATS[kind](_grouped(entries, language, other), language, title)


def _grouped(entries: Iterable[FaqEntry], language: str, other: str) -> _Grouped:
    groups: dict[str, list[tuple[FaqEntry, FaqText]]] = {}
    for entry in entries:
        text = entry.text_in(language)
        if text is not None:
            groups.setdefault(entry.category, []).append((entry, text))
    ordered = sorted(groups.items(), key=lambda one: (not one[0], one[0].casefold()))
    return [
        (category or other, sorted(found, key=lambda one: one[1].question.casefold())) for category, found in ordered
    ]


def _html(groups: _Grouped, language: str, title: str) -> str:
    parts = [
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">',
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<h1>{escape(title)}</h1>",
    ]
    for category, found in groups:
        parts.append(f"<section>\n<h2>{escape(category)}</h2>")
        for entry, text in found:
            paragraphs = "".join(f"<p>{_lines(one)}</p>" for one in text.answer.split("\n\n") if one.strip())
            parts.append(
                f'<details id="{escape(entry.uid)}"><summary>{escape(text.question)}</summary>{paragraphs}</details>'
            )
        parts.append("</section>")
    return "\n".join((*parts, "</body>\n</html>\n"))


def _lines(paragraph: str) -> str:
    return "<br>".join(escape(line) for line in paragraph.strip().splitlines())


def _markdown(groups: _Grouped, _language: str, title: str) -> str:
    parts = [f"# {_plain(title)}"]
    for category, found in groups:
        parts.append(f"## {_plain(category)}")
        for _, text in found:
            answer = "  \n".join(_plain(line) for line in text.answer.splitlines())
            parts.append(f"### {_plain(text.question)}\n\n{answer}")
    return "\n\n".join(parts) + "\n"


def _plain(words: str) -> str:
    """Return words in which nothing is Markdown or HTML."""
    marked = "".join(f"\\{one}" if one in "\\`*_[]<>#|~" else one for one in words)
    return f"\\{marked}" if marked[:1] in {"-", "+"} else marked


def _json(groups: _Grouped, language: str, title: str) -> str:
    entries = [
        {
            "id": entry.uid,
            "category": entry.category,
            "question": text.question,
            "answer": text.answer,
            "version": text.version,
            "updated": text.at.isoformat() if text.at is not None else None,
        }
        for _, found in groups
        for entry, text in found
    ]
    return json.dumps({"title": title, "language": language, "entries": entries}, ensure_ascii=False, indent=2) + "\n"


SITE_FORMATS: dict[str, Callable[[_Grouped, str, str], str]] = {"html": _html, "md": _markdown, "json": _json}
"""How each ending is written."""
