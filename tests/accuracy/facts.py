"""Facts of real listing rows: when, what kind, by whom, about what, and the dateline's words.

They are committed, so that the rendered pages are the same with and without the captures.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.accuracy.choice import number
from tests.accuracy.stored import load

# Ids and dates of releases (facts section 1.3), in the order of time from November 2010 on.
_BRACKETS = (
    (date(2010, 11, 18), 74164),
    (date(2011, 12, 2), 85655),
    (date(2014, 4, 14), 117777),
    (date(2015, 11, 12), 199471),
    (date(2017, 7, 7), 328336),
    (date(2018, 10, 24), 400865),
    (date(2021, 1, 15), 475649),
    (date(2023, 9, 4), 551359),
    (date(2025, 10, 1), 661329),
)
_SLUGS = {
    "OSCE Office for Democratic Institutions and Human Rights": "odihr",
    "OSCE Representative on Freedom of the Media": "fom",
    "OSCE Mission to Skopje": "mission-to-skopje",
    "OSCE Chairmanship": "chairmanship",
    "OSCE Secretariat": "secretariat",
    "Permanent Council": "pc",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one listing row tells of its release."""

    number: int
    date: date
    type: str | None
    where: tuple[str, ...]
    what: tuple[str, ...]
    dateline: str | None
    separator: str
    places: tuple[tuple[str, str], ...]
    """Cities of the dateline: current English name and country."""
    dateline_date: str | None

    @property
    def node_id(self) -> int:
        """An id as the site gave them at that time."""
        return _node_id(self.date, self.number)

    @property
    def section(self) -> str:
        """The first part of the address."""
        return next((_SLUGS[name] for name in self.where if name in _SLUGS), "node")


@cache
def facts() -> list[Fact]:
    """The facts of all rows."""
    return [
        Fact(
            number=index,
            date=date.fromisoformat(row["date"]),
            type=row["type"],
            where=tuple(row["where"]),
            what=tuple(row["what"]),
            dateline=row.get("dateline"),
            separator=row.get("separator", " - "),
            places=tuple((name, country) for name, country in row.get("places", ())),
            dateline_date=row.get("dateline_date"),
        )
        for index, row in enumerate(load("facts")["rows"])
    ]


def _node_id(day: date, index: int) -> int:
    """Ids grow with time from 2010 on; before, two bulk imports lie side by side."""
    if day < _BRACKETS[0][0]:
        first, last = (46000, 51800) if day.year >= 2006 else (53000, 57900)
        if day.year < 2000:
            first, last = 52000, 52999
        return first + number("node", index) % (last - first)
    place = min(bisect([known for known, _ in _BRACKETS], day), len(_BRACKETS) - 1)
    (before, low), (after, high) = _BRACKETS[place - 1], _BRACKETS[place]
    return low + (high - low) * (day - before).days // (after - before).days
