"""The demo town: the same seed lives the same life, and its people take our answers as people would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.channels.mastodon.content import plain_text
from desktop.demo.api import weight
from desktop.demo.entities import MAX_CHARACTERS
from desktop.demo.markup import content, hashtags
from desktop.demo.people import COMPANY, townspeople
from desktop.demo.posts import MENTION, TownPost
from desktop.demo.reactions import Heard, Manner, Mood, heard_in, reaction_to, read_phrasebooks
from desktop.demo.script import read_script, span
from desktop.demo.town import Event, Town

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def town(seed: int = 3) -> Town:
    """Return a fresh town."""
    return Town(seed, NOW)


def ask(place: Town, key: str, text: str = "@aurora mi potete aiutare?", *, direct: bool = False) -> TownPost:
    """Let somebody ask something now."""
    return place.say(place.people[key], text, direct=direct)


def answers_of(place: Town, key: str, answered: TownPost, seconds: float = 60) -> list[TownPost]:
    """Return what somebody wrote below a post while some time passed."""
    place.advance(seconds)
    return [post for post in place.posts.replies(answered) if post.author.key == key]


def picture(place: Town) -> list[tuple[str, str, str]]:
    """Return everything that is said in a town."""
    return [(post.id, post.author.key, post.text) for post in place.posts.by_id.values()]


def test_there_are_enough_people_messages_and_languages() -> None:
    place = town()
    incoming = [post for post in place.posts.by_id.values() if post.author != COMPANY]
    assert len(place.people) >= 40
    assert len(place.posts.by_id) >= 120
    assert {post.language for post in incoming} == {"it", "ca", "es", "en"}
    assert {person.followers >= 100_000 for person in place.people.values()} == {True, False}
    assert any(COMPANY not in post.mentions for post in incoming)
    assert any(post.direct for post in incoming)


def test_the_past_is_a_month_long_and_never_in_the_future() -> None:
    posts = list(town().posts.by_id.values())
    assert NOW - timedelta(days=32) < min(post.at for post in posts) < NOW - timedelta(days=25)
    assert max(post.at for post in posts) < NOW
    assert [post.id for post in posts] == sorted((post.id for post in posts), key=int)
    assert [post.at for post in posts] == sorted(post.at for post in posts)


def test_every_reply_comes_after_what_it_answers_and_may_be_read_by_its_author() -> None:
    place = town()
    place.advance(400)
    for post in place.posts.by_id.values():
        if post.parent_id is not None:
            parent = place.posts.by_id[post.parent_id]
            assert parent.at <= post.at
            assert parent.readable_by(post.author)
        if post.direct:
            assert COMPANY in (post.author, *post.mentions)
            assert len({post.author, *post.mentions}) > 1


def test_everything_written_fits_the_network_and_names_only_people_of_the_town() -> None:
    place = town()
    place.advance(1200)
    for post in place.posts.by_id.values():
        assert weight(post.text) <= MAX_CHARACTERS
        assert "{" not in post.text
        for match in MENTION.finditer(post.text):
            assert place.posts.named(match[1], match[2] or "", post.author) is not None, post.text


def test_all_hosts_are_reserved_names() -> None:
    assert all(person.home.endswith(".example") for person in townspeople().values())
    assert len({person.address for person in townspeople().values()}) == len(townspeople())


def test_the_same_seed_lives_the_same_life() -> None:
    first, second = town(), town()
    for place in (first, second):
        question = ask(place, "davide")
        place.write("Ci dispiace, la squadra arriva entro le 12 e ripristina tutto.", parent_id=question.id)
        place.advance(300)
    assert picture(first) == picture(second)
    assert picture(town(4)) != picture(town(5))


def test_time_in_one_leap_is_time_in_small_steps() -> None:
    leaping, stepping = town(), town()
    leaping.advance(200)
    for _ in range(200):
        stepping.advance(1)
    assert [words for _, _, words in picture(leaping)] == [words for _, _, words in picture(stepping)]


def test_something_happens_every_few_seconds_for_as_long_as_it_runs() -> None:
    place = town()
    assert all(5 <= place.advance(60) <= 16 for _ in range(3))
    place.advance(400)
    before = len(place.posts.by_id)
    assert all(1 <= place.advance(60) <= 5 for _ in range(60))
    assert len(place.posts.by_id) > before + 100


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
    assert all(post.at <= place.now for post in place.posts.by_id.values())


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("davide", "Davide, ci dispiace: la squadra è in via Cibrario e ripristina entro le 12. ^LB"),
        ("nuria", "Núria, ho sentim: el tècnic passarà demà abans de les deu. Us avisem per aquí. ^MF"),
        ("lucia", "Lucía, lo sentimos: el equipo está de camino y hoy mismo tendrás luz. ^MF"),
        ("owen", "Owen, you're right, sorry: an engineer is on the way and will be there today. ^MF"),
    ],
)
def test_a_good_answer_is_thanked_for(key: str, answer: str) -> None:
    place = town()
    question = ask(place, key)
    ours = place.write(answer, parent_id=question.id)
    replies = answers_of(place, key, ours)
    book = read_phrasebooks()[place.people[key].language]
    assert len(replies) == 1
    assert replies[0].text in {*book.lines["thanks"], *book.lines["thanks_after_sorry"]}
    assert not replies[0].direct


def test_a_second_good_answer_is_only_liked() -> None:
    place = town()
    question = ask(place, "stefano")
    first = place.write("La squadra arriva entro mezz'ora e ripristina la corrente. ^LB", parent_id=question.id)
    answers_of(place, "stefano", first)
    second = place.write(
        "La corrente è ripristinata, grazie della pazienza. Oggi tutto fatto. ^LB", parent_id=question.id
    )
    assert answers_of(place, "stefano", second) == []
    assert place.posts.by_id[second.id].reactions[2] == 1


def test_data_asked_for_in_public_are_refused_and_then_resented() -> None:
    place = town()
    question = ask(place, "elena")
    asking = place.write("Ci scriva qui il suo codice fiscale e l'IBAN, provvediamo subito.", parent_id=question.id)
    first = answers_of(place, "elena", asking)
    again = place.write("Serve comunque il codice fiscale, lo scriva qui sotto.", parent_id=first[0].id)
    second = answers_of(place, "elena", again)
    book = read_phrasebooks()["it"]
    assert first[0].text in book.lines["wary"]
    assert second[0].text in book.lines["wary_again"]
    assert not first[0].direct


def test_whoever_is_asked_into_private_gives_the_data_there() -> None:
    place = town()
    question = ask(place, "marta")
    ours = place.write("Ha ragione. Ci mandi in privato il numero cliente, rimborsiamo oggi.", parent_id=question.id)
    (reply,) = answers_of(place, "marta", ours)
    assert reply.direct
    assert any(character.isdigit() for character in reply.text)
    solved = place.write(
        "@marta_sang@portici.example Rimborso disposto oggi, lo vede entro tre giorni. ^LB",
        direct=True,
        parent_id=reply.id,
    )
    (thanks,) = answers_of(place, "marta", solved)
    assert thanks.direct
    assert thanks.text in read_phrasebooks()["it"].lines["thanks"]


def test_empty_answers_are_asked_again_then_complained_about_then_met_with_silence() -> None:
    place = town()
    said = []
    below = ask(place, "silvia")
    for words in ("Un attimo", "Vediamo", "Boh"):
        ours = place.write(words, parent_id=below.id)
        replies = answers_of(place, "silvia", ours)
        said.append(len(replies))
        below = replies[0] if replies else below
    assert said == [1, 1, 0]
    assert below.text in read_phrasebooks()["it"].lines["angry"]


def test_a_buyer_takes_an_offer() -> None:
    place = town()
    question = ask(place, "hannah", "@aurora which plan would you suggest?")
    ours = place.write("The Duo plan: we can set up both today, 40 € less a year. ^MF", parent_id=question.id)
    (reply,) = answers_of(place, "hannah", ours)
    assert reply.text in read_phrasebooks()["en"].lines["buys"]


def test_an_answer_taken_back_in_time_is_never_seen() -> None:
    place = town()
    question = ask(place, "stefano")
    ours = place.write("La squadra arriva entro mezz'ora e ripristina la corrente.", parent_id=question.id)
    place.take_back(ours.id)
    place.advance(60)
    assert not place.posts.replies(question)


def test_a_direct_answer_that_does_not_name_its_reader_reaches_nobody() -> None:
    place = town()
    question = ask(place, "stefano", direct=True)
    ours = place.write("La squadra arriva entro mezz'ora e ripristina la corrente.", direct=True, parent_id=question.id)
    assert not ours.readable_by(place.people["stefano"])
    assert answers_of(place, "stefano", ours) == []


def test_whom_we_have_answered_does_not_go_on_complaining_by_the_script() -> None:
    place = town()
    last = place.posts.last_of(place.people["davide"])
    assert last is not None
    place.write("@davcolletti La squadra è arrivata e la corrente è ripristinata.", parent_id=last.id)
    place.advance(400)
    scripted = {coming.text for coming in read_script().coming if coming.who == "davide"}
    assert scripted.isdisjoint(post.text for post in place.posts.by_id.values())


def test_edits_deletions_and_mentions_are_told_to_listeners() -> None:
    place = town()
    told: list[Event] = []
    place.listeners.append(told.append)
    question = ask(place, "ugo")
    place.edit(question.id, "@aurora scusate, volevo dire domani")
    place.take_back(question.id)
    assert [event.name for event in told] == ["notification", "status.update", "delete"]
    assert all(mention.post_id != question.id for mention in place.mentions)


def test_a_deleted_post_leaves_its_replies_without_a_parent() -> None:
    place = town()
    question = ask(place, "ugo")
    ours = place.posts.add(COMPANY, "@ugomart eccoci", place.now, parent_id=question.id)
    place.take_back(question.id)
    assert place.posts.by_id[ours.id].parent_id is None


@pytest.mark.parametrize(("text", "expected"), [("2d3h", 51), ("1h10m", 7 / 6), ("30m", 0.5), ("29d1h", 697)])
def test_a_span_is_read(text: str, expected: float) -> None:
    assert span(text) == timedelta(hours=expected)


@pytest.mark.parametrize("text", ["", "3", "h3", "3 h", "-1h", "1m2h"])
def test_a_wrong_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no span"):
        span(text)


@pytest.mark.parametrize("language", ["it", "ca", "es", "en"])
def test_every_language_has_a_line_for_everything(language: str) -> None:
    book = read_phrasebooks()[language]
    assert set(book.lines) == {manner.value for manner in Manner}
    assert all(line.startswith("@aurora ") for lines in book.lines.values() for line in lines)
    assert set(book.words) == {"asks", "asks_data", "to_direct", "sorry", "acts", "closed"}


def test_talking_of_a_contract_is_not_asking_for_its_number() -> None:
    book = read_phrasebooks()["it"]
    assert not heard_in("Il contratto è attivo da oggi, la ringraziamo.", book, direct=False).asks_data
    assert heard_in("Ci indichi il numero di contratto.", book, direct=False).asks_data


def test_closed_hours_are_taken_calmly() -> None:
    import random

    heard = Heard(False, False, False, False, True, True, False, True)
    reactions = {reaction_to(heard, Mood(), random.Random(seed)) for seed in range(20)}
    assert {reaction.manner if reaction else None for reaction in reactions} == {Manner.WAITS, None}


def test_markup_comes_back_as_the_text_it_was_made_of() -> None:
    place = town()
    place.advance(300)
    for post in place.posts.by_id.values():
        by = post.author
        shown = plain_text(content(post.text, lambda user, host: place.posts.named(user, host, by)))  # noqa: B023
        assert shown == MENTION.sub(lambda found: f"@{found[1]}", post.text)


def test_markup_escapes_links_and_names() -> None:
    text = 'vedi <b> & https://a.example/lungo/lungo/lungo/percorso?q="1" #LuceSpenta @nessuno #1'
    made = content(text, lambda _, __: None)
    assert plain_text(made) == text
    assert hashtags(text) == ["LuceSpenta"]
    assert "<b>" not in made
