"""Connecting a Facebook Page and an Instagram account in the wizard: browser or token, which Page, what is missing."""

from __future__ import annotations

import pytest

from desktop.accounts import facebook, instagram
from desktop.accounts.meta import FoundPage, MetaForm, SignedIn
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.graph.access import APP_ID
from desktop.demo.networks.graph.world import IG_NAME, PAGE_ID, PAGE_NAME
from desktop.demo.networks.instagram import InstagramNetwork
from desktop.model import Account, AccountRole, Network, declared_of
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.accounts.meta_choice import MetaChoicePage
from ui.accounts.meta_plan import facebook_plan, instagram_plan
from ui.accounts.meta_sign_in import MetaSignInPage, _Brought
from ui.session import Session

Graph = FacebookNetwork | InstagramNetwork


@pytest.fixture(params=[Network.FACEBOOK, Network.INSTAGRAM], ids=str)
def network(request: pytest.FixtureRequest, loopback: Loopback) -> Graph:
    is_page = request.param is Network.FACEBOOK
    return loopback.network(FacebookNetwork) if is_page else loopback.network(InstagramNetwork)


@pytest.fixture
def page(loopback: Loopback) -> FacebookNetwork:
    return loopback.network(FacebookNetwork)


def at(hands: WizardHands, network: Graph) -> MetaSignInPage:
    """Let the page ask the fake network and listen on any port."""
    page = hands.wizard.page
    assert isinstance(page, MetaSignInPage)
    page._addresses = (network.url, network.url)
    page.port = 0
    return page


def to_sign_in(hands: WizardHands, network: Graph) -> MetaSignInPage:
    hands.choose(network.network)
    return at(hands, network)


def by_browser(hands: WizardHands, network: Graph, links: list[str], loopback: Loopback) -> None:
    to_sign_in(hands, network)
    hands.write("app_id", APP_ID)
    hands.write("app_secret", network.access.app_secret)
    answer(hands, links, loopback)


def answer(hands: WizardHands, links: list[str], loopback: Loopback) -> None:
    links.clear()
    assert hands.words("continue") == "Open the browser"
    hands.click("continue")
    hands.qtbot.waitUntil(lambda: bool(links))
    loopback.visit(links[0])


def connected(session: Session, network: Graph) -> Account:
    account = session.store.accounts.add(
        network.network,
        name=PAGE_NAME,
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings={**network.account_settings(), "app_id": APP_ID, "dialog": network.url},
        actor="Livia",
        at=NOON,
    )
    session.vault.set(f"account/{account.uid}/app_secret", network.access.app_secret)
    return account


def test_an_account_is_connected_in_the_browser(
    hands: WizardHands, session: Session, network: Graph, links: list[str], loopback: Loopback
) -> None:
    to_sign_in(hands, network)
    hands.click("human_agent")
    hands.write("app_id", f" {APP_ID}")
    hands.write("app_secret", network.access.app_secret)
    answer(hands, links, loopback)
    hands.wait_for_trial()
    assert hands.wizard.page.rail_note == "Everything works"
    hands.click("continue")
    assert hands.step() == "role_page", "Meta's networks are not listened to"
    hands.click("continue")
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    expected = PAGE_NAME if network.network is Network.FACEBOOK else f"@{IG_NAME}"
    assert (account.handle, account.role) == (expected, AccountRole.CARE)
    assert declared_of(account).human_agent
    assert session.vault.get(f"account/{account.uid}/page_token") == network.access.page_token


def test_a_pasted_token_says_what_only_the_first_answer_tells(
    hands: WizardHands, session: Session, network: Graph
) -> None:
    to_sign_in(hands, network)
    hands.click("ways_token")
    hands.click("continue")
    assert hands.words("page_token_hint_words") == "Paste the Page's token."
    hands.write("page_token", network.access.page_token)
    hands.click("continue")
    hands.wait_for_trial()
    assert "The first answer tells" in hands.note("write")
    hands.connect()
    assert len(session.store.accounts.all()) == 1


