"""Every code that a channel can give has a sentence: in the outbox, in the wizard, or where an account says how it does."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.accounts.email import suggest
from desktop.model import Account, AccountHealth, AccountId, AccountRole, CheckStep, HealthState, Network
from ui.accounts import bluesky_words, feeds_words, mastodon_words, meta_words, telegram_words, x_words
from ui.accounts.browser_words import _DECLINED, declined_sentence
from ui.accounts.email_words import mailbox_fault
from ui.accounts.fault_words import health_sentence, is_unreadable, transport_sentence
from ui.accounts.trial_words import TrialWords
from ui.cases.moderation_words import cause_words
from ui.cases.sending_words import needs_sign_in, refusal_words, waits_words

CHANNELS = Path(importlib.import_module("desktop.channels").__file__ or "").parent
RAISED = {
    "Refused", "NotThere", "NoChat", "AlreadyThere", "UnknownFields", "TemporaryFailure", "TooMuch", "SignInExpired",
    "BadToken", "MissingScope", "OutcomeUnknown", "Unreadable", "SignInRefused", "CommandRefused",
}  # fmt: skip
TABLES = (
    ("x.failures", "_REFUSALS"),
    ("telegram.failures", "_REFUSALS"),
    ("graph.failures", "_BY_SUBCODE"),
    ("graph.failures", "_BY_CODE"),
    ("graph.failures", "_BY_WORDS"),
    ("exchange", "_BY_CAUSE"),
    ("email.faults", "_BY_KIND"),
)
INSIDE = {
    "out_of_reach", "not_a_page", "not_a_bot",  # of one item or one answer, counted in the log
    "bad_state", "no_code",  # passed over while the browser is awaited
}  # fmt: skip
MAIL = suggest("care@shop.test").settings
WORDS: tuple[TrialWords, ...] = (
    bluesky_words._WORDS,
    x_words._WITH_STREAM,
    telegram_words._WORDS,
    feeds_words._TRIAL,
    mastodon_words._BY_TOKEN,
    mastodon_words._BY_BROWSER,
    *meta_words._WORDS.values(),
)


def literals(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """Yield the codes that an expression can be, not what it is chosen by."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, constants)
        yield from literals(node.orelse, constants)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from literals(value, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]


def constants_of(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[name.id] = value.value
    return found


def raised_codes() -> Iterator[str]:
    for path in sorted(CHANNELS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.stem not in {"failures", "faults"} and not any(f"{name}(" in text for name in RAISED):
            continue
        tree = ast.parse(text)
        constants = constants_of(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in RAISED:
                    yield from literals(node.args[0], constants)
            elif isinstance(node, ast.Return) and node.value is not None and path.stem in {"failures", "faults"}:
                yield from literals(node.value, constants)


def table_codes() -> Iterator[str]:
    for module, name in TABLES:
        table = getattr(importlib.import_module(f"desktop.channels.{module}"), name)
        yield from table.values() if isinstance(table, dict) else (code for _, code in table)


CODES = sorted({code for code in (*raised_codes(), *table_codes()) if code} - INSIDE)


def in_a_trial(code: str) -> bool:
    keys = {key.rpartition("/")[2] for words in WORDS for key in words.meanings}
    return code in keys


def test_the_scan_finds_what_is_known_to_be_there() -> None:
    assert {"duplicate", "too_many_cashtags", "webhook_set", "chat_not_allowed", "private_reply_used"} <= set(CODES)
    assert len(CODES) > 60


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence(qapp: QApplication, code: str) -> None:
    said = refusal_words(code, "X") not in {"X refused it.", f"{code}."}
    waits = waits_words(code, "X") is not None or needs_sign_in(code)
    tried = in_a_trial(code) or is_unreadable(code) or transport_sentence(code, "host") is not None
    mail = "“" not in mailbox_fault(CheckStep("connect", passed=False, reason=code), MAIL).text
    health = "“" not in health_sentence(_account(HealthState.OFFLINE, code))
    assert said or waits or tried or mail or health or code in _DECLINED, f"{code} has no words"


@pytest.mark.parametrize(
    "code",
    ["http_400", "http_404", "http_503", "graph_2500", "recipient_refused 550", "message_refused 554 5.7.1"],
)
def test_a_number_is_told_in_a_sentence(qapp: QApplication, code: str) -> None:
    words = refusal_words(code, "X")
    assert any(part in words for part in (code.partition("_")[2].partition(" ")[0], code.rpartition(" ")[2]))
    assert "_" not in words


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_shows_a_code_or_a_gap(qapp: QApplication, code: str) -> None:
    for words in (
        refusal_words(code, "X"),
        cause_words(code, "X"),
        waits_words(code, "X") or "",
        declined_sentence(code),
    ):
        assert "{" not in words
        assert "_" not in words or f"“{code}”" in words


@pytest.mark.parametrize("scope", ["dm.write", "pages_messaging", "write:statuses"])
def test_a_missing_permission_is_named_wherever_something_waits(qapp: QApplication, scope: str) -> None:
    code = f"missing_scope:{scope}"
    assert needs_sign_in(code)
    assert f"“{scope}”" in (waits_words(code, "X") or "")
    assert f"“{scope}”" in declined_sentence(code)
    assert f"“{scope}”" in health_sentence(_account(HealthState.SIGN_IN, code))


@pytest.mark.parametrize(
    ("state", "detail", "expected"),
    [
        (HealthState.RATE_LIMITED, "budget_spent", "This month's budget is spent"),
        (HealthState.OFFLINE, "webhook_set", "by a webhook"),
        (HealthState.OFFLINE, "other_consumer", "only one may"),
        (HealthState.OFFLINE, "credits_used_up", "credits on X are used up"),
        (HealthState.OFFLINE, "unusable_settings", "settings can't be used"),
        (HealthState.OFFLINE, "channel_fault", "A fault of this program"),
        (HealthState.OFFLINE, "unreadable_answer", "can't read"),
        (HealthState.SIGN_IN, "no_sign_in", "is not in the credential store"),
        (HealthState.CONNECTED, "partly:feed_2", "forum.example/rss"),
        (HealthState.CONNECTED, "partly:search", "searches no posts"),
        (HealthState.CONNECTED, "partly:direct:missing_scope:pages_messaging", "“pages_messaging”"),
        (HealthState.CONNECTED, "partly:direct:rate_limited tags:http_500", "private messages, posts that tag"),
        (HealthState.CONNECTED, "", ""),
    ],
)
def test_an_account_says_what_is_wrong_with_it(
    qapp: QApplication, state: HealthState, detail: str, expected: str
) -> None:
    sentence = health_sentence(_account(state, detail))
    assert (expected in sentence) if expected else sentence == ""
    assert "{" not in sentence


def _account(state: HealthState, detail: str) -> Account:
    settings: dict[str, str | int | bool | None] = {"feeds": "https://paper.example/feed\nhttps://forum.example/rss"}
    return Account(
        AccountId(1),
        "uid",
        Network.X,
        "Aurora",
        "@aurora",
        AccountRole.CARE,
        settings,
        health=AccountHealth(state, detail=detail),
    )
