"""How long a frame of the case list takes anywhere in 250,000 cases. Measures and prints; judges nothing."""

from __future__ import annotations

import time
from array import array
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, CaseRow, CaseStatus, CustomerId, Network, Reason, ReasonCode, ThreadKind
from ui.inbox import CaseListModel, CaseListPane, Section
from ui.shell import apply_style
from ui.theme import Scheme, Theme, load_tokens

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
NOW = datetime(2026, 3, 12, 10, 48, tzinfo=UTC)
CASES = 250_000
TOKENS = Path(__file__).parents[2] / "resources" / "styles" / "tokens.json"


def made_row(case_id: CaseId) -> CaseRow:
    networks = list(Network)
    return CaseRow(
        id=case_id,
        customer_id=CustomerId(case_id),
        customer_uid=f"customer-{case_id}",
        name=f"Customer number {case_id}",
        handle=f"@customer{case_id}",
        network=networks[case_id % len(networks)],
        snippet=f"Message {case_id} that is long enough to be cut at the right edge of the list",
        snippet_is_ours=case_id % 5 == 0,
        unread=case_id % 3 == 0,
        status=CaseStatus.OPEN,
        assignee="LV" if case_id % 2 else None,
        last_at=NOW - timedelta(minutes=case_id % 5000),
        message_class=None,
        priority=case_id % 100,
        reasons=tuple(Reason(code, "1200") for code in list(ReasonCode)[: case_id % 4]),
        due_at=NOW + timedelta(minutes=case_id % 90 - 20),
        snoozed_until=None,
        queued=0,
        thread_kind=ThreadKind.PUBLIC,
    )


def test_the_time_of_a_frame_in_250_000_cases(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(load_tokens(TOKENS), Scheme.LIGHT)
    apply_style(qapp, theme)
    model = CaseListModel(lambda ids: [made_row(case_id) for case_id in ids], lambda: NOW)
    pane = CaseListPane(theme, model)
    model.setParent(pane)
    qtbot.addWidget(pane)
    pane.resize(359, 852)
    pane.show()
    started = time.perf_counter()
    model.set_ids(array("q", range(1, CASES + 1)), [Section("breached", 900, 0), Section("on_track", CASES - 900, 900)])
    print(f"\nset_ids: {(time.perf_counter() - started) * 1e3:.1f} ms")
    qapp.processEvents()
    bar = pane.list_view.verticalScrollBar()
    for name, places in {
        "wheel": [n * 60 for n in range(600)],
        "drag": [n * 7919 * 173 % bar.maximum() for n in range(400)],
    }.items():
        frames = []
        for place in places:
            started = time.perf_counter()
            bar.setValue(place)
            qapp.processEvents()
            frames.append((time.perf_counter() - started) * 1e3)
        cuts = quantiles(frames, n=100)
        print(f"{name}: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, worst {max(frames):.1f} ms")
    started = time.perf_counter()
    pane.select_case(CASES - 5)
    model.set_ids(array("q", range(CASES, 0, -1)))
    print(f"re-sort with a selection: {(time.perf_counter() - started) * 1e3:.1f} ms")
    assert pane.current_id() == CASES - 5
