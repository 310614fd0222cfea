"""Show a dump to a person: its first records, shortened, and its books."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

RECORDS = 2
WIDTH = 76


def shortened(value: object) -> str:
    """A value as JSON on one line, cut to fit a terminal."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def show_records(path: Path) -> None:
    """Print the first records, one field a line."""
    print(f"First records of {path} (long values cut):\n")
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, RECORDS):
            for name, value in json.loads(line).items():
                print(f"  {name:<17} {shortened(value)}")
            print()


def show_books(manifest: dict[str, Any]) -> None:
    """Print what became of every page, and what lies in the folder."""
    counts = manifest["counts"]
    print("What became of the pages:\n")
    for total, parts in (
        ("requested", ("captured", "skipped", "failed")),
        ("captured", ("exported", "duplicate", "rejected", "filtered")),
    ):
        print(f"  {counts[total]} {total} =", " + ".join(f"{counts[p]} {p}" for p in parts))
    for reason, number in counts["rejected_by_reason"].items():
        print(f"    {number} rejected as {reason}")
    print("\nFiles:\n")
    for file in manifest["files"]:
        print(f"  {file['name']:<22} {file['records']:>6} records {file['bytes']:>9} bytes")


def main(folder: Path) -> None:
    """Show the dump in a folder."""
    show_records(folder / "press_releases.jsonl")
    show_books(json.loads((folder / "manifest.json").read_bytes()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
