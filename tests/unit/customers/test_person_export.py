"""A copy of everything held about a person: complete, theirs alone, readable, and never half written."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from desktop.cases import CaseDesk
from desktop.customers import CustomerDesk, ExportFailed, PageWords, export_person
from desktop.model import ArrivedAttachment, CustomerId, Direction, Network
from desktop.store import Store, StoreError
from tests.factories import NOON, FakeClock, an_arrival, an_author, taken
from tests.unit.customers.conftest import LAURA, Write

HOSTILE = '<script>alert(1)</script> & "virgolette"'


def exported(store: Store, customer: CustomerId, folder: Path, **words: Any) -> tuple[dict[str, Any], str, list[str]]:
    """Export and return the data, the page and the names in the archive."""
    target = folder / "copia.zip"
    export_person(store, customer, target, made_at=NOON, tz=UTC, words=PageWords(**words))
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return json.loads(archive.read("data.json")), archive.read("index.html").decode(), archive.namelist()


class Tags(HTMLParser):
    """Counts tags that are opened and never closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses.extend(value or "" for name, value in attrs if name in ("href", "src"))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_copy_holds_what_was_said_noted_and_judged(
    store: Store, desk: CustomerDesk, write: Write, clock: FakeClock, tmp_path: Path
) -> None:
    customer, case_id = write(text="Bolletta doppia")
    desk.add_note(customer, "Preferisce la posta")
    desk.set_tag(customer, "SDD", present=True)
    cases = CaseDesk(store, LAURA, clock)
    cases.add_note(case_id, "Verificato il doppio addebito")
    cases.assign([case_id], "LB")
    ours = an_arrival(
        "ours",
        thread_remote_id="w1",
        direction=Direction.OUTGOING,
        text="Rimborso disposto.",
        sent_at=NOON + timedelta(minutes=5),
        recipients=("marta.rossi",),
    )
    store.intake.take(store.accounts.all()[0], [taken(ours)], NOON)
    data, page, _ = exported(store, customer, tmp_path)
    (conversation,) = data["conversations"]
    assert data["format"] == "sportello-person-1"
    assert (data["person"]["name"], data["person"]["tags"]) == ("Marta Rossi", ["SDD"])
    assert data["person"]["identities"][0]["remote_id"] == "marta.rossi"
    assert [one["text"] for one in data["person"]["notes"]] == ["Preferisce la posta"]
    assert [one["text"] for one in conversation["messages"]] == ["Bolletta doppia", "Rimborso disposto."]
    assert [one["text"] for one in conversation["notes"]] == ["Verificato il doppio addebito"]
    assert (conversation["message_class"], conversation["assignee"]) == ("complaint", "LB")
    assert [event["deed"] for event in data["history"]] == ["note", "assign"]
    for words in ("Bolletta doppia", "Rimborso disposto.", "Preferisce la posta", "SDD", "@marta.rossi", "2026-03-12"):
        assert words in page


def test_what_others_wrote_in_the_same_conversation_is_counted_and_left_out(
    store: Store, write: Write, tmp_path: Path
) -> None:
    customer, _ = write(text="Bolletta doppia")
    neighbour = an_arrival("n1", thread_remote_id="w1", author=an_author("Pau Vila"), text="Anche a me, interno 4!")
    store.intake.take(store.accounts.all()[0], [taken(neighbour)], NOON)
    data, page, _ = exported(store, customer, tmp_path)
    assert data["conversations"][0]["others_messages"] == 1
    assert "interno 4" not in page + json.dumps(data)
    assert "pau" not in (page + json.dumps(data)).lower()


def test_what_the_person_wrote_in_other_peoples_conversations_is_there(
    store: Store, write: Write, tmp_path: Path
) -> None:
    write(text="Bolletta doppia")
    pau, _ = write("Pau Vila", text="Bon dia")
    reply = an_arrival("n1", thread_remote_id="w1", author=an_author("Pau Vila"), text="Anche a me!")
    store.intake.take(store.accounts.all()[0], [taken(reply)], NOON)
    data, page, _ = exported(store, pau, tmp_path)
    assert [one["text"] for one in data["messages_in_other_conversations"]] == ["Anche a me!"]
    assert "Anche a me!" in page
    assert "Bolletta doppia" not in page


def test_nothing_that_was_written_runs_or_loads_in_the_page(
    store: Store, desk: CustomerDesk, write: Write, tmp_path: Path
) -> None:
    evil = an_author(HOSTILE)
    customer, _ = write(author=evil, text=HOSTILE, subject=HOSTILE, network=Network.EMAIL)
    desk.add_note(customer, HOSTILE)
    desk.set_tag(customer, "<b>", present=True)
    _, page, _ = exported(store, customer, tmp_path, title=HOSTILE)
    assert "<script" not in page
    assert "default-src &#x27;none&#x27;" in page
    tags = Tags(page)
    assert tags.open == []
    assert tags.addresses == []


