"""What the profile shows of what is known beside the messages: marks, the desk's own fields, consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from desktop.customers import CustomerKnown
from desktop.model.known import Consent, ConsentKind, FieldKind, OwnField, OwnValue, Rating
from ui.customers.presenter import Fact, Moment, ProfileState, since_fact
from ui.customers.wording import full_date, past_date

translate = QCoreApplication.translate

_BEST, _MIDDLE = 4, 3
_AT_TOP = frozenset({FieldKind.PLACE, FieldKind.SINCE})
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
    """What is shown. `has_fields`: there is something to fill in. `place` and `since` stand at the profile's top."""

    marks_title: str = ""
    mean: str = ""
    marks: tuple[MarkView, ...] = ()
    details: tuple[DetailLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    has_fields: bool = False
    place: str = ""
    since: Fact | None = None


def present_known(known: CustomerKnown, moment: Moment) -> KnownState:
    """Return what the profile shows; the oldest of the last marks stands first, as they were given."""
    oldest_first = tuple(reversed(known.ratings))
    return KnownState(
        _marks_title(len(oldest_first)),
        _mean(oldest_first),
        tuple(_mark(one, moment) for one in oldest_first),
        tuple(DetailLine(one.field.name, value_words(one)) for one in known.values if one.field.kind not in _AT_TOP),
        tuple(_consent(one, moment) for one in known.consents),
        bool(known.fields),
        _value_of(known, FieldKind.PLACE),
        _since(_value_of(known, FieldKind.SINCE), moment),
    )


def with_known(profile: ProfileState, known: KnownState) -> ProfileState:
    """Return a profile with what the desk itself knows at its top: the place, and since when they are a customer."""
    place, facts = profile.place, profile.facts
    if known.place:
        place = ", ".join(part for part in (known.place, place[:1].lower() + place[1:]) if part)
    if known.since is not None:
        facts = (*(one for one in facts if one.label != known.since.label), known.since)
    return replace(profile, place=place, facts=facts)


def consent_name(kind: ConsentKind) -> str:
    """Return what a kind of consent is called."""
    return translate("Consent", str(_KINDS[kind]))


def value_words(value: OwnValue) -> str:
    """Return a value as people write it here."""
    return shown_value(value.field, value.value)


def shown_value(field: OwnField, value: str) -> str:
    """Return a kept value as people write it here, and as `checked_value` reads it again."""
    if field.kind.is_day and value:
        day = date.fromisoformat(value)
        return QLocale().toString(QDate(day.year, day.month, day.day), "d.M.yyyy")
    return value


def _value_of(known: CustomerKnown, kind: FieldKind) -> str:
    return next((one.value for one in known.values if one.field.kind is kind), "")


def _since(day: str, moment: Moment) -> Fact | None:
    if not day:
        return None
    at = datetime.combine(date.fromisoformat(day), time(12), moment.tz)
    return since_fact(at, moment)


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
