"""Site snippet: the desk's hours as HTML for the company's site, and the same as schema.org data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from desktop.accounts.profile_text import ProfileFacts, ProfileWords
from desktop.guardrails import OpeningHours, Slot
from desktop.guardrails.hours import DAY_MINUTES, YEAR_DAYS

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def site_snippet(words: ProfileWords, language: str, facts: ProfileFacts, today: date) -> str:
    """Return a section that can be pasted into a page: the hours to read, then the same as JSON-LD.

    Nothing in it can end the script early, whatever the company's name is. `today`: closures before it are left out.
    """
    said = words.of(language)
    rows = words.week_rows(language, facts.hours, short=False) or [(str(said["never"]), "")]
    lines = [f'<section class="customer-care" lang="{escape(language)}">', f"  <h2>{escape(str(said['heading']))}</h2>"]
    lines += ["  <dl>", *(f"    <dt>{escape(days)}</dt><dd>{escape(times)}</dd>" for days, times in rows), "  </dl>"]
    lines += [f"  <p>{escape(line)}</p>" for line in _remarks(words, language, facts)]
    if facts.link:
        lines.append(f'  <p><a href="{escape(facts.link)}">{escape(facts.link)}</a></p>')
    data = json.dumps(schema_of(facts, today), ensure_ascii=False, indent=2).replace("<", "\\u003c")
    lines += ['  <script type="application/ld+json">', data, "  </script>", "</section>"]
    return "\n".join(lines) + "\n"


def schema_of(facts: ProfileFacts, today: date) -> dict[str, Any]:
    """Return the schema.org description: LocalBusiness with `openingHours`, special days, and a ContactPoint."""
    hours = facts.hours
    contact: dict[str, Any] = {"@type": "ContactPoint", "contactType": "customer service"}
    if facts.languages:
        contact["availableLanguage"] = list(facts.languages)
    if facts.link:
        contact["url"] = facts.link
    contact["hoursAvailable"] = [_specification(day, slot) for day in range(7) for slot in sorted(hours.week[day])]
    if hours.holidays_off and hours.country:
        contact["hoursAvailable"].append(_closed({"dayOfWeek": "https://schema.org/PublicHolidays"}))
    found: dict[str, Any] = {"@context": "https://schema.org", "@type": "LocalBusiness"}
    if facts.name:
        found["name"] = facts.name
    found["openingHours"] = _opening_hours(hours)
    special = list(_special(hours, today))
    if special:
        found["specialOpeningHoursSpecification"] = special
    found["contactPoint"] = contact
    return found


def _remarks(words: ProfileWords, language: str, facts: ProfileFacts) -> Iterator[str]:
    said = words.of(language)
    if facts.hours.holidays_off and facts.hours.country:
        yield str(said["holidays"])
    if facts.languages:
        yield str(said["languages_line"]).format(languages=words.languages(language, facts.languages))
    if facts.reply_minutes:
        yield str(said["reply_line"]).format(reply=words.reply(language, facts.reply_minutes))


def _opening_hours(hours: OpeningHours) -> list[str]:
    """Return lines like "Mo-Fr 09:00-18:00", days in a row with the same hours in one."""
    lines: list[str] = []
    first = 0
    for day in range(7):
        slots = tuple(sorted(hours.week[day]))
        if day < 6 and slots == tuple(sorted(hours.week[day + 1])):  # noqa: PLR2004 - the last day of the week
            continue
        days = _SHORT[first] if first == day else f"{_SHORT[first]}-{_SHORT[day]}"
        lines += [f"{days} {slot.opens}-{_closes(slot)}" for slot in slots]
        first = day + 1
    return lines


def _specification(day: int, slot: Slot) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{_DAYS[day]}",
        "opens": slot.opens,
        "closes": _closes(slot),
    }


def _closes(slot: Slot) -> str:
    """Return the close; the midnight that ends a day is 23:59, as search engines want it."""
    return "23:59" if slot.end == DAY_MINUTES else slot.closes


def _closed(when: dict[str, str]) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", **when, "opens": "00:00", "closes": "00:00"}


def _special(hours: OpeningHours, today: date) -> Iterator[dict[str, Any]]:
    for first, last, slots in _own_days(hours, today):
        when = {"validFrom": first.isoformat(), "validThrough": last.isoformat()}
        if not slots:
            yield _closed(when)
        for slot in slots:
            yield {"@type": "OpeningHoursSpecification", **when, "opens": slot.opens, "closes": _closes(slot)}


def _own_days(hours: OpeningHours, today: date) -> Iterator[tuple[date, date, Sequence[Slot]]]:
    for closure in hours.closures:
        length = closure.end_date - closure.start_date
        first = closure.start_date
        if closure.yearly and closure.end_date < today:
            days = (today + timedelta(days=ahead) for ahead in range(YEAR_DAYS + 1))
            first = next((day for day in days if closure.covers(day)), first)
        if first + length >= today:
            yield first, first + length, closure.slots
