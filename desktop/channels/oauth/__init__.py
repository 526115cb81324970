"""Signing in with a provider in the system's browser and staying signed in, for every channel that needs it."""

from __future__ import annotations

from desktop.channels.oauth.flow import OAuthClient, Provider, SignInRefused, Tokens
from desktop.channels.oauth.tokens import KeptSignIn, TokenNames, keep_secret, keep_sign_in, read_secret

__all__ = [
    "KeptSignIn",
    "OAuthClient",
    "Provider",
    "SignInRefused",
    "TokenNames",
    "Tokens",
    "keep_secret",
    "keep_sign_in",
    "read_secret",
]
