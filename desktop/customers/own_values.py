"""What may stand in a field of the desk's own, and how it is written for the store: one form for each meaning."""

from __future__ import annotations

import re
from datetime import date

from desktop.model.known import FieldKind, OwnField

LONGEST = 200
MOST_FIELDS = 30
_DAY = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_YEAR_DIGITS = 4


class ValueFault(ValueError):
    """A value that does not fit its field. `code`: no_number, no_date, no_choice, too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_value(field: OwnField, typed: str) -> str:
    """Return a value as the store keeps it, "" for nothing. Raises ValueFault.

    Numbers take a comma or a point; dates are read as day, month, year, or as the store writes them.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if len(text) > LONGEST:
        raise ValueFault("too_long")
    if field.kind is FieldKind.NUMBER:
        return _number(text)
    if field.kind.is_day:
        return _date(text)
    if field.kind is FieldKind.CHOICE and text not in field.choices:
        raise ValueFault("no_choice")
    return text


def field_fault(field: OwnField, others: tuple[OwnField, ...]) -> str:
    """Return what keeps a definition from being kept: no_name, same_name, no_choices; "" for nothing."""
    if not field.name.strip():
        return "no_name"
    if any(one.uid != field.uid and one.name.casefold() == field.name.casefold() for one in others):
        return "same_name"
    return "no_choices" if field.kind is FieldKind.CHOICE and not field.choices else ""


def _number(text: str) -> str:
    plain = text.replace(" ", "").replace("'", "")
    if "." not in plain:
        plain = plain.replace(",", ".")
    if _PLAIN.fullmatch(plain) is None:
        raise ValueFault("no_number")
    whole, _, rest = plain.removeprefix("+").partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _date(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueFault("no_date")
    first, month, last = found.groups()
    year, day = (first, last) if len(first) == _YEAR_DIGITS else (last, first)
    if len(year) != _YEAR_DIGITS:
        raise ValueFault("no_date")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise ValueFault("no_date") from error
