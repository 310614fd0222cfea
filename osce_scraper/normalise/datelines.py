"""Datelines: the opening words of a release that name where and when it was issued.

`ALMATY, Kazakhstan, 3 December 2014 - Representatives …` (https://www.osce.org/secretariat/129296)
is the full form. Seen besides: no year, no date, the date before the dash, American order,
`(OSCE)` after the date, two hyphens, no blank after the dash, several cities, mixed case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from osce_scraper.normalise import gazetteer
from osce_scraper.normalise.dates import DAY, MONTH, parse_date

_HEAD = 160  # the longest dateline seen has 60 characters
_DAY_MONTH_YEAR = rf"{DAY}[\s-]\s*(?:de\s+)?{MONTH}\.?(?:,?\s+(?:de\s+|соли\s+)?\d{{4}})?"
_MONTH_DAY_YEAR = rf"{MONTH}\.?\s+\d{{1,2}},\s+\d{{4}}"
_YEAR_DAY_MONTH = rf"\d{{4}}[\s-]*(?:жылдын|жылғы|жылы|жыл|ж\.|yil|il)?,?\s*\d{{1,2}}[\s-]+{MONTH}"
_DATE = rf"(?:{_YEAR_DAY_MONTH}|{_DAY_MONTH_YEAR}|{_MONTH_DAY_YEAR})"
_YEAR_WORD = r"(?:\s*(?:года|г\.|року|р\.|թ\.|yil|il)|-?(?:ci|cı|cu|cü)\s+il)?"
_DASH = r"(?:-{1,3}|[–—―]{1,2})"
_PLACE = r"[^\W\d_][^\d\n:;!?“”\"]{1,78}?"

_PLACE_THEN_DATE = re.compile(
    rf"(?P<line>(?P<place>{_PLACE}),?\s+(?P<date>{_DATE})\.?{_YEAR_WORD}(?:\s*\(OSCE\))?)"
    rf"(?:\s*(?P<sep>{_DASH})\s*|\.?\s+(?=\S))"
)
_PLACE_DASH_DATE = re.compile(
    rf"(?P<line>(?P<place>{_PLACE})\s*{_DASH}\s*(?P<date>{_DATE}))(?P<sep>\.|\s*{_DASH})\s+"
)
_PLACE_ALONE = re.compile(rf"(?P<line>(?P<place>{_PLACE}))(?P<sep>\s?{_DASH}\s+|\.\s+)(?=\S)")
_PLACE_AND_DATE = re.compile(rf"(?P<place>{_PLACE})\s+(?P<date>{_DATE})")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline taken apart; nothing in it is completed."""

    raw: str
    """As written, without the separator that follows it."""
    place: str
    """The words for the place or places."""
    date_raw: str | None
    """The words for the date."""
    date: date | None
    """The date, if it is complete."""
    end: int
    """Where the text goes on after the separator."""


def parse_dateline(text: str) -> Dateline | None:
    """Read the dateline that a paragraph begins with.

    Args:
        text: A paragraph, white space folded.

    Returns:
        The dateline, or None where the paragraph begins with plain words. A date further
        inside the text ("on 4 and 5 December") is never taken for one.
    """
    head = text[:_HEAD]
    return _dated(head, _PLACE_DASH_DATE) or _dated(head, _PLACE_THEN_DATE) or _undated(head)


def plain_dateline(text: str) -> Dateline | None:
    """Read a dateline by capitals and date alone, whatever the gazetteer knows."""
    head = text[:_HEAD]
    for pattern in (_PLACE_DASH_DATE, _PLACE_THEN_DATE):
        match = pattern.match(head)
        if match is not None and match["sep"] and _in_capitals(re.split("[,/]", match["place"])[0]):
            place = match["place"].rstrip(" ,–—-")
            return Dateline(match["line"].rstrip(" ,"), place, match["date"], None, match.end())
    return None


def parse_place_and_date(line: str) -> Dateline | None:
    """Read the line of the old layout that holds place and publishing date and nothing else.

    Seen as `PRISTINA 9 January 2002` on https://osce.org/kosovo/54097.
    """
    match = _PLACE_AND_DATE.fullmatch(line.strip())
    if match is None or "," in match["place"] or not _names_places(match["place"]):
        return None
    when = parse_date(match["date"])
    if when is None:
        return None
    return Dateline(match[0], match["place"], match["date"], when, match.end())


def _dated(head: str, pattern: re.Pattern[str]) -> Dateline | None:
    match = pattern.match(head)
    if match is None or not _names_places(match["place"].rstrip(" –—-")):
        return None
    when = parse_date(match["date"])
    if when is None and not _is_day_and_month(match["date"]):
        return None
    place = re.sub(r",\s+(?:le|den|il|el)$", "", match["place"].rstrip(" ,–—-"))
    if match["sep"] is None and (when is None or not _is_known(place)):
        return None  # "ODIHR 30 June …" without a dash may be a sentence
    return Dateline(match["line"].rstrip(" ,"), place, match["date"], when, match.end())


def _undated(head: str) -> Dateline | None:
    """`VIENNA- The OSCE …` and `Kamensk-Shakhtinskiy, Russian Federation. The …`."""
    match = _PLACE_ALONE.match(head)
    if match is None:
        return None
    place = match["place"].rstrip(" ,")
    by_dash = not match["sep"].lstrip().startswith(".")
    if by_dash and not _in_capitals(place):
        return None
    if not by_dash and "," not in place:
        return None
    if not _is_known(place):
        return None
    return Dateline(place, place, None, None, match.end())


def _is_day_and_month(words: str) -> bool:
    """Whether a year is all that the date lacks; 2000 lends its leap day."""
    return parse_date(f"{words} 2000") is not None


def _names_places(words: str) -> bool:
    """Capitals, or cities that the gazetteer knows: so a sentence is never taken for a place."""
    names = split_places(words)
    first = names[0][0] if names else ""
    return bool(first) and (_in_capitals(first) or _is_known(words))


def _is_known(words: str) -> bool:
    return all(gazetteer.is_known(name) for name, _ in split_places(words))


def _in_capitals(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() or not char.islower() for char in letters)


def split_places(words: str) -> list[tuple[str, str | None]]:
    """Take apart the places of a dateline: `(city, country as written)`.

    `ALMATY, Kazakhstan` is one city in a country, `TIRANA / BRUSSELS` are two cities.
    """
    if len(words) > _HEAD:
        return [(words, None)]  # no list of places, and hostile ones would take long
    return [_city_and_country(part) for part in gazetteer.split(words)]


def _city_and_country(words: str) -> tuple[str, str | None]:
    if gazetteer.is_known(words):
        return words, None
    city, comma, country = words.rpartition(",")
    if comma and city.strip() and country.strip():
        return city.strip(" ,"), country.strip()
    return words.strip(" ,"), None
