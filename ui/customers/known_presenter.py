"""What the profile shows of what is known beside the messages: marks, the desk's own fields, consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from desktop.customers import CustomerKnown
from desktop.model.known import Consent, ConsentKind, FieldKind, OwnField, OwnValue, Rating
from ui.customers.presenter import Moment
from ui.customers.wording import full_date, past_date

translate = QCoreApplication.translate

_BEST, _MIDDLE = 4, 3
_KINDS: Mapping[ConsentKind, object] = {
    ConsentKind.AUTOMATIC: QT_TRANSLATE_NOOP("Consent", "Automatic replies"),
    ConsentKind.SURVEY: QT_TRANSLATE_NOOP("Consent", "Satisfaction questions"),
    ConsentKind.LINKING: QT_TRANSLATE_NOOP("Consent", "Linking their identities"),
    ConsentKind.MARKETING: QT_TRANSLATE_NOOP("Consent", "Offers and news"),
    ConsentKind.SHARING: QT_TRANSLATE_NOOP("Consent", "Passing data on to partners"),
}


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark with its face."""

    figure: str
    icon: str
    colour: str
    spoken: str


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One of the desk's own fields and what it says."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """What a customer said last about one kind."""

    title: str
    words: str
    given: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class KnownState:
    """What is shown. `has_fields`: there is something to fill in."""

    marks_title: str = ""
    mean: str = ""
    marks: tuple[MarkView, ...] = ()
    details: tuple[DetailLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    has_fields: bool = False


def present_known(known: CustomerKnown, moment: Moment) -> KnownState:
    """Return what the profile shows; the oldest of the last marks stands first, as they were given."""
    oldest_first = tuple(reversed(known.ratings))
    return KnownState(
        _marks_title(len(oldest_first)),
        _mean(oldest_first),
        tuple(_mark(one, moment) for one in oldest_first),
        tuple(DetailLine(one.field.name, value_words(one)) for one in known.values),
        tuple(_consent(one, moment) for one in known.consents),
        bool(known.fields),
    )


def consent_name(kind: ConsentKind) -> str:
    """Return what a kind of consent is called."""
    return translate("Consent", str(_KINDS[kind]))


def value_words(value: OwnValue) -> str:
    """Return a value as people write it here."""
    return shown_value(value.field, value.value)


def shown_value(field: OwnField, value: str) -> str:
    """Return a kept value as people write it here, and as `checked_value` reads it again."""
    if field.kind is FieldKind.DATE and value:
        day = date.fromisoformat(value)
        return QLocale().toString(QDate(day.year, day.month, day.day), "d.M.yyyy")
    return value


def _marks_title(count: int) -> str:
    if count == 1:
        return translate("Profile", "Satisfaction, 1 rating")
    return translate("Profile", "Satisfaction, last {count} ratings").replace("{count}", str(count))


def _mean(ratings: tuple[Rating, ...]) -> str:
    if not ratings:
        return ""
    mean = sum(one.mark for one in ratings) / len(ratings)
    return translate("Profile", "{mean} of 5").replace("{mean}", f"{mean:.1f}")


def _mark(rating: Rating, moment: Moment) -> MarkView:
    icon, colour = "smiley-sad", "red.text"
    if rating.mark >= _BEST:
        icon, colour = "smiley", "green.text"
    elif rating.mark == _MIDDLE:
        icon, colour = "smiley-meh", "amber.text"
    spoken = translate("Profile", "{mark} of 5, {day}").replace("{mark}", str(rating.mark))
    return MarkView(str(rating.mark), icon, colour, spoken.replace("{day}", full_date(rating.at, moment.tz)))


def _consent(consent: Consent, moment: Moment) -> ConsentLine:
    title = consent_name(consent.kind)
    stands = translate("Consent", "Agreed") if consent.given else translate("Consent", "Refused or taken back")
    when = past_date(consent.at, moment.now, moment.tz)
    words = f"{stands}, {consent.how}, {when}, {consent.agent}"
    return ConsentLine(title, words, consent.given, f"{title}: {words}")
