"""What the gate is told of a run: its dump beside the last one, and how the site answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from osce_scraper.audit import audit
from osce_scraper.dataset.drift import Kind, Shares, shares
from osce_scraper.dataset.gate import Candidate, Kinds, Listed, Thresholds
from osce_scraper.dataset.publication import FILLED, Publication
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.visits import Visits
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.overlap import DEPTH
from osce_scraper.discovery.way import Discovery
from osce_scraper.extensions.ledger import Ledger

_FAULTS_SHOWN = 5


def candidate_of(
    publication: Publication, ledger: Ledger, ways: Iterable[Discovery], limits: Thresholds
) -> Candidate:
    """Gather what a run is judged by.

    Args:
        publication: The dump that it may publish; perhaps none was built.
        ledger: What it read.
        ways: How it looked for releases.
        limits: How many pages are judged.
    """
    state, run_id = publication.state, publication.run.run_id
    visits, last = Visits(state, run_id), publication.last
    is_built = publication.work is not None
    manifest = publication.manifest if is_built else (last or {})
    # A page that fails makes a dataset incomplete again; what held for all of it holds still.
    is_filled = bool(state.get(FILLED))
    menu = ledger.taxonomy[1].terms if ledger.taxonomy else []
    return Candidate(
        rate=visits.rate(limits.fewest_visits),
        listings=tuple(_listings(Register(state, run_id), ways)),
        kinds=tuple(_kinds(visits, limits, is_filled=is_filled)),
        menu_entries=len(menu),
        unknown_entries=len(ledger.unknown_labels),
        records=_records(manifest),
        last_records=_records(last) if last else None,
        was_complete=is_filled,
        fill_rates=manifest.get("fill_rates"),
        last_fill_rates=last["fill_rates"] if last else None,
        faults=tuple(_faults(publication.work)) if publication.work else (),
    )


def _records(manifest: Mapping[str, Any]) -> int:
    counts = [
        file["records"]
        for file in manifest.get("files", ())
        if file["name"].startswith("press_releases.")
    ]
    return sum(counts)


def _listings(register: Register, ways: Iterable[Discovery]) -> Iterator[Listed]:
    for way in ways:
        if not isinstance(way, Listings) or way.read_before is None:
            continue
        for language, overlap in way.read_before.overlaps.items():
            if overlap.is_read and not overlap.is_reached:
                expected = min(DEPTH, register.count_listed(language))
                yield Listed(language, expected, overlap.shown)


def _kinds(visits: Visits, limits: Thresholds, *, is_filled: bool) -> Iterator[Kinds]:
    """Kinds of pages to judge; a kind that is new is held against all of its type."""
    kinds = visits.kinds()
    if not kinds:
        return
    published = list(visits.published())
    for kind in kinds:
        before = shares(read for one, read in published if one == kind)
        if before.pages < limits.fewest_pages and is_filled:
            before = shares(read for one, read in published if one.type == kind.type)
        yield Kinds(kind, before, _now(visits, kind, limits))


def _now(visits: Visits, kind: Kind, limits: Thresholds) -> Shares:
    return shares(visits.last(kind, limits.fewest_pages))


def _faults(dump: Path) -> Iterator[str]:
    """What breaks the schema or the manifest: the first few, which say enough."""
    return islice(audit(dump), _FAULTS_SHOWN)
