"""The demo town: the same seed lives the same life on every network, and its people take our answers as people would."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from desktop.composer import count
from desktop.demo.networks import Heard
from desktop.demo.people import COMPANY, townspeople
from desktop.demo.places import fresh_networks
from desktop.demo.reactions import read_phrasebooks
from desktop.demo.script import Coming, Script, Talk, read_script
from desktop.demo.town import Said, Town
from desktop.model import Network, traits_of

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
ANSWERING = [network for network in Network if network not in {Network.EMAIL, Network.LISTENING}]
LONGEST_NAME = 30  # what a network puts before a text to address us is shorter


def town(seed: int = 3, script: Script | None = None) -> Town:
    """Return a fresh town on all networks."""
    return Town(seed, NOW, fresh_networks(seed, lambda: NOW), script)


def ask(place: Town, key: str, text: str = "mi potete aiutare?", *, on: Network | None = None) -> Said:
    """Let somebody ask something now where they write most, in private where nothing is public."""
    network = on or next(iter(place.people[key].personas))
    said = place.say(key, network, text, direct=network is Network.TELEGRAM)
    assert said is not None
    return said


def answer(place: Town, to: Said, text: str) -> str:
    """Answer as the company, where it was asked; return the remote id. The network tells the town what it heard."""
    network = place.networks[to.network]
    remote_id = network.announces(text, direct=to.direct, reply_to=to.remote_id)
    for each in network.heard:
        each(Heard(remote_id, text, to.direct, to.remote_id, to.who, place.now))
    return remote_id


def replies(place: Town, key: str, answered: str, seconds: float = 60) -> list[Said]:
    """Return what somebody said to an answer while some time passed."""
    place.advance(seconds)
    return [said for said in place.said if said.who == key and said.answers == answered]


def picture(place: Town) -> list[tuple[str, str, str, str]]:
    """Return everything that is said in a town."""
    return [(said.network.value, said.remote_id, said.who, said.text) for said in place.said]


def lines_of(place: Town, key: str, *manners: str) -> set[str]:
    """Return the lines of somebody's language for some manners."""
    book = read_phrasebooks()[place.people[key].language]
    return {line for manner in manners for line in book.lines[manner]}


# ---- the past


def test_there_are_enough_people_messages_languages_and_networks() -> None:
    place = town()
    incoming = [said for said in place.said if said.who != COMPANY]
    assert len(place.people) >= 40
    assert len(place.said) >= 140
    assert {place.people[said.who].language for said in incoming} == {"it", "ca", "es", "en"}
    assert {said.network for said in incoming} == {*ANSWERING, Network.LISTENING}
    assert all(times >= 4 for times in Counter(said.network for said in incoming).values())
    assert any(said.direct for said in incoming)
    assert place.refused == 0


def test_the_past_is_a_month_long_in_order_and_never_in_the_future() -> None:
    said = town().said
    assert NOW - timedelta(days=32) < said[0].at < NOW - timedelta(days=25)
    assert [one.at for one in said] == sorted(one.at for one in said)
    assert said[-1].at < NOW


def test_every_reply_comes_after_what_it_answers_on_its_own_network() -> None:
    place = town()
    place.advance(400)
    known = {(said.network, said.remote_id): said for said in place.said}
    for said in place.said:
        if said.answers is not None:
            assert known[said.network, said.answers].at <= said.at


def test_nobody_wrote_to_telegram_longer_ago_than_it_keeps() -> None:
    told = [said for said in town().said if said.network is Network.TELEGRAM]
    assert told
    assert all(said.at > NOW - timedelta(hours=23) and said.direct and said.who != COMPANY for said in told)


def test_everything_written_fits_its_network() -> None:
    place = town()
    place.advance(1200)
    for said in place.said:
        traits = traits_of(said.network)
        limit = traits.direct_limit if said.direct else traits.public_limit
        assert limit is None or count(said.text, traits.counting) + LONGEST_NAME <= limit, said.text
        assert "{" not in said.text


def test_people_are_known_apart_on_each_network_and_live_on_reserved_names() -> None:
    for network in Network:
        personas = [one.personas[network] for one in townspeople().values() if network in one.personas]
        assert len({persona.handle for persona in personas}) == len(personas)
        assert len({persona.name for persona in personas}) == len(personas)
        hosts = [persona.handle.partition("@")[2] for persona in personas]
        assert all(not host or host.endswith(".example") for host in hosts)


def test_some_customers_write_on_two_networks_under_one_name() -> None:
    where: dict[str, set[Network]] = {}
    for said in town().said:
        where.setdefault(said.who, set()).add(said.network)
    twice = {key for key, networks in where.items() if len(networks) > 1}
    assert {"marta", "elena", "nuria", "davide"} <= twice


