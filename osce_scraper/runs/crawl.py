"""One crawl from beginning to end: run the spider, do the books, publish the dump."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osce_scraper.dataset.books import Books, read_books
from osce_scraper.dataset.dump import begin_dump, write_manifest
from osce_scraper.dataset.files import pack_all, read_lines, write_records
from osce_scraper.dataset.manifest import (
    FAILED,
    RECORDS,
    REJECTED,
    TAXONOMY,
    Run,
    make_manifest,
    now,
)
from osce_scraper.dataset.order import failed_key, rejected_key
from osce_scraper.discovery.choose import parse_names, shortfall
from osce_scraper.discovery.urls import AddressFile
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import RunFailedError
from osce_scraper.extensions import memory
from osce_scraper.extensions.json_log import json_log
from osce_scraper.extensions.ledger import ITEM_ERRORS, Ledger, ledger_of
from osce_scraper.items import TaxonomyTerm
from osce_scraper.middlewares import archive, budget
from osce_scraper.options import CrawlOptions
from osce_scraper.runs.running import replaying, run_spider, settings_for, ways_of
from osce_scraper.taxonomy.tree import further_terms

logger = logging.getLogger(__name__)
_BUDGETS = (budget.REASON, "closespider_timeout")
"""Reasons to finish before the end that the user gave."""
_STORES = {archive.FAILED: "the archive", memory.FAILED: "the state"}
"""Stats that say that something which must be kept was not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crawl came to."""

    books: Books
    shortfall: str | None
    """Why releases may be missing."""

    @property
    def exit_code(self) -> int:
        """0 done; 3 published, but pages could not be had, or releases may be missing."""
        return 3 if self.shortfall or self.books.failed else 0

    def summary(self, target: Path) -> str:
        """What was done, for a person."""
        books = self.books
        return (
            f"{books.exported} records in {target}: {books.requested} pages requested,"
            f" {books.skipped} skipped, {books.failed} failed, {books.duplicate} duplicate,"
            f" {books.rejected} rejected, {books.filtered} outside the scope"
        )


def crawl(options: CrawlOptions) -> Outcome:
    """Crawl once and publish the dump.

    Raises:
        UnusableTargetError: If the output or the archive cannot be written.
        UnreadableInputError: If an archive to replay cannot be read.
        RunFailedError: If nothing may be published: no listing could be read, the run was
            stopped, or the books do not balance. The target is left as it was.
        OSError: If the log as JSON cannot be opened.
    """
    with json_log(options.json_log, options.log_level):
        return _crawl(options)


def _crawl(options: CrawlOptions) -> Outcome:
    run = Run(now(), options.arguments())
    if options.urls is not None and "urls" in parse_names(options.origin.discover):
        AddressFile(options.urls, options.site)  # a file that cannot be read ends it here
    dump = begin_dump(options.output, run.run_id, replace=options.replace)
    try:
        with ExitStack() as stack:
            settings = replaying(options, settings_for(options, run.run_id), stack)
            crawler = run_spider(settings, dump.work / RECORDS)
        ledger, stats = ledger_of(crawler), crawler.stats.get_stats()
        is_cut = is_cut_short(stats)
        if is_cut:
            ledger.enter_cut()
        books = read_books(stats)
        check_run(stats, books, ways_of(crawler))
        _write_files(dump.work, ledger)
        pack_all(dump.work, options.compress)
        is_cut |= 0 < options.limit <= books.requested
        missing = None if is_cut else shortfall(ways_of(crawler))
        complete = not (is_cut or missing or books.failed)
        manifest = make_manifest(run, dump.work, books, stats, complete=complete)
        write_manifest(dump.work, manifest)
        dump.publish()
    except BaseException:
        dump.discard()
        raise
    for way in ways_of(crawler):
        logger.info("%s", way.report())
    if missing:
        logger.warning("releases may be missing: %s", missing)
    return Outcome(books, missing)


def is_cut_short(stats: Mapping[str, Any]) -> bool:
    """Whether a run ended at a budget that the user gave."""
    return stats.get("finish_reason") in _BUDGETS


def check_run(
    stats: Mapping[str, Any], books: Books, ways: list[Discovery], *, may_stop: bool = False
) -> None:
    """Refuse a run whose dump nobody should trust; Scrapy itself ends such a run with 0.

    Args:
        stats: Scrapy's stats.
        books: What was made of them.
        ways: How releases were looked for.
        may_stop: Whether a run that was told to stop is good as far as it went.

    Raises:
        RunFailedError: With what is wrong.
    """
    reason = stats.get("finish_reason")
    for name, what in _STORES.items():
        if cause := stats.get(name):
            raise RunFailedError(f"{what} could not be written: {cause}")
    is_stopped = may_stop and reason == "shutdown"
    if reason != "finished" and not is_cut_short(stats) and not is_stopped:
        raise RunFailedError(f"the crawl did not finish ({reason}); nothing was published")
    if count := stats.get("spider_exceptions/count") or stats.get(f"osce/{ITEM_ERRORS}"):
        raise RunFailedError(f"{count} errors of our own; the log above tells them")
    if ways and reason == "finished" and not any(way.count or way.outside for way in ways):
        raise RunFailedError("no release was found: " + "; ".join(way.report() for way in ways))
    if faults := books.faults():
        raise RunFailedError("; ".join(["the books do not balance", *faults]))


def _write_files(folder: Path, ledger: Ledger) -> None:
    write_records(folder / TAXONOMY, _terms(folder, ledger))
    rejected = sorted(ledger.rejected, key=rejected_key)
    write_records(folder / REJECTED, rejected)
    if ledger.failed:
        failed = sorted(ledger.failed, key=failed_key)
        write_records(folder / FAILED, failed)
    for label in sorted(ledger.unknown_labels):
        logger.warning("the menu has an entry that the vocabulary does not know: %s", label)


def _terms(folder: Path, ledger: Ledger) -> list[TaxonomyTerm]:
    """The newest complete menu, and every further term that a record uses."""
    menu = ledger.taxonomy[1].terms if ledger.taxonomy else []
    used = {
        one["id"]
        for record in read_lines(folder / RECORDS)
        for one in (*record["sources"], *record["fields_of_work"])
        if one["id"]
    }
    return [*menu, *further_terms(used, menu)]
