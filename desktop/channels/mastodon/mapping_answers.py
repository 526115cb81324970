"""What a Mastodon server answers beside posts: what it is and allows, a program's registration, uploads, errors."""

from __future__ import annotations

from desktop.channels.mastodon.fields import address_of, id_of
from desktop.channels.payload import Unreadable, count_in, entries, fields_of, maybe_fields, text_in
from desktop.model import AccountLimits


def limits_of(payload: object) -> AccountLimits:
    """Return what an instance allows, from its second or first form. Raises Unreadable if it says nothing."""
    data = fields_of(payload)
    configuration = maybe_fields(data.get("configuration"))
    statuses = maybe_fields(configuration.get("statuses"))
    longest = count_in(statuses, "max_characters") or count_in(data, "max_toot_chars") or None
    media = maybe_fields(configuration.get("media_attachments"))
    if longest is None and not configuration and "uri" not in data and "domain" not in data:
        raise Unreadable("not_an_instance")
    return AccountLimits(
        public_limit=longest,
        direct_limit=longest,
        url_weight=count_in(statuses, "characters_reserved_per_url") or None,
        attachment_bytes=count_in(media, "image_size_limit") or None,
        attachments=count_in(statuses, "max_media_attachments") or None,
        attachment_types=_pictures(media.get("supported_mime_types")),
        alt_text=count_in(media, "description_limit") or None,
    )


def _pictures(value: object) -> tuple[str, ...]:
    """Return the kinds of picture that a server takes, empty if it does not say."""
    return tuple(
        sorted({kind.lower() for kind in entries(value) if isinstance(kind, str) and kind.lower().startswith("image/")})
    )


def domain_of(payload: object) -> str:
    """Return the domain that an instance's addresses end with, "" if it does not say."""
    data = maybe_fields(payload)
    named = text_in(data, "domain") or text_in(data, "uri")
    return (address_of(named).hostname or "") if "://" in named else named.strip().lower()


def streaming_url_of(payload: object) -> str | None:
    """Return the base of the server's streaming API as an http(s) URL, None if it names none."""
    data = maybe_fields(payload)
    second = maybe_fields(maybe_fields(data.get("configuration")).get("urls"))
    first = maybe_fields(data.get("urls"))
    named = text_in(second, "streaming") or text_in(first, "streaming_api")
    parts = address_of(named)
    scheme = {"wss": "https", "ws": "http", "https": "https", "http": "http"}.get(parts.scheme)
    return f"{scheme}://{parts.netloc}" if scheme and parts.netloc else None


def upload_of(payload: object) -> tuple[str, bool]:
    """Return the id of an uploaded file and whether the server has finished with it. Raises Unreadable."""
    data = fields_of(payload)
    return id_of(data), bool(text_in(data, "url"))


def app_of(payload: object) -> tuple[str, str]:
    """Return the client id and secret of a program that registered itself. Raises Unreadable."""
    data = fields_of(payload)
    client_id, secret = text_in(data, "client_id"), text_in(data, "client_secret")
    if not client_id or not secret:
        raise Unreadable("no_client")
    return client_id, secret


def server_words(payload: object) -> str:
    """Return what the server says of an error, "" if it says nothing. Only for choosing a code, never for a log."""
    data = maybe_fields(payload)
    said = data.get("error")
    inner = maybe_fields(said).get("message", "")
    return said if isinstance(said, str) else inner if isinstance(inner, str) else ""