def test_an_impostor_answers_customers_under_a_name_like_ours() -> None:
    place = town()
    place.advance(600)
    known = {(said.network, said.remote_id): said for said in place.said}
    answered = [said for said in place.said if said.who == "impostor"]
    assert {said.network for said in answered} == {Network.X, Network.INSTAGRAM}
    assert all(known[said.network, said.answers or ""].who not in {COMPANY, "impostor"} for said in answered)
    for network in (Network.X, Network.INSTAGRAM):
        persona, ours = place.people["impostor"].personas[network], place.networks[network].account_handle()
        assert persona.name.startswith("Aurora Energia")
        assert persona.handle != ours.removeprefix("@")
        assert sum(a != b for a, b in zip(persona.handle, ours.removeprefix("@"), strict=True)) == 1


# ---- the same life


def test_the_same_seed_lives_the_same_life() -> None:
    first, second = town(), town()
    for place in (first, second):
        for key in ("davide", "stefano", "hannah", "oriol", "rocio", "lucia"):
            answer(place, ask(place, key), "Ci dispiace, la squadra arriva entro le 12 e ripristina tutto oggi.")
        place.advance(900)
    assert picture(first) == picture(second)
    assert picture(town(4)) != picture(town(5))


def test_another_answer_makes_another_life() -> None:
    first, second = town(), town()
    answer(first, ask(first, "stefano"), "Ci dispiace, la squadra arriva entro le 12 e ripristina tutto oggi.")
    answer(second, ask(second, "stefano"), "Un attimo")
    for place in (first, second):
        place.advance(60)
    assert [said.text for said in first.said if said.who == "stefano"][-1] in lines_of(
        first, "stefano", "thanks_after_sorry"
    )
    assert [said.text for said in second.said if said.who == "stefano"][-1] in lines_of(second, "stefano", "asks_again")


def test_time_in_one_leap_is_time_in_small_steps() -> None:
    leaping, stepping = town(), town()
    leaping.advance(200)
    for _ in range(200):
        stepping.advance(1)
    assert [words for *_, words in picture(leaping)] == [words for *_, words in picture(stepping)]


def test_something_happens_every_few_seconds_for_as_long_as_it_runs() -> None:
    place = town()
    assert all(5 <= place.advance(60) <= 16 for _ in range(3))
    place.advance(500)
    before = len(place.said)
    assert all(1 <= place.advance(60) <= 5 for _ in range(60))
    lively = Counter(said.network for said in place.said[before:])
    assert sum(lively.values()) > 100
    assert set(lively) >= set(ANSWERING)
    assert place.refused == 0


def test_a_frozen_town_stands_still() -> None:
    place = town()
    before = picture(place)
    assert place.advance(0) == 0
    assert picture(place) == before
    assert place.now == NOW


def test_faster_plays_keep_the_clock() -> None:
    place = town()
    happened = place.advance(600, NOW + timedelta(seconds=60))
    assert happened > 50
    assert place.now == NOW + timedelta(seconds=60)
    assert all(said.at <= place.now for said in place.said)
    assert {network.now() for network in place.networks.values()} == {place.now}


def test_a_town_without_some_networks_lives_on_the_others() -> None:
    place = Town(3, NOW, fresh_networks(3, lambda: NOW)[3:5])
    place.advance(900)
    assert {said.network for said in place.said} == {Network.MASTODON, Network.BLUESKY}
    assert place.refused == 0


def test_what_a_network_will_not_have_does_not_stop_the_town() -> None:
    stubborn = Script((), (Coming("hannah", "anzi", edits=True), Coming("marta", "eccomi", Network.X)), ())
    place = town(script=stubborn)
    ask(place, "hannah")
    place.advance(60)
    assert place.refused == 1  # nobody can change a comment on Instagram
    assert place.said[-1].text == "eccomi"


def test_a_comment_below_an_announcement_comes_after_it() -> None:
    script = read_script()
    post, comment = (talk for talk in script.past if talk.key == "works"), script.past[-1].lines[0]
    early = replace(comment, by="davide", ago=timedelta(days=3), direct=False, text="prima ancora")
    place = town(script=Script((*post, Talk(Network.FACEBOOK, (early,), below="works")), (), ()))
    assert [said.text for said in place.said][1:] == ["prima ancora"]
    assert all(before.at < after.at for before, after in pairwise(place.said))


# ---- how answers are taken


