"""Who else may be the customer: only signs count, an agent decides, a refusal is remembered, and nothing is ever lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.customers import CustomerDesk, suggestions_for
from desktop.customers.suggestions import addresses_in, handles_in
from desktop.model import Author, CustomerId, Deed, LinkReason, Network
from desktop.model.known import ConsentKind, FieldKind, OwnField
from desktop.model.people import BasisKind
from desktop.store import Store
from tests.effort import examples
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.unit.customers.conftest import LAURA, Write

MAIL = Author(Network.EMAIL, "m.rossi@example.org", "m.rossi@example.org", "Marta R.")


def test_an_address_that_a_person_gave_is_a_sign_from_both_sides(store: Store, write: Write) -> None:
    by_mail, _ = write(network=Network.EMAIL, author=MAIL)
    marta, _ = write(text="Scrivetemi a M.Rossi@example.org, grazie")
    (seen,) = suggestions_for(store, marta)
    assert (seen.customer_id, seen.handle, seen.reason) == (by_mail, "m.rossi@example.org", LinkReason.SAME_EMAIL)
    assert (seen.detail, seen.said_at, seen.same_picture) == ("m.rossi@example.org", NOON, False)
    (other,) = suggestions_for(store, by_mail)
    assert (other.customer_id, other.reason, other.message_id) == (marta, LinkReason.SAME_EMAIL, seen.message_id)


def test_a_longer_address_that_holds_the_same_words_is_no_sign(store: Store, write: Write) -> None:
    by_mail, _ = write(network=Network.EMAIL, author=MAIL)
    write(text="Il mio indirizzo è m.rossi@example.org.uk")
    assert suggestions_for(store, by_mail) == ()


def test_a_profile_whose_link_a_person_gave_is_a_sign(store: Store, write: Write) -> None:
    there = replace(an_author("Altra", Network.MASTODON), handle="@martas@town.example")
    other, _ = write(author=there)
    on_x, _ = write(network=Network.X, text="sono anche qui https://town.example/@martas")
    (seen,) = suggestions_for(store, on_x)
    assert (seen.customer_id, seen.reason) == (other, LinkReason.SAME_LINK)


def test_the_same_handle_counts_only_where_both_networks_verified_it(store: Store, write: Write) -> None:
    first, _ = write(author=badge(Network.MASTODON, verified=True))
    write(network=Network.BLUESKY, author=badge(Network.BLUESKY, verified=False))
    assert suggestions_for(store, first) == ()
    third, _ = write(network=Network.X, author=badge(Network.X, verified=True))
    (seen,) = suggestions_for(store, first)
    assert (seen.customer_id, seen.reason, seen.same_picture) == (third, LinkReason.SAME_HANDLE, True)


def badge(network: Network, *, verified: bool) -> Author:
    return Author(
        network, f"b{network}", "@quotidiano.example", "Q", verified=verified, avatar_url="https://p.example/q"
    )


def test_a_name_or_a_picture_alone_is_none(store: Store, write: Write) -> None:
    picture = "https://p.example/m.png"
    marta, _ = write(author=replace(an_author(), avatar_url=picture))
    write(network=Network.BLUESKY, author=replace(an_author(network=Network.BLUESKY), avatar_url=picture))
    assert suggestions_for(store, marta) == ()


def test_an_agreed_suggestion_is_tied_with_its_basis_and_undone(store: Store, desk: CustomerDesk, write: Write) -> None:
    write(network=Network.EMAIL, author=MAIL)
    marta, _ = write(network=Network.X, text="m.rossi@example.org")
    done = desk.accept(marta, suggestions_for(store, marta)[0])
    profile = desk.profile(marta)
    assert profile is not None
    tied = next(one for one in profile.identities if not one.is_first)
    assert tied.basis is not None
    assert (tied.reason, tied.basis.kind, tied.basis.why, tied.basis.agent) == (
        LinkReason.SAME_EMAIL,
        BasisKind.GIVEN,
        "m.rossi@example.org",
        "Laura Bianchi",
    )
    assert suggestions_for(store, marta) == ()
    assert done.undo is not None
    done.undo()
    assert len(suggestions_for(store, marta)) == 1
    separated = desk.profile(marta)
    assert separated is not None
    assert [one.basis for one in separated.identities] == [None]


def test_a_refused_suggestion_is_not_made_again_from_either_side(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    by_mail, _ = write(network=Network.EMAIL, author=MAIL)
    marta, _ = write(text="m.rossi@example.org")
    done = desk.refuse(marta, suggestions_for(store, marta)[0])
    assert (suggestions_for(store, marta), suggestions_for(store, by_mail)) == ((), ())
    assert store.journal.newest(1)[0].deed is Deed.NOT_ONE_PERSON
    assert done.undo is not None
    done.undo()
    assert len(suggestions_for(store, marta)) == 1


def test_x_wants_to_know_what_allows_a_tie(desk: CustomerDesk, write: Write) -> None:
    on_x, _ = write(network=Network.X)
    other, _ = write("Zoe Lenti")
    with pytest.raises(ValueError, match="allows"):
        desk.merge(other, on_x, "stesso numero")
    desk.merge(other, on_x, "lo ha scritto in privato", BasisKind.GIVEN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.it, C.D+e@f-g.example.", {"a@b.it", "c.d+e@f-g.example"}),
        ("@marta e marta@", set()),
        ("m@x", set()),
    ],
)
def test_addresses_are_found_in_texts(text: str, found: set[str]) -> None:
    assert addresses_in(text) == found


def test_links_to_profiles_are_told_from_links_to_posts() -> None:
    text = "https://x.com/Marta_S https://x.com/marta_s/status/1 https://t.example/@m/99 https://bsky.app/profile/m.example"
    assert handles_in(text) == {(Network.X, "marta_s"), (Network.BLUESKY, "m.example")}


@given(st.text(max_size=200))
def test_no_text_stops_the_search_for_signs(text: str) -> None:
    assert all("@" in one for one in addresses_in(text))
    handles_in(text)


TABLES = ("identity", "cases", "rating", "custom_value", "consent", "customer_note", "customer_tag", "tie_basis")


def everything(store: Store) -> dict[str, Any]:
    held: dict[str, Any] = {one: sorted(store.connection.read(f"SELECT * FROM {one}"), key=repr) for one in TABLES}  # noqa: S608
    found = {name: sorted(hit.customer_id for hit in store.search.customers(name)) for name in (*NAMES, "valore")}
    return held | {"found": found}


NAMES = ("Ada", "Bea", "Cleo", "Dora")
PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS, by_undo=st.booleans())
def test_merging_and_unmerging_gives_everything_back(
    pairs: list[tuple[int, int]], by_undo: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with a_store(tmp_path_factory.mktemp("kin")) as store:
        desk = CustomerDesk(store, LAURA, FakeClock(NOON))
        people = [settled(store, desk, name) for name in NAMES]
        before = everything(store)
        undos = []
        for one, other in pairs:
            source, target = people[one], people[other]
            if source != target and store.ties.of(source) and store.ties.of(target):
                undos.append(desk.merge(source, target, "perché sì").undo)
        if by_undo:
            for undo in reversed(undos):
                assert undo is not None
                undo()
        else:
            for identity in store.connection.read("SELECT id, customer_id FROM identity"):
                desk.separate(CustomerId(identity[1]), identity[0])
        assert everything(store) == before


def settled(store: Store, desk: CustomerDesk, name: str) -> CustomerId:
    account = next(iter(store.accounts.all()), None) or an_account(store)
    result = store.intake.take(account, [taken(an_arrival(name, author=an_author(name)))], NOON)
    case_id = next(iter(result.case_ids))
    customer = store.lanes.rows([case_id])[0].customer_id
    field = OwnField("f1", "Codice", FieldKind.TEXT)
    store.own_fields.keep((field,), actor="Laura", at=NOON)
    desk.set_values(customer, {"f1": f"valore {name}"})
    desk.add_note(customer, f"nota {name}")
    desk.set_tag(customer, f"tag {name}", present=True)
    desk.note_consent(customer, ConsentKind.SURVEY, given=True, how="by e-mail")
    store.connection.write(
        "INSERT INTO rating (customer_id, case_id, mark, at) VALUES (?, ?, 4, 0)", (customer, case_id)
    )
    return customer
