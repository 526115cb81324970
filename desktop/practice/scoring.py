"""The score of a case: time, privacy, tone and outcome, each 0 to 100, and the reasons with their places in the text.

Every part begins at 100 and loses what its marks say; a case that nobody answered has 0 everywhere. The total is the
mean of the four, a sitting's figures are the means of those cases that were answered or are over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from desktop.guardrails.promises import RULE as PROMISE
from desktop.model import Finding, Visibility
from desktop.practice.plan import PlanEntry, Try
from desktop.practice.play import Answer, PlayState
from desktop.practice.scenario import Check, Mood

_FULL = 100
_NOTHING_LEFT = 4
"""So many targets late, and nothing is left of the time's 100."""


class Part(StrEnum):
    """What is scored."""

    TIME = "time"
    PRIVACY = "privacy"
    TONE = "tone"
    OUTCOME = "outcome"


PARTS = (Part.TIME, Part.PRIVACY, Part.TONE, Part.OUTCOME)


class MarkCode(StrEnum):
    """Why points were lost, or that something was done well."""

    IN_TIME = "in_time"
    LATE = "late"
    NEVER = "never"
    TRIED = "tried"  # a blocked text was to be sent
    ASKED_IN_PUBLIC = "asked_in_public"
    ASKED_SECRET = "asked_secret"  # noqa: S105 - a code
    VALUE_IN_PUBLIC = "value_in_public"
    ASKED_PLAINLY = "asked_plainly"  # in private, without what such a question needs
    MOVED = "moved"
    NOT_MOVED = "not_moved"
    NOT_HIDDEN = "not_hidden"
    CLEAN = "clean"
    TONE = "tone"  # `detail` is the tone's rule
    PLEASANT = "pleasant"
    MOOD = "mood"  # `detail` is the customer's last mood
    NOT_SOLVED = "not_solved"
    UNFINISHED = "unfinished"
    MISSED = "missed"  # `detail` is the check
    PROMISED = "promised"


_TRIED, _ASKED, _SECRET, _VALUE, _PLAINLY, _NOT_MOVED, _NOT_HIDDEN = 15, 60, 60, 50, 5, 30, 20
_NOT_SOLVED, _UNFINISHED, _MISSED, _PROMISED = 20, 20, 5, 25
_TONES = {
    "tone.language": 40,
    "tone.blame": 25,
    "tone.shouting": 20,
    "tone.hard": 15,
    "tone.long": 10,
    "tone.address": 10,
    "tone.plain": 5,
}
_MOODS = {Mood.CONTENT: 100, Mood.CALM: 70, Mood.ANGRY: 30, Mood.GONE: 0}


@dataclass(frozen=True, slots=True)
class Mark:
    """One reason. `points` were lost, 0 for what was done well.

    `answer` is the place of the answer among the case's, -1 for none; `start` and `end` are code points in its text,
    both 0 for the whole; `quote` are the words there.
    """

    code: MarkCode
    points: int = 0
    detail: str = ""
    answer: int = -1
    start: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part's points, 0 to 100, and why."""

    part: Part
    points: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was found in one answer: by the guardrails, and by the tone's hints."""

    findings: tuple[Finding, ...] = ()
    tone: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A case's score with all that is shown beside it. `took` is the time to the first answer, None without one."""

    entry: PlanEntry
    play: PlayState
    parts: tuple[PartScore, ...]
    took: timedelta | None
    solved: bool
    case_id: int = 0

    @property
    def total(self) -> int:
        """The mean of the four parts."""
        return mean(one.points for one in self.parts)

    @property
    def counts(self) -> bool:
        """Whether it is part of a sitting's figures: not a case that is under way and was not answered yet."""
        return self.took is not None or self.play.has_ended

    def part(self, part: Part) -> PartScore:
        """Return one part's score."""
        return self.parts[PARTS.index(part)]


def mean(values: Iterable[int]) -> int:
    """Return the mean of some figures, a half rounded up; 0 of none."""
    listed = [*values]
    return int(sum(listed) / len(listed) + 0.5) if listed else 0


def score(
    entry: PlanEntry,
    play: PlayState,
    told: Sequence[Told],
    tries: Sequence[Try],
    target: timedelta,
    *,
    solved: bool,
    case_id: int = 0,
) -> Result:
    """Return the score of a case. `told` has one entry for each of `written(play)`; `tries` are of any case."""
    answers = written(play)
    if not answers:
        never = Mark(MarkCode.NEVER, _FULL)
        parts = tuple(PartScore(part, 0, (never,)) for part in PARTS)
        return Result(entry, play, parts, None, solved, case_id)
    took = max(timedelta(), answers[0].at - play.begun_at)
    own = [one for one in tries if one.uid == entry.uid]
    parts = (
        _time(took, target),
        _scored(Part.PRIVACY, [*_privacy(entry, play, answers, told, own)], MarkCode.CLEAN),
        _tone(told),
        _outcome(play, answers, told, solved=solved),
    )
    return Result(entry, play, parts, took, solved, case_id)


