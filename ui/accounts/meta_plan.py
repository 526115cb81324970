"""How a Facebook Page and an Instagram account are connected: by the company's own app with Meta."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.accounts.meta import copy_page, redirect_address
from desktop.model import Network
from ui.accounts.meta_sign_in import MetaSignInPage
from ui.accounts.plan import Plan, Preparation, SignIn, SignInTools
from ui.theme import Theme


def facebook_plan() -> Plan:
    """Return Facebook's plan, worded in the language in force."""
    return Plan(
        Network.FACEBOOK,
        _tr("Comments on a Page and its private messages."),
        (
            _app(
                "pages_read_engagement, pages_read_user_content, pages_manage_engagement, pages_manage_metadata, "
                "pages_messaging, pages_show_list"
            ),
            _addresses(),
            Preparation(
                "user",
                _tr("Somebody who moderates the Page"),
                _tr("Sportello acts as the Page, with what that person may do there: Moderate and Messages."),
            ),
            _windows(),
        ),
        lambda theme, tools: _page(theme, tools, Network.FACEBOOK),
    )


def instagram_plan() -> Plan:
    """Return Instagram's plan, worded in the language in force."""
    return Plan(
        Network.INSTAGRAM,
        _tr("Comments below your pictures and private messages."),
        (
            Preparation(
                "identification-card",
                _tr("A professional account, linked to a Facebook Page"),
                _tr("Instagram lets programs in by the Page only. Link it in the Page's settings."),
            ),
            _app(
                "instagram_basic, instagram_manage_comments, instagram_manage_messages, pages_show_list, "
                "pages_read_engagement, pages_manage_metadata"
            ),
            _addresses(),
            _windows(),
        ),
        lambda theme, tools: _page(theme, tools, Network.INSTAGRAM),
    )


def _page(theme: Theme, tools: SignInTools, network: Network) -> SignIn:
    return MetaSignInPage(theme, tools, network)


def _app(scopes: str) -> Preparation:
    words = _tr("In Meta's app dashboard. For customers' messages it needs Advanced Access to: {scopes}.")
    return Preparation("app-window", _tr("An app of your company"), words.replace("{scopes}", scopes), copy=scopes)


def _addresses() -> Preparation:
    words = _tr("While the app is in development: {address}. For a live app: {page}.")
    words = words.replace("{address}", redirect_address()).replace("{page}", copy_page())
    return Preparation("arrow-square-out", _tr("Its redirect address"), words, copy=redirect_address())


def _windows() -> Preparation:
    return Preparation(
        "clock",
        _tr("What Meta allows"),
        _tr("In private for 24 hours after the customer wrote; one private answer to a comment, within 7 days."),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
