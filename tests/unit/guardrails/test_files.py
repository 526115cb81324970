"""Files beside an answer: how many, how large, of which kind and how described, as each network takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from desktop.guardrails import DraftFacts, limit_findings, text_limit
from desktop.guardrails.content import content_findings
from desktop.guardrails.files import file_findings
from desktop.model import AccountLimits, Decision, Fix, Network, Permission, PermissionNote, Visibility, file_rules


@dataclass(frozen=True)
class File:
    """A file as the window knows it before it is read."""

    name: str = "contatore.jpg"
    content_type: str = "image/jpeg"
    size: int = 200_000
    alt_text: str = ""


def found(network: Network, *files: File, private: bool = False, limits: AccountLimits | None = None) -> list[str]:
    return [finding.rule for finding in file_findings(facts(network, *files, private=private, limits=limits))]


def facts(
    network: Network, *files: File, private: bool = False, limits: AccountLimits | None = None, text: str = "Ecco."
) -> DraftFacts:
    allowed = Permission(
        may_public=True,
        may_direct=True,
        public_limit=500,
        direct_limit=4_096,
        public_files=file_rules(network, limits, public=True),
        direct_files=file_rules(network, limits, public=False),
    )
    way = Visibility.DIRECT if private else Visibility.PUBLIC
    return DraftFacts(text, way, network, permission=allowed, files=files)


@pytest.mark.parametrize("network", [Network.X, Network.MASTODON, Network.BLUESKY])
def test_four_pictures_leave_and_five_do_not(network: Network) -> None:
    assert found(network, *[File()] * 4) == []
    assert found(network, *[File()] * 5) == ["files.too_many"]


def test_a_comment_on_facebook_takes_one_picture_and_nothing_else() -> None:
    assert found(Network.FACEBOOK, File()) == []
    assert found(Network.FACEBOOK, File(), File()) == ["files.too_many"]
    assert found(Network.FACEBOOK, File("bolletta.pdf", "application/pdf")) == ["files.kind"]


@pytest.mark.parametrize(
    ("network", "private"),
    [(Network.INSTAGRAM, False), (Network.INSTAGRAM, True), (Network.FACEBOOK, True), (Network.BLUESKY, True)],
)
def test_where_no_file_is_taken_that_is_said_before_it_leaves(network: Network, private: bool) -> None:
    assert found(network, File(), private=private) == ["files.none"]


def test_a_moving_picture_goes_alone_on_x() -> None:
    moving = File("giro.gif", "image/gif")
    assert found(Network.X, moving) == []
    assert found(Network.X, moving, File()) == ["files.alone"]


def test_a_file_of_exactly_the_limit_leaves_and_one_byte_more_does_not() -> None:
    assert found(Network.BLUESKY, File(size=2_000_000)) == []
    assert found(Network.BLUESKY, File(size=2_000_001)) == ["files.too_large"]
    assert found(Network.BLUESKY, File(size=0)) == ["files.empty"]


def test_a_mail_is_judged_by_all_its_files_together() -> None:
    halves = (File("a.pdf", "application/pdf", 6_000_000), File("b.pdf", "application/pdf", 6_000_000))
    limits = AccountLimits(attachment_bytes=10_000_000)
    assert found(Network.EMAIL, *halves, private=True) == []
    assert found(Network.EMAIL, *halves, private=True, limits=limits) == ["files.too_large"]


def test_the_accounts_own_server_has_the_last_word() -> None:
    limits = AccountLimits(attachments=1, attachment_bytes=1_000, attachment_types=("image/png",), alt_text=10)
    assert found(Network.MASTODON, File(), File(), limits=limits) == ["files.too_many"]
    assert found(Network.MASTODON, File(), limits=limits) == ["files.kind"]
    small = File("a.png", "image/png", 1_000, "Il contatore")
    assert found(Network.MASTODON, small, limits=limits) == ["files.alt_too_long"]
    assert found(Network.MASTODON, replace(small, size=1_001, alt_text=""), limits=limits) == ["files.too_large"]


def test_a_description_is_judged_by_the_networks_own_length() -> None:
    assert found(Network.X, File(alt_text="a" * 1_000)) == []
    finding = next(iter(file_findings(facts(Network.X, File(alt_text="a" * 1_001)))))
    assert (finding.rule, finding.decision, finding.text) == ("files.alt_too_long", Decision.BLOCK, "contatore.jpg")


def test_a_text_beside_a_file_on_telegram_is_a_caption() -> None:
    assert text_limit(facts(Network.TELEGRAM, private=True)) == 4_096
    assert text_limit(facts(Network.TELEGRAM, File(), private=True)) == 1_024


def test_a_file_alone_says_something() -> None:
    assert not list(content_findings(facts(Network.MASTODON, File(), text="")))


def test_where_the_permission_is_not_known_nothing_is_said_of_files() -> None:
    unknown = replace(facts(Network.MASTODON, File()), permission=None)
    assert list(file_findings(unknown)) == []
    assert text_limit(unknown) == 500


def test_a_thread_of_several_messages_is_no_way_out_where_the_network_takes_one_alone() -> None:
    long = replace(facts(Network.FACEBOOK, private=True), text="a" * 5_000)
    assert long.permission is not None
    once = replace(long, permission=replace(long.permission, notes=(PermissionNote.ONE_PRIVATE_REPLY,)))
    assert [one.fixes for one in limit_findings(long)] == [(Fix.CUT, Fix.SHORTEN)]
    assert [one.fixes for one in limit_findings(once)] == [(Fix.SHORTEN,)]
