"""Identifiers: values that prove themselves by their form and check digits, whatever the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from desktop.guardrails.privacy.kinds import DataKind

MOST_CHECKED = (
    300  # candidates of one sort in one text; a text with more is a list or an attack, and flagged long since
)

_DIGIT = re.compile(r"[0-9]")
_LONGEST = 40  # characters of an identifier, at most, before its first or behind its last digit

_IBAN_HEAD = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?=[ -]?[a-z0-9])")
_IBAN_LENGTHS = range(15, 35)
_IBAN_WINDOW = 50  # characters: 34 and the spaces between groups

_CARD = re.compile(r"(?<![\w.,/+-])\d(?:[ -]?\d){13,18}(?![\w])")
_CARD_BRANDS = re.compile(
    r"4(?:\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners
    r"|(?:2131|1800)\d{11}|35\d{14}"  # JCB
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}"  # Discover
    r"|(?:50|5[6-8]|6[0-9])\d{14,17}"  # Maestro, UnionPay
)
_CARD_GROUP = 2  # digits at least between two separators: "4 5 6" is a list, not a card

_CODICE_FISCALE = re.compile(
    r"(?<![a-z0-9])[a-z]{6}[\dlmnpqrstuv]{2}[abcdehlmprst][\dlmnpqrstuv]{2}[a-z][\dlmnpqrstuv]{3}[a-z](?![a-z0-9])"
)
_CODICE_FISCALE_SPACED = re.compile(
    r"(?<![a-z0-9])[a-z]{3}[ -][a-z]{3}[ -][\dlmnpqrstuv]{2}[abcdehlmprst][\dlmnpqrstuv]{2}[ -][a-z][\dlmnpqrstuv]{3}[a-z]"
    r"(?![a-z0-9])"
)
_FEWEST_DIGITS = 3  # of a codice fiscale whose digits were all replaced by letters there is no doubt only by its check
_PARTITA_IVA = re.compile(r"(?<![a-z0-9])it ?\d{11}(?!\w)")
_DNI = re.compile(r"(?<![\w.,-])(?:\d{7,8}-?|\d{1,2}\.\d{3}\.\d{3} ?-?)[a-hj-np-tv-z](?![\w-])")
_NIE = re.compile(r"(?<![\w-])[xyz][ -]?\d{7}[ -]?[a-hj-np-tv-z](?![\w-])")
_NINO = re.compile(r"(?<!\w)(?!bg|gb|kn|nk|nt|tn|zz)[abceghj-prstw-z][abceghj-nprstw-z](?: ?\d\d){3} ?[a-d](?!\w)")
_POD = re.compile(r"(?<!\w)it\d{3}e\d{8}[a-z0-9]?(?!\w)")
_CUPS = re.compile(r"(?<!\w)es\d{16}[a-z]{2}(?:\d[a-z])?(?!\w)")

_SEPARATORS = str.maketrans("", "", " .-/")


class Identifier(NamedTuple):
    """A value found in a folded text."""

    kind: DataKind
    start: int
    end: int
    secret: bool = False


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Yield identifiers in a folded text, the longer and surer sorts first; several may overlap."""
    around = _around_digits(text)
    if around is not None:
        yield from _ibans(text, around)
        yield from _by_form(text, around)
        yield from _cards(text, around)


def _around_digits(text: str) -> tuple[int, int] | None:
    """Return where identifiers can stand: around the first and the last digit, since each holds some."""
    first = _DIGIT.search(text)
    if first is None:
        return None
    last = max(text.rfind(digit) for digit in "0123456789")
    return max(0, first.start() - _LONGEST), last + _LONGEST


def compact(value: str) -> str:
    """Return a value without the separators that people write for legibility."""
    return value.translate(_SEPARATORS)


def is_card_number(digits: str) -> bool:
    """Return whether digits have a card brand's length and beginning and a right check digit (ISO/IEC 7812)."""
    from stdnum import luhn

    return _CARD_BRANDS.fullmatch(digits) is not None and bool(luhn.is_valid(digits))


