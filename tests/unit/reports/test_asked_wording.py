"""What a report quotes of a question holds no personal data."""

from __future__ import annotations

from desktop.reports.questions import grouped
from desktop.system.resources import resource_path
from desktop.triage.repeats import Repeats
from desktop.triage.stems import Stems


def test_a_question_is_quoted_without_the_number_that_somebody_posted_with_it() -> None:
    asked = "Quando arriva il rimborso sul mio conto IT60X0542811101000000123456?"
    rows = [(1, 2, asked, "it", 0), (2, 1, asked, "it", 0)]
    (one,) = grouped(rows, Repeats(Stems.load(resource_path("triage"))))
    assert one.text == f"Quando arriva il rimborso sul mio conto {'•' * 27}?"
