"""What two subjects have in common when one mail answers or forwards the other (after RFC 5256 section 2.1)."""

from __future__ import annotations

import re

_LONGEST = 2_000
_MOST_MARKS = 50

# Answer: Re, R and Rif (Italian), Rép (French), Resp (Spanish, Catalan), AW/Antw (German, Dutch), SV, VS, Odp, Ynt.
# Forward: Fwd/Fw, I/Inoltra (Italian), Rv/Reenv (Spanish), Reenv (Catalan), TR (French), WG (German), Enc (Portuguese).
_MARK = re.compile(
    r"\s*(?:re|r|rif|rép|rep|resp?|rsp|aw|antw|antwort|sv|vs|odp|ynt"
    r"|fwd?|i|inoltr(?:a|o|ato)|rv|reenv(?:iat|iado|ío|io)?|tr|wg|weitergeleitet|enc|doorst)"
    r"(?:\s?[\[(]\s?\d{1,4}\s?[\])]|\^?\d{1,2})?\s?[:：]\s*",
    re.IGNORECASE,
)
# A list's name, not a case number: that one tells two mails apart.
_TAG = re.compile(r"\s*\[(?![^\]]*(?:#|\d{3}))[^\[\]]{1,60}\]\s*")
_TRAILER = re.compile(r"\s*\((?:fwd?|reenviado|inoltrato)\)\s*$", re.IGNORECASE)
_WRAPPED = re.compile(r"\s*\[\s*fwd?:\s*(.*)\]\s*$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def normalised_subject(subject: str) -> str:
    """Return a subject without the marks of answering, forwarding and mailing lists, on one line.

    Letter case stays as it is: compare with casefold. "" for a subject that is nothing but marks.
    """
    rest = _SPACES.sub(" ", subject[:_LONGEST]).strip()
    for _ in range(_MOST_MARKS):
        shorter = _without_one_mark(rest)
        if shorter == rest:
            break
        rest = shorter
    return rest


def _without_one_mark(subject: str) -> str:
    mark = _MARK.match(subject)
    if mark is not None:
        return subject[mark.end() :]
    wrapped = _WRAPPED.fullmatch(subject)
    if wrapped is not None:
        return wrapped[1].strip()
    tag = _TAG.match(subject)
    # A subject that is one tag and nothing else is about that tag.
    if tag is not None and tag.end() < len(subject):
        return subject[tag.end() :]
    return _TRAILER.sub("", subject)
