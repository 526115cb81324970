"""Which of Meta's permissions each thing takes that a Facebook Page can do here."""

from __future__ import annotations

SCOPE_OF = {
    "sign_in": "pages_show_list",
    "read": "pages_read_user_content",
    "answer": "pages_manage_engagement",
    "direct": "pages_messaging",
}
"""Which permission each thing takes that an account can do."""
