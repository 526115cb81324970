"""What the company may write in private in the fake Graph: windows, the human agent's tag, one private answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from desktop.demo.networks import Heard
from desktop.demo.networks.graph.access import Access
from desktop.demo.networks.graph.problems import Refusal, invalid, outside_window
from desktop.demo.networks.graph.rendering import Json
from desktop.demo.networks.graph.world import INSTAGRAM, Comment, Ground, Message, Person, Talk, World

WINDOW = timedelta(hours=24)
LATE_WINDOW = timedelta(days=7)
PRIVATE_ANSWER = timedelta(days=7)
CHARACTERS, BYTES = 2_000, 1_000
_TYPES = ("RESPONSE", "UPDATE", "MESSAGE_TAG")


class Messaging:
    """Carries out what the company sends in private."""

    def __init__(self, world: World, access: Access, tell: Callable[[Heard], None]) -> None:
        """`tell` hears of every message."""
        self._world = world
        self._access = access
        self._tell = tell
        self.closed: set[str] = set()
        """Ids of people who take no messages from the company."""

    def send(self, fields: Json) -> Json:
        """Send a message. Raises Refusal."""
        recipient, text = fields.get("recipient"), self._text_of(fields.get("message"))
        if not isinstance(recipient, dict) or len(recipient) != 1:
            raise invalid("Param recipient must be an object with exactly one of id, comment_id, post_id")
        if fields.get("messaging_type") not in _TYPES:
            raise invalid("Param messaging_type is not valid")
        (kind, identity), *_ = recipient.items()
        if kind == "id":
            return self._into_talk(str(identity), text, fields)
        if kind in {"comment_id", "post_id"}:
            return self._to_comment(kind, str(identity), text)
        raise invalid("Param recipient is not valid")

    def _text_of(self, message: object) -> str:
        text = message.get("text") if isinstance(message, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise Refusal(100, "Message must not be empty", subcode=2018034)
        is_long = len(text.encode()) > BYTES if self._world.platform == INSTAGRAM else len(text) > CHARACTERS
        if is_long:
            raise invalid("Length of param message[text] must be less than or equal to the limit")
        return text

    def _into_talk(self, identity: str, text: str, fields: Json) -> Json:
        person = next((one for one in self._world.people.values() if one.id == identity), None)
        talk = next((one for one in self._world.talks.values() if one.person is person), None)
        if person is None or talk is None:
            raise Refusal(100, "No matching user found", subcode=2018001)
        if identity in self.closed:
            raise Refusal(551, "This person isn't available right now.", subcode=1545041)
        self._refuse_late(talk, fields)
        return self._sent(talk, person, text, "")

    def _refuse_late(self, talk: Talk, fields: Json) -> None:
        heard_at = talk.heard_at
        age = None if heard_at is None else self._world.now() - heard_at
        if fields["messaging_type"] == "MESSAGE_TAG":
            if fields.get("tag") != "HUMAN_AGENT":
                raise invalid("Param tag is not valid")
            if not self._access.human_agent:
                raise Refusal(10, "The app is not approved for the HUMAN_AGENT tag.")
            if age is None or age >= LATE_WINDOW:
                raise outside_window(self._world.platform)
        elif age is None or age >= WINDOW:
            raise outside_window(self._world.platform)

    def _to_comment(self, kind: str, identity: str, text: str) -> Json:
        thing: Comment | Ground | None = (
            self._world.comments.get(identity) if kind == "comment_id" else self._world.grounds.get(identity)
        )
        is_there = thing is not None and (thing.is_there if isinstance(thing, Comment) else not thing.deleted)
        if thing is None or not is_there:
            raise Refusal(100, f"Invalid {kind} parameter", subcode=2018292)
        if thing.author is None or (isinstance(thing, Ground) and thing.elsewhere):
            raise Refusal(10903, "This user can't reply to this activity")
        if thing.author.id in self.closed:
            raise Refusal(551, "This person isn't available right now.", subcode=1545041)
        if thing.talk is not None:
            raise self._used()
        self._refuse_old(thing)
        thing.talk = self._world.talk_with(thing.author)
        return self._sent(thing.talk, thing.author, text, identity)

    def _refuse_old(self, thing: Comment | Ground) -> None:
        ground = thing.ground if isinstance(thing, Comment) else thing
        if ground.broadcast and not ground.live:
            raise Refusal(10901, "The broadcast has ended")
        if self._world.now() - thing.at >= PRIVATE_ANSWER:
            raise Refusal(10901, "This activity is too old to be replied to")

    def _used(self) -> Refusal:
        if self._world.platform == INSTAGRAM:
            return Refusal(10, "A private reply was sent to this comment before.", subcode=2534025)
        return Refusal(10900, "Activity already replied to")

    def _sent(self, talk: Talk, person: Person, text: str, answers: str) -> Json:
        message: Message = self._world.write(talk, text, ours=True, answers=answers)
        heard = Heard(message.id, text, direct=True, reply_to=answers or None, recipient_key=person.key, at=message.at)
        self._tell(heard)
        return {"recipient_id": person.id, "message_id": message.id}
