"""Dates as pages write them: formats first, dateparser last and only in its strict form.

A date is complete or it is none: nothing here fills in a day, a month or a year.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from osce_scraper.kept import keep_short
from osce_scraper.normalise.date_words import FORMS, MONTH

VIENNA = ZoneInfo("Europe/Vienna")
_DATEPARSER_LANGUAGES = (
    *("en", "ru", "uk", "fr", "de", "it", "es", "sq", "bs", "hr", "sr", "sr-Latn", "mk", "ro"),
    *("az", "hy", "ka", "kk", "ky", "uz", "be", "tr"),
)


def _load_months() -> dict[str, int]:
    data = json.loads(files(__package__).joinpath("months.json").read_text(encoding="utf-8"))
    months = {
        word: n for names in data.values() if isinstance(names, dict) for word, n in names.items()
    }
    return months | {"sept": 9}  # English pages write it, CLDR does not


MONTHS = _load_months()
"""Names of months in the organisation's languages, folded; see `scripts/build_months.py`."""

_FORMS = tuple(map(re.compile, FORMS))
_FORMATS = tuple(map(re.compile, FORMS))
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.{0,24})?", re.ASCII)
_STRICT = {
    "STRICT_PARSING": True,
    "DATE_ORDER": "DMY",
    "PREFER_LOCALE_DATE_ORDER": False,
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
}
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_MAX_LENGTH = 60


@keep_short(8192)
def parse_date(raw: str) -> date | None:
    """Read a date that is written out in full.

    Args:
        raw: The date alone, e.g. `3 December 2014`, `July 23, 2014`, `3. maja 2010. godine`,
            `12.03.2025` (the day first, as all of Europe writes it) or an ISO 8601 time stamp.
            Of a time stamp the date in its own offset counts; with `Z` the date in Vienna,
            where the site is kept.

    Returns:
        The date, or None where the words are no complete date.
    """
    words = " ".join(raw.split())
    if not words or len(words) > _MAX_LENGTH:
        return None
    return _from_table(words) or _from_iso(words) or _from_dateparser(words)


def _from_table(words: str) -> date | None:
    for form in _FORMATS:
        if match := form.fullmatch(words):
            return on_calendar(match["year"], _month(match["month"]), match["day"])
    return None


def _month(words: str) -> int | None:
    return int(words) if words.isdecimal() else MONTHS.get(words.casefold())


def _from_iso(words: str) -> date | None:
    if not (match := _ISO.fullmatch(words)):
        return None
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return on_calendar(match[1], int(match[2]), match[3])
    try:
        is_utc = moment.tzinfo is UTC and words.endswith("Z")
        return (moment.astimezone(VIENNA) if is_utc else moment).date()
    except OverflowError:  # the last hours of the year 9999
        return moment.date()


def on_calendar(year: str, month: int | None, day: str) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(int(year), month or 0, int(day))
    except ValueError:
        return None


def _from_dateparser(words: str) -> date | None:
    # A complete date has one day and one year; ranges have more, and dateparser takes one of them.
    numbers = re.findall(r"\d+", _TIME.sub("", words))
    if sorted(map(len, numbers)) not in ([1, 4], [2, 4]) or not re.search(MONTH, words):
        return None
    import dateparser  # noqa: PLC0415 - takes 0.3 s, and most dates never need it

    languages = list(_DATEPARSER_LANGUAGES)
    moment = dateparser.parse(words, languages=languages, settings=_STRICT)
    if moment is None or {moment.day, moment.year} != set(map(int, numbers)):
        return None
    return moment.date()
