"""How the residents of the fake Mastodon and their posts look in its JSON (docs.joinmastodon.org, entities)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.demo.networks.mastodon.markup import content, hashtags
from desktop.demo.networks.mastodon.posts import Post
from desktop.demo.networks.mastodon.residents import COMPANY, DOMAIN, TITLE, Resident
from desktop.demo.networks.mastodon.world import Mention, World

MAX_CHARACTERS = 500
URL_WEIGHT = 23
MAX_MEDIA = 4
MAX_DESCRIPTION = 1_500  # characters of what a file shows
_IMAGE_BYTES = 16 * 1024 * 1024
_FOUNDED = datetime(2018, 4, 3, tzinfo=UTC)
_DESCRIPTION = "A small invented town for trying things out"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Media:
    """A file that was uploaded."""

    id: str
    name: str
    content_type: str
    size: int
    description: str | None = None


class Entities:
    """Writes what there is as JSON. `direct_called` is what a direct post is called: some servers say "private"."""

    def __init__(self, world: World, *, direct_called: str = "direct") -> None:
        self._world = world
        self._direct_called = direct_called
        self.media: dict[str, Media] = {}

    def account(self, person: Resident) -> Json:
        """Return an Account."""
        page = f"https://{person.home}/@{person.user}"
        picture = f"https://{person.home}/avatars/{person.user}.png"
        header = f"https://{person.home}/headers/{person.user}.png"
        return {
            "id": person.id,
            "username": person.user,
            "acct": person.address,
            "display_name": person.name,
            "locked": False,
            "bot": False,
            "discoverable": True,
            "indexable": True,
            "group": False,
            "created_at": _stamp(_FOUNDED),
            "note": "",
            "url": page,
            "uri": f"https://{person.home}/users/{person.user}",
            "avatar": picture,
            "avatar_static": picture,
            "header": header,
            "header_static": header,
            "followers_count": person.followers,
            "following_count": 0,
            "statuses_count": self._world.posts.written[person.key],
            "last_status_at": None,
            "emojis": [],
            "fields": [],
        }

    def credential_account(self) -> Json:
        """Return the company's account as it sees itself."""
        role = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
        source = {
            "note": "",
            "fields": [],
            "privacy": "public",
            "sensitive": False,
            "language": "it",
            "follow_requests_count": 0,
            "discoverable": True,
            "indexable": True,
            "hide_collections": False,
            "attribution_domains": [],
            "quote_policy": "public",
        }
        return {**self.account(COMPANY), "source": source, "role": role}

    def status(self, post: Post) -> Json:
        """Return a Status."""
        parent = self._world.posts.by_id.get(post.parent_id or "")
        page = f"https://{post.author.home}/@{post.author.user}/{post.id}"
        strangers, boosts, likes = post.reactions
        return {
            "id": post.id,
            "created_at": _stamp(post.at),
            "in_reply_to_id": parent.id if parent else None,
            "in_reply_to_account_id": parent.author.id if parent else None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": self._direct_called if post.direct else "public",
            "language": post.language,
            "uri": f"https://{post.author.home}/users/{post.author.user}/statuses/{post.id}",
            "url": page,
            "replies_count": strangers + len(self._world.posts.replies(post)),
            "reblogs_count": boosts,
            "favourites_count": likes,
            "edited_at": _stamp(post.edited_at) if post.edited_at else None,
            "content": content(post.text, lambda user, host: self._world.posts.named(user, host, post.author)),
            "reblog": None,
            "account": self.account(post.author),
            "media_attachments": self._media_of(post),
            "mentions": [_mention(person) for person in post.mentions],
            "tags": [{"name": name, "url": f"https://{DOMAIN}/tags/{name}"} for name in hashtags(post.text)],
            "emojis": [],
            "card": None,
            "poll": None,
        }

    def notification(self, mention: Mention) -> Json:
        """Return the Notification of a mention."""
        post = self._world.posts.by_id[mention.post_id]
        return {
            "id": str(mention.id),
            "type": "mention",
            "created_at": _stamp(mention.at),
            "group_key": f"ungrouped-{mention.id}",
            "account": self.account(post.author),
            "status": self.status(post),
        }

    def attachment(self, media: Media) -> Json:
        """Return a MediaAttachment of an uploaded file."""
        link = f"https://{DOMAIN}/media/{media.id}/{media.name}"
        kind = media.content_type.split("/")[0]
        return {
            "id": media.id,
            "type": kind if kind in {"image", "video", "audio"} else "unknown",
            "url": link,
            "preview_url": link,
            "remote_url": None,
            "description": media.description,
            "meta": {},
        }

    def conversation(self, posts: list[Post]) -> Json:
        """Return a Conversation of direct posts, oldest first."""
        others = {person.id: person for post in posts for person in (post.author, *post.mentions) if person != COMPANY}
        return {
            "id": posts[0].id,
            "unread": posts[-1].author != COMPANY,
            "accounts": [self.account(person) for person in others.values()],
            "last_status": self.status(posts[-1]),
        }

    def _media_of(self, post: Post) -> list[Json]:
        photos = [
            {
                "id": f"{post.id}{place}",
                "type": "image",
                "url": f"https://{post.author.home}/media/{post.id}/{place}.jpg",
                "preview_url": f"https://{post.author.home}/media/{post.id}/{place}-small.jpg",
                "remote_url": None,
                "description": words,
                "meta": {"original": {"width": 1200, "height": 900, "size": "1200x900", "aspect": 4 / 3}},
            }
            for place, words in enumerate(post.photos)
        ]
        return photos + [self.attachment(self.media[identity]) for identity in post.media_ids if identity in self.media]


