"""The one copy of each page that a run takes from an archive: the newest, or the nearest."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from osce_scraper.discovery.found import Copy, Found


class Copies:
    """Keeps the best copy of each page, whatever order they come in."""

    def __init__(self, nearest: datetime | None = None) -> None:
        """Begin with none.

        Args:
            nearest: The time that copies should be nearest to, with its zone; None for the newest.
        """
        self.nearest = nearest
        self._best: dict[str, tuple[bool, float, Copy]] = {}

    def offer(self, url: str, original: str, copy: Copy) -> None:
        """Consider a copy.

        Args:
            url: Canonical address of the page.
            original: Address under which the archive took it; one without a query is preferred,
                since a query may have changed what the page showed.
            copy: The copy.
        """
        rank = (not urlsplit(original).query, self._merit(copy))
        if url not in self._best or rank > self._best[url][:2]:
            self._best[url] = (*rank, copy)

    def found(self) -> list[Found]:
        """The pages with their copies, in the order in which they were met first."""
        return [Found(url, copy=copy) for url, (_, _, copy) in self._best.items()]

    def _merit(self, copy: Copy) -> float:
        seconds = datetime.fromisoformat(copy.captured_at).timestamp()
        return seconds if self.nearest is None else -abs(seconds - self.nearest.timestamp())


def archive_time(stamp: str) -> str | None:
    """An archive's `YYYYMMDDhhmmss` in ISO 8601; None where it is none."""
    try:
        moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    is_whole = len(stamp) == len("20141203093000") and stamp.isdigit()
    return f"{moment.replace(tzinfo=None).isoformat()}Z" if is_whole else None


def is_plain_address(url: str) -> bool:
    """Whether an address can be part of another as it stands."""
    return url.isascii() and url.isprintable() and " " not in url
