"""The delta of a run: what a consumer who has the dump before it must do to have this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.differences import Change, compare
from osce_scraper.dataset.files import write_lines


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
    head = {"from": run_ids[0], "to": run_ids[1]}
    write_lines(path, map(orjson.dumps, chain((head,), _lines(compare(old, new), changes))))
    return changes


def _lines(found: Iterable[Change], changes: Counter[str]) -> Iterator[dict[str, Any]]:
    for change in found:
        changes[change.op] += 1
        yield _line(change)


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
