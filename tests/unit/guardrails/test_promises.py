"""Promises: what a reply says it will do while the desk is closed, in four languages, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails import Closure, DraftFacts, OpeningHours, Slot, default_hours
from desktop.guardrails.promise_words import PromisesUnreadable, PromiseWords
from desktop.guardrails.promises import PromiseRules
from desktop.model import Decision, Finding, Fix, Network, Visibility
from desktop.system.resources import resource_path

RULES = PromiseRules.load(resource_path("hours"))
SATURDAY = datetime(2026, 3, 14, 19, 0, tzinfo=UTC)  # 20:00 in Rome, the desk opens on Monday at 09:00
MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)  # 10:00, open until 18:00
FRIDAY = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)  # 17:30, open for half an hour
LUNCH = datetime(2026, 3, 16, 12, 30, tzinfo=UTC)  # 13:30


def found(text: str, now: datetime = SATURDAY, hours: OpeningHours | None = None) -> list[Finding]:
    facts = DraftFacts(text, Visibility.DIRECT, Network.TELEGRAM, hours=hours or default_hours(), now=now)
    return list(RULES.findings(facts))


def words(text: str, now: datetime = SATURDAY, hours: OpeningHours | None = None) -> list[str]:
    return [text[one.start : one.end] for one in found(text, now, hours)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Buonasera, le rispondiamo entro oggi.", "entro oggi"),
        ("La richiamiamo oggi stesso, promesso.", "oggi stesso"),
        ("Oggi la chiamiamo.", "Oggi"),
        ("Risposta in giornata.", "in giornata"),
        ("Verifichiamo subito.", "subito"),
        ("Le faccio sapere entro stasera", "entro stasera"),
        ("Il tecnico passa domani mattina.", "domani mattina"),
        ("Domani le scriviamo.", "Domani"),
        ("La ricontattiamo entro le 18.", "entro le 18"),
        ("Le rispondiamo entro le 18:30 di oggi.", "entro le 18:30"),
        ("Risolviamo entro un’ora.", "entro un’ora"),
        ("Entro 24 ore riceverà il rimborso.", "Entro 24 ore"),
        ("Può contare su una risposta entro domani.", "entro domani"),
        ("Nel fine settimana ripristiniamo la linea.", "Nel fine settimana"),
        ("Domenica la richiamiamo.", "Domenica"),
        ("RISPONDIAMO ENTRO OGGI!!", "ENTRO OGGI"),
        ("Grazie. Domani, appena possibile, le scriviamo.", "Domani"),
        ("Us responem avui mateix.", "avui mateix"),
        ("Et truquem abans de les sis.", "abans de les sis"),
        ("Avui et contestem.", "Avui"),
        ("Demà al matí el tecnic passara per casa.", "Demà al matí"),
        ("Ho resoldrem aquesta nit", "aquesta nit"),
        ("T'avisarem d'aquí a una hora.", "d'aquí a una hora"),
        ("Rebràs resposta al llarg del dia.", "al llarg del dia"),
        ("De seguida ho mirem i et diem alguna cosa", "De seguida"),
        ("Ens posem en contacte demà com a molt tard.", "demà com a molt tard"),
        ("Le respondemos hoy mismo.", "hoy mismo"),
        ("Te llamaremos esta tarde.", "esta tarde"),
        ("Mañana por la mañana le enviamos el contrato.", "Mañana por la mañana"),
        ("Mañana le contestamos", "Mañana"),
        ("Lo solucionamos antes de las seis de la tarde.", "antes de las seis de la tarde"),
        ("Vamos a revisarlo ahora mismo.", "ahora mismo"),
        ("Tendrá una respuesta en el día.", "en el día"),
        ("El domingo pasará un técnico", "domingo"),
        ("El domingo nos pondremos en contacto.", "domingo"),
        ("We will answer today.", "today"),
        ("We'll get back to you by tonight!", "by tonight"),
        ("You’ll hear from us by the end of the day", "by the end of the day"),
        ("A colleague will call you tomorrow morning.", "tomorrow morning"),
        ("I'll fix it right away", "right away"),
        ("Expect a reply within an hour.", "within an hour"),
        ("We will call you by 6 pm.", "by 6 pm"),
        ("We'll call you before 9.", "before 9"),
        ("Our answer will reach you tomorrow", "tomorrow"),
        ("We are going to look into it this weekend.", "this weekend"),
        ("We’ll write on Sunday.", "Sunday"),
    ],
)
def test_a_promise_for_a_time_when_the_desk_is_closed_is_marked(text: str, said: str) -> None:
    assert words(text) == [said]
    for finding in found(text):
        assert (finding.rule, finding.decision, finding.fixes) == (
            "promise.hours",
            Decision.ADVISE,
            (Fix.NAME_OPENING,),
        )
        assert finding.until is None
        assert finding.text == text[finding.start : finding.end]


@pytest.mark.parametrize(
    "text",
    [
        "Oggi siamo chiusi, le rispondiamo lunedì.",
        "Oggi siamo chiusi e le rispondiamo lunedì alle 9.",
        "Da oggi può pagare con la carta.",
        "Da oggi rispondiamo anche su Telegram.",
        "Non riusciamo a rispondere oggi.",
        "Oggi non rispondiamo.",
        "Abbiamo ricevuto oggi il suo messaggio.",
        "Il messaggio di oggi è arrivato, grazie.",
        "Ci invii la lettura entro domani.",
        "Può mandarci la foto entro oggi.",
        "Il contratto scade domani.",
        "Buona giornata!",
        "Il bonifico arriverà domani sul suo conto.",
        "Il suo appuntamento è domani alle 10.",
        "Può passare oggi allo sportello.",
        "Adesso le spiego come fare.",
        "A domani!",
        "Le rispondiamo lunedì.",
        "Riapriamo lunedì alle 9:00 e le rispondiamo.",
        "Buon pomeriggio Marta, lo sportello è chiuso.",
        "Fino a domani la linea è in manutenzione.",
        "Le rispondiamo dopodomani.",
        "Avui tenim tancat: et respondrem dilluns.",
        "Des d'avui pots pagar amb targeta.",
        "El missatge d'avui ha arribat.",
        "Fins demà!",
        "Avui no podem contestar.",
        "Bona tarda, et respondrem dilluns.",
        "Pots enviar la lectura abans de demà.",
        "Hoy estamos cerrados.",
        "Desde hoy puede pagar con tarjeta.",
        "Hasta mañana.",
        "Buenas tardes, le contestaremos el lunes.",
        "Abrimos el lunes a las 9 de la mañana.",
        "Hoy no podemos responder.",
        "Puede enviarnos la lectura hoy mismo.",
        "El pago vence mañana.",
        "Hoy en día respondemos por aquí.",
        "Today we are closed.",
        "From today you can pay by card.",
        "We received your message today.",
        "Today's message has arrived, thank you.",
        "See you tomorrow!",
        "Your payment will arrive tomorrow.",
        "Can you call us today?",
        "We will answer on Monday.",
        "We cannot answer today.",
        "We won't be able to call you today.",
        "You can send us the reading by tomorrow.",
        "The offer is valid until tomorrow.",
        "Please pay by tomorrow.",
        "We open on Monday at 9:00 and will answer you then.",
        "You will be called by two colleagues.",
        "",
        "…",
        "18:00",
    ],
)
def test_what_promises_nothing_is_left_alone(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text", ["Le rispondiamo entro oggi.", "We will answer today.", "Et truquem abans de les sis."]
)
def test_an_open_desk_may_promise_what_it_can_keep(text: str) -> None:
    assert words(text, MONDAY) == []


def test_an_open_desk_can_not_promise_the_day_on_which_it_is_closed() -> None:
    assert words("Domani la richiamiamo.", FRIDAY) == ["Domani"]
    assert words("Domani la richiamiamo.", MONDAY) == []
    assert words("La richiamiamo entro lunedì.", FRIDAY) == []


def test_this_evening_is_after_closing_and_by_this_evening_is_not() -> None:
    assert words("Le scriviamo stasera.", MONDAY) == ["stasera"]
    assert words("Le scriviamo entro stasera.", MONDAY) == []


def test_a_desk_that_opens_again_after_lunch_may_say_today_but_not_at_once() -> None:
    lunch = OpeningHours("Europe/Rome", ((Slot.of("09:00", "13:00"), Slot.of("15:00", "18:00")),) * 7)
    assert words("Le rispondiamo oggi.", LUNCH, lunch) == []
    assert words("Le rispondiamo questo pomeriggio.", LUNCH, lunch) == []
    assert words("Le rispondiamo subito.", LUNCH, lunch) == ["subito"]
    assert words("Le rispondiamo entro un'ora.", LUNCH, lunch) == ["entro un'ora"]
    assert words("Le rispondiamo entro due ore.", LUNCH, lunch) == []


def test_a_holiday_is_no_day_for_promises() -> None:
    before_epiphany = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)  # Tuesday the 6th is a holiday
    assert words("Le rispondiamo domani.", before_epiphany) == ["domani"]
    assert words("Martedì le rispondiamo.", before_epiphany) == ["Martedì"]


def test_a_closure_of_ones_own_counts_too() -> None:
    closure = Closure(datetime(2026, 3, 17).date(), datetime(2026, 3, 17).date(), "Inventario")  # noqa: DTZ001
    hours = OpeningHours("Europe/Rome", default_hours().week, closures=(closure,))
    assert words("Le rispondiamo domani.", MONDAY, hours) == ["domani"]


def test_a_desk_that_never_closes_may_promise_anything() -> None:
    always = OpeningHours("Europe/Rome", ((Slot(0, 1440),),) * 7)
    assert words("Le rispondiamo subito, domani e entro oggi. We'll answer tonight.", SATURDAY, always) == []


def test_several_promises_are_all_marked_once() -> None:
    text = "Le rispondiamo oggi stesso. Domani la chiamiamo, entro le 12."
    assert words(text) == ["oggi stesso", "Domani", "entro le 12"]


def test_an_acknowledgement_is_not_judged() -> None:
    facts = DraftFacts(
        "We will answer today.", Visibility.DIRECT, Network.EMAIL, hours=default_hours(), now=SATURDAY,
        acknowledgement=True,
    )  # fmt: skip
    assert list(RULES.findings(facts)) == []


@given(st.text(max_size=300), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_any_text_is_read_without_a_fault_and_spans_lie_within_it(text: str, now: datetime) -> None:
    for finding in found(text, now):
        assert 0 <= finding.start < finding.end <= len(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "le",
                "rispondiamo",
                "oggi",
                "domani",
                "entro",
                "24",
                "ore",
                "le",
                "99",
                "non",
                ",",
                ".",
                "we",
                "will",
                "today",
                "by",
                "6",
                "pm",
                "lunedì",
            ]
        )
    )
)
def test_words_in_any_order_are_read_without_a_fault(pieces: list[str]) -> None:
    text = " ".join(pieces)
    spans = [(one.start, one.end) for one in found(text)]
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    for content in ("language = ", 'language = "xx"', 'language = "xx"\ndays = ["a"]'):
        path.write_text(content)
        with pytest.raises(PromisesUnreadable, match=r"xx\.toml"):
            PromiseWords.load(path)


def test_half_past_on_a_clock_of_twelve_hours_is_named_whole() -> None:
    assert words("We will call you by 6:30 pm.") == ["by 6:30 pm"]
    assert words("We will call you by 9 am.") == ["by 9 am"]


def test_hours_behind_a_lead_are_a_span_and_no_time_of_day() -> None:
    assert words("Le rispondiamo entro le 24 ore.") == ["entro le 24 ore"]
    assert words("Le rispondiamo nelle prossime 2 ore.") == ["nelle prossime 2 ore"]


def test_a_promise_that_two_languages_read_is_said_once() -> None:
    assert words("Contestem y contestamos en una hora.") == ["en una hora"]
