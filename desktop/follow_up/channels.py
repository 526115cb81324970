"""Channels: which channel somebody says to use and which they would rather use, from an answer in their own words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop.follow_up.marks import own_words

LONGEST = 300
"""Characters: a longer answer is a letter, which a person reads."""

_NAMES = {
    "email": r"e-?mails?|mails?|posta(?: elettronica)?|correo(?: electronico)?|correu(?: electronic)?",
    "telegram": r"telegram",
    "whatsapp": r"whats ?app",
    "facebook": r"facebook|fb|messenger",
    "instagram": r"instagram|insta|ig",
    "x": r"x|twitter",
    "mastodon": r"mastodon",
    "bluesky": r"blue ?sky|bsky",
    "phone": r"telefono|telefon|phone|llamada|trucada|chiamata|call",
    "chat": r"chat|site|sito|web|website",
    "shop": r"negozio|sportello|tienda|botiga|shop|store|oficina|ufficio",
}
_NAMED = re.compile(
    r"(?<![\w@.])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items()) + r")(?![\w@]|\.\w)"
)
_SAME = re.compile(r"\b(?:stess[oa]|va bene cosi|same|as now|mism[oa]|asi esta bien|mateix[a]?|aixi esta be)\b")
_FILLER = frozenset(
    """
    uso usa scrivo di solito con su per la il lo e ed poi preferirei preferisco meglio uguale stesso stessa va bene cosi
    grazie mille ciao sempre ora adesso
    i use usually write by on with via and then would rather prefer better the same one thanks thank you now always my
    escribo uso normalmente por y luego preferiria prefiero mejor el la mismo misma gracias siempre ahora asi esta bien
    escric faig servir normalment i despres preferiria prefereixo millor mateix mateixa gracies sempre ara aixi esta be
    d'id a me mi 1 2 dm
    """.split()  # noqa: SIM905 - a list of words reads as one
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which channel is used and which would rather be, by code; "" where only the first was said."""

    uses: str
    rather: str = ""


def read_channels(text: str) -> Choice | None:
    """Return the one or two channels that an answer names in its order, None for anything else.

    An answer that says more than names and a few small words is left to a person, so is one that asks.
    """
    own = own_words(text).replace("\n", " ")
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", own.replace("’", "'").casefold()) if not unicodedata.combining(one)
    )
    if not plain.strip() or len(plain) > LONGEST or "?" in plain:
        return None
    named = [str(match.lastgroup) for match in _NAMED.finditer(plain)]
    rest = re.findall(r"[\w'@]+", _NAMED.sub(" ", plain))
    if not 1 <= len(named) <= 2 or any(word not in _FILLER for word in rest):  # noqa: PLR2004 - two questions
        return None
    if len(named) == 1:
        return Choice(named[0], named[0] if _SAME.search(plain) else "")
    return Choice(*named)
