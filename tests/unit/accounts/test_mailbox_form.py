"""What people type and paste about a mailbox, and what is made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.email import Security, Server, SignIn, suggest
from desktop.accounts.mailbox_form import (
    MailboxForm,
    MailField,
    TypedServer,
    clean_address,
    clean_server,
    suggested_name,
    usual_port,
)


def a_form(**changes: object) -> MailboxForm:
    values: dict[str, object] = {
        "address": "care@shop.test",
        "sign_in": SignIn.PASSWORD,
        "password": "right",
        "imap": TypedServer("imap.shop.test", "993"),
        "smtp": TypedServer("smtp.shop.test", "465"),
    }
    return MailboxForm(**(values | changes))  # type: ignore[arg-type]


def faults_of(form: MailboxForm) -> dict[MailField, str]:
    return {fault.field: fault.reason for fault in form.faults()}


@pytest.mark.parametrize(
    "pasted",
    [
        "care@shop.test",
        "  care@shop.test\n",
        "mailto:care@shop.test?subject=Hello",
        "Shop care <care@shop.test>",
        '"Care, Shop" <care@shop.test>',
        "care@shop.test.",
        "care@shop.test;",
    ],
)
def test_the_decoration_around_a_pasted_address_is_dropped(pasted: str) -> None:
    form = a_form(address=pasted)
    assert clean_address(pasted) == "care@shop.test"
    assert form.settings().address == "care@shop.test"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("care", "no_address"),
        ("care@", "no_address"),
        ("@shop.test", "no_address"),
        ("care@shop..test", "no_address"),
        ("https://shop.test/care", "no_address"),
        ("care at shop dot test", "no_address"),
        ("care@shop.test, sales@shop.test", "several"),
        ("care@@shop.test", "several"),
    ],
)
def test_what_is_no_address_is_named(typed: str, reason: str) -> None:
    assert faults_of(a_form(address=typed)) == {MailField.ADDRESS: reason}


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("imap.shop.test", ("imap.shop.test", "")),
        (" IMAP.Shop.Test. ", ("imap.shop.test", "")),
        ("imap.shop.test:1993", ("imap.shop.test", "1993")),
        ("imaps://imap.shop.test:993/", ("imap.shop.test", "993")),
        ("[::1]:993", ("::1", "993")),
        ("imap.shop.test:many", ("imap.shop.test:many", "")),
    ],
)
def test_a_pasted_server_gives_its_name_and_its_port(pasted: str, expected: tuple[str, str]) -> None:
    assert clean_server(pasted) == expected


def test_every_field_says_what_it_lacks() -> None:
    form = a_form(
        password="", imap=TypedServer("imap shop test", "0"), smtp=TypedServer("", "70000"), sign_in=SignIn.PASSWORD
    )
    assert faults_of(form) == {
        MailField.PASSWORD: "missing",
        MailField.IMAP_HOST: "bad_host",
        MailField.IMAP_PORT: "no_port",
        MailField.SMTP_HOST: "no_host",
        MailField.SMTP_PORT: "no_port",
    }
    with pytest.raises(ValueError, match="faults"):
        form.settings()


def test_a_sign_in_in_the_browser_needs_a_client_id_and_no_password() -> None:
    form = a_form(sign_in=SignIn.OAUTH, password="", oauth_provider="google")
    assert faults_of(form) == {MailField.CLIENT_ID: "missing"}
    assert faults_of(a_form(sign_in=SignIn.OAUTH, client_id="two words")) == {MailField.CLIENT_ID: "spaces"}


def test_a_password_leaves_no_trace_of_a_sign_in_in_the_browser() -> None:
    start = suggest("care@gmail.com").settings
    form = a_form(address="care@gmail.com", start=start, oauth_provider="google", client_id="7.apps")
    assert (form.settings().oauth_provider, form.settings().oauth_client_id) == ("", "")
    assert form.settings().server_saves_sent, "what is known of the provider stays"
    assert form.typed_sign_in().password == "right"


def test_the_servers_as_typed_win_over_those_suggested() -> None:
    start = suggest("care@shop.test").settings
    form = a_form(start=start, imap=TypedServer("mail.shop.test", "143", Security.STARTTLS), username=" care ")
    settings = form.settings()
    assert settings.imap == Server("mail.shop.test", 143, Security.STARTTLS)
    assert settings.username == "care"


def test_no_secret_shows_in_a_forms_picture() -> None:
    assert "right" not in repr(a_form(client_secret="hush"))
    assert "hush" not in repr(a_form(client_secret="hush"))


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
def test_whatever_is_pasted_gives_faults_or_settings_and_never_more(address: str, host: str, port: str) -> None:
    form = a_form(address=address, imap=TypedServer(host, port))
    if form.faults():
        return
    settings = form.settings()
    assert settings.address.count("@") == 1
    assert not any(letter.isspace() for letter in settings.address + settings.imap.host)
    assert 1 <= settings.imap.port <= 65535


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("info@aurora-energia.it", "Aurora Energia"),
        ("care@mail.shop.com", "Shop"),
        ("help@shop.co.uk", "Shop"),
        ("care@localhost", ""),
    ],
)
def test_a_companys_name_is_suggested_from_its_domain(address: str, name: str) -> None:
    assert suggested_name(address) == name


def test_each_encryption_has_its_usual_port() -> None:
    assert [usual_port("imap", each) for each in Security] == [993, 143]
    assert [usual_port("smtp", each) for each in Security] == [465, 587]