def _candidates(pattern: re.Pattern[str], text: str, around: tuple[int, int]) -> Iterator[re.Match[str]]:
    """Yield a pattern's first matches between two places, so that no text can buy unbounded work."""
    for match, _ in zip(pattern.finditer(text, *around), range(MOST_CHECKED), strict=False):
        yield match


def _ibans(text: str, around: tuple[int, int]) -> Iterator[Identifier]:
    """Yield IBANs: ISO 13616, checked by country, with or without spaces."""
    for head in _candidates(_IBAN_HEAD, text, around):
        end = _iban_end(text, head.start())
        if end is not None:
            yield Identifier(DataKind.BANK_ACCOUNT, head.start(), end)


def _iban_end(text: str, start: int) -> int | None:
    """Return where an IBAN that begins here ends: at an end of a word, or None."""
    from stdnum import iban

    kept = ""
    for place in range(start, min(start + _IBAN_WINDOW, len(text))):
        sign = text[place]
        if not (sign.isascii() and (sign.isalnum() or sign in " -")):
            break
        if sign not in " -":
            kept += sign
            word_ends = place + 1 == len(text) or not text[place + 1].isalnum()
            if word_ends and len(kept) in _IBAN_LENGTHS and iban.is_valid(kept):
                return place + 1
    return None


def _cards(text: str, around: tuple[int, int]) -> Iterator[Identifier]:
    """Yield full card numbers."""
    for match in _candidates(_CARD, text, around):
        groups = re.split(r"[ -]", match.group())
        if min(map(len, groups)) >= _CARD_GROUP and is_card_number("".join(groups)):
            yield Identifier(DataKind.CARD, match.start(), match.end(), secret=True)


def _by_form(text: str, around: tuple[int, int]) -> Iterator[Identifier]:
    """Yield national identifiers: those with check digits are checked."""
    for kind, pattern, check in _FORMS:
        for match in _candidates(pattern, text, around):
            if check(match.group()):
                yield Identifier(kind, match.start(), match.end())


def _is_codice_fiscale(value: str) -> bool:
    """Return whether a value is one; a wrong check letter is a slip of the pen in a form that nothing else has."""
    from stdnum.it import codicefiscale

    return sum(map(str.isdigit, value)) >= _FEWEST_DIGITS or bool(codicefiscale.is_valid(value))


def _is_spaced_codice_fiscale(value: str) -> bool:
    from stdnum.it import codicefiscale

    return bool(codicefiscale.is_valid(compact(value)))


def _is_partita_iva(value: str) -> bool:
    from stdnum.it import iva

    return bool(iva.is_valid(value))


def _is_dni(value: str) -> bool:
    from stdnum.es import dni

    return bool(dni.is_valid(compact(value).zfill(9)))


def _is_nie(value: str) -> bool:
    from stdnum.es import nie

    return bool(nie.is_valid(compact(value)))


def _is_cups(value: str) -> bool:
    from stdnum.es import cups

    return bool(cups.is_valid(value))


def _always(_: str) -> bool:
    return True


_FORMS: tuple[tuple[DataKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (DataKind.TAX_CODE, _CODICE_FISCALE, _is_codice_fiscale),
    (DataKind.TAX_CODE, _CODICE_FISCALE_SPACED, _is_spaced_codice_fiscale),
    (DataKind.CUSTOMER_NUMBER, _POD, _always),
    (DataKind.CUSTOMER_NUMBER, _CUPS, _is_cups),
    (DataKind.TAX_CODE, _PARTITA_IVA, _is_partita_iva),
    (DataKind.IDENTITY_DOCUMENT, _DNI, _is_dni),
    (DataKind.IDENTITY_DOCUMENT, _NIE, _is_nie),
    (DataKind.TAX_CODE, _NINO, _always),
)