def instance(origin: str) -> Json:
    """Return the Instance as the second form of the question has it. `origin` is where the server listens."""
    streaming = origin.replace("http", "ws", 1)
    return {
        "domain": DOMAIN,
        "title": TITLE,
        "version": "4.4.0",
        "source_url": f"https://{DOMAIN}/source",
        "description": _DESCRIPTION,
        "usage": {"users": {"active_month": 52}},
        "thumbnail": {"url": f"https://{DOMAIN}/thumbnail.png", "blurhash": None, "versions": {}},
        "icon": [],
        "languages": ["it", "ca", "es", "en"],
        "configuration": {
            "urls": {
                "streaming": streaming,
                "status": None,
                "about": None,
                "privacy_policy": None,
                "terms_of_service": None,
            },
            "vapid": {"public_key": ""},
            "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
            "statuses": _statuses_configuration(),
            "media_attachments": _media_configuration(),
            "polls": _polls_configuration(),
            "translation": {"enabled": False},
        },
        "registrations": {
            "enabled": False,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "url": None,
        },
        "api_versions": {"mastodon": 6},
        "contact": {"email": f"posta@{DOMAIN}", "account": None},
        "rules": [],
    }


def instance_v1(origin: str) -> Json:
    """Return the Instance as the first form of the question has it."""
    return {
        "uri": DOMAIN,
        "title": TITLE,
        "short_description": _DESCRIPTION,
        "description": _DESCRIPTION,
        "email": f"posta@{DOMAIN}",
        "version": "4.4.0",
        "urls": {"streaming_api": origin.replace("http", "ws", 1)},
        "stats": {"user_count": 52, "status_count": 145, "domain_count": 11},
        "thumbnail": f"https://{DOMAIN}/thumbnail.png",
        "languages": ["it", "ca", "es", "en"],
        "registrations": False,
        "approval_required": False,
        "invites_enabled": False,
        "configuration": {
            "accounts": {"max_featured_tags": 10},
            "statuses": _statuses_configuration(),
            "media_attachments": _media_configuration(),
            "polls": _polls_configuration(),
        },
        "contact_account": None,
        "rules": [],
    }


def _statuses_configuration() -> Mapping[str, int]:
    return {
        "max_characters": MAX_CHARACTERS,
        "max_media_attachments": MAX_MEDIA,
        "characters_reserved_per_url": URL_WEIGHT,
    }


def _media_configuration() -> Mapping[str, object]:
    return {
        "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"],
        "description_limit": MAX_DESCRIPTION,
        "image_size_limit": _IMAGE_BYTES,
        "image_matrix_limit": 33_177_600,
        "video_size_limit": 103_809_024,
        "video_frame_rate_limit": 120,
        "video_matrix_limit": 8_294_400,
    }


def _polls_configuration() -> Mapping[str, int]:
    return {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746}


def _mention(person: Resident) -> Json:
    return {
        "id": person.id,
        "username": person.user,
        "url": f"https://{person.home}/@{person.user}",
        "acct": person.address,
    }


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
