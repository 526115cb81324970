"""Whatever a network sends can be stored, and what is honest stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import ArrivedAttachment, Engagement, Network
from desktop.store import Store
from desktop.sync.cleaning import AHEAD, LARGEST, cleaned
from tests.effort import examples
from tests.factories import NOON, a_store, an_account, an_arrival, an_author
from tests.unit.sync.scripted_channel import a_pipeline

ODD_TEXT = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(["\ud800", "a\x00b", "\udfff\ud83d", ""])
ODD_NUMBER = st.integers() | st.sampled_from([10**40, -(10**40), 2**63])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("store")
    with a_store(folder) as opened:
        an_account(opened)
        yield opened


def test_what_is_honest_is_the_same_object() -> None:
    arrival = an_arrival(text="Perché no?\nÈ già l’una 😀", engagement=Engagement(1, 2, 3))
    assert cleaned(arrival, NOON) is arrival


def test_surrogates_nuls_and_impossible_figures_are_made_harmless() -> None:
    author = replace(an_author(), name="Mar\ud800ta", followers=10**40)
    picture = ArrivedAttachment("a\x00.png", "image/png", 2**70)
    arrival = an_arrival(author=author, text="a\x00b\udfff", references=("\ud800",), attachments=(picture,))
    kept = cleaned(arrival, NOON)
    assert (kept.text, kept.references) == ("ab?", ("?",))
    assert (kept.author.name, kept.author.followers) == ("Mar?ta", LARGEST)
    assert (kept.attachments[0].name, kept.attachments[0].size) == ("a.png", LARGEST)


@pytest.mark.parametrize(
    ("sent_at", "kept"),
    [
        (NOON - timedelta(days=900), NOON - timedelta(days=900)),
        (NOON + AHEAD, NOON + AHEAD),
        (NOON + AHEAD + timedelta(seconds=1), NOON),
        (datetime(9999, 12, 31, tzinfo=UTC), NOON),
    ],
)
def test_a_time_in_the_far_future_is_now(sent_at: datetime, kept: datetime) -> None:
    assert cleaned(an_arrival(sent_at=sent_at), NOON).sent_at == kept


@settings(max_examples=examples(40), deadline=None)
@given(
    identity=ODD_TEXT,
    text=ODD_TEXT,
    name=ODD_TEXT,
    count=ODD_NUMBER,
    sent_at=st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_comes_can_be_stored(
    store: Store, identity: str, text: str, name: str, count: int, sent_at: datetime
) -> None:
    account = store.accounts.all()[0]
    author = replace(an_author(network=Network.MASTODON), name=name, handle=name, followers=count, remote_id=identity)
    arrival = an_arrival(
        f"m{identity}",
        author=author,
        text=text,
        quoted=text,
        html=text,
        subject=text,
        permalink=text,
        sent_at=sent_at,
        engagement=Engagement(count, count, count),
        attachments=(ArrivedAttachment(name, text, count),),
        mentions_us=False,
    )
    a_pipeline(store, lambda: NOON).take(account, [arrival])
    assert store.connection.read_one(
        "SELECT count(*) FROM message WHERE remote_id = ?", (cleaned(arrival, NOON).remote_id,)
    ) == (1,)
