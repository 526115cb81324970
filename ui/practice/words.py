"""Practice in words: reasons, moods, levels, faults and what is kept, each in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from desktop.practice import Level, Mark, MarkCode, Mood, Part, PlayState, Result, ScenarioUnreadable, Sitting, Source
from desktop.practice.scenario import Check
from ui.composer.canned import language_name


def tr(text: str) -> str:
    """Return a sentence of this room in the window's language."""
    return QCoreApplication.translate("Practice", text)


def part_name(part: Part) -> str:
    """Return what a part of the score is called."""
    return {
        Part.TIME: tr("Time"),
        Part.PRIVACY: tr("Privacy"),
        Part.TONE: tr("Tone"),
        Part.OUTCOME: tr("Outcome"),
    }[part]


def level_name(level: Level) -> str:
    """Return what a level is called."""
    return {Level.CALM: tr("Calm"), Level.USUAL: tr("Usual"), Level.BUSY: tr("Busy")}[level]


def level_words(level: Level) -> str:
    """Return what a level asks of the agent."""
    pattern = tr("First answer within {target} min. The next case comes when one is over, after {gap} at the latest.")
    return pattern.format(target=round(level.target.total_seconds() / 60), gap=took_words(level.gap))


def source_name(source: Source) -> str:
    """Return what a source of cases is called."""
    return {
        Source.SCENARIOS: tr("Invented cases"),
        Source.PAST: tr("Own solved cases"),
        Source.BOTH: tr("Both"),
    }[source]


def offer_words(source: Source, count: int, past: int, language: str) -> str:
    """Return what there is to practise on, or what to choose where there is nothing."""
    name = language_name(language)
    if source is not Source.SCENARIOS and not past:
        return tr("No solved case in {language} that a person answered. Practise on invented cases.").format(
            language=name
        )
    if not count:
        return tr("No case of this level in {language}. Choose a higher level.").format(language=name)
    if source is Source.SCENARIOS and count == 1:
        return tr("One invented case in {language}.").format(language=name)
    if source is Source.SCENARIOS:
        return tr("{count} invented cases in {language}.").format(count=count, language=name)
    return tr("Cases in {language}: {count}. In your own ones names, handles and numbers are covered.").format(
        count=count, language=name
    )


def kept_words() -> str:
    """Return what is kept of a sitting."""
    return tr(
        "Kept in your profile: day, language, level, number of cases and points. Nothing that anybody wrote. "
        "Whoever opens this profile can read it, your team leader too; it is sent to nobody."
    )


def history_words(sittings: Sequence[Sitting]) -> str:
    """Return how one's sittings went, in a line."""
    if not sittings:
        return tr("Your first sitting.")
    last = sittings[-1]
    if len(sittings) == 1:
        return tr("One sitting so far: {total} points.").format(total=last.total)
    best = max(one.total for one in sittings)
    words = tr("{count} sittings. The last one {total} points, the one before {before}, the best {best}.")
    return words.format(count=len(sittings), total=last.total, before=sittings[-2].total, best=best)


def fault_words(fault: ScenarioUnreadable) -> str:
    """Return what is wrong with a file of scenarios, and what to do."""
    if fault.what == "missing":
        what = tr("{file} is missing.").format(file=fault.file)
    elif fault.what == "unreadable":
        what = tr("{file} can't be read.").format(file=fault.file)
    elif fault.where:
        what = tr("{file}: the case “{case}” has no usable “{what}”.").format(
            file=fault.file, case=fault.where, what=fault.what
        )
    else:
        what = tr("{file} has no usable “{what}”.").format(file=fault.file, what=fault.what)
    return f"{what} {tr('Choose another language, or install Sportello again.')}"


def mood_words(mood: Mood) -> str:
    """Return how the customer feels at the end."""
    return {
        Mood.CALM: tr("The customer is calm and still waits"),
        Mood.CONTENT: tr("The customer is content"),
        Mood.ANGRY: tr("The customer is still angry"),
        Mood.GONE: tr("The customer is gone"),
    }[mood]


