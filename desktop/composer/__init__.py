"""Writing an answer: canned replies, placeholders, signatures, wording and how long a text is on each network.

Drafts and the book of canned replies need the store, their files and likeness need libraries: import each from its own
module, so that the rest stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.composer.canned import CannedReply, CannedText, CannedUnreadable, starter_replies
    from desktop.composer.canned_search import CannedMatch, Place, Why, search_canned
    from desktop.composer.counting import byte_limit_of, count, counting_of, remaining
    from desktop.composer.names import first_name
    from desktop.composer.placeholders import (
        KNOWN_PLACEHOLDERS,
        Filled,
        PlaceholderSpan,
        fill,
        missing_placeholders,
        placeholder_values,
        placeholders_in,
    )
    from desktop.composer.signature import with_signature
    from desktop.composer.variation import variation_for, variations, vary
    from desktop.composer.wording import Wording, WordingUnreadable
else:
    __getattr__ = late(
        __name__,
        {
            "canned": "CannedReply CannedText CannedUnreadable starter_replies",
            "canned_search": "CannedMatch Place Why search_canned",
            "counting": "byte_limit_of count counting_of remaining",
            "names": "first_name",
            "placeholders": (
                "KNOWN_PLACEHOLDERS Filled PlaceholderSpan fill missing_placeholders placeholder_values placeholders_in"
            ),
            "signature": "with_signature",
            "variation": "variation_for variations vary",
            "wording": "Wording WordingUnreadable",
        },
    )

__all__ = [
    "KNOWN_PLACEHOLDERS",
    "CannedMatch",
    "CannedReply",
    "CannedText",
    "CannedUnreadable",
    "Filled",
    "Place",
    "PlaceholderSpan",
    "Why",
    "Wording",
    "WordingUnreadable",
    "byte_limit_of",
    "count",
    "counting_of",
    "fill",
    "first_name",
    "missing_placeholders",
    "placeholder_values",
    "placeholders_in",
    "remaining",
    "search_canned",
    "starter_replies",
    "variation_for",
    "variations",
    "vary",
    "with_signature",
]
