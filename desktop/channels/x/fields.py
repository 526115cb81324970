"""Which fields are asked for, in the two languages that X speaks.

Its description asks for posts everywhere but in the stream, which still asks for tweets. Where X does not know the
newer names (it answers 400 and names the parameter), the older ones are used from then on.
"""

from __future__ import annotations

from dataclasses import dataclass

Parameters = list[tuple[str, str]]

_USER = "name,profile_image_url,public_metrics,username,verified"
_MEDIA = "alt_text,media_key,preview_image_url,type,url"
_ALIKE = "attachments,conversation_id,created_at,display_text_range,entities,id,lang,public_metrics,text"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How one language names the fields of a post and what it brings along."""

    post_fields: str
    fields: str
    expansions: str

    def of_posts(self) -> Parameters:
        """Return the parameters that ask for posts with everything we read."""
        return [
            (self.post_fields, self.fields),
            ("expansions", self.expansions),
            ("user.fields", _USER),
            ("media.fields", _MEDIA),
            ("poll.fields", "id,options"),
        ]

    def of_messages(self) -> Parameters:
        """Return the parameters that ask for direct messages with everything we read."""
        shared = "referenced_posts" if self is POSTS else "referenced_tweets.id"
        return [
            ("event_types", "MessageCreate"),
            ("dm_event.fields", "attachments,created_at,dm_conversation_id,entities,event_type,id,text"),
            ("expansions", f"attachments.media_keys,{shared},sender_id"),
            ("user.fields", _USER),
            ("media.fields", _MEDIA),
            (self.post_fields, "text"),
        ]


POSTS = Vocabulary(
    "post.fields",
    f"{_ALIKE},note_post",
    "attachments.media_keys,attachments.poll_ids,author_id,edit_history_post_ids,entities.mentions.username,"
    "in_reply_to_user_id,referenced_posts",
)
TWEETS = Vocabulary(
    "tweet.fields",
    f"{_ALIKE},author_id,edit_history_tweet_ids,in_reply_to_user_id,note_tweet,referenced_tweets",
    "attachments.media_keys,attachments.poll_ids,author_id,edit_history_tweet_ids,entities.mentions.username,"
    "in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id",
)
ME: Parameters = [("user.fields", "id,name,public_metrics,subscription_type,username,verified")]
