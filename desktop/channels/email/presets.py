"""The servers of the mail providers that customers' desks use most, and the domains that live there.

Facts from each provider's own help pages for mail programs. Nothing is looked up on a network.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.channels.email.settings import Security, Server, SignIn


@dataclass(frozen=True, slots=True)
class Preset:
    """One provider. `{domain}` in a host name stands for the address's own domain.

    `saves_sent`: the provider files what its SMTP server sends. `app_password`: the ordinary password is refused,
    a person must make one for programs. `oauth`: the provider's name in `oauth.PROVIDERS`, "" if passwords do.
    """

    id: str
    label: str
    imap: Server
    smtp: Server
    domains: tuple[str, ...] = ()
    oauth: str = ""
    saves_sent: bool = False
    app_password: bool = False

    @property
    def sign_in(self) -> SignIn:
        """The way in that works without a person changing the mailbox's settings first."""
        return SignIn.OAUTH if self.oauth and not self.app_password else SignIn.PASSWORD


def _tls(host: str, port: int) -> Server:
    return Server(host, port, Security.TLS)


def _starttls(host: str, port: int) -> Server:
    return Server(host, port, Security.STARTTLS)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "gmail",
        "Gmail",
        _tls("imap.gmail.com", 993),
        _tls("smtp.gmail.com", 465),
        ("gmail.com", "googlemail.com"),
        oauth="google",
        saves_sent=True,
        app_password=True,
    ),
    Preset(
        "microsoft365",
        "Microsoft 365",
        _tls("outlook.office365.com", 993),
        _starttls("smtp.office365.com", 587),
        ("onmicrosoft.com",),
        oauth="microsoft",
        saves_sent=True,
    ),
    Preset(
        "outlook",
        "Outlook.com",
        _tls("outlook.office365.com", 993),
        _starttls("smtp-mail.outlook.com", 587),
        (
            *(f"outlook.{ending}" for ending in ("com", "it", "es", "fr", "de", "pt", "ie", "be", "at")),
            *(f"hotmail.{ending}" for ending in ("com", "it", "es", "fr", "de", "be", "ch", "co.uk")),
            *(f"live.{ending}" for ending in ("com", "it", "fr", "de", "nl", "be", "at", "co.uk")),
            "msn.com",
        ),
        oauth="microsoft",
        saves_sent=True,
    ),
    Preset(
        "libero",
        "Libero Mail",
        _tls("imapmail.libero.it", 993),
        _tls("smtp.libero.it", 465),
        ("libero.it", "inwind.it", "iol.it", "blu.it", "giallo.it"),
    ),
    Preset("aruba", "Aruba", _tls("imaps.aruba.it", 993), _tls("smtps.aruba.it", 465), ("aruba.it", "technet.it")),
    Preset(
        "aruba_pec",
        "Aruba PEC",
        _tls("imaps.pec.aruba.it", 993),
        _tls("smtps.pec.aruba.it", 465),
        ("pec.it", "arubapec.it"),
    ),
    Preset("tiscali", "Tiscali", _tls("imap.tiscali.it", 993), _tls("smtp.tiscali.it", 465), ("tiscali.it",)),
    Preset("virgilio", "Virgilio Mail", _tls("in.virgilio.it", 993), _tls("out.virgilio.it", 465), ("virgilio.it",)),
    Preset("tim", "TIM Mail", _starttls("imap.tim.it", 143), _starttls("smtp.tim.it", 587), ("tim.it",)),
    Preset("alice", "Alice Mail", _starttls("in.alice.it", 143), _starttls("out.alice.it", 587), ("alice.it",)),
    Preset(
        "fastweb",
        "FASTMail",
        _tls("imap.fastwebnet.it", 993),
        _starttls("smtp.fastwebnet.it", 587),
        ("fastwebnet.it",),
    ),
    Preset(
        "yahoo",
        "Yahoo Mail",
        _tls("imap.mail.yahoo.com", 993),
        _tls("smtp.mail.yahoo.com", 465),
        (
            *(f"yahoo.{ending}" for ending in ("com", "it", "es", "fr", "de", "co.uk", "ie", "pt")),
            "ymail.com",
            "rocketmail.com",
            "myyahoo.com",
        ),
        app_password=True,
    ),
    Preset(
        "icloud",
        "iCloud Mail",
        _tls("imap.mail.me.com", 993),
        _starttls("smtp.mail.me.com", 587),
        ("icloud.com", "me.com", "mac.com"),
        app_password=True,
    ),
    Preset(
        "gmx",
        "GMX",
        _tls("imap.gmx.com", 993),
        _tls("mail.gmx.com", 465),
        tuple(f"gmx.{ending}" for ending in ("com", "es", "fr", "it", "pt", "ie", "co.uk", "us")),
    ),
    Preset(
        "gmx_net",
        "GMX",
        _tls("imap.gmx.net", 993),
        _tls("mail.gmx.net", 465),
        tuple(f"gmx.{ending}" for ending in ("net", "de", "at", "ch", "eu")),
    ),
    Preset("web_de", "WEB.DE", _tls("imap.web.de", 993), _starttls("smtp.web.de", 587), ("web.de",)),
    Preset("ovh", "OVHcloud", _tls("ssl0.ovh.net", 993), _tls("ssl0.ovh.net", 465)),
    Preset("ionos", "IONOS", _tls("imap.ionos.com", 993), _tls("smtp.ionos.com", 465)),
    Preset("ionos_it", "IONOS (Italia)", _tls("imap.ionos.it", 993), _tls("smtp.ionos.it", 465)),
    Preset("ionos_es", "IONOS (España)", _tls("imap.ionos.es", 993), _tls("smtp.ionos.es", 465)),
    Preset(
        "fastmail",
        "Fastmail",
        _tls("imap.fastmail.com", 993),
        _tls("smtp.fastmail.com", 465),
        ("fastmail.com", "fastmail.fm"),
        app_password=True,
    ),
    Preset("movistar", "Movistar", _tls("imap.movistar.es", 993), _tls("smtp.movistar.es", 465), ("movistar.es",)),
    Preset(
        "telefonica",
        "Telefónica",
        _tls("imap.telefonica.net", 993),
        _tls("smtp.telefonica.net", 465),
        ("telefonica.net",),
    ),
    Preset(
        "orange_fr",
        "Orange",
        _tls("imap.orange.fr", 993),
        _tls("smtp.orange.fr", 465),
        ("orange.fr", "wanadoo.fr"),
    ),
    Preset("zoho", "Zoho Mail", _tls("imap.zoho.eu", 993), _tls("smtp.zoho.eu", 465), ("zohomail.eu",)),
    Preset(
        "mailbox_org", "mailbox.org", _tls("imap.mailbox.org", 993), _tls("smtp.mailbox.org", 465), ("mailbox.org",)
    ),
)


def preset_named(preset_id: str) -> Preset | None:
    """Return the preset of that id, for a person who chose their provider from the list."""
    return next((preset for preset in PRESETS if preset.id == preset_id), None)


def preset_of_domain(domain: str) -> Preset | None:
    """Return the provider of an address's domain, also for a domain below it ("firma.onmicrosoft.com")."""
    name = domain.strip().rstrip(".").lower()
    for preset in PRESETS:
        if any(name == known or name.endswith(f".{known}") for known in preset.domains):
            return preset
    return None
