"""One run of the cron command: crawl what is new or due, then publish what has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scrapy.crawler import Crawler

from osce_scraper.dataset.books import Books, read_books
from osce_scraper.dataset.building import MENU, keep_menu
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.gate import Thresholds, judge, thresholds
from osce_scraper.dataset.lock import locked
from osce_scraper.dataset.manifest import now, utc
from osce_scraper.dataset.outcomes import Outcomes
from osce_scraper.dataset.publication import Publication
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.state import State
from osce_scraper.dataset.summary import Summary
from osce_scraper.dataset.visits import Visits
from osce_scraper.discovery.choose import shortfall
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import LockedError, RunFailedError
from osce_scraper.extensions.json_log import json_log
from osce_scraper.extensions.ledger import Ledger, ledger_of
from osce_scraper.extensions.memory import BOOKMARKS
from osce_scraper.items import Failed
from osce_scraper.options import UpdateOptions
from osce_scraper.runs.beginning import begin, scoped, settle_scope, take_over
from osce_scraper.runs.crawl import check_run, is_cut_short
from osce_scraper.runs.heartbeat import ping
from osce_scraper.runs.judging import candidate_of
from osce_scraper.runs.running import is_full, replaying, run_spider, settings_for, ways_of

logger = logging.getLogger(__name__)
_STOPPED = "shutdown"
_DOUBT = timedelta(days=1)


def update(options: UpdateOptions) -> Summary:
    """Bring a dataset up to date; whatever happens, the last good dump stands until the next.

    Raises:
        LockedError: If another run holds the lock.
        UnusableTargetError: If the folder cannot be written, or holds something else.
        UnreadableInputError: If an archive or the gate's file cannot be read.
        StateError: If the state cannot be used.
    """
    with json_log(options.crawl.json_log, options.crawl.log_level):
        try:
            summary = _update(options)
        except LockedError:
            raise  # the run that holds the lock will tell how it ends
        except Exception as error:  # a fault of our own must not go unsaid either
            _tell(options, [f"failed: {error}"], is_well=False)
            raise
        _tell(options, summary.lines(), is_well=summary.exit_code != 1)
    return summary


def _tell(options: UpdateOptions, lines: Iterable[str], *, is_well: bool) -> None:
    if options.heartbeat is not None:
        ping(options.heartbeat, lines, is_well=is_well)


def _update(options: UpdateOptions) -> Summary:
    folder = DatasetFolder(options.folder)
    with locked(folder.path, utc(now())):
        limits = thresholds(folder.path, options.thresholds)
        with State(folder.state) as state:
            summary = _Updating(options, folder, state).summary(limits)
        try:
            folder.add_run(summary.entry())
            folder.prune(options.keep)
        except OSError as error:
            cause = f"{error.filename or folder.path}: {error.strerror or error}"
            failed = f"failed: the run cannot be entered in its books: {cause}"
            summary = replace(summary, exit_code=1, remarks=(*summary.remarks, failed))
    return summary


class _Updating:
    """A run that holds the lock and the state."""

    def __init__(self, options: UpdateOptions, folder: DatasetFolder, state: State) -> None:
        self.options = options
        self.folder = folder
        self.state = state
        self.scope = settle_scope(options, folder, state)
        self.crawl = scoped(options.crawl, self.scope)
        self.run = begin(state, self.crawl)
        self.register = Register(state, self.run.run_id)
        self.publication = Publication(folder, state, self.run, options.crawl.compress)
        self.books = Books()
        self.remarks: list[str] = []
        self.failed: list[Failed] = []

    def summary(self, limits: Thresholds) -> Summary:
        """Do the run, and say what came of it."""
        try:
            self.publication.settle()
            if done := take_over(self.folder, self.state, self.crawl.site):
                self.remarks.append(done)
            exit_code, is_published = self._run(limits)
        except (RunFailedError, OSError) as error:
            self.publication.discard()
            self.remarks.append(f"failed: {error}")
            exit_code, is_published = 1, False
        return Summary(
            run=self.run,
            exit_code=exit_code,
            books=self.books,
            changes=self.publication.changes,
            is_published=is_published,
            left=self.register.left,
            remarks=tuple(self.remarks),
            failed=tuple(self.failed),
        )

    def _run(self, limits: Thresholds) -> tuple[int, bool]:
        crawler = self._crawl()
        ledger, stats = ledger_of(crawler), crawler.stats.get_stats()
        is_stopped = stats.get("finish_reason") == _STOPPED
        is_cut = is_stopped or is_cut_short(stats)
        if is_cut:
            ledger.enter_cut()
        self.books, self.failed = read_books(stats), ledger.failed
        ways = ways_of(crawler)
        check_run(stats, self.books, ways, may_stop=True)
        menu = self.state.get(MENU)
        keep_menu(self.state, ledger.taxonomy)
        is_cut |= is_full(crawler)
        missing = None if is_cut or not ways else shortfall(ways)
        # A known page that fails today is no gap: the dataset has what it said.
        is_whole = not is_cut or self._was_whole()
        complete = is_whole and not missing and self._is_filled(ways)
        self._remark(ways, missing, is_stopped=is_stopped)
        self._remark_reading(ledger)
        if self.publication.is_needed(complete=complete):
            self.publication.build(self.books, stats, ledger.failed, complete=complete)
        if reasons := judge(candidate_of(self.publication, ledger, ways, limits), limits):
            return self._refuse(reasons, menu), False
        Visits(self.state, self.run.run_id).accept()
        with self.state.transaction():
            self.state.put("scope", self.scope)  # one that was a mistake is not kept
        is_published = self._publish()
        return 3 if is_stopped or missing or self.books.failed else 0, is_published

    def _crawl(self) -> Crawler:
        """Run the spider, with the state at hand."""
        reads_again = self.crawl.origin.is_folder and self.register.count_read() > 0
        with ExitStack() as stack:
            settings = settings_for(self.crawl, self.run.run_id)
            asked = {"OSCE_STATE": self.state, "OSCE_READ_AGAIN": reads_again}
            settings.setdict(asked, priority="cmdline")
            return run_spider(replaying(self.crawl, settings, stack), None)

    def _was_whole(self) -> bool:
        """Whether a run that was cut leaves no gap: all was read before, and all listings now."""
        marks = (self.state.get(BOOKMARKS) or {}).values()
        is_read = bool(marks) and all(one["is_whole"] and not one["unfinished"] for one in marks)
        return is_read and bool(self.publication.last and self.publication.last["complete"])

    def _is_filled(self, ways: list[Discovery]) -> bool:
        """Whether all that was found was read; reading again leaves that as it was."""
        if ways:
            return self.register.left == 0
        return bool(self.publication.last and self.publication.last["complete"])

    def _remark(self, ways: list[Discovery], missing: str | None, *, is_stopped: bool) -> None:
        for way in ways:
            logger.info("%s", way.report())
        if is_stopped:
            self.remarks.append("stopped before its end; the next run goes on")
        if missing:
            self.remarks.append(f"releases may be missing: {missing}")

    def _remark_reading(self, ledger: Ledger) -> None:
        """Name what a person should look at; entries of the menu only when they appear."""
        if count := self.books.skipped_by_reason.get("not_in_archive"):
            self.remarks.append(
                f"{count} pages are not in the archive; what is known of them stands"
            )
        held = self.state.get("unknown_labels") or []
        for label in sorted(ledger.unknown_labels - set(held)):
            logger.warning("the menu has an entry that the vocabulary does not know: %s", label)
        if ledger.unknown_labels - set(held):
            with self.state.transaction():
                self.state.put("unknown_labels", sorted(ledger.unknown_labels | set(held)))

    def _refuse(self, reasons: list[str], menu: Any) -> int:
        """Let the last dump stand; what was read is doubted, and soon asked for again.

        Args:
            reasons: For a person.
            menu: The one that the dataset had before this run.
        """
        refused = self.publication.refuse(reasons)
        with self.state.transaction():
            self.state.put(MENU, menu)
            Outcomes(self.state).ask_soon(self.run.started + _DOUBT)
        self.remarks.append(f"refused, the last dump stands; see {refused}")
        self.remarks += reasons
        return 1

    def _publish(self) -> bool:
        """Publish the dump if it says anything new."""
        if self.publication.work is None:
            return False
        if self.publication.is_news:
            self.publication.publish()
            return True
        self.publication.dismiss()
        return False
