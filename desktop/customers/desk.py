"""Who is writing: the profile across networks, and what agents note about a customer; each deed can be undone."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from desktop.cases import Done
from desktop.customers.earlier import comparison, earlier_question, repeats_of
from desktop.customers.suggestions import Suggestion
from desktop.model import (
    Agent,
    CaseRow,
    CustomerId,
    CustomerProfile,
    Deed,
    IdentityId,
    LinkReason,
    Network,
    PastInteraction,
)
from desktop.model.known import Consent, ConsentKind, OwnField, OwnValue, Rating
from desktop.model.people import BasisKind
from desktop.store import CustomerHit, Question, Store
from desktop.store.consents import standing

_LONGEST_TAG = 40


@dataclass(frozen=True, slots=True)
class CustomerKnown:
    """What is known of a customer beside the profile. `fields` are all the desk has, with a value or without."""

    ratings: tuple[Rating, ...] = ()
    fields: tuple[OwnField, ...] = ()
    values: tuple[OwnValue, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerDone(Done):
    """A deed about a customer. `detail` is the tag or the handle; `added` is False where something was taken away."""

    customer_id: CustomerId | None = None
    added: bool = True


class CustomerDesk:
    """One agent's view of customers. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime]) -> None:
        """`agent` is written into the journal."""
        self._store = store
        self.agent = agent
        self._clock = clock
        self._compare = cache(comparison)

    # --- reading ----------------------------------------------------------------------------------------------

    def profile(self, customer_id: CustomerId) -> CustomerProfile | None:
        """Return what the profile pane shows, None if there is no such customer."""
        return self._store.people.profile(customer_id)

    def known(self, customer_id: CustomerId) -> CustomerKnown:
        """Return the last five marks, the desk's own fields with their values, and what the customer agreed to."""
        store = self._store
        return CustomerKnown(
            store.ratings.newest(customer_id),
            store.own_fields.all(),
            store.own_fields.of(customer_id),
            standing(store.consents.history(customer_id)),
        )

    def past_ids(self, customer_id: CustomerId, limit: int | None = None) -> array[int]:
        """Return a customer's case ids, newest first. Bound it by `limit` in the window's thread."""
        return self._store.people.past_ids(customer_id, limit)

    def past_rows(self, case_ids: Sequence[int]) -> tuple[PastInteraction, ...]:
        """Return what the profile shows of a page of cases."""
        return self._store.people.past_rows(case_ids)

    def earlier_question(self, row: CaseRow) -> Question | None:
        """Return the unanswered message that a case's newest one repeats; None if it is no repeat or not to be told."""
        repeats = repeats_of(row)
        if repeats is None:
            return None
        return earlier_question(self._store.people.asked(row.customer_id, row.id), repeats, self._compare())

    def found(self, typed: str, besides: CustomerId) -> tuple[CustomerHit, ...]:
        """Return at most ten other customers whose name or handle holds what was typed."""
        return tuple(hit for hit in self._store.search.customers(typed, 11) if hit.customer_id != besides)[:10]

    # --- notes and tags ---------------------------------------------------------------------------------------

    def add_note(self, customer_id: CustomerId, text: str) -> CustomerDone:
        """Write a note about a customer. Raises ValueError for an empty one."""
        if not text.strip():
            raise ValueError("an empty note says nothing")
        uid = self._store.customers.add_note(customer_id, text.strip(), author=self.agent.name, at=self._clock())

        def undo() -> None:
            self._store.customers.remove_note(uid, actor=self.agent.name, at=self._clock())

        return CustomerDone(Deed.CUSTOMER_NOTE, (), "", undo, customer_id)

    def remove_note(self, customer_id: CustomerId, uid: str) -> CustomerDone:
        """Take a note away; undo puts it back with its author and date."""
        removed = self._store.customers.remove_note(uid, actor=self.agent.name, at=self._clock())

        def undo() -> None:
            if removed is not None:
                self._store.customers.restore_note(removed, actor=self.agent.name, at=self._clock())

        return CustomerDone(Deed.CUSTOMER_NOTE, (), "", undo if removed else None, customer_id, added=False)

    def set_tag(self, customer_id: CustomerId, tag: str, *, present: bool) -> CustomerDone | None:
        """Give a customer a tag or take it away; None if it was so already. Raises ValueError for an empty tag."""
        clean = " ".join(tag.split())[:_LONGEST_TAG].strip()
        if not clean:
            raise ValueError("an empty tag says nothing")
        return self._add_tag(customer_id, clean) if present else self._remove_tag(customer_id, tag)

    def _add_tag(self, customer_id: CustomerId, clean: str) -> CustomerDone | None:
        if not self._store.customers.add_tag(customer_id, clean, actor=self.agent.name, at=self._clock()):
            return None

        def undo() -> None:
            self._store.customers.remove_tag(customer_id, clean, actor=self.agent.name, at=self._clock())

        return CustomerDone(Deed.CUSTOMER_TAG, (), clean, undo, customer_id)

    def _remove_tag(self, customer_id: CustomerId, tag: str) -> CustomerDone | None:
        holders = self._store.customers.remove_tag(customer_id, tag, actor=self.agent.name, at=self._clock())
        if not holders:
            return None

        def undo() -> None:
            self._store.customers.restore_tag(holders, tag, actor=self.agent.name, at=self._clock())

        return CustomerDone(Deed.CUSTOMER_TAG, (), tag, undo, customer_id, added=False)

    # --- the desk's own fields, and what a customer agreed to ---------------------------------------------------

    def set_values(self, customer_id: CustomerId, values: dict[str, str]) -> CustomerDone | None:
        """Set values of the desk's own fields by their uid, checked before; None if nothing is different."""
        name = self.agent.name
        before = self._store.own_fields.put(customer_id, values, actor=name, at=self._clock())
        if not before:
            return None

        def undo() -> None:
            self._store.own_fields.put(customer_id, before, actor=name, at=self._clock())

        return CustomerDone(Deed.OWN_FIELD, (), "", undo, customer_id)

    def note_consent(self, customer_id: CustomerId, kind: ConsentKind, *, given: bool, how: str) -> CustomerDone:
        """Write down that a customer agreed to something or took it back. Raises ValueError without saying how."""
        if not how.strip():
            raise ValueError("a consent nobody can show is none")
        name = self.agent.name
        said = Consent(kind, given, " ".join(how.split()), name, self._clock())
        key = self._store.consents.add(customer_id, said)

        def undo() -> None:
            self._store.consents.take_back(key, actor=name, at=self._clock())

        return CustomerDone(Deed.CONSENT, (), "", undo, customer_id, added=given)

    # --- one person or two ------------------------------------------------------------------------------------

    def merge(
        self,
        source: CustomerId,
        target: CustomerId,
        why: str,
        basis: BasisKind = BasisKind.UNTOLD,
        reason: LinkReason = LinkReason.AGENT,
    ) -> CustomerDone:
        """Say that two customers are one person; `why` and `basis` are kept. Nothing is lost, and it can be undone.

        Raises ValueError without a reason, for the same customer twice, for one whose identities went elsewhere, and
        where an identity on X would be tied without saying what allows it.
        """
        if not why.strip():
            raise ValueError("a merge needs its reason")
        if basis is BasisKind.UNTOLD and self.needs_basis(source, target):
            raise ValueError("X wants to know what allows a tie")
        name = self.agent.name
        merged = self._store.ties.merge(
            source, target, why=why.strip(), actor=name, at=self._clock(), basis=basis, reason=reason
        )

        def undo() -> None:
            self._store.ties.restore(merged.before, deed=Deed.CUSTOMER_SEPARATED, actor=name, at=self._clock())

        return CustomerDone(Deed.CUSTOMER_MERGED, merged.case_ids, "", undo, target)

    def needs_basis(self, *customers: CustomerId) -> bool:
        """Tell whether one of these is on X, whose rules limit tying a handle to who somebody is elsewhere."""
        kin = self._store.kinship
        return any(one.network is Network.X for customer in customers for one in kin.of(customer))

    def accept(self, customer_id: CustomerId, suggestion: Suggestion) -> CustomerDone:
        """Agree that a suggested identity is this customer. Raises ValueError if it went elsewhere meanwhile."""
        basis = BasisKind.PUBLIC if suggestion.reason is LinkReason.SAME_HANDLE else BasisKind.GIVEN
        return self.merge(suggestion.customer_id, customer_id, suggestion.detail, basis, suggestion.reason)

    def refuse(self, customer_id: CustomerId, suggestion: Suggestion) -> CustomerDone:
        """Say that a suggested identity is somebody else: it is not suggested again."""
        name = self.agent.name
        others = [one.id for one in self._store.kinship.of(customer_id)]
        self._store.ties.refuse(suggestion.identity_id, others, actor=name, at=self._clock())

        def undo() -> None:
            self._store.ties.forget_refusal(suggestion.identity_id, others, actor=name, at=self._clock())

        return CustomerDone(Deed.NOT_ONE_PERSON, (), suggestion.handle, undo, customer_id, added=False)

    def separate(self, customer_id: CustomerId, identity_id: IdentityId) -> CustomerDone:
        """Say that an identity is not this customer: it goes back, with its cases, notes and tags, to its own."""
        name = self.agent.name
        retied = self._store.ties.separate(identity_id, actor=name, at=self._clock())

        def undo() -> None:
            self._store.ties.restore(retied.before, deed=Deed.CUSTOMER_MERGED, actor=name, at=self._clock())

        undoing = undo if retied.before else None
        return CustomerDone(Deed.CUSTOMER_SEPARATED, retied.case_ids, "", undoing, customer_id, added=False)

    # --- a copy for the person --------------------------------------------------------------------------------

    def note_export(self, customer_id: CustomerId) -> None:
        """Write down that a copy of everything about a person was made."""
        self._store.customers.note_export(customer_id, actor=self.agent.name, at=self._clock())
