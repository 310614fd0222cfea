"""Commands that look at dumps: validate, diff, schema."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from osce_scraper.cli.arguments import PATHS
from osce_scraper.cli.failures import exit_codes

SCHEMAS = ("press_releases", "taxonomy", "rejected", "failed", "revisions", "tombstones")


@click.command()
@PATHS
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
    with exit_codes():
        for path in paths:
            for fault in audit(path) if path.is_dir() else validate_file(path):
                faults += 1
                click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


@click.command()
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
    with exit_codes():
        for change in compare(records_of(old), records_of(new), ignored):
            line = {"op": change.op, "id": change.id, "changed": change.changed}
            sys.stdout.buffer.write(orjson.dumps(line) + b"\n")


@click.command()
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