@pytest.mark.parametrize("network", ANSWERING)
def test_on_every_network_a_good_answer_is_thanked_for(network: Network) -> None:
    place = town()
    key = next(one.key for one in place.people.values() if network in one.personas and one.since and not one.silent)
    words = {
        "it": "Ci dispiace: la squadra è in strada e ripristina la corrente entro le 12.",
        "ca": "Ho sentim: el tècnic passarà demà abans de les deu. Us avisem per aquí.",
        "es": "Lo sentimos: el equipo está de camino y hoy mismo tendrás luz en casa.",
        "en": "You're right, sorry: an engineer is on the way and will be there today.",
    }
    question = ask(place, key, on=network)
    ours = answer(place, question, words[place.people[key].language])
    (reply,) = replies(place, key, ours)
    assert reply.network is network
    assert reply.direct is question.direct
    assert reply.text in lines_of(place, key, "thanks", "thanks_after_sorry", "buys")


@pytest.mark.parametrize("key", ["elena", "gianluca", "nives", "stefano", "montse"])
def test_on_every_network_whoever_is_asked_into_private_goes_there(key: str) -> None:
    place = town()
    words = {"it": "Ci mandi in privato il numero cliente.", "ca": "Envieu-nos el número de client en privat."}
    ours = answer(place, ask(place, key), words[place.people[key].language])
    (reply,) = replies(place, key, ours)
    assert reply.direct
    assert any(character.isdigit() for character in reply.text)
    assert place.refused == 0


def test_a_second_good_answer_is_only_liked() -> None:
    place = town()
    question = ask(place, "stefano")
    first = answer(place, question, "La squadra arriva entro mezz'ora e ripristina la corrente. ^LB")
    replies(place, "stefano", first)
    second = answer(place, question, "La corrente è ripristinata, grazie della pazienza. Oggi tutto fatto. ^LB")
    assert replies(place, "stefano", second) == []


def test_data_asked_for_in_public_are_refused_and_then_resented() -> None:
    place = town()
    question = ask(place, "elena")
    asking = answer(place, question, "Ci scriva qui il suo codice fiscale e l'IBAN, provvediamo subito.")
    (first,) = replies(place, "elena", asking)
    again = answer(place, first, "Serve comunque il codice fiscale, lo scriva qui sotto.")
    (second,) = replies(place, "elena", again)
    assert first.text in lines_of(place, "elena", "wary")
    assert second.text in lines_of(place, "elena", "wary_again")
    assert not first.direct


def test_whoever_was_asked_into_private_is_thanked_and_thanks_there() -> None:
    place = town()
    ours = answer(place, ask(place, "marta"), "Ha ragione. Ci mandi in privato il numero cliente, rimborsiamo oggi.")
    (reply,) = replies(place, "marta", ours)
    solved = answer(place, reply, "Rimborso disposto oggi, lo vede entro tre giorni. ^LB")
    (thanks,) = replies(place, "marta", solved)
    assert thanks.direct
    assert thanks.text in lines_of(place, "marta", "thanks")


def test_empty_answers_are_asked_again_then_complained_about_then_met_with_silence() -> None:
    place = town()
    said = []
    below = ask(place, "silvia")
    for words in ("Un attimo", "Vediamo", "Boh"):
        heard = replies(place, "silvia", answer(place, below, words))
        said.append(len(heard))
        below = heard[0] if heard else below
    assert said == [1, 1, 0]
    assert below.text in lines_of(place, "silvia", "angry")


def test_a_buyer_takes_an_offer() -> None:
    place = town()
    question = ask(place, "hannah", "which plan would you suggest?")
    ours = answer(place, question, "The Duo plan: we can set up both today, 40 € less a year. ^MF")
    (reply,) = replies(place, "hannah", ours)
    assert reply.text in lines_of(place, "hannah", "buys")


def test_the_impostor_takes_no_notice_of_answers() -> None:
    place = town()
    claim = place.last_of("impostor", Network.X)
    assert claim is not None
    ours = answer(place, claim, "Questo profilo non è nostro: la squadra ha segnalato, oggi provvediamo.")
    assert replies(place, "impostor", ours) == []


@pytest.mark.parametrize("network", [Network.X, Network.MASTODON, Network.BLUESKY, Network.FACEBOOK])
def test_an_answer_taken_back_in_time_is_never_seen(network: Network) -> None:
    place = town()
    key = "montse" if network is Network.BLUESKY else "tommaso" if network is not Network.FACEBOOK else "davide"
    question = ask(place, key, on=network)
    ours = answer(place, question, "La squadra arriva entro mezz'ora e ripristina la corrente.")
    place.networks[network].removes(ours)
    assert replies(place, key, ours) == []


def test_whom_we_have_answered_does_not_go_on_complaining_by_the_script() -> None:
    place = town()
    last = place.last_of("davide")
    assert last is not None
    answer(place, last, "La squadra è arrivata e la corrente è ripristinata.")
    place.advance(600)
    scripted = {coming.text for coming in read_script().coming if coming.who == "davide"}
    assert scripted.isdisjoint(said.text for said in place.said)
