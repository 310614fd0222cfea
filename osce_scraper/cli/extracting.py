"""What `extract` does: reads files, or with an engine inputs, and writes what they give."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, TypeVar

import click

from osce_scraper.cli.failures import exit_codes
from osce_scraper.errors import UnreadableInputError

if TYPE_CHECKING:
    from osce_scraper.cluster.parts import Note

T = TypeVar("T")


def extract_files(
    paths: tuple[Path, ...],
    url: str | None,
    output: Path | None,
    rejected_file: Path | None,
    workers: int,
) -> int:
    """Read files, and write their records; return the exit code."""
    from osce_scraper.captures import check_input  # noqa: PLC0415 - for a quick --help
    from osce_scraper.extraction.extract import extract as read_all  # noqa: PLC0415

    failed = 0
    with exit_codes(), ExitStack() as stack:
        check_input(paths, url)
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


def explain_files(paths: tuple[Path, ...], url: str | None) -> int:
    """Say of each page why its fields have their values; return the exit code."""
    from osce_scraper.captures import check_input, read_file  # noqa: PLC0415
    from osce_scraper.explain import explain  # noqa: PLC0415

    with exit_codes():
        check_input(paths, url)
        for path in paths:
            for capture in read_file(path, url):
                click.echo(f"{capture.url or path}")
                for line in explain(capture):
                    click.echo(line)
    return 0


def extract_inputs(
    patterns: tuple[str, ...],
    folder: Path,
    rejected_file: Path | None,
    **options: Any,
) -> int:
    """Let an engine read inputs, each into a part of its own; return the exit code."""
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


def end(run: Callable[[], int]) -> NoReturn:
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


def _target(stack: ExitStack, path: Path | None) -> BinaryIO | None:
    from osce_scraper.dataset.files import whole_file  # noqa: PLC0415

    return stack.enter_context(whole_file(path)) if path else None
