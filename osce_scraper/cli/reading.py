"""Commands that read captured pages: extract, taxonomy."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Literal

import click

from osce_scraper.cli.arguments import PATHS
from osce_scraper.cli.extracting import end, explain_files, extract_files, extract_inputs
from osce_scraper.cli.failures import exit_codes


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--url", help="Address of the page, where PATH is a single .html or .txt file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write to; with --engine daft, the folder of the parts.",
)
@click.option(
    "--rejected",
    "rejected_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for pages that gave no record; without it they are named on standard error.",
)
@click.option("--explain", is_flag=True, help="Say for one page why each field has its value.")
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    show_default="1; with --engine daft, one for each processor",
    help="Processes that read pages; the output is the same for any number.",
)
@click.option(
    "--engine",
    type=click.Choice(("own", "daft")),
    default="own",
    show_default=True,
    help="What shares out the work; daft takes addresses and wildcards, and goes on after a stop.",
)
@click.option("--ray", metavar="ADDRESS", help="Ray cluster that --engine daft runs on.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("jsonl", "parquet")),
    default="jsonl",
    show_default=True,
    help="How --engine daft writes records.",
)
def extract(  # noqa: PLR0913 - an argument for each option
    paths: tuple[str, ...],
    url: str | None,
    output: Path | None,
    rejected_file: Path | None,
    *,
    explain: bool,
    workers: int | None,
    engine: str,
    ray: str | None,
    form: Literal["jsonl", "parquet"],
) -> None:
    """Read records out of captured pages.

    PATH is .html, .txt, .jsonl(.gz) of captures ({url, html|text, captured_at, status}), or an
    archive (.warc, .warc.gz, .wacz). Records go to standard output, one JSON object a line, in
    the order of the pages. A page that breaks the reader is named and stops no other (exit 3).

    With --engine daft (extra [cluster]) PATH may be an address (http, https, s3) and hold
    wildcards. Each file becomes a part of its own in the folder -o; a second run leaves parts
    alone whose file is unchanged. A file that cannot be read is named (exit 3).

    \b
    Example:
      osce-scraper extract page.html --url https://www.osce.org/secretariat/129296
      osce-scraper extract archive/*.warc.gz --workers 4 -o records.jsonl
      osce-scraper extract --engine daft 's3://bucket/osce/*.warc.gz' -o parts --format parquet
    """
    if explain and (output or rejected_file):
        raise click.UsageError("--explain prints to standard output; leave -o and --rejected out")
    if explain and workers:
        raise click.UsageError("--explain reads page by page; leave --workers out")
    if output is not None and output == rejected_file:
        raise click.UsageError("-o and --rejected must be two files")
    if engine == "daft":
        if output is None or url or explain:
            raise click.UsageError("--engine daft needs a folder (-o); leave --url, --explain out")
        options = {"form": form, "workers": workers, "ray": ray}
        end(partial(extract_inputs, paths, output, rejected_file, **options))
    if ray or form != "jsonl":
        raise click.UsageError("--ray and --format go with --engine daft")
    if output is not None and output.is_dir():
        raise click.BadParameter(f"'{output}' is a folder.", param_hint="'-o' / '--output'")
    files = tuple(map(Path, paths))
    if explain:
        sys.exit(explain_files(files, url))
    sys.exit(extract_files(files, url, output, rejected_file, workers or 1))


@click.command()
@PATHS
@click.option("--tree", is_flag=True, help="Draw the tree instead of printing JSON lines.")
def taxonomy(paths: tuple[Path, ...], *, tree: bool) -> None:
    """Print the navigation taxonomy of captured pages.

    Of several captures the newest complete menu is taken. Labels that the vocabulary does not
    know are named on standard error.

    \b
    Example:
      osce-scraper taxonomy --tree page.html
    """
    from osce_scraper.captures import check_input, read_file  # noqa: PLC0415
    from osce_scraper.dataset.files import line_of  # noqa: PLC0415
    from osce_scraper.reading import read_taxonomy  # noqa: PLC0415
    from osce_scraper.taxonomy.tree import draw  # noqa: PLC0415

    with exit_codes():
        check_input(paths)
        found = read_taxonomy(capture for path in paths for capture in read_file(path))
    for issue in found.issues:
        click.echo(f"{issue.code}: {issue.kept}: {issue.detail}", err=True)
    lines: Iterable[bytes] = map(line_of, found.terms)
    if tree:
        lines = (f"{line}\n".encode() for line in draw(found.terms))
    sys.stdout.buffer.writelines(lines)
