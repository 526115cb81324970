"""A play: where one case of a sitting stands, and how an answer, or silence, moves it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from desktop.model import Visibility
from desktop.practice.hearing import Reply, is_good
from desktop.practice.scenario import END, Check, Mood, Reaction, Scenario

_STRIKES = 2
"""So many bad answers to one question, and the customer is gone."""
_NAG_AFTER, _LEAVE_AFTER = 2, 5
"""After how many targets of silence a customer asks again, and goes."""
_READS, _A_LETTER, _LONGEST = 4.0, 0.04, 14.0
"""Seconds until a customer answers: some to read, some for each letter they write, no more than this."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something the customer said. `network` is a Network's value."""

    text: str
    network: str
    direct: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of ours as the customer took it: to which turn, which checks it met and which it missed."""

    turn: str
    text: str
    visibility: Visibility
    at: datetime
    met: tuple[Check, ...] = ()
    missed: tuple[Check, ...] = ()
    good: bool = False


@dataclass(frozen=True, slots=True)
class PlayState:
    """Where a case stands. `waits_since` is the customer's last word that nobody answered yet.

    `unheard` are answers that the customer has not read yet.
    """

    uid: str
    begun_at: datetime
    turn: str
    mood: Mood
    said: tuple[Spoken, ...] = ()
    answers: tuple[Answer, ...] = ()
    unheard: tuple[Answer, ...] = ()
    strikes: int = 0
    waits_since: datetime | None = None
    has_nagged: bool = False
    hidden: bool = False
    ended_at: datetime | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the customer has nothing more to say."""
        return self.ended_at is not None


def begun(uid: str, scenario: Scenario, now: datetime) -> PlayState:
    """Return the play of a case that has just come in."""
    said = tuple(
        Spoken(one.text, one.network.value, scenario.direct, now - timedelta(minutes=one.minutes))
        for one in scenario.opening
    )
    return PlayState(uid, now, scenario.turns[0].name, scenario.mood, said, waits_since=now)


def with_reply(state: PlayState, reply: Reply) -> PlayState:
    """Return the play with an answer that the customer will read in a moment."""
    return replace(state, unheard=(*state.unheard, Answer(state.turn, reply.text, reply.visibility, reply.at)))


def reads_at(state: PlayState, scenario: Scenario, pace: float) -> datetime | None:
    """Return when the customer has read what was answered last and speaks, None if nothing was answered."""
    if not state.unheard or state.has_ended:
        return None
    turn = scenario.turn(state.turn)
    longest = max(len(turn.good.text), len(turn.bad.text)) if turn is not None else 0
    seconds = min(_LONGEST, _READS + _A_LETTER * longest) * pace
    return state.unheard[-1].at + timedelta(seconds=seconds)


def as_one(state: PlayState, scenario: Scenario) -> Reply:
    """Return what the customer reads together: everything that was written since they spoke.

    It is as public as its most public part.
    """
    public = any(one.visibility is Visibility.PUBLIC for one in state.unheard)
    visibility = Visibility.PUBLIC if public else Visibility.DIRECT
    text = "\n".join(one.text for one in state.unheard)
    return Reply(text, visibility, scenario.network, state.unheard[0].at)


def heard(state: PlayState, scenario: Scenario, met: Iterable[Check], now: datetime) -> PlayState:
    """Return the play after the customer read what was answered: how they feel, what they say, what is next.

    Who was written to in private, or asked to come there in a good answer, speaks in private from then on.
    """
    turn = scenario.turn(state.turn)
    if turn is None or not state.unheard:
        return replace(state, unheard=())
    held = frozenset(met)
    good = is_good(turn, held)
    strikes = 0 if good else state.strikes + 1
    gone = strikes >= _STRIKES
    way = turn.good if good else Reaction(scenario.leaves or turn.bad.text, Mood.GONE, END) if gone else turn.bad
    whole = as_one(state, scenario)
    missed = tuple(one for one in (*turn.must, *turn.should) if one not in held)
    answer = Answer(turn.name, whole.text, whole.visibility, whole.at, tuple(sorted(held)), missed, good)
    direct = state.unheard[-1].visibility is Visibility.DIRECT or (good and Check.TO_PRIVATE in held)
    ends = way.next == END
    return replace(
        state,
        turn=way.next,
        mood=way.mood,
        said=_with(state.said, way.text, scenario, now, direct=direct),
        answers=(*state.answers, answer),
        unheard=(),
        strikes=strikes if way.next == turn.name else 0,
        waits_since=None if ends else now,
        has_nagged=False,
        ended_at=now if ends else None,
    )


