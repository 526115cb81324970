"""The shipped scenarios can be played to a good end in every language, and a file with a fault is refused by name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.composer.tone import Tone
from desktop.guardrails import Guardrails, OpeningHours
from desktop.model import Visibility
from desktop.practice import LANGUAGES, Mood, Scenario, ScenarioUnreadable, read_scenarios
from desktop.practice.desk import closed_hours
from desktop.practice.hearing import Reply, checks_met, findings_of, is_good
from desktop.practice.play import begun, heard, with_reply
from desktop.practice.scenario import Check
from desktop.system.resources import resource_path
from tests.factories import NOON
from tests.loaded import shipped_guardrails

FOLDER = resource_path("practice")
EVERY = [(language, scenario) for language in LANGUAGES for scenario, _ in read_scenarios(FOLDER, language)[1]]
IDS = [f"{language}-{scenario.key}" for language, scenario in EVERY]
SOUND = """
leaves = "Goodbye."
[words]
apology = ["sorry"]
next_step = ["check"]
thanks = ["thank"]
to_private = ["in private"]
opening = ["at 9"]
[[scenario]]
key = "one"
title = "One"
network = "mastodon"
customer = "Ada Neri"
handle = "@ada"
says = [{ text = "My bill is wrong." }]
[[scenario.turn]]
must = ["apology"]
model = "Sorry."
good = { text = "Thanks." }
bad = { text = "Hm." }
"""


def rules() -> Guardrails:
    return shipped_guardrails()


def hours_of(scenario: Scenario) -> OpeningHours:
    hours = closed_hours("Europe/Rome", NOON)
    open_all_day = {**hours, "week": [[{"from": "00:00", "to": "24:00"}]] * 7}
    return OpeningHours.from_dict(hours if scenario.closed else open_all_day)


def test_each_language_has_the_same_cases_of_every_level() -> None:
    keys = {language: sorted(one.key for spoken, one in EVERY if spoken == language) for language in LANGUAGES}
    assert len({tuple(found) for found in keys.values()}) == 1
    assert len(keys["it"]) >= 6
    assert {scenario.level for _, scenario in EVERY} == {1, 2, 3}


@pytest.mark.parametrize(("language", "scenario"), EVERY, ids=IDS)
def test_the_model_answers_hold_everything_and_leave_a_content_customer(language: str, scenario: Scenario) -> None:
    words, _ = read_scenarios(FOLDER, language)
    state = begun("practice01x1", scenario, NOON)
    while not state.has_ended:
        turn = scenario.turn(state.turn)
        assert turn is not None
        direct = turn.model_direct or scenario.direct
        reply = Reply(
            turn.model,
            Visibility.DIRECT if direct else Visibility.PUBLIC,
            scenario.network,
            NOON + timedelta(minutes=1),
        )
        findings = findings_of(reply, language, rules(), hours_of(scenario))
        assert [one for one in findings if one.rule.startswith(("privacy", "promise"))] == []
        met = checks_met(reply, turn, words, findings, hidden=True)
        assert met == {*turn.must, *turn.should}
        state = heard(with_reply(state, reply), scenario, met, reply.at)
    assert state.mood is Mood.CONTENT


@pytest.mark.parametrize(("language", "scenario"), EVERY, ids=IDS)
def test_the_model_answers_need_no_advice_on_their_tone(language: str, scenario: Scenario) -> None:
    tone = Tone.load(resource_path("tone"))
    said = {turn.name: tone.advice(turn.model, language) for turn in scenario.turns}
    assert said == {turn.name: () for turn in scenario.turns}


@pytest.mark.parametrize(("language", "scenario"), EVERY, ids=IDS)
def test_saying_next_to_nothing_pleases_nobody(language: str, scenario: Scenario) -> None:
    words, _ = read_scenarios(FOLDER, language)
    turn = scenario.turns[0]
    reply = Reply("Ok.", Visibility.PUBLIC, scenario.network, NOON)
    met = checks_met(reply, turn, words, findings_of(reply, language, rules(), hours_of(scenario)))
    assert not is_good(turn, met)


def test_a_posted_value_is_seen_by_the_guardrails_in_every_language() -> None:
    posted = [one.opening[0].text for _, one in EVERY if one.key == "tax_code_in_public"]
    assert [len(rules().personal_data_in(text)) for text in posted] == [1] * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_out_of_hours_is_no_good_answer(language: str) -> None:
    said = {
        "it": "Mi dispiace. Lo sistemiamo entro stasera, gli orari non contano.",
        "ca": "Em sap greu. Ho arreglem avui mateix, l'horari no compta.",
        "es": "Lo siento. Lo arreglamos hoy mismo, el horario no cuenta.",
        "en": "Sorry. We will fix it today, opening hours do not matter.",
    }
    words, found = read_scenarios(FOLDER, language)
    scenario = next(one for one, _ in found if one.key == "closed_promise")
    reply = Reply(said[language], Visibility.DIRECT, scenario.network, NOON)
    met = checks_met(reply, scenario.turns[0], words, findings_of(reply, language, rules(), hours_of(scenario)))
    assert Check.NO_PROMISE not in met
    assert Check.OPENING in met


def written(folder: Path, text: str) -> Path:
    (folder / "en.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    _, ((scenario, _),) = read_scenarios(written(tmp_path, SOUND), "en")
    assert (scenario.key, scenario.level, scenario.turns[0].good.next) == ("one", 1, "end")
    assert scenario.leaves == "Goodbye."


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('title = "One"', "", "one", "title"),
        ('network = "mastodon"', 'network = "myspace"', "one", "network"),
        ('must = ["apology"]', 'must = ["kindness"]', "one", "must"),
        ('must = ["apology"]', 'must = ["says"]', "one", "say"),
        ('model = "Sorry."', 'model = " "', "one", "model"),
        ('good = { text = "Thanks." }', "", "one", "good"),
        ('good = { text = "Thanks." }', 'good = { text = "Thanks.", next = "nowhere" }', "one", "next 'nowhere'"),
        ('good = { text = "Thanks." }', 'good = { text = "Thanks.", mood = "bored" }', "one", "mood"),
        ('says = [{ text = "My bill is wrong." }]', "says = []", "one", "says"),
        ('says = [{ text = "My bill is wrong." }]', "says = [7]", "one", "says"),
        ('key = "one"', 'key = "one"\nlevel = 9', "one", "level"),
        ('key = "one"', "key = 1", "", "key"),
        ('thanks = ["thank"]', "", "", "words.thanks"),
        ('thanks = ["thank"]', 'thanks = ["", 3]', "", "words.thanks"),
        ("[words]", "[word]", "", "words"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, old: str, new: str, where: str, what: str) -> None:
    assert old in SOUND
    with pytest.raises(ScenarioUnreadable) as fault:
        read_scenarios(written(tmp_path, SOUND.replace(old, new)), "en")
    assert (fault.value.file, fault.value.where, fault.value.what) == ("en.toml", where, what)


def test_a_key_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    twice = SOUND + SOUND[SOUND.index("[[scenario]]") :]
    with pytest.raises(ScenarioUnreadable, match="key"):
        read_scenarios(written(tmp_path, twice), "en")


@pytest.mark.parametrize("text", ["", "scenario = 3", "= = =", "[words]\n"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ScenarioUnreadable):
        read_scenarios(written(tmp_path, text), "en")


def test_a_missing_file_and_other_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioUnreadable) as fault:
        read_scenarios(tmp_path, "en")
    assert fault.value.what == "missing"
    (tmp_path / "en.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioUnreadable) as fault:
        read_scenarios(tmp_path, "en")
    assert fault.value.what == "unreadable"
