"""Items that appear while a listing is read cost nothing and give nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.window import Window
from tests.discovery.driver import HOME, Run, drive
from tests.discovery.paged import NEWEST, Item, PagedListing, items, labelled, teaser

ROWS = 5


def read(site: PagedListing) -> tuple[Run, Listings]:
    way = Listings(Window())
    return drive(way, site), way


def small(existing: list[Item], change: Callable[[list[Item]], None]) -> PagedListing:
    """A listing of few rows a page, which knows no `rows`."""
    return PagedListing(existing, ROWS, change=change, parameters=("page", "solrsort"), strict=True)


def inserting(plan: list[list[int]]) -> Callable[[list[Item]], None]:
    """After each answer items appear, as many as the plan has, each at its place from the top."""
    numbers = iter(range(700_000, 900_000))

    def change(listing: list[Item]) -> None:
        for place in plan.pop(0) if plan else ():
            day = NEWEST + timedelta(days=1) if place == 0 else NEWEST
            listing.insert(min(place, len(listing)), Item(next(numbers), day))

    return change


PLACES = st.lists(st.just(0) | st.integers(0, 40), max_size=2 * ROWS + 1)


@given(st.integers(1, 40), st.lists(PLACES, max_size=15))
@settings(deadline=None)
def test_whatever_appears_every_item_of_the_start_is_found_once(
    count: int, plan: list[list[int]]
) -> None:
    existing = items(count)
    run, _ = read(small(list(existing), inserting(plan)))
    assert len(run.urls) == len(set(run.urls))
    assert {f"{HOME}{item.path}" for item in existing} <= set(run.urls)


@given(st.integers(6, 40), st.lists(st.lists(st.just(0), max_size=7), max_size=12))
@settings(deadline=None)
def test_what_has_appeared_on_top_before_the_last_look_is_found_too(
    count: int, plan: list[list[int]]
) -> None:
    site = small(items(count), inserting(plan))
    run, way = read(site)
    assert way.is_whole
    last_look = max(n for n, url in enumerate(site.asked) if url == site.asked[1])
    held = site.states[last_look - 1]  # the first address asked is one that the server refuses
    assert {f"{HOME}{item.path}" for item in held} <= set(run.urls)


@pytest.mark.parametrize("new", [1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS])
def test_items_that_appear_at_once_are_found_at_the_end(new: int) -> None:
    plan: list[list[int]] = [[], [0] * new]
    site = small(items(23), inserting(plan))
    run, way = read(site)
    assert set(run.urls) == {f"{HOME}{item.path}" for item in site.items}
    assert way.is_whole


def test_a_new_item_costs_one_page_more() -> None:
    quiet = small(items(23), inserting([]))
    busy = small(items(23), inserting([[], [0]]))
    assert len(read(busy)[0].asked) == len(read(quiet)[0].asked)
    assert quiet.asked[-1] == f"{HOME}/press-releases"


def test_an_item_that_moves_to_the_top_is_found_once() -> None:
    def move(listing: list[Item]) -> None:
        if listing[12].number == 659_988:
            listing.insert(0, listing.pop(12))

    run, way = read(small(items(23), move))
    assert sorted(run.urls) == sorted(f"{HOME}{item.path}" for item in items(23))
    assert way.is_whole


def test_a_listing_of_one_page_is_read_once() -> None:
    site = small(items(4), inserting([]))
    read(site)
    assert site.asked.count(f"{HOME}/press-releases") == 1


@pytest.mark.parametrize("row", [labelled, teaser])
@pytest.mark.parametrize("count", [1, 49, 50, 51, 260])
def test_a_quiet_listing_is_read_from_end_to_end(count: int, row: Callable[[Item], str]) -> None:
    site = PagedListing(items(count), row=row)
    run, way = read(site)
    assert run.paths == [item.path for item in items(count)]
    pages = -(-count // 50)
    assert len(site.asked) == (pages if pages == 1 else pages + 1)
    assert way.is_whole
    shown = "1 page" if len(site.asked) == 1 else f"{len(site.asked)} pages"
    assert way.report() == f"listing: {count} found on {shown}; ended at the last page"


def test_a_flood_that_is_as_fast_as_the_reader_is_left_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("osce_scraper.discovery.paging.MOST_PAGES", 80)

    def flood(listing: list[Item]) -> None:
        start = 700_000 + 20 * len(listing)
        listing[:0] = [Item(start + n, NEWEST + timedelta(days=9)) for n in range(ROWS)]

    _, way = read(small(items(3 * ROWS), flood))
    assert "the listing leads on after 80 pages" in way.report()


def test_a_server_that_ignores_the_page_is_found_out() -> None:
    site = PagedListing(items(200), parameters=("rows", "solrsort"))
    site.extra = (
        "<li class='pager-next'><a href='?page=1&rows=50&solrsort=ds_date+desc'>next</a></li>"
    )
    run, way = read(site)
    assert len(run.found) == 50
    assert "page 2 is the first page once more" in way.report()
    assert len(run.asked) <= 4


def test_a_pager_that_leads_on_from_the_last_page_is_found_out() -> None:
    whole = PagedListing(items(100))

    def serve(url: str) -> object:
        number = int(url.partition("page=")[2].partition("&")[0] or 0)
        turned = f"{HOME}/press-releases?page={min(number, 1)}&rows=50&solrsort=ds_date+desc"
        body = whole(turned).content.decode()
        link = f"?page={number + 1}&rows=50&solrsort=ds_date+desc"
        return whole(turned).model_copy(
            update={"url": url, "body": f"<a href='{link}'>on</a>{body}".encode()}
        )

    way = Listings(Window())
    run = drive(way, serve)  # type: ignore[arg-type]
    assert len(run.found) == 100
    assert "brought nothing new" in way.report()
    assert len(run.asked) < 8


def test_a_pager_that_never_ends_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.discovery.paging.MOST_PAGES", 30)

    def grow(listing: list[Item]) -> None:
        start = listing[-1].number - 1
        listing += [Item(start - n, NEWEST) for n in range(50)]

    run, way = read(PagedListing(items(200), change=grow))
    assert "the listing leads on after 30 pages" in way.report()
    assert len(run.asked) == 30
