"""Dates as pages write them: formats first, dateparser last and only in its strict form.

A date is complete or it is none: nothing here fills in a day, a month or a year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

VIENNA = ZoneInfo("Europe/Vienna")
LANGUAGES = (
    *("en", "ru", "uk", "fr", "de", "it", "es", "sq", "bs", "hr", "sr", "sr-Latn", "mk", "ro"),
    *("az", "hy", "ka", "kk", "ky", "uz"),
)
_ENGLISH = "january february march april may june july august september october november december"
# https://dushanbe.osce.org/ru/node/328336 and the Russian listing prove the genitive forms.
_RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
MONTHS: dict[str, int] = {
    word: number
    for months in (_ENGLISH.split(), _RUSSIAN.split())
    for number, word in enumerate(months, start=1)
}
MONTHS.update({word[:3]: number for word, number in MONTHS.items() if word.isascii()})
MONTHS["sept"] = 9

# A month's name is at most 15 letters in any of the languages; bounds keep matching linear.
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+(\w{3,15})\.?,?\s+(\d{4})\.?(?:\s+года)?")
_MONTH_FIRST = re.compile(r"(\w{3,15})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.{0,24})?", re.ASCII)
_STRICT = {
    "STRICT_PARSING": True,
    "DATE_ORDER": "DMY",
    "PREFER_LOCALE_DATE_ORDER": False,
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
}
_MAX_LENGTH = 60


def parse_date(raw: str) -> date | None:
    """Read a date that is written out in full.

    Args:
        raw: The date alone, e.g. `3 December 2014`, `July 23, 2014` or an ISO 8601 time stamp.
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
    if match := _DAY_FIRST.fullmatch(words):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(words):
        month, day, year = match.groups()
    else:
        return None
    return _on_calendar(year, MONTHS.get(month.casefold()), day)


def _from_iso(words: str) -> date | None:
    if not (match := _ISO.fullmatch(words)):
        return None
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return _on_calendar(match[1], int(match[2]), match[3])
    if moment.tzinfo is UTC and words.endswith("Z"):
        return moment.astimezone(VIENNA).date()
    return moment.date()


def _on_calendar(year: str, month: int | None, day: str) -> date | None:
    try:
        return date(int(year), month or 0, int(day))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _from_dateparser(words: str) -> date | None:
    # Only words that name a day and a year can be a complete date; the rest costs 30 ms each.
    if not re.search(r"\b\d{4}\b", words) or not re.search(r"[^\W\d_]{3}", words):
        return None
    if not re.search(r"(?<!\d)\d{1,2}(?!\d)", words):
        return None
    import dateparser  # noqa: PLC0415 - takes 0.3 s, and most dates never need it

    moment = dateparser.parse(words, languages=list(LANGUAGES), settings=_STRICT)
    return moment.date() if moment else None
