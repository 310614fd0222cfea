"""The command `osce-scraper`: one thin function for each subcommand."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn, TypeVar

import click
from click.core import ParameterSource

from osce_scraper.arguments import crawl_arguments, update_arguments
from osce_scraper.errors import (
    LockedError,
    MissingExtraError,
    RunFailedError,
    UnreadableInputError,
    UnusableTargetError,
)

if TYPE_CHECKING:
    from osce_scraper.cluster.parts import Note
    from osce_scraper.options import CrawlOptions

T = TypeVar("T")

SCHEMAS = ("press_releases", "taxonomy", "rejected", "failed", "revisions", "tombstones")
_PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)


class Failure(click.ClickException):
    """An error whose message is all that a user needs, with the contract's exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Turn the project's own errors into messages and exit codes."""
    try:
        yield
    except (UnreadableInputError, UnusableTargetError, MissingExtraError) as error:
        raise Failure(str(error), 2) from error
    except LockedError as error:
        raise Failure(str(error), 4) from error
    except RunFailedError as error:
        raise Failure(str(error), 1) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise Failure(f"{error.filename or 'output'}: {error.strerror or error}", 1) from error


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


@main.command()
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

    With --engine daft (extra [cluster]) PATH may be an address (http, https, s3) and hold wildcards. Each file becomes a part of its own in the folder -o; a second run
    leaves parts alone whose file is unchanged. A file that cannot be read is named (exit 3).

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
    from osce_scraper.captures import check_input  # noqa: PLC0415 - for a quick --help
    from osce_scraper.extraction import extract as read_all  # noqa: PLC0415

    failed = 0
    with _exit_codes(), ExitStack() as stack:
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
    with _exit_codes(), ExitStack() as stack:
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


@main.command()
@crawl_arguments
def crawl(**arguments: Any) -> None:
    """Crawl once and write a dump.

    The folder gets press_releases.jsonl, taxonomy.jsonl, rejected.jsonl, manifest.json and
    SHA256SUMS, and appears only when the crawl is done and its books balance.

    \b
    Example:
      osce-scraper crawl -o dump --since 2024-01-01 --contact me@example.org
    """
    from osce_scraper.options import crawl_options  # noqa: PLC0415
    from osce_scraper.runs.crawl import crawl as run  # noqa: PLC0415 - starts Scrapy

    with _exit_codes():
        options = crawl_options(arguments)
        _ask_for_contact(options, quiet=arguments["quiet"])
        outcome = run(options)
    if sys.stderr.isatty() and not arguments["quiet"]:
        click.echo(outcome.summary(options.output), err=True)
    sys.exit(outcome.exit_code)


@main.command()
@update_arguments
@click.pass_context
def update(context: click.Context, /, **arguments: Any) -> None:
    """Bring a dataset up to date: the command for cron.

    DIR gets the files of a dump, as links to the newest one; earlier ones lie in DIR/dumps. What
    is new or due is asked for, and published if it passes the gate; the last good dump stands
    until then. The first run makes the dataset; --max-time cuts it into slices. --since,
    --until, --language, --type and --limit are the dataset's scope and kept: later runs need not
    repeat them. --from DIR/archive reads the kept pages again, with no network.

    Exit codes: as above, and 4 when another run holds the lock; 1 when the gate refused too.

    \b
    Example:
      osce-scraper update dataset --contact me@example.org --max-time 50m
    """
    from osce_scraper.options import update_options  # noqa: PLC0415
    from osce_scraper.runs.update import update as run  # noqa: PLC0415 - starts Scrapy

    named = [
        name
        for name in arguments
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
    with _exit_codes():
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


@main.command()
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
    from osce_scraper.options import doctor_options  # noqa: PLC0415
    from osce_scraper.runs.doctor import diagnose, save_fixtures  # noqa: PLC0415 - starts Scrapy

    with _exit_codes():
        diagnosis = diagnose(doctor_options(site, contact, delay, verbose))
        for line in diagnosis.lines():
            click.echo(line)
        for case in save_fixtures(diagnosis.findings, save) if save else ():
            click.echo(f"saved        {case}")
    sys.exit(0 if diagnosis.is_well else 1)


@main.command()
@_PATHS
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

    with _exit_codes():
        check_input(paths)
        found = read_taxonomy(capture for path in paths for capture in read_file(path))
    for issue in found.issues:
        click.echo(f"{issue.code}: {issue.kept}: {issue.detail}", err=True)
    lines: Iterable[bytes] = map(line_of, found.terms)
    if tree:
        lines = (f"{line}\n".encode() for line in draw(found.terms))
    sys.stdout.buffer.writelines(lines)


@main.command()
@_PATHS
def validate(paths: tuple[Path, ...]) -> None:
    """Check a dump against the schema and its manifest.

    PATH is the folder of a dump, a folder that 'update' keeps, or a JSONL file, plain or
    compressed. Of a file every line is checked against the schema. Of a folder besides: sizes,
    SHA-256, numbers of records, order, repeated ids, the books, and files that the manifest does
    not name. Exit code 1 when something does not fit; each fault names file, line and field.

    \b
    Example:
      osce-scraper validate dump
    """
    from osce_scraper.audit import audit  # noqa: PLC0415
    from osce_scraper.validation import validate_file  # noqa: PLC0415

    faults = 0
    with _exit_codes():
        for path in paths:
            for fault in audit(path) if path.is_dir() else validate_file(path):
                faults += 1
                click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--ignore",
    metavar="FIELDS",
    default="",
    help="Fields whose differences do not count, separated by commas.",
)
@click.option(
    "--content",
    is_flag=True,
    help="Compare what is said of releases; ignore the fields that tell of the crawl"
    " (captured_at, capture, first_seen_at, changed_at, revision) and of the software"
    " (schema_version, scraper_version).",
)
def diff(old: Path, new: Path, ignore: str, *, content: bool) -> None:
    """Print what differs between two dumps.

    OLD and NEW are folders of dumps, whose press releases are compared, or two JSONL files whose
    lines have an id (press_releases, taxonomy), plain or compressed, in any order. A line is
    {op: add|modify|delete, id, changed: [field, ...]}; lines are sorted by id. Every field that
    differs is named; two crawls of an unchanged site differ in captured_at and capture, so
    --content leaves such fields out. A record that differs in nothing else is not printed.

    Exit codes: 0 with or without differences; 2 when a file cannot be read.

    \b
    Example:
      osce-scraper diff --content dump-march dump-april
    """
    import orjson  # noqa: PLC0415

    from osce_scraper.dataset.differences import CRAWL_FIELDS, compare, records_of  # noqa: PLC0415

    ignored = {name.strip() for name in ignore.split(",")} | (CRAWL_FIELDS if content else set())
    with _exit_codes():
        for change in compare(records_of(old), records_of(new), ignored):
            line = {"op": change.op, "id": change.id, "changed": change.changed}
            sys.stdout.buffer.write(orjson.dumps(line) + b"\n")


@main.command()
@click.argument("name", type=click.Choice(SCHEMAS), default="press_releases")
def schema(name: str) -> None:
    """Print the JSON Schema of a file's lines.

    \b
    Example:
      osce-scraper schema taxonomy
    """
    import orjson  # noqa: PLC0415

    from osce_scraper.schema import json_schema  # noqa: PLC0415

    click.echo(orjson.dumps(json_schema(name), option=orjson.OPT_INDENT_2))
