"""A listing that was read before is read down to a safe overlap, and on from its bookmark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.discovery import overlap
from osce_scraper.discovery.found import Step
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.overlap import Bookmark, Overlap, ReadBefore
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, page
from tests.discovery.paged import NEWEST, Item, PagedListing, items

ROWS = 5
"""Rows of a page."""
DEPTH = 10
"""In the place of the overlap's own, so that small listings show what large ones do."""


@pytest.fixture(autouse=True, scope="module")
def _small_overlap() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlap, "DEPTH", DEPTH)
        yield


def paged(count: int) -> PagedListing:
    """A listing that shows few rows a page, whatever it is asked for."""
    return PagedListing(items(count), ROWS, parameters=("page",))


@dataclass
class Followed:
    """Runs over one listing, with what they remember between them."""

    site: PagedListing
    window: Window = field(default_factory=Window)
    pages: dict[str, str] = field(default_factory=dict)
    """Pages that were found, with the run that found each first."""
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    runs: int = 0
    asked: list[str] = field(default_factory=list)
    """By the last run."""
    lost: set[int] = field(default_factory=set)
    """Requests of the next run that fail, counted from 0."""
    before: ReadBefore = field(init=False)
    way: Listings = field(init=False)

    def read(self, most: int = 10_000) -> list[str]:
        """Read the listing as a run does, with so many requests; gives the new pages."""
        self.runs += 1
        run = f"run {self.runs}"
        self.before = ReadBefore(self._found_before, run, self.bookmarks)
        self.way = Listings(self.window, read_before=self.before)
        self.asked, new, waiting = [], [], self.way.first()
        while waiting and len(self.asked) < most:
            step = self._ask(waiting.pop(0))
            found = [one.url for one in step.found]
            new += [url for url in found if url not in self.pages]
            self.pages = dict.fromkeys(found, run) | self.pages
            waiting += step.follow
        self.lost = set()
        return new

    def _ask(self, url: str) -> Step:
        self.asked.append(url)
        if len(self.asked) - 1 in self.lost:
            return self.way.lose(url, "timeout")
        return self.way.read(self.site(url))

    def _found_before(self, url: str) -> str | None:
        run = self.pages.get(url)
        return None if run == f"run {self.runs}" else run

    @property
    def met(self) -> Overlap:
        return self.before.overlaps["en"]


def followed(count: int, window: Window | None = None) -> Followed:
    """A listing that was read once."""
    listing = Followed(paged(count), window or Window())
    assert len(listing.read()) == count
    return listing


def urls(found: list[Item]) -> list[str]:
    return [f"{HOME}{item.path}" for item in found]


def new_items(count: int, start: int = 700_000) -> list[Item]:
    return [Item(start + number, NEWEST + timedelta(days=1)) for number in range(count)]


def publish(listing: Followed, count: int, start: int = 700_000) -> list[str]:
    """New items at the top."""
    new = new_items(count, start)
    listing.site.items[:0] = new
    return urls(new)


def test_listing_without_news_costs_its_first_pages() -> None:
    listing = followed(100)
    assert listing.read() == []
    assert len(listing.asked) == DEPTH // ROWS + 1  # and the top once more
    assert listing.met.is_reached
    assert listing.way.is_whole


def test_new_items_are_found_above_what_is_known() -> None:
    listing = followed(100)
    new = publish(listing, 7)
    assert listing.read() == new
    assert listing.read() == []


def test_more_new_items_than_the_overlap_are_found() -> None:
    listing = followed(100)
    new = publish(listing, 3 * DEPTH)
    assert sorted(listing.read()) == sorted(new)


def test_pinned_items_do_not_end_the_reading() -> None:
    listing = followed(100)
    listing.site.items[:0] = [listing.site.items.pop(50) for _ in range(2)]
    back_dated = Item(800_000, NEWEST - timedelta(days=9))
    listing.site.items.insert(6, back_dated)
    assert listing.read() == urls([back_dated])


@settings(deadline=None, max_examples=30)
@given(places=st.lists(st.integers(0, DEPTH - 1), max_size=5))
def test_back_dated_item_is_found_at_any_place_of_the_overlap(places: list[int]) -> None:
    listing = followed(30)
    added = [Item(800_000 + number, NEWEST) for number in range(len(places))]
    for place, item in zip(places, added, strict=True):
        listing.site.items.insert(place, item)
    assert sorted(listing.read()) == sorted(urls(added))


def test_rows_that_are_no_releases_do_not_break_the_overlap() -> None:
    class File(Item):
        @property
        def path(self) -> str:
            return f"/files/{self.number}.pdf"

    listing = followed(100)
    for place in range(0, 100, 3):
        listing.site.items.insert(place, File(place))
    assert listing.read() == []
    assert listing.met.is_reached
    assert len(listing.asked) < 6


def test_rows_outside_the_dates_do_not_break_the_overlap() -> None:
    listing = followed(100, Window())
    listing.window = Window(until=NEWEST - timedelta(days=1))
    listing.read()
    assert listing.met.is_reached


