"""Contacts: which e-mail addresses and telephone numbers in a text are a person's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from desktop.guardrails.privacy.identifiers import MOST_CHECKED, Identifier
from desktop.guardrails.privacy.kinds import DataKind

FEWEST_DIGITS = 9  # of a telephone number; shorter ones are orders, amounts, years
_MOST_DIGITS = 15  # E.164
_REGIONS = ("IT", "ES", "GB")  # what a number without a prefix is tried as

_LOCAL = re.compile(r"[a-z0-9](?:[\w.+%'-]{0,62}[\w+-])?$")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24}(?![a-z0-9-])")
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_SPOKEN = re.compile(
    r"(?<![\w.])[\w.+-]{1,64} ?[(\[] ?(?:at|chiocciola|arroba) ?[)\]] ?[\w-]{1,63}"
    r"(?: ?[(\[] ?(?:dot|punto|punt) ?[)\]] ?|\.)[a-z]{2,24}(?!\w)"
)

_NUMBER = re.compile(
    r"(?<![\w+@#/.,:=-])(?:\+ ?|00(?=[1-9]))?\(?\d(?:[ .()/-]{0,2}\d){6,17}(?!\w|[.,/:-]\d|[ ]?[€$£%])"
)
_NO_NUMBER = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*|\d{4}[./-]\d{2}[./-]\d{2}.*"  # dates, with whatever time follows
    r"|\d{1,3}(?:\.\d{3})+|\d{1,2}[.]\d{2} ?- ?\d{1,2}[.]\d{2}.*"  # amounts, hours
)


def find_addresses(text: str, mailboxes: Set[str]) -> Iterator[Identifier]:
    """Yield e-mail addresses in a folded text, save those of `mailboxes` ("info@"), which are no person's.

    A fediverse handle (@name@server) is a public name, not an address.
    """
    for at, _ in zip(re.finditer("@", text), range(MOST_CHECKED), strict=False):
        before = text[max(0, at.start() - _LONGEST_LOCAL) : at.start()]
        local, domain = _LOCAL.search(before), _DOMAIN.match(text, at.end())
        if local is None or domain is None:
            continue
        start = at.start() - len(local.group())
        handle = start > 0 and text[start - 1] == "@"
        if not handle and local.group() not in mailboxes:
            yield Identifier(DataKind.EMAIL, start, domain.end())
    for match, _ in zip(_SPOKEN.finditer(text), range(MOST_CHECKED), strict=False):
        yield Identifier(DataKind.EMAIL, match.start(), match.end())


def find_numbers(text: str, introduced: Callable[[int], bool]) -> Iterator[Identifier]:
    """Yield telephone numbers in a folded text: with an international prefix, or where words introduce them.

    `introduced` says whether the words before an offset speak of a telephone. Numbers that anybody may ring
    (toll-free, shared cost, premium) are nobody's personal data.
    """
    for match, _ in zip(_NUMBER.finditer(text), range(MOST_CHECKED), strict=False):
        value = match.group()
        digits = sum(map(str.isdigit, value))
        if not FEWEST_DIGITS <= digits <= _MOST_DIGITS or _NO_NUMBER.fullmatch(value):
            continue
        international = value.startswith(("+", "00"))
        if (international or introduced(match.start())) and _is_personal(value, international=international):
            yield Identifier(DataKind.PHONE, match.start(), match.end())


def _is_personal(value: str, *, international: bool) -> bool:
    """Return whether a number exists in some numbering plan, and is toll-free or the like in none of them."""
    from phonenumbers import PhoneNumberType as Kind

    written = "+" + value[2:] if value.startswith("00") else value
    sorts = [_sort_of(written, region) for region in ((None,) if international else _REGIONS)]
    public = {Kind.TOLL_FREE, Kind.PREMIUM_RATE, Kind.SHARED_COST, Kind.UAN, Kind.VOICEMAIL}
    known = {sort for sort in sorts if sort is not None}
    return bool(known) and known.isdisjoint(public)


def _sort_of(written: str, region: str | None) -> int | None:
    """Return a number's sort in a region's numbering plan, None where it does not exist."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    return int(phonenumbers.number_type(number)) if phonenumbers.is_valid_number(number) else None
