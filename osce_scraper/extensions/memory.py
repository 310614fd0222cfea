"""What a dataset remembers of its pages, for those that find, fetch and read them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self, get_args

from scrapy.exceptions import NotConfigured

from osce_scraper.archive.handler import NOT_IN_ARCHIVE
from osce_scraper.archive.public import PublicName
from osce_scraper.dataset.manifest import now, utc
from osce_scraper.dataset.records import Holding, Records
from osce_scraper.dataset.register import Asks, Listed, Register
from osce_scraper.dataset.state import State
from osce_scraper.discovery.found import Found
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.overlap import Bookmark, ReadBefore
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import StateError
from osce_scraper.extensions.diary import Diary
from osce_scraper.items import Capture, PressRelease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

FAILED = "osce/state_failed"
"""Stat that says why the state could not be written; a run that has it must not be published."""
BOOKMARKS = "bookmarks"
"""Key of the state: how far each listing was read."""
_GONE = frozenset((404, 410))
_NOT_MODIFIED = 304
_PUBLIC = get_args(PublicName)


class Memory:
    """The state of a dataset while its pages come.

    Settings: `OSCE_STATE` (an opened `State`; without it the extension is off), `OSCE_RUN_ID`,
    `OSCE_READ_AGAIN` (whether kept pages are read again, and nothing new is looked for).
    """

    def __init__(self, crawler: Crawler, state: State) -> None:
        self.crawler = crawler
        self.state = state
        run_id = crawler.settings["OSCE_RUN_ID"]
        self.register = Register(state, run_id)
        self.records = Records(state)
        self.is_replay = crawler.settings["OSCE_REPLAY"] is not None
        self.is_archive = self.is_replay or crawler.settings["OSCE_FROM"] in _PUBLIC
        self.diary = Diary(self)
        """Of what became of each page."""
        self._being_read: dict[str, str] = {}
        self.reads_again = crawler.settings.getbool("OSCE_READ_AGAIN")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the memory and let it see what becomes of every item.

        Raises:
            NotConfigured: Where no dataset is kept.
        """
        state = crawler.settings["OSCE_STATE"]
        if state is None:
            raise NotConfigured  # without words, which would be logged as a warning
        memory = cls(crawler, state)
        memory.diary.listen()
        return memory

    @property
    def _asks(self) -> Asks:
        """Of the pages that were found: an archive at hand costs nothing, a public one does."""
        if self.is_replay:
            return "all"
        return "new" if self.is_archive else "due"

    # --- Before a page is asked for

    def read_before(self) -> ReadBefore | None:
        """What earlier runs have read of the listings; an archive's listings are read whole."""
        if self.is_archive:
            return None
        places: dict[str, dict[str, Any]] = self.state.get(BOOKMARKS) or {}
        marks = {language: Bookmark(**place) for language, place in places.items()}
        return ReadBefore(self.register.found_before, self.register.run_id, marks)

    def sift(self, found: Iterable[Found]) -> list[Found]:
        """Remember what was found, and say which of it is to be asked for."""
        pages = [Listed(one.url, one.row, one.listing, one.lastmod, one.vouched) for one in found]
        wanted: list[Listed] = []
        with self.writing():
            wanted = self.register.enter_found(pages, utc(now()), self._asks)
        copies = {one.url: one.copy for one in found}
        return [_found(page, copies[page.url]) for page in wanted]

    def mark(self, way: Discovery) -> None:
        """Remember how far a listing was read."""
        if isinstance(way, Listings) and way.read_before is not None:
            places = {language: asdict(one) for language, one in way.read_before.bookmarks.items()}
            with self.writing(), self.state.transaction():
                self.state.put(BOOKMARKS, places)

    def due(self) -> list[Found]:
        """Known pages whose time has come; of a replay those that were read once."""
        if self.is_archive and not self.reads_again:
            return []
        pages = self.register.read_pages() if self.reads_again else self.register.due(utc(now()))
        return [_found(page) for page in pages]

    def newest(self, found: Found) -> Found:
        """A page with the listing row that was seen last."""
        page = self.register.find(found.url)
        return found if page is None else _found(page, found.copy)

    def add_conditions(self, request: Request, page: str) -> None:
        """Have a request ask for a page only if it is another one than the one that was read."""
        conditions = {} if self.is_archive else self.register.conditions(page)
        if conditions:
            request.headers.update(conditions)
            request.meta["earlier_capture"] = self.last_capture(page)

    def spares_reading(self, page: str, response: Response) -> str | None:
        """Why an answer need not be read: a page that has not changed, or is not in an archive."""
        if response.status == _NOT_MODIFIED and self.last_capture(page) is not None:
            self.diary.unchanged(page, response)
            return "not_modified"
        return "not_in_archive" if NOT_IN_ARCHIVE in response.flags else None

    def last_capture(self, page: str) -> tuple[str, str] | None:
        """Address and time of the capture that a 304 says is still good."""
        return self.register.last_capture(page)

    # --- What the pipelines ask

    def reads(self, page: str, capture: Capture) -> None:
        """Note which page a capture was asked for, since redirects may have led to another."""
        self._being_read[page] = capture.url or ""

    def has_read(self, page: str) -> None:
        """Note that what became of a page is known."""
        self._being_read.pop(page, None)

    def page_of(self, item: PressRelease) -> str | None:
        """Canonical address of the page that a record was asked for under."""
        pages = (page for page, url in self._being_read.items() if url == item.capture.url)
        return next(pages, None)

    def id_of(self, page: str) -> str | None:
        """Id of the record that a page gave before."""
        return self.records.id_of(page)

    def holding(self, record_id: str) -> Holding | None:
        """What the dataset has of a release."""
        return self.records.find(record_id)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """End the run where the state cannot be written: what cannot be kept must not be fetched.

        Scrapy only logs errors of signal handlers, so the stats say it, and the command looks.
        """
        try:
            yield
        except StateError as error:
            self.crawler.stats.set_value(FAILED, str(error))
            closing = self.crawler.engine.close_spider_async(reason="state_failed")
            self._closing = asyncio.ensure_future(closing)  # kept, or it may be thrown away


def _found(page: Listed, copy: object = None) -> Found:
    return Found(page.url, page.row, vouched=page.is_vouched, copy=copy)  # type: ignore[arg-type]
