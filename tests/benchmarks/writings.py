"""What customers send, made up in four languages: e-mails as the bytes of RFC 5322, posts as Mastodon's JSON.

Mails have the shapes that mailboxes hold: plain text, quoted-printable and base64, with an HTML twin, with an earlier
mail quoted below, now and then with a photo. As in the made-up store there are four messages to a conversation and
two conversations to a customer. The same on every machine.
"""

from __future__ import annotations

import base64
import html
import json
import quopri
import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path

CARE = "care@aurora.example"
COMPANY_ID = "1"
MAILS_A_PAGE = 100  # as the channels pull them
POSTS_A_PAGE = 120
_SAMPLES = Path(__file__).parents[1] / "unit" / "triage"
_START = datetime(2026, 10, 30, tzinfo=UTC)
_SECONDS_BETWEEN = 31
_PER_CASE = 4
_NAMES = ("Marta Rossi", "Pau Vila", "Lucía Gómez", "Anna Brown", "Niccolò Bianchi", "Núria Puig", "José Peña")
_SUBJECTS = ("Bolletta di ottobre", "Factura repetida", "Problema amb la línia", "Refund", "Informazioni contratto")
_PHOTO = base64.encodebytes(random.Random(4).randbytes(24_000)).decode("ascii")


@cache
def sentences() -> tuple[str, ...]:
    """Return the messages that triage is tried on, in Italian, Catalan, Spanish and English."""
    found: list[str] = []
    for path in sorted(_SAMPLES.glob("samples_*.toml")):
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [text for kind, group in groups.items() if kind != "language" for text in group["texts"]]
    return tuple(found)


def texts(count: int, characters: int, seed: int = 7) -> Iterator[str]:
    """Yield texts of about so many characters, each made of neighbouring sentences, thus of one language mostly."""
    chance, pool = random.Random(seed), sentences()
    for _ in range(count):
        at = chance.randrange(len(pool))
        text = pool[at]
        while len(text) < characters:
            at = (at + 1) % len(pool)
            text += f" {pool[at]}"
        yield text[:characters]


def mails(count: int, seed: int = 5) -> Iterator[bytes]:
    """Yield raw mails of 1 to 4 KB, every fiftieth with a photo of 24 KB."""
    chance = random.Random(seed)
    bodies = texts(count, 280, seed)
    for number, body in enumerate(bodies):
        yield _mail(number, _person(number, count), body, chance)


def _person(number: int, count: int) -> int:
    """Return who writes the conversation that a message belongs to."""
    return number // _PER_CASE * 7919 % max(1, count // (2 * _PER_CASE))


def _mail(number: int, person: int, body: str, chance: random.Random) -> bytes:
    first = number - number % _PER_CASE
    name = _NAMES[person % len(_NAMES)]
    subject = _SUBJECTS[first % len(_SUBJECTS)]
    at = format_datetime(_START + timedelta(seconds=number * _SECONDS_BETWEEN))
    head = [
        f"Return-Path: <cliente{person}@posta.example>",
        f"Received: from mx{chance.randrange(9)}.posta.example (mx.posta.example [192.0.2.{chance.randrange(255)}])",
        f"\tby mail.aurora.example with ESMTPS id {chance.randrange(16**12):012x}",
        f"\tfor <{CARE}>; {at}",
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=posta.example; s=k1; b={chance.randbytes(64).hex()}",
        f"Message-ID: {_id(number)}",
        f"Date: {at}",
        f"From: {_word(name)} <cliente{person}@posta.example>",
        f"To: Aurora <{CARE}>",
        f"Subject: {_word(f'Re: {subject}' if number != first else subject)}",
        "MIME-Version: 1.0",
        "X-Mailer: Posta 4.1",
    ]
    if number != first:
        body += (
            f"\n\nIl giorno {at} Aurora <{CARE}> ha scritto:\n> Buongiorno, come possiamo aiutarti?\n> Aurora Energia\n"
        )
        head += [f"In-Reply-To: {_id(first)}", f"References: {_id(first)}"]
    kind = number % 50
    lines = _with_photo(body) if kind == 0 else _with_html(body) if kind % 2 else _plain(body, kind % 4 == 0)
    return "\r\n".join([*head, *lines, ""]).encode("ascii")


