"""Every post belongs to one thread, whichever end of it is seen first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mastodon.cursor import Known
from desktop.channels.mastodon.mapping import Person, Post
from desktop.channels.mastodon.threads import is_announcement, placed_alone, placed_together, that_concern_us
from desktop.model import Author, Engagement, Network, Visibility

US = Person("1", "aurora")
NORA = Person("2", "nora")
UGO = Person("3", "ugo")
NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def post(
    number: int, by: Person = NORA, *, to: int | None = None, names: tuple[Person, ...] = (US,), direct: bool = False
) -> Post:
    """Return a post with an id, below another."""
    return Post(
        id=str(number),
        parent_id=str(to) if to is not None else None,
        parent_author_id=None,
        author=Author(Network.MASTODON, by.id, f"@{by.address}"),
        at=NOW + timedelta(seconds=number),
        visibility=Visibility.DIRECT if direct else Visibility.PUBLIC,
        text=f"post {number}",
        quoted="",
        language=None,
        permalink=None,
        mentions=names,
        attachments=(),
        engagement=Engagement(),
        edited_at=None,
    )


def threads(*posts: Post) -> dict[str, str]:
    """Return which thread each post of a chain is placed in, the first seen as the root."""
    return {each.post.id: each.thread for each in placed_together([], posts[0], posts[1:], US, {})}


def test_a_chain_is_named_after_its_first_post() -> None:
    assert threads(post(1), post(2, US, to=1, names=(NORA,)), post(3, to=2)) == {"1": "1", "2": "1", "3": "1"}


def test_a_move_to_direct_begins_a_thread_and_back_again_too() -> None:
    chain = (post(1), post(2, US, to=1, names=(NORA,), direct=True), post(3, to=2, direct=True), post(4, to=3))
    assert threads(*chain) == {"1": "1", "2": "2", "3": "2", "4": "4"}


def test_each_answer_to_an_announcement_begins_a_thread() -> None:
    placed = placed_together([post(1, US, names=())], post(2, to=1), [post(3, US, to=2, names=(NORA,))], US, {})
    assert [(each.post.id, each.thread, each.quoted) for each in placed] == [("2", "2", "post 1"), ("3", "2", "")]


def test_a_continued_announcement_is_still_one() -> None:
    chain = (post(1, US, names=()), post(2, US, to=1, names=()), post(3, UGO, to=2))
    assert threads(*chain) == {"3": "3"}


def test_our_answer_without_a_name_stays_in_its_thread() -> None:
    assert threads(post(1), post(2, US, to=1, names=())) == {"1": "1", "2": "1"}


def test_a_post_of_ours_to_somebody_is_no_announcement() -> None:
    assert is_announcement(post(1, US, names=()), US)
    assert not is_announcement(post(1, US, names=(NORA,)), US)
    assert not is_announcement(post(1, US, names=(), direct=True), US)
    assert not is_announcement(post(1, NORA, names=()), US)


def test_a_known_parent_places_a_post_without_a_look() -> None:
    known = {"1": Known("root", direct=False), "2": Known("private", direct=True)}
    in_public = placed_alone(post(5, to=1), known)
    in_private = placed_alone(post(5, to=2), known)
    assert in_public is not None
    assert (in_public.thread, in_public.answers) == ("root", "1")
    assert in_private is not None
    assert (in_private.thread, in_private.answers) == ("5", None)
    assert placed_alone(post(5, to=9), known) is None


def test_strangers_talking_below_do_not_concern_us() -> None:
    below = [post(2, UGO, to=1, names=(NORA,)), post(3, US, to=1, names=(NORA,)), post(4, NORA, to=2, names=(UGO,))]
    placed = placed_together([], post(1), below, US, {})
    assert [each.post.id for each in that_concern_us(placed[1:], US)] == ["3", "4"]


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.sampled_from([US, NORA, UGO])), max_size=25), st.data())
def test_the_thread_does_not_depend_on_where_it_is_seen_from(
    shape: list[tuple[int, bool, Person]], data: st.DataObject
) -> None:
    posts = [post(0)]
    for number, (parent, direct, author) in enumerate(shape, start=1):
        names = (NORA,) if author is US else (US,)
        posts.append(post(number, author, to=parent % number, names=names, direct=direct))
    whole = threads(*posts)
    seen = data.draw(st.sampled_from(posts))
    by_id = {each.id: each for each in posts}
    above: list[Post] = []
    higher = seen.parent_id
    while higher is not None:
        above.append(by_id[higher])
        higher = above[-1].parent_id
    placed = placed_together(above[::-1], seen, [], US, {})
    assert {each.post.id: each.thread for each in placed} == {each.post.id: whole[each.post.id] for each in placed}
    known = {identity: Known(thread, direct=by_id[identity].is_direct) for identity, thread in whole.items()}
    alone = placed_alone(seen, known)
    assert alone is not None
    assert alone.thread == whole[seen.id]
