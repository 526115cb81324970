"""Where the Graph is and whose Page an account means: what `Account.settings` says, Meta's own addresses otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.channels.graph.values import is_number
from desktop.channels.loopback import is_loopback, safe_address
from desktop.model import Account

API = "https://graph.facebook.com"
DIALOG = "https://www.facebook.com"
WHOSE = "a Facebook or Instagram account"
VERSION = "v26.0"

PAGE_TOKEN = "page_token"  # noqa: S105 - the name of a secret, not one
APP_SECRET = "app_secret"  # noqa: S105 - likewise
"""The kinds of secrets: the Page's token, and the secret of the company's app, with which calls are signed."""


@dataclass(frozen=True, slots=True)
class Place:
    """One account's place in the Graph. `ig_user` and `username` are "" for a Facebook Page.

    `username` is Instagram's, without "@".
    """

    api: str
    page: str
    ig_user: str = ""
    username: str = ""

    @property
    def on_this_machine(self) -> bool:
        """True in tests and the demo."""
        return is_loopback(urlsplit(self.api).hostname or "")


def place_of(account: Account) -> Place:
    """Return an account's place. Raises ValueError for an unsafe address or a Page that can't be one."""
    settings = account.settings
    page, ig_user = (str(settings.get(name) or "") for name in ("page_id", "ig_user_id"))
    if not is_number(page) or (ig_user and not is_number(ig_user)):
        raise ValueError("a Facebook or Instagram account needs the id of its Page")
    return Place(
        safe_address(str(settings.get("api") or API), WHOSE),
        page,
        ig_user,
        account.handle.strip().removeprefix("@") if ig_user else "",
    )
