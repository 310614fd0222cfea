"""Common Crawl's indexes of captures, one for each of its collections."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson

from osce_scraper.discovery.copies import Copies, archive_time
from osce_scraper.discovery.crawl_list import MOST_COLLECTIONS, read_collections
from osce_scraper.discovery.found import Copy, Step
from osce_scraper.discovery.sieve import release_address
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture

COMMON_CRAWL = "https://index.commoncrawl.org"
FILES = "https://data.commoncrawl.org"
_MOST_PAGES = 1_000
_FILE = re.compile(r"(?:[\w-]+/)*[\w-][\w.-]*\.warc\.gz", re.ASCII)
_QUERY = [
    ("url", "*.osce.org"),
    ("output", "json"),
    ("filter", "=status:200"),
    ("filter", "=mime:text/html"),
    ("filter", r"~url:.*/[0-9]{3,7}/?([?#].*)?$"),
]

_Reader = Callable[[bytes], str | None]


class CommonCrawl(Discovery):
    """Reads the collections one after the other, and keeps one copy of each page.

    A copy is a record in an archive file: address of the file, offset and length.
    """

    name = "cdx"
    reaches_all = False  # an archive holds what it came across
    title = "cdx (Common Crawl)"

    def __init__(
        self,
        window: Window,
        base: str = COMMON_CRAWL,
        files: str = FILES,
        languages: Sequence[str] = ("en",),
        nearest: datetime | None = None,
    ) -> None:
        """Plan the reading.

        Args:
            window: Publishing dates that are wanted; collections made before are not asked.
            base: Address of the index server, or of what stands in for it.
            files: Address below which the archive files lie.
            languages: Languages whose addresses are wanted; empty for all.
            nearest: Time that copies should be nearest to, with its zone; None for the newest.
        """
        super().__init__()
        self.window = window
        self.base, self.files = base.rstrip("/"), files.rstrip("/")
        self.languages = languages
        self.nearest = nearest
        self._copies = Copies(nearest)
        self._left_out = 0
        self._reader: _Reader = self._read_collections
        self._queue: list[tuple[str, _Reader]] = []

    def _first(self) -> list[str]:
        return [f"{self.base}/collinfo.json"]

    def _read(self, capture: Capture) -> Step:
        try:
            problem = self._reader(capture.content)
        except (ValueError, KeyError, TypeError) as error:
            problem = f"the index cannot be read: {error!r}"
        return self._go_on(f"{capture.url}: {problem}" if problem else None)

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        # The server says 404 where a collection has no capture of the site.
        is_empty = is_absent and self._reader != self._read_collections
        return self._go_on(None if is_empty else cause)

    def _go_on(self, problem: str | None) -> Step:
        if not self._queue:
            return Step(self._new(self._copies.found()), [], problem)
        address, self._reader = self._queue.pop(0)
        return Step([], [address], problem)

    def _read_collections(self, content: bytes) -> str | None:
        wanted = read_collections(content, self.window, self.nearest)
        self._left_out = max(0, len(wanted) - MOST_COLLECTIONS)
        self.reaches_all = self.reaches_all and not self._left_out
        for name in wanted[:MOST_COLLECTIONS]:
            query = urlencode([*_QUERY, ("showNumPages", "true")])
            self._queue.append((f"{self.base}/{name}-index?{query}", self._pages_of(name)))
        return None if wanted else "the index names no collection of these dates"

    def _pages_of(self, name: str) -> _Reader:
        def read(content: bytes) -> str | None:
            data = orjson.loads(content)
            count = data["pages"] if isinstance(data, dict) else data
            if not isinstance(count, int) or not 0 <= count <= _MOST_PAGES:
                return f"{count!r} is no number of pages"
            for page in range(count):
                query = urlencode([*_QUERY, ("page", str(page))])
                address = f"{self.base}/{name}-index?{query}"
                self._queue.insert(page, (address, self._read_captures))
            return None

        return read

    def _read_captures(self, content: bytes) -> str | None:
        unread = 0
        for line in filter(None, map(bytes.strip, content.split(b"\n"))):
            try:
                self._take(orjson.loads(line))
            except (ValueError, KeyError, TypeError):
                unread += 1
        return f"{unread} lines cannot be read" if unread else None

    def _take(self, data: dict[str, Any]) -> None:
        """Consider a line of an index.

        Raises:
            KeyError, TypeError, ValueError: If it is none.
        """
        file, original = str(data["filename"]), str(data["url"])
        offset, length = int(data["offset"]), int(data["length"])
        moment = archive_time(str(data["timestamp"]))
        if moment is None or not _FILE.fullmatch(file) or offset < 0 or length < 1:
            raise ValueError(f"no capture: {data}")
        copy = Copy(f"{self.files}/{file}", moment, offset, length)
        url = release_address(original, None, self.languages)
        if url and str(data["status"]) == "200" and data["mime"] == "text/html":
            self._copies.offer(url, original, copy)

    def _ending(self) -> str:
        left_out = f"; {self._left_out} more collections were not asked" if self._left_out else ""
        return f"one copy of each page{left_out}"
