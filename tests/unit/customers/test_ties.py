"""One person or two: merging and separating customers moves identities and cases and loses nothing, in any order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.customers import CustomerDesk, CustomerDone
from desktop.model import CaseId, CustomerId, Deed, IdentityId, LinkReason, Network
from desktop.store import Store
from tests.effort import examples
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.unit.customers.conftest import LAURA, Write

WHY = "stesso numero cliente"


def two(desk: CustomerDesk, write: Write) -> tuple[CustomerId, CustomerId, CaseId]:
    """Return Marta on Mastodon and by e-mail, with a note and a tag each, and the case of the e-mail."""
    marta, _ = write()
    by_mail, case_id = write(network=Network.EMAIL)
    for customer, note, tag in ((marta, "preferisce la posta", "SDD"), (by_mail, "contatore vecchio", "storico")):
        desk.add_note(customer, note)
        desk.set_tag(customer, tag, present=True)
    return marta, by_mail, case_id


def said(desk: CustomerDesk, customer: CustomerId) -> tuple[set[str], tuple[str, ...], int]:
    profile = desk.profile(customer)
    assert profile is not None
    return {note.text for note in profile.notes}, profile.tags, profile.cases_total


def test_a_merged_person_has_the_identities_cases_notes_and_tags_of_both(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    marta, by_mail, case_id = two(desk, write)
    done = desk.merge(by_mail, marta, WHY)
    profile = desk.profile(marta)
    assert profile is not None
    assert [(one.network, one.reason, one.is_first) for one in profile.identities] == [
        (Network.MASTODON, LinkReason.FIRST_SEEN, True),
        (Network.EMAIL, LinkReason.AGENT, False),
    ]
    assert said(desk, marta) == ({"preferisce la posta", "contatore vecchio"}, ("SDD", "storico"), 2)
    assert done.case_ids == (case_id,)
    assert store.lanes.rows([case_id])[0].customer_id == marta


def test_undo_gives_both_back_what_was_theirs(store: Store, desk: CustomerDesk, write: Write) -> None:
    marta, by_mail, case_id = two(desk, write)
    before = said(desk, marta), said(desk, by_mail)
    done = desk.merge(by_mail, marta, WHY)
    assert done.undo is not None
    done.undo()
    assert (said(desk, marta), said(desk, by_mail)) == before
    assert store.lanes.rows([case_id])[0].customer_id == by_mail


def test_what_came_while_they_were_one_goes_with_the_identity_that_wrote_it(desk: CustomerDesk, write: Write) -> None:
    marta, by_mail, first = two(desk, write)
    desk.merge(by_mail, marta, WHY)
    joined, later = write(network=Network.EMAIL, days=2, subject="Altra cosa")
    assert joined == marta
    profile = desk.profile(marta)
    assert profile is not None
    done = desk.separate(marta, profile.identities[1].id)
    assert set(done.case_ids) == {first, later}
    assert set(desk.past_ids(by_mail)) == {first, later}
    assert said(desk, by_mail) == ({"contatore vecchio"}, ("storico",), 2)
    assert done.undo is not None
    done.undo()
    assert set(desk.past_ids(by_mail)) == set()


def test_a_tag_that_both_had_goes_and_comes_back_for_both(desk: CustomerDesk, write: Write) -> None:
    marta, by_mail, _ = two(desk, write)
    desk.set_tag(by_mail, "SDD", present=True)
    merged = desk.merge(by_mail, marta, WHY)
    removed = desk.set_tag(marta, "SDD", present=False)
    assert said(desk, marta)[1] == ("storico",)
    assert removed is not None
    assert removed.undo is not None
    assert merged.undo is not None
    removed.undo()
    merged.undo()
    assert (said(desk, marta)[1], said(desk, by_mail)[1]) == (("SDD",), ("SDD", "storico"))


def test_search_finds_a_merged_person_by_either_name_and_only_once(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    marta, _ = write("Marta Rossi")
    other, _ = write("Zoe Lenti", network=Network.EMAIL)
    desk.merge(other, marta, WHY)
    assert [hit.customer_id for hit in store.search.customers("zoe")] == [marta]
    assert [hit.customer_id for hit in store.search.customers("rossi")] == [marta]
    profile = desk.profile(marta)
    assert profile is not None
    desk.separate(marta, profile.identities[1].id)
    assert [hit.customer_id for hit in store.search.customers("zoe")] == [other]
    assert [hit.customer_id for hit in desk.found("zoe", besides=other)] == []


def test_the_reason_is_journalled(store: Store, desk: CustomerDesk, write: Write) -> None:
    marta, by_mail, _ = two(desk, write)
    desk.merge(by_mail, marta, WHY)
    line = store.journal.newest(1)[0]
    assert (line.deed, line.actor, line.after) == (Deed.CUSTOMER_MERGED, "Laura Bianchi", [marta, WHY])


def test_there_must_be_two_people_and_a_reason(desk: CustomerDesk, write: Write) -> None:
    marta, by_mail, _ = two(desk, write)
    with pytest.raises(ValueError, match="reason"):
        desk.merge(by_mail, marta, "  ")
    with pytest.raises(ValueError, match="different"):
        desk.merge(marta, marta, WHY)
    desk.merge(by_mail, marta, WHY)
    with pytest.raises(ValueError, match="different"):
        desk.merge(by_mail, marta, WHY)  # nothing is left there to merge


def test_an_identity_that_is_at_home_can_not_be_separated(desk: CustomerDesk, write: Write) -> None:
    marta, _ = write()
    profile = desk.profile(marta)
    assert profile is not None
    done = desk.separate(marta, profile.identities[0].id)
    assert (done.undo, done.case_ids) == (None, ())


NAMES = ("Ada", "Bea", "Cleo", "Dora")
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(("merge", "separate", "undo", "write", "note", "tag")), st.integers(0, 3), st.integers(0, 3)),
    max_size=14,
)  # fmt: skip


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_however_people_are_joined_and_parted_everybody_ends_with_their_own(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with a_store(tmp_path_factory.mktemp("ties")) as store:
        Town(store).live(steps)


class Town:
    """Four people who are joined and parted at random, and what each of them must have in the end."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.desk = CustomerDesk(store, LAURA, FakeClock(NOON))
        self.account = an_account(store)
        self.count = 0
        self.cases: dict[int, set[int]] = {n: set() for n in range(4)}
        self.notes: dict[int, set[str]] = {n: set() for n in range(4)}
        self.undos: list[Callable[[], None]] = []
        for n in range(4):
            self.write(n)
        self.homes = [self.owner(n) for n in range(4)]

    def identity(self, n: int) -> IdentityId:
        known = self.store.people.known(Network.MASTODON, [NAMES[n].lower()])
        return IdentityId(known[NAMES[n].lower()].id)

    def owner(self, n: int) -> CustomerId:
        known = self.store.people.known(Network.MASTODON, [NAMES[n].lower()])
        return CustomerId(known[NAMES[n].lower()].customer_id)

    def write(self, n: int) -> None:
        self.count += 1
        arrival = an_arrival(f"t{self.count}", author=an_author(NAMES[n]), text=f"messaggio {self.count}")
        result = self.store.intake.take(self.account, [taken(arrival)], NOON)
        self.cases[n].update(result.case_ids)

    def live(self, steps: list[Step]) -> None:
        for kind, one, other in steps:
            self.step(kind, one, other)
            self.check_together()
        for n in range(4):
            self.desk.separate(self.owner(n), self.identity(n))
        self.check_apart()

    def step(self, kind: str, one: int, other: int) -> None:
        if kind == "write":
            self.write(one)
        elif kind == "note":
            self.count += 1
            self.desk.add_note(self.owner(one), f"nota {self.count}")
            self.notes[self.homes.index(self.owner(one))].add(f"nota {self.count}")
        elif kind == "tag":
            self.keep(self.desk.set_tag(self.owner(one), f"tag {other}", present=one % 2 == 0))
        elif kind == "undo" and self.undos:
            self.undos.pop()()
        elif kind == "separate":
            self.keep(self.desk.separate(self.owner(one), self.identity(one)))
        elif kind == "merge" and self.owner(one) != self.owner(other):
            self.keep(self.desk.merge(self.owner(one), self.owner(other), WHY))

    def keep(self, done: CustomerDone | None) -> None:
        if done is not None and done.undo is not None:
            self.undos.append(done.undo)

    def check_together(self) -> None:
        """Whoever owns an identity owns its cases and shows the notes of everybody who is part of them."""
        for n in range(4):
            owner = self.owner(n)
            assert self.cases[n] <= set(self.desk.past_ids(owner))
            profile = self.desk.profile(owner)
            assert profile is not None
            assert self.notes[n] <= {note.text for note in profile.notes}
            assert {row.customer_id for row in self.store.lanes.rows(sorted(self.cases[n]))} == {owner}

    def check_apart(self) -> None:
        for n in range(4):
            assert self.owner(n) == self.homes[n]
            assert set(self.desk.past_ids(self.homes[n])) == self.cases[n]
            profile = self.desk.profile(self.homes[n])
            assert profile is not None
            assert {note.text for note in profile.notes} == self.notes[n]
