"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from osce_scraper.dataset.packing import COMPRESSIONS

_Command = Callable[..., Any]

PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
"""Files that a command reads."""
_OF_A_DUMP = (
    click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(path_type=Path),
        help="Folder for the dump; new or empty.",
    ),
    click.option("--replace", is_flag=True, help="Replace the dump of an earlier crawl."),
)
_OF_A_DATASET = (
    click.argument("output", metavar="DIR", type=click.Path(path_type=Path)),
    click.option(
        "--keep",
        type=click.IntRange(min=1),
        default=10,
        show_default=True,
        help="Dumps to keep, the one that counts among them.",
    ),
    click.option(
        "--threshold",
        "thresholds",
        metavar="NAME=VALUE",
        multiple=True,
        help="Set a threshold of the gate, e.g. fewer_records=0.05; so does the file gate.toml in"
        " DIR.",
    ),
    click.option("--no-archive", is_flag=True, help="Keep no page; by default DIR/archive does."),
    click.option(
        "--heartbeat",
        metavar="URL",
        help="Post a summary here when the run is done, and to URL/fail when it failed.",
    ),
)
_OPTIONS = (
    click.option(
        "--from",
        "origin",
        metavar="ORIGIN",
        default="live",
        show_default=True,
        help="Where pages come from: live (the site), demo (the embedded one), wayback or"
        " commoncrawl (copies in a public archive), or a FILE (WARC or WACZ) or a"
        " folder of them. demo and FILE need no network.",
    ),
    click.option(
        "--at",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
        help="Of several copies of a page in an archive take the nearest to this date (UTC), not"
        " the newest.",
    ),
    click.option(
        "--wayback-url", metavar="URL", help="Ask here in place of https://web.archive.org."
    ),
    click.option(
        "--commoncrawl-url",
        metavar="URL",
        help="Ask here for Common Crawl's index and for its files.",
    ),
    click.option("--site", metavar="URL", help="Crawl a mirror of the site at this address."),
    click.option(
        "--discover",
        metavar="WAYS",
        help="Ways to find releases: auto (the listing; sitemap and feed where it does not"
        " suffice), or a list of listing, sitemap, feed, urls and cdx (the Wayback Machine's"
        " index). Pages come from --from all the same: with live, cdx only names them. In public"
        " archives cdx is the default, their own index.",
    ),
    click.option(
        "--urls",
        type=click.Path(path_type=Path),
        help="File of addresses, one a line: read just these.",
    ),
    click.option(
        "--limit",
        type=click.IntRange(min=0),
        help="Release pages to ask for at most; 0: all.",
    ),
    click.option("--max-requests", type=click.IntRange(min=1), help="Stop after so many requests."),
    click.option("--max-time", metavar="TIME", help="Stop after so long: seconds, or 30m or 2h."),
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First publishing date."),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last publishing date."),
    click.option(
        "--language",
        default="en",
        show_default=True,
        help="Languages to keep, separated by commas, or 'all'.",
    ),
    click.option(
        "--type", "types", default="all", show_default=True, help="Types to keep, likewise."
    ),
    click.option(
        "--delay",
        type=click.FloatRange(min=0),
        default=None,
        show_default="10; 4 for public archives",
        help="Seconds between requests; a larger Crawl-delay of the site counts instead.",
    ),
    click.option(
        "--archive",
        type=click.Path(path_type=Path),
        help="Keep every page that is fetched: a .warc.gz file, or a folder with a file a run.",
    ),
    click.option("--contact", metavar="EMAIL", help="Address that the site can write to."),
    click.option(
        "--compress",
        type=click.Choice(COMPRESSIONS),
        help="Compress the files of records (press_releases.jsonl.gz …); equal data gives equal"
        " bytes.",
    ),
    click.option("--log-file", type=click.Path(dir_okay=False, path_type=Path), help="Log here."),
    click.option(
        "--json-log",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Log here too, one JSON object a line, with the figures of the progress bar.",
    ),
    click.option("-v", "--verbose", count=True, help="Say more; twice for everything."),
    click.option("-q", "--quiet", is_flag=True, help="Say only errors."),
)


def crawl_arguments(command: _Command) -> _Command:
    """Give a command the options of a crawl."""
    return _with((*_OF_A_DUMP, *_OPTIONS), command)


def update_arguments(command: _Command) -> _Command:
    """Give a command the options of an update."""
    return _with((*_OF_A_DATASET, *_OPTIONS), command)


def _with(options: tuple[_Command, ...], command: _Command) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command
