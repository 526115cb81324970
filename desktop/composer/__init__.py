"""Writing an answer: canned replies, placeholders, signatures, wording and how long a text is on each network.

Drafts need the store: import them from `desktop.composer.drafts`, so that the rest stays light.
"""

from desktop.composer.canned import CannedReply, CannedUnreadable, search_canned, starter_replies
from desktop.composer.counting import byte_limit_of, count, counting_of, remaining
from desktop.composer.names import first_name
from desktop.composer.placeholders import (
    KNOWN_PLACEHOLDERS,
    Filled,
    PlaceholderSpan,
    fill,
    missing_placeholders,
    placeholder_values,
)
from desktop.composer.signature import with_signature
from desktop.composer.wording import Wording, WordingUnreadable

__all__ = [
    "KNOWN_PLACEHOLDERS",
    "CannedReply",
    "CannedUnreadable",
    "Filled",
    "PlaceholderSpan",
    "Wording",
    "WordingUnreadable",
    "byte_limit_of",
    "count",
    "counting_of",
    "fill",
    "first_name",
    "missing_placeholders",
    "placeholder_values",
    "remaining",
    "search_canned",
    "starter_replies",
    "with_signature",
]