def test_files_lie_beside_the_page_under_harmless_names(store: Store, write: Write, tmp_path: Path) -> None:
    names = ("../../etc/passwd", "estratto conto.pdf", "estratto conto.pdf", "...")
    files = tuple(ArrivedAttachment(name, "application/pdf", 4, content=name.encode()) for name in names)
    fetched_not = ArrivedAttachment("grande.mov", "video/quicktime", 10**9)
    customer, _ = write(network=Network.EMAIL, attachments=(*files, fetched_not))
    data, page, listed = exported(store, customer, tmp_path)
    places = [one["id"] for one in data["conversations"][0]["messages"][0]["attachments"]]
    assert places[4:] == [None]
    assert "grande.mov was never fetched" in page
    assert len(set(places[:4])) == 4
    assert [place for place in places if place in listed] == places[:4]
    assert all(place.startswith("files/") and ".." not in place for place in places[:4])
    assert Tags(page).addresses == places[:4]
    with zipfile.ZipFile(tmp_path / "copia.zip") as archive:
        assert [archive.read(place) for place in places[:4]] == [name.encode() for name in names]


def test_a_merged_persons_copy_holds_both_halves(
    store: Store, desk: CustomerDesk, write: Write, tmp_path: Path
) -> None:
    marta, _ = write(text="Di qua")
    by_mail, _ = write(network=Network.EMAIL, text="Di là")
    desk.add_note(by_mail, "contatore vecchio")
    desk.merge(by_mail, marta, "stesso numero")
    data, _, _ = exported(store, marta, tmp_path)
    assert [one["network"] for one in data["person"]["identities"]] == ["mastodon", "email"]
    assert [one["text"] for one in data["person"]["notes"]] == ["contatore vecchio"]
    assert len(data["conversations"]) == 2


def test_half_surrogates_and_nul_do_not_stop_the_copy(store: Store, write: Write, tmp_path: Path) -> None:
    customer, _ = write(text="strano \x00 \u202e fine")
    data, page, _ = exported(store, customer, tmp_path)
    assert data["conversations"][0]["messages"][0]["text"].startswith("strano")
    assert "fine" in page


@pytest.mark.parametrize(
    ("place", "reason"), [("missing/copia.zip", "no_folder"), ("taken", "unwritable"), ("file/copia.zip", "no_folder")]
)
def test_a_place_that_can_not_be_written_is_named_and_nothing_is_left(
    store: Store, write: Write, tmp_path: Path, place: str, reason: str
) -> None:
    customer, _ = write()
    out = tmp_path / "out"
    (out / "taken" / "in it").mkdir(parents=True)
    (out / "file").write_text("not a folder")
    with pytest.raises(ExportFailed) as caught:
        export_person(store, customer, out / place, made_at=NOON, tz=UTC, words=PageWords())
    assert caught.value.reason == reason
    assert sorted(path.name for path in out.rglob("*")) == ["file", "in it", "taken"]


def test_a_failure_leaves_the_copy_that_was_there(
    store: Store, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _ = write()
    target = tmp_path / "copia.zip"
    target.write_bytes(b"an earlier copy")

    def broken(*_: object) -> None:
        raise StoreError

    monkeypatch.setattr(type(store.dossier), "events", broken)
    with pytest.raises(StoreError):
        export_person(store, customer, target, made_at=NOON, tz=UTC, words=PageWords())
    assert target.read_bytes() == b"an earlier copy"
    assert sorted(path.name for path in tmp_path.glob("copia*")) == ["copia.zip"]


def test_somebody_who_is_not_there_has_no_copy(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed) as caught:
        export_person(store, CustomerId(404), tmp_path / "x.zip", made_at=NOON, tz=UTC, words=PageWords())
    assert caught.value.reason == "no_customer"


def test_many_messages_are_all_there_in_order(store: Store, write: Write, tmp_path: Path) -> None:
    customer, _ = write(text="messaggio 0")
    account = store.accounts.all()[0]
    more = [
        taken(an_arrival(f"x{n}", thread_remote_id="w1", text=f"messaggio {n}", sent_at=NOON + timedelta(minutes=n)))
        for n in range(1, 1_201)
    ]
    for start in range(0, len(more), 500):
        store.intake.take(account, more[start : start + 500], NOON)
    data, _, _ = exported(store, customer, tmp_path)
    assert [one["text"] for one in data["conversations"][0]["messages"]] == [f"messaggio {n}" for n in range(1_201)]
