"""Datelines: the opening words of a release that name where and when it was issued.

`ALMATY, Kazakhstan, 3 December 2014 - Representatives …` (https://www.osce.org/secretariat/129296)
is the full form. Seen besides: no year, no date, the date before the dash, American order,
`(OSCE)` after the date, two hyphens, no blank after the dash, several cities, mixed case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from osce_scraper.kept import keep_short
from osce_scraper.normalise.date_words import ANYWHERE, YEAR_WORDS
from osce_scraper.normalise.dates import parse_date
from osce_scraper.normalise.place_words import are_known, is_no_place, split_places

__all__ = ["Dateline", "parse_dateline", "parse_place_and_date", "plain_dateline", "split_places"]

_HEAD = 160  # the longest dateline seen has 60 characters
_DATE = rf"(?:{ANYWHERE})"
_OSCE = r"(?:\s*\(OSCE\))?"
_DASH = r"(?:-{1,3}|[–—―]{1,2})"
_LONGEST_PLACE = 79  # letters
_PLACE = rf"[^\W\d_][^\d\n:;!?“”\"]{{1,{_LONGEST_PLACE - 1}}}?"

_PLACE_THEN_DATE = re.compile(
    rf"(?P<line>(?P<place>{_PLACE}){_OSCE},?\s+(?P<date>{_DATE})\.?{YEAR_WORDS}{_OSCE})"
    rf"(?:,?\s*(?P<sep>{_DASH})\s*|\.?\s+(?=\S))"
)
_PLACE_DASH_DATE = re.compile(
    rf"(?P<line>(?P<place>{_PLACE})\s*{_DASH}\s*(?P<date>{_DATE}))(?P<sep>\.|\s*{_DASH})\s+"
)
_PLACE_ALONE = re.compile(rf"(?P<line>(?P<place>{_PLACE}))(?P<sep>\s?{_DASH}\s+|\.\s+)(?=\S)")
_PLACE_AND_DATE = re.compile(rf"(?P<place>{_PLACE}){_OSCE}\s+(?P<date>{_DATE}){YEAR_WORDS}")

# What may stand before the first digit of a dateline, which is the date's.
_BEFORE_DIGIT = re.compile(r"[^\d:;!?“”\"]{3,}+(?=\d)")
_DASHES = frozenset("-–—―")

_ARTICLE = re.compile(r",\s+(?:le|den|il|el|më)$")  # `VIENNE, le 3 mai 2010`


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
    return _opening(text[:_HEAD])


@keep_short(4096)
def _opening(head: str) -> Dateline | None:
    return next(filter(None, map(_dated, _dated_forms(head))), None) or _undated(head)


@keep_short(64)
def _dated_forms(head: str) -> tuple[re.Match[str], ...]:
    """The ways to read a place and a date at the beginning, the surer first."""
    before = _BEFORE_DIGIT.match(head)
    if before is None:
        return ()
    has_dash = not _DASHES.isdisjoint(before[0])
    forms = (_PLACE_DASH_DATE, _PLACE_THEN_DATE) if has_dash else (_PLACE_THEN_DATE,)
    return tuple(filter(None, (form.match(head) for form in forms)))


def plain_dateline(text: str) -> Dateline | None:
    """Read a dateline by capitals and date alone, whatever the gazetteer knows."""
    for match in _dated_forms(text[:_HEAD]):
        if match["sep"] and _in_capitals(match["place"].replace("/", ",").partition(",")[0]):
            place = match["place"].rstrip(" ,–—-")
            return Dateline(match["line"].rstrip(" ,"), place, match["date"], None, match.end())
    return None


@keep_short(4096)
def parse_place_and_date(line: str) -> Dateline | None:
    """Read the line of the old layout that holds place and publishing date and nothing else.

    Seen as `PRISTINA 9 January 2002` on https://osce.org/kosovo/54097. A country may follow the
    city, `ALMATY, Kazakhstan 6 July 2004`, where both are known.
    """
    match = _PLACE_AND_DATE.fullmatch(line.strip())
    if match is None or not _stands_alone(match["place"]):
        return None
    when = parse_date(match["date"])
    if when is None:
        return None
    return Dateline(match[0], match["place"], match["date"], when, match.end())


def _stands_alone(place: str) -> bool:
    """Whether words name places and no more; with a comma only a known city in its country."""
    if "," not in place:
        return _names_places(place)
    return not place.endswith(",") and are_known(place)


def _dated(match: re.Match[str]) -> Dateline | None:
    place = _ARTICLE.sub("", match["place"].rstrip(" ,–—-"))
    if not _names_places(place):
        return None
    when = parse_date(match["date"])
    if when is None and not _is_day_and_month(match["date"]):
        return None
    if match["sep"] is None and (when is None or not are_known(place)):
        return None  # "ODIHR 30 June …" without a dash may be a sentence
    return Dateline(match["line"].rstrip(" ,"), place, match["date"], when, match.end())


def _undated(head: str) -> Dateline | None:
    """`VIENNA- The OSCE …` and `Kamensk-Shakhtinskiy, Russian Federation. The …`."""
    second, opening = head[1:2], head[: _LONGEST_PLACE + 1]
    if second.isalpha() and second.islower() and not ("," in opening and "." in opening):
        return None  # as most are: neither in capitals nor a city, its country and a stop
    match = _PLACE_ALONE.match(head)
    if match is None:
        return None
    place = match["place"].rstrip(" ,")
    by_dash = not match["sep"].lstrip().startswith(".")
    if by_dash and not _in_capitals(place):
        return None
    if not by_dash and "," not in place:
        return None
    if not are_known(place):
        return None
    return Dateline(place, place, None, None, match.end())


def _is_day_and_month(words: str) -> bool:
    """Whether a year is all that the date lacks; 2000 lends its leap day."""
    return parse_date(f"{words} 2000") is not None


@keep_short(4096)
def _names_places(words: str) -> bool:
    """Capitals that mean nothing else, or cities that the gazetteer knows.

    So a sentence is never taken for a place, nor is a heading (`JOINT STATEMENT`).
    """
    names = split_places(words)
    first = names[0][0] if names else ""
    return bool(first) and ((_in_capitals(first) and not is_no_place(first)) or are_known(words))


def _in_capitals(words: str) -> bool:
    letters = "".join(filter(str.isalpha, words))
    return len(letters) > 1 and not any(map(str.islower, letters))
