"""Writing: a sitting's results as rows of a table, without anybody's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.practice.scoring import PARTS, Result, mean

HEADS = ("case", "attempt", "language", "network", "first_answer_seconds", *(part.value for part in PARTS), "total")


def csv_rows(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    """Yield the head, one row a case and the means. A cell never begins as a formula would."""
    yield HEADS
    for one in results:
        scenario = one.entry.scenario
        took = "" if one.took is None else str(round(one.took.total_seconds()))
        points = (str(one.part(part).points) if one.counts else "" for part in PARTS)
        yield (
            _plain(scenario.key if scenario.is_past else scenario.title),
            str(one.entry.attempt),
            scenario.language,
            scenario.network.value,
            took,
            *points,
            str(one.total) if one.counts else "",
        )
    counted = [one for one in results if one.counts]
    means = (str(mean(one.part(part).points for one in counted)) for part in PARTS)
    yield ("mean", "", "", "", "", *means, str(mean(one.total for one in counted)))


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t" else text
