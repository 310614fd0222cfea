"""When a node id was given: a check on dates, never a date.

Node ids grow with time from about 74000 on; those from 46000 to 57999 are one import of the years
before 2010, in no order (facts 1.3). Each point below is a page whose date was read.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from osce_scraper.items import Issue

_SLACK = timedelta(days=45)  # a page may wait before it is published, or be back-dated a little
_FIRST_RELEASE = date(1995, 1, 1)
_IMPORTED = (46_000, 57_999, date(2009, 12, 31))
_POINTS = (
    (74_164, date(2010, 11, 18)),
    (74_232, date(2010, 11, 30)),
    (85_655, date(2011, 12, 2)),
    (117_777, date(2014, 4, 14)),
    (121_674, date(2014, 7, 23)),
    (129_296, date(2014, 12, 3)),
    (151_191, date(2015, 4, 16)),
    (194_821, date(2015, 10, 27)),
    (199_471, date(2015, 11, 12)),
    (328_336, date(2017, 7, 7)),
    (377_272, date(2018, 4, 6)),
    (400_865, date(2018, 10, 24)),
    (551_359, date(2023, 9, 4)),
)


def bracket_of(node_id: int) -> tuple[date | None, date | None]:
    """The first and the last day on which a release with this id may have been published.

    Returns:
        Both inclusive; None where nothing is known.
    """
    first, last, until = _IMPORTED
    if first <= node_id <= last:
        return _FIRST_RELEASE, until
    if node_id < _POINTS[0][0]:
        return None, None
    place = bisect_left(_POINTS, (node_id, date.min))
    after = _POINTS[place][1] if place < len(_POINTS) else None
    exact = after is not None and _POINTS[place][0] == node_id
    before = _POINTS[place if exact else place - 1][1]
    return before - _SLACK, after + _SLACK if after else None


def check_bracket(node_id: int | None, published: date | None) -> Issue | None:
    """An issue where a date lies outside its node id's bracket, e.g. a wrong year."""
    if node_id is None or published is None:
        return None
    earliest, latest = bracket_of(node_id)
    if (earliest is None or earliest <= published) and (latest is None or published <= latest):
        return None
    return Issue(
        code="date_outside_bracket",
        field="date",
        kept=published.isoformat(),
        lost=None,
        detail=f"node {node_id} was given between {earliest or '?'} and {latest or 'now'}",
    )
