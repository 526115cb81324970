"""Marks: which figure from 1 to 5 a customer's answer gives, in four languages, and whether it says anything else.

A figure counts only where it can mean nothing but the mark: on the scale ("4/5", "cinque su cinque", four stars), or
in a sentence of which every word is a figure, thanks or praise ("tutto ok, grazie 5!"). "My number is 5" gives none,
nor do dates, times, sums or two different figures. What is not certain is left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 400
"""Characters: a longer answer is a letter, which a person reads."""

_FIGURES: dict[str, int] = {
    **{str(mark): mark for mark in range(1, 6)},
    **dict.fromkeys(("uno", "one", "una", "un", "u"), 1),
    **dict.fromkeys(("due", "two", "dos", "dues"), 2),
    **dict.fromkeys(("tre", "three", "tres"), 3),
    **dict.fromkeys(("quattro", "four", "cuatro", "quatre"), 4),
    **dict.fromkeys(("cinque", "five", "cinco", "cinc"), 5),
}
_ARTICLES = frozenset({"un", "una", "uno", "u", "one"})
_COUNTS_ALONE = frozenset({"uno", "one"})
_OTHERWISE = frozenset(
    {"il", "el", "lo", "la", "le", "i", "the", "per", "for", "di", "de", "on", "all", "tot", "todo", "so"}
)
"""After these a figure is a day, an hour or a number of things."""
_OF = r"(?:/|su|out of|of|de|sobre|d'|di)"
_FIGURE = "|".join(sorted(_FIGURES, key=len, reverse=True))
_FIVE = "5|cinque|five|cinco|cinc"
_ON_SCALE = re.compile(rf"(?<![\w/.,:'-])({_FIGURE})\s*{_OF}\s*({_FIVE})(?![\w/:'-])(?![.,]\d)")
_STARS = re.compile(rf"(?<![\w/.,:'-])({_FIGURE})\s*(?:stelle?|stars?|estrellas?|estrell(?:a|es))(?!\w)")
_DATED = re.compile(
    r"\b(?:il|lo|la|le|dal|dal giorno|al|del|el|dia|on|the|from|since|alle|sulle|giorno|entro|fino|by|per il|"
    r"piano|scala|int|interno|pagina|page|parte|part|rata|numero|number|no|n|num|nr)\s*[.:°]?\s*$"
)
_NOT = re.compile(r"\b(?:non|not|no|mai|never|nunca|mai|mica)\b[^.!?\n]{0,20}$|n't\b[^.!?\n]{0,20}$")
_SCALE_ITSELF = re.compile(
    r"\b(?:da|de|from|del|entre|between)\s+(?:1|uno|one|un)\s+(?:a|al|to|y|i|e|and)\s+(?:5|" + _FIVE + r")\b"
)
_SENTENCE = re.compile(r"(?<!\d)[.!?;\n…]+|[!?;\n…]+|\.(?!\d)")
_WORD = re.compile(r"[\w'’/%€$£#°+*@-]+(?:[.,:]\d+)*")
_STOP = re.compile(
    r"(?:per favore |please |por favor |si us plau )?(?:stop|basta|baja|baixa|unsubscribe|opt out|"
    r"(?:stop|basta|no more|no mas|prou|niente) (?:domande|questions|preguntes|preguntas|surveys|sondaggi)|"
    r"non (?:scrivetemi|chiedetemelo) piu|do not ask (?:me )?again|don't ask (?:me )?again|"
    r"no me (?:preguntes|pregunten|escriban) mas|no em pregunteu mes)"
    r"(?:,? (?:grazie|thanks|thank you|gracias|gracies))?"
)
_NAMED_FIRST = re.compile(r"\A(?:@[\w.-]+(?:@[\w.:-]+)?(?:\s+|$))+")
_ONLY_STARS = re.compile(r"^[\s⭐★☆🌟]+$")
_KIND = frozenset(
    """
    grazie mille tante molte ancora davvero tutto ok okay va bene benissimo perfetto perfetta ottimo ottima bravi brava
    bravo bravissimi gentile gentili gentilissimi super top servizio voto il mio la mia direi do dò darei e è per me
    punteggio valutazione punti soddisfatto soddisfatta contento contenta a presto saluti cordiali ciao buongiorno
    buonasera salve risposta mia vi si certo assolutamente meritato meritatissimo pieno decisamente
    thanks thank you very much so many all good great perfect excellent fine my mark score rating i give would say is
    it was it's i'd a an the for me hi hello cheers bye sure absolutely definitely happy satisfied service brilliant
    lovely wonderful yes
    gracias muchas muy todo bien perfecto perfecta excelente genial mi nota puntuacion le doy os pongo es un una para
    mi hola saludos adios claro contento contenta servicio encantado encantada estupendo si
    gracies moltes merci tot be molt perfecte perfecta excel·lent excellent la meva puntuacio nota poso us dono per a
    mi adeu hola salutacions servei genial content contenta es
    """.split()  # noqa: SIM905 - a list of words reads as one
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer gives: the mark from 1 to 5, None for none; `only`: nothing else is said that wants an answer."""

    mark: int | None
    only: bool = False


