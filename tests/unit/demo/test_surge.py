"""The demo's surge: the same crowd for the same seed, only where it is asked for, after weeks without an alarm."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from desktop.demo import Town, fresh_networks
from desktop.demo.surge import PEOPLE, crowd, ordinary_weeks, plan_surge
from desktop.model import Network, Surging
from desktop.triage.crisis import Baseline
from tests.factories import NOON, FakeClock


def a_town(*, surge: bool) -> Town:
    town = Town(3, NOON, [one for one in fresh_networks(3, FakeClock()) if one.network is Network.MASTODON])
    if surge:
        plan_surge(town)
    return town


def test_the_crowd_follows_from_the_seed_and_nobody_writes_twice() -> None:
    assert crowd(3, PEOPLE) == crowd(3, PEOPLE)
    assert crowd(3, PEOPLE) != crowd(4, PEOPLE)
    assert len({persona.handle for persona, _ in crowd(3, PEOPLE)}) == PEOPLE


def test_a_town_without_a_surge_is_as_it_always_was() -> None:
    calm, crowded = a_town(surge=False), a_town(surge=True)
    assert calm.said == crowded.said
    assert calm.advance(60) + PEOPLE == crowded.advance(60)
    said = [[(one.who, one.text, one.at) for one in town.said] for town in (calm, crowded)]
    assert said[0] == said[1], "the crowd changes nothing of what the others say"


def test_the_weeks_before_raise_no_alarm_and_the_crowd_does() -> None:
    hours = list(ordinary_weeks(3, NOON))
    baseline = Baseline(hours, NOON.replace(hour=0), ZoneInfo("Europe/Rome"))
    assert baseline.is_ready
    alarms = [one for one in hours if baseline.surges(one.start + timedelta(hours=1), one.people, one.angry)]
    assert alarms == []
    assert Surging.VOLUME in {one.of for one in baseline.surges(NOON, PEOPLE, 0)}
