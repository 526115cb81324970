"""Which settings an address most likely needs: a table of domains first, then the usual host names. No network."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.channels.email.presets import Preset, preset_named, preset_of_domain
from desktop.channels.email.settings import EmailSettings, Security, Server


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Settings to start from. `certain` is False for a guess that a person should look at.

    `provider` is the preset's label or "". `app_password` says that the ordinary password will be refused;
    `oauth_provider` is where a sign-in in the browser would be possible, "" if nowhere.
    """

    settings: EmailSettings
    provider: str
    certain: bool
    app_password: bool = False
    oauth_provider: str = ""


def suggest(address: str, preset_id: str | None = None) -> Suggestion:
    """Return settings for an address, or for a provider that a person chose. Raises ValueError("bad_address")."""
    cleaned = address.strip()
    local, at, domain = cleaned.rpartition("@")
    if not (local and at and domain) or any(letter.isspace() for letter in cleaned):
        raise ValueError("bad_address")
    preset = preset_named(preset_id) if preset_id else preset_of_domain(domain)
    return _guessed(cleaned, domain.lower()) if preset is None else suggestion_of(preset, cleaned)


def suggestion_of(preset: Preset, address: str) -> Suggestion:
    """Return a provider's settings for an address."""
    settings = EmailSettings(
        address=address,
        imap=preset.imap,
        smtp=preset.smtp,
        sign_in=preset.sign_in,
        oauth_provider=preset.oauth,
        copy_to_self=not preset.saves_sent,
        server_saves_sent=preset.saves_sent,
    )
    return Suggestion(settings, preset.label, True, preset.app_password, preset.oauth)


def _guessed(address: str, domain: str) -> Suggestion:
    imap, smtp = Server(f"imap.{domain}", 993, Security.TLS), Server(f"smtp.{domain}", 465, Security.TLS)
    return Suggestion(EmailSettings(address=address, imap=imap, smtp=smtp), "", False)


def other_port(settings: EmailSettings) -> EmailSettings:
    """Return the same settings with sending by the other usual way: 465 with TLS or 587 with STARTTLS."""
    if settings.smtp.security is Security.TLS:
        return replace(settings, smtp=Server(settings.smtp.host, 587, Security.STARTTLS))
    return replace(settings, smtp=Server(settings.smtp.host, 465, Security.TLS))
