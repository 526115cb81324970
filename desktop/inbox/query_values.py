"""The operators of a query: which there are, what values they take, and which term each of them makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from desktop.model import Lane, MessageClass, Network
from desktop.model.case_query import (
    AssignedTo,
    CaseQuery,
    Classed,
    Counted,
    Detailed,
    Figure,
    Has,
    Held,
    In,
    Is,
    On,
    Person,
    Span,
    Speaks,
    Tagged,
    Through,
    Ticketed,
    Trait,
)
from desktop.model.tickets import TicketState

_Kind = TypeVar("_Kind", bound=StrEnum)
_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<low>\d{1,9})(?:\.\.(?P<high>\d{1,9}))?$")
_AGO = re.compile(r"(?P<count>\d{1,4})(?P<unit>[hdwmy])$")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAYS = {"m": 30, "y": 365}
_LANES = {
    "my": Lane.MY_OPEN,
    "mine": Lane.MY_OPEN,
    "risk": Lane.AT_RISK,
    "repeats": Lane.REPEAT,
    "impersonators": Lane.IMPOSTORS,
}
_TICKET_STATES = {
    "open": (TicketState.NEW, TicketState.OPEN, TicketState.WAITING, TicketState.UNKNOWN),
    "solved": (TicketState.SOLVED,),
    "rejected": (TicketState.REJECTED,),
    "gone": (TicketState.GONE,),
}
_SEARCHED_LANES = frozenset(Lane) - {Lane.OUTBOX, Lane.DRAFTS}


class FaultCode(StrEnum):
    """Why a term was left out."""

    UNKNOWN_VALUE = "unknown_value"
    NO_VALUE = "no_value"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    UNCLOSED = "unclosed"  # a parenthesis or a quotation mark
    TOO_LONG = "too_long"  # more terms or deeper parentheses than anybody types


OPERATORS: dict[str, tuple[str, ...]] = {
    "from": (),
    "in": tuple(sorted(lane.value for lane in _SEARCHED_LANES)),
    "tag": (),
    "ticket": ("any", *_TICKET_STATES),
    "field": (),
    "network": tuple(network.value for network in Network),
    "account": (),
    "class": tuple(one.value for one in MessageClass),
    "language": ("it", "ca", "es", "en", "unknown"),
    "assignee": (),
    "is": tuple(trait.value for trait in Trait),
    "has": tuple(held.value for held in Held),
    "before": ("today", "yesterday", "7d"),
    "after": ("today", "yesterday", "7d"),
    **{figure.value: (">=50",) for figure in Figure},
}
"""Every operator with the values it takes or some examples, for completion and help."""


class BadValueError(Exception):
    """The value of an operator makes no sense."""

    def __init__(self, code: FaultCode) -> None:
        """`code` says why."""
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class QueryValues:
    """Turns the value of each operator into its term. `now` is aware; days begin at midnight in `tz`."""

    now: datetime
    tz: tzinfo

    def read(self, name: str, value: str) -> CaseQuery:
        """Return the term of a known operator and its value. Raises BadValueError."""
        if not value:
            raise BadValueError(FaultCode.NO_VALUE)
        if name in tuple(Figure):
            return self._figure(Figure(name), value)
        return self._readers()[name](value)

    def _readers(self) -> dict[str, Callable[[str], CaseQuery]]:
        return {
            "from": Person,
            "in": self._lane,
            "tag": Tagged,
            "ticket": self._ticket,
            "field": self._field,
            "network": lambda value: On(_of(Network, value)),
            "account": Through,
            "class": lambda value: Classed(_of(MessageClass, value)),
            "language": lambda value: Speaks(value.lower()),
            "assignee": lambda value: AssignedTo(value.upper()),
            "is": lambda value: Is(_of(Trait, value)),
            "has": lambda value: Has(_of(Held, value)),
            "before": lambda value: Span(until=self._moment(value)),
            "after": lambda value: Span(since=self._moment(value)),
        }

    @staticmethod
    def _ticket(value: str) -> Ticketed:
        """Read a state, "any", or what names a ticket: "1423", "#1423", "RT #1423", "CARE-7", words of its title."""
        lowered = value.lower()
        if lowered in _TICKET_STATES:
            return Ticketed(states=tuple(state.value for state in _TICKET_STATES[lowered]))
        return Ticketed("" if lowered == "any" else value)

    @staticmethod
    def _field(value: str) -> Detailed:
        """Read "name=value", "name=" for whoever has any value in it, or a value of whatever field."""
        name, equals, sought = value.partition("=")
        if not equals:
            return Detailed(value=value)
        if not name.strip():
            raise BadValueError(FaultCode.NO_VALUE)
        return Detailed(name.strip(), sought.strip())

    def _lane(self, value: str) -> In:
        lane = _LANES.get(value.lower()) or _of(Lane, value)
        if lane not in _SEARCHED_LANES:
            raise BadValueError(FaultCode.UNKNOWN_VALUE)
        return In(lane)

    def _moment(self, value: str) -> datetime:
        """Return the beginning of a day, or a moment some hours, days, weeks, months or years ago."""
        named = {"today": 0, "yesterday": 1}
        lowered = value.lower()
        try:
            if lowered in named:
                return self._midnight(self.now.astimezone(self.tz).date() - timedelta(days=named[lowered]))
            ago = _AGO.match(lowered)
            if ago is not None:
                unit = _UNITS.get(ago["unit"]) or timedelta(days=_DAYS[ago["unit"]])
                return self.now - int(ago["count"]) * unit
            return self._midnight(date.fromisoformat(value))
        except (ValueError, OverflowError) as error:
            raise BadValueError(FaultCode.NOT_A_DATE) from error

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.tz)

    @staticmethod
    def _figure(figure: Figure, value: str) -> Counted:
        match = _COMPARED.match(value)
        if match is None or (match["sign"] and match["high"]):
            raise BadValueError(FaultCode.NOT_A_NUMBER)
        low = int(match["low"])
        if match["high"]:
            return Counted(figure, low, int(match["high"]))
        sign = match["sign"] or "="
        return {
            "=": Counted(figure, low, low),
            ">=": Counted(figure, low),
            ">": Counted(figure, low + 1),
            "<=": Counted(figure, None, low),
            "<": Counted(figure, None, low - 1),
        }[sign]


def _of(kind: type[_Kind], value: str) -> _Kind:
    try:
        return kind(value.lower())
    except ValueError:
        raise BadValueError(FaultCode.UNKNOWN_VALUE) from None
