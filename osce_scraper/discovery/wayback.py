"""The Wayback Machine's index of captures (its CDX server)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

import orjson

from osce_scraper.discovery.copies import Copies, archive_time, is_plain_address
from osce_scraper.discovery.found import Copy, Step
from osce_scraper.discovery.sieve import release_address
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture

WAYBACK = "https://web.archive.org"
MOST_PAGES = 2_000
_ROWS = 5_000  # about 0.5 MB a page; without a limit the server gives up on a whole domain
_FIELDS = ["original", "timestamp", "statuscode", "mimetype"]
_QUERY = [
    ("url", "osce.org"),
    ("matchType", "domain"),
    ("output", "json"),
    ("fl", ",".join(_FIELDS)),
    ("filter", "statuscode:200"),
    ("filter", "mimetype:text/html"),
    ("filter", r"original:.*/[0-9]{3,7}/?([?#].*)?"),
    ("limit", str(_ROWS)),
    ("showResumeKey", "true"),
]


class Wayback(Discovery):
    """Reads all captures of the site's release pages, page after page, and keeps one of each.

    What it finds comes with the last page: until then a better copy may turn up.
    """

    name = "cdx"
    reaches_all = False  # an archive holds what it came across
    title = "cdx (Wayback Machine)"

    def __init__(
        self,
        window: Window,
        base: str = WAYBACK,
        languages: Sequence[str] = ("en",),
        nearest: datetime | None = None,
    ) -> None:
        """Plan the reading.

        Args:
            window: Publishing dates that are wanted; no page was captured before it was published.
            base: Address of the Wayback Machine, or of what stands in for it.
            languages: Languages whose addresses are wanted; empty for all.
            nearest: Time that copies should be nearest to, with its zone; None for the newest.
        """
        super().__init__()
        self.window = window
        self.base = base.rstrip("/")
        self.languages = languages
        self._copies = Copies(nearest)
        self._keys: set[str] = set()

    def _first(self) -> list[str]:
        return [self._address()]

    def _address(self, key: str | None = None) -> str:
        query = list(_QUERY)
        if self.window.since is not None:
            query.append(("from", self.window.since.strftime("%Y%m%d")))
        if key is not None:
            query.append(("resumeKey", key))
        return f"{self.base}/cdx/search/cdx?{urlencode(query)}"

    def _read(self, capture: Capture) -> Step:
        try:
            rows, key = _rows(capture.content)
        except ValueError as error:
            return self._end(f"{capture.url}: the index cannot be read: {error}")
        for row in rows:
            self._take(*row)
        if key is None:
            return self._end(None)
        if key in self._keys or self.pages >= MOST_PAGES:
            return self._end(f"the index does not end: page {self.pages} leads on to {key}")
        self._keys.add(key)
        return Step(follow=[self._address(key)])

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        del is_absent
        return self._end(cause)

    def _take(self, original: str, stamp: str, status: str, kind: str) -> None:
        moment = archive_time(stamp)
        url = release_address(original, None, self.languages)
        if url and moment and (status, kind) == ("200", "text/html") and is_plain_address(original):
            # `id_` asks for the page as it was captured, without the archive's own banner.
            copy = Copy(f"{self.base}/web/{stamp}id_/{original}", moment)
            self._copies.offer(url, original, copy)

    def _end(self, problem: str | None) -> Step:
        return Step(self._new(self._copies.found()), [], problem)

    def _ending(self) -> str:
        return "one copy of each page, read to the end of the index"


def _rows(content: bytes) -> tuple[list[list[str]], str | None]:
    """Rows of an answer, and the key of the next one, which follows an empty row.

    Raises:
        ValueError: If it is no answer.
    """
    data = orjson.loads(content)
    if not isinstance(data, list) or not all(_is_row(row) for row in data):
        raise ValueError("it is no list of rows")
    end = data.index([]) if [] in data else len(data)
    key = data[end + 1] if len(data) > end + 1 else None
    rows = [row for row in data[:end] if row != _FIELDS]
    if any(len(row) != len(_FIELDS) for row in rows) or (key is not None and len(key) != 1):
        raise ValueError("its rows have other fields than were asked for")
    return rows, key[0] if key else None


def _is_row(row: object) -> bool:
    return isinstance(row, list) and all(isinstance(value, str) for value in row)
