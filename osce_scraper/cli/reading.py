"""Commands that read captured pages: extract, taxonomy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn, TypeVar

import click

from osce_scraper.cli.arguments import PATHS
from osce_scraper.cli.failures import exit_codes
from osce_scraper.errors import UnreadableInputError

if TYPE_CHECKING:
    from osce_scraper.cluster.parts import Note

T = TypeVar("T")


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
        _end(partial(_extract_parts, paths, output, rejected_file, **options))
    if ray or form != "jsonl":
        raise click.UsageError("--ray and --format go with --engine daft")
    if output is not None and output.is_dir():
        raise click.BadParameter(f"'{output}' is a folder.", param_hint="'-o' / '--output'")
    sys.exit(
        _extract(tuple(map(Path, paths)), url, output, rejected_file, workers or 1, explain=explain)
    )


def _extract(  # noqa: PLR0913 - an argument for each option
    paths: tuple[Path, ...],
    url: str | None,
    output: Path | None,
    rejected_file: Path | None,
    workers: int,
    *,
    explain: bool,
) -> int:
    if workers > 1:
        from osce_scraper.extraction.processes import start_loading  # noqa: PLC0415

        start_loading()  # before this process loads, so that both do at once
    from osce_scraper.captures import check_input  # noqa: PLC0415 - for a quick --help
    from osce_scraper.extraction.extract import extract as read_all  # noqa: PLC0415

    failed = 0
    with exit_codes(), ExitStack() as stack:
        check_input(paths, url)
        if explain:
            _explain(paths, url)
            return 0
        records = _target(stack, output) or sys.stdout.buffer
        refused = _target(stack, rejected_file)
        outcomes = read_all(paths, url, workers)
        for outcome in _watched(outcomes, "pages", is_shown=output is not None):
            failed += outcome.kind == "failed"
            if outcome.kind == "record":
                records.write(outcome.line)
            elif outcome.kind == "rejected" and refused is not None:
                refused.write(outcome.line)
            else:
                click.echo(f"{outcome.kind}: {outcome.note}", err=True)
    return 3 if failed else 0


def _extract_parts(
    patterns: tuple[str, ...],
    folder: Path,
    rejected_file: Path | None,
    **options: Any,
) -> int:
    from osce_scraper.cluster.job import extract_parts, gather_rejected  # noqa: PLC0415

    notes: list[Note] = []
    with exit_codes(), ExitStack() as stack:
        refused = _target(stack, rejected_file)
        found = extract_parts(patterns, folder, **options)
        for note in _watched(found, "files", is_shown=True):
            notes.append(note)
            for problem in note.problems():
                click.echo(problem, err=True)
        if refused is not None:
            gather_rejected(folder, (note.input for note in notes), refused)
        if all(note.is_empty for note in notes):
            raise UnreadableInputError("no file could be read")
    return 3 if any(note.fault or note.failed for note in notes) else 0


def _end(run: Callable[[], int]) -> NoReturn:
    """Run, and end the process at once: where it winds up slowly, Daft's threads may crash it."""
    try:
        code = run()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except KeyboardInterrupt:
        click.echo("Aborted!", err=True)
        code = 1
    if "osce_scraper.cluster.engine" in sys.modules:
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _watched(outcomes: Iterator[T], what: str, *, is_shown: bool) -> Iterator[T]:
    """Count pages or files on standard error where a person watches, not amid the records."""
    if not sys.stderr.isatty() or (sys.stdout.isatty() and not is_shown):
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn(f"{{task.completed}} {what}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(outcomes)


def _explain(paths: tuple[Path, ...], url: str | None) -> None:
    from osce_scraper.captures import read_file  # noqa: PLC0415
    from osce_scraper.explain import explain  # noqa: PLC0415

    for path in paths:
        for capture in read_file(path, url):
            click.echo(f"{capture.url or path}")
            for line in explain(capture):
                click.echo(line)


def _target(stack: ExitStack, path: Path | None) -> BinaryIO | None:
    from osce_scraper.dataset.files import whole_file  # noqa: PLC0415

    return stack.enter_context(whole_file(path)) if path else None


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