def test_permissions_that_are_missing_stand_in_their_rows_and_can_be_asked_for_again(
    hands: WizardHands, page: FacebookNetwork, links: list[str], loopback: Loopback
) -> None:
    page.access.scopes -= {"pages_messaging", "pages_manage_engagement"}
    by_browser(hands, page, links, loopback)
    hands.wait_for_trial()
    assert "“pages_messaging”" in hands.note("direct")
    assert "“pages_manage_engagement”" in hands.note("write")
    assert hands.words("dialog_hint_words") == "You can continue without it."
    hands.click("trial_fix_write")
    assert hands.step() == "meta_sign_in"
    page.access.scopes |= {"pages_messaging", "pages_manage_engagement"}
    answer(hands, links, loopback)
    hands.wait_for_trial()
    assert hands.wizard.page.rail_note == "Everything works"


def test_a_person_s_token_is_told_from_a_page_s(hands: WizardHands, page: FacebookNetwork) -> None:
    to_sign_in(hands, page)
    hands.click("ways_token")
    hands.write("page_token", "EAAB-nobody")
    hands.click("continue")
    hands.wait_for_trial()
    assert "Meta no longer accepts this sign-in" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "page_token"


def test_of_several_pages_one_is_chosen(hands: WizardHands, page: FacebookNetwork) -> None:
    sign_in = to_sign_in(hands, page)
    found = SignedIn(
        (
            FoundPage("1", "Aurora Energia Catalunya", "token-1", "", ("ANALYZE",)),
            FoundPage(PAGE_ID, PAGE_NAME, page.access.page_token, "aurora", ("MODERATE",)),
        ),
        page.access.scopes,
    )
    hands.write("app_id", APP_ID)
    hands.write("app_secret", page.access.app_secret)
    form = MetaForm(APP_ID, page.access.app_secret, api=page.url, dialog=page.url)
    sign_in._on_browser_signed_in(_Brought(form, found))
    hands.click("continue")
    assert hands.step() == "meta_choice"
    assert hands.words("meta_choice_lead") == "You manage 2 Pages. Connect one now, you can add the others later."
    hands.click(f"pages_{PAGE_ID}")
    assert hands.wizard.page.rail_note == PAGE_NAME
    hands.click("continue")
    hands.wait_for_trial()
    assert hands.wizard.page.rail_note == "Everything works"
    hands.click("back")
    assert hands.step() == "meta_choice"


def test_who_has_no_page_is_told_what_to_do(hands: WizardHands, page: FacebookNetwork) -> None:
    sign_in = to_sign_in(hands, page)
    hands.write("app_id", APP_ID)
    hands.write("app_secret", "s")
    sign_in._on_browser_signed_in(_Brought(MetaForm(APP_ID, "s"), SignedIn((), frozenset())))
    hands.click("continue")
    assert hands.step() == "meta_choice"
    assert "tick the Page" in hands.words("no_pages_words")
    choice = hands.wizard.page
    assert isinstance(choice, MetaChoicePage)
    assert not choice.may_continue


def test_an_instagram_account_that_is_linked_to_no_page_can_not_be_chosen(
    hands: WizardHands, loopback: Loopback, links: list[str]
) -> None:
    network = loopback.network(InstagramNetwork)
    network.access.linked = False
    by_browser(hands, network, links, loopback)
    hands.wait_for_step("meta_choice")
    choice = hands.wizard.page
    assert isinstance(choice, MetaChoicePage)
    assert choice.chosen is None


def test_a_live_app_s_answer_is_pasted(
    hands: WizardHands, page: FacebookNetwork, links: list[str], loopback: Loopback
) -> None:
    to_sign_in(hands, page)
    hands.click("by_hand")
    hands.write("app_id", APP_ID)
    hands.write("app_secret", page.access.app_secret)
    hands.click("continue")
    hands.qtbot.waitUntil(lambda: bool(links))
    assert "“Success”" in hands.words("pasted_answer_label")
    hands.write("pasted_answer", loopback.location(links[0]))
    hands.click("use_answer")
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works"


def test_signing_in_again_takes_two_clicks(
    hands: WizardHands, session: Session, network: Graph, links: list[str], loopback: Loopback
) -> None:
    account = connected(session, network)
    hands.wizard.sign_in_again(account)
    at(hands, network)
    answer(hands, links, loopback)
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/page_token") == network.access.page_token
    assert session.vault.get(f"account/{account.uid}/app_secret") == network.access.app_secret


def test_what_is_to_be_prepared_names_every_permission() -> None:
    for plan, scopes in ((facebook_plan(), facebook.SCOPES), (instagram_plan(), instagram.SCOPES)):
        named = next(one.copy for one in plan.preparations if one.icon == "app-window")
        assert set(named.split(", ")) == set(scopes)
