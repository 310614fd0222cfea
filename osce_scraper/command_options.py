"""What a command line asks of a crawl, checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click

from osce_scraper.dataset.folder import ARCHIVE
from osce_scraper.dataset.scope import Scope
from osce_scraper.items import ReleaseType
from osce_scraper.normalise.language import LANGUAGES
from osce_scraper.option_values import (
    check_contact,
    check_delay,
    check_logs,
    check_web_address,
    read_choices,
    read_day,
    read_log_level,
    read_seconds,
)
from osce_scraper.options import PUBLIC_DELAY, SITE_DELAY, CrawlOptions, UpdateOptions
from osce_scraper.origins import check_address, choose_origin

_SCOPE = {
    "since": "since",
    "until": "until",
    "language": "languages",
    "types": "types",
    "limit": "limit",
    "site": "site",
}
"""Parameters that make the scope of a dataset, and what it calls them."""


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
        heartbeat=check_web_address(given["heartbeat"]),
    )


def crawl_options(given: Mapping[str, Any]) -> CrawlOptions:
    """Check what the command line gave.

    Raises:
        click.BadParameter: For a value that means nothing.
        UnreadableInputError: For an archive to replay that cannot be read.
    """
    since, until = read_day(given["since"]), read_day(given["until"])
    if since and until and since > until:
        raise click.BadParameter(f"--since {since} is later than --until {until}")
    logs = check_logs(given["log_file"], given["json_log"])
    return CrawlOptions(
        output=given["output"],
        origin=choose_origin(given),
        archive=given["archive"],
        site=check_address(given["site"]),
        urls=given["urls"],
        limit=given["limit"] or 0,
        max_requests=given["max_requests"] or 0,
        max_time=read_seconds(given["max_time"]),
        delay=check_delay(given["delay"], SITE_DELAY),
        public_delay=check_delay(given["delay"], PUBLIC_DELAY),
        contact=check_contact(given["contact"]),
        replace=given["replace"],
        compress=given["compress"],
        scope=Scope(
            since=since,
            until=until,
            languages=read_choices("--language", given["language"], LANGUAGES | {"und"}),
            types=read_choices("--type", given["types"], frozenset(get_args(ReleaseType))),
        ),
        log_level=read_log_level(given["verbose"], quiet=given["quiet"]),
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
        delay=check_delay(delay, SITE_DELAY),
        contact=check_contact(contact),
        log_level=read_log_level(verbose, quiet=False),
    )
