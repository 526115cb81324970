"""What the outbox's list shows: what has not gone out, with whom it is for and from which account, bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.model import Account, Delivery, DeliveryState, Network
from desktop.store import Store

MOST = 200
"""How many deliveries a list reads; those that need a person come first and are never the ones left out."""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One delivery with what its row needs beside it. `customer_uid` chooses the avatar's colour.

    `former` is the part of a numbered thread that must go out before this one and has not yet. `address` is where a
    person can look in the browser, for what a person has to decide about.
    """

    delivery: Delivery
    network: Network
    account_name: str
    customer_uid: str
    customer_handle: str
    former: Delivery | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxListing:
    """The entries in the order of the list, and how many texts have not gone out in all."""

    entries: tuple[OutboxEntry, ...] = ()
    total: int = 0

    @property
    def texts(self) -> int:
        """How many texts the entries are; one in several parts is one."""
        own = (entry.delivery for entry in self.entries)
        return len({one.part.series if one.part is not None else one.uid for one in own})


def list_outbox(store: Store, limit: int = MOST) -> OutboxListing:
    """Return at most `limit` deliveries: refused, unsure, held, waiting, sending, each oldest first. A few ms."""
    deliveries = store.deliveries.listed(limit)
    accounts = {one.id: one for one in store.accounts.all()}
    cases = {row.id: row for row in store.lanes.rows(list({int(one.case_id) for one in deliveries}))}
    parts = {(one.part.series, one.part.number): one for one in deliveries if one.part is not None}
    entries = []
    for delivery in deliveries:
        account = accounts.get(delivery.account_id) or store.accounts.get(delivery.account_id)
        case = cases.get(delivery.case_id)
        entries.append(
            OutboxEntry(
                delivery,
                _network(account),
                (account.handle or account.name) if account is not None else "",
                case.customer_uid if case is not None else "",
                case.handle if case is not None else "",
                parts.get(delivery.follows) if delivery.follows is not None else None,
                _address(store, delivery),
            )
        )
    listing = OutboxListing(tuple(entries))
    return replace(listing, total=listing.texts if len(entries) < limit else store.deliveries.waiting())


def _address(store: Store, delivery: Delivery) -> str | None:
    if delivery.state not in {DeliveryState.REFUSED, DeliveryState.UNSURE}:
        return None
    thread = store.cases.thread(delivery.thread_id)
    return thread.permalink if thread is not None else None


def _network(account: Account | None) -> Network:
    return account.network if account is not None else Network.EMAIL
