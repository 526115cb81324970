"""The encrypted store: the one file that the window and the engine share. The only place with SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.store.arrivals import IntakeResult, Known, ReplyClock, Taken, Unanswered
    from desktop.store.case_filter import Standpoint
    from desktop.store.cases import Intent
    from desktop.store.connection import StoreKey
    from desktop.store.dossier import HeldAttachment, HeldConversation, HeldMessage, HeldPerson
    from desktop.store.erasure import Erased
    from desktop.store.erasure_scope import Erasable, ErasureRefused
    from desktop.store.errors import (
        FILE_SIZE,
        StoreBusy,
        StoreDamaged,
        StoreError,
        StoreFull,
        StoreKeyMissing,
        StoreKeyWrong,
        StoreNewer,
        StorePassphraseNeeded,
        StoreReadOnly,
    )
    from desktop.store.intake_rows import BY_HAND
    from desktop.store.lane_sections import SectionIds, Standing
    from desktop.store.lanes import LaneFilter
    from desktop.store.people import Asked, Question
    from desktop.store.retention import Outlived
    from desktop.store.search import CustomerHit, MessageHit, fts_query
    from desktop.store.spending import SENDING, DaySpent, next_month
    from desktop.store.store import Store, kept_key, key_of, newest_backup, open_store, vault_of
else:
    __getattr__ = late(
        __name__,
        {
            "arrivals": "IntakeResult Known ReplyClock Taken Unanswered",
            "case_filter": "Standpoint",
            "cases": "Intent",
            "connection": "StoreKey",
            "dossier": "HeldAttachment HeldConversation HeldMessage HeldPerson",
            "erasure": "Erased",
            "erasure_scope": "Erasable ErasureRefused",
            "errors": (
                "FILE_SIZE StoreBusy StoreDamaged StoreError StoreFull StoreKeyMissing StoreKeyWrong StoreNewer "
                "StorePassphraseNeeded StoreReadOnly"
            ),
            "intake_rows": "BY_HAND",
            "lane_sections": "SectionIds Standing",
            "lanes": "LaneFilter",
            "people": "Asked Question",
            "retention": "Outlived",
            "search": "CustomerHit MessageHit fts_query",
            "spending": "SENDING DaySpent next_month",
            "store": "Store kept_key key_of newest_backup open_store vault_of",
        },
    )

__all__ = [
    "BY_HAND",
    "FILE_SIZE",
    "SENDING",
    "Asked",
    "CustomerHit",
    "DaySpent",
    "Erasable",
    "Erased",
    "ErasureRefused",
    "HeldAttachment",
    "HeldConversation",
    "HeldMessage",
    "HeldPerson",
    "IntakeResult",
    "Intent",
    "Known",
    "LaneFilter",
    "MessageHit",
    "Outlived",
    "Question",
    "ReplyClock",
    "SectionIds",
    "Standing",
    "Standpoint",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreKey",
    "StoreKeyMissing",
    "StoreKeyWrong",
    "StoreNewer",
    "StorePassphraseNeeded",
    "StoreReadOnly",
    "Taken",
    "Unanswered",
    "fts_query",
    "kept_key",
    "key_of",
    "newest_backup",
    "next_month",
    "open_store",
    "vault_of",
]
