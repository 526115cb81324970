"""What the desk knows: answers worth keeping, free of personal data, found again, and written out for the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.knowledge.book import LANGUAGES, KnowledgeBook, NotFit, texts_in_order
    from desktop.knowledge.cleaning import Cleaned, cleaned_answer
    from desktop.knowledge.gaps import Gap, questions_without_entry
    from desktop.knowledge.replies import as_replies
    from desktop.knowledge.site import SITE_FORMATS, export_site
else:
    __getattr__ = late(
        __name__,
        {
            "book": "LANGUAGES KnowledgeBook NotFit texts_in_order",
            "cleaning": "Cleaned cleaned_answer",
            "gaps": "Gap questions_without_entry",
            "replies": "as_replies",
            "site": "SITE_FORMATS export_site",
        },
    )

__all__ = [
    "LANGUAGES",
    "SITE_FORMATS",
    "Cleaned",
    "Gap",
    "KnowledgeBook",
    "NotFit",
    "as_replies",
    "cleaned_answer",
    "export_site",
    "questions_without_entry",
    "texts_in_order",
]
