"""Commands that ask for pages: crawl, update, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from osce_scraper.cli.arguments import crawl_arguments, update_arguments
from osce_scraper.cli.failures import exit_codes

if TYPE_CHECKING:
    from osce_scraper.options import CrawlOptions


@click.command()
@crawl_arguments
def crawl(**arguments: Any) -> None:
    """Crawl once and write a dump.

    The folder gets press_releases.jsonl, taxonomy.jsonl, rejected.jsonl, manifest.json and
    SHA256SUMS, and appears only when the crawl is done and its books balance.

    \b
    Example:
      osce-scraper crawl -o dump --since 2024-01-01 --contact me@example.org
    """
    from osce_scraper.command_options import crawl_options  # noqa: PLC0415
    from osce_scraper.runs.crawl import crawl as run  # noqa: PLC0415 - starts Scrapy

    with exit_codes():
        options = crawl_options(arguments)
        _ask_for_contact(options, quiet=arguments["quiet"])
        outcome = run(options)
    if sys.stderr.isatty() and not arguments["quiet"]:
        click.echo(outcome.summary(options.output), err=True)
    sys.exit(outcome.exit_code)


@click.command()
@update_arguments
@click.pass_context
def update(context: click.Context, /, **arguments: Any) -> None:
    """Bring a dataset up to date: the command for cron.

    DIR gets the files of a dump, as links to the newest one; earlier ones lie in DIR/dumps. What
    is new or due is asked for, and published if it passes the gate; the last good dump stands
    until then. The first run makes the dataset; --max-time cuts it into slices. --since,
    --until, --language, --type, --limit and --site are the dataset's scope and kept: later runs
    need not repeat them. --from DIR/archive reads the kept pages again, with no network.

    Exit codes: 0 done; 1 the run failed or its gate refused, and the last dump stands; 2 wrong
    usage; 3 published, but pages failed or the run was stopped; 4 another run holds the lock.

    \b
    Example:
      osce-scraper update dataset --contact me@example.org --max-time 50m
    """
    from osce_scraper.command_options import update_options  # noqa: PLC0415
    from osce_scraper.runs.update import update as run  # noqa: PLC0415 - starts Scrapy

    named = [
        name
        for name in arguments
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
    with exit_codes():
        options = update_options(arguments, named)
        _ask_for_contact(options.crawl, quiet=arguments["quiet"])
        summary = run(options)
    is_watched = sys.stderr.isatty() or arguments["verbose"] > 0
    if summary.exit_code in {1, 3} or (is_watched and not arguments["quiet"]):
        for line in summary.lines():
            click.echo(line, err=True)
    sys.exit(summary.exit_code)


def _ask_for_contact(options: CrawlOptions, *, quiet: bool) -> None:
    """Warn whoever asks strangers for pages and gives no address to write to."""
    is_nameless = options.contact is None and options.site is None
    if options.origin.asks_strangers and is_nameless and not quiet:
        asked = "the archive" if options.origin.is_public else "the site"
        click.echo(f"warning: give --contact, so that {asked} can write to you", err=True)


@click.command()
@click.option("--site", metavar="URL", help="Look at a mirror of the site at this address.")
@click.option(
    "--save",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to keep the pages in, as fixtures.",
)
@click.option("--contact", metavar="EMAIL", help="Address that the site can write to.")
@click.option("--delay", type=click.FloatRange(min=0), default=10.0, show_default=True)
@click.option("-v", "--verbose", count=True, help="Say more; twice for everything.")
def doctor(
    site: str | None, save: Path | None, contact: str | None, delay: float, verbose: int
) -> None:
    """Say whether a crawl would work, by at most 8 polite requests.

    Names what robots.txt says, which ways of discovery answer, which layout each page has, and
    which evidence gave each field. Exit code 1 when a crawl would not work.

    \b
    Example:
      osce-scraper doctor --contact me@example.org --save fixtures/live
    """
    from osce_scraper.command_options import doctor_options  # noqa: PLC0415
    from osce_scraper.runs.doctor import diagnose, make_folder, save_fixtures  # noqa: PLC0415 - starts Scrapy

    with exit_codes():
        options = doctor_options(site, contact, delay, verbose)
        if save is not None:
            make_folder(save)
        diagnosis = diagnose(options)
        for line in diagnosis.lines():
            click.echo(line)
        for case in save_fixtures(diagnosis.findings, save) if save else ():
            click.echo(f"saved        {case}")
    sys.exit(0 if diagnosis.is_well else 1)
