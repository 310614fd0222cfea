"""The command `osce-scraper`: one thin function for each subcommand."""

from __future__ import annotations

import click

from osce_scraper.cli.crawling import crawl, doctor, update
from osce_scraper.cli.dumps import diff, schema, validate
from osce_scraper.cli.reading import extract, taxonomy


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="osce-scraper", prog_name="osce-scraper")
def main() -> None:
    """Turn the press releases of osce.org into a clean, citable dataset.

    Exit codes: 0 done; 1 the run failed and nothing was published; 2 wrong usage or unreadable
    input; 3 done, but some pages could not be fetched; 4 another run holds the lock.

    \b
    Example:
      osce-scraper crawl --from demo -o dump
    """


for _command in (crawl, diff, doctor, extract, schema, taxonomy, update, validate):
    main.add_command(_command)
