"""What X might answer: posts and people with defaults, so that a test names only what it is about."""

from __future__ import annotations

from typing import Any

from desktop.channels.x.mapping import Included, Person, Post, post_of

ME = Person("2244801234", "AuroraEnergia")
US = {
    "id": ME.id,
    "name": "Aurora Energia",
    "username": ME.name,
    "public_metrics": {"followers_count": 18400},
}
MARTA = {
    "id": "1201",
    "name": "Marta Bellini",
    "username": "marta_b",
    "verified": True,
    "public_metrics": {"followers_count": 210},
    "profile_image_url": "https://pictures.example/marta.png",
}
OSCAR = {"id": "1202", "name": "Oscar Vidal", "username": "oscar_v"}
FIRST = "2054000000000000000"  # an id of May 2026


def next_id(steps: int) -> str:
    """Return the id of something made `steps` seconds after the first."""
    return str(int(FIRST) + (steps * 1000 << 22))


def a_post(**changes: Any) -> dict[str, Any]:
    """Return a post by Marta that mentions the company."""
    values: dict[str, Any] = {
        "id": FIRST,
        "text": "@AuroraEnergia la luce va e viene",
        "author_id": MARTA["id"],
        "conversation_id": changes.get("id", FIRST),
        "created_at": "2026-05-12T09:48:00.000Z",
        "lang": "it",
        "edit_history_post_ids": [changes.get("id", FIRST)],
        "entities": {"mentions": [{"start": 0, "end": 14, "username": ME.name, "id": ME.id}]},
        "public_metrics": {"reply_count": 2, "repost_count": 1, "like_count": 4, "quote_count": 1},
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def a_page(*posts: object, **included: Any) -> dict[str, Any]:
    """Return a page with everybody in it."""
    return {
        "data": list(posts),
        "includes": {"users": [US, MARTA, OSCAR], **included},
        "meta": {"result_count": len(posts)},
    }


def read(post: object, **included: Any) -> Post:
    """Return a post as the mapping reads it from a page of its own."""
    return post_of(post, Included(a_page(post, **included)))
