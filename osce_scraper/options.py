"""What a user may ask of a crawl, checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import click

from osce_scraper.archive.files import ENDINGS
from osce_scraper.dataset.scope import Scope
from osce_scraper.discovery.choose import parse_names
from osce_scraper.items import ReleaseType
from osce_scraper.normalise.language import LANGUAGES

_LONGEST_DELAY = 3600


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Options of `osce-scraper crawl`."""

    output: Path
    origin: Literal["live", "demo"] = "live"
    replay: tuple[Path, ...] = ()
    """Archives that stand in for the network."""
    archive: Path | None = None
    """Where to keep what is fetched: a file, or a folder with a file a run."""
    site: str | None = None
    discover: str = "auto"
    urls: Path | None = None
    limit: int = 0
    max_requests: int = 0
    max_time: int = 0
    """Seconds; 0: as long as it takes."""
    delay: float = 10.0
    contact: str | None = None
    replace: bool = False
    compress: str | None = None
    """`gz` or `zst`, for the files of records; None: plain."""
    scope: Scope = field(default_factory=lambda: Scope(languages=("en",)))
    log_level: str = "WARNING"
    log_file: Path | None = None

    def arguments(self) -> dict[str, Any]:
        """The arguments as the manifest holds them, the contact left out."""
        return {
            "from": [path.name for path in self.replay] or self.origin,
            "archive": self.archive.name if self.archive else None,
            "site": self.site,
            "discover": self.discover,
            "urls": self.urls.name if self.urls else None,
            "limit": self.limit or None,
            "max_requests": self.max_requests or None,
            "max_time": self.max_time or None,
            "delay": self.delay,
            "compress": self.compress,
            **asdict(self.scope),
        }


def crawl_options(given: Mapping[str, Any]) -> CrawlOptions:
    """Check what the command line gave.

    Raises:
        click.BadParameter: For a value that means nothing.
    """
    since, until = _day(given["since"]), _day(given["until"])
    if since and until and since > until:
        raise click.BadParameter(f"--since {since} is later than --until {until}")
    return CrawlOptions(
        output=given["output"],
        origin="demo" if given["origin"] == "demo" else "live",
        replay=_archives(given["origin"]),
        archive=given["archive"],
        site=_site(given["site"]),
        discover=_discover(given["discover"], given["urls"]),
        urls=given["urls"],
        limit=given["limit"] or 0,
        max_requests=given["max_requests"] or 0,
        max_time=_seconds(given["max_time"]),
        delay=_delay(given["delay"]),
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
        log_file=_log_file(given["log_file"]),
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
        site=_site(site),
        delay=_delay(delay),
        contact=_contact(contact),
        log_level=_log_level(verbose, quiet=False),
    )


def _archives(origin: str) -> tuple[Path, ...]:
    """The archives that `--from` names: all but the words for a place."""
    if origin in {"live", "demo"}:
        return ()
    if not origin.endswith(ENDINGS):
        known = ", ".join(("live", "demo", *(f"FILE{ending}" for ending in ENDINGS)))
        raise click.BadParameter(f"--from: '{origin}' is none of {known}")
    return (Path(origin),)


def _discover(names: str | None, urls: Path | None) -> str:
    """Ways of discovery; a file of addresses alone means only these."""
    names = names or ("urls" if urls else "auto")
    try:
        known = parse_names(names)
    except ValueError as error:
        raise click.BadParameter(f"--discover: {error}") from error
    if "cdx" in known:
        raise click.BadParameter("--discover: pages of public archives cannot be fetched yet")
    if ("urls" in known) != (urls is not None):
        raise click.BadParameter("--discover urls and --urls FILE go together")
    return names


def _site(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.path.strip("/") or parts.query or parts.fragment:
        raise click.BadParameter(f"{url}: an address like http://127.0.0.1:8000 was expected")
    return url.rstrip("/")


def _delay(seconds: float) -> float:
    if not math.isfinite(seconds) or seconds > _LONGEST_DELAY:
        raise click.BadParameter(f"--delay: {seconds}: seconds, at most {_LONGEST_DELAY}")
    return seconds


def _log_file(path: Path | None) -> Path | None:
    if path is not None:
        try:
            path.open("a").close()
        except OSError as error:
            raise click.BadParameter(f"--log-file: {path}: {error.strerror}") from error
    return path


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
