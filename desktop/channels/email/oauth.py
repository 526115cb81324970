"""Where the mail providers' sign-in happens and what it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.channels.oauth.flow import Provider

# developers.google.com/gmail/imap/xoauth2-protocol and /identity/protocols/oauth2/native-app
GOOGLE = Provider(
    "google",
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
    ("https://mail.google.com/",),
    {"access_type": "offline", "prompt": "consent"},
)
# learn.microsoft.com "Authenticate an IMAP, POP or SMTP connection using OAuth"
MICROSOFT = Provider(
    "microsoft",
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    (
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
        "offline_access",
    ),
    {"prompt": "select_account"},
)
PROVIDERS: Mapping[str, Provider] = {provider.name: provider for provider in (GOOGLE, MICROSOFT)}
