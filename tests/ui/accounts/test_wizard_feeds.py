"""Connecting web listening in the wizard: feeds typed and found, words, a feed that can't be read, changing them."""

from __future__ import annotations

import pytest

from desktop.demo.networks.feeds import FORUM_FEED, PAPER_FEED, FeedsNetwork
from desktop.demo.wire import Response
from desktop.model import AccountRole, Listening, Network, listening_of
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.session import Session


@pytest.fixture
def network(loopback: Loopback) -> FeedsNetwork:
    return loopback.network(FeedsNetwork)


def to_words(hands: WizardHands, feeds: str) -> None:
    hands.choose(Network.LISTENING)
    hands.write("feeds", feeds)
    hands.click("continue")
    assert hands.step() == "listening_page"


def test_feeds_are_connected_as_something_that_only_listens(
    hands: WizardHands, session: Session, network: FeedsNetwork
) -> None:
    to_words(hands, f"{network.url}{FORUM_FEED}\n{network.url}{PAPER_FEED}")
    hands.click("continue")
    assert hands.step() == "listening_page"
    assert hands.words("listen_words_hint_words").startswith("Write at least one word")
    hands.write("listen_words", "Aurora Energia")
    hands.write("listen_excluded", "aurora boreale")
    hands.click("continue")
    hands.wait_for_trial()
    hands.click("continue")
    assert hands.step() == "role_page"
    assert "answered in the browser" in hands.words("dialog_hint_words")
    hands.write("account_name", "Giornali e forum")
    hands.click("continue")
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert (account.network, account.role, account.name) == (
        Network.LISTENING,
        AccountRole.MONITORED,
        "Giornali e forum",
    )
    assert listening_of(account) == Listening(("Aurora Energia",), (), ("aurora boreale",))


def test_one_feed_that_can_not_be_read_stands_in_no_other_s_way(hands: WizardHands, network: FeedsNetwork) -> None:
    to_words(hands, f"{network.url}/nothing\n{network.url}{FORUM_FEED}")
    hands.write("listen_words", "Aurora")
    hands.click("continue")
    hands.wait_for_trial()
    assert hands.note("feed_1").startswith("127.0.0.1 has no feed at this address")
    assert hands.words("dialog_hint_words") == "You can continue without it."
    hands.click("trial_fix_feed_1")
    assert hands.step() == "feeds_page"


def test_the_feeds_of_a_page_are_found(hands: WizardHands, network: FeedsNetwork) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/forum.xml"></head></html>'
    network.pages["/"] = Response(200, page, "text/html")
    hands.choose(Network.LISTENING)
    hands.write("site", f"{network.url}/")
    hands.click("find_feeds")
    hands.qtbot.waitUntil(lambda: hands.words("site_hint_words") == "1 feed found.")
    assert hands.wizard.page.rail_note == "1 feed"
    hands.write("site", f"{network.url}/nothing")
    hands.click("find_feeds")
    hands.qtbot.waitUntil(lambda: hands.words("site_hint_words").startswith("This page names no feed"))


def test_what_is_no_address_is_quoted(hands: WizardHands) -> None:
    hands.choose(Network.LISTENING)
    hands.click("continue")
    assert hands.words("feeds_hint_words") == "Type the address of at least one feed."
    hands.write("feeds", "paper.example/feed\nnot an address")
    hands.click("continue")
    assert hands.words("feeds_hint_words").startswith("This is no address: “not an address”")
    hands.click("back")
    assert hands.step() == "prepare_page"


def test_connected_feeds_and_words_can_be_changed(hands: WizardHands, session: Session, network: FeedsNetwork) -> None:
    account = session.store.accounts.add(
        Network.LISTENING,
        name="Giornali",
        handle="127.0.0.1",
        role=AccountRole.MONITORED,
        settings={"feeds": f"{network.url}{FORUM_FEED}", **Listening(("Aurora",)).settings()},
        actor="Livia",
        at=NOON,
    )
    hands.wizard.sign_in_again(account)
    hands.write("feeds", f"{network.url}{FORUM_FEED}\n{network.url}{PAPER_FEED}")
    hands.click("continue")
    assert hands.words("listen_words_hint_words").startswith("One a line")
    hands.click("continue")
    hands.wait_for_step("done_page")
    (changed,) = session.store.accounts.all()
    assert changed.id == account.id
    assert str(changed.settings["feeds"]).count("\n") == 1
    assert listening_of(changed).words == ("Aurora",)