NOTHING = Reading(None)


def read_mark(text: str) -> Reading:
    """Return the mark that a customer's answer gives. Quoted lines are not read."""
    own = own_words(text)
    if not own or len(own) > LONGEST:
        return NOTHING
    if _ONLY_STARS.match(own):
        return _stars(own)
    plain = _plain(own)
    asks = "?" in plain
    scaled = _scaled(plain)
    if len(scaled) > 1:
        return NOTHING
    sentences = [part.strip() for part in _SENTENCE.split(_SCALE_ITSELF.sub(" ", plain)) if part.strip()]
    read = [_sentence(one) for one in sentences]
    if scaled:
        rest = [one for one in sentences if not _scaled(one)]
        return Reading(
            next(iter(scaled)), only=not asks and all(_is_kind(one) for one in rest) and _is_short(sentences)
        )
    found = {mark for mark, _ in read if mark is not None}
    if len(found) != 1 or not all(understood for _, understood in read):
        return NOTHING
    return Reading(found.pop(), only=not asks)


def wants_no_more(text: str) -> bool:
    """Tell whether an answer asks not to be asked again: the word that the question names, or plainly so."""
    return _STOP.fullmatch(" ".join(_plain(own_words(text)).split()).strip(" .!")) is not None


def own_words(text: str) -> str:
    """Return a text without what it quotes and whom it names first: a private post on Mastodon begins with us."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if not line.lstrip().startswith(">")]
    return _NAMED_FIRST.sub("", "\n".join(lines).strip()).strip()


def _plain(text: str) -> str:
    """Return a text in small letters without accents, keycaps and variation marks."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(one for one in apart if not unicodedata.combining(one) and one not in "\ufe0f\u20e3")


def _stars(text: str) -> Reading:
    full = sum(text.count(one) for one in "⭐★🌟")
    whole = full + text.count("☆")
    return Reading(full, only=True) if full >= 1 and whole <= 5 else NOTHING  # noqa: PLR2004 - the scale's end


def _scaled(text: str) -> set[int]:
    """Return the marks that are given on the scale itself; a date ("il 4/5") and what is denied are none."""
    found = set[int]()
    for pattern in (_ON_SCALE, _STARS):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            spoken = not match[1].isdigit() or "/" not in match[0]
            if (spoken or not _DATED.search(before)) and not _NOT.search(before):
                found.add(_FIGURES[match[1]])
    return found


def _sentence(text: str) -> tuple[int | None, bool]:
    """Return the only figure of a sentence, and whether nothing in it could give the figure another meaning."""
    words = [word for word in (one.strip("'*") for one in _WORD.findall(text)) if word]
    places = [place for place, word in enumerate(words) if word in _FIGURES]
    spoken = [place for place in places if words[place] not in _ARTICLES]
    if not spoken:
        alone = len(words) == len(places)
        spoken = [place for place in places if alone or words[place] in _COUNTS_ALONE]
    others = [word for word in words if word not in _FIGURES and word not in _KIND_PLAIN]
    if others or len(spoken) > 1 or any(place and words[place - 1] in _OTHERWISE for place in spoken):
        return None, False
    return (_FIGURES[words[spoken[0]]] if spoken else None), True


def _is_kind(text: str) -> bool:
    return _sentence(text) == (None, True)


def _is_short(sentences: list[str]) -> bool:
    """Tell whether a mark on the scale is said in few enough words that no question hides beside it."""
    longest = 8  # words beside "4 out of 5"
    return all(len(_WORD.findall(one)) <= longest for one in sentences)


_KIND_PLAIN = frozenset(_plain(word) for word in _KIND)