class TestSlices:
    """A run that is cut goes on where it was, and nothing is missed between two of them."""

    def test_first_fill_goes_on_from_its_bookmark(self) -> None:
        listing = Followed(paged(100))
        assert len(listing.read(5)) == 5 * ROWS
        assert listing.bookmarks["en"].at == listing.asked[-1]
        assert len(listing.read(8)) == 5 * ROWS  # over the top, and the page of the bookmark
        while not listing.bookmarks["en"].is_whole:
            listing.read(8)
        assert len(listing.pages) == 100

    def test_bookmark_is_never_moved_back(self) -> None:
        listing = Followed(paged(100))
        listing.read(10)
        at = listing.bookmarks["en"].at
        listing.read(2)  # the top alone
        assert listing.bookmarks["en"].at == at

    def test_items_that_appear_meanwhile_are_found(self) -> None:
        listing = Followed(paged(100))
        for number in range(30):
            publish(listing, 3, 700_000 + 3 * number)
            listing.read(8)
        assert listing.bookmarks["en"].is_whole
        assert set(listing.pages) == set(urls(listing.site.items))

    def test_run_that_is_cut_among_new_items_leaves_no_gap(self) -> None:
        listing = followed(100)
        publish(listing, 4 * DEPTH)
        assert len(listing.read(3)) == 3 * ROWS  # more than the overlap
        assert len(listing.read()) == 4 * DEPTH - 3 * ROWS
        assert listing.read() == []
        assert len(listing.asked) == DEPTH // ROWS + 1  # as ever

    def test_runs_that_are_cut_one_after_the_other_leave_no_gap(self) -> None:
        listing = followed(100)
        for number in range(3):
            publish(listing, 2 * DEPTH, 700_000 + 100 * number)
            listing.read(3)
        listing.read()
        assert set(listing.pages) == set(urls(listing.site.items))

    def test_bookmark_that_lies_above_the_overlap_is_gone_on_from(self) -> None:
        listing = Followed(paged(26))
        publish(listing, 6)
        listing.read(2)
        publish(listing, 17)  # they push what is known far below the bookmark's page
        listing.read(2)
        listing.read()
        assert listing.way.is_whole
        assert set(listing.pages) == set(urls(listing.site.items))

    @settings(deadline=None, max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 12)), max_size=6))
    def test_whatever_appears_and_wherever_runs_are_cut_all_is_found_at_last(
        self, runs: list[tuple[int, int]]
    ) -> None:
        listing = Followed(paged(26))
        for number, (new, most) in enumerate(runs):
            publish(listing, new, 700_000 + 100 * number)
            listing.read(most)
        listing.read()
        assert set(listing.pages) == set(urls(listing.site.items))
        assert listing.bookmarks["en"] == Bookmark(is_whole=True)


class TestLostPages:
    """A page that could not be had is missed by one run, and found by the next."""

    @pytest.mark.parametrize("lost", range(7))
    def test_rows_of_a_page_that_was_lost_are_found_by_the_next_run(self, lost: int) -> None:
        listing = followed(100)
        new = publish(listing, 3 * DEPTH)
        listing.lost = {lost}
        listing.read()
        listing.read()
        assert set(new) <= set(listing.pages)

    def test_first_fill_goes_on_before_the_page_that_was_lost(self) -> None:
        listing = Followed(paged(100))
        listing.lost = {4}
        listing.read()
        assert not listing.bookmarks["en"].is_whole
        listing.read()
        assert len(listing.pages) == 100
        assert listing.bookmarks["en"].is_whole

    def test_listing_that_could_not_be_read_is_not_judged(self) -> None:
        listing = followed(100)
        listing.lost = {0, 1}  # in every form
        listing.read()
        assert not listing.met.is_read
        assert not listing.way.is_whole

    def test_listing_of_which_a_page_was_lost_is_not_judged(self) -> None:
        listing = followed(9)
        listing.lost = {1}
        listing.read()
        assert not listing.met.is_read

    def test_listing_that_was_cut_is_not_judged(self) -> None:
        listing = followed(100)
        listing.read(1)
        assert listing.met.shown == ROWS
        assert not listing.met.is_read


class TestWhatItShows:
    """A listing shows so much of what is known; the gate judges how much that should be."""

    def test_short_listing_is_read_to_its_end(self) -> None:
        listing = followed(9)
        assert listing.read() == []
        met = listing.met
        assert (met.is_read, met.is_reached, met.shown) == (True, False, 9)

    def test_empty_listing_shows_nothing(self) -> None:
        listing = followed(100)
        listing.site.items.clear()
        listing.read()
        met = listing.met
        assert (met.is_read, met.is_reached, met.shown) == (True, False, 0)
        assert listing.bookmarks["en"].is_whole  # nothing was learnt of it

    def test_foreign_listing_shows_nothing_that_is_known(self) -> None:
        listing = followed(100)
        listing.site.items[:] = [Item(number, date(2026, 1, 1)) for number in range(1, 12)]
        listing.read()
        met = listing.met
        assert (met.is_read, met.is_reached, met.shown) == (True, False, 0)

    def test_rows_of_a_run_that_was_cut_are_shown_too(self) -> None:
        listing = followed(6)
        publish(listing, 6)
        listing.read(1)
        listing.read()
        assert listing.met.shown == 6 + ROWS

    def test_wall_in_place_of_the_listing_is_no_listing(self) -> None:
        listing = followed(100)

        def wall(url: str) -> Capture:
            return page(url, "<html><body><h1>Maintenance</h1></body></html>")

        listing.site = wall  # type: ignore[assignment]
        listing.read()
        assert not listing.met.is_reached
        assert not listing.way.is_whole


def test_listing_that_was_never_begun_has_no_overlap() -> None:
    before = ReadBefore(lambda _: None, "run 1")
    assert before.begin("en") == (None, None)
    assert before.overlaps == {}


def test_languages_have_bookmarks_of_their_own() -> None:
    before = ReadBefore(lambda _: "run 1", "run 2", {"en": Bookmark(is_whole=True)})
    assert before.begin("en")[0] is not None
    assert before.begin("ru") == (None, None)
    before.mark("ru", "/ru/press-releases?page=3")
    assert before.bookmarks["en"].at is None
    assert before.begin("ru")[1] == "/ru/press-releases?page=3"
