"""Signature: how a reply says which person wrote it."""

from __future__ import annotations

from desktop.model import Visibility


def with_signature(text: str, signature: str, visibility: Visibility, *, direct_name: str = "") -> str:
    """Return the text as it leaves: signed exactly once, however often this is applied.

    Public replies end with " ^LB", the agent's signature. Direct messages and e-mail end with the agent's name on a
    line of its own, and only where the setting says so: `direct_name` is that name, "" for none. Notes and empty texts
    stay as they are.
    """
    mark, before = signature.strip(), " "
    if visibility is not Visibility.PUBLIC:
        mark, before = (direct_name.strip() if visibility is Visibility.DIRECT else ""), "\n"
    body = text.rstrip()
    if not body or not mark:
        return text
    while body == mark or body.endswith((f" {mark}", f"\n{mark}")):
        body = body[: -len(mark)].rstrip()
    return f"{body}{before}{mark}" if body else mark
