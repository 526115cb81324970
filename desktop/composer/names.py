"""Names: how a customer may be addressed by what a network shows of them, or that it is better not to."""

from __future__ import annotations

import unicodedata

# fmt: off
_TITLES = frozenset((
    "avv", "avv.ssa", "dott", "dott.ssa", "dr", "dra", "geom", "ing", "prof", "prof.ssa", "rag",
    "sig", "sig.na", "sig.ra", "signor", "signora", "sr", "sra", "srta", "miss", "mr", "mrs", "ms",
))
_COMPANY = frozenset(("bv", "gmbh", "inc", "llc", "ltd", "sa", "sas", "sl", "slu", "snc", "spa", "srl", "srls"))
# fmt: on
_LONGEST = 30


def first_name(name: str) -> str:
    """Return the first name within a displayed name, "" where none can be told: a handle, an address, a company.

    "Marta Sanguineti" and "SANGUINETI, MARTA" give "Marta"; "✨ giulia ✨" gives "Giulia"; "marta_93" gives "".
    """
    if "@" in name or "_" in name or any(char.isdigit() for char in name):
        return ""
    if _is_company(name):
        return ""
    family, comma, given = name.partition(",")
    words = [_letters(word) for word in (given if comma and given.strip() else family).split()]
    named = [word for word in words if word and word.casefold().rstrip(".") not in _TITLES]
    if not named:
        return ""
    found = named[0].strip(".'’-")
    if not 2 <= len(found) <= _LONGEST or "." in found:  # noqa: PLR2004 - an initial is not a name
        return ""
    return found if found[:1].isupper() and not found.isupper() else _capitalised(found)


def _is_company(name: str) -> bool:
    return any(word.casefold().replace(".", "") in _COMPANY for word in name.split()[1:])


def _letters(word: str) -> str:
    """Return a word without emoji, digits and decoration."""
    return "".join(char for char in word if unicodedata.category(char)[0] in "LM" or char in ".'’-").strip("-")


def _capitalised(word: str) -> str:
    """Return "Anna-Maria" for "ANNA-MARIA"."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
