"""How a Page's token is had: the company's own app, the browser, a long-lived token, and the Pages behind it.

developers.facebook.com, "Manually Build a Login Flow" and "Long-Lived Access Tokens": the token of a Page that was
asked for with a long-lived token of a person does not end by itself. Meta takes a plain address of this machine while
the app is in development; a live app takes its own page only, from which the person copies the address.

The network library is loaded when Meta is first asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.channels.graph.settings import API, DIALOG, VERSION, WHOSE
from desktop.channels.graph.values import id_in, listed
from desktop.channels.loopback import safe_address
from desktop.channels.oauth import Provider
from desktop.channels.payload import Fields, Unreadable, entries, fields_of, maybe_fields, text_in
from desktop.model import Refused, TemporaryFailure

if TYPE_CHECKING:
    import httpx

    from desktop.channels.graph.client import GraphClient
    from desktop.channels.oauth import OAuthClient
    from desktop.model.channel import Clock

REDIRECT_PORT = 47614
COPY_PAGE = "https://www.facebook.com/connect/login_success.html"
"""Meta's own page for programs on a desktop: the person copies its address."""
_PAGE_FIELDS = "id,name,username,instagram_business_account{id,username}"


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A Page that a person manages. `tasks` are those that Meta names, () where it does not.

    `ig_user` and `ig_name` are its Instagram account's, "" without one.
    """

    id: str
    name: str
    token: str = field(repr=False)
    username: str = ""
    tasks: tuple[str, ...] = ()
    ig_user: str = ""
    ig_name: str = ""


def redirect_address() -> str:
    """Return the address of this machine that the company registers with its app."""
    return f"http://localhost:{REDIRECT_PORT}/"


def provider_at(scopes: tuple[str, ...], api: str = "", dialog: str = "") -> Provider:
    """Return Meta's sign-in; other addresses are for tests and the demo. Raises ValueError for unsafe ones."""
    return Provider(
        "meta",
        f"{safe_address(dialog or DIALOG, WHOSE)}/{VERSION}/dialog/oauth",
        f"{safe_address(api or API, WHOSE)}/{VERSION}/oauth/access_token",
        scopes,
        refreshes=False,
    )


async def long_lived(http: httpx.AsyncClient, provider: Provider, app: OAuthClient, token: str, clock: Clock) -> str:
    """Return a token of about sixty days for one of some hours. Raises ChannelError."""
    import httpx

    from desktop.channels.exchange import exchange, transport_code
    from desktop.channels.graph.failures import read_failure

    form = {
        "grant_type": "fb_exchange_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "fb_exchange_token": token,
    }
    try:
        answer = await exchange(http, http.build_request("POST", provider.token_url, data=form))
    except httpx.HTTPError as error:
        raise TemporaryFailure(transport_code(error)) from error
    if not answer.succeeded:
        raise read_failure(answer.status, answer.headers, answer.payload, clock())
    longer = text_in(maybe_fields(answer.payload), "access_token")
    if not longer:
        raise TemporaryFailure("unreadable_answer")
    return longer


async def pages_of(client: GraphClient) -> tuple[FoundPage, ...]:
    """Return the Pages that a person manages; `client` is signed with their token. Raises ChannelError."""
    fields = "id,name,access_token,tasks,username,instagram_business_account{id,username}"
    answer = await client.get("me/accounts", [("fields", fields), ("limit", "100")])
    return tuple(page for entry in listed(answer) if (page := _page(maybe_fields(entry))) is not None)


async def granted_to(client: GraphClient) -> frozenset[str]:
    """Return the permissions that a person granted; `client` is signed with their token. Raises ChannelError."""
    given = (maybe_fields(one) for one in listed(await client.get("me/permissions")))
    return frozenset(text_in(one, "permission") for one in given if text_in(one, "status") == "granted")


async def page_behind(client: GraphClient, token: str) -> FoundPage:
    """Return the Page that a token is for; `client` is signed with it.

    Raises Refused("not_a_page_token") for a person's token, ChannelError otherwise.
    """
    from desktop.channels.graph.failures import NotThere

    try:
        answer = fields_of(await client.get("me", [("fields", _PAGE_FIELDS)]))
    except NotThere:
        raise
    except Refused as refusal:
        raise Refused("not_a_page_token") from refusal
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    page = _page({**answer, "access_token": token})
    if page is None:
        raise TemporaryFailure("unreadable_answer")
    return page


async def scopes_of_token(client: GraphClient, token: str) -> frozenset[str]:
    """Return the permissions of a token; `client` is signed with the app's own. Raises ChannelError.

    It is a read, sent as a form: a token in an address would be in every log on the way.
    """
    answer = await client.change("debug_token", {"method": "get", "input_token": token})
    data = maybe_fields(answer.get("data"))
    return frozenset(scope for scope in entries(data.get("scopes")) if isinstance(scope, str))


def _page(fields: Fields) -> FoundPage | None:
    identity, token = id_in(fields, "id"), text_in(fields, "access_token")
    if identity is None or not token:
        return None
    linked = maybe_fields(fields.get("instagram_business_account"))
    return FoundPage(
        identity,
        text_in(fields, "name").strip(),
        token,
        text_in(fields, "username").strip(),
        tuple(task for task in entries(fields.get("tasks")) if isinstance(task, str)),
        id_in(linked, "id") or "",
        text_in(linked, "username").strip(),
    )