def _id(number: int) -> str:
    """Return a Message-ID in no order, as they are."""
    return f"<{number * 2_654_435_761 % 2**32:08x}.{number:x}@posta.example>"


def _word(text: str) -> str:
    """Return text as RFC 2047 writes it in a header, as it is where ASCII is enough."""
    return text if text.isascii() else f"=?utf-8?B?{base64.b64encode(text.encode()).decode('ascii')}?="


def _quoted(text: str) -> str:
    return quopri.encodestring(text.encode()).decode("ascii").replace("\n", "\r\n")


def _plain(body: str, in_base64: bool) -> list[str]:
    how = "base64" if in_base64 else "quoted-printable"
    coded = base64.encodebytes(body.encode()).decode("ascii").replace("\n", "\r\n") if in_base64 else _quoted(body)
    return ['Content-Type: text/plain; charset="utf-8"', f"Content-Transfer-Encoding: {how}", "", coded]


def _with_html(body: str) -> list[str]:
    twin = "".join(f"<p style='margin:0'>{html.escape(line)}</p>" for line in body.splitlines())
    page = f"<html><head><style>p {{color:#222}}</style></head><body><div>{twin}</div></body></html>"
    return [
        'Content-Type: multipart/alternative; boundary="=_twin"',
        "",
        "--=_twin",
        *_plain(body, in_base64=False),
        "--=_twin",
        'Content-Type: text/html; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        _quoted(page),
        "--=_twin--",
    ]


def _with_photo(body: str) -> list[str]:
    return [
        'Content-Type: multipart/mixed; boundary="=_parts"',
        "",
        "--=_parts",
        *_plain(body, in_base64=False),
        "--=_parts",
        'Content-Type: image/jpeg; name="foto.jpg"',
        'Content-Disposition: attachment; filename="foto.jpg"',
        "Content-Transfer-Encoding: base64",
        "",
        _PHOTO.replace("\n", "\r\n"),
        "--=_parts--",
    ]


def notifications(count: int, seed: int = 6) -> Iterator[bytes]:
    """Yield pages of Mastodon's mention notifications, as the bytes of its JSON."""
    page: list[dict[str, object]] = []
    for number, text in enumerate(texts(count, 180, seed)):
        page.append(_notification(number, _person(number, count), text))
        if len(page) == POSTS_A_PAGE:
            yield json.dumps(page).encode()
            page = []
    if page:
        yield json.dumps(page).encode()


def _notification(number: int, person: int, text: str) -> dict[str, object]:
    at = (_START + timedelta(seconds=number * _SECONDS_BETWEEN)).isoformat().replace("+00:00", "Z")
    account = {
        "id": str(1000 + person),
        "username": f"cliente{person}",
        "acct": f"cliente{person}@town.example",
        "display_name": _NAMES[person % len(_NAMES)],
        "followers_count": person % 4_000,
        "avatar_static": f"https://town.example/avatars/{person}.png",
        "fields": [],
        "emojis": [],
    }
    mention = '<p><span class="h-card"><a href="https://town.example/@aurora" class="u-url mention">@aurora</a></span> '
    status = {
        "id": str(110_000_000 + number),
        "created_at": at,
        "in_reply_to_id": str(110_000_000 + number - 1) if number % _PER_CASE else None,
        "visibility": "direct" if number // _PER_CASE % 10 == 0 else "public",
        "language": ("it", "ca", "es", "en", None)[number % 5],
        "uri": f"https://town.example/users/cliente{person}/statuses/{number}",
        "url": f"https://town.example/@cliente{person}/{number}",
        "content": f"{mention}{html.escape(text)}<br>Grazie</p>",
        "spoiler_text": "",
        "replies_count": 0,
        "reblogs_count": number % 3,
        "favourites_count": number % 7,
        "media_attachments": [],
        "mentions": [{"id": COMPANY_ID, "username": "aurora", "acct": "aurora", "url": "https://town.example/@aurora"}],
        "account": account,
    }
    return {"id": str(500_000 + number), "type": "mention", "created_at": at, "account": account, "status": status}
