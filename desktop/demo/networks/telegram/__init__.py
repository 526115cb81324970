"""Telegram as a fake network: the company's bot, whoever writes to it in private, and a group that talks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.telegram.api import Api
from desktop.demo.networks.telegram.entities import entities_in
from desktop.demo.networks.telegram.polling import Polling
from desktop.demo.networks.telegram.world import Chat, Document, Message, User, World
from desktop.demo.serving import Serving
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["TelegramNetwork"]

_BOT = User(7_100_200_300, "us", "Aurora Energia", "aurora_energia_bot", "it", is_bot=True)
_GROUP = Chat(-1_001_900_800_700, "Quartiere Crocetta", "quartiere_crocetta")


class TelegramNetwork:
    """The Bot API with the company's bot on it; see `FakeNetwork`. Time passes by its clock alone.

    What is not direct is said in a group. Messages are named as our channel names them: "chat/message".
    """

    network = Network.TELEGRAM

    def __init__(self, now: Callable[[], datetime] = utc_now, *, seed: int = 7) -> None:
        """The seed only makes the token."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.world = World(self._time, _BOT, _GROUP)
        self.polling = Polling(self.world)
        self._token = f"{_BOT.id}:AA{hashlib.sha256(f'aurora|{seed}'.encode()).hexdigest()[:33]}"
        self._api = Api(self.world, self.polling, self._token, self._tell)
        self._serving = Serving(self._api.answer, self.faults)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the Bot API is and which bot we are."""
        return {"api": self.url, "remote_id": str(_BOT.id)}

    def account_handle(self) -> str:
        """Return the bot's handle."""
        return f"@{_BOT.user_name}"

    def secrets(self) -> dict[str, str]:
        """Return the bot's token."""
        return {"token": self._token}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write to the bot, or into the group; there it is named unless its own words are answered."""
        author, answers = self.world.user(who), self._message(reply_to)
        if direct:
            return self._private(author, text, answers)
        answers_us = answers is not None and answers.author == _BOT
        words = f"@{_BOT.user_name} {text}" if names_us and not answers_us else text
        parent = answers.id if answers is not None else None
        group = self.world.group
        return self._name(self.world.write(group, author, words, entities=entities_in(words), answers=parent))

    def shows(self, who: Persona, text: str, content: bytes, *, name: str = "") -> str:
        """Let somebody send the bot a picture, or with a `name` a document; return the id."""
        author = self.world.user(who)
        self.world.started.add(author.id)
        kind = "application/pdf" if name else "image/jpeg"
        file = Document(f"file{len(self._api.files):08d}", name, kind, content, photo=not name)
        self._api.files[file.id] = file
        return self._name(self.world.write(Chat(author.id), author, text, files=(file,)))

    def tells(self, who: Persona, **extra: object) -> str:
        """Let somebody send something that is no text: a contact, a place. Its JSON is the Bot API's."""
        author = self.world.user(who)
        self.world.started.add(author.id)
        return self._name(self.world.write(Chat(author.id), author, "", extra=extra))

    def blocks(self, who: Persona) -> None:
        """Let somebody block the bot."""
        self.world.blocked.add(self.world.user(who).id)

    def upgrades(self) -> None:
        """Let the group get another id, as groups do that grow."""
        moved = Chat(self.world.group.id - 1, self.world.group.title, self.world.group.user_name)
        self.world.moved[self.world.group.id] = moved.id
        self.world.group = moved

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a message; whoever was named stays named."""
        message = self._known(remote_id)
        named = message.text.startswith(f"@{_BOT.user_name}")
        words = f"@{_BOT.user_name} {text}" if named else text
        self.world.edit(message.chat.id, message.id, words, entities_in(words))

    def removes(self, remote_id: str) -> None:
        """Let the author delete a message. Nobody tells the bot."""
        message = self._known(remote_id)
        del self.world.messages[message.chat.id, message.id]

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let another program write as the bot, who is not told of its own messages."""
        answered = self._message(reply_to)
        chat = answered.chat if answered is not None else self.world.group
        assert chat.private is direct
        return self._name(self.world.write(chat, _BOT, text, answers=answered.id if answered else None))

    def _private(self, author: User, text: str, answers: Message | None) -> str:
        self.world.started.add(author.id)
        chat = Chat(author.id)
        inside = answers.id if answers is not None and answers.chat == chat else None
        return self._name(self.world.write(chat, author, text, entities=entities_in(text), answers=inside))

    def _time(self) -> datetime:
        return self.now()

    def _message(self, remote_id: str | None) -> Message | None:
        return self._known(remote_id) if remote_id else None

    def _known(self, remote_id: str) -> Message:
        chat, _, number = remote_id.partition("/")
        return self.world.messages[int(chat), int(number)]

    @staticmethod
    def _name(message: Message) -> str:
        return f"{message.chat.id}/{message.id}"

    def _tell(self, message: Message) -> None:
        chat = message.chat
        answered = self.world.messages.get((chat.id, message.answers or 0))
        reader = self.world.users[chat.id] if chat.private else answered.author if answered else None
        heard = Heard(
            self._name(message),
            message.text,
            chat.private,
            self._name(answered) if answered else None,
            reader.key if reader else "",
            message.at,
        )
        for each in self.heard:
            each(heard)
