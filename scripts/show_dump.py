"""Show a dump to a person: its books, three records in brief, its files, and what to do next."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

WIDTH = 96
COMMAND = ".venv/bin/osce-scraper"
PYTHON = ".venv/bin/python"
MENU = "osce_scraper/demo/site/662279.html"

Record = dict[str, Any]

CHOICE: tuple[Callable[[Record], bool], ...] = (
    lambda record: bool(record["body"]),
    lambda record: bool(record["attachments"] or record["images"]),
    lambda record: bool(record["issues"]),
)
"""What the records to show have; of each kind the newest that is not shown yet."""


def read_records(path: Path) -> list[Record]:
    """The records of a file, the newest first."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][::-1]


def choose(records: list[Record]) -> list[Record]:
    """Up to three records that are worth a look."""
    chosen: list[Record] = []
    for is_wanted in CHOICE:
        chosen += [one for one in records if one not in chosen and is_wanted(one)][:1]
    return chosen


def shortened(text: str, width: int) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1].rsplit(' ', 1)[0]} …"


def show_line(name: str, value: str) -> None:
    """Print a part of a record; nothing where the page says nothing."""
    if value:
        print(f"    {name:<8} {shortened(value, WIDTH - 13)}")


def show_record(record: Record) -> None:
    """Print a record in brief."""
    print(f"  {record['id']}")
    raw = json.dumps(record["date_raw"], ensure_ascii=False)
    show_line("date", f"{record['date']}  (by the {record['date_source']}, which says {raw})")
    show_line("type", record["type"] or "")
    show_line("title", record["title"])
    places = (f"{place['name']} ({place['country'] or '?'})" for place in record["places"])
    show_line("places", ", ".join(places))
    show_line("sources", "; ".join(source["name"] for source in record["sources"]))
    show_line("fields", "; ".join(field["name"] for field in record["fields_of_work"]))
    show_line("body", record["body"])
    show_line("files", ", ".join(file["url"].rpartition("/")[2] for file in record["attachments"]))
    show_line("images", "; ".join(image["caption"] or image["url"] for image in record["images"]))
    for issue in record["issues"]:
        show_line("issue", f"{issue['code']}: kept {issue['kept']}, lost {issue['lost']}")
    if not record["issues"]:
        show_line("issues", "none")
    print()


def show_counts(counts: dict[str, Any]) -> None:
    """Print what became of every page."""
    print("What became of the pages:\n")
    for total, parts in (
        ("requested", ("captured", "skipped", "failed")),
        ("captured", ("exported", "duplicate", "rejected", "filtered")),
    ):
        print(f"  {counts[total]} {total} =", " + ".join(f"{counts[p]} {p}" for p in parts))
    for reason, number in counts["rejected_by_reason"].items():
        print(f"    {number} rejected as {reason}")
    print()


def show_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Print where the files lie."""
    print("Where the files are:\n")
    for file in manifest["files"]:
        path = folder / file["name"]
        print(f"  {path!s:<36} {file['records']:>6} records {file['bytes']:>9} bytes")
    print(f"  {folder / 'manifest.json'!s:<36} the books, and the checksums of the files\n")


def show_next(folder: Path, manifest: dict[str, Any]) -> None:
    """Print commands to type."""
    first_file = shlex.quote(str(folder / manifest["files"][0]["name"]))
    first = shlex.quote(str(folder.with_name("first")))
    print("What to do next:\n")
    for purpose, words in (
        (
            "look at the records",
            f"{PYTHON} -m json.tool --json-lines --no-ensure-ascii {first_file}",
        ),
        ("check it against schema and manifest", f"{COMMAND} validate {shlex.quote(str(folder))}"),
        ("draw the site's menu as a tree", f"{COMMAND} taxonomy --tree {MENU}"),
        (
            "crawl the live site, a little and slowly",
            f"{COMMAND} crawl -o {first} --limit 20 --contact you@example.org",
        ),
    ):
        print(f"  # {purpose}\n  {words}")


def main(folder: Path) -> None:
    """Show the dump in a folder."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    show_counts(manifest["counts"])
    chosen = choose(read_records(folder / "press_releases.jsonl"))
    print("Three records in brief:\n" if len(chosen) > 2 else "Records in brief:\n")
    for record in chosen:
        show_record(record)
    show_files(folder, manifest)
    show_next(folder, manifest)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