def after_silence(state: PlayState, scenario: Scenario, target: timedelta, now: datetime) -> PlayState:
    """Return the play after nobody answered for so long: a customer asks again once, and at last goes."""
    if state.has_ended or state.waits_since is None or state.unheard:
        return state
    silence = now - state.waits_since
    if silence >= _LEAVE_AFTER * target:
        said = _with(state.said, scenario.leaves, scenario, now, direct=_speaks_in_private(state))
        return replace(state, mood=Mood.GONE, turn=END, said=said, ended_at=now, waits_since=None)
    if silence >= _NAG_AFTER * target and not state.has_nagged:
        said = _with(state.said, scenario.nags, scenario, now, direct=_speaks_in_private(state))
        return replace(state, mood=Mood.ANGRY, said=said, has_nagged=True)
    return state


def _speaks_in_private(state: PlayState) -> bool:
    return bool(state.said) and state.said[-1].direct


def _with(said: Sequence[Spoken], text: str, scenario: Scenario, now: datetime, *, direct: bool) -> tuple[Spoken, ...]:
    if not text:
        return (*said,)
    return (*said, Spoken(text, scenario.network.value, direct or scenario.direct, now))


# ---- as plain values


def plain(state: PlayState) -> dict[str, Any]:
    """Return a play as plain JSON values."""
    return {
        "uid": state.uid,
        "begun_at": state.begun_at.isoformat(),
        "turn": state.turn,
        "mood": state.mood.value,
        "said": [[one.text, one.network, one.direct, one.at.isoformat()] for one in state.said],
        "answers": [_plain_answer(one) for one in state.answers],
        "unheard": [_plain_answer(one) for one in state.unheard],
        "strikes": state.strikes,
        "waits_since": state.waits_since.isoformat() if state.waits_since else None,
        "has_nagged": state.has_nagged,
        "hidden": state.hidden,
        "ended_at": state.ended_at.isoformat() if state.ended_at else None,
    }


def state_from(value: Mapping[str, Any]) -> PlayState:
    """Return the play that `plain` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return PlayState(
        uid=value["uid"],
        begun_at=datetime.fromisoformat(value["begun_at"]),
        turn=value["turn"],
        mood=Mood(value["mood"]),
        said=tuple(Spoken(text, network, direct, _moment(at)) for text, network, direct, at in value["said"]),
        answers=tuple(_answer_from(one) for one in value["answers"]),
        unheard=tuple(_answer_from(one) for one in value["unheard"]),
        strikes=int(value["strikes"]),
        waits_since=_moment(value["waits_since"]) if value["waits_since"] else None,
        has_nagged=bool(value["has_nagged"]),
        hidden=bool(value["hidden"]),
        ended_at=_moment(value["ended_at"]) if value["ended_at"] else None,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _plain_answer(one: Answer) -> list[Any]:
    met, missed = [check.value for check in one.met], [check.value for check in one.missed]
    return [one.turn, one.text, one.visibility.value, one.at.isoformat(), met, missed, one.good]


def _answer_from(value: Sequence[Any]) -> Answer:
    turn, text, visibility, at, met, missed, good = value
    return Answer(
        turn, text, Visibility(visibility), _moment(at), tuple(map(Check, met)), tuple(map(Check, missed)), bool(good)
    )
