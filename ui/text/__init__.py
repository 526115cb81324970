"""Text as the window handles it: offsets as Qt counts them, links and mentions in a text, and how times are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from ui.text.hits import around_hit, folded, hit_spans
    from ui.text.links import Span, SpanKind, find_links, find_mentions
    from ui.text.offsets import code_point_offset, utf16_length, utf16_offset
    from ui.text.prose import Prose, ProseStyle, reads_from_right, set_prose, widest_line
    from ui.text.times import clock_time, day_heading, short_moment
else:
    __getattr__ = late(
        __name__,
        {
            "hits": "around_hit folded hit_spans",
            "links": "Span SpanKind find_links find_mentions",
            "offsets": "code_point_offset utf16_length utf16_offset",
            "prose": "Prose ProseStyle reads_from_right set_prose widest_line",
            "times": "clock_time day_heading short_moment",
        },
    )

__all__ = [
    "Prose",
    "ProseStyle",
    "Span",
    "SpanKind",
    "around_hit",
    "clock_time",
    "code_point_offset",
    "day_heading",
    "find_links",
    "find_mentions",
    "folded",
    "hit_spans",
    "reads_from_right",
    "set_prose",
    "short_moment",
    "utf16_length",
    "utf16_offset",
    "widest_line",
]
