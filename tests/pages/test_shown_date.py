"""The date is what the page shows: by its label first, in words before machine values."""

from __future__ import annotations

import pytest

from osce_scraper.normalise.datelines import parse_place_and_date
from osce_scraper.pages.head import Head
from osce_scraper.pages.lines import Line
from osce_scraper.pages.meta import Meta
from osce_scraper.pages.shown_date import ShownDate, find_shown_dates


def labelled(text: str = "", machine: str | None = None, shown: str = "") -> Head:
    times = [] if machine is None else [(machine, shown)]
    return Head(values={"date": [Line(text, times=times)]})


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            labelled("5 May 2016", "2016-05-05T10:00:00+04:00", "5 May 2016"),
            ShownDate("5 May 2016", "5 May 2016", "label_time"),
        ),
        (
            labelled("5 May 2016", "2016-05-04T22:30:00Z", "5 May 2016"),
            ShownDate("5 May 2016", "5 May 2016", "label_time"),
        ),
        (
            labelled("", "2016-05-05T10:00:00Z"),
            ShownDate("2016-05-05T10:00:00Z", "2016-05-05T10:00:00Z", "label_time"),
        ),
        (labelled("", "2016-05-05"), ShownDate("2016-05-05", "2016-05-05", "label_time")),
        (labelled("5 May 2016"), ShownDate("5 May 2016", "5 May 2016", "label")),
        (labelled("5 мая 2016 года"), ShownDate("5 мая 2016 года", "5 мая 2016 года", "label")),
        (
            labelled("last week", "2016-05-05", "last week"),
            ShownDate("2016-05-05", "last week", "label_time"),
        ),
        (labelled("last week"), ShownDate(None, "last week", "label")),
        (labelled("5 May", "", "5 May"), ShownDate(None, "5 May", "label")),
    ],
)
def test_the_labelled_date_is_what_a_person_sees(head: Head, found: ShownDate) -> None:
    assert find_shown_dates(head, Meta()) == [found]


@pytest.mark.parametrize(
    "head",
    [
        Head(),
        Head(values={"date": []}),
        Head(values={"date": [Line("", times=[("", "")])]}),
        Head(values={"place": [Line("5 May 2016")]}),
    ],
)
def test_a_page_that_shows_no_date_gives_none(head: Head) -> None:
    assert find_shown_dates(head, Meta()) == []


def test_the_labelled_date_goes_before_the_others() -> None:
    head = labelled("5 May 2016", "2016-05-05", "5 May 2016")
    head.shown_date = Line("6 May 2016", times=[("2016-05-06", "6 May 2016")])
    head.place_and_date = parse_place_and_date("BAKU 7 May 2016")
    found = find_shown_dates(head, Meta(date="2016-05-08"))
    assert [(one.evidence, one.raw) for one in found] == [
        ("label_time", "5 May 2016"),
        ("shown_time", "6 May 2016"),
        ("place_and_date_line", "7 May 2016"),
        ("meta", "2016-05-08"),
    ]


def test_a_date_that_can_be_read_goes_before_one_that_cannot() -> None:
    found = find_shown_dates(labelled("soon"), Meta(date="2016-05-08"))
    assert [(one.value, one.raw) for one in found] == [("2016-05-08", "2016-05-08"), (None, "soon")]


def test_the_line_of_the_old_layout_is_a_date() -> None:
    head = Head(place_and_date=parse_place_and_date("BAKU 7 May 2016"))
    assert find_shown_dates(head, Meta()) == [
        ShownDate("7 May 2016", "7 May 2016", "place_and_date_line")
    ]


def test_meta_data_are_a_date_where_nothing_else_is() -> None:
    head = Head(values={"date": []})
    stamp = "2016-05-08T09:00:00+02:00"
    assert find_shown_dates(head, Meta(date=stamp)) == [ShownDate(stamp, stamp, "meta")]
