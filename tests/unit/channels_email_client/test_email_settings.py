"""A mailbox's settings survive the store, and nothing without TLS is ever accepted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.email.autodetect import other_port, suggest
from desktop.channels.email.presets import PRESETS, preset_of_domain
from desktop.channels.email.settings import EmailSettings, Plain, Security, Server, SignIn

names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
lines = st.lists(st.from_regex(r"[A-Za-z][A-Za-z /]{0,10}[A-Za-z]", fullmatch=True), max_size=3).map(tuple)
servers = st.builds(Server, names, st.integers(1, 65535), st.sampled_from(Security))
mailboxes = st.builds(
    EmailSettings,
    address=names.map(lambda name: f"{name}@example.org"),
    imap=servers,
    smtp=servers,
    name=names,
    username=names,
    sign_in=st.sampled_from(SignIn),
    folders=lines,
    pull_sent=st.booleans(),
    first_days=st.integers(1, 400),
    connected_on=st.none() | st.dates(),
    copy_to_self=st.booleans(),
    server_saves_sent=st.booleans(),
)

LEAST: dict[str, Plain] = {"address": "care@shop.test", "imap_host": "imap.shop.test", "smtp_host": "smtp.shop.test"}


@given(mailboxes)
def test_settings_survive_being_kept_with_the_account(settings: EmailSettings) -> None:
    assert EmailSettings.from_account(settings.to_account()) == settings


def test_what_is_not_said_takes_the_safe_default() -> None:
    settings = EmailSettings.from_account(LEAST)
    assert settings.imap == Server("imap.shop.test", 993, Security.TLS)
    assert settings.smtp == Server("smtp.shop.test", 465, Security.TLS)
    assert (settings.copy_to_self, settings.first_days, settings.pull_sent) == (True, 30, True)
    assert settings.imap_user == settings.smtp_user == "care@shop.test"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"imap_security": "none"}, "no_tls"),
        ({"smtp_security": "plain"}, "no_tls"),
        ({"address": "care"}, "bad_address"),
        ({"imap_host": " "}, "bad_imap_server"),
        ({"smtp_port": 70000}, "bad_smtp_server"),
        ({"imap_port": "many"}, "bad_imap_port"),
    ],
)
def test_settings_that_can_not_be_are_named(change: dict[str, Plain], code: str) -> None:
    with pytest.raises(ValueError, match=code):
        EmailSettings.from_account({**LEAST, **change})


def test_our_own_addresses_are_compared_in_small_letters() -> None:
    settings = EmailSettings.from_account({**LEAST, "address": "Care@Shop.test", "aliases": "Info@shop.test\n"})
    assert settings.own_addresses == {"care@shop.test", "info@shop.test"}


def test_a_provider_that_files_sent_mail_gets_no_hidden_copy() -> None:
    assert not EmailSettings.from_account({**LEAST, "server_saves_sent": True}).sends_copy
    assert EmailSettings.from_account(LEAST).sends_copy


@pytest.mark.parametrize(
    ("address", "imap", "smtp", "port"),
    [
        ("a@gmail.com", "imap.gmail.com", "smtp.gmail.com", 465),
        ("a@Libero.it", "imapmail.libero.it", "smtp.libero.it", 465),
        ("a@tiscali.it", "imap.tiscali.it", "smtp.tiscali.it", 465),
        ("a@outlook.es", "outlook.office365.com", "smtp-mail.outlook.com", 587),
        ("a@firm.onmicrosoft.com", "outlook.office365.com", "smtp.office365.com", 587),
        ("a@icloud.com", "imap.mail.me.com", "smtp.mail.me.com", 587),
        ("a@gmx.net", "imap.gmx.net", "mail.gmx.net", 465),
        ("a@movistar.es", "imap.movistar.es", "smtp.movistar.es", 465),
    ],
)
def test_a_known_domain_brings_its_servers(address: str, imap: str, smtp: str, port: int) -> None:
    suggestion = suggest(address)
    settings = suggestion.settings
    assert (settings.imap.host, settings.smtp.host, settings.smtp.port) == (imap, smtp, port)
    assert suggestion.certain


def test_an_unknown_domain_is_guessed_and_said_to_be_a_guess() -> None:
    suggestion = suggest(" care@Shop.example ")
    assert suggestion.settings.imap == Server("imap.shop.example", 993)
    assert suggestion.settings.smtp == Server("smtp.shop.example", 465)
    assert (suggestion.certain, suggestion.provider) == (False, "")


def test_a_chosen_provider_serves_a_companys_own_domain() -> None:
    assert suggest("care@shop.example", "aruba").settings.imap.host == "imaps.aruba.it"


@pytest.mark.parametrize("address", ["", "care", "@shop.test", "care@", "ca re@shop.test"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="bad_address"):
        suggest(address)


def test_every_preset_is_encrypted_and_stands_alone() -> None:
    domains = [domain for preset in PRESETS for domain in preset.domains]
    assert len(domains) == len(set(domains))
    assert len({preset.id for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        for server in (preset.imap, preset.smtp):
            usual = {993: Security.TLS, 465: Security.TLS, 143: Security.STARTTLS, 587: Security.STARTTLS}
            assert usual[server.port] is server.security, preset.id


def test_a_domain_that_only_looks_like_a_provider_is_none() -> None:
    assert preset_of_domain("notgmail.com") is None


def test_the_other_usual_port_goes_with_the_other_encryption() -> None:
    settings = suggest("care@shop.example").settings
    other = other_port(settings)
    assert other.smtp == Server("smtp.shop.example", 587, Security.STARTTLS)
    assert other_port(other) == settings


def test_the_day_of_connecting_is_kept_as_a_date() -> None:
    kept = EmailSettings.from_account({**LEAST, "connected_on": "2026-03-01"})
    assert kept.connected_on == date(2026, 3, 1)
