"""What Mastodon is asked for a word or a hashtag, and which addresses its streams have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mastodon.cursor import Listened
from desktop.channels.mastodon.listening import Watch, clean_tag, question_of, sources_of
from desktop.channels.mastodon.stream import TAGS, paths_of
from desktop.model import Listening


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("Aurora Energia", "Aurora Energia"),
        ('"Aurora" energia!', "Aurora energia"),
        ("-aurora", "aurora"),
        ("from:@aurora", "from aurora"),
        ("l'aurora", "l'aurora"),
        ("aurora.it", "aurora.it"),
        ("#aurora", "aurora"),
        ("🔌", ""),
        ("  ", ""),
    ],
)
def test_a_question_holds_words_and_no_signs_that_servers_obey(word: str, question: str) -> None:
    assert question_of(word) == question


@pytest.mark.parametrize(
    ("tag", "clean"), [("AuroraEnergia", "auroraenergia"), ("# Aurora Energia", "auroraenergia"), ("#", "")]
)
def test_a_hashtag_is_one_word(tag: str, clean: str) -> None:
    assert clean_tag(tag) == clean


def test_each_place_is_looked_at_once_and_a_hashtag_of_ours_takes_everything_under_it() -> None:
    watch = Watch.of(Listening(("aurora", "Aurora!"), ("Energia", "energia")))
    sources = sources_of(watch, Listened(followed=("energia", "torino")))
    assert [source.name for source in sources] == ["#energia", "aurora", "Aurora", "#torino"]
    assert [bool(source.tag) for source in sources] == [True, False, False, True]
    assert [source.name for source in sources_of(watch, Listened(finds=False))] == ["#energia"]


@given(st.lists(st.text(min_size=1, max_size=8), max_size=9))
def test_only_a_few_hashtags_are_streamed(tags: list[str]) -> None:
    paths = paths_of(tags)
    assert len(paths) == 1 + min(len(tags), TAGS)
    assert all(path.isascii() and " " not in path for path in paths)
