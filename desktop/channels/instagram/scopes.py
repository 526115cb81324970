"""Which of Meta's permissions each thing takes that an Instagram account can do here."""

from __future__ import annotations

SCOPE_OF = {
    "sign_in": "instagram_basic",
    "read": "instagram_manage_comments",
    "answer": "instagram_manage_comments",
    "direct": "instagram_manage_messages",
}
"""Which permission each thing takes that an account can do."""
