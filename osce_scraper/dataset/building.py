"""The files of a dump, written from the state of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.files import write_lines, write_records
from osce_scraper.dataset.manifest import (
    FAILED,
    RECORDS,
    REJECTED,
    REVISIONS,
    TAXONOMY,
    TOMBSTONES,
)
from osce_scraper.dataset.order import failed_key
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.state import State
from osce_scraper.items import Failed, TaxonomyTerm
from osce_scraper.taxonomy.tree import Taxonomy, further_terms

MENU = "menu"
"""Key of the newest complete menu."""


def keep_menu(state: State, found: tuple[str, Taxonomy] | None) -> None:
    """Keep the newest complete menu that a run has seen.

    Args:
        state: Of the dataset.
        found: When the menu was captured, and what it says.
    """
    if found is None:
        return
    captured_at, taxonomy = found
    held = state.get(MENU)
    terms = [term.model_dump() for term in taxonomy.terms]
    if held is None or (captured_at >= held["captured_at"] and terms != held["terms"]):
        with state.transaction():
            state.put(MENU, {"captured_at": captured_at, "terms": terms})
            state.put("is_dirty", value=True)


def build(state: State, register: Register, folder: Path, failed: list[Failed]) -> None:
    """Write all JSONL files of a dump into a folder.

    Args:
        state: Of the dataset.
        register: Its pages.
        folder: Where to.
        failed: Pages that this run could not have.
    """
    records = Records(state)
    used: set[str] = set()
    write_lines(folder / RECORDS, _using(records.lines(), used))
    held = state.get(MENU)
    menu = [TaxonomyTerm.model_validate(term) for term in held["terms"]] if held else []
    write_records(folder / TAXONOMY, [*menu, *further_terms(used, menu)])
    write_lines(folder / REJECTED, register.rejected_lines())
    write_lines(folder / REVISIONS, records.revision_lines())
    write_lines(folder / TOMBSTONES, records.tombstone_lines())
    if failed:
        ordered: list[Failed] = sorted(failed, key=failed_key)
        write_records(folder / FAILED, ordered)


def _using(lines: Iterable[bytes], used: set[str]) -> Iterator[bytes]:
    """The lines as they are, while the terms that they use are gathered."""
    for line in lines:
        used |= used_terms(orjson.loads(line))
        yield line


def used_terms(record: dict[str, Any]) -> set[str]:
    """Ids of the terms that a record names."""
    named = (*record["sources"], *record["fields_of_work"])
    return {one["id"] for one in named if one["id"]}
