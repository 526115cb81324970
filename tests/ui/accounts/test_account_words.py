"""Every code that a test of a connection can give has a sentence that names the server and what to do."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.accounts.email import suggest
from desktop.accounts.token_trial import STEPS as TOKEN_STEPS
from desktop.channels.email.check import STEPS as MAILBOX_STEPS
from desktop.model import Account, AccountHealth, AccountId, AccountRole, CheckStep, HealthState, Network
from ui.accounts.browser_words import declined_sentence
from ui.accounts.email_words import mailbox_fault, mailbox_steps
from ui.accounts.fault_words import health_sentence
from ui.accounts.mastodon_words import mastodon_fault, mastodon_steps
from ui.accounts.words import keep_fault

SETTINGS = suggest("care@shop.test").settings
TRANSPORT = [
    "host_not_found",
    "timed_out",
    "connection_refused",
    "unreachable",
    "certificate_expired",
    "name_mismatch",
    "certificate_untrusted",
    "no_tls",
    "connection_lost",
    "server_busy",
]
MAILBOX = [*TRANSPORT, "refused_password", "app_password_needed", "browser_sign_in_needed", "no_sign_in_method"]
MAILBOX += ["not_imap", "server_refused", "ca_file_unreadable", "connection_deferred 421", "some_new_code"]


@pytest.mark.parametrize("reason", MAILBOX)
@pytest.mark.parametrize("step", ["connect", "smtp_connect"])
def test_a_mailboxs_fault_names_its_server_and_leads_somewhere(qapp: QApplication, step: str, reason: str) -> None:
    words = mailbox_fault(CheckStep(step, passed=False, reason=reason), SETTINGS)
    server = "smtp.shop.test" if step == "smtp_connect" else "imap.shop.test"
    assert server in words.text or reason == "ca_file_unreadable"
    assert "{" not in words.text
    assert words.text.endswith(".")
    assert words.fix
    assert words.target


@pytest.mark.parametrize("step", TOKEN_STEPS)
@pytest.mark.parametrize(
    "reason", [*TRANSPORT[:8], "token_refused", "forbidden", "rate_limited", "http_502", "http_404", "not_an_instance"]
)
def test_a_tokens_fault_names_its_server_and_leads_somewhere(qapp: QApplication, step: str, reason: str) -> None:
    words = mastodon_fault(CheckStep(step, passed=False, reason=reason), "town.example", None, by_browser=False)
    assert "town.example" in words.text or step == "read"
    assert "{" not in words.text
    assert words.target in ("server", "token")
    assert words.is_fatal is not (step == "write" and reason == "forbidden")


def test_every_step_has_words_in_the_order_in_which_it_is_tried(qapp: QApplication) -> None:
    assert tuple(name for name, _ in mailbox_steps(SETTINGS)) == MAILBOX_STEPS
    assert tuple(name for name, _ in mastodon_steps("town.example", by_browser=False)) == TOKEN_STEPS
    assert "Sign in as care@shop.test" in dict(mailbox_steps(SETTINGS)).values()


@pytest.mark.parametrize("code", ["vault_locked", "vault_no_store", "vault_refused", "store_disk_full", "unheard_of"])
def test_a_fault_of_keeping_says_that_nothing_was_changed_or_what_to_do(qapp: QApplication, code: str) -> None:
    sentence = keep_fault(code)
    assert sentence.endswith(".")
    assert "{" not in sentence


@pytest.mark.parametrize("reason", ["access_denied", "timed_out", "invalid_client", "invalid_grant", "unheard_of"])
def test_a_declined_sign_in_is_a_sentence(qapp: QApplication, reason: str) -> None:
    assert declined_sentence(reason).endswith(".")
    assert "{" not in declined_sentence(reason)


@pytest.mark.parametrize(
    ("state", "detail", "expected"),
    [
        (HealthState.CONNECTED, "", ""),
        (HealthState.SIGN_IN, "refused_password", "imap.shop.test no longer accepts the sign-in"),
        (HealthState.SIGN_IN, "no_password", "The password of care@shop.test is not in the credential store"),
        (HealthState.OFFLINE, "timed_out", "imap.shop.test did not answer"),
        (HealthState.OFFLINE, "something_new", "something_new"),
    ],
)
def test_an_account_that_does_not_do_well_says_why(
    qapp: QApplication, state: HealthState, detail: str, expected: str
) -> None:
    account = Account(
        AccountId(1),
        "uid",
        Network.EMAIL,
        "Shop",
        "care@shop.test",
        AccountRole.CARE,
        {"imap_host": "imap.shop.test"},
        health=AccountHealth(state, detail=detail),
    )
    sentence = health_sentence(account)
    assert (expected in sentence) if expected else sentence == ""
