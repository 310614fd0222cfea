"""The delta of a run: what a consumer who has the dump before it must do to have this one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import jsonlines
import orjson

from osce_scraper.dataset.differences import Change, compare
from osce_scraper.dataset.files import sync


def write_delta(
    path: Path, old: Path | None, new: Path, run_ids: tuple[str | None, str]
) -> Counter[str]:
    """Write the delta between two dumps.

    Args:
        path: The file to write.
        old: Records of the dump before; None where there was none.
        new: Records of the new dump.
        run_ids: Of the two runs.

    Returns:
        How many records were added, modified and deleted, by `op`.
    """
    changes: Counter[str] = Counter()
    with path.open("wb") as file:
        with jsonlines.Writer(file, dumps=orjson.dumps) as writer:
            writer.write({"from": run_ids[0], "to": run_ids[1]})
            for change in compare(old, new):
                changes[change.op] += 1
                writer.write(_line(change))
        sync(file.fileno())
    return changes


def _line(change: Change) -> dict[str, Any]:
    return {
        "op": change.op,
        "id": change.id,
        "cause": _cause(change),
        "changed": list(change.changed),
    }


def _cause(change: Change) -> str:
    """A record that is read otherwise with no new revision was changed by the software."""
    is_same = change.op == "modify" and change.old_revision == change.new_revision
    return "scraper" if is_same else "content"
