"""What a window does to the store, as a process that can be killed: types drafts and queues replies, and says so.

Prints the uid of a delivery only after its transaction; what was printed must never be lost.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.composer.drafts import DraftBook
from desktop.model import CaseId, DraftMode, Lane, Verdict, Visibility
from desktop.model.verdicts import Decision
from desktop.outbox import OutboxDesk, Reply
from desktop.store import StoreKey, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile


def main(folder: str, label: str) -> None:
    """Queue replies one after the other until killed, at most twenty."""
    with open_store(Profile(Path(folder)), StoreKey(raw=bytes(range(32)))) as store:
        account = store.accounts.all()[0]
        case_id = CaseId(store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=utc_now())[0])
        drafts, outbox = DraftBook(store, utc_now), OutboxDesk(store, utc_now)
        for number in range(20):
            text = f"Risposta {label}-{number}."
            for end in range(1, len(text)):
                drafts.save(case_id, DraftMode.DIRECT, text[:end])
            detail = store.cases.detail(case_id)
            assert detail is not None
            reply = Reply(detail, detail.threads[0], account, Visibility.DIRECT, text, "Laura Bianchi", "it")
            delivery = outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)
            sys.stdout.write(f"{delivery.uid} {text}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
