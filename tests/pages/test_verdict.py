"""Which pages count as releases of the organisation."""

from __future__ import annotations

import pytest

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture, ListingRow
from osce_scraper.pages.head import Head
from osce_scraper.pages.labels import Label
from osce_scraper.pages.page import Page, open_page
from osce_scraper.pages.verdict import check_is_own, check_is_release

URL = "https://www.osce.org/baku/41234"
ROW = ListingRow(
    title="Lighthouse keepers compare logbooks",
    url=URL,
    date_raw="5 May 2016",
    type_raw=None,
    where=[],
    what=[],
    locations=[],
    teaser=None,
)


def page_of(
    head: str = "", row: ListingRow | None = None, *, vouched: bool = False, title: str = ROW.title
) -> Page:
    body = f"<html><head>{head}</head><body><h1>{title}</h1></body></html>".encode()
    return open_page(Capture(url=URL, status=200, body=body, row=row, vouched=vouched))


def head_of(*labels: Label, type_line: str | None = None) -> Head:
    return Head(type_line=type_line, values={label: [] for label in labels})


def reason(page: Page, head: Head, *, has_dateline: bool = False) -> str | None:
    """Why a page is refused; None where it counts."""
    try:
        check_is_release(page, head, has_dateline=has_dateline)
    except PageRefusedError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    "type_line",
    [
        *("Press release", "PRESS RELEASE", "Press statement", "News", "News Item", "Spot report"),
        *("Daily report", "Weekly report", "Statement", "Пресс-релиз"),
    ],
)
def test_a_type_of_the_listing_makes_a_release(type_line: str) -> None:
    assert reason(page_of(), head_of(type_line=type_line)) is None


@pytest.mark.parametrize(
    "labels",
    [
        ("date", "place", "source"),
        ("date", "place", "source", "fields"),
        ("date", "source", "fields"),
        ("date", "source"),
    ],
)
@pytest.mark.parametrize("type_line", [None, "Media advisory"])
def test_the_labelled_header_makes_a_release_of_any_type(
    labels: tuple[Label, ...], type_line: str | None
) -> None:
    assert reason(page_of(), head_of(*labels, type_line=type_line)) is None


@pytest.mark.parametrize("type_line", [None, "Media advisory"])
def test_a_dateline_makes_a_release(type_line: str | None) -> None:
    assert reason(page_of(), head_of(type_line=type_line), has_dateline=True) is None


@pytest.mark.parametrize(
    "head", [head_of(), head_of("date"), head_of("fields"), head_of("source"), head_of("type")]
)
def test_a_page_that_shows_none_of_these_needs_somebody_to_vouch(head: Head) -> None:
    assert reason(page_of(), head) == "not_a_release"
    assert reason(page_of(row=ROW), head) is None
    assert reason(page_of(vouched=True), head) is None


@pytest.mark.parametrize(
    "title", ["Lighthouse keepers compare their logbooks", "LIGHTHOUSE KEEPERS COMPARE LOGS"]
)
def test_a_row_vouches_for_a_page_whose_title_was_changed_a_little(title: str) -> None:
    assert reason(page_of(row=ROW, title=title), head_of()) is None


@pytest.mark.parametrize("title", ["This content has moved", "Please identify yourself", "Home"])
def test_a_row_vouches_for_no_page_that_stands_in_the_place_of_its_own(title: str) -> None:
    assert reason(page_of(row=ROW, title=title), head_of()) == "not_a_release"
    assert reason(page_of(row=ROW, title=title), head_of(), has_dateline=True) is None


@pytest.mark.parametrize("title", ["Page not found", "Log in", "Access denied", "ACCESS DENIED"])
def test_nobody_vouches_for_a_wall(title: str) -> None:
    page = page_of(row=ROW, vouched=True, title=title)
    assert reason(page, head_of()) == "not_a_release"
    assert reason(page, head_of("date", "place")) is None


@pytest.mark.parametrize(
    "type_line",
    [
        *("Document", "Event", "Photo", "Photo gallery", "Gallery", "Project", "Decision"),
        *("Vacancy", "Story", "Speech", "DOCUMENT", "Resources"),
    ],
)
def test_a_page_that_calls_itself_something_else_is_no_release(type_line: str) -> None:
    labels: tuple[Label, ...] = ("date", "place", "source", "fields")
    head = head_of(*labels, type_line=type_line)
    assert reason(page_of(), head, has_dateline=True) == "not_a_release"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<link rel='canonical' href='/baku/41234'>",
        "<link rel='canonical' href='https://www.osce.org/node/41234'>",
        "<link rel='canonical' href='http://osce.org/baku/41234?page=1'>",
        "<link rel='canonical' href='https://odihr.osce.org/odihr/41234'>",
        "<meta property='og:url' content='https://www.osce.org/baku/41234'>",
        "<link rel='canonical' href=''>",
    ],
)
def test_a_page_of_the_organisation_is_its_own(head: str) -> None:
    check_is_own(page_of(head))


@pytest.mark.parametrize(
    "head",
    [
        "<link rel='canonical' href='https://www.oscepa.org/news/41234'>",
        "<link rel='canonical' href='https://osce.org.example.net/baku/41234'>",
        "<link rel='canonical' href='https://notosce.org/baku/41234'>",
        "<LINK HREF='//elsewhere.example/baku/41234' REL='shortlink CANONICAL'>",
        "<meta property='og:url' content='https://elsewhere.example/41234'>",
        "<link rel='canonical' href='https://www.osce.org:8443/baku/41234'>",
    ],
)
def test_a_page_that_calls_another_site_its_home_is_off_site(head: str) -> None:
    page = page_of(head, ROW, vouched=True)
    with pytest.raises(PageRefusedError) as refused:
        check_is_own(page)
    assert refused.value.reason == "off_site"
