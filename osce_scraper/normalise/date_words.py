"""Patterns for written dates, shared by what reads a date and what finds one in a dateline.

Every part is bounded, so no text makes them slow.
"""

from __future__ import annotations

# A month's name has at most 15 letters in any of the organisation's languages.
MONTH = r"[^\W\d_]{3,15}"

# `2010. godine`, `2017 года`, `2014-cü il`; Serbian, Bosnian and Croatian end a year with a stop.
YEAR_WORDS = (
    r"(?:\.?\s?\b(?:года|году|год|року|рік|години|година|године|godine|godina|жыл|yil|yıl|il)\b"
    r"|\.?\s?\b(?:г|р|թ|g)\.|-?c[iıuü]\s+il\b|\.)?"
)

_AFTER_DAY = r"(?:(?:st|nd|rd|th|er|-nj[yi])?[\s-]\s?|[.º][\s-]{0,2})(?:de\s+)?"
_BEFORE_YEAR = r",?\s+(?:de\s+|соли\s+)?"
_AFTER_YEAR = r"(?:[\s-]?(?:жылдын|жылғы|жылы|жыл|ж\.|yil|il|nj[yi]\s+ýylyň))?[\s,-]{1,3}"

DAY_FIRST = (
    rf"(?P<day>\d{{1,2}}){_AFTER_DAY}(?P<month>{MONTH})\.?(?:{_BEFORE_YEAR}(?P<year>\d{{4}}))"
)
MONTH_FIRST = rf"(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
YEAR_FIRST = (
    rf"(?P<year>\d{{4}}){_AFTER_YEAR}(?P<day>\d{{1,2}})(?:-nj[yi])?[\s-]\s?(?P<month>{MONTH})"
)
# Day before month: so the organisation writes, and all its languages that use stops. Slashes
# stay unread, for Americans write them the other way round.
NUMERIC = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"

FORMS = (rf"{DAY_FIRST}{YEAR_WORDS}", MONTH_FIRST, YEAR_FIRST, rf"{NUMERIC}{YEAR_WORDS}")
"""Complete dates, each with the groups `day`, `month` and `year`."""


def unnamed(pattern: str) -> str:
    """The same pattern without its named groups, to stand beside others in a larger one."""
    for group in ("day", "month", "year"):
        pattern = pattern.replace(f"(?P<{group}>", "(?:")
    return pattern


ANYWHERE = "|".join(
    map(unnamed, (YEAR_FIRST, NUMERIC, DAY_FIRST.removesuffix(")") + ")?", MONTH_FIRST))
)
"""A date within a line; day and month may stand without a year, words after the year stay out."""
