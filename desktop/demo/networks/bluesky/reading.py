"""How a request's parameters and a list's pages are read, the same for every method of the fake network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from desktop.demo.networks.bluesky.refusals import invalid
from desktop.demo.wire import Request

Item = TypeVar("Item")


def needed(request: Request, name: str) -> str:
    """Return a parameter. Raises Refusal if it is missing."""
    value = request.value(name)
    if not value:
        raise invalid(f'Error: Params must have the property "{name}"')
    return value


def number(request: Request, name: str, usual: int, most: int) -> int:
    """Return a number between 0 and `most`. Raises Refusal for anything else."""
    value = request.value(name)
    if value is None:
        return usual
    if not (value.isascii() and value.isdigit()) or int(value) > most:
        raise invalid(f"Error: {name} can not be greater than {most}")
    return int(value)


def size_of(request: Request) -> int:
    """Return how many entries a page holds."""
    size = number(request, "limit", 50, 100)
    if size < 1:
        raise invalid("Error: limit can not be less than 1")
    return size


def page_of(items: Sequence[Item], request: Request) -> tuple[Sequence[Item], dict[str, str]]:
    """Return a page of a list that is in its order, and the cursor of the next page where there is one.

    The cursor counts from the list's end, so that what is added at its beginning moves nothing.
    """
    size = size_of(request)
    cursor = request.value("cursor")
    if cursor is not None and not (cursor.isascii() and cursor.isdigit()):
        raise invalid("Malformed cursor")
    start = max(0, len(items) - int(cursor[:9])) if cursor else 0
    page = items[start : start + size]
    left = len(items) - start - len(page)
    return page, ({"cursor": str(left)} if left > 0 else {})


def body_of(request: Request) -> dict[str, Any]:
    """Return the fields of a body. Raises Refusal if there are none."""
    fields = request.fields()
    if fields is None or not request.headers.get("content-type", "").startswith("application/json"):
        raise invalid("A request body is expected but none was provided")
    return fields


def text_in(fields: dict[str, Any], name: str) -> str:
    """Return a field. Raises Refusal if it is no text."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(f'Input must have the property "{name}"')
    return value
