"""What a user may ask of a crawl, checked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import click

from osce_scraper.dataset.folder import ARCHIVE
from osce_scraper.dataset.scope import Scope
from osce_scraper.items import ReleaseType
from osce_scraper.normalise.language import LANGUAGES
from osce_scraper.origins import Origin, check_address, choose_origin

_LONGEST_DELAY = 3600
_SITE_DELAY = 10.0
# The Internet Archive lets its index be asked 24 times a minute, and blocks who asks more often.
_PUBLIC_DELAY = 4.0

_SCOPE = {
    "since": "since",
    "until": "until",
    "language": "languages",
    "types": "types",
    "limit": "limit",
    "site": "site",
}
"""Parameters that make the scope of a dataset, and what it calls them."""


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
    delay: float = _SITE_DELAY
    """Seconds between requests to the site."""
    public_delay: float = _PUBLIC_DELAY
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


def update_options(given: Mapping[str, Any], named: Collection[str]) -> UpdateOptions:
    """Check what the command line gave.

    Args:
        given: Values by the names of their parameters.
        named: Parameters that the user named.

    Raises:
        click.BadParameter: For a value that means nothing.
        UnreadableInputError: For an archive to replay that cannot be read.
    """
    crawl = crawl_options({**given, "replace": False})
    if given["no_archive"] and crawl.archive is not None:
        raise click.BadParameter("--archive and --no-archive exclude each other")
    keeps = crawl.origin.name != "demo" and not crawl.origin.replay and not given["no_archive"]
    if crawl.archive is None and keeps:
        crawl = replace(crawl, archive=crawl.output / ARCHIVE)
    return UpdateOptions(
        crawl=crawl,
        named=frozenset(_SCOPE[name] for name in named if name in _SCOPE),
        keep=given["keep"],
        thresholds=given["thresholds"],
        heartbeat=_web_address(given["heartbeat"]),
    )


def crawl_options(given: Mapping[str, Any]) -> CrawlOptions:
    """Check what the command line gave.

    Raises:
        click.BadParameter: For a value that means nothing.
        UnreadableInputError: For an archive to replay that cannot be read.
    """
    since, until = _day(given["since"]), _day(given["until"])
    if since and until and since > until:
        raise click.BadParameter(f"--since {since} is later than --until {until}")
    logs = _logs(given["log_file"], given["json_log"])
    return CrawlOptions(
        output=given["output"],
        origin=choose_origin(given),
        archive=given["archive"],
        site=check_address(given["site"]),
        urls=given["urls"],
        limit=given["limit"] or 0,
        max_requests=given["max_requests"] or 0,
        max_time=_seconds(given["max_time"]),
        delay=_delay(given["delay"], _SITE_DELAY),
        public_delay=_delay(given["delay"], _PUBLIC_DELAY),
        contact=_contact(given["contact"]),
        replace=given["replace"],
        compress=given["compress"],
        scope=Scope(
            since=since,
            until=until,
            languages=_choices("--language", given["language"], LANGUAGES | {"und"}),
            types=_choices("--type", given["types"], frozenset(get_args(ReleaseType))),
        ),
        log_level=_log_level(given["verbose"], quiet=given["quiet"]),
        log_file=logs[0],
        json_log=logs[1],
    )


def doctor_options(
    site: str | None, contact: str | None, delay: float, verbose: int
) -> CrawlOptions:
    """Options of the few requests of `osce-scraper doctor`.

    Raises:
        click.BadParameter: For a value that means nothing.
    """
    return CrawlOptions(
        output=Path(),
        site=check_address(site),
        delay=_delay(delay, _SITE_DELAY),
        contact=_contact(contact),
        log_level=_log_level(verbose, quiet=False),
    )


def _delay(seconds: float | None, default: float) -> float:
    if seconds is None:
        return default
    if not math.isfinite(seconds) or seconds > _LONGEST_DELAY:
        raise click.BadParameter(f"--delay: {seconds}: seconds, at most {_LONGEST_DELAY}")
    return seconds


def _logs(plain: Path | None, lines: Path | None) -> tuple[Path | None, Path | None]:
    """The two logs, which must not be one file: neither could be read then."""
    if plain and lines and plain.resolve() == lines.resolve():
        raise click.BadParameter(f"--log-file and --json-log: {plain}: each needs its own file")
    return _writable("--log-file", plain), _writable("--json-log", lines)


def _writable(option: str, path: Path | None) -> Path | None:
    if path is not None:
        try:
            path.open("a").close()
        except OSError as error:
            raise click.BadParameter(f"{option}: {path}: {error.strerror}") from error
    return path


def _web_address(url: str | None) -> str | None:
    if url is not None and not re.fullmatch(r"https?://\S+", url):
        raise click.BadParameter(f"--heartbeat: '{url}' is no web address")
    return url


def _contact(address: str | None) -> str | None:
    if address is not None and not re.fullmatch(r"[^\s@()]+@[^\s@()]+", address):
        raise click.BadParameter(f"--contact: '{address}' is no e-mail address")
    return address


def _seconds(given: str | None) -> int:
    if given is None:
        return 0
    match = re.fullmatch(r"(\d{1,7})\s*([smh]?)", given.strip())
    seconds = int(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[match[2]] if match else 0
    if seconds == 0:
        raise click.BadParameter(f"--max-time: '{given}': seconds, or a time like 30m or 2h")
    return seconds


def _day(moment: datetime | None) -> str | None:
    return date.isoformat(moment.date()) if moment else None


def _choices(option: str, given: str, known: frozenset[str]) -> tuple[str, ...]:
    if given == "all":
        return ()
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in names:
        if name not in known:
            choices = ", ".join(sorted(known))
            raise click.BadParameter(f"{option}: '{name}' is none of {choices}, all")
    if not names:
        raise click.BadParameter(f"{option}: names, separated by commas, or all")
    return names


def _log_level(verbose: int, *, quiet: bool) -> str:
    if quiet:
        return "ERROR"
    return ("WARNING", "INFO", "DEBUG")[min(verbose, 2)]