def check_words(check: Check) -> str:
    """Return what an answer should have held."""
    return {
        Check.APOLOGY: tr("No apology"),
        Check.NEXT_STEP: tr("No next step: what you do now, or when the customer hears of you"),
        Check.THANKS: tr("No thanks"),
        Check.TO_PRIVATE: tr("Not moved to private"),
        Check.IN_PUBLIC: tr("Others asked themselves the same: a public answer would have reached them"),
        Check.NO_REQUEST: tr("Asks for personal data in public"),
        Check.NO_VALUE: tr("Repeats personal data in public"),
        Check.NO_PROMISE: tr("Promises something for a time at which the desk is closed"),
        Check.OPENING: tr("Does not say when the desk opens"),
        Check.HIDES: tr("The customer's data were left in sight: hide the post"),
        Check.SAYS: tr("Does not come to the point of the question"),
    }[check]


def took_words(took: timedelta | None) -> str:
    """Return how long the first answer took: "2:05 min", or of full minutes "4 min"."""
    if took is None:
        return tr("none")
    minutes, seconds = divmod(round(took.total_seconds()), 60)
    if not seconds:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{minutes}:{seconds} min").format(minutes=minutes, seconds=f"{seconds:02d}")


def mark_words(mark: Mark, target: timedelta) -> str:
    """Return a reason in words, without its points."""
    if mark.code is MarkCode.MOOD:
        return mood_words(Mood(mark.detail))
    if mark.code is MarkCode.MISSED:
        return check_words(Check(mark.detail))
    if mark.code is MarkCode.TONE:
        return tone_name(mark.detail)
    if mark.code in {MarkCode.IN_TIME, MarkCode.LATE}:
        pattern = (
            tr("First answer after {took}, within the target of {target}")
            if mark.code is MarkCode.IN_TIME
            else tr("First answer after {took}, the target was {target}")
        )
        return pattern.format(took=took_words(timedelta(seconds=int(mark.detail))), target=took_words(target))
    return _plain_words(mark.code)


def _plain_words(code: MarkCode) -> str:
    return {
        MarkCode.NEVER: tr("Never answered"),
        MarkCode.TRIED: tr("Was to be sent and was stopped by the guardrails"),
        MarkCode.ASKED_IN_PUBLIC: tr("Asked for personal data in public"),
        MarkCode.ASKED_SECRET: tr("Asked for something that is never asked for: a password, a PIN, a card's number"),
        MarkCode.VALUE_IN_PUBLIC: tr("Wrote personal data in public"),
        MarkCode.ASKED_PLAINLY: tr("Asked in private without saying why, or for more than is needed"),
        MarkCode.MOVED: tr("Moved to private"),
        MarkCode.NOT_MOVED: tr("Stayed in public where private was the place"),
        MarkCode.NOT_HIDDEN: tr("The customer's data were left in sight"),
        MarkCode.CLEAN: tr("Nothing to object to"),
        MarkCode.PLEASANT: tr("Clear and kind throughout"),
        MarkCode.NOT_SOLVED: tr("Over, but not marked as solved"),
        MarkCode.UNFINISHED: tr("Not over yet"),
        MarkCode.PROMISED: tr("Promised something for a time at which the desk is closed"),
    }[code]


def tone_name(rule: str) -> str:
    """Return what a hint on the tone is about."""
    return {
        "tone.language": tr("Another language than the customer's"),
        "tone.blame": tr("Words that blame"),
        "tone.shouting": tr("Shouting"),
        "tone.address": tr("Formal and familiar address mixed"),
        "tone.plain": tr("A heavy word where a plain one exists"),
        "tone.long": tr("A very long sentence"),
        "tone.hard": tr("Hard to read"),
    }.get(rule, rule)


def progress_words(results: Sequence[Result], planned: int) -> str:
    """Return how far a sitting is: "2 of 6 done"."""
    over = sum(one.play.has_ended for one in results)
    return tr("{over} of {all} done").format(over=over, all=planned)


def state_words(play: PlayState) -> str:
    """Return in a word how a case stands."""
    if not play.has_ended:
        return tr("under way")
    return {
        Mood.CALM: tr("waits"),
        Mood.CONTENT: tr("content"),
        Mood.ANGRY: tr("angry"),
        Mood.GONE: tr("gone"),
    }[play.mood]


__all__ = [
    "check_words",
    "fault_words",
    "history_words",
    "kept_words",
    "level_name",
    "level_words",
    "mark_words",
    "mood_words",
    "offer_words",
    "part_name",
    "progress_words",
    "source_name",
    "state_words",
    "tone_name",
    "took_words",
    "tr",
]