def written(play: PlayState) -> tuple[Answer, ...]:
    """Return every answer that was sent, also those that the customer has not read yet."""
    return (*play.answers, *play.unheard)


def time_points(took: timedelta, target: timedelta) -> int:
    """Return the time's points: 100 within the target, 0 from four targets on, evenly between."""
    late = (took - target) / ((_NOTHING_LEFT - 1) * target)
    return round(_FULL * (1 - min(1.0, max(0.0, late))))


def _time(took: timedelta, target: timedelta) -> PartScore:
    points = time_points(took, target)
    code = MarkCode.IN_TIME if took <= target else MarkCode.LATE
    mark = Mark(code, _FULL - points, detail=str(round(took.total_seconds())))
    return PartScore(Part.TIME, points, (mark,))


def _privacy(
    entry: PlanEntry, play: PlayState, answers: Sequence[Answer], told: Sequence[Told], tries: Sequence[Try]
) -> Iterator[Mark]:
    for one in tries:
        if any(rule.startswith(("privacy.", "own.")) for rule in one.rules):
            yield Mark(MarkCode.TRIED, _TRIED, quote=one.words)
    for number, (answer, found) in enumerate(zip(answers, told, strict=True)):
        for finding in found.findings:
            code, points = _privacy_code(finding, answer)
            if code is not None:
                yield _at(code, points, number, finding)
    yield from _kept_private(entry, play, answers)


def _privacy_code(finding: Finding, answer: Answer) -> tuple[MarkCode | None, int]:
    public = answer.visibility is Visibility.PUBLIC
    if finding.rule == "privacy.credentials":
        return MarkCode.ASKED_SECRET, _SECRET
    if finding.rule == "privacy.request" and public:
        return MarkCode.ASKED_IN_PUBLIC, _ASKED
    if finding.rule == "privacy.value" and public:
        return MarkCode.VALUE_IN_PUBLIC, _VALUE
    if finding.rule == "privacy.advice" and not public:
        return MarkCode.ASKED_PLAINLY, _PLAINLY
    return None, 0


def _kept_private(entry: PlanEntry, play: PlayState, answers: Sequence[Answer]) -> Iterator[Mark]:
    wanted = {check for turn in entry.scenario.turns for check in (*turn.must, *turn.should)}
    direct = next((n for n, one in enumerate(answers) if one.visibility is Visibility.DIRECT), -1)
    if not entry.scenario.direct and direct >= 0:
        yield Mark(MarkCode.MOVED, answer=direct)
    elif Check.TO_PRIVATE in wanted and not any(Check.TO_PRIVATE in one.met for one in answers):
        yield Mark(MarkCode.NOT_MOVED, _NOT_MOVED)
    if Check.HIDES in wanted and not play.hidden:
        yield Mark(MarkCode.NOT_HIDDEN, _NOT_HIDDEN)


def _tone(told: Sequence[Told]) -> PartScore:
    """Return the mean of the answers' tone: a long case is not scored lower for having more answers."""
    marks: list[Mark] = []
    points = []
    for number, found in enumerate(told):
        lost = [_at(MarkCode.TONE, _TONES.get(one.rule, 5), number, one, detail=one.rule) for one in found.tone]
        points.append(max(0, _FULL - sum(one.points for one in lost)))
        marks += lost
    return PartScore(Part.TONE, mean(points), tuple(marks) or (Mark(MarkCode.PLEASANT),))


def _outcome(play: PlayState, answers: Sequence[Answer], told: Sequence[Told], *, solved: bool) -> PartScore:
    marks = [Mark(MarkCode.MOOD, _FULL - _MOODS[play.mood], detail=play.mood.value)]
    if play.mood is not Mood.GONE:
        if not play.has_ended:
            marks.append(Mark(MarkCode.UNFINISHED, _UNFINISHED))
        elif not solved:
            marks.append(Mark(MarkCode.NOT_SOLVED, _NOT_SOLVED))
    last_of_turn = {one.turn: number for number, one in enumerate(answers)}
    missed = {check: number for number in last_of_turn.values() for check in answers[number].missed}
    marks += [Mark(MarkCode.MISSED, _MISSED, detail=check.value, answer=number) for check, number in missed.items()]
    marks += [
        _at(MarkCode.PROMISED, _PROMISED, number, one)
        for number, found in enumerate(told)
        for one in found.findings
        if one.rule == PROMISE
    ]
    return _scored(Part.OUTCOME, marks, MarkCode.CLEAN)


def _scored(part: Part, marks: list[Mark], well: MarkCode) -> PartScore:
    lost = sum(one.points for one in marks)
    return PartScore(part, max(0, _FULL - lost), tuple(marks) or (Mark(well),))


def _at(code: MarkCode, points: int, number: int, finding: Finding, *, detail: str = "") -> Mark:
    return Mark(code, points, detail or finding.kind, number, finding.start, finding.end, finding.text)
