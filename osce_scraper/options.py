"""What a user may ask of a crawl."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from osce_scraper.dataset.scope import Scope
from osce_scraper.origins import Origin

SITE_DELAY = 10.0
"""Seconds between requests to the site."""

PUBLIC_DELAY = 4.0
"""Seconds between requests to public archives.

The Internet Archive lets its index be asked 24 times a minute, and blocks who asks more often.
"""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Options of `osce-scraper crawl`."""

    output: Path
    origin: Origin = field(default_factory=Origin)
    archive: Path | None = None
    """Where to keep what is fetched: a file, or a folder with a file a run."""
    site: str | None = None
    urls: Path | None = None
    limit: int = 0
    max_requests: int = 0
    max_time: int = 0
    """Seconds; 0: as long as it takes."""
    delay: float = SITE_DELAY
    """Seconds between requests to the site."""
    public_delay: float = PUBLIC_DELAY
    """Seconds between requests to public archives."""
    contact: str | None = None
    replace: bool = False
    compress: str | None = None
    """`gz` or `zst`, for the files of records; None: plain."""
    scope: Scope = field(default_factory=lambda: Scope(languages=("en",)))
    log_level: str = "WARNING"
    log_file: Path | None = None
    json_log: Path | None = None

    def arguments(self) -> dict[str, Any]:
        """The arguments as the manifest holds them, the contact left out."""
        return {
            "from": [path.name for path in self.origin.replay] or self.origin.name,
            "at": self.origin.at,
            "archive": self.archive.name if self.archive else None,
            "site": self.site,
            "discover": self.origin.discover,
            "urls": self.urls.name if self.urls else None,
            "limit": self.limit or None,
            "max_requests": self.max_requests or None,
            "max_time": self.max_time or None,
            "delay": self.public_delay if self.origin.is_public else self.delay,
            "compress": self.compress,
            **asdict(self.scope),
        }


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """Options of `osce-scraper update`."""

    crawl: CrawlOptions
    named: frozenset[str] = frozenset()
    """Parts of the scope that the user named; the others are the dataset's own."""
    keep: int = 10
    """Dumps to keep."""
    thresholds: tuple[str, ...] = ()
    """`NAME=VALUE`."""
    heartbeat: str | None = None

    @property
    def folder(self) -> Path:
        """The dataset's folder."""
        return self.crawl.output
